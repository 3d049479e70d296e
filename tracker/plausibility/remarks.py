"""What a look at a text that was read found: a measured figure of one kind, and the remark it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Kind = Literal[
    "number_gaps",
    "repeated_numbers",
    "references_beyond",
    "long_article",
    "headings_inside",
    "empty_articles",
    "headings_removed",
    "headings_without_text",
    "outside_articles",
    "stray_footnotes",
    "error_page",
    "unread_language",
    "lost_part",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What can look wrong in a text, in the order of reports. What each is, and its limits: `data/thresholds.yaml`."""

MOST_PLACES = 8
"""Places that a remark names; its figures count all."""

_PLACES_SAID = 4
"""Of these, how many are said in one line."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of a text.

    - `count`: how many (articles, numbers, headings, characters of one article), as `data/thresholds.yaml` says.
    - `of`: how many there are in all; 0 where that says nothing.
    - `where`: the places, as printed.
    """

    kind: Kind
    count: int
    of: int = 0
    where: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of all, 0 to 1; 0 where there is no such share."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Remark:
    """A figure beyond its limit. `grave`: the text must not be shown before a person has looked at it."""

    kind: Kind
    grave: bool
    count: int
    of: int = 0
    where: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """As stored with a document."""
        return {
            "kind": self.kind,
            "grave": self.grave,
            "count": self.count,
            "of": self.of,
            "where": list(self.where),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Remark":
        """From what is stored with a document."""
        return cls(stored["kind"], stored["grave"], stored["count"], stored["of"], tuple(stored["where"]))


_WORDS: dict[Kind, str] = {
    "number_gaps": "{count} numbers are missing in the run of {of} article numbers",
    "repeated_numbers": "{count} of {of} article numbers occur twice in one chapter or annex",
    "references_beyond": "{count} articles or chapters are cited that lie beyond the last one read",
    "long_article": "one article has {count} characters, {share} of the text",
    "headings_inside": "{count} lines or sentences within articles read like headings of further articles",
    "empty_articles": "{count} of {of} articles have no text",
    "headings_removed": "{count} lines that read like headings were left out, and no heading read says the same",
    "headings_without_text": "{count} of {of} headings of chapters or annexes have nothing below them",
    "outside_articles": "{share} of the text stands in no article",
    "stray_footnotes": "{count} footnotes are left out: nothing refers to them",
    "error_page": "{count} parts read like a site's error page",
    "unread_language": "{share} of the text is in a language that the rules for it do not read",
    "lost_part": "{count} of {of} chapters or annexes of the stored text are gone with all their articles",
}


def words(remark: Remark) -> str:
    """A remark as one line in English, with some of its places."""
    share = f"{remark.count / remark.of:.0%}" if remark.of else ""
    said = _WORDS[remark.kind].format(count=f"{remark.count:,}", of=f"{remark.of:,}", share=share)
    if not remark.where:
        return said
    more = ", ..." if len(remark.where) > _PLACES_SAID else ""
    return f"{said}: {', '.join(remark.where[:_PLACES_SAID])}{more}"
