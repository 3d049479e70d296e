"""What a checked draft comes to: figures, remarks, one row per provision, and what of the template is not in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, page_address, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import provision_name
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from dashboard.parts.twin import download
from tracker.drafts import DraftReport
from tracker.queries import SpreadTotal, draft_score, draft_standings, spread_totals, template_facts
from tracker.queries.standing import Standing

_COLUMNS = ("provision", "strength", "exception", "articles")
_CELLS = (None, None, None, "number wide", "number", "number wide")
"""Classes of the cells of a row; `wide` columns are left out on a phone."""


def aside(page: str, label: Child, /, **parameters: str | None) -> Markup:
    """A link to another page in a window of its own: this one would forget the draft."""
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
    standings = draft_standings(
        [
            (finding.provision, finding.strength, finding.exception)
            for article in report.flagged
            for finding in article.findings
        ]
    )
    _show_figures(messages, report, standings)
    _show_table(messages, standings)
    _show_missing(messages, standings)


def _facts(messages: Messages, report: DraftReport) -> Markup:
    """One line: what it is called, its language and length."""
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
    if report.whole:
        lines.append(messages.say("draft.whole"))
    if not report.language_certain:
        lines.append(messages.say("draft.language_unsure", language=_language_name(messages, report)))
    lines += [tag("span", remark, lang="en") for remark in report.remarks]
    if lines:
        layout.notice(tag("ul", *(tag("li", line) for line in lines)))


def _show_figures(messages: Messages, report: DraftReport, standings: Mapping[str, Standing]) -> None:
    score = draft_score(standings)
    strengths = Counter(standing.strength for standing in standings.values())
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


def _show_table(messages: Messages, standings: Mapping[str, Standing]) -> None:
    layout.section(messages.say("draft.table"), messages.say("draft.table_lead"))
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
            [_row(messages, code, standing, totals.get(code)) for code, standing in standings.items()],
        )
    )
    rows = [
        (
            provision_name(messages, code),
            strength_word(messages, standing.strength),
            exception_word(messages, standing.exception),
            standing.articles,
            *_elsewhere(totals.get(code)),
        )
        for code, standing in standings.items()
    ]
    download(messages, "draft-provisions", columns, rows, "draft-provisions.csv")


def _elsewhere(total: SpreadTotal | None) -> tuple[int, int]:
    """How many existing agreements have a provision hard, and how many have it at all."""
    if total is None:
        return 0, 0
    return (
        total.agreements_hard,
        total.agreements_hard + total.agreements_soft + total.agreements_unrated,
    )


def _row(messages: Messages, code: str, standing: Standing, total: SpreadTotal | None) -> Markup:
    hard, all_of_them = _elsewhere(total)
    return tag(
        "tr",
        tag("th", aside("clause", provision_name(messages, code), provision=code), scope="row"),
        tag("td", strength_chip(messages, standing.strength) if standing.strength else None),
        tag("td", exception_chip(messages, standing.exception)),
        tag("td", messages.number(standing.articles), class_="number wide"),
        tag("td", messages.number(hard), class_="number"),
        tag("td", messages.number(all_of_them), class_="number wide"),
    )


def _show_missing(messages: Messages, standings: Mapping[str, Standing]) -> None:
    """The provisions of the template that the draft does not have."""
    facts = template_facts(messages.language)
    missing = [
        provision.code
        for provision in facts.provisions
        if provision.group == "template" and provision.code not in standings
    ]
    layout.section(messages.count("draft.missing", len(missing)), messages.say("draft.missing_lead"))
    if missing:
        st.html(tag("ul", *_links(messages, missing), class_="found"))


def _links(messages: Messages, codes: Iterable[str]) -> Sequence[Markup]:
    return [
        tag("li", join([aside("clause", provision_name(messages, code), provision=code)])) for code in codes
    ]
