"""The sources: finds and checks the entries (`sites/<key>.yaml`), each of which has a spider (`sites/<key>.py`)."""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from scrapers.verified import verified_days
from tracker.crawls import answers_to
from tracker.data_files import checked_entry, line_of, read_data, read_entry
from tracker.errors import BadInput
from tracker.settings import settings
from tracker.texts import overrides_from

SOURCES_FOLDER = Path(__file__).with_name("sites")
"""Folder of the entries, unless `TRACKER_SOURCES` names another one (with sources switched off, say)."""

SHARED_FILE = Path(__file__).with_name("shared.yaml")

KEY_FORM = re.compile(r"[a-z][a-z0-9_]*")
"""A key is a module's name, part of an environment variable's, and a word on the command line."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expectations(_Strict):
    """The limits of a normal crawl; outside of them something is wrong with the site or the spider.

    `documents` is how many are known to exist; the limits on articles hold for each document.
    """

    documents: int = Field(ge=1)
    min_documents: int = Field(ge=0)
    max_documents: int = Field(ge=1)
    min_articles: int = Field(ge=0)
    max_articles: int = Field(ge=1)


class RunbookEntry(_Strict):
    """What to do when something is noticed.

    `answers_to` are the kinds of error (`tracker.crawls.ErrorKind`) and the monitors (`tracker.crawls.Monitor`) that
    the line is for: an alert, and `tracker sources check`, print the line for what they found. None for what only a
    person notices.
    """

    when: str
    do: str
    answers_to: tuple[Annotated[str, AfterValidator(answers_to)], ...]


def _as_words(day: object) -> object:
    """A day or a year as YAML has read it, written out."""
    return str(day) if isinstance(day, date | int) else day


class Seen(_Strict):
    """What was seen of a page of the site in a public copy: its address, which copy, its day as far as known, what."""

    address: str
    copy_of: str
    day: Annotated[str | None, BeforeValidator(_as_words)] = Field(
        default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"
    )
    what: str


class CatalogueRule(_Strict):
    """Which entries of a catalogue are of interest, by words in their titles (upper or lower case is all the same).

    An entry is of interest if

    - its title has one of `take` and none of `leave`, and
    - it was filed on the day `since` or later, or its date is unknown.
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


def _usable(facts: dict[str, Any]) -> dict[str, Any]:
    try:
        overrides_from({name: value for name, value in facts.items() if name != "page"}, "")
    except BadInput as error:
        raise ValueError(str(error).removeprefix(": ").rstrip(".")) from error
    return facts


AgreementFacts = Annotated[dict[str, Any], AfterValidator(_usable)]
"""Facts of an agreement, under the keys of a sidecar file, and `page`."""


class Shared(_Strict):
    """Values that several entries refer to by a key: runbooks, and facts of agreements."""

    runbooks: dict[str, tuple[RunbookEntry, ...]]
    agreements: dict[str, AgreementFacts]


class Source(_Strict):
    """One source of texts: `gives` says in a line what it has, and in which format.

    - `verified`: the day on which the spider was last compared with the live site, from `verified.json`
      (`scrapers.verified`), never from the entry; None means *unverified*: spider and entry were written from what
      `known_from` says.
    - `seen`: what was seen of the site in public copies, page by page; `not_seen`: what was looked for there and not
      found.

    - `kind: folder`: a folder on disk, without addresses.
    - `enabled: false`: nights do not visit it. The others are visited by `visit_order` (lower first, then by key);
      sources that help to identify other texts, such as a list of all agreements, come early.
    - `items`: what to fetch regardless of the site's lists, or where it has none: CELEX numbers, searches, collections.
    - `catalogue`: what to take from a list of everything a publisher has.
    - `agreements`: facts (the keys of a sidecar file) that the site does not give, by its own key of the agreement ("*"
      for all); `page` there is the path of an agreement that is in no list of the site.
    """

    key: str
    kind: Literal["site", "folder"] = "site"
    title: str
    publisher: str
    publisher_country: str | None = None
    gives: str
    url: str = ""
    base_url: str = ""
    allowed_hosts: tuple[str, ...] = Field(default=(), validate_default=True)
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    licence: str | None = None
    cite: str | None = None
    items: tuple[str, ...] = ()
    catalogue: CatalogueRule | None = None
    changes: str
    enabled: bool = True
    visit_order: int = 50
    crawl_every_days: int = Field(ge=1)
    delay_seconds: float = Field(ge=0.1)
    verified: date | None = None
    known_from: str = ""
    seen: tuple[Seen, ...] = ()
    not_seen: str = ""
    expect: Expectations
    agreements: dict[str, AgreementFacts] = Field(default_factory=dict)
    runbook: tuple[RunbookEntry, ...] = ()

    @model_validator(mode="after")
    def _has_its_addresses(self) -> "Source":
        if self.kind == "folder" and (self.url or self.base_url or self.allowed_hosts):
            raise ValueError("a folder has no address: leave out url, base_url and allowed_hosts")
        if self.kind == "site" and not self.url:
            raise ValueError("a site needs a url")
        if self.kind == "site" and self.verified is None and not self.known_from:
            raise ValueError("known_from must say what an unverified entry was written from")
        return self

    @field_validator("allowed_hosts")
    @classmethod
    def _host_is_allowed(cls, hosts: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        host = urlsplit(info.data.get("base_url", "")).hostname
        if info.data.get("kind") == "site" and host not in hosts:
            raise ValueError(f"host {host!r} of base_url is not among allowed_hosts")
        return hosts


def load_sources(folder: Path | None = None) -> dict[str, Source]:
    """All sources by key, in the order of visits; from `folder`, the one `TRACKER_SOURCES` names, or our own.

    Each `<key>.yaml` in the folder is one entry; `verified.json` says when which was compared with its site. Raises
    BadInput, naming file and line, for one that is not valid.
    """
    return _load(folder or entries_folder())


def entries_folder() -> Path:
    """The folder of the present entries."""
    return settings().sources or SOURCES_FOLDER


@cache
def _load(folder: Path) -> dict[str, Source]:
    if not folder.is_dir():
        raise BadInput(
            f"{folder}: no such folder; TRACKER_SOURCES names a folder with a file <key>.yaml for each source"
        )
    shared = read_entry(SHARED_FILE, Shared, BadInput)
    days = verified_days(folder)
    sources = [_entry(file, shared, days) for file in sorted(folder.glob("*.yaml"))]
    return {source.key: source for source in sorted(sources, key=lambda one: (one.visit_order, one.key))}


def get_source(key: str) -> Source:
    """The source with that key. Raises BadInput for an unknown one."""
    known = load_sources()
    if key not in known:
        raise BadInput(f"unknown source {key!r}; known are {', '.join(sorted(known))}.")
    return known[key]


def _entry(file: Path, shared: Shared, verified: dict[str, date]) -> Source:
    """One file as a source. The file's name is the source's key, which is also the name of the spider's module."""
    key = file.stem
    if not KEY_FORM.fullmatch(key):
        raise BadInput(f"{file}:1: {key!r} is no key (small letters, digits, _); rename the file")
    entry = read_data(file, BadInput)
    if not isinstance(entry, dict):
        raise BadInput(f"{file}:1: must hold `name: value` pairs; correct the entry")
    if "verified" in entry:
        line = line_of(file, ("verified",))
        raise BadInput(
            f"{file}:{line}: verified: only `tracker sources take-note` sets it; remove the line from the entry"
        )
    facts = {"key": key, **_with_shared(file, entry, shared), "verified": verified.get(key)}
    return checked_entry(file, Source, facts, BadInput)


def _with_shared(file: Path, entry: dict[str, Any], shared: Shared) -> dict[str, Any]:
    """The entry with references to shared values replaced by these."""
    full = dict(entry)
    if isinstance(entry.get("runbook"), str):
        full["runbook"] = _named(file, ("runbook",), entry["runbook"], shared.runbooks)
    if isinstance(entry.get("agreements"), dict):
        full["agreements"] = {
            key: _named(file, ("agreements", str(key)), facts, shared.agreements)
            if isinstance(facts, str)
            else facts
            for key, facts in entry["agreements"].items()
        }
    return full


def _named(file: Path, location: tuple[str, ...], name: str, known: dict[str, Any]) -> Any:
    if name not in known:
        where = f"{file}:{line_of(file, location)}: {'.'.join(location)}"
        raise BadInput(
            f"{where}: {name!r} is not in {SHARED_FILE.name}; known are {', '.join(sorted(known))}"
        )
    return known[name]
