"""Atom 1.0 (RFC 4287): one entry a night, with ids that never change; of everything, one country or one provision."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from xml.etree import ElementTree as ET

from tracker.nightly.changes import Changes
from tracker.nightly.language import ENGLISH, Words, words_in
from tracker.nightly.render import DigestPaper, as_html, one_line
from tracker.nightly.selection import for_country, for_provision

ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FEED_NIGHTS = 90
"""Nights in a feed; older ones are in their folders only."""
AUTHOR = "Digital trade tracker"

# Our own namespace for UUIDs (RFC 9562, version 5); it must never change.
_NAMES = uuid.UUID("6f0b7c0e-5a3d-4d5c-9d5e-1b1f6c9f8e21")


NO_NIGHT = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was updated for which no night has run."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is about: a country (ISO 3166 alpha-3) or a provision, by its code, and what it is called."""

    kind: Literal["country", "provision"]
    code: str
    name: str

    def of(self, changes: Changes) -> Changes:
        """The changes that concern it."""
        return (for_country if self.kind == "country" else for_provision)(changes, self.code)


def feed_id(subject: Subject | None = None, language: str = ENGLISH) -> str:
    """The id of the feed of everything, or of one subject, in a language."""
    return _id("feed", subject, language)


def entry_id(
    night_id: int, started_at: datetime, subject: Subject | None = None, language: str = ENGLISH
) -> str:
    """The id of one night's entry, from its number and its start, so that no two databases share one."""
    return _id(f"night {night_id} {_moment(started_at)}", subject, language)


def _id(name: str, subject: Subject | None, language: str) -> str:
    words = f"{name} {subject.kind} {subject.code}" if subject else name
    # English ids are those of before there were other languages: they must never change.
    words += "" if language == ENGLISH else f" {language}"
    return f"urn:uuid:{uuid.uuid5(_NAMES, words)}"


def atom(papers: Sequence[DigestPaper], *, self_url: str | None = None, language: str = ENGLISH) -> bytes:
    """A feed of these nights, newest first, at most one entry a night. `papers` must not be empty.

    `self_url` is where the feed is published, if anywhere.
    """
    return feed_of(papers, max(paper.started_at for paper in papers), self_url, None, language)


def feed_of(
    papers: Sequence[DigestPaper],
    updated: datetime,
    self_url: str | None,
    subject: Subject | None,
    language: str = ENGLISH,
) -> bytes:
    """The feed of these nights about one subject (None: about everything), last updated at that time."""
    words = words_in(language)
    newest_first = sorted(papers, key=lambda paper: (paper.started_at, paper.night_id), reverse=True)
    ET.register_namespace("", ATOM)
    feed = ET.Element(_tag("feed"), {_LANGUAGE: language})
    _add(feed, "id", feed_id(subject, language))
    title = words.say("feed.title")
    about = words.say("feed.subject", title=title, name=subject.name) if subject else title
    _add(feed, "title", one_line(about))
    _add(feed, "updated", _moment(updated))
    _add(_add(feed, "author"), "name", AUTHOR)
    if self_url:
        _add(feed, "link", rel="self", type="application/atom+xml", href=one_line(self_url))
    for paper in newest_first:
        entry = _add(feed, "entry")
        _add(entry, "id", entry_id(paper.night_id, paper.started_at, subject, language))
        _add(entry, "title", one_line(_title(words, paper, subject)), type="text")
        _add(entry, "updated", _moment(paper.started_at))
        _add(entry, "content", as_html(paper, language), type="html")
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _title(words: Words, paper: DigestPaper, subject: Subject | None) -> str:
    day, said = words.day(paper.started_at), paper.changes.sentence(words.language)
    if subject is None:
        return words.say("feed.entry", day=day, words=said)
    return words.say("feed.entry_of_subject", day=day, name=subject.name, words=said)


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, _tag(name), attributes)
    child.text = text
    return child


def _moment(when: datetime) -> str:
    """RFC 3339, in UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
