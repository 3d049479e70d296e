"""Data and method: coverage, accuracy, the dump, citation, and the results of visits and nights."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_sentence
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.language import messages_here
from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from dashboard.views.data.dump import show_citations, show_dump
from dashboard.views.data.method import show_method
from dashboard.views.data.plausibility import show_plausibility
from tracker.queries import LastRun, NightRow, Status, last_nights, status

NIGHTS_SHOWN = 14
_SOURCE_COLUMNS = (
    "source",
    "run_state",
    "run_started",
    "pages",
    "not_modified",
    "loaded",
    "updated",
    "errors",
)
_NIGHT_COLUMNS = ("night", "run_state", "summary", "alerts")


def show() -> None:
    """Draw the page."""
    messages = messages_here()
    layout.page_head(messages.say("data.title"), messages.say("data.intro"))
    now = ask(status)
    if not now.agreements and not now.facts_only:
        layout.empty_database(messages)
        return
    st.html(_coverage(messages, now))
    show_method(messages, now)
    show_plausibility(messages)
    show_dump(messages)
    show_citations(messages, now)
    _show_runs(messages, now)
    _show_nights(messages)


def _coverage(messages: Messages, now: Status) -> Markup:
    figures = layout.figures(
        messages,
        [
            (messages.say("data.agreements"), now.agreements),
            (messages.say("data.countries"), now.countries),
            (messages.say("data.articles"), now.articles),
            (messages.say("data.findings"), now.findings),
            *([(messages.say("data.facts_only"), now.facts_only)] if now.facts_only else []),
        ],
    )
    languages = ", ".join(
        messages.say("data.language_count", language=messages.find(f"data.language.{code}") or code, n=count)
        for code, count in now.languages.items()
    )
    lines = [
        messages.say("data.languages", languages=languages),
        basis_sentence(messages, now.bases, "counted_cells"),
    ]
    if now.latest_fetch is not None:
        lines.append(messages.say("data.latest", day=_moment(now.latest_fetch)))
    lines += [
        messages.say("data.version", template=use.template, matcher=use.matcher)
        for use in now.versions_in_use[:1]
    ]
    return tag("section", figures, *(tag("p", line, class_="quiet") for line in lines if line))


def _show_runs(messages: Messages, now: Status) -> None:
    layout.section(messages.say("data.sources"), messages.say("data.sources_intro"))
    if not now.last_runs:
        layout.notice(messages.say("data.no_runs"))
        return
    rows = [_run_cells(messages, run) for run in now.last_runs]
    results = [run.result for run in now.last_runs]
    _table(messages, "data.sources", _SOURCE_COLUMNS, rows, [result.message for result in results])
    _errors(
        messages,
        [
            messages.say(
                "data.error_visit",
                source=run.result.source,
                moment=_moment(run.started_at),
                message=run.result.message,
            )
            for run in now.last_runs
            if run.result.message
        ],
    )
    download(
        messages, "runs", [messages.say(f"column.{name}") for name in _SOURCE_COLUMNS], rows, "sources.csv"
    )


def _run_cells(messages: Messages, run: LastRun) -> tuple[object, ...]:
    result = run.result
    counts = (result.pages, result.not_modified, result.new, result.updated, result.error_count)
    return (result.source, _state(messages, result.state), _moment(run.started_at), *counts)


def _show_nights(messages: Messages) -> None:
    layout.section(messages.say("data.nights"), messages.say("data.nights_intro"))
    nights = ask(last_nights, NIGHTS_SHOWN)
    if not nights:
        layout.notice(messages.say("data.no_nights"))
        return
    rows = [_night_cells(messages, night) for night in nights]
    _table(messages, "data.nights", _NIGHT_COLUMNS, rows, [None] * len(rows))
    _errors(
        messages,
        [
            messages.say(
                "data.error_alert",
                source=alert.source,
                moment=_moment(night.started_at),
                message=alert.message,
                runbook=alert.runbook,
            )
            for night in nights
            for alert in night.alerts
        ],
    )
    download(
        messages, "nights", [messages.say(f"column.{name}") for name in _NIGHT_COLUMNS], rows, "nights.csv"
    )


def _night_cells(messages: Messages, night: NightRow) -> tuple[object, ...]:
    return (_moment(night.started_at), _state(messages, night.state), night.summary or "", len(night.alerts))


def _errors(messages: Messages, lines: Sequence[str]) -> None:
    """The stored error messages (in English); nothing where there are none."""
    if lines:
        words = tag("summary", tag("span", messages.say("data.errors"), class_="fold-name"))
        listed = tag("ul", *(tag("li", line, lang="en") for line in lines), class_="commitments")
        st.html(tag("details", words, listed, class_="fold"))


def _state(messages: Messages, state: str) -> str:
    return messages.find(f"data.run_{state}") or state


def _table(
    messages: Messages,
    name: str,
    columns: tuple[str, ...],
    rows: list[tuple[object, ...]],
    remarks: list[str | None],
) -> None:
    head = [tag("th", messages.say(f"column.{column}"), scope="col") for column in columns]
    body = [
        tag(
            "tr",
            tag("th", str(first), scope="row"),
            *(
                tag(
                    "td",
                    messages.number(cell) if isinstance(cell, int) else str(cell),
                    # The night's own words are stored, in English.
                    lang="en" if column == "summary" else None,
                )
                for column, cell in zip(columns[1:], rest, strict=True)
            ),
            title=remark,
        )
        for (first, *rest), remark in zip(rows, remarks, strict=True)
    ]
    st.html(layout.table_frame(messages.say(name), head, body))


def _moment(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC"
