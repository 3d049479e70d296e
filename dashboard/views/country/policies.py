"""The Country page's policies: one row per policy, open, restricted or closed, and by which article."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_cells, basis_chip, basis_sources
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.missing import missing_shown
from dashboard.parts.names import article_name, party, provision_name, side_names, year
from dashboard.parts.notes import note_name
from dashboard.parts.reach import reach_cells, reach_chips
from dashboard.parts.reading import reading_counts
from dashboard.parts.report_error import report_link
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from dashboard.views.country.commitments import country_article, since_words
from dashboard.views.country.words import Words, asked_words, quoted, reach_words
from tracker.queries import (
    CountryCoverage,
    CoveredAgreement,
    PolicyFacts,
    PolicyGround,
    PolicyRow,
    PolicyState,
    country_coverage,
    country_policies,
    policy_facts,
)

STATES: tuple[PolicyState, ...] = ("closed", "restricted", "open", "not_known")

SHOWN_GROUNDS = 12
"""Most agreements listed under a policy; the table and the download have all."""

NAMED_UNREAD = 5
"""So many agreements that were not read are named in the first sentence."""

FEWEST_ALIKE = 3
"""From so many rows on, a reason that they share is said once."""

SHOWN_UNKNOWN = 40
"""So many agreements that were not read are named."""

_COLUMNS = (
    "policy",
    "verdict",
    "signed",
    "agreement",
    "state",
    "article",
    "provision",
    "strength",
    "exception",
    "toward",
    "since",
    "reference",
    "basis",
    "basis_source",
    "uncertain_state",
    "scope",
    "bound",
    "uncertain",
)

Names = Mapping[str, str]
"""Names of agreements by slug, as `agreement_names` gives them."""


def show_policies(messages: Messages, state: LinkState, iso3: str, name: str, names: Names) -> None:
    """The section with its chart table; `policy` in the address opens a row."""
    rows = ask(country_policies, iso3)
    words = {facts.code: facts for facts in policy_facts(messages.language)}
    open_at = state.one_of("policy", list(words), None)
    coverage = ask(country_coverage, iso3)
    st.html(tag("section", coverage_words(messages, coverage, name), class_="coverage"))
    layout.section(messages.say("policies.title"), messages.say("policies.intro", name=name))
    st.html(_counts(messages, rows))
    common = _common_doubt(messages, rows, coverage)
    if common:
        st.html(tag("p", common, class_="quiet"))
    place = st.container()
    columns = [messages.say(f"policies.column_{column}") for column in _COLUMNS]
    table = partial(_table, messages, rows, words, names)
    as_table = form_switch(
        messages, state, "list", "policies", columns, table, f"policies-{iso3}.csv", parameter="policies"
    )
    with place:
        if as_table:
            data_table(columns, table)
        else:
            st.html(
                finished(
                    messages,
                    "policies",
                    (iso3, open_at),
                    lambda: join(
                        _grouped(
                            messages,
                            rows,
                            words,
                            names,
                            coverage,
                            open_at,
                            asked_words(_quoted(rows, open_at)),
                            common,
                        )
                    ),
                )
            )
    st.html(tag("p", messages.say("policies.rule"), class_="quiet"))


def _quoted(rows: Sequence[PolicyRow], open_at: str | None) -> list[tuple[str, PolicyGround]]:
    """The clauses whose words are shown: the strictest of each policy, all of one that the address opens."""
    return [
        (ground.provision, ground)
        for row in rows
        for grounds in (row.grounds, row.pending, row.uncertain_grounds)
        for ground in grounds[: SHOWN_GROUNDS if row.policy == open_at else 1]
    ]


def state_chip(messages: Messages, verdict: PolicyState, message: str = "policies.state") -> Markup:
    """A label that says open, restricted, closed or not known (or, with another message, that it is about to be)."""
    kind = f"policy-{verdict}" if message == "policies.state" else "pending"
    return tag("span", messages.say(f"{message}_{verdict}"), class_=f"chip chip-{kind}")


def uncertain_state_chip(messages: Messages, verdict: PolicyState) -> Markup:
    """A label that says what uncertain findings would make of a policy."""
    words = messages.say(f"uncertain.state_{verdict}")
    return tag("span", words, class_="chip chip-uncertain", title=messages.say("uncertain.explained"))


def coverage_words(messages: Messages, coverage: CountryCoverage, name: str) -> Markup:
    """How many agreements are in force for the country, what has been read of them, and the names of the rest."""
    doubt = _uncertain(messages, coverage)
    if not coverage.in_force:
        return join([tag("p", messages.say("coverage.none", name=name)), doubt])
    counts = reading_counts(messages, coverage.by_state)
    lacking = [one.shown_name for one in coverage.unknown if one.reading == "not_read"]
    named = ", ".join(lacking[:NAMED_UNREAD])
    if len(lacking) > NAMED_UNREAD:
        named = messages.say("sides.more", names=named, n=len(lacking) - NAMED_UNREAD)
    head = tag(
        "p",
        woven(
            messages.template("named"),
            name=tag("strong", messages.count("coverage.in_force", coverage.in_force)),
            words=f"{counts}.",
        ),
        f" {messages.say('coverage.named', names=named)}" if named else None,
    )
    if coverage.without_goods:
        links = [page_link("agreement", one.shown_name, agreement=one.slug) for one in coverage.without_goods]
        goods = messages.count("coverage.without_goods", len(links))
        head = join([head, tag("details", tag("summary", goods), join(links, " · "), class_="fold")])
    if coverage.complete:
        return join([head, tag("p", messages.say("coverage.complete")), doubt])
    shown = coverage.unknown[:SHOWN_UNKNOWN]
    names = [_unknown_agreement(messages, agreement) for agreement in shown]
    if len(coverage.unknown) > len(shown):
        names.append(tag("li", messages.say("coverage.rest", n=len(coverage.unknown) - len(shown))))
    words = messages.count("coverage.unknown", len(coverage.unknown))
    unknown = tag("details", tag("summary", words), tag("ul", *names, class_="found"), class_="fold")
    return join([head, unknown, doubt])


def _uncertain(messages: Messages, coverage: CountryCoverage) -> Markup | None:
    """The agreements of which it is not known whether they are in force for the country; None without any."""
    if not coverage.uncertain:
        return None
    names = [_unknown_agreement(messages, agreement) for agreement in coverage.uncertain]
    words = messages.count("coverage.uncertain", len(names))
    return tag("details", tag("summary", words), tag("ul", *names, class_="found"), class_="fold")


def not_known_words(messages: Messages, unread: int, uncertain: int, in_force: int) -> str:
    """Why it is not known whether a policy is open."""
    said = [messages.say("policies.not_known", unknown=unread, n=in_force)] if unread or not uncertain else []
    if uncertain:
        said.append(messages.count("policies.not_known_uncertain", uncertain))
    return " ".join(said)


def _unknown_agreement(messages: Messages, agreement: CoveredAgreement) -> Markup:
    said: list[Child] = [messages.say(f"coverage.one_{agreement.reading}")]
    if agreement.missing:
        missing = missing_shown(messages, agreement.missing)
        said.append(woven(messages.template("coverage.missing"), parts=missing))
    link = page_link("agreement", agreement.shown_name, agreement=agreement.slug)
    return tag("li", link, " (", join(said, ", "), ")")


def _counts(messages: Messages, rows: Sequence[PolicyRow]) -> Markup:
    counted = Counter(row.state for row in rows)
    numbers = [(messages.say(f"policies.count_{verdict}"), counted[verdict]) for verdict in STATES]
    coming = sum(row.signed is not None for row in rows)
    if coming:
        numbers.append((messages.say("policies.count_coming"), coming))
    return layout.figures(messages, numbers)


def _grouped(
    messages: Messages,
    rows: Sequence[PolicyRow],
    words: Mapping[str, PolicyFacts],
    names: Names,
    coverage: CountryCoverage,
    open_at: str | None,
    quotes: Words,
    common: str | None,
) -> list[Markup]:
    groups: dict[str, list[Markup]] = {}
    for row in rows:
        facts = words[row.policy]
        groups.setdefault(facts.group, []).append(
            _foldable(messages, row, facts, names, coverage, quotes, common, is_open=row.policy == open_at)
        )
    return [
        tag("section", tag("h3", messages.say(f"policies.group_{group}")), *folds, class_="fold-group")
        for group, folds in groups.items()
    ]


def _foldable(
    messages: Messages,
    row: PolicyRow,
    facts: PolicyFacts,
    names: Names,
    coverage: CountryCoverage,
    quotes: Words,
    common: str | None,
    *,
    is_open: bool,
) -> Markup:
    note = _note(messages, row, names, coverage)
    chips: list[Child] = [state_chip(messages, row.state)]
    if row.signed is not None:
        chips.append(state_chip(messages, row.signed, "policies.coming"))
    if row.uncertain_state is not None:
        chips.append(uncertain_state_chip(messages, row.uncertain_state))
    head = tag(
        "summary",
        tag("span", facts.title, class_="fold-name"),
        tag("span", *chips, class_="fold-chips"),
        tag("span", messages.say("policies.not_found_yet") if note == common else note, class_="fold-note"),
    )
    provisions = join(
        (page_link("provision", provision_name(messages, code), provision=code) for code in facts.provisions),
        ", ",
    )
    return tag(
        "details",
        head,
        tag(
            "p",
            facts.explainer,
            " ",
            messages.say("policies.by_clauses"),
            " ",
            provisions,
            class_="fold-explainer",
        ),
        tag("p", note, class_="quiet fold-explainer") if note == common else None,
        *_grounds(messages, row.grounds, names, quotes, is_open=is_open),
        *_grounds(messages, row.pending, names, quotes, is_open=is_open),
        tag("p", messages.say("uncertain.grounds"), class_="quiet fold-explainer")
        if row.uncertain_grounds
        else None,
        *_grounds(messages, row.uncertain_grounds, names, quotes, is_open=is_open),
        open=is_open,
        class_="fold",
        id=f"policy-{row.policy}",
    )


def _common_doubt(messages: Messages, rows: Sequence[PolicyRow], coverage: CountryCoverage) -> str | None:
    """Why most of the policies that are not known are so, to be said once above the list; None where fewer than
    `FEWEST_ALIKE` share a reason."""
    doubts = Counter(
        _note(messages, row, {}, coverage)
        for row in rows
        if row.state == "not_known" and (row.unread or row.uncertain) and not (row.grounds or row.pending)
    )
    words, often = doubts.most_common(1)[0] if doubts else ("", 0)
    return words if often >= FEWEST_ALIKE else None


def _note(messages: Messages, row: PolicyRow, names: Names, coverage: CountryCoverage) -> str:
    """By which agreement and article, toward whom, since when: of the strictest clause."""
    grounds = row.grounds or row.pending
    if not grounds:
        if row.state == "not_known" and not (row.unread or row.uncertain) and row.uncertain_grounds:
            return messages.say("uncertain.only")
        if row.state == "not_known":
            return not_known_words(messages, row.unread, row.uncertain, coverage.in_force)
        return messages.say("policies.nothing")
    first, more = grounds[0], len(grounds) - 1
    note = messages.say(
        "policies.by" if row.grounds else "policies.by_signed",
        article=article_name(messages, first.article),
        agreement=names[first.agreement.slug],
        sides=side_names(messages, first.agreement.toward),
        year=year(messages, first.since),
    )
    return f"{note} {messages.count('policies.more', more)}" if more else note


def _grounds(
    messages: Messages, grounds: Sequence[PolicyGround], names: Names, quotes: Words, *, is_open: bool
) -> list[Markup]:
    if not grounds:
        return []
    shown = [
        tag(
            "ul",
            *(
                _ground(messages, ground, names, quotes if is_open or not at else None)
                for at, ground in enumerate(grounds[:SHOWN_GROUNDS])
            ),
            class_="commitments",
        )
    ]
    if len(grounds) > SHOWN_GROUNDS:
        rest = messages.say("policies.rest", shown=SHOWN_GROUNDS, n=len(grounds))
        shown.append(tag("p", rest, class_="quiet fold-explainer"))
    return shown


def _ground(messages: Messages, ground: PolicyGround, names: Names, quotes: Words | None) -> Markup:
    """One agreement under a policy; with `quotes` the words of its clause, else a link to them."""
    agreement = ground.agreement
    link = page_link("agreement", names[agreement.slug], agreement=agreement.slug, provision=ground.provision)
    chips: list[Child] = [
        strength_chip(messages, ground.provision, ground.strength),
        exception_chip(messages, ground.exception),
    ]
    if agreement.state != "in_force":
        state = messages.say(f"state.{agreement.state}")
        chips.append(tag("span", state, class_=f"chip chip-state-{agreement.state}"))
    toward = messages.say("country.toward", sides=side_names(messages, agreement.toward))
    article: list[Child] = [country_article(messages, agreement, ground.article)]
    if ground.articles > 1:
        article.append(f" {messages.count('policies.more_articles', ground.articles - 1)}")
    reach, limits = reach_words(messages, ground), _limits(messages, ground)
    chips.append(reach_chips(messages, ground))
    chips.append(basis_chip(messages, ground.basis))
    return tag(
        "li",
        tag("p", link, " ", join(chips, " ")),
        tag("p", join([toward, since_words(messages, agreement)], " · "), class_="quiet"),
        tag(
            "p",
            *article,
            " ",
            report_link(messages, ground.provision, agreement.slug, ground.article),
            class_="quiet",
        ),
        tag("p", join([reach, limits], " "), class_="quiet") if reach or limits else None,
        basis_sources(messages, ground.basis),
        quoted(messages, quotes, ground.provision, ground.article.article_id, ground.strength)
        if quotes is not None
        else None,
    )


def _limits(messages: Messages, ground: PolicyGround) -> Markup:
    """The limits of a ground: its one sector, the exceptions in the clause, and those elsewhere."""
    said: list[Child] = []
    if ground.sector is not None and ground.sector != ground.scope:
        said.append(messages.say("policies.sector", topic=messages.say(f"scope.{ground.sector}")))
    if ground.in_part:
        said.append(messages.say("policies.in_part"))
    if ground.limited:
        said.append(messages.say("policies.limited"))
    if ground.kinds:
        kinds = ", ".join(note_name(messages, f"exception:{kind}") for kind in ground.kinds)
        said.append(messages.say("policies.exceptions", kinds=kinds))
    if ground.elsewhere:
        places = dict.fromkeys(
            join(
                [article_name(messages, other.article), " (", provision_name(messages, other.provision), ")"]
            )
            for other in ground.elsewhere
        )
        said.append(woven(messages.template("policies.elsewhere"), articles=join(places, ", ")))
    return join(said, " ")


def _table(
    messages: Messages, rows: Sequence[PolicyRow], words: Mapping[str, PolicyFacts], names: Names
) -> list[tuple[object, ...]]:
    """One row per agreement under a policy; one row for a policy without any."""
    table: list[tuple[object, ...]] = []
    for row in rows:
        uncertain = messages.say(f"uncertain.state_{row.uncertain_state}") if row.uncertain_state else ""
        verdict = (
            words[row.policy].title,
            messages.say(f"policies.state_{row.state}"),
            messages.say(f"policies.coming_{row.signed}") if row.signed else "",
        )
        grounds = (*row.grounds, *row.pending, *row.uncertain_grounds)
        if not grounds:
            table.append((*verdict, *("" for _ in _COLUMNS[3:])))
        table += [
            (
                *verdict,
                names[ground.agreement.slug],
                messages.say(f"state.{ground.agreement.state}"),
                article_name(messages, ground.article),
                provision_name(messages, ground.provision),
                strength_word(messages, ground.provision, ground.strength),
                exception_word(messages, ground.exception) or messages.say("policies.exception_unknown"),
                ", ".join(party(messages, side.code, side.name) for side in ground.agreement.toward),
                ground.since,
                ground.article.reference,
                *basis_cells(messages, ground.basis),
                uncertain,
                *reach_cells(messages, ground),
            )
            for ground in grounds
        ]
    return table
