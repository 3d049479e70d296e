"""The family tree of a provision as a chart: a row for each clause, placed by year, a line from its nearest earlier one
to it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

import altair as alt

from dashboard.parts.charts import INK, PAPER, Spec, on_paper, with_colours
from dashboard.parts.lineage import share_shown, signed_shown, status_shown
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name
from dashboard.parts.strength import FILLS, strength_kind, strength_word
from tracker.queries import Family, FamilyMember, TracedClause

MOST_ROWS = 60
"""Clauses in the picture: more rows than that cannot be taken in at a glance, and a phone scrolls two screens."""

ROW_PIXELS = 20
LABEL_PIXELS = 230
NARROW_LABEL_PIXELS = 150
NARROW = 520
"""Below this width (pixels, of the picture without its labels) the tree is on a phone, in a frame that scrolls."""
NAME_LETTERS = 24
"""Letters of an agreement's name beside its row."""

_ARTICLE = re.compile(r"\b(?:Article|Artículo)\s+(?=\d)")
_LINE = "#8A8576"
_SHAPES = {True: "circle", False: "diamond"}
"""Shape of a clause by whether its agreement binds anybody today."""


def year_of(clause: TracedClause) -> int | None:
    """The year at which a clause is drawn: that of signature, of entry into force where nothing of that is known."""
    if clause.date_signed is not None:
        return clause.date_signed.year
    return clause.year_signed or (clause.date_in_force.year if clause.date_in_force else None)


def drawn_members(found: Family, tree: int | None = None, most: int = MOST_ROWS) -> list[FamilyMember]:
    """The members drawn, in the order of the family, of one tree or of all: connected ones that have a year.

    Trees are drawn one after the other while they fit. Of the first that does not fit those with most clauses beneath
    them are drawn; the clause above one of those always is among them, since more clauses are beneath it.
    """
    trees: dict[int, list[FamilyMember]] = {}
    for one in found.related:
        if year_of(one.clause) is not None and tree in (None, one.tree):
            trees.setdefault(one.tree, []).append(one)
    drawn: list[FamilyMember] = []
    for members in trees.values():
        free = most - len(drawn)
        if len(members) > free:
            largest = {one.clause.id for one in sorted(members, key=lambda one: -one.below)[:free]}
            return drawn + [one for one in members if one.clause.id in largest]
        drawn += members
    return drawn


def family_chart(messages: Messages, members: Sequence[FamilyMember]) -> Spec:
    """The tree of these members: hard dark, soft light; a diamond where the agreement binds nobody today.

    Beside each point stands the part of its words that stand in the clause above it, and how many clauses directly
    beneath it are not drawn.
    """
    rows = {one.clause.id: f"{place}" for place, one in enumerate(members)}
    points = [_point(messages, one, rows, members) for one in members]
    lines = [line for one in members for line in _lines(one, rows, members)]
    order = list(rows.values())
    labels = {rows[one.clause.id]: _short_label(messages, one.clause) for one in members}
    years = [point["year"] for point in points]
    first, last = min(years), max(years)
    across = alt.X(
        "year:Q",
        # Free on the right, for the words beside the newest points.
        scale=alt.Scale(domain=[first - 0.5, last + 0.5 + (last - first + 1) / 8], nice=False, zero=False),
        axis=alt.Axis(
            format="d",
            values=list(range(last, first - 1, -(1 + (last - first) // 12)))[::-1],
            labelOverlap=True,
            title=messages.say("family.year"),
            grid=True,
            orient="top",
        ),
    )
    down = alt.Y(
        "row:N",
        sort=order,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(
            labelExpr=f"({json.dumps(labels)})[datum.value]",
            title=None,
            labelLimit=alt.ExprRef(f"width < {NARROW} ? {NARROW_LABEL_PIXELS} : {LABEL_PIXELS}"),
            labelOverlap=False,
            domain=False,
            ticks=False,
            grid=False,
        ),
    )
    chart = alt.layer(
        alt.Chart(alt.NamedData("lines"))
        .mark_rule(color=_LINE, strokeWidth=1)
        .encode(x=across, x2=alt.X2("until:Q"), y=down, y2=alt.Y2("last:N")),
        _points(messages, points, across, down),
        alt.Chart(alt.NamedData("points"))
        .mark_text(align="left", dx=8, fontSize=11, color=INK)
        .encode(x=across, y=down, text=alt.Text("said:N")),
    ).properties(height={"step": ROW_PIXELS})
    spec: Spec = with_colours(chart).to_dict(validate=False)
    spec["padding"] = {"left": 5, "right": 30, "top": 5, "bottom": 5}
    spec["datasets"] = {"points": points, "lines": lines}
    return on_paper(spec)


def _points(messages: Messages, points: Sequence[Mapping[str, Any]], across: alt.X, down: alt.Y) -> alt.Chart:
    kinds = {point["kind"]: point["strength"] for point in points}
    shown = [kind for kind in FILLS if kind in kinds]
    chart = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(filled=True, size=80, opacity=1, stroke=PAPER, strokeWidth=1)
        .encode(
            x=across,
            y=down,
            color=alt.Color(
                "strength:N",
                scale=alt.Scale(
                    domain=[kinds[kind] for kind in shown], range=[FILLS[kind] for kind in shown]
                ),
                legend=alt.Legend(title=None, orient="top", direction="horizontal", columns=2, labelLimit=0),
            ),
            shape=alt.Shape(
                "binds:N", scale=alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values())), legend=None
            ),
            tooltip=[
                alt.Tooltip("clause:N", title=messages.say("family.column_clause")),
                alt.Tooltip("signed:N", title=messages.say("family.column_signed_on")),
                alt.Tooltip("status:N", title=messages.say("family.column_status")),
                alt.Tooltip("strength:N", title=messages.say("family.column_strength")),
                alt.Tooltip("nearest:N", title=messages.say("family.column_nearest")),
                alt.Tooltip("share:N", title=messages.say("family.column_share")),
                alt.Tooltip("later:Q", title=messages.say("family.column_later")),
            ],
        )
    )

    return cast(alt.Chart, chart)


def _point(
    messages: Messages, one: FamilyMember, rows: Mapping[int, str], members: Sequence[FamilyMember]
) -> dict[str, Any]:
    clause, near = one.clause, one.nearest
    drawn = sum(other.nearest is not None and other.nearest.clause.id == clause.id for other in members)
    hidden = one.children - drawn
    share = share_shown(near.share) if near else ""
    return {
        "row": rows[clause.id],
        "year": year_of(clause),
        "clause": clause_label(messages, clause),
        "signed": signed_shown(messages, clause),
        "status": status_shown(messages, clause),
        "strength": strength_word(messages, clause.provision, clause.strength),
        "kind": strength_kind(clause.provision, clause.strength),
        "binds": clause.binds,
        "nearest": clause_label(messages, near.clause) if near else "",
        "share": share,
        "later": one.later,
        "said": " ".join(
            word for word in (share, messages.say("family.more", n=hidden) if hidden else "") if word
        ),
    }


def _lines(
    one: FamilyMember, rows: Mapping[int, str], members: Sequence[FamilyMember]
) -> list[dict[str, Any]]:
    """From the clause above straight down to the row of this one, then across to its year."""
    if one.nearest is None or one.nearest.clause.id not in rows:
        return []
    own, above = rows[one.clause.id], rows[one.nearest.clause.id]
    begin, end = year_of(one.nearest.clause), year_of(one.clause)
    return [
        {"year": begin, "until": begin, "row": above, "last": own},
        {"year": begin, "until": end, "row": own, "last": own},
    ]


def _short_label(messages: Messages, clause: TracedClause) -> str:
    """The same beside its row: a long name is cut, and an article goes by its number."""
    name = clause.agreement
    cut = name if len(name) <= NAME_LETTERS else f"{name[: NAME_LETTERS - 1].rstrip()}…"
    return f"{cut} {year_of(clause)}, {_ARTICLE.sub('', article_name(messages, clause.article))}"


def clause_label(messages: Messages, clause: TracedClause) -> str:
    """A clause by its agreement's short name, year and article."""
    year = year_of(clause)
    return messages.say(
        "named",
        name=f"{clause.agreement} ({year})" if year else clause.agreement,
        words=article_name(messages, clause.article),
    )
