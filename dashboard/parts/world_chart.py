"""A map of the world whose countries are shaded: shapes for countries, dots for those too small to be visible."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from dashboard.geo import world
from dashboard.parts.charts import INK, Spec, on_paper

EARTH_KM = 6371
"""Mean radius of the Earth in km (IUGG)."""

NOT_SHADED = "#E2DCCD"
"""Colour of countries that have no shade: closer to the page's colour than any shade, also in grey."""
BORDER = "#FFFFFF"
DOT_EDGE = "#8F8D86"
"""Edge of the dots of small countries that have no shade."""

MAX_HEIGHT = 620
"""Pixels; a higher map would not fit on the screen of a desktop computer."""

NARROW = 480
"""Below this width (pixels) three words of a legend need a second row in some languages."""

_WORLD, _PLACES = "world", "places"

Facts = dict[str, Any]
"""What is known of one country: `kind` (of its shade) and `shade` (its word), and what the tooltip shows."""


@dataclass(frozen=True, slots=True)
class Shade:
    """One shade: its kind, its word in the legend, fill, and the edge and shape of dots (they differ too, for print in
    black and white). `edged`: shapes of countries have that edge as well, for a light fill."""

    kind: str
    word: str
    fill: str
    edge: str
    shape: str
    edged: bool = False


@dataclass(frozen=True, slots=True)
class Shading:
    """How a map is shaded: `shades` in the order of the legend, the word for countries without one, and the fields of
    the tooltip with their titles."""

    shades: Sequence[Shade]
    rest: str
    tooltip: Sequence[tuple[str, str]]


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


def world_chart(
    shading: Shading,
    shaded: Mapping[str, Facts],
    rest: Callable[[str], Facts],
    parties: Iterable[str],
    area: str,
    width: int | None = None,
) -> Spec:
    """The countries `shaded` (by ISO code) and, without a shade, all others; `rest` gives what the tooltip says of one.

    `parties` are all that could be shaded (ISO codes), so that a small one that is not is visible as such. Without a
    `width` (pixels) the map is as wide as the page. Raises KeyError for an unknown area.
    """
    all_parties = frozenset(parties)
    small = [
        {"lon": lon, "lat": lat, **(shaded.get(code) or rest(code))}
        for code, (lon, lat) in world().places.items()
        if code in shaded or code in all_parties
    ]
    named = {
        geometry["id"]: shaded.get(geometry["id"]) or rest(geometry["id"])
        for geometry in world().geometries
        if "id" in geometry
    }
    kinds = {facts["kind"] for facts in shaded.values()}
    shown = [shade for shade in shading.shades if shade.kind in kinds]
    # A layer without marks would be a picture without a name, to those who hear the page.
    shapes, rest, marked = _layers(shading, shown, width)
    layers = [shapes]
    if any("kind" not in dot for dot in small):
        layers.append(rest)
    if any("kind" in dot for dot in small):
        layers.append(marked)
    chart = alt.layer(*layers).configure(
        view=alt.ViewConfig(stroke=None), legend=alt.LegendConfig(labelColor=INK, symbolOpacity=1)
    )
    spec: Spec = _placed(chart, AREAS[area], width).to_dict(validate=False)
    # The height follows from the width; Streamlit's default would subtract the legend's height from it.
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["datasets"] = {_WORLD: world().with_properties(named), _PLACES: small}
    return on_paper(spec)


def _layers(shading: Shading, shown: Sequence[Shade], width: int | None) -> list[Any]:
    scale = alt.Scale(
        domain=[*(shade.word for shade in shown), shading.rest],
        range=[*(shade.fill for shade in shown), NOT_SHADED],
    )
    legend = alt.Legend(
        title=None,
        orient="top",
        columns=alt.ExprRef(f"width < {NARROW} ? 2 : 0") if width is None else 0,
        symbolType="square",
        symbolStrokeWidth=1,
        labelLimit=260,
    )
    stroke: Any = alt.value(BORDER)
    for shade in shown:
        if shade.edged:
            stroke = alt.condition(f"datum.properties.kind == '{shade.kind}'", alt.value(shade.edge), stroke)
    shapes = (
        alt.Chart(alt.NamedData(_WORLD, format=alt.TopoDataFormat(type="topojson", feature="countries")))
        .mark_geoshape(clip=width is None, strokeWidth=0.6)
        .encode(
            fill=alt.condition(
                "isValid(datum.properties.shade)",
                alt.Fill("properties.shade:N", scale=scale, legend=legend),
                alt.value(NOT_SHADED),
            ),
            stroke=stroke,
            tooltip=_tooltip(shading, "properties."),
        )
    )
    dots = alt.Chart(alt.NamedData(_PLACES))
    rest = (
        dots.transform_filter("!isValid(datum.kind)")
        .mark_point(clip=True, filled=True, size=16, fill=BORDER, stroke=DOT_EDGE, strokeWidth=1, opacity=1)
        .encode(
            longitude=alt.Longitude("lon:Q"), latitude=alt.Latitude("lat:Q"), tooltip=_tooltip(shading, "")
        )
    )
    kinds = [shade.kind for shade in shown]
    marked = (
        dots.transform_filter("isValid(datum.kind)")
        .mark_point(clip=True, filled=True, size=52, strokeWidth=1, opacity=1)
        .encode(
            longitude=alt.Longitude("lon:Q"),
            latitude=alt.Latitude("lat:Q"),
            fill=alt.Fill("shade:N", scale=scale, legend=legend),
            stroke=alt.Stroke(
                "kind:N", scale=alt.Scale(domain=kinds, range=[shade.edge for shade in shown]), legend=None
            ),
            shape=alt.Shape(
                "kind:N", scale=alt.Scale(domain=kinds, range=[shade.shape for shade in shown]), legend=None
            ),
            tooltip=_tooltip(shading, ""),
        )
    )
    return [shapes, rest, marked]


def _tooltip(shading: Shading, prefix: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{prefix}{field}:N", title=title) for field, title in shading.tooltip]


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
