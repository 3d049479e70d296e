"""Lists of articles as the registry writes them: `14.11;18.63`, `14.*`, `*;-30.4`, `5.7.1(f)`, `Annex 9-L`.

Machine-readable, because which articles an agreement carries depends on them: what one suspends or replaces is not
carried. A paragraph (`9.22.5`, `5.7.1(f)`, `9.1(part)` where it has no number) is a part of its article: the article
stands, with a part of it out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ARTICLE = r"(?:[0-9]{1,3}[A-Z]?(?:\.[0-9]{1,3}(?:-?[A-Z])?)?|[A-Z]{2,8}\.[0-9]{1,3})"
_ANNEX = r"Annex [0-9A-Z][0-9A-Za-z.-]{0,9}"
_PARAGRAPH = r"(?:\.[0-9]{1,2})?(?:\([a-z]{1,4}\))*"
_ITEM = re.compile(
    rf"(?P<all>\*)|(?P<chapter>[0-9]{{1,3}}[A-Z]?)\.\*|(?P<whole>{_ARTICLE}|{_ANNEX})(?P<part>{_PARAGRAPH})"
)


@dataclass(frozen=True, slots=True)
class ArticleList:
    """Which articles of an agreement are meant. `parts` are paragraphs, as (article, whole item as written)."""

    everything: bool = False
    chapters: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    parts: tuple[tuple[str, str], ...] = ()
    but: frozenset[str] = frozenset()

    def holds(self, article: str) -> bool:
        """Whether the whole of the article is meant (`14.11`, `Annex 9-L`)."""
        if article in self.but:
            return False
        chapter, dot, _ = article.partition(".")
        return self.everything or article in self.whole or (bool(dot) and chapter in self.chapters)

    def parts_of(self, article: str) -> tuple[str, ...]:
        """The paragraphs of an article that are meant where not all of it is, as they are written."""
        return tuple(written for whole, written in self.parts if whole == article)

    def __bool__(self) -> bool:
        return bool(self.everything or self.chapters or self.whole or self.parts)

    def __str__(self) -> str:
        """The list as it is written in the data file, items in order."""
        items = ["*"] if self.everything else []
        items += [f"{chapter}.*" for chapter in sorted(self.chapters, key=_in_order)]
        items += sorted(self.whole, key=_in_order)
        items += [written for _, written in sorted(self.parts, key=lambda part: _in_order(part[1]))]
        items += [f"-{article}" for article in sorted(self.but, key=_in_order)]
        return ";".join(items)


def article_list(items: Iterable[str]) -> ArticleList:
    """The list behind items as written. Raises ValueError, in our words, for an item that is no article."""
    written = [item.strip() for item in items if item.strip()]
    repeated = sorted({item for item in written if written.count(item) > 1})
    if repeated:
        raise ValueError(f"{repeated[0]} stands twice")
    everything = "*" in written
    chapters, whole, parts, but = set(), set(), [], set()
    for item in written:
        left_out = item.startswith("-")
        found = _ITEM.fullmatch(item.removeprefix("-"))
        if found is None:
            raise ValueError(
                f"{item!r} is no article; write 14.11, 14.*, 5.7.1(f), Annex 9-L, * or, after *, -30.4"
            )
        if left_out:
            if not everything or found["whole"] is None or found["part"]:
                raise ValueError(f"{item!r} leaves a whole article out of *; write *;-30.4")
            but.add(found["whole"])
        elif found["chapter"]:
            chapters.add(found["chapter"])
        elif found["whole"] and found["part"]:
            parts.append((found["whole"], item))
        elif found["whole"]:
            whole.add(found["whole"])
    if everything and (chapters or whole or parts):
        raise ValueError("* means all articles; name besides it only those left out, as in *;-30.4")
    return ArticleList(everything, frozenset(chapters), frozenset(whole), tuple(parts), frozenset(but))


def _in_order(item: str) -> tuple[tuple[bool, int, str], ...]:
    """Sorts 9.2 before 14.11: numbers as numbers, words after them."""
    parts = re.findall(r"\d+|\D+", item)
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)
