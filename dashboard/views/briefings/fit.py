"""How much of the paper a part of the sheet takes, estimated from its markup.

So no page stays empty while rows are left out, and nothing goes beyond the second page.

The sizes are those of `parts/sheet.css` for print. A letter is taken a little wider than the average of the dashboard's
font (3.49 points, measured), so that an estimate is rather too large; the file, which has the reader's own font, is set
smaller. `python -m benchmarks.sheet_pages` prints all sheets and counts their pages.
"""

import html
import math
import re
from collections.abc import Sequence

from dashboard.parts.markup import Child, Markup, join

PAGES_HEIGHT = 2 * 780.0
"""Points of two A4 pages within their margins."""

SPARE = 50.0
"""Points kept free: what breaks before a row that does not fit leaves at the end of the first page, and errors."""

WIDTH = 516.0
LINE = 10.8
ROW_EXTRA = 3.0
PARAGRAPH_EXTRA = 2.0
HEADING = 24.0
LETTER, CHIP_EXTRA = 3.7, 12.0

_TAG = re.compile(r"<[^>]+>")
_CHIP = re.compile(r'class="chip')


def text_width(content: Child) -> float:
    """Points that the words and labels of markup (or plain words) take in one line."""
    written = str(content)
    plain = html.unescape(_TAG.sub("", written)) if isinstance(content, Markup) else written
    return len(plain) * LETTER + len(_CHIP.findall(written)) * CHIP_EXTRA


def lines(content: Child, width: float = WIDTH) -> int:
    """How many lines it takes at a width. Words are not broken, so a tenth of each line is taken as lost."""
    needed = text_width(content)
    return 1 if needed <= width else math.ceil(needed / (0.9 * width))


def row_height(cells: Sequence[Child], widths: Sequence[str]) -> float:
    """Points of one row of a table whose columns have these shares of the width (`34%`)."""
    shares = [float(width.rstrip("%")) / 100 * WIDTH - 5 for width in widths]
    return LINE * max(lines(cell, share) for cell, share in zip(cells, shares, strict=True)) + ROW_EXTRA


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
