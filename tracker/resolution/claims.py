"""What each source told last about an agreement, kept with its key: by its list, and beside or in its text.

So that facts told again change nothing, and a fact that a source tells otherwise than before is known as a change.
"""

from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any, Literal

from tracker.texts.types import AgreementMeta, SourceLink

Part = Literal["list", "text"]
"""Where the source told it: in its list of agreements, or with the text."""

Claims = dict[str, Any]
"""By part, the facts as `meta_to_json` writes them."""

_DATE_FACTS = ("date_signed", "date_in_force", "date_inactive")
_UNITED = ("languages", "sources", "related_wto_rta_ids")


def with_part(claims: Claims | None, part: Part, meta: AgreementMeta) -> Claims:
    """What a source told so far, with the newest word of one part."""
    return {**(claims or {}), part: meta_to_json(meta)}


def claimed_meta(claims: Claims | None) -> AgreementMeta | None:
    """All that a source told; where list and text differ the list stands, addresses and languages are united.

    None where nothing was kept (a database of before, or facts from the snapshot).
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
    """As it comes back from the database, so that the two can be compared."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def meta_from_json(values: dict[str, Any]) -> AgreementMeta:
    """The facts that `meta_to_json` wrote."""
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    facts |= {name: date.fromisoformat(facts[name]) for name in _DATE_FACTS if name in facts}
    facts["sources"] = tuple(SourceLink(**link) for link in values.get("sources", ()))
    return AgreementMeta(**facts)
