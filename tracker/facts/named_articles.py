"""Whether an article of a stored text is among those that a relation of the registry names.

The registry names an article by chapter and number (`10.6`), whatever its text prints: sources number them `Article
10.6`, or `Article 6` of `CHAPTER 10`, and annexes as chapters of their own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tracker.registry.articles import ArticleList, article_list
from tracker.texts.numbering import parse_number, plain_number

_CHAPTER = re.compile(r"(?:^|,\s*)(?:CHAPTER|CAP[IÍ]TULO|CHAPITRE)\s+(?P<number>[\w-]+)", re.IGNORECASE)
_ANNEX = re.compile(r"(?:ANNEXE?|ANEXO)\s+(?P<label>[0-9A-Z](?:[0-9A-Z.-]*[0-9A-Z])?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedArticles:
    """The articles that relations name: those of any of `listed` that are in none of `left_out`."""

    listed: tuple[ArticleList, ...]
    left_out: tuple[ArticleList, ...] = ()

    def hold(self, number: str | None, chapter: str | None = None) -> bool:
        """Whether the whole of an article is named; number and number of its chapter as they are stored."""
        names = _names(number, chapter)
        return _any_holds(self.listed, names) and not _any_holds(self.left_out, names)

    def holds_of(self, chapter: int) -> bool:
        """Whether anything of a chapter is named."""
        beginning = f"{chapter}."
        named = any(
            one.everything
            or str(chapter) in one.chapters
            or any(article.startswith(beginning) for article in one.whole)
            for one in self.listed
        )
        return named and not any(one.everything or str(chapter) in one.chapters for one in self.left_out)

    @property
    def everything(self) -> bool:
        """Whether all articles are named, none left out."""
        return any(one.everything and not one.but for one in self.listed) and not self.left_out


def named_articles(items: Iterable[str]) -> NamedArticles:
    """The articles behind items as the registry writes them. Raises ValueError for an item that is no article."""
    return NamedArticles((article_list(items),))


def _any_holds(lists: Iterable[ArticleList], names: tuple[str, ...]) -> bool:
    return any(
        any(one.holds(name) for name in names) and not any(name in one.but for name in names) for one in lists
    )


@lru_cache(maxsize=4096)
def _names(number: str | None, chapter: str | None) -> tuple[str, ...]:
    """Every name by which the registry may call an article; an article of an annex also has the annex's."""
    plain = plain_number(number or "").upper()
    annex = _ANNEX.match(plain) or _ANNEX.match(chapter or "")
    found = [plain]
    if annex is not None:
        found.append(f"Annex {annex['label'].upper()}")
    elif "." not in plain and (place := _chapter_number(chapter)) is not None:
        found.append(f"{place}.{plain}")
    return tuple(found)


def _chapter_number(printed: str | None) -> int | None:
    """The number of the chapter in a place such as `TITLE II, CHAPTER 8, SECTION F`, or printed alone: `14`."""
    match = _CHAPTER.search(printed or "")
    value = parse_number(match["number"] if match else (printed or ""))
    alone = match is not None or re.fullmatch(r"\s*[0-9IVXL]+\s*", printed or "") is not None
    return value.path[0] if alone and value is not None and len(value.path) == 1 else None
