"""The list of sources, read from sources.yaml and checked."""

import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tracker.errors import BadInput
from tracker.texts import overrides_from

SOURCES_FILE = Path(__file__).with_name("sources.yaml")

SOURCES_VARIABLE = "TRACKER_SOURCES"
"""Environment variable with the path of another list: one's own copy, with sources switched off, say."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expectations(_Strict):
    """What a normal crawl brings; outside of it something is wrong with the site or the spider.

    `documents` is how many are known to exist; the limits on articles hold for each document.
    """

    documents: int = Field(ge=1)
    min_documents: int = Field(ge=0)
    max_documents: int = Field(ge=1)
    min_articles: int = Field(ge=0)
    max_articles: int = Field(ge=1)


class RunbookEntry(_Strict):
    """What to do when something is noticed."""

    when: str
    do: str


class CatalogueRule(_Strict):
    """Which entries of a catalogue are of interest, by words in their titles (upper or lower case is all the same).

    A title with one of `take` and none of `leave`; filed on the day `since` or later, or on a day nobody tells.
    """

    take: tuple[str, ...] = Field(min_length=1)
    leave: tuple[str, ...] = ()
    since: date | None = None

    def wants(self, title: str, filed: date | None = None) -> bool:
        """Whether an entry with that title, filed on that day, is of interest."""
        if self.since is not None and filed is not None and filed < self.since:
            return False
        words = title.casefold()
        has = any(term.casefold() in words for term in self.take)
        return has and not any(term.casefold() in words for term in self.leave)


class Source(_Strict):
    """One source of texts. `verified` is the day somebody last compared the entry with the live site.

    `kind: folder` is a folder on disk, without addresses. `enabled: false` leaves it out of the nights. `items` says
    what to fetch whatever a list of the site says, or where there is none: CELEX numbers, searches, collections.
    `catalogue` says what to take from a list of everything a publisher has. `agreements` are facts (the keys of a
    sidecar file) that the site does not tell, by its own key of the agreement ("*" for all); `page` there is the path
    of one that no list of the site names.
    """

    key: str
    kind: Literal["site", "folder"] = "site"
    title: str
    publisher: str
    publisher_country: str | None = None
    url: str = ""
    base_url: str = ""
    allowed_hosts: tuple[str, ...] = ()
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    licence: str | None = None
    cite: str | None = None
    items: tuple[str, ...] = ()
    catalogue: CatalogueRule | None = None
    changes: str
    enabled: bool = True
    crawl_every_days: int = Field(ge=1)
    delay_seconds: float = Field(ge=0.1)
    verified: date | None
    expect: Expectations
    agreements: dict[str, dict[str, Any]] = Field(default_factory=dict)
    runbook: tuple[RunbookEntry, ...] = ()

    @model_validator(mode="after")
    def _host_is_allowed(self) -> "Source":
        if self.kind == "folder":
            if self.url or self.base_url or self.allowed_hosts:
                raise ValueError("a folder has no address: leave out url, base_url and allowed_hosts")
            return self
        if not self.url:
            raise ValueError("a site needs a url")
        host = urlsplit(self.base_url).hostname
        if host not in self.allowed_hosts:
            raise ValueError(f"host {host!r} of base_url is not among allowed_hosts")
        return self

    @field_validator("agreements")
    @classmethod
    def _facts_can_be_used(cls, agreements: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        for key, facts in agreements.items():
            try:
                overrides_from({name: value for name, value in facts.items() if name != "page"}, key)
            except BadInput as error:
                raise ValueError(str(error).rstrip(".")) from error
        return agreements


def load_sources(path: Path | None = None) -> dict[str, Source]:
    """All sources by key, from `path`, the file `TRACKER_SOURCES` names, or our own.

    Raises BadInput, naming file, source and key, for an entry that is not valid.
    """
    return _load(path or Path(os.environ.get(SOURCES_VARIABLE, "").strip() or SOURCES_FILE))


@cache
def _load(path: Path) -> dict[str, Source]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path.name}: cannot be read ({' '.join(str(error).split())}).") from error
    if not isinstance(entries, dict):
        raise BadInput(f"{path.name}: must hold one entry a source, `key:` and its facts.")
    return {key: _checked(path, key, entry) for key, entry in entries.items()}


def get_source(key: str) -> Source:
    """The source with that key. Raises BadInput for an unknown one."""
    known = load_sources()
    if key not in known:
        raise BadInput(f"unknown source {key!r}; known are {', '.join(sorted(known))}.")
    return known[key]


def _checked(path: Path, key: str, entry: object) -> Source:
    if not isinstance(entry, dict):
        raise BadInput(f"{path.name}: {key}: must hold `name: value` pairs.")
    try:
        return Source.model_validate({"key": key, **entry})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise BadInput(f"{path.name}: {key}{f': {where}' if where else ''}: {message}.") from error
