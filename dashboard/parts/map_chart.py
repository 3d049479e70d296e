"""The world map of one provision: shapes for countries, dots for those whose shape is too small to be visible."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt

from dashboard.geo import world
from dashboard.parts.basis import sourced_words
from dashboard.parts.charts import INK, Spec
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, party
from dashboard.parts.strength import FILLS, ORDER, strength_word
from tracker.queries import CountrySpread

EARTH_KM = 6371
"""Mean radius of the Earth in km (IUGG)."""

NOT_BOUND = "#E2DCCD"
"""Colour of countries the provision does not bind: closer to the page's colour than any strength, also in grey."""
BORDER = "#FFFFFF"
OUTLINES = {"hard": "#0E1B2C", "soft": "#7A430A", "unrated": "#4F4D48"}
"""Dark edges, so that dots stand out from land of any colour."""
SHAPES = {"hard": "circle", "soft": "diamond", "unrated": "square"}
"""Shapes of the dots: they differ too, for print in black and white."""

MAX_HEIGHT = 620
"""Pixels; a higher map would not fit on the screen of a desktop computer."""

NARROW = 480
"""Below this width (pixels) three words of a legend need a second row in some languages."""

_WORLD, _PLACES = "world", "places"


@dataclass(frozen=True, slots=True)
class Area:
    """A view of the world: its middle (degrees), how many km its width shows, height as a share of the width."""

    lon: float
    lat: float
    km: float
    ratio: float


AREAS = {
    # The cut is in the Bering Strait (169° W), where it crosses no country's land.
    "world": Area(11, 10, 34_700, 0.445),
    "americas": Area(-80, 8, 17_500, 0.85),
    "caribbean": Area(-75, 16, 4_400, 0.6),
    "europe": Area(16, 52, 5_600, 0.8),
    "africa": Area(18, 2, 12_500, 0.75),
    "asia": Area(90, 25, 13_000, 0.7),
    "pacific": Area(175, -10, 14_500, 0.6),
}
"""Views to choose from; on the map of the whole world the dots of small islands overlap."""


def map_chart(
    messages: Messages,
    rows: Iterable[CountrySpread],
    parties: Iterable[str],
    area: str,
    width: int | None = None,
) -> Spec:
    """Countries bound by a provision by their strongest commitment; `parties` are all that could be (ISO codes),
    so that a small one that is not bound is visible as such. Without a `width` (pixels) the map is as wide as the page.
    Raises KeyError for an unknown area."""
    all_parties = frozenset(parties)
    bound = {row.iso3: _facts(messages, row) for row in rows}
    small = [
        {
            "lon": lon,
            "lat": lat,
            **(bound.get(code) or _unbound(messages, code)),
        }
        for code, (lon, lat) in world().places.items()
        if code in bound or code in all_parties
    ]
    named = {
        geometry["id"]: bound.get(geometry["id"]) or _unbound(messages, geometry["id"])
        for geometry in world().geometries
        if "id" in geometry
    }
    shown = [name for name in ORDER if any(facts["kind"] == name for facts in bound.values())]
    chart = alt.layer(*_layers(messages, shown, width)).configure_view(stroke=None)
    chart = chart.configure_legend(labelColor=INK, symbolOpacity=1)
    spec: Spec = _placed(chart, AREAS[area], width).to_dict()
    # The height follows from the width; Streamlit's default would subtract the legend's height from it.
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["datasets"] = {_WORLD: world().with_properties(named), _PLACES: small}
    return spec


def _facts(messages: Messages, row: CountrySpread) -> dict[str, Any]:
    return {
        "country": party(messages, row.iso3, row.name),
        "kind": row.strength,
        "strength": strength_word(messages, row.strength),
        "agreements": messages.number(row.agreements),
        "since": day(messages, row.since),
        "first": row.agreement,
        "basis": sourced_words(messages, row.basis),
    }


def _unbound(messages: Messages, code: str) -> dict[str, Any]:
    nothing = messages.say("unknown")
    return {
        "country": party(messages, code, code),
        "strength": messages.say("map.not_bound"),
        "agreements": messages.number(0),
        "since": nothing,
        "first": nothing,
        "basis": nothing,
    }


def _layers(messages: Messages, shown: list[str], width: int | None) -> list[Any]:
    words, unbound = [strength_word(messages, name) for name in shown], messages.say("map.not_bound")
    scale = alt.Scale(domain=[*words, unbound], range=[*(FILLS[name] for name in shown), NOT_BOUND])
    legend = alt.Legend(
        title=None,
        orient="top",
        columns=alt.ExprRef(f"width < {NARROW} ? 2 : 0") if width is None else 0,
        symbolType="square",
        symbolStrokeWidth=1,
        labelLimit=260,
    )
    shapes = (
        alt.Chart(alt.NamedData(_WORLD, format=alt.TopoDataFormat(type="topojson", feature="countries")))
        .mark_geoshape(clip=width is None, strokeWidth=0.6)
        .encode(
            fill=alt.condition(
                "isValid(datum.properties.strength)",
                alt.Fill("properties.strength:N", scale=scale, legend=legend),
                alt.value(NOT_BOUND),
            ),
            stroke=alt.condition(
                "datum.properties.kind == 'soft'", alt.value(OUTLINES["soft"]), alt.value(BORDER)
            ),
            tooltip=_tooltip(messages, "properties."),
        )
    )
    dots = alt.Chart(alt.NamedData(_PLACES))
    rest = (
        dots.transform_filter("!isValid(datum.kind)")
        .mark_point(
            clip=True, filled=True, size=16, fill=BORDER, stroke=FILLS["unrated"], strokeWidth=1, opacity=1
        )
        .encode(longitude="lon:Q", latitude="lat:Q", tooltip=_tooltip(messages, ""))
    )
    bound = (
        dots.transform_filter("isValid(datum.kind)")
        .mark_point(clip=True, filled=True, size=52, strokeWidth=1, opacity=1)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            fill=alt.Fill("strength:N", scale=scale, legend=legend),
            stroke=alt.Stroke(
                "kind:N", scale=alt.Scale(domain=shown, range=[OUTLINES[n] for n in shown]), legend=None
            ),
            shape=alt.Shape(
                "kind:N", scale=alt.Scale(domain=shown, range=[SHAPES[n] for n in shown]), legend=None
            ),
            tooltip=_tooltip(messages, ""),
        )
    )
    return [shapes, rest, bound]


def _tooltip(messages: Messages, prefix: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(f"{prefix}{field}:N", title=messages.say(f"column.{column}"))
        for field, column in (
            ("country", "country"),
            ("strength", "strength"),
            ("agreements", "agreements"),
            ("since", "since"),
            ("first", "agreement"),
            ("basis", "basis"),
        )
    ]


def _placed(chart: Any, area: Area, width: int | None) -> Any:
    """The chart in its projection: as wide as the page (or `width`), its height in proportion, up to a limit."""
    height = f"min({area.ratio} * width, {MAX_HEIGHT})"
    scale = f"{height} / {area.ratio} * {EARTH_KM / area.km:.4f}"
    if width is not None:
        high = min(area.ratio * width, MAX_HEIGHT)
        placed = chart.properties(width=width, height=round(high))
        # Clipped in the projection: clipping a drawn picture of a part of the world takes 4 s of processor time.
        return placed.project(
            **_projection(area),
            clipExtent=[[0, 0], [width, high]],
            scale=high / area.ratio * EARTH_KM / area.km,
            translate=[width / 2, high / 2],
        )
    placed = chart.properties(height=MAX_HEIGHT).add_params(alt.param(name="height", expr=f"round({height})"))
    return placed.project(
        **_projection(area), scale=alt.ExprRef(scale), translate=alt.ExprRef("[width / 2, height / 2]")
    )


def _projection(area: Area) -> dict[str, Any]:
    return {"type": "equalEarth", "rotate": [-area.lon, 0, 0], "center": [0, area.lat]}
