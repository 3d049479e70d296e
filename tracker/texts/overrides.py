"""Facts about an agreement given with its text: by command-line options, a sidecar file, a source's entry."""

import json
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from tracker.errors import BadInput
from tracker.parties import resolve_party
from tracker.texts.archived import archived_kind
from tracker.texts.types import LEGAL_STATUSES, AgreementMeta, SourceLink

SIDECAR_SUFFIXES = (".yaml", ".yml", ".json")


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
    is not one of LEGAL_STATUSES.
    """
    unknown = sorted(set(values) - set(_FIELDS))
    if unknown:
        raise BadInput(f"{origin}: unknown key {unknown[0]!r}; known are {', '.join(_FIELDS)}.")
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
            raise BadInput(f"{origin}: {key} must be text, not {value!r}.")
    status = checked.get("legal_status")
    if status is not None and status not in LEGAL_STATUSES:
        raise BadInput(f"{origin}: legal_status {status!r} is not one of {', '.join(LEGAL_STATUSES)}.")
    return MetaOverrides(**checked)


def read_sidecar(path: Path) -> MetaOverrides:
    """The facts in `<file>.yaml`, `<file>.yml` or `<file>.json` beside a text (or with the suffix replaced).

    No sidecar gives NO_OVERRIDES; one that cannot be used raises BadInput.
    """
    for suffix in SIDECAR_SUFFIXES:
        for candidate in (path.with_name(path.name + suffix), path.with_suffix(suffix)):
            if candidate.is_file():
                return overrides_from(_load_mapping(candidate), candidate.name)
    return NO_OVERRIDES


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


def _load_mapping(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            loaded = json.loads(text)
        else:
            import yaml  # only needed when a sidecar exists; keeps start-up short

            try:
                loaded = yaml.safe_load(text)
            except yaml.YAMLError as error:
                raise BadInput(f"{path.name}: not valid YAML ({' '.join(str(error).split())}).") from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadInput(f"{path.name}: cannot be read ({error}).") from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise BadInput(f"{path.name}: must hold `key: value` pairs.")
    return loaded


def _as_date(value: object, key: str, origin: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise BadInput(f"{origin}: {key} {value!r} is not a date like 2016-02-04.") from error


def _as_int(value: object, key: str, origin: str) -> int:
    try:
        return int(str(value))
    except ValueError as error:
        raise BadInput(f"{origin}: {key} {value!r} is not a whole number.") from error


def _as_names(value: object, key: str, origin: str) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace(";", ",").split(",")
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise BadInput(f"{origin}: {key} must be a list of countries or groups.")
    return tuple(item.strip() for item in value if item.strip())
