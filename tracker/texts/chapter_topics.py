"""The topic of a chapter, coded from its heading: a fact of ours that can be published without the text."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from tracker.texts.plain_letters import simplified

OTHER = "other"
_LEVELS = re.compile(r"\s+/\s+")


@dataclass(frozen=True, slots=True)
class _Topic:
    name: str
    generic: bool
    pattern: re.Pattern[str]
    """Any of its patterns: where several match, the one that begins first."""


@lru_cache(maxsize=4096)
def chapter_topic(heading: str | None) -> str:
    """The topic of a chapter: one of `chapter_topics()`, "other" where the heading names none.

    A heading of several levels ("Trade in services / Electronic commerce") is read from the innermost out;
    an outer level decides where an inner one is generic ("Investment / General provisions").
    """
    generic = OTHER
    for level in reversed(_LEVELS.split(heading or "")):
        topic = _topic_of(simplified(level))
        if topic is not None and not topic.generic:
            return topic.name
        if topic is not None and generic == OTHER:
            generic = topic.name
    return generic


def chapter_topics() -> tuple[str, ...]:
    """Every topic there is, "other" last."""
    return (*(topic.name for topic in _topics()), OTHER)


@lru_cache(maxsize=16384)
def _topic_of(heading: str) -> _Topic | None:
    found: list[tuple[bool, int, int, _Topic]] = []
    for rank, topic in enumerate(_topics()):
        if match := topic.pattern.search(heading):
            found.append((topic.generic, match.start(), rank, topic))
    return min(found, key=lambda entry: entry[:3])[3] if found else None


@cache
def _topics() -> tuple[_Topic, ...]:
    source = files("tracker.texts").joinpath("data/chapter_topics.yaml")
    data: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))["topics"]
    return tuple(_read_topic(name, entry) for name, entry in data.items())


def _read_topic(name: str, entry: Any) -> _Topic:
    patterns = entry["patterns"] if isinstance(entry, dict) else entry
    generic = bool(isinstance(entry, dict) and entry.get("generic"))
    return _Topic(name, generic, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))
