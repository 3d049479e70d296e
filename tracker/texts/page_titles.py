"""The name of an agreement in the title of a web page, without what the site adds: its own name, sections, "text of".

Titles are written in pieces: `Arcadia-Sylvania FTA official text | Department of Kites`,
`SICE: Trade Agreements: Arcadia-Sylvania`, `Arcadia-Sylvania Agreement (ASA) - Table of contents`.
"""

import re

from tracker.parties import find_country, find_group
from tracker.texts.naming import TITLE_WORD

_STRONG = re.compile(r"\s*[|»›•]+\s*")
_WEAK = re.compile(r"(?P<colon>:\s+|:$)|\s[-–—]\s|\s[-–—]$")

_OF_SITE = re.compile(
    r"\b(?:department|ministry|government|commission|secretariat|affairs|office|representative|association|organi[sz]ation"
    r"|library|parliament|congress|ministerio|ministère|ministere|minist[eé]rio|gobierno|gouvernement|governo|secretar[ií]a"
    r"|secr[eé]tariat|biblioteca|gov\.\w+|gob\.\w+|eur-lex|canada\.ca|europa|information system)\b",
    re.IGNORECASE,
)
"""Words of whoever runs a site."""

_SECTION = re.compile(
    r"(?:[\w/&,.'’-]+ ){0,3}(?:agreements|treaties|acuerdos|tratados|acordos|accords|trait[eé]s|ftas)(?: [\w/-]+){0,3}"
    r"|(?:[\w-]+ ){0,3}(?:developments|documents|publications|resources|documentos|textos|texts)(?: [\w-]+){0,2}"
    r"|home|inicio|accueil|trade|comercio|commerce|overview|index|[ií]ndice|indice|news|page|tratado|acuerdo",
    re.IGNORECASE,
)
"""Names of a site's sections: no agreement's name has a plural."""

_TEXT_OF = re.compile(
    r"(?:(?:the|an?) )?(?:(?:official|final|full|legal|complete|consolidated|english) )*texts?"
    r"(?: (?:and|&) (?:resources|associated documents|annexes))?"
    r"(?: of (?:the )?(?:\w+ )?(?:agreement|treaty|protocol))?"
    r"|texto (?:oficial |completo |final )?(?:del?(?: \w+)? (?:acuerdo|tratado|convenio))?"
    r"|texte (?:officiel |int[eé]gral )?(?:de l[’']accord)?"
    r"|(?:table of )?contents|table des mati[eè]res|tabla de contenidos?|title page|preamble|web version"
    r"|(?:chapter|cap[ií]tulo|chapitre|annex|anexo|article)\b.*",
    re.IGNORECASE,
)
"""What a page with the text, or a part of it, is called."""

_ENDS_AS_TEXT = re.compile(
    r"\s+(?:(?:official|final|full|legal|complete|consolidated) )*text"
    r"(?: (?:and|&) (?:resources|associated documents))?$",
    re.IGNORECASE,
)
_BEGINS_AS_TEXT = re.compile(
    r"^(?:(?:official|final|full|legal|complete|consolidated) )*text of (?:the )?"
    r"(?=\S+.*\b(?:agreement|treaty|protocol)\b)"
    r"|^texto del? (?=(?:acuerdo|tratado|convenio)\b\s\S)",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\b\w*(?:FTA|EPA|CEP|CEPA|TPP?A?|DEA)\b")
_BETWEEN = re.compile(r"[A-ZÁÉÍÓÚ]\w*\s*[-–—/]\s*[A-ZÁÉÍÓÚ]")
"""Two sides with a dash between, as sites name an agreement under the heading of a section."""

_ACRONYM = re.compile(r"[A-Z]{2,8}")
_LONGEST = 200


def name_in_page_title(title: str) -> str | None:
    """The name of the agreement in a page's title or first heading; None where it names none ("Text of the agreement").

    Of several pieces the one is taken that names an agreement; words of the site and of the page around it are left
    out. A dash or colon within a name stays ("Arcadia - Sylvania Free Trade Agreement").
    """
    pieces = [_trimmed(piece) for piece in _STRONG.split(" ".join(title.split())) if piece.strip()]
    names = [piece for piece in pieces if piece and _names_one(piece)]
    return max(names, key=_weight, default=None)


def _weight(name: str) -> tuple[bool, bool]:
    return bool(TITLE_WORD.search(name)), bool(_BETWEEN.search(name))


def _names_one(piece: str) -> bool:
    if len(piece) > _LONGEST or _is_around(piece) or find_group(piece) is not None:
        return False
    return bool(TITLE_WORD.search(piece) or _ABBREVIATION.search(piece) or _BETWEEN.search(piece))


def _trimmed(piece: str) -> str:
    """A piece without the site's words before and after weaker separators."""
    bounds = [(match.start(), match.end()) for match in _WEAK.finditer(piece)]
    starts = [0, *(end for _start, end in bounds)]
    ends = [*(start for start, _end in bounds), len(piece)]
    first, last = 0, len(starts) - 1
    while first < last and _is_before(piece[starts[first] : ends[first]].strip()):
        first += 1
    while last > first and _is_around(piece[starts[last] : ends[last]].strip()):
        last -= 1
    for at in range(first + 1, last + 1):  # "Arcadia - Sylvania Agreement (ASA) - Chapter 19 - Digital Trade"
        if _TEXT_OF.fullmatch(piece[starts[at] : ends[at]].strip()):
            last = at - 1
            break
    kept = piece[starts[first] : ends[last]].strip(" :-–—")
    for pattern in () if _TEXT_OF.fullmatch(kept) else (_ENDS_AS_TEXT, _BEGINS_AS_TEXT):
        shorter = pattern.sub("", kept)
        if TITLE_WORD.search(shorter) or _ABBREVIATION.search(shorter):
            kept = shorter
    return kept


def _is_before(segment: str) -> bool:
    """Whether a segment before the name is the site's: its own name, a section, or an acronym that is no party."""
    if _ACRONYM.fullmatch(segment):
        return find_group(segment) is None and find_country(segment) is None
    return _is_around(segment)


def _is_around(segment: str) -> bool:
    """Whether a segment is the site's or the page's."""
    if not segment or _TEXT_OF.fullmatch(segment) or _SECTION.fullmatch(segment):
        return True
    return bool(_OF_SITE.search(segment)) and not TITLE_WORD.search(segment)
