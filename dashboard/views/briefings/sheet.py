"""The country briefing as one sheet for two A4 pages: the same markup on the page, on paper and in the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.parts.addresses import Addresses
from dashboard.parts.basis import basis_sentence, basis_words
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, day, party, provision_name, year
from dashboard.parts.notes import note_name
from dashboard.parts.reach import reach_chips, uncertain_sentence
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from dashboard.views.country.policies import not_known_words, state_chip
from tracker.queries import (
    AddedCommitment,
    AgreementPosition,
    ArticleRef,
    BriefCommitment,
    CommitmentArticle,
    CountryBrief,
    FindingBasis,
    Inconsistency,
    PendingAgreement,
    PolicyRow,
    PolicyState,
    Side,
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

NAME_CHARACTERS = 56
"""Longer names of agreements are cut on the sheet, so that no row takes more than two lines."""

SIDES = 3
"""More sides than this are counted, not listed."""

ADDS = 5
"""Most provisions named that a pending agreement adds."""


@dataclass(frozen=True)
class SheetFacts:
    """What the sheet shows beyond the brief: country, day of printing, state of the data, names by slug, addresses."""

    country: str
    today: date
    status: Status
    names: Mapping[str, str]
    addresses: Addresses


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
        _pending(messages, brief, facts),
        _inconsistencies(messages, brief, facts),
        _read_next(messages, brief, facts),
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
    table = _table(
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
            _article(messages, facts, first.agreement.slug, first.article),
            ", ",
            _short(facts.names[first.agreement.slug]),
            join([" ", _more(messages, more)]) if more else None,
            _basis(messages, first.basis),
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
        _table(
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
    article = max(entry.articles, key=_strictest)
    where: list[Child] = [
        _article(messages, facts, slug, article.article),
        ", ",
        _short(facts.names[slug]),
    ]
    if row.agreements > 1:
        where += [" ", _more(messages, row.agreements - 1)]
    where.append(_basis(messages, entry.basis))
    return [
        provision_name(messages, entry.provision),
        join(how),
        join(where),
        _sides(messages, entry.agreement.toward),
        year(messages, entry.since),
    ]


def _strictest(found: CommitmentArticle) -> tuple[bool, bool, bool]:
    return not found.uncertain, found.strength == "hard", found.exception is not True


def _basis(messages: Messages, basis: FindingBasis) -> Markup | None:
    """How a clause is known where it was not read in a text of the agreement itself, in small letters."""
    if basis.is_read:
        return None
    return tag("span", f" ({basis_words(messages, basis)})", class_="sheet-small")


def _more(messages: Messages, number: int) -> Markup:
    """How many more agreements have the same, without a line break before its bracket."""
    return tag("span", messages.count("briefings.more", number), class_="sheet-more")


def _pending(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup | None:
    if not brief.pending:
        return None
    titles = {policy.code: policy.title for policy in policy_facts(messages.language)}
    return tag(
        "section",
        tag("h3", messages.say("briefings.pending")),
        tag("ul", *(_coming(messages, row, titles, facts) for row in brief.pending)),
    )


def _coming(
    messages: Messages, row: PendingAgreement, titles: Mapping[str, str], facts: SheetFacts
) -> Markup:
    agreement = row.agreement
    said: list[Child] = [
        tag("strong", _short(facts.names[agreement.slug])),
        f" ({messages.say(f'state.{agreement.state}')}",
        f", {messages.say('country.toward', sides=_sides(messages, agreement.toward))}). ",
    ]
    if row.policies:
        changes = " · ".join(
            f"{titles[change.policy]} ({messages.say(f'policies.state_{change.then}')})"
            for change in row.policies[:ADDS]
        )
        said.append(f"{messages.count('coming.policies', len(row.policies))} {changes}. ")
    if row.adds:
        added = join((_added(messages, one) for one in row.adds[:ADDS]), ", ")
        adds = join([added, " …" if len(row.adds) > ADDS else "."])
        counted = messages.count("coming.adds", len(row.adds))
        said.append(woven(messages.template("named"), name=counted, words=adds))
    elif not row.policies:
        said.append(messages.say("coming.nothing_new"))
    return tag("li", *said)


def _added(messages: Messages, added: AddedCommitment) -> Markup:
    """A provision that the pending agreement would add: strength, exception and article."""
    strength, article = strength_word(messages, added.strength), article_name(messages, added.article)
    known = None if added.basis.is_read else f", {basis_words(messages, added.basis)}"
    return join([provision_name(messages, added.provision), " (", strength, ", ", article, known, ")"])


def _inconsistencies(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup | None:
    if not brief.inconsistencies:
        return None
    return tag(
        "section",
        tag("h3", messages.say("inconsistencies.title")),
        tag("ul", *(_differs(messages, row, facts) for row in brief.inconsistencies)),
    )


def _differs(messages: Messages, row: Inconsistency, facts: SheetFacts) -> Markup:
    accepted, weaker = row.accepted[0], row.weaker[0]
    sentence = messages.say(
        "inconsistencies.sentence",
        accepted=_short(facts.names[accepted.agreement.slug]),
        how=_position(messages, accepted),
        weaker=_short(facts.names[weaker.agreement.slug]),
        instead=_position(messages, weaker),
    )
    counts = messages.say("inconsistencies.counts", accepted=len(row.accepted), weaker=len(row.weaker))
    return tag(
        "li", tag("strong", provision_name(messages, row.provision)), ". ", sentence, " (", counts, ")"
    )


def _position(messages: Messages, position: AgreementPosition) -> str:
    if position.strength is None:
        return messages.say("inconsistencies.absent")
    said = [strength_word(messages, position.strength), exception_word(messages, position.exception)]
    if position.article is not None:
        said.append(article_name(messages, position.article))
    if not position.basis.is_read:
        said.append(basis_words(messages, position.basis))
    return ", ".join(word for word in said if word)


def _read_next(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup:
    """Pages with the evidence and further details, with addresses short enough to be typed."""
    lines: list[tuple[str, str, dict[str, str]]] = [
        (messages.say("briefings.next_country"), "country", {"country": brief.iso3})
    ]
    for row in brief.commitments[:2]:
        entry = row.commitment
        article = max(entry.articles, key=_strictest).article
        reported = messages.say(
            "briefings.next_clause",
            provision=provision_name(messages, entry.provision),
            article=article_name(messages, article),
            agreement=_short(facts.names[entry.agreement.slug]),
        )
        link = {"agreement": entry.agreement.slug, "article": article.link}
        lines.append((reported, "agreement", link))
    lines.append((messages.say("briefings.next_method"), "data", {}))
    return tag(
        "section",
        tag("h3", messages.say("briefings.next")),
        tag("ul", *(_pointer(facts.addresses, *line) for line in lines)),
    )


def _pointer(addresses: Addresses, words: str, page: str, parameters: dict[str, str]) -> Markup:
    shown = tag("a", addresses.short(page, **parameters), href=addresses.of(page, **parameters))
    return tag("li", words, " ", shown)


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


def _table(columns: Sequence[str], widths: Sequence[str], rows: Iterable[Sequence[Child]]) -> Markup:
    head = [
        tag("th", column, scope="col", style=f"width:{width}")
        for column, width in zip(columns, widths, strict=True)
    ]
    body = [
        tag(
            "tr",
            tag("th", first, scope="row"),
            # On a phone the heading line is hidden and each cell shows its own heading (sheet.css).
            *(tag("td", cell, data_label=column) for column, cell in zip(columns[1:], rest, strict=True)),
        )
        for first, *rest in rows
    ]
    return tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body))


def _article(messages: Messages, facts: SheetFacts, slug: str, article: ArticleRef) -> Markup:
    """An article's name as a link to it, which is plain text on paper."""
    address = facts.addresses.of("agreement", agreement=slug, article=article.link)
    return tag("a", _short(article_name(messages, article), 40), href=address, target="_self")


def _sides(messages: Messages, sides: Sequence[Side]) -> str:
    names = [party(messages, side.code, side.name) for side in sides]
    if len(names) <= SIDES:
        return ", ".join(names)
    return messages.say("sides.more", names=", ".join(names[: SIDES - 1]), n=len(names) - SIDES + 1)


def _short(name: str, characters: int = NAME_CHARACTERS) -> str:
    """A name cut at a word; a year at its end stays."""
    if len(name) <= characters:
        return name
    words, _, last = name.rpartition(" ")
    ending = f" {last}" if last.startswith("(") and len(last) <= 12 else ""
    kept = (words if ending else name)[: characters - len(ending) - 1]
    return f"{kept.rpartition(' ')[0] or kept}…{ending}"
