"""Reads the name of an agreement: its distinctive words, and whether it builds on another agreement."""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from tracker.parties import group, groups_named_in, is_country_code, with_codes
from tracker.parties.countries import simplified

# Words common to names of trade agreements, in English, Spanish and French.
_SHARED_WORDS = """
    a aduanera accord acuerdo agreement agreements al an and area arrangement asociacion association au between by
    cepa closer comercial comercio commerce common comprehensive concerning convention customs d de del des du e
    echange economic economica economico economique el en entre epa establishing estados et for free fta gobierno
    government governments gouvernement integration its kingdom l la las le les libre los member members miembros of
    on one other part parties partnership preferential pta relating republic republica republique respect state
    states the to tpa trade tratado treaty und union with y
"""
_FILLER = frozenset(_SHARED_WORDS.split())

# Words that distinguish agreements of the same parties: one of them in only one of two names means two agreements.
_MARKERS = (
    ("interim", r"\binterim\b|\binterin[oa]\b"),
    ("protocol", r"\bprotocol[eo]?s?\b"),
    ("additional", r"\badditional\b|\badicional\b|\badditionnel\b|\bsupplement\w*"),
    ("accession", r"\baccession\b|\badhesion\b|\benlargement\b"),
    ("amending", r"\bamend\w*|\bmodif\w+|\bupgrad\w*|\bavenant\b"),
    ("europe agreement", r"\beurope agreement\b"),
    ("cooperation", r"\bcooperation agreement\b"),
    ("goods", r"\bgoods\b|\bmercancias\b|\bbienes\b|\bmarchandises\b"),
    ("services", r"\bservic\w+"),
    ("investment", r"\binvest\w+|\binversion\w*"),
    ("digital", r"\bdigital\w*|\belectronic commerce\b|\be ?commerce\b|\bcomercio electronico\b"),
    ("framework", r"\bframework\b|\bmarco\b|\bcadre\b"),
    ("agriculture", r"\bagricultur\w+"),
    ("withdrawal", r"\bwithdrawal\b|\btermination\b"),
    ("side letter", r"\bletters?\b|\bannex\w*|\bmemorandum\b|\bexchange of\b|\bnotes\b"),
    ("ordinal", r"\b(?:first|second|third|fourth|fifth|phase|stage)\b"),
)
_MARKER_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _MARKERS)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

# A name that only names the parties neither matches nor contradicts one that says more.
ONLY_PARTIES_SCORE = 90.0


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a name: `words` that are neither parties nor common words, distinguishing words, years."""

    words: str
    markers: frozenset[str]
    years: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation to another agreement that a name states. `kind`: amends, protocol or accession.

    `base` is the other agreement's name as far as it is given; empty where only the parties are named.
    """

    kind: str
    base: str


@cache
def name_parts(name: str) -> NameParts:
    """The parts of a name, without country and group names, because parties are compared separately."""
    plain = simplified(name)
    markers = frozenset(marker for marker, pattern in _MARKER_PATTERNS if pattern.search(plain))
    coded = with_codes(name)
    for code in groups_named_in(name):
        for called in sorted((group(code).code, *group(code).names), key=len, reverse=True):
            coded = re.sub(rf"\b{re.escape(simplified(called))}\b", " ", coded)
    words = [
        word
        for word in coded.split()
        if word not in _FILLER and not is_country_code(word.upper()) and not _YEAR.fullmatch(word)
    ]
    return NameParts(" ".join(words), markers, frozenset(_YEAR.findall(plain)))


def name_score(one: str, other: str) -> float:
    """Similarity of two names without their parties: RapidFuzz token ratio of the other words, 0 to 100."""
    left, right = name_parts(one).words, name_parts(other).words
    if not left and not right:
        return 100.0
    if not left or not right:
        return ONLY_PARTIES_SCORE
    return round(fuzz.token_ratio(left, right), 1)


def full_name_score(one: str, other: str) -> float:
    """Similarity of two complete names, 0 to 100."""
    return round(fuzz.token_ratio(with_codes(one), with_codes(other)), 1)


def name_closeness(one: str, other: str) -> float:
    """Similarity of two names word for word, 0 to 100: unlike in the scores above, every missing word counts."""
    return round(fuzz.token_sort_ratio(with_codes(one), with_codes(other)), 1)


def names_conflict(one: str, other: str, also: str = "") -> str | None:
    """What distinguishes two names however similar they are otherwise ("interim", another year); None where nothing
    does. `also`: a further name of the first one, whose distinguishing words count too."""
    left, right = name_parts(one), name_parts(other)
    apart = sorted((left.markers | name_parts(also).markers) ^ right.markers)
    if apart:
        return f"only one is called {apart[0]}"
    if left.years and right.years and not left.years & right.years:
        return "they name different years"
    return None


_PART_OF_TEXT = re.compile(
    r"\b(?:ch|chap|chapter|cap|capitulo|sec|sect|section|seccion|art|arts|article|articulo|vol|volume|part)\s?\d.*$"
    r"|\b(?:with|without|incl|including|whole|all)\s(?:the\s)?(?:annex|chapter)\w*"
)
_LETTERS_OR_DIGITS = re.compile(r"[a-z]+|[0-9]+")


def label_of(external_id: str) -> str:
    """What the name of a file says its text is: its words up to the part of the agreement that it names.

    `rcep-2020-ch12-ecommerce` says `rcep 2020`. Empty where it has no words, as where a source numbers its texts.
    """
    words = simplified(re.sub(r"\.\w{2,4}$", "", external_id.rsplit("/", 1)[-1]))
    label = " ".join(_PART_OF_TEXT.sub(" ", words).split())
    return label if re.search(r"[a-z]{2}", label) else ""


_SHORT_NAME = re.compile(r"\s*\([^)]*[A-Z]{2}[^)]*\)")
"""A short name in brackets behind the full one: (PACER Plus)."""


def is_named(text_name: str, name: str) -> bool:
    """Whether a title or label has all words of an agreement's name, parties included and apart from grammar, and the
    name says more than the parties: a text that names no parties is not that of two others with `digital` in it."""
    given = _with_pieces(_title_words(text_name))
    ways = (_title_words(way) for way in (name, _SHORT_NAME.sub("", name)))
    return any(_beyond_parties(wanted) and wanted <= given for wanted in ways)


_GRAMMAR_WORDS = """
    a agreement agreements al an and area between by de del des du el en entre et for gobierno government governments
    gouvernement kingdom la le les of on one other part republic republica republique socialist states the to tratado
    treaty union with y
"""
_GRAMMAR = frozenset(_GRAMMAR_WORDS.split())
_SPELT_OUT = {
    "fta": "free trade",
    "tlc": "libre comercio",
    "epa": "economic partnership",
    "cepa": "comprehensive economic partnership",
    "dea": "digital economy",
    "dta": "digital trade",
}


def is_same_title(one: str, other: str) -> bool:
    """Whether two names have the same words, parties included and apart from grammar, and say more than the parties:
    `EU-Japan EPA` and `Agreement between the European Union and Japan for an Economic Partnership`."""
    words = _title_words(one)
    return words == _title_words(other) and _beyond_parties(words) > 0


@cache
def _title_words(name: str) -> frozenset[str]:
    """The words of a name apart from grammar; parties as codes, `group:EU` for a group."""
    coded = with_codes(name)
    for code in groups_named_in(name):
        for called in sorted((group(code).code, *group(code).names), key=len, reverse=True):
            coded = re.sub(rf"\b{re.escape(simplified(called))}\b", f"group:{code}", coded)
    words = " ".join(_SPELT_OUT.get(word, word) for word in coded.split()).split()
    return frozenset(word for word in words if word not in _GRAMMAR)


def _beyond_parties(words: frozenset[str]) -> int:
    return sum(not word.startswith("group:") and not is_country_code(word.upper()) for word in words)


def words_of_name(name: str) -> int:
    """How many words a name has beyond those of parties and grammar."""
    return _beyond_parties(_title_words(name))


def distinctive_words_of(name: str) -> frozenset[str]:
    """The words of a title or label without a short name in brackets, and letters and digits of those with both."""
    return _with_pieces(frozenset(name_parts(_SHORT_NAME.sub("", name)).words.split()))


def _with_pieces(words: frozenset[str]) -> frozenset[str]:
    """Words, and the letters and digits of those that have both: `ace72` is ACE 72."""
    return frozenset(piece for word in words for piece in (word, *_LETTERS_OR_DIGITS.findall(word)))


_ACCESSION_LAST = re.compile(
    r"^(?P<base>.+?)\s*[-–—:,]\s*(?:accession|adhesi[oó]n|adh[ée]sion) (?:of|de)\b", re.I
)
_ACCESSION_FIRST = re.compile(
    r"\b(?:accession|adhesi[oó]n|adh[ée]sion) (?:of|del?|du|des)\b.+?\b(?:to|al?|à)\s+"
    r"(?:the |la |el |l['’])?(?P<base>.+)$",
    re.I,
)
_ENLARGEMENT = re.compile(r"\benlargement\b", re.I)
_AMENDS = re.compile(
    r"\b(?:amend(?:ing|ments?|s|ed)?|modif(?:ying|ication|icatori[oa]|ica|iant)|upgrad(?:e|ing|ed)|avenant)\b"
    r"(?:\s+(?:protocol|agreement|to|of|al?|del?|the|el|la)\b)*",
    re.I,
)
_PROTOCOL = re.compile(
    r"\b(?:additional |supplementary )?protocol[eo]?\b(?:\s+(?:adicional|additionnel))?(?:\s+(?:to|of|al?|au)\b)*",
    re.I,
)
_EU_TREATY = "EC Treaty"


@cache
def relation_of(name: str) -> Relation | None:
    """The relation to another agreement that the name states; None where it states none."""
    for pattern in (_ACCESSION_LAST, _ACCESSION_FIRST):
        if match := pattern.search(name):
            return Relation("accession", match["base"].strip(" ,.-–"))
    if _ENLARGEMENT.search(name):
        base = _EU_TREATY if "EU" in groups_named_in(name) else _ENLARGEMENT.sub("", name).strip(" ,.-–")
        return Relation("accession", base)
    for kind, pattern in (("amends", _AMENDS), ("protocol", _PROTOCOL)):
        if pattern.search(name):
            rest = _PROTOCOL.sub(" ", _AMENDS.sub(" ", name))
            return Relation(kind, " ".join(rest.split()).strip(" ,.-–"))
    return None
