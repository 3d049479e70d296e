"""Articles while they are assembled, and their repairs: errors in numbers, quotations, lost heading lines."""

import re
from dataclasses import dataclass, field

from tracker.texts.blocks import Block, is_open_ended, joined
from tracker.texts.headings import is_title
from tracker.texts.numbering import ArticleNumber, number_between, parse_number
from tracker.texts.types import ArticleText

_FIRST_PARAGRAPH = re.compile(r"^\(?1[.)]?(?:\s|$)")
_MAX_LOST_TITLE = 110
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


def recover_lost_headings(drafts: list[Draft], warnings: list[str]) -> list[Draft]:
    """Split an article where the next one's heading line is missing but its title is still there.

    Only where exactly one number is missing (8.73 between 8.72 and 8.74) and exactly one line inside reads
    like a title that begins a new text; otherwise the gap is only reported.
    """
    found: list[Draft] = []
    for position, draft in enumerate(drafts):
        found.append(draft)
        following = drafts[position + 1] if position + 1 < len(drafts) else None
        if following is None or draft.value is None or following.value is None or draft.quoted:
            continue
        missing = number_between(draft.value, following.value)
        if missing is None:
            continue
        at = _lost_title(draft.blocks)
        if at is None:
            warnings.append(f"no heading found for article {missing}, after {draft.number}")
            continue
        word = (draft.number or "").partition(" ")[0]
        title = draft.blocks[at].text
        lost = Draft(
            f"{word} {missing}", parse_number(missing), title, draft.blocks[at + 1 :], start=draft.blocks[at]
        )
        del draft.blocks[at:]
        warnings.append(
            f"heading line of {lost.number} is missing in the text; found by its title and number"
        )
        found.append(lost)
    return found


def _lost_title(blocks: list[Block]) -> int | None:
    places = [
        index
        for index in range(1, len(blocks) - 1)
        if len(blocks[index].text) <= _MAX_LOST_TITLE
        and blocks[index].text[-1] not in ".;:,"
        and is_title(blocks[index].text)
        and not is_open_ended(blocks[index - 1].text)
        and _begins_a_text(blocks[index + 1].text)
    ]
    restarting = [index for index in places if _FIRST_PARAGRAPH.match(blocks[index + 1].text)]
    if len(restarting) == 1:
        return restarting[0]
    return places[0] if len(places) == 1 else None


def _begins_a_text(text: str) -> bool:
    if _FIRST_PARAGRAPH.match(text):
        return True
    return text[0].isupper() and (len(text) > 60 or text.endswith(":"))
