"""The Provision page: what one rule says, who asked for it, its first appearance, its years, its clauses."""

from collections.abc import Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_chip, basis_columns, basis_numbers, basis_paragraph, basis_sentence
from dashboard.parts.chart_table import chart_with_table, download
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished_chart
from dashboard.parts.language import messages_here
from dashboard.parts.markup import Child, Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import all_agreement_names, day, provision_name, signed_cell, signed_on
from dashboard.parts.reach import uncertain_chip, uncertain_note
from dashboard.parts.state import LinkState
from dashboard.parts.strength import strengths_listed
from dashboard.parts.subscribe import subscribe_link
from dashboard.views.provision.clauses import article_link, show_clauses
from dashboard.views.provision.lineage import show_family
from dashboard.views.spread.curve import curve_of
from tracker.queries import (
    BasisCounts,
    PrincipleFacts,
    ProvisionFacts,
    ProvisionOverview,
    ProvisionRow,
    SpreadFilter,
    SpreadTotal,
    TemplateFacts,
    agreement_list,
    count_bases,
    provision_clauses,
    provision_overview,
    provision_rows,
    spread_curve,
    spread_totals,
    template_facts,
)
from tracker.queries.core.days import last_known

Names = dict[str, str]

SHOWN_DOUBTS = 5
"""How many agreements are named that may be as early as the first."""
"""Name of each agreement by slug."""


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    facts = template_facts(messages.language)
    agreements = ask(agreement_list)
    totals = ask(spread_totals)
    codes = [total.provision for total in totals]
    asked = state.text("provision")
    if asked in codes:
        provision = facts.provision(asked)
        layout.page_head(provision.title, provision.explainer or None)
    else:
        layout.page_head(messages.say("provision.title"), messages.say("provision.intro"))
    if not agreements:
        layout.empty_database(messages)
        return
    problems = st.container()
    chosen = state.select(
        messages.say("provision.choose"),
        "provision",
        codes,
        default=None,
        shown=lambda code: provision_name(messages, code),
        placeholder=messages.say("provision.placeholder"),
    )
    if chosen is None:
        with problems:
            for _, value in state.problems:
                layout.notice(messages.say("provision.unknown", value=value), kind="warning")
        _show_list(messages, totals)
        return
    _show_provision(messages, state, facts, chosen, all_agreement_names(messages))
    with problems:
        layout.report_problems(messages, state.problems)


def _show_list(messages: Messages, totals: Sequence[SpreadTotal]) -> None:
    layout.section(messages.say("provision.all"), messages.say("provision.all_intro"))
    kinds = ("hard", "soft", "unknown")
    columns = [
        messages.say("column.provision"),
        *(messages.say(f"strength.{kind}") for kind in kinds),
        messages.say("strength.unrated"),
        *basis_columns(messages),
        messages.say("uncertain.chip"),
        messages.say("provision.sectoral_too"),
    ]
    head = [tag("th", columns[0], scope="col")]
    head += [
        tag("th", word, scope="col", class_="number" if at < len(kinds) else "number wide")
        for at, word in enumerate(columns[1:])
    ]
    numbers = {
        total.provision: (
            *_by_strength(total),
            *basis_numbers(total.bases),
            total.uncertain,
            total.sectoral,
        )
        for total in totals
    }
    none = messages.say("unknown")
    body = [
        tag(
            "tr",
            tag("th", page_link("provision", provision_name(messages, code), provision=code), scope="row"),
            *(
                tag(
                    "td",
                    none if number is None else messages.number(number),
                    class_="number" if at < len(kinds) else "number wide",
                )
                for at, number in enumerate(row)
            ),
        )
        for code, row in numbers.items()
    ]
    st.html(layout.table_frame(messages.say("provision.all"), head, body))
    table = [(provision_name(messages, code), *row) for code, row in numbers.items()]
    download(messages, "provisions", columns, table, "provisions.csv")


def _by_strength(total: SpreadTotal) -> tuple[int | None, int | None, int | None, int | None]:
    """Agreements with a hard and a soft rule, one of unknown strength, and of a provision without strengths all; None
    where the provision has no such number."""
    if template_facts().provision(total.provision).has_strength:
        return total.agreements_hard, total.agreements_soft, total.agreements_unrated, None
    return None, None, None, total.agreements


def _show_provision(
    messages: Messages, state: LinkState, facts: TemplateFacts, code: str, names: Names
) -> None:
    provision = facts.provision(code)
    rows = ask(provision_rows, code)
    if not rows:
        _show_behind(messages, facts, provision)
        layout.notice(messages.say("provision.none_found"))
        return
    overview = provision_overview(code, rows)
    _show_timeline(messages, state, overview, rows)
    if provision.has_exception:
        st.html(_without_exception(messages, rows))
    _show_first(messages, overview, names)
    _show_behind(messages, facts, provision)
    show_family(messages, state, code, names)
    show_clauses(messages, state, code, rows, names)
    st.html(subscribe_link(messages, "provision", code))


def _show_behind(messages: Messages, facts: TemplateFacts, provision: ProvisionFacts) -> None:
    """The principles behind the provision: what they say, who asked for them, what they take away."""
    principles = [entry for entry in facts.principles if entry.number in provision.principles]
    if not principles:
        group = messages.say(f"group.{provision.group.replace(' ', '_')}")
        st.html(tag("p", messages.say("provision.beyond", group=group), class_="quiet"))
        return
    layout.section(messages.say("provision.behind"))
    st.html(join(_principle(messages, principle) for principle in principles))


def _principle(messages: Messages, principle: PrincipleFacts) -> Markup:
    title = messages.say("provision.principle", number=principle.number, title=principle.title)
    pairs = (
        (messages.say(f"provision.{name}"), getattr(principle, name)) for name in ("asked_by", "takes_away")
    )
    return tag(
        "section",
        tag("h3", title),
        tag("p", principle.says),
        tag(
            "dl",
            *(join([tag("dt", name), tag("dd", words)]) for name, words in pairs if words),
            class_="about",
        ),
        class_="principle",
    )


def _show_first(messages: Messages, overview: ProvisionOverview, names: Names) -> None:
    """The agreement in which the provision appeared first, and that in which it was hard first if it is another one."""
    found = [("first_any", overview.first, overview.first_doubts)]
    if overview.first_hard != overview.first:
        found.append(("first_hard", overview.first_hard, overview.first_hard_doubts))
    layout.section(messages.say("provision.first_title"), messages.say("provision.first_intro"))
    st.html(
        join(
            tag(
                "p",
                _appearance(messages, overview.provision, key, row, names),
                _doubts(messages, overview.provision, doubts, names),
                class_="figure-line",
            )
            for key, row, doubts in found
            if row is not None
        )
    )


def _doubts(messages: Messages, code: str, doubts: Sequence[ProvisionRow], names: Names) -> Markup | None:
    """That others may be as early, by their dates as far as known."""
    if not doubts:
        return None
    links: list[Child] = [
        page_link("agreement", names[row.slug], agreement=row.slug, provision=code)
        for row in doubts[:SHOWN_DOUBTS]
    ]
    if len(doubts) > SHOWN_DOUBTS:
        links.append(messages.say("coverage.rest", n=len(doubts) - SHOWN_DOUBTS))
    return join([" ", woven(messages.template("provision.first_doubts"), agreements=join(links, " · "))])


def _appearance(messages: Messages, code: str, key: str, row: ProvisionRow, names: Names) -> Markup:
    """The sentence with the agreement's name as a link in it, then links to its clauses."""
    when = signed_on(messages, row) if signed_cell(row) else day(messages, row.date_in_force)
    link = page_link("agreement", names[row.slug], agreement=row.slug, provision=code)
    clauses = [clause for clause in ask(provision_clauses, code) if clause.slug == row.slug]
    if key == "first_hard":
        clauses = [clause for clause in clauses if clause.strength == "hard"]
    places = join((article_link(messages, row.slug, clause.article) for clause in clauses), " · ")
    said: list[Child] = [woven(messages.template(f"provision.{key}"), agreement=link, day=when)]
    doubtful = uncertain_chip(messages, row.uncertain)
    return join([*said, doubtful, basis_chip(messages, row.basis), places], " ")


def _show_timeline(
    messages: Messages, state: LinkState, overview: ProvisionOverview, rows: Sequence[ProvisionRow]
) -> None:
    layout.section(messages.say("provision.timeline"), messages.say("provision.timeline_intro"))
    rows = [row for row in rows if not row.sectoral]
    points = [point for point in ask(spread_curve, overview.provision) if point.unit == "agreements"]
    if points:
        curve = curve_of(points, overview.provision, SpreadFilter(), cumulative=False)
        chart_with_table(
            messages,
            state,
            "variants",
            finished_chart(
                messages,
                "timeline",
                overview.provision,
                lambda: curve.chart(messages),
            ),
            *curve.table(messages),
            f"provision-{overview.provision}-years.csv",
            title=messages.say(
                "named",
                name=template_facts(messages.language).provision(overview.provision).title,
                words=messages.say("filter.count_new").lower(),
            ),
            alternative=f"{_timeline_words(messages, overview, rows)} {curve.missing(messages)}".strip(),
        )
        if curve.unread.anything:
            st.html(tag("p", curve.missing(messages), class_="quiet"))
    known = basis_paragraph(basis_sentence(messages, _bases(rows)))
    if known is not None:
        st.html(known)
    if overview.sectoral:
        st.html(tag("p", messages.count("spread.sectoral", overview.sectoral), class_="quiet"))
    doubtful = uncertain_note(messages, overview.uncertain)
    if doubtful is not None:
        st.html(doubtful)
    undated = sum(last_known(row) is None for row in rows)
    if undated:
        st.html(tag("p", messages.count("provision.undated", undated), class_="quiet"))


def _timeline_words(messages: Messages, overview: ProvisionOverview, rows: Sequence[ProvisionRow]) -> str:
    said = messages.say(
        "provision.timeline_words",
        agreements=messages.count("number.agreements", len(rows)),
        parts=strengths_listed(
            messages,
            overview.provision,
            overview.agreements_hard,
            overview.agreements_soft,
            overview.agreements_unrated,
        ),
    )
    return f"{said} {basis_sentence(messages, _bases(rows))}"


def _bases(rows: Sequence[ProvisionRow]) -> BasisCounts:
    return count_bases(row.basis.firmness for row in rows)


def _without_exception(messages: Messages, rows: Sequence[ProvisionRow]) -> Markup | None:
    """How many agreements' strongest clauses have no exception, rules for one sector apart, and of how many that is not
    known; nothing where no exception is read for the provision."""
    general = [row for row in rows if not row.sectoral]
    flags = [row.exception for row in general if row.exception is not None]
    if not flags:
        return None
    free, unknown = flags.count(False), len(general) - len(flags)
    said = [
        messages.say(
            "provision.without_exception",
            n=free,
            agreements=messages.count("number.agreements", len(flags)),
            percent=f"{100 * free / len(flags):.0f}",
        )
    ]
    if unknown:
        said.append(messages.count("spread.exception_unknown", unknown))
    return tag("p", " ".join(said), class_="figure-line")
