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


def names_conflict(one: str, other: str) -> str | None:
    """What distinguishes two names however similar they are otherwise ("interim", another year); None where nothing
    does."""
    left, right = name_parts(one), name_parts(other)
    apart = sorted(left.markers ^ right.markers)
    if apart:
        return f"only one is called {apart[0]}"
    if left.years and right.years and not left.years & right.years:
        return "they name different years"
    return None


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
