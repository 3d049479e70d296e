"""Whether an annex that is not here can only be of goods, by the articles that cite it.

A schedule of tariff concessions holds no rule on digital trade; an annex on services, standards or one that nobody says
more of may. So an annex is one of goods only where a citation shows it and no other speaks against it:

- what stands right after its number says most: "Annex 2-B (Tariff Schedule)";
- then the number itself: Annex 8-B belongs to chapter 8;
- then the words of the sentence, and the topic of chapter and article.

Where any annex is named whatever it is about (final provisions, amendments, disputes), a citation says nothing.
The words are in data/annex_kinds.yaml.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import yaml

from tracker.texts.chapter_topics import OTHER, chapter_topic
from tracker.texts.plain_letters import simplified
from tracker.texts.types import ArticleText, ChapterText

Sign = Literal["goods", "other", "nothing"]
"""What a citation shows of the annex: it is of goods; it may be of something else; nothing."""

_SENTENCE = 300
"""Characters of a sentence that are looked at on either side of a citation."""

_ENDS = re.compile(r"[.;:]\s|\n")
_TITLE = re.compile(
    r"(?:\s*\((?P<bracket>[^()\n]{3,120})\)"
    r"|,?\s+(?P<on>(?:on|concerning|regarding|relating to|sobre|relativo a|concernant|relatif)\s[^.,;()\n]{3,80}))"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an annex is cited: the article and the chapter it stands in, and from where to where."""

    chapter: ChapterText
    article: ArticleText
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Words:
    goods_topics: frozenset[str]
    neutral_topics: frozenset[str]
    neutral_headings: re.Pattern[str]
    goods: re.Pattern[str]
    other: re.Pattern[str]


def goods_only(places: Iterable[Place], chapter_of_label: ChapterText | None) -> bool:
    """Whether the annex cited at these places can only be of goods.

    `chapter_of_label`: the chapter here whose number its own begins with, None where there is none.
    """
    of_label: Sign = "nothing"
    if chapter_of_label is not None and not _is_mixed(chapter_of_label):
        of_label = _by_topic(chapter_of_label)
    found = of_label == "goods"
    if of_label == "other":
        return False
    for place in places:
        sign = sign_of(place)
        if sign == "other":
            return False  # whatever the other places say, of which a text may have hundreds
        found = found or sign == "goods"
    return found


def sign_of(place: Place) -> Sign:
    """What one citation shows of the annex."""
    words = _words()
    body = place.article.text
    title = _TITLE.match(body, place.end)
    if title is not None:
        by_title = _by_words(title["bracket"] or title["on"])
        if by_title != "nothing":
            return by_title
    by_words = _by_words(_sentence(body, place.start, place.end))
    if by_words == "other":
        return "other"
    heading = simplified(place.article.heading or "")
    by_heading = _by_words(heading)
    if by_heading == "other":
        return "other"
    topic = _by_topic(place.chapter)
    if _is_mixed(place.chapter) or chapter_topic(place.chapter.heading) == OTHER:
        topic = "other" if by_words == by_heading == "nothing" else "nothing"
    if topic == "other":
        neutral = words.neutral_headings.search(heading) is not None
        return "nothing" if neutral and by_words == "nothing" else "other"
    return "goods" if "goods" in (by_words, by_heading, topic) else "nothing"


def _is_mixed(chapter: ChapterText) -> bool:
    """Whether the heading of a chapter on goods names something else too: "Non-Tariff Barriers and Related Matters"."""
    return _by_topic(chapter) == "goods" and _by_words(chapter.heading or "") == "other"


def _by_topic(chapter: ChapterText) -> Sign:
    words, topic = _words(), chapter_topic(chapter.heading)
    if topic in words.goods_topics:
        return "goods"
    return "nothing" if topic in words.neutral_topics or topic == OTHER else "other"


@lru_cache(maxsize=65536)
def _by_words(text: str) -> Sign:
    words = simplified(text)
    if _words().other.search(words):
        return "other"
    return "goods" if _words().goods.search(words) else "nothing"


def _sentence(body: str, start: int, end: int) -> str:
    before = body[max(0, start - _SENTENCE) : start]
    cut = [match.end() for match in _ENDS.finditer(before)]
    after = body[end : end + _SENTENCE]
    stop = _ENDS.search(after)
    return before[cut[-1] if cut else 0 :] + " " + (after[: stop.start()] if stop else after)


@cache
def _words() -> _Words:
    source = files("tracker.texts").joinpath("data/annex_kinds.yaml")
    data: Mapping[str, list[str]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return _Words(
        frozenset(data["goods_topics"]),
        frozenset(data["neutral_topics"]),
        *(_any(data[name]) for name in ("neutral_headings", "goods", "other")),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
