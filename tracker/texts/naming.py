"""Finds the title of an agreement among the lines before its first heading."""

import re
from collections.abc import Sequence

from tracker.parties import countries_named_in, find_group, groups_named_in
from tracker.texts.plain_letters import without_accents
from tracker.texts.titles import ENDS_OPEN

TITLE_WORD = re.compile(
    r"\b(?:agreement|treaty|partnership|protocol|convention|accord|acuerdo|acordo|tratado|convenio|asociaci[oó]n|protocolo|protocole"
    r"|abkommen|übereinkommen|accordo|trattato|verdrag|overeenkomst)\b",
    re.IGNORECASE,
)
_TITLE_GOES_ON = re.compile(
    r"^(?:between|among|and|of the one part|establishing|for|on|to|with|the governments?|entre|y|et"
    r"|al|del|sobre|relativ[oa]|para|sur|relatif|au|concerning|relating|regarding)\b",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"\b(?:should|shall|may|must|is|are|was|were|has|have)\b|^[a-z_]+:\s|https?://|\bseries no\b",
    re.IGNORECASE,
)
"""A sentence ("enquiries regarding this treaty should be sent to"), a field before the text, an address, a series."""

_NO_MORE_TITLE = re.compile(
    r"^(?:preamble|pre[aá]mbulo|pr[eé]ambule|(?:table of )?contents|[ií]ndice|the (?:parties|governments?)|"
    r"(?:chapter|cap[ií]tulo|chapitre|article|art[ií]culo|annex|anexo|section|part)\b"
    r"|(?:adopted|done|signed|hecho|firmado|suscrito|fait|sign[ée])\b)",
    re.IGNORECASE,
)
_OPENING_LINES = 12
"""A title is in the first lines; a line in capitals may come later, below a cover note."""

_COVER_LINES = 60
MAX_NAME = 200
"""Characters of one line of a title."""

_LONGEST = 500
"""Characters of a whole title: some name a dozen parties."""

_PREAMBLE_FOLLOWS = re.compile(r"\s(?P<follows>PREAMBLE|PRE[AÁ]MBULO|PR[EÉ]AMBULE)\s")
_CAPITALS_FOLLOW = re.compile(
    r"[^.;:]*?[a-z]{3}[^.;:]*?\s(?P<follows>(?:THE|LA|EL|LE|LES|L['’])\s?[A-ZÁÉÍÓÚ]{3,}\s[A-Z]{2,})"
)
_SHORT = 12
_NUMERAL = re.compile(r"[ivxlc]{1,7}|[\d\W]{1,6}", re.IGNORECASE)
_LINES_ABOVE = 5
"""Lines above the line with the title word that may be part of a title: parties, and words like CLOSER."""

PROTOCOL_TITLE = re.compile(
    r"(?:(?:the|first|second|third|additional|optional|supplementary|primer|segundo|tercer|premier|deuxi[eè]me)\s)?"
    r"protocol[eo]?\s(?:(?:adicional|additionnel|complementario|modificatorio|modificatif|facultativo)\s)?"
    r"(?:to|on|of|for|concerning|relating|regarding|amending|sobre|al?|del?|relativo|que|sur|[àa] l|relatif|portant)\b",
    re.IGNORECASE,
)
"""The title of a protocol that says what it is about."""

_ANNEX_TO = re.compile(
    r"^(?:annexe?|anexo)\s[\w.-]{1,5}\s(?:to|al?|del?|de l['’]|à l['’]|ao)\s?(?:(?:the|la|el)\s)?",
    re.IGNORECASE,
)
"""The words before an agreement's title of which a protocol is an annex: "Annex 3 to the Agreement on Kites"."""

_ADJECTIVES = frozenset(
    (
        *(
            "the",
            "a",
            "free",
            "trade",
            "economic",
            "comprehensive",
            "strategic",
            "closer",
        ),
        *(
            "digital",
            "economy",
            "preferential",
            "commercial",
            "investment",
            "regional",
            "enhanced",
        ),
        *(
            "complementary",
            "and",
        ),
    )
)
"""Words of which a line consists that begins a title whose noun is on the next one: "FREE TRADE" / "AGREEMENT"."""

_GENERIC = _ADJECTIVES | frozenset(
    (
        *(
            "agreement",
            "partnership",
            "treaty",
            "relations",
            "cooperation",
            "association",
            "for",
        ),
        *(
            "of",
            "an",
            "on",
            "establishing",
            "area",
            "acuerdo",
            "tratado",
            "convenio",
            "de",
        ),
        *(
            "libre",
            "comercio",
            "asociacion",
            "economica",
            "cooperacion",
            "comercial",
            "alcance",
        ),
        *(
            "parcial",
            "complementacion",
            "integral",
            "estrategica",
            "y",
            "el",
            "un",
            "que",
        ),
        *(
            "establece",
            "zona",
            "accord",
            "traite",
            "partenariat",
            "echange",
            "economique",
        ),
        *(
            "cooperation",
            "etablissant",
            "une",
            "zone",
            "la",
        ),
    )
)
"""Words of a title that could be any agreement's."""

_SMALL_WORD = re.compile(
    r"(?:an?|and|as|at|between|by|for|from|in|of|on|or|the|to|with"
    r"|del?|las?|los|el|y|e|en|para|entre|et|du|des|les?|al|à|aux?|sobre|sur|por|con|par|pour)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\w+")


def title_in(opening: Sequence[str]) -> str | None:
    """The title in the lines before the first heading, in ordinary case; None where no line reads like one.

    - It begins with the first line that has a word such as *agreement*, or above it with the lines that name the
      parties, and goes on over the lines below that continue it.
    - Of several titles one that says more than the first, repeating it, is the text's own: "Protocol to the Agreement
      ..." below "Agreement ...".
    """
    lines = [_title_before_text(line.strip("*_# ")) for line in opening[:_COVER_LINES]]
    starts = [place for place in range(len(lines)) if _may_begin(lines, place)]
    if not starts:
        return None
    titles = {place: _whole(lines, place, lines) for place in starts}
    first = starts[0]
    own = first
    for place in starts[1:]:
        near = place - first <= _OPENING_LINES
        names_them = _names_parties(titles[place], 2) and not _names_parties(titles[own], 1)
        if (near or names_them) and _says_more(titles[place], titles[own]):
            own = place
    if own != first:
        return titles[own]
    if protocol := _protocol_below(titles, first):
        return protocol
    above = [] if _names_parties(titles[first], 2) else _above(lines, first)
    above = above or _adjectives_above(lines, first)
    return _joined([*above, titles[first]]) if above else titles[first]


def is_generic(title: str) -> bool:
    """Whether a title could be any agreement's: "Free Trade Agreement"."""
    return set(_PLAIN.findall(without_accents(title).lower())) <= _GENERIC


def _protocol_below(titles: dict[int, str], first: int) -> str | None:
    """Of an agreement's title with a protocol's below it, the protocol's, with the agreement's in brackets."""
    below = [place for place in titles if first < place <= first + _OPENING_LINES]
    protocols = [titles[place] for place in below if PROTOCOL_TITLE.match(titles[place])]
    if not protocols or PROTOCOL_TITLE.match(titles[first]):
        return None
    agreement = _ANNEX_TO.sub("", titles[first])
    return protocols[-1] if _says_more(protocols[-1], agreement) else f"{protocols[-1]} ({agreement})"


def _adjectives_above(lines: list[str], place: int) -> list[str]:
    above = lines[place - 1] if place else ""
    words = above.lower().split()
    same_case = above.isupper() == lines[place].isupper()
    begins = words and same_case and set(words) <= _ADJECTIVES
    return [above] if begins and not lines[place].lower().startswith(above.lower()) else []


def _title_before_text(line: str) -> str:
    """Of a line on which the preamble follows the title, as in texts without line breaks, the title; else the line.

    It ends before the word *Preamble*, or, where it is in ordinary case, before the first party in capitals.
    """
    if len(line) <= MAX_NAME:
        return line
    end = _PREAMBLE_FOLLOWS.search(line, 0, 2 * MAX_NAME) or _CAPITALS_FOLLOW.match(line, 0, 2 * MAX_NAME)
    title = line[: end.start("follows")].rstrip(" ,") if end is not None else ""
    return title if TITLE_WORD.search(title) and len(title) <= MAX_NAME else line


def _may_begin(lines: list[str], place: int) -> bool:
    line = lines[place]
    if not line or not TITLE_WORD.search(line):
        return False
    stands_out = place < _OPENING_LINES or line.isupper()
    return stands_out and len(line) <= MAX_NAME and line[-1] not in ".;,:" and not _NO_TITLE.search(line)


def _whole(lines: list[str], place: int, others: Sequence[str]) -> str:
    """The title that begins in a line, with the lines below that continue it."""
    title = sentence_case(lines[place])
    for at in range(place + 1, min(place + _OPENING_LINES, len(lines))):
        before, line = lines[at - 1], lines[at]
        if _NUMERAL.fullmatch(line):
            continue  # a page number
        if (
            not line
            or len(title) + len(line) > _LONGEST
            or line.endswith((";", ":"))
            or _repeats(line, title)
        ):
            break
        if PROTOCOL_TITLE.match(line) and not ENDS_OPEN.search(title):
            break  # a title of its own
        wraps = before.isupper() and line.isupper() and not _NO_MORE_TITLE.match(line)
        joins = _TITLE_GOES_ON.match(line) or ENDS_OPEN.search(title)
        if not (joins or wraps or _cut_in_a_phrase(before, line, others, place)):
            break
        title = _beside(title, sentence_case(line, inside=True))
    return title.rstrip(" ,")


def _beside(title: str, line: str) -> str:
    """Two lines of a title as one; a name with a hyphen, broken there, without a space."""
    broken = title[-1] in "-\u2010" and title[-2:-1].isalpha()
    return f"{title}{line[:1].upper()}{line[1:]}" if broken else f"{title} {line}"


def _repeats(line: str, title: str) -> bool:
    """Whether a line begins the same title again, as a half title does above the text."""
    return len(line) > _SHORT and title.lower().startswith(line.lower())


def _cut_in_a_phrase(before: str, line: str, others: Sequence[str], place: int) -> bool:
    """Whether the words on both sides of a line break stand together in another line: "... Free" / "Trade Area ..."."""
    last, first = _PLAIN.findall(before.lower())[-1:], _PLAIN.findall(line.lower())[:1]
    if not last or not first or _NO_MORE_TITLE.match(line):
        return False
    together = re.compile(rf"\b{re.escape(last[0])} {re.escape(first[0])}\b")
    return any(together.search(" ".join(_PLAIN.findall(other.lower()))) for other in others[:place])


def _says_more(title: str, than: str) -> bool:
    """Whether a title has all words of another one, and more."""
    words, known = set(_PLAIN.findall(title.lower())), set(_PLAIN.findall(than.lower()))
    return known < words


def _above(lines: list[str], place: int) -> list[str]:
    """The lines above a title that belong to it: in the same case, without a gap, from the one that names a party."""
    found: list[str] = []
    for at in range(place - 1, max(-1, place - 1 - _LINES_ABOVE), -1):
        line = lines[at]
        same_case = line.isupper() == lines[place].isupper()
        ends = not line or len(line) > MAX_NAME or line[-1] in ".;:" or any(map(str.isdigit, line))
        if ends or not same_case or _NO_TITLE.search(line):
            break
        found.insert(0, line)
    while found and not _names_parties(found[0], 1):
        found.pop(0)
    return found


def _names_parties(line: str, number: int) -> bool:
    """Whether a line names at least so many countries or groups."""
    return len({*countries_named_in(line), *groups_named_in(line)}) >= number


def _joined(lines: list[str]) -> str:
    title = sentence_case(lines[0])
    for line in lines[1:]:
        title = f"{title} {sentence_case(line, inside=True)}"
    return title.rstrip(" ,")


def sentence_case(title: str, inside: bool = False) -> str:
    """A title in capitals in ordinary case; a title in mixed case is unchanged."""
    letters = [char for char in title if char.isalpha()]
    if not letters or sum(char.isupper() for char in letters) < 0.7 * len(letters):
        return title
    words = []
    for position, word in enumerate(title.split()):
        bare = word.strip("(),.")
        if (word.startswith("(") and bare.isalpha() and len(bare) <= 8) or find_group(bare):
            words.append(word)  # an acronym: (CETA), EFTA
        elif (position or inside) and _SMALL_WORD.fullmatch(bare):
            words.append(word.lower())
        else:
            words.append(
                "-".join(part if find_group(part) else part.capitalize() for part in word.split("-"))
            )
    return " ".join(words)
