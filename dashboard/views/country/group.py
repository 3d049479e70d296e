"""The Country page of a group: its members, what has been read, and what holds for all, some or none of them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_words
from dashboard.parts.chart_table import data_table, download, form_switch
from dashboard.parts.country_choice import Chosen
from dashboard.parts.facts import ask
from dashboard.parts.markup import Markup, join, page_link, tag, web_link, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import all_agreement_names, day, party, provision_name, sorting_key
from dashboard.parts.reach import uncertain_word
from dashboard.parts.reading import reading_counts
from dashboard.parts.state import LinkState
from dashboard.parts.strength import ORDER, strength_chip, strength_word
from dashboard.views.country.policies import SHOWN_UNKNOWN, state_chip
from tracker.queries import (
    READ_HERE,
    CountryGroup,
    GroupCoverage,
    GroupPolicy,
    GroupProvision,
    PolicyFacts,
    PolicyState,
    group_coverage,
    policies_of_group,
    policy_facts,
    provisions_of_group,
)

STATES: tuple[PolicyState, ...] = ("closed", "restricted", "open", "not_known")

SIGNS: Mapping[PolicyState, str] = {"closed": "●", "restricted": "◐", "open": "○", "not_known": "?"}
"""The signs of the table of policies and members; the words stand with each for screen readers."""


def show_group(messages: Messages, state: LinkState, chosen: Chosen) -> None:
    """All sections. `chosen` is a group."""
    group = chosen.group
    assert group is not None, "a group is asked for"
    names = {iso3: party(messages, iso3, iso3) for iso3 in group.members}
    names = dict(sorted(names.items(), key=lambda entry: sorting_key(entry[1])))
    st.html(members_fold(messages, group, names))
    if not group.members:
        return
    coverage = ask(group_coverage, group.members)
    st.html(group_coverage_words(messages, coverage, len(names)))
    rows = ask(policies_of_group, group.members)
    words = {facts.code: facts for facts in policy_facts(messages.language)}
    layout.section(messages.say("policies.title_group"), messages.say("groups.policies_intro"))
    st.html(layout.figures(messages, extent_figures(messages, rows)))
    place = st.container()
    columns, table = policy_table(messages, rows, words, names)
    as_table = form_switch(
        messages,
        state,
        "list",
        "policies",
        columns,
        table,
        f"policies-{chosen.code}.csv",
        parameter="policies",
    )
    with place:
        if as_table:
            data_table(columns, table)
        else:
            st.html(_matrix(messages, rows, words, names))
            open_at = state.one_of("policy", list(words), None)
            st.html(join(_policies(messages, rows, words, names, open_at)))
    st.html(tag("p", messages.say("policies.rule"), class_="quiet"))
    _show_provisions(messages, state, ask(provisions_of_group, group.members), names, chosen.code)


def members_fold(messages: Messages, group: CountryGroup, names: Mapping[str, str]) -> Markup:
    """Who is a member on the day, by what source, and of whom that is in doubt."""
    listed = join((page_link("country", name, country=iso3) for iso3, name in names.items()), " · ")
    said = [tag("p", listed)]
    for iso3, leaves in group.doubtful:
        said.append(
            tag(
                "p",
                messages.say("groups.doubtful", name=names[iso3], day=day(messages, leaves)),
                class_="quiet",
            )
        )
    if group.without_agreements:
        lacking = ", ".join(name for iso3, name in names.items() if iso3 in group.without_agreements)
        said.append(tag("p", messages.say("groups.without_agreements", names=lacking), class_="quiet"))
    sources: list[Markup] = [web_link(source.split(" ")[0], source) for source in group.sources]
    if group.parties_of is not None:
        known = all_agreement_names(messages)
        name = known.get(group.parties_of, group.parties_of)
        sources.append(page_link("agreement", name, agreement=group.parties_of))
    if sources:
        said.append(tag("p", messages.say("groups.source"), " ", join(sources, "; "), class_="quiet"))
    title = messages.count("groups.members", len(names), day=day(messages, group.day))
    return tag("details", tag("summary", tag("span", title, class_="fold-name")), *said, class_="fold")


def group_coverage_words(messages: Messages, coverage: GroupCoverage, members: int) -> Markup:
    """How many agreements bind at least one member, what has been read of them, and the names of the rest."""
    counts = reading_counts(messages, coverage.by_state)
    head = tag("strong", messages.count("groups.in_force", coverage.in_force))
    if not coverage.in_force:
        return tag("p", head, ".")
    first = tag("p", woven(messages.template("named"), name=head, words=f"{counts}."))
    if coverage.complete:
        return join([first, tag("p", messages.say("coverage.complete"))])
    listed = [
        tag(
            "li",
            page_link("agreement", agreement.shown_name, agreement=agreement.slug),
            f" ({messages.say(f'coverage.one_{agreement.reading}')}, "
            f"{messages.say('groups.of_members', n=number, all=members)})",
        )
        for agreement, number in coverage.unknown[:SHOWN_UNKNOWN]
    ]
    if len(coverage.unknown) > len(listed):
        listed.append(tag("li", messages.say("coverage.rest", n=len(coverage.unknown) - len(listed))))
    words = messages.count("coverage.unknown", len(coverage.unknown))
    return join(
        [first, tag("details", tag("summary", words), tag("ul", *listed, class_="found"), class_="fold")]
    )


def extent_figures(messages: Messages, rows: Sequence[GroupPolicy]) -> list[tuple[str, int]]:
    """How many policies are bound for all, for some, and for no member."""
    extents = [row.extent for row in rows]
    return [
        (messages.say(f"groups.extent_{extent}"), extents.count(extent))
        for extent in ("all", "some", "none", "not_known")
    ]


def extent_words(messages: Messages, row: GroupPolicy) -> str:
    """For how many members a policy is in which state: `closed for 3, restricted for 9, not known for 32`."""
    return ", ".join(
        messages.say(f"groups.{state}_for", n=number, all=len(row.by_member))
        for state, number in row.counts.items()
        if number
    )


def policy_table(
    messages: Messages,
    rows: Sequence[GroupPolicy],
    words: Mapping[str, PolicyFacts],
    names: Mapping[str, str],
) -> tuple[list[str], list[tuple[object, ...]]]:
    """One row per member, one column per policy, with the verdicts in words."""
    columns = [
        messages.say("column.country"),
        messages.say("column.iso3"),
        *(words[row.policy].title for row in rows),
    ]
    return columns, [
        (name, iso3, *(messages.say(f"policies.state_{row.by_member[iso3]}") for row in rows))
        for iso3, name in names.items()
    ]


def _matrix(
    messages: Messages,
    rows: Sequence[GroupPolicy],
    words: Mapping[str, PolicyFacts],
    names: Mapping[str, str],
) -> Markup:
    """The table of policies and members in signs, with what they mean."""
    head = [tag("th", messages.say("policies.column_policy"), scope="col")]
    head += [
        tag("th", tag("abbr", iso3, title=name, aria_label=name), scope="col") for iso3, name in names.items()
    ]
    body = [
        tag(
            "tr",
            tag("th", words[row.policy].title, scope="row"),
            *(tag("td", _sign(messages, row.by_member[iso3]), class_="sign") for iso3 in names),
        )
        for row in rows
    ]
    legend = " · ".join(f"{SIGNS[state]} {messages.say(f'policies.state_{state}')}" for state in STATES)
    title = messages.say("groups.matrix")
    return join(
        [
            tag("h3", title),
            tag("div", layout.table_frame(title, head, body), class_="comparison group-matrix"),
            tag("p", legend, class_="quiet"),
        ]
    )


def _sign(messages: Messages, state: PolicyState) -> Markup:
    word = messages.say(f"policies.state_{state}")
    return tag("span", SIGNS[state], role="img", aria_label=word, title=word, class_=f"sign-{state}")


def _policies(
    messages: Messages,
    rows: Sequence[GroupPolicy],
    words: Mapping[str, PolicyFacts],
    names: Mapping[str, str],
    open_at: str | None,
) -> list[Markup]:
    groups: dict[str, list[Markup]] = {}
    for row in rows:
        facts = words[row.policy]
        chips = [
            tag("span", f"{messages.say(f'policies.state_{state}')} {messages.number(number)}",
                class_=f"chip chip-policy-{state}")
            for state, number in row.counts.items()
            if number
        ]  # fmt: skip
        head = tag(
            "summary",
            tag("span", facts.title, class_="fold-name"),
            tag("span", *chips, class_="fold-chips"),
            tag("span", messages.say(f"groups.holds_{row.extent}"), class_="fold-note"),
        )
        lists = [
            tag(
                "p",
                state_chip(messages, state),
                " ",
                join(
                    (page_link("country", names[iso3], country=iso3, policy=row.policy) for iso3 in own), ", "
                ),
            )
            for state in STATES
            if (own := [iso3 for iso3 in names if row.by_member[iso3] == state])
        ]
        coming = ", ".join(names[iso3] for iso3 in names if iso3 in row.coming)
        groups.setdefault(facts.group, []).append(
            tag(
                "details",
                head,
                tag("p", facts.explainer, class_="fold-explainer"),
                *lists,
                tag("p", messages.say("groups.coming", names=coming)) if coming else None,
                open=row.policy == open_at,
                class_="fold",
                id=f"policy-{row.policy}",
            )
        )
    return [
        tag("section", tag("h3", messages.say(f"policies.group_{group}")), *folds, class_="fold-group")
        for group, folds in groups.items()
    ]


def _show_provisions(
    messages: Messages,
    state: LinkState,
    rows: Sequence[GroupProvision],
    names: Mapping[str, str],
    code: str,
) -> None:
    """Which rules of the template bind how many members, each row with who they are."""
    layout.section(messages.say("groups.provisions"), messages.say("groups.provisions_intro"))
    if not rows:
        layout.notice(messages.say("groups.no_provisions"))
        return
    open_at = state.one_of("provision", [row.provision for row in rows], None)
    folds = []
    for row in rows:
        chips = [
            join(
                [
                    strength_chip(messages, row.provision, strength),
                    " ",
                    messages.say("groups.n_of", n=len(own), all=len(names)),
                ]
            )
            for strength in ORDER
            if (own := row.members(strength))
        ]
        lists = [
            tag(
                "p",
                strength_chip(messages, row.provision, strength),
                " ",
                join(
                    (
                        page_link("country", names[iso3], country=iso3, provision=row.provision)
                        for iso3 in names
                        if iso3 in own
                    ),
                    ", ",
                ),
            )
            for strength in ORDER
            if (own := row.members(strength))
        ]
        doubtful = ", ".join(names[iso3] for iso3 in names if iso3 in row.uncertain)
        folds.append(
            tag(
                "details",
                tag(
                    "summary",
                    tag("span", provision_name(messages, row.provision), class_="fold-name"),
                    tag("span", join(chips, " "), class_="fold-chips"),
                ),
                *lists,
                tag("p", messages.say("groups.uncertain", names=doubtful), class_="quiet")
                if doubtful
                else None,
                open=row.provision == open_at,
                class_="fold",
                id=f"provision-{row.provision}",
            )
        )
    st.html(tag("section", *folds, class_="fold-group"))
    columns = [messages.say("column.country"), messages.say("column.iso3")]
    columns += [provision_name(messages, row.provision) for row in rows]
    download(
        messages,
        "group-provisions",
        columns,
        [(name, iso3, *(_cell(messages, row, iso3) for row in rows)) for iso3, name in names.items()],
        f"provisions-{code}.csv",
    )


def _cell(messages: Messages, row: GroupProvision, iso3: str) -> str:
    """The strength of a rule for a member, that it was found by uncertain findings only, how it is known where it was
    not read here; that nothing was found."""
    strength = row.by_member.get(iso3)
    if strength is None:
        return messages.say("inconsistencies.absent")
    basis = row.basis.get(iso3, READ_HERE)
    said = (
        strength_word(messages, row.provision, strength),
        uncertain_word(messages, iso3 in row.uncertain),
        "" if basis.is_read else basis_words(messages, basis),
    )
    return ", ".join(word for word in said if word)
