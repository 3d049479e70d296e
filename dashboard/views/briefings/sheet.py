"""The country briefing as one sheet for two A4 pages: the same markup on the page, on paper and in the file."""

from collections.abc import Mapping, Sequence

from dashboard.parts.basis import basis_sentence
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, provision_name, year
from dashboard.parts.notes import note_name
from dashboard.parts.reach import reach_chips, uncertain_sentence
from dashboard.parts.strength import exception_chip, strength_chip
from dashboard.views.briefings.sheet_parts import (
    SheetFacts,
    article_link,
    basis_mark,
    more_rows,
    sheet_table,
    short,
    sides_words,
    strictest_article,
)
from dashboard.views.briefings.sheet_sections import (
    inconsistencies_section,
    pending_section,
    read_next_section,
)
from dashboard.views.country.policies import not_known_words, state_chip
from tracker.queries import (
    BriefCommitment,
    CountryBrief,
    PolicyRow,
    PolicyState,
    Status,
    country_agreements,
    country_brief,
    country_commitments,
    country_coverage,
    country_inconsistencies,
    country_pending,
    country_policies,
    policy_facts,
)


def asked_brief(iso3: str) -> CountryBrief:
    """The country's brief, from query results that are cached for the Country page as well."""
    return country_brief(
        iso3,
        ask(country_agreements, iso3),
        ask(country_commitments, iso3),
        ask(country_policies, iso3),
        ask(country_pending, iso3),
        ask(country_inconsistencies, iso3),
        ask(country_coverage, iso3),
    )


def briefing_sheet(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup:
    """The whole sheet; everything in it is escaped."""
    return tag(
        "article",
        _head(messages, brief, facts),
        _policies(messages, brief, facts),
        _commitments(messages, brief, facts),
        pending_section(messages, brief, facts),
        inconsistencies_section(messages, brief, facts),
        read_next_section(messages, brief, facts),
        _foot(messages, brief, facts),
        class_="sheet",
        lang=messages.language,
    )


def source_line(messages: Messages, status: Status) -> str:
    """The origin of the facts: texts, their date, and the versions of template and matcher that made the findings."""
    said = [messages.say("briefings.texts", agreements=status.agreements)]
    if status.latest_fetch is not None:
        said.append(messages.say("briefings.fetched", day=day(messages, status.latest_fetch.date())))
    said += [
        messages.say("data.version", template=use.template, matcher=use.matcher)
        for use in status.versions_in_use[:1]
    ]
    if not status.progress.complete:
        now = status.progress
        said.append(messages.say("briefings.incomplete", matched=now.articles_matched, articles=now.articles))
    return " ".join([*said, messages.say("foot.sources")])


def _head(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup:
    states = [row.state for row in brief.policies]
    numbers = [
        *((messages.say(f"policies.count_{state}"), states.count(state)) for state in _STATES),
        (messages.say("country.figure_in_force"), brief.in_force),
        (messages.say("country.figure_pending"), brief.signed),
        (messages.say("country.figure_provisions_hard"), brief.provisions_hard),
        (messages.say("country.figure_provisions_soft"), brief.provisions_soft),
    ]
    kind = messages.say(
        "briefings.kind", product=messages.say("product"), day=day(messages, facts.today), iso3=brief.iso3
    )
    return tag(
        "header",
        tag("p", kind, class_="sheet-kind"),
        tag("h2", facts.country),
        tag("p", source_line(messages, facts.status), class_="sheet-small"),
        tag("p", basis_sentence(messages, brief.bases, "counted_provisions"), class_="sheet-small")
        if any(basis != "read" for basis, _ in brief.bases)
        else None,
        tag("p", uncertain_sentence(messages, brief.uncertain), class_="sheet-small")
        if brief.uncertain
        else None,
        tag(
            "dl",
            *(tag("div", tag("dt", label), tag("dd", messages.number(number))) for label, number in numbers),
            class_="sheet-figures",
        ),
    )


_STATES: tuple[PolicyState, ...] = ("closed", "restricted", "open", "not_known")


def _policies(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup:
    titles = {policy.code: policy.title for policy in policy_facts(messages.language)}
    bound = sorted(
        (row for row in brief.policies if row.state in ("closed", "restricted")),
        key=lambda row: _STATES.index(row.state),
    )
    free = [row for row in brief.policies if row.state == "open"]
    not_known: dict[tuple[int, int], list[str]] = {}
    for row in brief.policies:
        if row.state == "not_known" and (row.unread or row.uncertain or not row.uncertain_grounds):
            not_known.setdefault((row.unread, row.uncertain), []).append(titles[row.policy])
    columns = ("policy", "verdict", "ground", "since")
    table = sheet_table(
        [messages.say(f"briefings.column_{column}") for column in columns],
        ("34%", "15%", "43%", "8%"),
        [_policy(messages, row, titles[row.policy], facts) for row in bound],
    )
    open_line = [
        titles[row.policy]
        + (f" ({messages.say(f'policies.coming_{row.signed}')})" if row.signed is not None else "")
        for row in free
    ]
    perhaps = [
        f"{titles[row.policy]} ({messages.say(f'uncertain.state_{row.uncertain_state}')})"
        for row in brief.policies
        if row.state == "not_known" and row.uncertain_state is not None
    ]
    return tag(
        "section",
        tag("h3", messages.say("policies.title")),
        table if bound else None,
        tag("p", tag("strong", messages.say("briefings.open")), " ", " · ".join(open_line)) if free else None,
        _not_known(messages, brief, not_known) if not_known else None,
        tag("p", tag("strong", messages.say("uncertain.grounds")), " ", " · ".join(perhaps))
        if perhaps
        else None,
    )


def _not_known(
    messages: Messages, brief: CountryBrief, titles: Mapping[tuple[int, int], Sequence[str]]
) -> Markup:
    """The policies of which it is not known whether they are open, by how many agreements are left to be read
    and of how many it is not known whether they are in force."""
    return join(
        tag(
            "p",
            tag("strong", not_known_words(messages, unread, uncertain, brief.coverage.in_force)),
            " ",
            " · ".join(of_these),
        )
        for (unread, uncertain), of_these in titles.items()
    )


def _policy(messages: Messages, row: PolicyRow, title: str, facts: SheetFacts) -> list[Child]:
    chips: list[Child] = [state_chip(messages, row.state)]
    if row.signed is not None:
        chips += [" ", tag("span", messages.say(f"policies.coming_{row.signed}"), class_="sheet-small")]
    if row.uncertain_state is not None:
        words = messages.say(f"uncertain.state_{row.uncertain_state}")
        chips += [" ", tag("span", words, class_="sheet-small")]
    first = row.grounds[0]
    more = len(row.grounds) - 1
    ground = join(
        [
            article_link(messages, facts, first.agreement.slug, first.article),
            ", ",
            short(facts.names[first.agreement.slug]),
            join([" ", more_rows(messages, more)]) if more else None,
            basis_mark(messages, first.basis),
        ]
    )
    return [title, join(chips), ground, year(messages, row.since)]


def _commitments(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup | None:
    if not brief.commitments:
        return tag("p", messages.say("country.nothing", name=facts.country))
    columns = ("provision", "strength", "where", "toward", "since")
    return tag(
        "section",
        tag("h3", messages.say("briefings.commitments")),
        sheet_table(
            [messages.say(f"briefings.column_{column}") for column in columns],
            ("18%", "19%", "38%", "18%", "7%"),
            [_commitment(messages, row, facts) for row in brief.commitments],
        ),
    )


def _commitment(messages: Messages, row: BriefCommitment, facts: SheetFacts) -> list[Child]:
    entry = row.commitment
    kinds = ", ".join(note_name(messages, f"exception:{kind}") for kind in row.kinds)
    how: list[Child] = [strength_chip(messages, entry.strength)]
    chip = exception_chip(messages, entry.exception)
    if chip is not None:
        how += [" ", chip]
    reach = reach_chips(messages, entry)
    if reach is not None:
        how += [" ", reach]
    if kinds:
        how += [" ", tag("span", kinds, class_="sheet-small")]
    slug = entry.agreement.slug
    article = max(entry.articles, key=strictest_article)
    where: list[Child] = [
        article_link(messages, facts, slug, article.article),
        ", ",
        short(facts.names[slug]),
    ]
    if row.agreements > 1:
        where += [" ", more_rows(messages, row.agreements - 1)]
    where.append(basis_mark(messages, entry.basis))
    return [
        provision_name(messages, entry.provision),
        join(how),
        join(where),
        sides_words(messages, entry.agreement.toward),
        year(messages, entry.since),
    ]


def _foot(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup:
    """What was left out and where it can be found, and the limits of the findings."""
    left = [
        messages.count(f"briefings.left_{name}", number)
        for name, number in (
            ("commitments", brief.commitments_left),
            ("pending", brief.pending_left),
            ("inconsistencies", brief.inconsistencies_left),
        )
        if number
    ]
    where = facts.addresses.short("country", country=brief.iso3)
    said = (
        messages.say("briefings.left", listed=", ".join(left), address=where)
        if left
        else messages.say("briefings.nothing_left", address=where)
    )
    unread = messages.count("briefings.facts_only", brief.facts_only) if brief.facts_only else None
    return tag(
        "div",
        tag("p", said, " ", unread),
        tag("p", messages.say("briefings.caveat")),
        class_="sheet-left sheet-small",
    )
