"""The world map of one provision: which countries it binds, and how strongly."""

from collections.abc import Iterable
from typing import Any

from dashboard.parts.basis import sourced_words
from dashboard.parts.charts import Spec
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, party
from dashboard.parts.reach import sector_word, uncertain_word
from dashboard.parts.strength import FILLS, ORDER, strength_kind, strength_word
from dashboard.parts.world_chart import Shade, Shading, world_chart
from tracker.queries import CountrySpread

EDGES = {"hard": "#0E1B2C", "soft": "#7A430A", "unknown": "#3F2C5C", "unrated": "#4F4D48"}
"""Dark edges, so that dots stand out from land of any colour."""
SHAPES = {"hard": "circle", "soft": "diamond", "unknown": "square", "unrated": "square"}

_TOOLTIP = (
    ("country", "country"),
    ("shade", "strength"),
    ("agreements", "agreements"),
    ("since", "since"),
    ("first", "agreement"),
    ("reach", "scope"),
    ("certainty", "uncertain"),
    ("basis", "basis"),
)


def map_chart(
    messages: Messages,
    rows: Iterable[CountrySpread],
    parties: Iterable[str],
    area: str,
    width: int | None = None,
    *,
    provision: str = "",
) -> Spec:
    """Countries bound by a provision by their strongest commitment; the rest as in `world_chart`."""
    kinds = {name: strength_kind(provision, name) for name in ORDER}
    words = {name: strength_word(messages, provision, name) for name in ORDER}
    shading = Shading(
        [
            Shade(name, words[name], FILLS[kind], EDGES[kind], SHAPES[kind], name == "soft")
            for name, kind in kinds.items()
        ],
        messages.say("map.not_bound"),
        [(field, messages.say(f"column.{column}")) for field, column in _TOOLTIP],
    )
    bound = {row.iso3: {**_facts(messages, row), "shade": words[row.strength]} for row in rows}
    return world_chart(shading, bound, lambda code: _unbound(messages, code), parties, area, width)


def _facts(messages: Messages, row: CountrySpread) -> dict[str, Any]:
    return {
        "country": party(messages, row.iso3, row.name),
        "kind": row.strength,
        "agreements": messages.number(row.agreements),
        "since": day(messages, row.since),
        "first": row.agreement,
        "reach": sector_word(messages, row.sectoral),
        "certainty": uncertain_word(messages, row.uncertain),
        "basis": sourced_words(messages, row.basis),
    }


def _unbound(messages: Messages, code: str) -> dict[str, Any]:
    nothing = messages.say("unknown")
    return {
        "country": party(messages, code, code),
        "shade": messages.say("map.not_bound"),
        "agreements": messages.number(0),
        "since": nothing,
        "first": nothing,
        "reach": nothing,
        "certainty": "",
        "basis": nothing,
    }
