"""How much of the paper a part of the sheet takes, estimated from its markup.

So no page stays empty while rows are left out, and nothing goes beyond the second page.

The sizes are those of `parts/sheet.css` for print. The font is the reader's own; a letter is taken as wide as in the
widest of the usual ones (DejaVu Sans: 4.31 points, 4.86 in bold, measured in Chromium), so that an estimate is rather
too large. `python -m benchmarks.sheet_pages` prints all sheets and counts their pages.
"""

import html
import re
from collections.abc import Sequence

from dashboard.parts.markup import Child, Markup, join

PAGES_HEIGHT = 2 * 780.0
"""Points of two A4 pages within their margins."""

SPARE = 40.0
"""Points kept free: what breaks before a row that does not fit leaves at the end of the first page, and errors."""

WIDTH = 516.0
LINE = 10.8
ROW_EXTRA = 3.0
PARAGRAPH_EXTRA = 2.0
HEADING = 24.0
LETTER, BOLD_LETTER, CHIP_EXTRA = 4.31, 4.86, 12.0

_TAG = re.compile(r"<[^>]+>")
_SMALL = "sheet-small"
SMALL = 0.92
"""Letters of a cell that is partly set small: those in it are 0.88 of the others."""

_CHIP = re.compile(r'class="chip')


def lines(content: Child, width: float = WIDTH, letter: float = LETTER) -> int:
    """How many lines markup (or plain words) takes at a width: words go to the next line whole, and a word longer than
    a line, such as an address, is broken."""
    written = str(content)
    plain = html.unescape(_TAG.sub("", written)) if isinstance(content, Markup) else written
    if _SMALL in written:
        letter *= SMALL
    taken, used = 1, len(_CHIP.findall(written)) * CHIP_EXTRA
    for word in plain.split():
        long = len(word) * letter
        if used and used + long > width:
            taken, used = taken + 1, 0.0
        taken += int(long // width)
        used += long % width + letter
    return taken


def row_height(cells: Sequence[Child], widths: Sequence[str]) -> float:
    """Points of one row of a table whose columns have these shares of the width (`34%`)."""
    shares = [float(width.rstrip("%")) / 100 * WIDTH - 5 for width in widths]
    letters = [BOLD_LETTER] + [LETTER] * (len(cells) - 1)
    return LINE * max(map(lines, cells, shares, letters)) + ROW_EXTRA


def table_height(rows: Sequence[Sequence[Child]], widths: Sequence[str]) -> float:
    """Points of a table with its heading line; nothing without rows."""
    return LINE + ROW_EXTRA + sum(row_height(row, widths) for row in rows) if rows else 0.0


def paragraph_height(*children: Child) -> float:
    """Points of a paragraph or an item of a list over the width of the page."""
    return LINE * lines(join(children)) + PARAGRAPH_EXTRA


def fitting(heights: Sequence[float], free: float, at_least: int = 0) -> int:
    """How many of the parts with these heights fit into the points that are free, from the first on; `at_least` so many
    are taken where there are as many."""
    taken = 0
    for height in heights:
        if taken >= at_least and height > free:
            break
        free -= height
        taken += 1
    return taken
