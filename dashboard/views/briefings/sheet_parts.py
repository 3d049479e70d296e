"""Small parts that the sections of the briefing sheet share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.parts.addresses import Addresses
from dashboard.parts.basis import basis_words
from dashboard.parts.markup import Child, Markup, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, party
from tracker.queries import (
    ArticleRef,
    FindingBasis,
    Side,
    Status,
)

NAME_CHARACTERS = 56
"""Longer names of agreements are cut on the sheet, so that no row takes more than two lines."""

NONE = "–"
"""A cell that says there is none: left out on a phone, where each cell is a line."""

SIDES = 3
"""More sides than this are counted, not listed."""


@dataclass(frozen=True)
class SheetFacts:
    """What the sheet shows beyond the brief: country, day of printing, state of the data, names by slug, addresses."""

    country: str
    today: date
    status: Status
    names: Mapping[str, str]
    addresses: Addresses


def sheet_table(columns: Sequence[str], widths: Sequence[str], rows: Iterable[Sequence[Child]]) -> Markup:
    """A table of the sheet with its columns, their widths and rows."""
    head = [
        tag("th", column, scope="col", style=f"width:{width}")
        for column, width in zip(columns, widths, strict=True)
    ]
    body = [
        tag(
            "tr",
            tag("th", first, scope="row"),
            # On a phone the heading line is hidden and each cell shows its own heading (sheet.css).
            *(
                tag("td", cell, data_label=column, class_="none" if cell == NONE else None)
                for column, cell in zip(columns[1:], rest, strict=True)
            ),
        )
        for first, *rest in rows
    ]
    return tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body))


def article_link(messages: Messages, facts: SheetFacts, slug: str, article: ArticleRef) -> Markup:
    """An article's name as a link to it, which is plain text on paper."""
    address = facts.addresses.of("agreement", agreement=slug, article=article.link)
    return tag("a", short(article_name(messages, article), 40), href=address, target="_self")


def sides_words(messages: Messages, sides: Sequence[Side]) -> str:
    """The sides of an agreement, counted where there are many."""
    names = [party(messages, side.code, side.name) for side in sides]
    if len(names) <= SIDES:
        return ", ".join(names)
    return messages.say("sides.more", names=", ".join(names[: SIDES - 1]), n=len(names) - SIDES + 1)


_ABBREVIATED = re.compile(r"^[^()]{12,}? \(([A-Z]{2}[^()]{0,14})\)(?=.)")
"""A name, its abbreviation in brackets, and more: "... (COMESA) - Accession of Egypt"."""


def short(name: str, characters: int = NAME_CHARACTERS) -> str:
    """A name cut at a word. What distinguishes it stays: its own abbreviation, where it is too long without one, what
    follows a dash (an accession, the other side), and the year at its end."""
    if len(name) <= characters:
        return name
    name = _ABBREVIATED.sub(r"\1", name)
    if len(name) <= characters:
        return name
    words, _, last = name.rpartition(" ")
    year = f" {last}" if last.startswith("(") and len(last) <= 12 else ""
    kept = words if year else name
    first, dash, second = kept.rpartition(" - ")
    ending = f"{dash}{second}{year}"
    if not dash or len(ending) > characters * 2 // 3:
        first, ending = kept, year
    cut = first[: characters - len(ending) - 1]
    if len(first) > len(cut):
        cut = f"{cut.rpartition(' ')[0] or cut}…"
    return f"{cut}{ending}"


def more_rows(messages: Messages, number: int) -> Markup:
    """How many more agreements have the same, without a line break before its bracket."""
    return tag("span", messages.count("briefings.more", number), class_="sheet-more")


def basis_mark(messages: Messages, basis: FindingBasis) -> Markup | None:
    """How a clause is known where it was not read in a text of the agreement itself, in small letters."""
    if basis.is_read:
        return None
    return tag("span", f" ({basis_words(messages, basis)})", class_="sheet-small")
