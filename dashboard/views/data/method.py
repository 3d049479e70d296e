"""The Data page's method: how clauses are found, and how accurately, from the file of measurements."""

from collections.abc import Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import download
from dashboard.parts.finished import finished
from dashboard.parts.markup import Markup, join, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, provision_name
from tracker.evaluation import CodeScore
from tracker.evaluation.accuracy import Accuracy, MeasuredSet, measured_accuracy
from tracker.queries import Status, template_facts

_STEPS = ("gate", "clean", "clauses", "patterns", "strength", "exception", "reach", "review")
_SET_COLUMNS = ("set", "use", "articles", "micro", "macro", "strength", "exception", "scope", "bound")
MEASURED_FROM = 10
"""Fewest coded articles, or labels, of which a share in per cent is shown."""

_SCORES = ("articles", "precision", "recall", "f1")
_WIDE = frozenset(
    {
        "macro", "exception", "scope", "bound", "held_precision", "held_recall", "dev_articles",
        "dev_precision", "dev_recall", "dev_f1",
    }
)  # fmt: skip
"""Columns that are hidden on a phone; the download has them all."""


def show_method(messages: Messages, now: Status) -> None:
    """Draw both sections."""
    facts = template_facts(messages.language)
    layout.section(messages.say("data.method"), messages.say("data.method_intro"))
    number = len(facts.provisions)
    st.html(
        tag(
            "ol",
            *(tag("li", messages.say(f"data.step_{step}", provisions=number)) for step in _STEPS),
            class_="steps",
        )
    )
    accuracy = measured_accuracy()
    layout.section(
        messages.say("data.accuracy"),
        messages.say(
            "data.accuracy_intro",
            day=day(messages, accuracy.measured),
            template=accuracy.template,
            matcher=accuracy.matcher,
        ),
    )
    st.html(_summary(messages, now, accuracy))
    _show_sets(messages, accuracy)
    _show_provisions(messages, accuracy)


def percent(messages: Messages, share: float) -> str:
    """A share (0..1) in per cent with one decimal place, without decimals where it is a whole number."""
    written = f"{100 * share:.1f}".removesuffix(".0")
    return written.replace(".", messages.say("data.decimal"))


def _summary(messages: Messages, now: Status, accuracy: Accuracy) -> Markup:
    """The held-out and the judged figures in words, their limits, and whether the findings were made with the same
    versions."""
    judged = accuracy.judged
    kept = [_kind_line(messages, entry) for entry in accuracy.sets if entry.use == "held_out"]
    lines = [
        messages.say(
            "data.judged_line",
            right=judged.right,
            findings=judged.findings,
            percent=percent(messages, judged.precision),
            wrong=judged.strength_wrong,
        ),
    ]
    quiet = [messages.say("data.limits")]
    use = next(iter(now.versions_in_use), None)
    if use is not None and (use.template, use.matcher) != (accuracy.template, accuracy.matcher):
        quiet.append(messages.say("data.accuracy_older", template=use.template, matcher=use.matcher))
    return tag(
        "div",
        tag("p", messages.say("data.held_out_line"), class_="figure-line"),
        tag("ul", *(tag("li", line) for line in kept), class_="commitments"),
        *(tag("p", line, class_="figure-line") for line in lines),
        *(tag("p", line) for line in quiet),
        class_="provision-head",
    )


def _kind_line(messages: Messages, entry: MeasuredSet) -> str:
    """One kind of text: how much of what was flagged is right and of what is there was flagged, as counts, since the
    sets kept apart are small."""
    together = _total(entry)
    return messages.say(
        "data.held_out_kind",
        kind=messages.find(f"data.set.{entry.key}") or entry.key,
        articles=entry.articles,
        right=together.true_positive,
        flagged=together.true_positive + together.false_positive,
        there=together.gold,
    )


def _total(measured: MeasuredSet) -> CodeScore:
    """All codes of a set together."""
    scores = measured.codes.values()
    return CodeScore(
        "all",
        sum(score.true_positive for score in scores),
        sum(score.false_positive for score in scores),
        sum(score.false_negative for score in scores),
    )


def _show_sets(messages: Messages, accuracy: Accuracy) -> None:
    def table() -> Markup:
        rows = [_set_cells(messages, entry) for entry in accuracy.sets]
        uses = dict.fromkeys(entry.use for entry in accuracy.sets)
        said = tag("p", " ".join(messages.say(f"data.use_words.{use}") for use in uses), class_="quiet")
        return join([said, _table(messages, "sets", _SET_COLUMNS, rows)])

    st.html(finished(messages, "accuracy of sets", (), table))


def _set_cells(messages: Messages, entry: MeasuredSet) -> tuple[object, ...]:
    return (
        messages.find(f"data.set.{entry.key}") or entry.key,
        messages.say(f"data.use.{entry.use}"),
        entry.articles,
        percent(messages, entry.micro_f1) if entry.labels >= MEASURED_FROM else messages.say("unknown"),
        messages.say("unknown") if entry.macro_f1 is None else percent(messages, entry.macro_f1),
        _of(messages, entry.strength, entry.strength_count),
        _of(messages, entry.exception, entry.exception_count),
        _of(messages, entry.scope, entry.scope_count),
        _of(messages, entry.bound, entry.bound_count),
    )


def _of(messages: Messages, share: float, number: int) -> str:
    """A share with the number it is a share of; a dash where that is below MEASURED_FROM."""
    return (
        messages.say("data.share_of", share=percent(messages, share), n=number)
        if number >= MEASURED_FROM
        else messages.say("unknown")
    )


def _show_provisions(messages: Messages, accuracy: Accuracy) -> None:
    layout.section(messages.say("data.provisions"), messages.say("data.provisions_intro", n=MEASURED_FROM))
    columns = (
        "provision",
        *(f"{name}_{score}" for name in ("held_out", "dev") for score in _SCORES),
        "judged",
    )
    facts, in_sample = template_facts(messages.language), accuracy.in_sample()

    def rows() -> list[tuple[object, ...]]:
        return [_provision_cells(messages, accuracy, in_sample, entry.code) for entry in facts.provisions]

    table = finished(messages, "accuracy", (), lambda: _table(messages, "provisions", columns, rows()))
    st.html(table)
    download(messages, "accuracy", [_heading(messages, column) for column in columns], rows, "accuracy.csv")


def _provision_cells(
    messages: Messages, accuracy: Accuracy, in_sample: MeasuredSet, code: str
) -> tuple[object, ...]:
    return (
        provision_name(messages, code),
        *_scores(messages, accuracy.held_out.codes.get(code)),
        *_scores(messages, in_sample.codes.get(code)),
        _judged(messages, accuracy.judged.codes.get(code)),
    )


def _scores(messages: Messages, score: CodeScore | None) -> tuple[object, ...]:
    """Articles, precision, recall, F1; dashes where the set has no article with the provision, and instead of shares
    where it has fewer than MEASURED_FROM: a share of four articles says nothing."""
    dash = messages.say("unknown")
    if score is None or not score.gold:
        return (dash,) * len(_SCORES)
    if score.gold < MEASURED_FROM:
        return (score.gold, dash, dash, dash)
    predicted = score.true_positive + score.false_positive
    # The precision of a provision that was never flagged is unknown.
    precision = percent(messages, score.precision) if predicted else dash
    return (score.gold, precision, percent(messages, score.recall), percent(messages, score.f1))


def _judged(messages: Messages, judged: tuple[int, int] | None) -> str:
    if judged is None:
        return messages.say("unknown")
    findings, right = judged
    return messages.say("data.of", share=right, n=findings)


def _heading(messages: Messages, column: str) -> str:
    return messages.say("column.provision" if column == "provision" else f"data.column_{column}")


def _table(
    messages: Messages, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> Markup:
    text = {"provision", "set", "use"}
    classes = [
        " ".join(
            part for part in ("" if column in text else "number", "wide" if column in _WIDE else "") if part
        )
        or None
        for column in columns
    ]
    head = [
        tag("th", _heading(messages, column), scope="col", class_=kind)
        for column, kind in zip(columns, classes, strict=True)
    ]
    body = [
        tag(
            "tr",
            tag("th", first, scope="row"),
            *(
                tag("td", messages.number(cell) if isinstance(cell, int) else cell, class_=kind)
                for cell, kind in zip(rest, classes[1:], strict=True)
            ),
        )
        for first, *rest in rows
    ]
    return layout.phone_fold(messages, layout.table_frame(messages.say(f"data.{name}"), head, body))
