"""Article numbers: gaps in their run, and numbers that occur twice in one container."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from tracker.plausibility.remarks import Measured
from tracker.texts.numbering import ArticleNumber, parse_number
from tracker.texts.types import AgreementText, ArticleText, ChapterText

MISPRINTED = 40
"""A number that leaps ahead by more than this is misprinted, or the text is numbered by hundreds: one missing number is
counted for it, however far the leap."""

_ATTACHED = re.compile(
    r"\b(?:ANNEX\w*|ANEXO|APPENDI\w+|AP[EÉ]NDICE|PROTOCOL\w*|SCHEDULE|(?:SIDE )?LETTER|CARTA|LETTRE"
    r"|EXCHANGE OF|JOINT DECLARATION"
    r"|DECLARA\w+|CANJE|CANJE DE|[EÉ]CHANGE DE|UNDERSTANDING|LISTA?)\b",
    re.IGNORECASE,
)


_WORD_BEFORE = re.compile(r"^\W*[^\W\d_]{3,}\.?\W+(?=\w)")


def is_attached(chapter: ChapterText) -> bool:
    """Whether a container is an annex, appendix, protocol, schedule or letter, or stands within one."""
    return _ATTACHED.search(chapter.number or chapter.heading or "") is not None


def number_of(article: ArticleText) -> ArticleNumber | None:
    """An article's number without the word before it; None where it has none."""
    return _value(article.number) if article.number else None


@lru_cache(maxsize=20_000)
def _value(printed: str) -> ArticleNumber | None:
    bare = _WORD_BEFORE.sub("", printed)
    return parse_number(bare) or (parse_number(printed) if printed[0].isdecimal() else None)


@dataclass(slots=True)
class Run:
    """Articles in order whose numbers count up: of one chapter where numbers begin with the chapter's (8.1, 8.2), else
    through the agreement, or through one annex."""

    key: tuple[str, tuple[int, ...]]
    numbers: list[ArticleNumber] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last number."""
        return self.numbers[-1].path[-1]


def runs_of(text: AgreementText) -> list[Run]:
    """The runs of article numbers of a text, in order, without articles that an annex quotes to put them elsewhere."""
    quoted = frozenset(text.trace.quoted) if text.trace is not None else frozenset()
    runs: list[Run] = []
    current: dict[tuple[str, tuple[int, ...]], Run] = {}
    main: dict[tuple[str, tuple[int, ...]], Run] = current
    root: str | None = None
    for chapter in text.chapters:
        outer = (chapter.number or "").split(", ")[0] if is_attached(chapter) else ""
        if outer != (root or ""):
            current = main if not outer else {}
        root = outer
        for article in chapter.articles:
            value = number_of(article)
            if value is None or (outer and article.number in quoted):
                continue
            key = (value.prefix, value.path[:-1])
            run = current.get(key)
            if run is None or value.path[-1] < run.last:
                run = Run(key)
                current[key] = run
                runs.append(run)
            run.numbers.append(value)
            run.printed.append(article.number or "")
    return runs


def gaps(text: AgreementText) -> Measured:
    """Numbers between the first and the last of a run that no article has; also before the first, where numbers begin
    with the chapter's, and in the first run of a text."""
    missing, present = 0, 0
    where: list[str] = []
    for place, run in enumerate(runs_of(text)):
        present += len(run.numbers)
        first = run.numbers[0]
        begins_later = first.path[-1] > 1 and not _begins_hundred(first)
        if begins_later and len(run.numbers) > 1 and (len(first.path) > 1 or place == 0):
            missing += _leap(first.path[-1] - 1)
            where.append(f"before {run.printed[0]}")
        for (one, printed), (other, _) in pairwise(zip(run.numbers, run.printed, strict=True)):
            ahead = other.path[-1] - one.path[-1] - 1
            if ahead > 0 and not _begins_hundred(other):
                missing += _leap(ahead)
                where.append(f"after {printed}")
    return Measured("number_gaps", missing, missing + present, tuple(where))


def _begins_hundred(number: ArticleNumber) -> bool:
    """Whether a number is the first of a chapter whose articles are numbered by hundreds (201 after 105)."""
    return len(number.path) == 1 and number.path[0] > 100 and number.path[0] % 100 in (0, 1)


def _leap(ahead: int) -> int:
    return ahead if ahead <= MISPRINTED else 1


def repeated(text: AgreementText) -> Measured:
    """Articles whose number another article of the same container has."""
    twice: list[str] = []
    numbered = 0
    for chapter in text.chapters:
        counted: Counter[ArticleNumber] = Counter()
        for article, value in _numbered(chapter):
            numbered += 1
            counted[value] += 1
            if counted[value] > 1:
                twice.append(_place(chapter, article))
    return Measured("repeated_numbers", len(twice), numbered, tuple(twice))


def _numbered(chapter: ChapterText) -> Iterator[tuple[ArticleText, ArticleNumber]]:
    for article in chapter.articles:
        value = number_of(article)
        if value is not None:
            yield article, value


def _place(chapter: ChapterText, article: ArticleText) -> str:
    return ", ".join(filter(None, (chapter.number, article.number)))
