"""The country briefing as one sheet for two A4 pages: the same markup on the page, on paper and in the file."""

from collections import Counter
from collections.abc import Sequence

from dashboard.parts.basis import basis_sentence
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, provision_name, year
from dashboard.parts.notes import note_name
from dashboard.parts.reach import reach_chips, uncertain_sentence
from dashboard.parts.strength import exception_chip, strength_chip
from dashboard.views.briefings import fit
from dashboard.views.briefings.sheet_parts import (
    SheetFacts,
    article_link,
    basis_mark,
    more_rows,
    sheet_table,
    short,
    sides_words,
)
from dashboard.views.briefings.sheet_sections import (
    coming,
    differs,
    inconsistencies_section,
    pending_section,
    read_next_section,
    reading_section,
    reading_words,
)
from dashboard.views.country.policies import not_known_words, state_chip
from tracker.queries import (
    CORE_POLICIES,
    CORE_PROVISIONS,
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
    """The whole sheet, with as many rows as fit on two pages; everything in it is escaped."""
    return _drawn(messages, fitted(messages, brief, facts), facts)


def fitted(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> CountryBrief:
    """The brief cut to what fits on two pages: commitments first, then what is pending, then inconsistencies, of each
    at least LEAST where there are as many."""
    bare = brief.cut(0, 0, 0)
    titles = {policy.code: policy.title for policy in policy_facts(messages.language)}
    free = fit.PAGES_HEIGHT - fit.SPARE - _head_height(messages, bare, facts)
    free -= fit.HEADING + _policies_height(messages, bare, facts)
    free -= _reading_height(messages, bare) + _foot_height(messages, bare, facts)
    rows = [fit.row_height(cells, _COMMITMENT_WIDTHS) for cells in _commitment_rows(messages, brief, facts)]
    missing = len(rows) - len(brief.commitments)
    pending = [fit.paragraph_height(coming(messages, row, titles, facts)) for row in brief.pending]
    differing = [fit.paragraph_height(differs(messages, row, facts)) for row in brief.inconsistencies]
    free -= fit.HEADING * (1 + bool(pending) + bool(differing)) + fit.LINE + fit.ROW_EXTRA
    few_pending, few_differing = LEAST[1:]
    kept = sum(pending[:USUAL_PENDING]) + sum(differing[:USUAL_INCONSISTENCIES])
    shown = fit.fitting(rows, free - kept, missing + LEAST[0])
    free -= sum(rows[:shown])
    coming_shown = fit.fitting(pending, free - sum(differing[:USUAL_INCONSISTENCIES]), few_pending)
    free -= sum(pending[:coming_shown])
    return brief.cut(max(0, shown - missing), coming_shown, fit.fitting(differing, free, few_differing))


USUAL_PENDING, USUAL_INCONSISTENCIES = 2, 3
"""For so many, paper is kept before further commitments take it."""

LEAST = (3, 1, 1)
"""So many commitments, pending agreements and inconsistencies are on every sheet that has as many."""


def _drawn(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup:
    return tag(
        "article",
        _head(messages, brief, facts),
        _policies(messages, brief, facts),
        _commitments(messages, brief, facts),
        pending_section(messages, brief, facts),
        inconsistencies_section(messages, brief, facts),
        reading_section(messages, brief.coverage),
        read_next_section(messages, brief, facts),
        _foot(messages, brief, facts),
        class_="sheet",
        lang=messages.language,
    )


def _head_height(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> float:
    """Points of kind, name, source and figures."""
    return 100.0 + sum(fit.paragraph_height(words) for words in _small_print(messages, brief, facts))


def _policies_height(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> float:
    rows, paragraphs = _policy_parts(messages, brief, facts)
    return fit.table_height(rows, _POLICY_WIDTHS) + sum(fit.paragraph_height(words) for words in paragraphs)


def _reading_height(messages: Messages, brief: CountryBrief) -> float:
    return fit.HEADING + sum(fit.paragraph_height(words) for words in reading_words(messages, brief.coverage))


def _foot_height(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> float:
    """Points of where to read on and of the last lines, with all three sentences on what was left out."""
    return (
        fit.HEADING
        + 6 * (fit.LINE + fit.PARAGRAPH_EXTRA)
        + fit.paragraph_height(messages.say("briefings.caveat"))
        + 3 * (fit.LINE + fit.PARAGRAPH_EXTRA)
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
        *(tag("p", words, class_="sheet-small") for words in _small_print(messages, brief, facts)),
        tag(
            "dl",
            *(tag("div", tag("dt", label), tag("dd", messages.number(number))) for label, number in numbers),
            class_="sheet-figures",
        ),
    )


def _small_print(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> list[str]:
    """Where the facts are from and what they rest on."""
    said = [source_line(messages, facts.status)]
    if any(basis != "read" for basis, _ in brief.bases):
        said.append(basis_sentence(messages, brief.bases, "counted_provisions"))
    if brief.uncertain:
        said.append(uncertain_sentence(messages, brief.uncertain))
    return said


_STATES: tuple[PolicyState, ...] = ("closed", "restricted", "open", "not_known")

_POLICY_WIDTHS = ("34%", "15%", "43%", "8%")
_COMMITMENT_WIDTHS = ("18%", "19%", "38%", "18%", "7%")


def _policies(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup:
    rows, paragraphs = _policy_parts(messages, brief, facts)
    columns = ("policy", "verdict", "ground", "since")
    return tag(
        "section",
        tag("h3", messages.say("policies.title")),
        sheet_table([messages.say(f"briefings.column_{column}") for column in columns], _POLICY_WIDTHS, rows),
        *(tag("p", words) for words in paragraphs),
    )


def _policy_parts(
    messages: Messages, brief: CountryBrief, facts: SheetFacts
) -> tuple[list[list[Child]], list[Markup]]:
    """The rows of the table, closed and restricted policies and those that always have one; the rest by name."""
    titles = {policy.code: policy.title for policy in policy_facts(messages.language)}
    bound = sorted(
        (row for row in brief.policies if row.state in ("closed", "restricted")),
        key=lambda row: _STATES.index(row.state),
    )
    core = [row for row in brief.policies if row.policy in CORE_POLICIES and row not in bound]
    others = [row for row in brief.policies if row not in core]
    free = [row for row in others if row.state == "open"]
    not_known: dict[tuple[int, int], list[str]] = {}
    for row in others:
        if row.state == "not_known" and (row.unread or row.uncertain or not row.uncertain_grounds):
            not_known.setdefault((row.unread, row.uncertain), []).append(titles[row.policy])
    rows = [_policy(messages, row, titles[row.policy], facts) for row in bound]
    once = _once(messages, core, brief.coverage.in_force)
    rows += [_free_policy(messages, row, titles[row.policy], brief, once) for row in core]
    open_line = [
        titles[row.policy]
        + (f" ({messages.say(f'policies.coming_{row.signed}')})" if row.signed is not None else "")
        for row in free
    ]
    perhaps = [
        f"{titles[row.policy]} ({messages.say(f'uncertain.state_{row.uncertain_state}')})"
        for row in others
        if row.state == "not_known" and row.uncertain_state is not None
    ]
    paragraphs = []
    if free:
        paragraphs.append(_named(messages.say("briefings.open"), open_line))
    reasons = {
        not_known_words(messages, unread, uncertain, brief.coverage.in_force): of_these
        for (unread, uncertain), of_these in not_known.items()
    }
    if once is not None and once not in reasons:
        paragraphs.append(tag("p", once))
    paragraphs += [_named(words, of_these) for words, of_these in reasons.items()]
    if perhaps:
        paragraphs.append(_named(messages.say("uncertain.grounds"), perhaps))
    return rows, paragraphs


def _named(words: str, names: Sequence[str]) -> Markup:
    return join([tag("strong", words), " ", " · ".join(names)])


def _free_policy(
    messages: Messages, row: PolicyRow, title: str, brief: CountryBrief, once: str | None
) -> list[Child]:
    """The row of a policy that always has one, where nothing certain in force touches it: open, or why not known."""
    chips: list[Child] = [state_chip(messages, row.state)]
    if row.signed is not None:
        chips += [" ", tag("span", messages.say(f"policies.coming_{row.signed}"), class_="sheet-small")]
    if row.uncertain_state is not None:
        words = messages.say(f"uncertain.state_{row.uncertain_state}")
        chips += [" ", tag("span", words, class_="sheet-small")]
    why = (
        messages.say("briefings.open_row")
        if row.state == "open"
        else not_known_words(messages, row.unread, row.uncertain, brief.coverage.in_force)
        if row.unread or row.uncertain or not row.uncertain_grounds
        else messages.say("uncertain.only")
    )
    if why == once:
        why = messages.say("policies.not_found_yet")
    return [title, join(chips), tag("span", why, class_="sheet-small"), ""]


def _once(messages: Messages, rows: Sequence[PolicyRow], in_force: int) -> str | None:
    """Why several of the policies that always have a row are not known, to be said once below the table; None where no
    two share a reason."""
    reasons = Counter(
        not_known_words(messages, row.unread, row.uncertain, in_force)
        for row in rows
        if row.state == "not_known" and (row.unread or row.uncertain)
    )
    words, often = reasons.most_common(1)[0] if reasons else ("", 0)
    return words if often > 1 else None


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


def _commitments(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup:
    columns = ("provision", "strength", "where", "toward", "since")
    return tag(
        "section",
        tag("h3", messages.say("briefings.commitments")),
        None if brief.commitments else tag("p", messages.say("country.nothing", name=facts.country)),
        sheet_table(
            [messages.say(f"briefings.column_{column}") for column in columns],
            _COMMITMENT_WIDTHS,
            _commitment_rows(messages, brief, facts),
        ),
    )


def _commitment_rows(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> list[list[Child]]:
    """One row per commitment; first those of CORE_PROVISIONS of which nothing is in force, so that they have one."""
    lacking = [code for code in CORE_PROVISIONS if code not in brief.provisions_in_force]
    complete = brief.coverage.complete and brief.coverage.in_force
    why = (
        messages.say("policies.nothing")
        if complete
        else messages.say("policies.not_found_yet")
        if brief.coverage.unknown
        else not_known_words(messages, 0, len(brief.coverage.uncertain), brief.coverage.in_force)
    )
    said = messages.say("inconsistencies.absent" if complete else "policies.state_not_known")
    rows: list[list[Child]] = [
        [provision_name(messages, code), said, tag("span", why, class_="sheet-small"), "", ""]
        for code in lacking
    ]
    return rows + [_commitment(messages, row, facts) for row in brief.commitments]


def _commitment(messages: Messages, row: BriefCommitment, facts: SheetFacts) -> list[Child]:
    entry = row.commitment
    kinds = ", ".join(note_name(messages, f"exception:{kind}") for kind in row.kinds)
    how: list[Child] = [strength_chip(messages, entry.provision, entry.strength)]
    chip = exception_chip(messages, entry.exception)
    if chip is not None:
        how += [" ", chip]
    reach = reach_chips(messages, entry)
    if reach is not None:
        how += [" ", reach]
    if kinds:
        how += [" ", tag("span", kinds, class_="sheet-small")]
    slug = entry.agreement.slug
    article = entry.main
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
        tag("p", said),
        tag("p", unread) if unread else None,
        tag("p", messages.say("briefings.caveat")),
        class_="sheet-left sheet-small",
    )
