"""Facts about an agreement given with its text: by command-line options, a sidecar file, a source's entry."""

import json
import reprlib
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker.addresses import is_web_address
from tracker.confined import ChildFault, Limits, OverLimit, confined
from tracker.errors import BadInput
from tracker.parties import resolve_party
from tracker.texts.archived import archived_kind
from tracker.texts.types import LEGAL_STATUSES, AgreementMeta, SourceLink

SIDECAR_SUFFIXES = (".yaml", ".yml", ".json")

MAX_SIDECAR_BYTES = 256 * 1024
"""Most bytes of a sidecar file; the longest of ours has one kilobyte."""

_FACTS = Limits(memory=512 * 2**20, processor=10)
"""For a sidecar file, which is read in a hundredth of a second."""

_MOST_SHOWN = 60
"""Most characters of a wrong value that a message repeats."""

_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class MetaOverrides:
    """Facts that replace what is read from the text; None and () replace nothing.

    - `parties` are alpha-3 or group codes or country names, as a person writes them; `original_parties` (the
      signatories) default to the parties.
    - `symbol` makes the text a paper of the WTO, which need not have articles; `title` and `issued` (date of issue) are
      then the paper's, and the parties are the members that submitted it.
    - `archived_on`: the text is a copy that an archive made on that day, and `source_url` leads to it.
    """

    name: str | None = None
    type: str | None = None
    parties: tuple[str, ...] = ()
    original_parties: tuple[str, ...] = ()
    date_signed: date | None = None
    date_in_force: date | None = None
    legal_status: str | None = None
    wto_rta_id: int | None = None
    source_url: str | None = None
    language: str | None = None
    external_id: str | None = None
    symbol: str | None = None
    title: str | None = None
    issued: date | None = None
    archived_on: date | None = None


NO_OVERRIDES = MetaOverrides()

_FIELDS = tuple(item.name for item in fields(MetaOverrides))
_AGREEMENT_DATES = ("date_signed", "date_in_force")
_DATES = (*_AGREEMENT_DATES, "issued", "archived_on")
_LISTS = ("parties", "original_parties")


def merge_overrides(first: MetaOverrides, second: MetaOverrides) -> MetaOverrides:
    """Both sets of facts in one; where both have a fact, that of `first` counts."""
    given = {name: getattr(first, name) for name in _FIELDS if getattr(first, name)}
    return replace(second, **given)


def overrides_from(values: dict[str, Any], origin: str) -> MetaOverrides:
    """Check a mapping (of a sidecar file, of options) and make overrides of it.

    Raises BadInput naming `origin` for an unknown key, a date that is not YYYY-MM-DD, a legal status that
    is not one of LEGAL_STATUSES, an address that is none of the web.
    """
    unknown = sorted(map(_shown, set(values) - set(_FIELDS)))
    if unknown:
        raise BadInput(f"{origin}: unknown key {unknown[0]}; known are {', '.join(_FIELDS)}.")
    checked: dict[str, Any] = {}
    for key, value in values.items():
        if value is None or value == "":
            continue
        if key in _DATES:
            checked[key] = _as_date(value, key, origin)
        elif key in _LISTS:
            checked[key] = _as_names(value, key, origin)
        elif key == "wto_rta_id":
            checked[key] = _as_int(value, key, origin)
        elif isinstance(value, str):
            checked[key] = value.strip()
        else:
            raise BadInput(f"{origin}: {key} must be text, not {_shown(value)}.")
        if key not in _LISTS:
            _refuse_what_is_no_text(checked[key], key, origin)
    status = checked.get("legal_status")
    if status is not None and status not in LEGAL_STATUSES:
        raise BadInput(f"{origin}: legal_status {_shown(status)} is not one of {', '.join(LEGAL_STATUSES)}.")
    url = checked.get("source_url")
    if url is not None and not is_web_address(url):
        raise BadInput(
            f"{origin}: source_url {_shown(url)} is no address of the web like https://example.org/."
        )
    return MetaOverrides(**checked)


def read_sidecar(path: Path) -> MetaOverrides:
    """The facts in `<file>.yaml`, `<file>.yml` or `<file>.json` beside a text (or with the suffix replaced).

    It comes with a stranger's text, so it is read in a child process with limits.

    No sidecar gives NO_OVERRIDES; one that cannot be used, whatever is wrong with it, raises BadInput.
    """
    for suffix in SIDECAR_SUFFIXES:
        for candidate in (path.with_name(path.name + suffix), path.with_suffix(suffix)):
            if candidate.is_file():
                return _read_sidecar(candidate)
    return NO_OVERRIDES


def _read_sidecar(path: Path) -> MetaOverrides:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIDECAR_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path.name}: cannot be read ({error.strerror or error}).") from error
    if len(data) > MAX_SIDECAR_BYTES:
        raise BadInput(f"{path.name}: has more than the {MAX_SIDECAR_BYTES // 1024} KiB allowed for facts.")
    try:
        return confined(parse_sidecar, data, path.name, limits=_FACTS)
    except OverLimit as error:
        raise BadInput(f"{path.name}: {error}") from error
    except ChildFault as error:
        raise BadInput(f"{path.name}: cannot be read ({error}).") from error


def parse_sidecar(data: bytes, name: str) -> MetaOverrides:
    """The facts in the bytes of a sidecar file, JSON or YAML by the suffix of its `name`.

    Raises BadInput, naming it, whatever is wrong with it.
    """
    try:
        return overrides_from(_mapping(data, name), name)
    except BadInput:
        raise
    except Exception as error:
        # Parsers and constructors of dates raise more kinds of exceptions than their descriptions name.
        raise BadInput(f"{name}: cannot be read ({_one_line(error)}).") from error


def apply_overrides(meta: AgreementMeta, overrides: MetaOverrides) -> AgreementMeta:
    """The facts of `meta`, replaced by those that `overrides` has.

    Raises BadInput for an unknown party.
    """
    if overrides == NO_OVERRIDES:
        return meta
    changes: dict[str, Any] = {
        key: getattr(overrides, key)
        for key in ("name", "type", *_AGREEMENT_DATES, "legal_status", "wto_rta_id")
        if getattr(overrides, key)
    }
    for key in _LISTS:
        written = getattr(overrides, key) or overrides.parties
        if written:
            changes[key] = tuple(resolve_party(party) for party in written)
    if overrides.source_url:
        kind = archived_kind(overrides.archived_on) if overrides.archived_on else "full text"
        link = SourceLink(overrides.source_url, overrides.language, kind)
        changes["sources"] = (link, *(known for known in meta.sources if known.url != link.url))
    if overrides.language:
        changes["languages"] = (overrides.language,)
    return replace(meta, **changes)


def _mapping(data: bytes, name: str) -> dict[Any, Any]:
    text = data.decode("utf-8-sig")
    if name.endswith(".json"):
        loaded = json.loads(text)
    else:
        import yaml  # only needed when a sidecar exists; keeps start-up short

        try:
            loaded = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise BadInput(f"{name}: not valid YAML ({_one_line(error)}).") from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise BadInput(f"{name}: must hold `key: value` pairs.")
    return loaded


def _as_date(value: object, key: str, origin: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise BadInput(f"{origin}: {key} {_shown(value)} is not a date like 2016-02-04.") from error


def _as_int(value: object, key: str, origin: str) -> int:
    try:
        number = int(str(value)[:_MOST_SHOWN])
    except ValueError as error:
        raise BadInput(f"{origin}: {key} {_shown(value)} is not a whole number.") from error
    if not 0 < number <= _LARGEST_ID:
        raise BadInput(f"{origin}: {key} {_shown(value)} is no number of an agreement.")
    return number


def _as_names(value: object, key: str, origin: str) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace(";", ",").split(",")
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise BadInput(f"{origin}: {key} must be a list of countries or groups.")
    for item in value:
        _refuse_what_is_no_text(item, key, origin)
    return tuple(item.strip() for item in value if item.strip())


def _refuse_what_is_no_text(value: object, key: str, origin: str) -> None:
    """Raise BadInput for characters that no database takes: NUL, and halves of a pair (lone surrogates)."""
    if isinstance(value, str) and any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value):
        raise BadInput(f"{origin}: {key} has characters that are no text.")


def _shown(value: object) -> str:
    """A wrong value as a message repeats it: short, in one line, in ASCII where it is no text."""
    # reprlib, because a few bytes of YAML make a value whose repr fills the memory.
    shown = repr(value[: _MOST_SHOWN + 1]) if isinstance(value, str) else reprlib.repr(value)
    shown = shown.encode("utf-8", "backslashreplace").decode("utf-8")
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}..."


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
