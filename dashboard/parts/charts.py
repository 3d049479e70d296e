"""The charts, in Altair: strengths in the common palette, readable from a width of 360 pixels."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dashboard.parts.basis import sourced_words
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, provision_name
from dashboard.parts.reach import sector_word, uncertain_word
from dashboard.parts.strength import FILLS, exception_word, strength_word
from tracker.queries import Matrix, MatrixRow, template_facts

_HEATMAP_TOOLTIP = (
    *((field, field) for field in ("agreement", "date", "provision", "strength", "exception")),
    ("reach", "scope"),
    ("certainty", "uncertain"),
    ("basis", "basis"),
    ("status", "status"),
)
"""Fields of the heatmap's tooltip and the columns that they are called like."""

Spec = dict[str, Any]
"""A finished Vega-Lite chart with its data."""

CURVE_HEIGHT = 340
HEATMAP_ROW_PIXELS = 19
HEATMAP_HEAD_PIXELS = 80
HEATMAP_LABEL_PIXELS = 400
HEATMAP_NARROW_LABEL_PIXELS = 118
NARROW_HEATMAP = 720
"""Below this width (pixels, of the cells) a heatmap is on a phone, in a frame that scrolls sideways (style.css): short
names leave room for cells beside them."""

NARROW_LEGEND = 340
"""Below this width (pixels) the words of a legend stand one below the other."""

INK = "#1B2230"
"""Colour of text in charts, as on the pages; Streamlit's own grey has too little contrast (WCAG AA)."""

PAPER = "#FCFBF8"
"""The pages' own colour in light."""

GRID = "#E4E0D6"
AXIS = "#A9A496"
"""Lines of the grid, and the axis with its ticks: Streamlit's own are those of the page, too dark in the dark."""

DATA = "rows"
"""Name under which the data of a chart are put in last."""
_UNREAD = "unread"
"""Name of the columns of agreements that are not read in full."""
_UNREAD_SHADES = {"partly_read": 0.1, "reported": 0.4}
"""Opacity of the shade, by what is known of them."""
_HEAD = "group "


def heatmap(messages: Messages, matrix: Matrix) -> Spec:
    """Provisions by group (the template's core on top) x agreements (oldest left). Hard cells are tall and dark,
    soft ones half as tall and light, all others thin; a light dot in a cell marks an exception. Grey lies behind
    agreements that are not read in full, darker where only single facts are reported."""
    rank = {row.slug: at for at, row in enumerate(matrix.agreements)}
    rows = {row.slug: row for row in matrix.agreements}
    names = {code: provision_name(messages, code) for code in matrix.provisions}
    values = [
        {
            "from": rank[cell.slug],
            "to": rank[cell.slug] + 1,
            "middle": rank[cell.slug] + 0.5,
            "agreement": rows[cell.slug].name,
            "date": _date(messages, rows[cell.slug]),
            "status": messages.say(f"status.{rows[cell.slug].legal_status}"),
            "row": cell.provision,
            "provision": names[cell.provision],
            "strength": strength_word(messages, cell.provision, cell.strength),
            "exception": exception_word(messages, cell.exception),
            "basis": sourced_words(messages, cell.basis),
            "reach": sector_word(messages, cell.sectoral),
            "certainty": uncertain_word(messages, cell.uncertain),
            "thickness": {"hard": HEATMAP_ROW_PIXELS - 3, "soft": 8}.get(cell.strength, 5),
            "excepted": bool(cell.exception),
        }
        for cell in matrix.cells
    ]
    groups = _groups(matrix)
    # A group's title has a row of its own above its provisions; its key cannot be a provision's code.
    labels = {
        row: words
        for at, (group, codes) in enumerate(groups.items())
        for row, words in [
            (f"{_HEAD}{at}", messages.say(f"group.{group.replace(' ', '_')}")),
            *((code, names[code]) for code in codes),
        ]
    }
    base = alt.Chart(alt.NamedData(DATA)).encode(
        y=alt.Y(
            "row:N",
            sort=list(labels),
            scale=alt.Scale(domain=list(labels)),
            axis=alt.Axis(
                labelExpr=_lookup("datum.value", labels),
                labelFontWeight=_heads(len(groups), "bold", "normal"),
                gridOpacity=_heads(len(groups), 0, 1),
                title=None,
                labelLimit=alt.ExprRef(
                    f"width < {NARROW_HEATMAP} ? {HEATMAP_NARROW_LABEL_PIXELS} : {HEATMAP_LABEL_PIXELS}"
                ),
                labelOverlap=False,
                labelFlush=False,
                domain=False,
                ticks=False,
                grid=True,
            ),
        ),
        tooltip=[
            alt.Tooltip(f"{field}:N", title=messages.say(f"column.{column}"))
            for field, column in _HEATMAP_TOOLTIP
        ],
    )
    ticks, years = _year_ticks(matrix)
    across = alt.Scale(domain=[0, max(1, len(matrix.agreements))], nice=False)
    axis = alt.Axis(
        title=None,
        values=ticks,
        labelExpr=_lookup("toString(datum.value)", dict(zip(map(str, ticks), years, strict=True))),
        grid=True,
        orient="top",
    )
    cells = base.mark_bar(stroke=None).encode(
        x=alt.X("from:Q", scale=across, axis=axis),
        x2=alt.X2("to:Q"),
        size=alt.Size("thickness:Q", scale=None, legend=None),
        color=strength_colour(
            {name: messages.say(f"strength.{name}") for name in FILLS}, values, narrow=NARROW_HEATMAP
        ),
    )
    dots = (
        base.transform_filter("datum.excepted")
        .mark_circle(size=9, color="#FFFFFF", opacity=1)
        .encode(x=alt.X("middle:Q", scale=across, axis=axis))
    )
    unread = [
        {
            "from": rank[row.slug],
            "to": rank[row.slug] + 1,
            "shade": _UNREAD_SHADES["reported" if row.reading == "reported" else "partly_read"],
        }
        for row in matrix.agreements
        if not row.fully_known
    ]
    behind = (
        alt.Chart(alt.NamedData(_UNREAD))
        .mark_rect(color=FILLS["unrated"])
        .encode(
            x=alt.X("from:Q", scale=across, axis=axis),
            x2="to:Q",
            opacity=alt.Opacity("shade:Q", scale=None, legend=None),
        )
    )
    layered = alt.layer(*([behind] if unread else []), cells, dots).properties(
        height=HEATMAP_HEAD_PIXELS + HEATMAP_ROW_PIXELS * len(labels)
    )
    spec = finished(layered, values)
    spec["datasets"][_UNREAD] = unread
    return spec


def finished(chart: Any, values: Sequence[dict[str, Any]]) -> Spec:
    """The chart with its data added at the end, because Altair would check and copy every value (0.2 s for a
    heatmap)."""
    spec: Spec = with_colours(chart).to_dict(validate=False)
    spec["datasets"] = {DATA: list(values)}
    return on_paper(spec)


def with_colours(chart: Any) -> Any:
    """The chart with the colours of words and lines that its palette was made for."""
    # In one step, since Altair copies the whole chart for each.
    return chart.configure(
        axis=alt.AxisConfig(labelColor=INK, titleColor=INK, gridColor=GRID, domainColor=AXIS, tickColor=AXIS),
        legend=alt.LegendConfig(labelColor=INK),
    )


def on_paper(spec: Spec) -> Spec:
    """The chart on light paper, as in the pictures; in the dark style.css turns light and dark round, not the hues."""
    spec["background"] = PAPER
    return spec


def strength_colour(
    words: Mapping[str, str], values: Sequence[dict[str, Any]], narrow: int = NARROW_LEGEND
) -> alt.Color:
    """The palette and legend of the strengths that are in `values`; `words` by kind (`strength.Kind`)."""
    present = {value["strength"] for value in values}
    shown = [name for name in FILLS if words.get(name) in present]
    scale = alt.Scale(
        domain=[words[name] for name in shown],
        range=[FILLS[name] for name in shown],
    )
    # On a phone the words stand one below the other: side by side the last one would be cut.
    columns = alt.ExprRef(f"width < {narrow} ? 1 : 0")
    legend = alt.Legend(title=None, orient="top", symbolType="square", columns=columns, labelLimit=0)
    return alt.Color("strength:N", scale=scale, legend=legend)


def _year_ticks(matrix: Matrix) -> tuple[list[int], list[str]]:
    """Columns where a new year starts, at most one tick per ten columns, so that labels do not overlap."""
    ticks: list[int] = []
    labels: list[str] = []
    apart = max(1, len(matrix.agreements) // 12)
    last_year = None
    for at, row in enumerate(matrix.agreements):
        if row.date is None or row.date.year == last_year:
            continue
        if not ticks or at - ticks[-1] >= apart:
            ticks.append(at)
            labels.append(str(row.date.year))
        last_year = row.date.year
    return ticks, labels


def _date(messages: Messages, row: MatrixRow) -> str:
    """The day of a column, the year where only that is known."""
    return str(row.year_signed) if row.year_signed else day(messages, row.date)


def _groups(matrix: Matrix) -> dict[str, list[str]]:
    """Provisions of the heatmap by group of the template, both in the order of the screen."""
    found: dict[str, list[str]] = {}
    for code in matrix.provisions:
        found.setdefault(template_facts().provision(code).group, []).append(code)
    return found


def _heads(number: int, head: Any, other: Any) -> dict[str, Any]:
    """One value of the axis for the rows that are titles of groups, another for the rest."""
    rows = json.dumps([f"{_HEAD}{at}" for at in range(number)])
    return {"condition": {"test": f"indexof({rows}, datum.value) >= 0", "value": head}, "value": other}


def _lookup(value: str, words: Mapping[str, str]) -> str:
    """A Vega expression that gives the words for a value; JSON keeps quotes in them from ending it."""
    return f"({json.dumps(words)})[{value}]"
