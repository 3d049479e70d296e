"""Clean text for matching, with the position of each character in the original.

Two steps:

- `fold` removes accents, curly quotes and odd spaces from the whole text. It keeps the length, so positions stay valid,
  and it is fast.
- `clean` repairs one clause (hyphens at line ends, footnote marks, page numbers, ligatures, runs of spaces). Which
  characters it moved is computed only for clauses with a finding.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_SPACES = "\t\r\v\f\x85\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'", "`": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u25cf": "\u2022", "\u25aa": "\u2022", "\u00b7": "\u2022", "\uf0b7": "\u2022",
    "\u2028": "\n", "\u2029": "\n", "\u0130": "I",
}  # fmt: skip
_LONGER = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st",
    "\ufb06": "st", "\u0153": "oe", "\u0152": "OE", "\u00e6": "ae", "\u00c6": "AE", "\u00df": "ss",
    "\u2026": "...",
}  # fmt: skip


def _one_to_one() -> dict[int, str]:
    """Replacements that keep the length: spaces, quotes, dashes and accented Latin letters."""
    table = {ord(space): " " for space in _SPACES} | {ord(old): new for old, new in _PLAIN.items()}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.isascii():
            table[code] = base
    return table


_TABLE = _one_to_one()

# Each of these begins with a literal or a small set of characters, which keeps the search fast.
_CUT_WORD = re.compile(r"-(?<=[a-z]-)(?:[ ]*\n\s*|[ ])(?=(?!and\b|or\b|to\b|y\b|o\b|et\b|ou\b)[a-z])")
_MAY_BE_CUT = re.compile(r"-(?<=[a-z]-)(?:[ ]*\n\s*|[ ])(?=[a-z])")
_FOOTNOTE = re.compile(r"\d(?<=[a-z]{3}\d)\d?(?:-\d{1,2})?(?=[\s,.;:)])")
_BRACKETED_MARK = re.compile(r"\s?\[\d{1,3}\]")
_PAGE_NUMBER = re.compile(r"\n\s{0,80}(?:page )?-?[ ]?\d{1,3}(?:-\d{1,3})?[ ]?-?[ ]{0,80}(?=\n)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]+")
_ESCAPED = re.compile(r"\\([.)\]:;,*_#+-])")
_ESCAPED_OPENING = re.compile(r"\\([(\[])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_INTERRUPTION = re.compile(
    r"(?<=[a-z,])(?:\n\s{0,40}\n\(\^\d{1,3}\)(?:(?!\n\s{0,40}\n).)+){1,20}(?=\n\s{0,40}\n[a-z])",
    re.DOTALL,
)
_NEXT_HEADING = re.compile(
    r"\n[ \n]*(?:(?:\*\*|__|<[^<>\n]{1,80}>)[ ]*){0,3}"
    r"(?:Section|SECTION|Chapter|CHAPTER|Part|PART|Title|TITLE|Annex|ANNEX|Seccion|SECCION|Capitulo|CAPITULO|Titulo|TITULO"
    r"|Anexo|ANEXO|Titre|TITRE|Chapitre|CHAPITRE|Annexe|ANNEXE)\s+(?:\d{1,3}|[IVXLC]{1,7}|[A-Z])[.:]?[ ]+[A-Z]"
    r"[^\n.;]{2,100}(?:\n[^\n.;]{1,80})?\s*\Z"
    # a last line without verb and full stop after a whole sentence
    r"|(?<=[.;])[ ]*\n[ ]*\n[ ]*(?!.*\b(?:shall|may|will|must|is|are|be|should|agree|can|podr|deber|ser"
    r"|doi|peu|est|sont)\w*)[A-Z][^\n.;:,()\d]{8,90}\s*\Z"
)
_NO_HEADING_ENDS = (".", ";", "")
"""Last characters of texts that end with no heading: known before the search, which most texts are spared."""

_LONGEST_WORD = 400
"""Characters of the longest word, or line of hyphens or stops."""

_ENDLESS = re.compile(rf"\S{{{_LONGEST_WORD}}}")
_HALF_ENDLESS = re.compile(rf"\S{{{_LONGEST_WORD // 2}}}")
_NEXT_HEADING_WITHIN = 300
_PAGE_NUMBERED = re.compile(r"\n\d{1,3}[A-Z]?-\d{1,3}")
_PAGE_BREAK = re.compile(
    r"(?<=[a-z,])[ ]?\n{1,2}\d{1,3}[ \n][A-Z][^\n]*(?:\n[^\n]*){0,8}?"
    r"\.[ ]?\n{1,2}\d{1,3}[A-Z]?-\d{1,3}[ \n]{0,6}(?=[a-z])"
)
_MAY_NEED_EDIT = re.compile(r"[a-z]{3}\d|\[\d|[^\x00-\x7f]|\A-?\d{1,3}(?:-\d{1,3})?-?\Z")
_LETTERS_AND_DIGITS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_WORD = re.compile(r"\S+")
_LIGATURE = re.compile("[" + "".join(_LONGER) + "]")

_NOTHING: Mapping[str, str] = {}

Edit = tuple[int, int, str]
"""(start, end, replacement) in a folded piece of text."""


def fold(original: str) -> str:
    """`original` without accents, odd spaces, curly quotes, dashes and Markdown's escapes ("1\\."); capitals and length
    stay."""
    plainer = original.replace("\t", " ").replace("\r", " ").replace("`", "'")
    if "\\" in plainer:
        plainer = _ESCAPED_OPENING.sub(r" \1", _ESCAPED.sub(r"\1 ", plainer))
    if plainer.isascii():
        return plainer
    # A text has few different characters beyond ASCII; `translate` would look up every character.
    for char in set(_NOT_ASCII.findall(plainer)):
        if (replacement := _TABLE.get(ord(char))) is not None:
            plainer = plainer.replace(char, replacement)
    return plainer


def without_interruptions(folded: str) -> str:
    """`folded` with footnotes between two lines of one sentence replaced by blanks; the length stays.

    Texts read from PDF pages have the footnotes where the page broke: paragraphs that begin with a raised mark, "(^7)",
    or with a line that is a number, and end with a page's number, "10-7"; after them the sentence continues in lower
    case.
    """
    if "(^" in folded:
        folded = _INTERRUPTION.sub(_blanks, folded)
    return _PAGE_BREAK.sub(_blanks, folded) if _PAGE_NUMBERED.search(folded) else folded


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


def without_next_heading(folded: str) -> str:
    """`folded` with the heading of the next section, left at its end, replaced by blanks; the length stays."""
    if folded.rstrip()[-1:] in _NO_HEADING_ENDS:
        return folded
    match = _NEXT_HEADING.search(folded, max(0, len(folded) - _NEXT_HEADING_WITHIN))
    if match is None or not folded[: match.start()].strip():
        return folded
    return folded[: match.start()] + " " * (len(folded) - match.start())


def without_endless_words(folded: str) -> str:
    """`folded` with blanks in what is no word of any language; the length stays.

    Many patterns begin or end with any number of letters, which in a text without spaces takes a time that grows with
    the square of its length.
    """
    # A word that long fills at least one of the pieces of half its length that the text can be cut into.
    if not any(_HALF_ENDLESS.match(folded, at) for at in range(0, len(folded), _LONGEST_WORD // 2)):
        return folded
    if all(len(word) <= _LONGEST_WORD for word in folded.split()):
        return folded
    return _ENDLESS.sub(lambda match: f"{match.group()[:-1]} ", folded)


def lower(folded: str) -> str:
    """Lower case of the same length."""
    low = folded.lower()
    if len(low) != len(folded):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in folded)
    return low


def word_edits(low: str, mended: Mapping[str, str]) -> list[Edit]:
    """Edits that replace the damaged words in lower-case text."""
    return [(*span, new) for word, new in mended.items() for span in _occurrences(word, low)]


def _occurrences(word: str, low: str) -> Iterator[tuple[int, int]]:
    """Where a word stands by itself, between characters that are neither letter nor digit."""
    start = low.find(word)
    while start >= 0:
        end = start + len(word)
        if (
            low[start - 1 : start] not in _LETTERS_AND_DIGITS
            and low[end : end + 1] not in _LETTERS_AND_DIGITS
        ):
            yield start, end
            start = low.find(word, end)
        else:
            start = low.find(word, start + 1)


def _edits(piece: str, mended: Mapping[str, str]) -> list[Edit]:
    """The edits that repair a folded, lower-case piece, in order and without overlap."""
    found: list[Edit] = word_edits(piece, mended) if mended else []
    if "- " in piece or "-\n" in piece:
        found.extend((*match.span(), "") for match in _CUT_WORD.finditer(piece))
    if "\n" in piece:
        found.extend((*match.span(), " ") for match in _PAGE_NUMBER.finditer(piece))
    found.extend((*match.span(), "") for match in _FOOTNOTE.finditer(piece))
    if "[" in piece:
        found.extend((*match.span(), "") for match in _BRACKETED_MARK.finditer(piece))
    if not piece.isascii():
        found.extend((*match.span(), "") for match in _INVISIBLE.finditer(piece))
        found.extend((*match.span(), _LONGER[match.group()].lower()) for match in _LIGATURE.finditer(piece))
    if len(found) < 2:
        return found
    kept: list[Edit] = []
    for edit in sorted(found):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _needs_edit(piece: str, mended: Mapping[str, str]) -> bool:
    """Whether `_edits` finds any in a piece without cut words."""
    return bool(
        _FOOTNOTE.search(piece)
        or ("[" in piece and _BRACKETED_MARK.search(piece))
        or (not piece.isascii() and (_INVISIBLE.search(piece) or _LIGATURE.search(piece)))
        or ("\n" in piece and _PAGE_NUMBER.search(piece))
        or (mended and word_edits(piece, mended))
    )


def may_need_edit(word: str) -> bool:
    """Whether a text with this word (between spaces or line breaks) may need an edit of `_edits`, words cut by hyphens
    and damaged words apart: it may hold the mark of a footnote, be a page number, or have a character beyond ASCII."""
    return not (word.isalpha() and word.isascii()) and _MAY_NEED_EDIT.search(word) is not None


def clean(piece: str, mended: Mapping[str, str] = _NOTHING) -> str:
    """A folded, lower-case piece of text repaired, with single spaces and none at its ends.

    `mended` has the right word for each damaged one.
    """
    edits = _edits(piece, mended)
    if edits:
        pieces: list[str] = []
        position = 0
        for start, end, new in edits:
            pieces += (piece[position:start], new)
            position = end
        piece = "".join((*pieces, piece[position:]))
    return " ".join(piece.split())


class CleanPieces:
    """Pieces of one text (folded, lower case), each repaired once, when it is first asked for."""

    __slots__ = ("_known", "low", "mended", "whole")

    def __init__(
        self,
        low: str,
        mended: Mapping[str, str] = _NOTHING,
        *,
        regular: bool = False,
        words: Iterable[str] | None = None,
    ) -> None:
        """`regular`: it is known that no word of the text is damaged or may need an edit; `words`: its words, where
        it is cut into them already."""
        self.low = low
        self.mended = mended
        self._known: dict[tuple[int, int], str] = {}
        # What a hyphen at the end of a piece joins depends on where the piece ends.
        cut = ("- " in low or "-\n" in low) and _MAY_BE_CUT.search(low)
        sound = not (cut or (not regular and _needs_edit(low, mended)))
        self.whole = " ".join(low.split() if words is None else words) if sound else None
        """The whole text with single spaces, of which every piece is a part; None where pieces are repaired."""

    def __getitem__(self, span: tuple[int, int]) -> str:
        """`clean` of the half-open span of the text."""
        piece = self._known.get(span)
        if piece is None:
            piece = self.low[span[0] : span[1]]
            piece = " ".join(piece.split()) if self.whole is not None else clean(piece, self.mended)
            self._known[span] = piece
        return piece


def clean_with_origins(piece: str, mended: Mapping[str, str] = _NOTHING) -> tuple[str, list[tuple[int, int]]]:
    """`clean(piece)` and, for each of its characters, the half-open span of `piece` it comes from."""
    edits = _edits(piece, mended)
    if not edits and " ".join(piece.split()) == piece:
        return piece, [(index, index + 1) for index in range(len(piece))]
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    position = 0
    for start, end, new in (*edits, (len(piece), len(piece), "")):
        pieces += (piece[position:start], new)
        origins.extend((index, index + 1) for index in range(position, start))
        origins.extend([(start, end)] * len(new))
        position = end
    edited = "".join(pieces)
    kept: list[int] = []
    for word in _WORD.finditer(edited):
        if kept:
            kept.append(kept[-1] + 1)  # of the spaces after a word the first stands for all
        kept.extend(range(*word.span()))
    return " ".join(edited.split()), [origins[index] for index in kept]


def plain(text: str) -> str:
    """Lower case, no accents, single spaces: for headings, prototypes and gate terms."""
    return clean(lower(fold(text)))


plain_heading = lru_cache(maxsize=4096)(plain)
"""`plain` for headings and names, many of which come again and again."""
