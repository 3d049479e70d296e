"""Article numbers that a contents page names and no heading has: said, so that nothing looks complete that is not."""

import re
from collections.abc import Iterable

from tracker.texts.blocks import Block
from tracker.texts.numbering import ArticleNumber

_NAMED = re.compile(
    r"\((?:Articles?|ARTICLES?|Art[ií]culos?)\s(?P<chapter>\d{1,2})\.(?P<first>\d{1,3})"
    r"(?:\s(?:to|and|al?|y|à|et)\s(?P=chapter)\.(?P<last>\d{1,3}))?\)"
)
_MOST = 300
"""No chapter has more articles: a range beyond is a misprint."""

_SHOWN = 8


def last_numbers(contents: Iterable[Block]) -> dict[int, int]:
    """The last article of each chapter as a contents page names them ("(Articles 8.1 to 8.5)": 5 of chapter 8)."""
    text = " ".join(" ".join(block.text for block in contents).split())
    found: dict[int, int] = {}
    for match in _NAMED.finditer(text):
        chapter, last = int(match["chapter"]), min(int(match["last"] or match["first"]), _MOST)
        found[chapter] = max(found.get(chapter, 0), last)
    return found


def unfound_numbers(contents: Iterable[Block], found: Iterable[ArticleNumber]) -> list[str]:
    """The numbers that a contents page gives its chapters ("(Articles 8.1 to 8.5)") and no article has, in order."""
    text = " ".join(" ".join(block.text for block in contents).split())
    here = {number.path for number in found if not number.prefix}
    named = {
        (int(match["chapter"]), last)
        for match in _NAMED.finditer(text)
        for last in range(int(match["first"]), min(int(match["last"] or match["first"]), _MOST) + 1)
    }
    return [f"{chapter}.{last}" for chapter, last in sorted(named - here)]


def remark_on(numbers: list[str]) -> str:
    """One line that says how many numbers are missing, and the first of them."""
    which = ", ".join(numbers[:_SHOWN]) + (", ..." if len(numbers) > _SHOWN else "")
    return (
        f"{len(numbers)} article numbers missing: the contents page names them, no heading has them ({which})"
    )
