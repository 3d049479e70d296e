"""Chapters whose heading is missing in the text: the numbers of the articles (8.1) and the contents page show them.

Copies of command papers lose heading lines. Where an agreement numbers its articles by chapter, an article 8.1 stands
in chapter 8, whatever the last heading above it was.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.texts.blocks import Block
from tracker.texts.headings import ATTACHED, Heading, clean_title, is_title, recognise
from tracker.texts.numbering import ArticleNumber, follows, parse_number
from tracker.texts.titles import PlacedHeading

_SHARE = 0.8
"""Share of the articles that must have the chapter in their number."""

_AGREE = 2
"""Chapters with a heading that must hold the articles of their number, where no contents page names the chapters."""

_TITLE_LINES = 3

_NAMED = re.compile(
    r"\b(?P<word>CHAPTER|Chapter|CAP[IÍ]TULO|Cap[ií]tulo|CHAPITRE|Chapitre)\s+(?P<number>\d{1,2}|[IVXL]{1,7})(?!\w)[\s.:–-]*"
    r"(?P<title>.*?)(?=\s*(?:\(|\d+\s*$|\.{3}|\b(?:CHAPTER|Chapter|CAP[IÍ]TULO|CHAPITRE|SECTION|Section|SECCI[OÓ]N|ANNEX|Annex"
    r"|ANEXO|Article|ARTICLE|Art[ií]culo)\b|$))"
)


def named_chapters(contents: Iterable[Block]) -> dict[int, Heading]:
    """The chapters that a contents page names, by their number; several may stand on one line."""
    text = " ".join(" ".join(block.text for block in contents).split())[:100_000]
    found: dict[int, Heading] = {}
    for match in _NAMED.finditer(text):
        value = parse_number(match["number"])
        title = match["title"].strip()
        if value is not None and value.path[0] not in found:
            printed = f"{match['word']} {match['number']}"
            found[value.path[0]] = Heading(
                "chapter", printed, value, clean_title(title) if is_title(title) else None
            )
    return found


@dataclass(slots=True)
class _Walk:
    """Where the walk through the headings is: the chapter that is open, the last article of a chapter."""

    current: int | None = None
    unnumbered: bool = False
    attached: bool = False
    last: ArticleNumber | None = None

    def passes(self, heading: Heading) -> None:
        if heading.kind == "chapter":
            self.current = heading.value.path[0] if heading.value is not None else None
            self.unnumbered = heading.value is None
            self.attached = False
        elif heading.kind in ATTACHED:
            self.attached = True

    def lacks_its_chapter(self, value: ArticleNumber, named: dict[int, Heading], proven: bool) -> bool:
        """Whether an article stands below another heading than its chapter's, which is missing."""
        number = value.path[0]
        if (number == self.current or self.unnumbered) and not self.attached:
            return False
        if self.last is not None and number <= self.last.path[0]:
            return False
        if number in named:
            return True
        return proven and (self.last is None or follows(self.last, value) or number == self.last.path[0] + 1)


def with_implied_chapters(
    blocks: list[Block], placed: list[PlacedHeading], named: dict[int, Heading]
) -> tuple[list[PlacedHeading], list[str]]:
    """The headings with those of chapters that are missing, and the numbers of these as printed.

    `named` are the chapters on the contents page. A line in capitals above the first article or section is the title.
    """
    articles = [found for found in placed if found.heading.kind == "article"]
    dotted = [found for found in articles if _chapter_of(found.heading) is not None]
    if not dotted or len(dotted) < _SHARE * len(articles):
        return placed, []
    proven = _chapters_agree(placed)
    if not named and not proven:
        return placed, []
    word = next(
        (one.heading.printed.split()[0] for one in placed if one.heading.kind == "chapter"), "CHAPTER"
    )
    walk = _Walk()
    result: list[PlacedHeading] = []
    implied: list[str] = []
    for found in placed:
        value = _chapter_of(found.heading)
        walk.passes(found.heading)
        if value is not None:
            if walk.lacks_its_chapter(value, named, proven):
                number = value.path[0]
                heading = named.get(number) or Heading(
                    "chapter", f"{word} {number}", ArticleNumber("", (number,), "")
                )
                _insert(blocks, result, found, heading)
                implied.append(heading.printed)
                walk.current, walk.attached = number, False
            if not walk.attached:
                walk.last = value
        result.append(found)
    return result, implied


def _insert(
    blocks: list[Block], result: list[PlacedHeading], article: PlacedHeading, heading: Heading
) -> None:
    """Put a chapter's heading before its first article and the sections between it and the last article."""
    at = len(result)
    while at > 0 and result[at - 1].heading.kind in {"section", "subsection"}:
        at -= 1
    end = result[at].start if at < len(result) else article.start
    floor = result[at - 1].end if at else 0
    start = end
    while start > floor and end - start < _TITLE_LINES and _is_title_line(blocks[start - 1]):
        start -= 1
    above = clean_title(" ".join(block.text for block in blocks[start:end]))
    if heading.title is not None and above is not None and _letters(above) not in _letters(heading.title):
        start = end
    result.insert(at, PlacedHeading(start, end, heading, heading.title or above))


def _is_title_line(block: Block) -> bool:
    text = block.text
    return (
        text.isupper() and len(text) <= 120 and is_title(text) and text[-1] != "." and recognise(text) is None
    )


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


def _chapter_of(heading: Heading) -> ArticleNumber | None:
    """The number of an article that has its chapter in it (8.1, not G-01 nor 12)."""
    value = heading.value
    if heading.kind != "article" or value is None or value.prefix or len(value.path) != 2 or heading.quoted:
        return None
    return value if heading.printed.rpartition(" ")[2][:1].isdecimal() else None


def _chapters_agree(placed: list[PlacedHeading]) -> bool:
    """Whether the chapters that have a heading hold the articles of their number."""
    agree = differ = 0
    open_chapter: int | None = None
    for found in placed:
        value = _chapter_of(found.heading)
        if found.heading.kind == "chapter":
            open_chapter = found.heading.value.path[0] if found.heading.value is not None else None
        elif found.heading.kind in ATTACHED:
            open_chapter = None
        elif value is not None and open_chapter is not None:
            agree += value.path[0] == open_chapter
            differ += value.path[0] != open_chapter
            open_chapter = None
    return agree >= _AGREE and agree >= 3 * differ
