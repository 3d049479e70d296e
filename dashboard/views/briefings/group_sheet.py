"""The briefing of a group of countries, on two A4 pages like that of a country."""

from collections.abc import Mapping, Sequence

from dashboard.parts.country_choice import Chosen
from dashboard.parts.facts import ask
from dashboard.parts.kept_country import OWN
from dashboard.parts.markup import Child, Markup, join, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, party, provision_name, sorting_key
from dashboard.parts.reading import reading_counts
from dashboard.parts.strength import strength_chip
from dashboard.views.briefings import fit
from dashboard.views.briefings.sheet import source_line
from dashboard.views.briefings.sheet_parts import NONE, SheetFacts, sheet_table, short
from dashboard.views.briefings.sheet_sections import NAMED_UNREAD
from dashboard.views.country.group import (
    STATES,
    extent_figures,
)
from tracker.queries import (
    CORE_POLICIES,
    CORE_PROVISIONS,
    CountryGroup,
    GroupCoverage,
    GroupPolicy,
    GroupProvision,
    group_coverage,
    policies_of_group,
    policy_facts,
    provisions_of_group,
)

NAMED_MEMBERS = 5
"""So many members are named in a cell; more are counted."""

_POLICY_WIDTHS = ("34%", "11%", "12%", "9%", "12%", "22%")
_PROVISION_WIDTHS = ("30%", "35%", "35%")


def group_sheet(messages: Messages, chosen: Chosen, facts: SheetFacts) -> Markup:
    """The whole sheet: all policies, and as many rules as fit; everything in it is escaped. `chosen` is a group."""
    group = chosen.group
    assert group is not None, "a group is asked for"
    answer = ask(policies_of_group, group.members)
    order = [*CORE_POLICIES, *(row.policy for row in answer if row.policy not in CORE_POLICIES)]
    policies = sorted(answer, key=lambda row: order.index(row.policy))
    coverage = ask(group_coverage, group.members)
    rules = _with_core(ask(provisions_of_group, group.members))
    names = {iso3: party(messages, iso3, iso3) for iso3 in group.members}
    names = dict(sorted(names.items(), key=lambda entry: sorting_key(entry[1])))
    head = _head_words(messages, group, names, facts)
    figures = [
        (messages.say("groups.members_figure"), len(names)),
        (messages.say("groups.in_force_figure"), coverage.in_force),
        *extent_figures(messages, policies),
    ]
    rows = _policy_rows(messages, policies, names)
    reading = _reading(messages, coverage, len(names))
    rule_rows = [_rule(messages, row, names) for row in rules]
    free = fit.PAGES_HEIGHT - fit.SPARE - 100 - sum(fit.paragraph_height(words) for words in head)
    free -= fit.HEADING * 4 + fit.table_height(rows, _POLICY_WIDTHS)
    free -= sum(fit.paragraph_height(words) for words in reading) + 90
    shown = fit.fitting([fit.row_height(cells, _PROVISION_WIDTHS) for cells in rule_rows], free, 3)
    return tag(
        "article",
        tag(
            "header",
            tag("p", _kind(messages, chosen, facts), class_="sheet-kind"),
            tag("h2", chosen.name),
            *(tag("p", words, class_="sheet-small") for words in head),
            tag(
                "dl",
                *(tag("div", tag("dt", label), tag("dd", messages.number(n))) for label, n in figures),
                class_="sheet-figures",
            ),
        ),
        tag(
            "section",
            tag("h3", messages.say("policies.title_group")),
            sheet_table(
                [
                    messages.say("policies.column_policy"),
                    *(messages.say(f"policies.state_{state}") for state in STATES),
                    messages.say("groups.column_who"),
                ],
                _POLICY_WIDTHS,
                rows,
            ),
        ),
        tag("section", tag("h3", messages.say("coverage.title")), *(tag("p", words) for words in reading)),
        tag(
            "section",
            tag("h3", messages.say("groups.provisions")),
            sheet_table(
                [
                    messages.say("column.provision"),
                    messages.say("strength.hard"),
                    messages.say("strength.soft"),
                ],
                _PROVISION_WIDTHS,
                rule_rows[:shown],
            ),
        ),
        _foot(messages, chosen, facts, len(rule_rows) - shown),
        class_="sheet",
        lang=messages.language,
    )


def _kind(messages: Messages, chosen: Chosen, facts: SheetFacts) -> str:
    group = chosen.group
    return messages.say(
        "briefings.kind",
        product=messages.say("product"),
        day=day(messages, facts.today),
        iso3=(group.code if group else None) or "",
    )


def _head_words(
    messages: Messages, group: CountryGroup, names: Mapping[str, str], facts: SheetFacts
) -> list[str]:
    """Who the members are and of whom that is in doubt, and where the facts are from."""
    members = messages.count("groups.members", len(names), day=day(messages, group.day))
    said = [messages.say("named", name=members, words=", ".join(names.values()))]
    said += [
        messages.say("groups.doubtful", name=names[iso3], day=day(messages, leaves))
        for iso3, leaves in group.doubtful
    ]
    lacking = ", ".join(name for iso3, name in names.items() if iso3 in group.without_agreements)
    if lacking:
        said.append(messages.say("groups.without_agreements", names=lacking))
    return [*said, source_line(messages, facts.status)]


def _policy_rows(
    messages: Messages, policies: Sequence[GroupPolicy], names: Mapping[str, str]
) -> list[list[Child]]:
    """Each policy with how many members it is closed, restricted, open and not known for, and who is bound."""
    titles = {facts.code: facts.title for facts in policy_facts(messages.language)}
    rows: list[list[Child]] = []
    for row in policies:
        bound = [iso3 for iso3 in names if row.by_member[iso3] in ("closed", "restricted")]
        counts: list[Child] = [messages.number(number) if number else NONE for number in row.counts.values()]
        rows.append([titles[row.policy], *counts, _who(messages, bound, names)])
    return rows


def _who(messages: Messages, members: Sequence[str], names: Mapping[str, str]) -> str:
    """Members by name where they are few, all of them by one word; else by their codes."""
    if not members:
        return ""
    if len(members) == len(names):
        return messages.say("groups.everybody")
    if len(members) <= NAMED_MEMBERS:
        return ", ".join(names[iso3] for iso3 in members)
    return messages.say("groups.n_of", n=len(members), all=len(names))


def _with_core(rules: Sequence[GroupProvision]) -> list[GroupProvision]:
    """The rules with those of CORE_PROVISIONS first, which are there also where none binds any member."""
    found = {row.provision: row for row in rules}
    core = [found.get(code, GroupProvision(code, {}, ())) for code in CORE_PROVISIONS]
    return [*core, *(row for row in rules if row.provision not in CORE_PROVISIONS)]


def _rule(messages: Messages, row: GroupProvision, names: Mapping[str, str]) -> list[Child]:
    cells: list[Child] = [provision_name(messages, row.provision)]
    for strength in ("hard", "soft"):
        own = [iso3 for iso3 in names if iso3 in row.members(strength)]
        said = messages.say("groups.n_of", n=len(own), all=len(names))
        if own and len(own) <= NAMED_MEMBERS:
            said = f"{said}: {_who(messages, own, names)}"
        cells.append(join([strength_chip(messages, row.provision, strength), " ", said]) if own else NONE)
    unknown = row.members("unrated")
    if unknown:
        said = messages.say("groups.n_of", n=len(unknown), all=len(names))
        words = join([strength_chip(messages, row.provision, "unrated"), " ", said])
        # Its chip says what it is; the sheet has no column more.
        free = next((at for at in (1, 2) if cells[at] is NONE), 2)
        cells[free] = words if cells[free] is NONE else join([cells[free], "; ", words])
    if not row.by_member:
        cells[1] = messages.say("groups.rule_not_found")
    return cells


def _reading(messages: Messages, coverage: GroupCoverage, members: int) -> list[str]:
    """How many agreements bind at least one member, what has been read of them; those that bind most, by name."""
    counts = reading_counts(messages, coverage.by_state)
    in_force = messages.count("groups.in_force", coverage.in_force)
    said = [messages.say("named", name=in_force, words=f"{counts}.") if counts else f"{in_force}."]
    if not coverage.in_force:
        return said
    if coverage.complete:
        return [*said, messages.say("coverage.complete")]
    names = [
        f"{short(one.shown_name)} ({messages.say(f'coverage.one_{one.reading}')}, "
        f"{messages.say('groups.of_members', n=number, all=members)})"
        for one, number in coverage.unknown[:NAMED_UNREAD]
    ]
    if len(coverage.unknown) > len(names):
        names.append(messages.say("coverage.rest", n=len(coverage.unknown) - len(names)))
    words = messages.count("coverage.unknown", len(coverage.unknown))
    return [*said, messages.say("named", name=words, words=", ".join(names))]


def _foot(messages: Messages, chosen: Chosen, facts: SheetFacts, left: int) -> Markup:
    """What was left out and where it is, and the limits of the findings."""
    group = chosen.group
    own = group is not None and group.code is None
    where = facts.addresses.short("country", **({OWN: chosen.link[OWN]} if own else {"country": chosen.code}))
    said = (
        messages.say(
            "briefings.left", listed=messages.count("briefings.left_commitments", left), address=where
        )
        if left
        else messages.say("briefings.nothing_left", address=where)
    )
    return tag(
        "div",
        tag("p", said),
        tag("p", messages.say("groups.caveat"), " ", messages.say("briefings.caveat")),
        class_="sheet-left sheet-small",
    )
