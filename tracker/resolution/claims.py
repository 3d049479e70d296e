"""Claims: the facts each source last stated about an agreement, by its list and with its text; stored with its key.

By them a repeated claim changes nothing, and a changed claim is recognised as a change.
"""

from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any, Literal

from tracker.texts.types import AgreementMeta, PartyEvent, SourceLink

Part = Literal["list", "text"]
"""Where the source claims it: in its list of agreements, or with the text."""

Claims = dict[str, Any]
"""The claims by part, as `meta_to_json` writes them."""

_DATE_FACTS = ("date_signed", "date_in_force", "date_inactive")
_UNITED = ("languages", "sources", "related_wto_rta_ids")


def with_part(claims: Claims | None, part: Part, meta: AgreementMeta) -> Claims:
    """A source's claims with those of one part replaced."""
    return {**(claims or {}), part: meta_to_json(meta)}


def claimed_meta(claims: Claims | None) -> AgreementMeta | None:
    """All claims of a source as one set of facts.

    - Where list and text differ, the list counts.
    - Addresses and languages are those of both.

    None where no claims are stored (an older database, or facts from the snapshot).
    """
    parts = [meta_from_json(claims[part]) for part in ("text", "list") if claims and part in claims]
    if not parts:
        return None
    merged, *others = parts
    for other in others:
        given = {field.name: getattr(other, field.name) for field in fields(other)}
        united: dict[str, Any] = {
            name: tuple(dict.fromkeys((*getattr(merged, name), *given.pop(name)))) for name in _UNITED
        }
        merged = replace(merged, **{name: value for name, value in given.items() if value not in (None, ())})
        merged = replace(merged, **united)
    return merged


def meta_to_json(meta: AgreementMeta) -> dict[str, Any]:
    """Facts as JSON values; dates as YYYY-MM-DD."""
    return {name: _plain(value) for name, value in asdict(meta).items() if value not in (None, (), [])}


def _plain(value: Any) -> Any:
    """A value in the form in which the database returns it, so that the two can be compared."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def meta_from_json(values: dict[str, Any]) -> AgreementMeta:
    """The facts from the values of `meta_to_json`."""
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    facts |= {name: date.fromisoformat(facts[name]) for name in _DATE_FACTS if name in facts}
    facts["sources"] = tuple(SourceLink(**link) for link in values.get("sources", ()))
    facts["party_events"] = tuple(_event(each) for each in values.get("party_events", ()))
    return AgreementMeta(**facts)


def _event(values: dict[str, Any]) -> PartyEvent:
    day = values.get("day")
    return PartyEvent(values["iso3"], values["event"], date.fromisoformat(day) if day else None)
