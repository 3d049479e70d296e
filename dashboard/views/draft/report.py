"""The report on a draft: figures, remarks, one row per provision, and the template's provisions it does not have."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, page_address, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import provision_name
from dashboard.parts.notes import LIMITING, is_mandate, note_name, promised
from dashboard.parts.reach import uncertain_chip, uncertain_note, uncertain_word
from dashboard.parts.strength import (
    exception_chip,
    exception_word,
    shows_strength,
    strength_chip,
    strength_word,
)
from tracker.drafts import DraftReport
from tracker.queries import SpreadTotal, draft_score, draft_strongest, spread_totals, template_facts
from tracker.queries.core.strongest import StrongestFinding

_COLUMNS = ("provision", "strength", "exception", "articles")
_CELLS = (None, None, None, "number wide", "number", "number wide")
"""Classes of the cells of a row; `wide` columns are left out on a phone."""


def aside(page: str, label: Child, /, **parameters: str | None) -> Markup:
    """A link to another page in a new window, because leaving this one deletes the draft session."""
    return tag("a", label, href=page_address(page, **parameters), target="_blank", rel="noopener")


def show_overview(messages: Messages, report: DraftReport) -> None:
    """Figures, remarks, the table of provisions and the list of those not found."""
    st.html(_facts(messages, report))
    _show_remarks(messages, report)
    if not report.flagged:
        layout.notice(
            tag("strong", messages.say("draft.nothing_found")),
            " ",
            messages.say("draft.nothing_found_help", language=_language_name(messages, report)),
        )
        return
    strongest_findings = draft_strongest(
        [
            (finding.provision, finding.strength, finding.exception, finding.uncertain)
            for article in report.flagged
            for finding in article.findings
            if not is_mandate(finding.provision, finding.notes)  # no rule, and no definition
        ]
    )
    _show_figures(messages, report, strongest_findings)
    if strongest_findings:
        _show_table(messages, strongest_findings, _limits(report))
    promised = {code for article in report.flagged for found in article.findings for code in found.promised}
    _show_missing(messages, strongest_findings, promised)


def _limits(report: DraftReport) -> dict[str, tuple[str, ...]]:
    """By provision: what limits it in each article that has it (a moratorium "until the next conference", say)."""
    notes: dict[str, list[set[str]]] = {}
    for article in report.flagged:
        for finding in article.findings:
            notes.setdefault(finding.provision, []).append(set(finding.notes))
    return {
        code: tuple(note for note in LIMITING if all(note in one for one in of)) for code, of in notes.items()
    }


def _facts(messages: Messages, report: DraftReport) -> Markup:
    """One line: title, language and length."""
    parts = [
        report.name or messages.say("draft.pasted"),
        _language_name(messages, report),
        messages.count("draft.articles", len(report.articles)),
        messages.say("draft.characters", n=report.characters),
    ]
    return tag("p", tag("strong", parts[0]), " · ", " · ".join(parts[1:]), class_="draft-facts")


def _language_name(messages: Messages, report: DraftReport) -> str:
    return messages.say(f"draft.languages.{report.language}")


def _show_remarks(messages: Messages, report: DraftReport) -> None:
    lines: list[Child] = []
    if report.undivided:
        lines.append(messages.say("draft.undivided"))
    if not report.language_certain:
        lines.append(messages.say("draft.language_unsure", language=_language_name(messages, report)))
    lines += [tag("span", remark, lang="en") for remark in report.remarks]
    if lines:
        layout.notice(tag("ul", *(tag("li", line) for line in lines)))


def _show_figures(
    messages: Messages, report: DraftReport, strongest_findings: Mapping[str, StrongestFinding]
) -> None:
    score = draft_score(strongest_findings)
    strengths = Counter(strongest.strength for strongest in strongest_findings.values())
    st.html(
        layout.figures(
            messages,
            [
                (messages.say("draft.figure_flagged"), len(report.flagged)),
                (messages.say("draft.figure_hard"), strengths["hard"]),
                (messages.say("draft.figure_soft"), strengths["soft"]),
                (messages.say("draft.figure_score"), round(100 * score.score)),
            ],
        )
    )
    st.html(tag("p", messages.say("draft.score_help", n=score.counted), class_="quiet"))
    rated = [one for one in strongest_findings.values() if one.strength]
    doubtful = uncertain_note(messages, sum(one.uncertain for one in rated))
    if doubtful is not None:
        st.html(doubtful)


def _show_table(
    messages: Messages,
    strongest_findings: Mapping[str, StrongestFinding],
    limits: Mapping[str, tuple[str, ...]],
) -> None:
    layout.section(messages.say("draft.table"), messages.say("draft.table_intro"))
    totals = {total.provision: total for total in ask(spread_totals)}
    columns = [
        *(messages.say(f"column.{name}") for name in _COLUMNS),
        messages.say("draft.elsewhere_hard"),
        messages.say("draft.elsewhere"),
    ]
    st.html(
        layout.table_frame(
            messages.say("draft.table"),
            [tag("th", column, scope="col", class_=_CELLS[at]) for at, column in enumerate(columns)],
            [
                _row(messages, code, strongest, totals.get(code), limits[code])
                for code, strongest in strongest_findings.items()
            ],
        )
    )
    rows = [
        (
            provision_name(messages, code),
            strength_word(messages, code, strongest.strength),
            exception_word(messages, strongest.exception),
            strongest.articles,
            *_elsewhere(totals.get(code)),
            uncertain_word(messages, strongest.uncertain),
            "; ".join(note_name(messages, note) for note in limits[code]),
        )
        for code, strongest in strongest_findings.items()
    ]
    columns += [messages.say("column.uncertain"), messages.say("draft.column.details")]
    download(messages, "draft-provisions", columns, rows, "draft-provisions.csv")


def _elsewhere(total: SpreadTotal | None) -> tuple[int, int]:
    """How many existing agreements have a provision as hard, and how many have it at any strength."""
    if total is None:
        return 0, 0
    return (
        total.agreements_hard,
        total.agreements_hard + total.agreements_soft + total.agreements_unrated,
    )


def _row(
    messages: Messages,
    code: str,
    strongest: StrongestFinding,
    total: SpreadTotal | None,
    limits: Sequence[str],
) -> Markup:
    hard, all_of_them = _elsewhere(total)
    return tag(
        "tr",
        tag("th", aside("provision", provision_name(messages, code), provision=code), scope="row"),
        tag(
            "td",
            strength_chip(messages, code, strongest.strength) if shows_strength(code) else None,
            " ",
            uncertain_chip(messages, strongest.uncertain),
            promised(messages, limits),
        ),
        tag("td", exception_chip(messages, strongest.exception)),
        tag("td", messages.number(strongest.articles), class_="number wide"),
        tag("td", messages.number(hard), class_="number"),
        tag("td", messages.number(all_of_them), class_="number wide"),
    )


def _show_missing(
    messages: Messages, strongest_findings: Mapping[str, StrongestFinding], promised: Container[str]
) -> None:
    """The provisions of the template that the draft does not have; said of those it promises to talk about."""
    facts = template_facts(messages.language)
    missing = [
        provision.code
        for provision in facts.provisions
        if provision.group == "template" and provision.code not in strongest_findings
    ]
    layout.section(messages.count("draft.missing", len(missing)), messages.say("draft.missing_intro"))
    if missing:
        st.html(tag("ul", *_links(messages, missing, promised), class_="found"))


def _links(messages: Messages, codes: Iterable[str], promised: Container[str]) -> Sequence[Markup]:
    return [
        tag(
            "li",
            aside("provision", provision_name(messages, code), provision=code),
            tag("span", " ", messages.say("draft.promised"), class_="quiet") if code in promised else None,
        )
        for code in codes
    ]
