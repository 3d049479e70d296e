"""Articles while they are assembled, and their repairs: errors in numbers, quotations, lost heading lines."""

import re
from dataclasses import dataclass, field

from tracker.texts.blocks import Block, is_open_ended, joined
from tracker.texts.headings import is_title
from tracker.texts.numbering import ArticleNumber, numbers_between, parse_number
from tracker.texts.types import ArticleText

_FIRST_PARAGRAPH = re.compile(r"^\(?1[.)]?(?:\s|$)")
_MAX_LOST_TITLE = 110
_MOST_LOST = 8
"""More numbers in a row than this are not looked for: a part of the text is missing there."""

_REFERENCE = re.compile(r"^(?:Articles?|Art[ií]culos?|ARTICLES?|ART[IÍ]CULOS?|Artigos?|ARTIGOS?)\s")
"""A line that begins with an article's number is the end of a reference, no title without its number."""

_CLOSING_QUOTE = re.compile(r"[”\"’»]\s*[.;,]?$")


@dataclass(slots=True)
class Draft:
    """One article being assembled; `value` is None for text that is under no article heading.

    `start` is the block with its heading.
    """

    number: str | None
    value: ArticleNumber | None
    title: str | None
    blocks: list[Block] = field(default_factory=list)
    quoted: bool = False
    start: Block | None = None

    def article(self) -> ArticleText:
        """The article as read."""
        return ArticleText(self.number, self.title, joined(self.blocks))

    @property
    def length(self) -> int:
        """Characters of text."""
        return sum(len(block.text) for block in self.blocks)


def split_quotation(draft: Draft) -> list[Block]:
    """Cut a quoted article where its quotation closes, and return the blocks after it.

    Amending agreements quote new articles; the text after the closing quotation mark is the next instruction.
    """
    depth = 1
    for position, block in enumerate(draft.blocks):
        depth += block.text.count("“") - block.text.count("”")
        curly_closes = depth <= 0
        straight_closes = block.text.count('"') % 2 == 1 and _CLOSING_QUOTE.search(block.text) is not None
        if curly_closes or straight_closes:
            rest = draft.blocks[position + 1 :]
            del draft.blocks[position + 1 :]
            return rest
    return []


def recover_lost_headings(
    drafts: list[Draft], warnings: list[str], after: ArticleNumber | None = None
) -> list[Draft]:
    """Split an article where the heading lines of the next ones are missing but their titles are still there.

    Only where exactly as many lines inside read like titles that begin a new text as numbers are missing (8.73 between
    8.72 and 8.74); otherwise the gap is only reported. `after` is the number that follows the last of the articles: of
    the next section, or beyond the last one that the contents page names.
    """
    found: list[Draft] = []
    for position, draft in enumerate(drafts):
        found.append(draft)
        following = drafts[position + 1].value if position + 1 < len(drafts) else after
        if draft.value is None or following is None or draft.quoted:
            continue
        missing = numbers_between(draft.value, following)
        if not missing:
            continue
        places = _lost_titles(draft.blocks, len(missing)) if len(missing) <= _MOST_LOST else []
        if not places:
            which = missing[0] if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
            warnings.append(f"no heading found for article {which}, after {draft.number}")
            continue
        lost = _split_at(draft, places, missing)
        warnings.extend(
            f"heading line of {one.number} is missing in the text; found by its title and number"
            for one in lost
        )
        found += lost
    return found


def _split_at(draft: Draft, places: list[int], numbers: list[str]) -> list[Draft]:
    """Cut the articles with these numbers, whose titles are at these places, off an article."""
    word = (draft.number or "").partition(" ")[0]
    blocks = list(draft.blocks)
    del draft.blocks[places[0] :]
    ends = [*places[1:], len(blocks)]
    return [
        Draft(
            f"{word} {number}", parse_number(number), blocks[at].text, blocks[at + 1 : end], start=blocks[at]
        )
        for number, at, end in zip(numbers, places, ends, strict=True)
    ]


def _lost_titles(blocks: list[Block], number: int) -> list[int]:
    """Where the titles of so many articles stand; none where there are more or fewer lines like titles."""
    places = [
        index
        for index in range(1, len(blocks) - 1)
        if len(blocks[index].text) <= _MAX_LOST_TITLE
        and blocks[index].text[-1] not in ".;:,"
        and is_title(blocks[index].text)
        and not _REFERENCE.match(blocks[index].text)
        and not is_open_ended(blocks[index - 1].text)
        and _begins_a_text(blocks[index + 1].text)
    ]
    restarting = [index for index in places if _FIRST_PARAGRAPH.match(blocks[index + 1].text)]
    if len(restarting) == number:
        return restarting
    return places if len(places) == number else []


def _begins_a_text(text: str) -> bool:
    if _FIRST_PARAGRAPH.match(text):
        return True
    return text[0].isupper() and (len(text) > 60 or text.endswith(":"))
