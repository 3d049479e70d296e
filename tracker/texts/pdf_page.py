"""One PDF page: characters with their positions become lines in reading order, column by column.

Lengths are in points (1/72 inch), y grows upwards, as in the PDF itself.
"""

import ctypes
import statistics
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

MAX_CHARACTERS = 200_000
"""Most characters of a page (a whole book has a million)."""

RAISED = ("\ue000", "\ue001")
"""Characters put around a raised number in a line, which is the mark of a footnote."""

_SPLIT_GAP = 1.1
"""A gap this many times the size of the letters may be the space between two columns."""

_GUTTER_ZONE = (0.35, 0.65)
"""Part of the text's width in which the space between two columns can be."""

_MIN_COLUMN_ROWS = 6
_MAX_CROSSING = 0.2
"""A space between columns is crossed by at most this share of the rows."""

_COLUMN_TEXT = 20
"""Least characters of the longer quarter of the rows of a text column; cells of a table are shorter."""

_HYPHENS = frozenset((0x02, 0xAD, 0xFFFE))
"""What PDFium gives for a hyphen at the end of a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed, or part of one; `size` is about the height of a line of such letters."""

    text: str
    left: float
    right: float
    base: float
    size: float
    first: int
    """Index of its first character on the page, to ask for its font."""


def page_lines(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> list[Line]:
    """The lines of a page in reading order: two columns one after the other, full-width lines between."""
    pieces = [_turned(piece, page) for piece in _pieces(text)] if page.get_rotation() else _pieces(text)
    if not pieces:
        return []
    gutter = _gutter(pieces)
    if gutter is None:
        return _rows(pieces)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in _grouped(pieces):
        spanning = [piece for piece in row if piece.left < gutter - 1 and piece.right > gutter + 1]
        if spanning:
            ordered += [*_rows(left), *_rows(right), *_rows(row)]
            left, right = [], []
            continue
        left += [piece for piece in row if piece.right <= gutter + 1]
        right += [piece for piece in row if piece.right > gutter + 1]
    return [*ordered, *_rows(left), *_rows(right)]


def is_bold(text: pdfium.PdfTextPage, line: Line) -> bool:
    """Whether a line begins in a bold font."""
    if pdfium_c.FPDFText_GetFontWeight(text, line.first) >= 600:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(text, line.first, name, 128, ctypes.byref(flags))
    return b"bold" in name.value.lower()


def _pieces(text: pdfium.PdfTextPage) -> list[Line]:
    """Runs of characters on one line without a wide gap, in the order they are drawn."""
    count = min(text.count_chars(), MAX_CHARACTERS)
    get_unicode, get_box = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetCharBox
    left, right, bottom, top = (ctypes.c_double() for _side in range(4))
    sides = tuple(ctypes.byref(side) for side in (left, right, bottom, top))
    handle = text.raw
    pieces: list[Line] = []
    run = _Run(text)
    for index in range(count):
        code = get_unicode(handle, index)
        if code in (10, 13):
            run.end(pieces)
        elif code in (32, 160, 9):
            run.space = True
        elif code in _HYPHENS or code > 32:
            get_box(handle, index, *sides)
            if code in _HYPHENS and right.value <= left.value:
                run.hyphen()  # PDFium's own placeholder, without a position
                continue
            char = "-" if code in _HYPHENS else chr(code)
            run.add(char, index, left.value, right.value, bottom.value, top.value, pieces)
    run.end(pieces)
    return pieces


class _Run:
    """A piece being assembled."""

    def __init__(self, page: pdfium.PdfTextPage) -> None:
        self._page = page
        self._chars: list[tuple[str, float, float]] = []
        self._left = self._right = self._base = self._size = 0.0
        self._first = 0
        self.space = False

    def add(
        self,
        char: str,
        index: int,
        left: float,
        right: float,
        bottom: float,
        top: float,
        pieces: list[Line],
    ) -> None:
        """Add one character; one at another position ends the piece and begins the next."""
        if self._chars:
            gap = left - self._right
            away = gap > _SPLIT_GAP * self._size or gap < -2 * self._size
            if away or abs(bottom - self._base) > 0.8 * self._size:
                self.end(pieces)
        if not self._chars:
            _l, low, _r, high = self._page.get_charbox(index, loose=True)
            self._size = max(high - low, 1.0)
            self._left, self._base, self._first = left, bottom, index
        elif self.space:
            self._chars.append((" ", bottom, top))
        self.space = False
        self._chars.append((char, bottom, top))
        self._right = right

    def hyphen(self) -> None:
        """Add a hyphen at the line's end."""
        if self._chars:
            self._chars.append(("-", self._base, self._base))

    def end(self, pieces: list[Line]) -> None:
        """End the piece, with its raised numbers marked."""
        if self._chars:
            letters = [(low, high) for char, low, high in self._chars if char.isalnum()]
            base = statistics.median_low([low for low, _high in letters]) if letters else self._base
            text = _with_raised(self._chars, base, letters)
            pieces.append(Line(text, self._left, self._right, base, self._size, self._first))
        self._chars = []
        self.space = False


def _with_raised(
    chars: list[tuple[str, float, float]], base: float, letters: list[tuple[float, float]]
) -> str:
    if not any(char.isdecimal() for char, _low, _high in chars):
        return "".join(char for char, _low, _high in chars)
    tall = max((high - low for low, high in letters), default=0.0)
    parts: list[str] = []
    inside = False
    for char, low, high in chars:
        raised = char.isdecimal() and high - low < 0.75 * tall and low - base > 0.15 * tall
        if raised != inside:
            parts.append(RAISED[0] if raised else RAISED[1])
            inside = raised
        parts.append(char)
    return "".join([*parts, RAISED[1]] if inside else parts)


def _turned(piece: Line, page: pdfium.PdfPage) -> Line:
    """A piece of a page that is shown upside down (rotated by 180 degrees), turned upright; any other piece
    unchanged."""
    if page.get_rotation() != 180:
        return piece
    width, height = page.get_size()
    return replace(piece, left=width - piece.right, right=width - piece.left, base=height - piece.base)


def _grouped(pieces: list[Line]) -> list[list[Line]]:
    """Pieces grouped by line, from the top of the page down."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if rows and rows[-1][0].base - piece.base < 0.4 * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _rows(pieces: list[Line]) -> list[Line]:
    """Lines: pieces on one line joined."""
    lines = []
    for row in _grouped(pieces):
        main = max(row, key=lambda piece: len(piece.text))
        row = [_raised(piece, main) for piece in row]
        text = row[0].text
        for before, piece in pairwise(row):
            text += ("" if piece.left - before.right < 0.1 * piece.size else " ") + piece.text
        lines.append(replace(main, text=text, left=row[0].left, right=row[-1].right, first=row[0].first))
    return lines


def _raised(piece: Line, main: Line) -> Line:
    """A number drawn as a piece of its own, small and above the line, marked as raised."""
    raised = piece.size < 0.8 * main.size and piece.base > main.base + 0.1 * main.size
    return (
        replace(piece, text=RAISED[0] + piece.text + RAISED[1])
        if raised and piece.text.isdecimal()
        else piece
    )


def _gutter(pieces: list[Line]) -> float | None:
    """The x of the empty strip between two columns, or None where the page has one column."""
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    width = right - left
    rows = _grouped(pieces)
    best: tuple[int, float] | None = None
    for step in range(31):
        share = _GUTTER_ZONE[0] + (_GUTTER_ZONE[1] - _GUTTER_ZONE[0]) * step / 30
        at = left + share * width
        crossing = sum(any(piece.left < at < piece.right for piece in row) for row in rows)
        key = (crossing, abs(share - 0.5))
        if best is None or key < (best[0], abs((best[1] - left) / width - 0.5)):
            best = (crossing, at)
    if best is None or best[0] > _MAX_CROSSING * len(rows):
        return None
    at = best[1]
    for side in (
        [piece for piece in pieces if piece.right <= at],
        [piece for piece in pieces if piece.left >= at],
    ):
        lengths = [len(piece.text) for piece in side]
        if len(lengths) < _MIN_COLUMN_ROWS or statistics.quantiles(lengths, n=4)[2] < _COLUMN_TEXT:
            return None
    return at
