"""Atom 1.0 (RFC 4287): one entry a night, with ids that never change."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from tracker.nightly.render import DigestPaper, as_html, one_line

ATOM = "http://www.w3.org/2005/Atom"
FEED_TITLE = "Digital trade tracker: what changed"
AUTHOR = "Digital trade tracker"

# Our own namespace for UUIDs (RFC 9562, version 5); it must never change.
_NAMES = uuid.UUID("6f0b7c0e-5a3d-4d5c-9d5e-1b1f6c9f8e21")


def feed_id() -> str:
    """The id of the feed."""
    return f"urn:uuid:{uuid.uuid5(_NAMES, 'feed')}"


def entry_id(night_id: int, started_at: datetime) -> str:
    """The id of one night's entry, from its number and its start, so that no two databases share one."""
    return f"urn:uuid:{uuid.uuid5(_NAMES, f'night {night_id} {_moment(started_at)}')}"


def atom(papers: Sequence[DigestPaper], *, self_url: str | None = None) -> bytes:
    """A feed of these nights, newest first, at most one entry a night. `papers` must not be empty.

    `self_url` is where the feed is published, if anywhere.
    """
    newest_first = sorted(papers, key=lambda paper: (paper.started_at, paper.night_id), reverse=True)
    ET.register_namespace("", ATOM)
    feed = ET.Element(_tag("feed"))
    _add(feed, "id", feed_id())
    _add(feed, "title", FEED_TITLE)
    _add(feed, "updated", _moment(newest_first[0].started_at))
    _add(_add(feed, "author"), "name", AUTHOR)
    if self_url:
        _add(feed, "link", rel="self", type="application/atom+xml", href=one_line(self_url))
    for paper in newest_first:
        entry = _add(feed, "entry")
        _add(entry, "id", entry_id(paper.night_id, paper.started_at))
        _add(
            entry, "title", one_line(f"{paper.started_at:%Y-%m-%d}: {paper.changes.sentence()}"), type="text"
        )
        _add(entry, "updated", _moment(paper.started_at))
        _add(entry, "content", as_html(paper), type="html")
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, _tag(name), attributes)
    child.text = text
    return child


def _moment(when: datetime) -> str:
    """RFC 3339, in UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
