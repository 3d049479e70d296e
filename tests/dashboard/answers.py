"""The numbers on a page, read as a visitor would: every line of text with a digit, every row of its tables."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import html as lxml_html
from streamlit.testing.v1 import AppTest

_BLOCKS = (
    *("p", "li", "h1", "h2", "h3", "h4", "tr", "summary", "caption", "figcaption", "blockquote"),
    *("div", "section", "header", "footer", "article"),
)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_DIGIT = re.compile(r"\d")


def number_lines(page: AppTest) -> list[str]:
    """Every line of text on the page that has a digit, in reading order, and every row of its data tables.

    A line is the text of one paragraph, list item, table row (cells parted by " | ") or figure with its label. Today's
    date, which the citation has, is written TODAY.
    """
    lines = [line for element in page.get("html") for line in _lines(element.proto.body)]
    for table in page.dataframe:
        for _, row in table.value.iterrows():
            lines.append(" | ".join(map(_cell, row)))
    return [_without_today(line) for line in lines if _DIGIT.search(line)]


def _cell(cell: object) -> str:
    """A cell as the table shows it: nothing where it is empty (NaN is not itself), no decimals of a whole number."""
    if cell is None or cell != cell:
        return ""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _lines(body: str) -> Iterator[str]:
    tree = lxml_html.fragment_fromstring(body, create_parent="div")
    for hidden in tree.xpath(".//style|.//script"):
        hidden.drop_tree()
    for cell in tree.xpath(".//th[preceding-sibling::*]|.//td[preceding-sibling::*]"):
        cell.text = f" | {cell.text or ''}"
    for part in tree.xpath(".//dd|.//summary/span|.//button"):
        part.text = f" {part.text or ''}"
    for element in tree.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    for line in tree.text_content().split("\n"):
        if words := _SPACES.sub(" ", line).strip():
            yield words


def _without_today(line: str) -> str:
    now = datetime.now(UTC)
    forms = (f"{now:%Y-%m-%d}", f"{now:%Y%m%d}", f"{now:%B} {now.day}, {now.year}")
    for form in (*forms, f"({now.year})", f"{{{now.year}}}"):
        line = line.replace(form, "TODAY")
    return line
