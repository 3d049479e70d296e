"""The second half of the briefing sheet: pending agreements, inconsistencies, where to read on."""

from collections.abc import Mapping

from dashboard.parts.addresses import Addresses
from dashboard.parts.basis import basis_words
from dashboard.parts.markup import Child, Markup, join, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, provision_name
from dashboard.parts.reading import reading_counts
from dashboard.parts.strength import exception_word, strength_word
from dashboard.views.briefings.sheet_parts import SheetFacts, short, sides_words
from tracker.queries import (
    AddedCommitment,
    AgreementPosition,
    CountryBrief,
    CountryCoverage,
    Inconsistency,
    PendingAgreement,
    policy_facts,
)

ADDS = 5
"""Most provisions named that a pending agreement adds."""


def pending_section(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup | None:
    """What signed agreements would add; None where there is nothing."""
    if not brief.pending:
        return None
    titles = {policy.code: policy.title for policy in policy_facts(messages.language)}
    return tag(
        "section",
        tag("h3", messages.say("briefings.pending")),
        tag("ul", *(coming(messages, row, titles, facts) for row in brief.pending)),
    )


def coming(messages: Messages, row: PendingAgreement, titles: Mapping[str, str], facts: SheetFacts) -> Markup:
    """What one signed agreement would add, as an item of a list."""
    agreement = row.agreement
    said: list[Child] = [
        tag("strong", short(facts.names[agreement.slug])),
        f" ({messages.say(f'state.{agreement.state}')}",
        f", {messages.say('country.toward', sides=sides_words(messages, agreement.toward))}). ",
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
    strength, article = (
        strength_word(messages, added.provision, added.strength),
        article_name(messages, added.article),
    )
    known = None if added.basis.is_read else f", {basis_words(messages, added.basis)}"
    return join([provision_name(messages, added.provision), " (", strength, ", ", article, known, ")"])


def inconsistencies_section(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup | None:
    """Provisions on which the country has accepted different things; None without any."""
    if not brief.inconsistencies:
        return None
    return tag(
        "section",
        tag("h3", messages.say("inconsistencies.title")),
        tag("ul", *(differs(messages, row, facts) for row in brief.inconsistencies)),
    )


def differs(messages: Messages, row: Inconsistency, facts: SheetFacts) -> Markup:
    """One inconsistency as an item of a list."""
    accepted, weaker = row.accepted[0], row.weaker[0]
    sentence = messages.say(
        "inconsistencies.sentence",
        accepted=short(facts.names[accepted.agreement.slug]),
        how=_position(messages, row.provision, accepted),
        weaker=short(facts.names[weaker.agreement.slug]),
        instead=_position(messages, row.provision, weaker),
    )
    counts = messages.say("inconsistencies.counts", accepted=len(row.accepted), weaker=len(row.weaker))
    return tag(
        "li", tag("strong", provision_name(messages, row.provision)), ". ", sentence, " (", counts, ")"
    )


def _position(messages: Messages, provision: str, position: AgreementPosition) -> str:
    if position.strength is None:
        return messages.say("inconsistencies.absent")
    said = [
        strength_word(messages, provision, position.strength),
        exception_word(messages, position.exception),
    ]
    if position.article is not None:
        said.append(article_name(messages, position.article))
    if not position.basis.is_read:
        said.append(basis_words(messages, position.basis))
    return ", ".join(word for word in said if word)


NAMED_UNREAD = 12
"""So many agreements that are not fully known are named on the sheet."""


def reading_words(messages: Messages, coverage: CountryCoverage) -> list[str]:
    """How many agreements are in force and what has been read of them; those that may hold more rules, by name."""
    if not coverage.in_force:
        return [messages.say("briefings.none_in_force")]
    counts = reading_counts(messages, coverage.by_state)
    in_force = messages.count("coverage.in_force", coverage.in_force)
    said = [messages.say("named", name=in_force, words=f"{counts}.")]
    if coverage.complete:
        return [*said, messages.say("coverage.complete")]
    names = [
        f"{short(one.shown_name)} ({messages.say(f'coverage.one_{one.reading}')})"
        for one in sorted(coverage.unknown, key=lambda one: one.reading != "not_read")[:NAMED_UNREAD]
    ]
    if len(coverage.unknown) > len(names):
        names.append(messages.say("coverage.rest", n=len(coverage.unknown) - len(names)))
    words = messages.count("coverage.unknown", len(coverage.unknown))
    return [*said, messages.say("named", name=words, words=", ".join(names))]


def reading_section(messages: Messages, coverage: CountryCoverage) -> Markup:
    """What has been read, so that nobody takes silence for freedom."""
    return tag(
        "section",
        tag("h3", messages.say("coverage.title")),
        *(tag("p", words) for words in reading_words(messages, coverage)),
    )


def read_next_section(messages: Messages, brief: CountryBrief, facts: SheetFacts) -> Markup:
    """Pages with the evidence and further details, with addresses short enough to be typed."""
    lines: list[tuple[str, str, dict[str, str]]] = [
        (messages.say("briefings.next_country"), "country", {"country": brief.iso3})
    ]
    # Of what is only coded or reported there is no wording to read.
    worded = [row for row in brief.commitments if row.commitment.basis.is_read]
    for row in worded[:2]:
        entry = row.commitment
        article = entry.main.article
        reported = messages.say(
            "briefings.next_clause",
            provision=provision_name(messages, entry.provision),
            article=article_name(messages, article),
            agreement=short(facts.names[entry.agreement.slug]),
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
