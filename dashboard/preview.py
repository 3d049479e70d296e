"""What a link says before it is opened: title and description of the page it leads to, for browsers and chats.

They are in the start page that the server sends, since those who draw previews run no scripts. The picture of a link
(`dashboard.card`) and the citation of a page say the same.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.parts.country_choice import countries_and_groups, named_group
from dashboard.parts.facts import ask
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_title, day, party, provision_name
from dashboard.parts.official_names import agreement_name
from dashboard.parts.reading import reading_counts
from dashboard.parts.strength import exception_word, shows_strength, strength_word, strengths_listed
from dashboard.parts.unread import as_known
from tracker.errors import TrackerError
from tracker.queries import (
    ArticleRow,
    FindingRow,
    PolicyRow,
    SpreadFilter,
    agreement_header,
    agreement_outline,
    article_words,
    country_coverage,
    country_list,
    country_policies,
    group_coverage,
    policies_of_group,
    policy_facts,
    spread_totals,
    template_facts,
)

Parameters = Mapping[str, str]

QUOTED = 600
"""Most characters of a clause that are quoted."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What one address states, in the visitor's language; plain text, to be escaped.

    - `title` ends with the site's name, `heading` is without it;
    - `quote`: words of the clause, where the address leads to one;
    - `named`: the address leads to more than a page in general.
    """

    title: str
    description: str
    heading: str = ""
    quote: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a page states of what its address names."""

    heading: str
    description: str = ""
    quote: str = ""


def page_title(messages: Messages, page: str, parameters: Parameters) -> str:
    """What the address shows, else its page in general, and the product; also where the database gives no answer."""
    return preview(messages, page, parameters).title


def preview(messages: Messages, page: str, parameters: Parameters) -> Preview:
    """Title and description of what the address shows, else of its page in general."""
    try:
        said = _STATEMENTS[page](messages, parameters) if page in _STATEMENTS else None
    except TrackerError:
        said = None
    heading = said.heading if said else messages.say(f"{page}.title")
    title = messages.say("named", name=heading, words=messages.say("product"))
    description = said.description if said else ""
    return Preview(
        title,
        description or messages.say(f"{page}.intro"),
        heading,
        said.quote if said else "",
        said is not None,
    )


def _country(messages: Messages, parameters: Parameters) -> _Statement | None:
    """How many policies are in which state for the country, and what has been read of what binds it; of one policy its
    state and by what."""
    iso3 = parameters.get("country", "").upper()
    known = {row.iso3: row.name for row in ask(country_list)}
    if iso3 not in known:
        return _group(messages, parameters)
    name = party(messages, iso3, known[iso3])
    rows = ask(country_policies, iso3)
    chosen = next((row for row in rows if row.policy == parameters.get("policy")), None)
    if chosen is not None:
        return _policy(messages, name, chosen)
    verdicts = ", ".join(
        messages.say("named", name=messages.say(f"policies.state_{state}"), words=messages.number(number))
        for state, number in Counter(row.state for row in rows).most_common()
    )
    coverage = ask(country_coverage, iso3)
    read = reading_counts(messages, coverage.by_state)
    in_force = messages.count("coverage.in_force", coverage.in_force)
    return _Statement(
        name,
        messages.say(
            "preview.country", n=len(rows), verdicts=verdicts, agreements=in_force, read=read or "0"
        ),
    )


def _group(messages: Messages, parameters: Parameters) -> _Statement | None:
    """For how many policies all, some or none of a group's members are limited, and what has been read of what binds at
    least one; of one policy how many members each state has."""
    chosen = named_group(messages, countries_and_groups(messages), parameters)
    if chosen is None or chosen.group is None or not chosen.group.members:
        return None
    members = chosen.group.members
    rows = ask(policies_of_group, members)
    counted = messages.count("groups.members", len(members), day=day(messages, chosen.group.day))
    policy = next((row for row in rows if row.policy == parameters.get("policy")), None)
    if policy is not None:
        facts = next(facts for facts in policy_facts(messages.language) if facts.code == policy.policy)
        said = ", ".join(
            messages.say(f"groups.{state}_for", n=number) for state, number in policy.counts.items() if number
        )
        heading = messages.say("named", name=chosen.name, words=facts.title)
        return _Statement(heading, f"{messages.say('named', name=counted, words=said)}.")
    extents = Counter(row.extent for row in rows)
    verdicts = ", ".join(
        messages.say("named", name=messages.say(f"groups.extent_{extent}"), words=messages.number(number))
        for extent, number in extents.most_common()
    )
    coverage = ask(group_coverage, members)
    read = reading_counts(messages, coverage.by_state)
    in_force = messages.count("groups.in_force", coverage.in_force)
    statement = messages.say(
        "preview.country", n=len(rows), verdicts=verdicts, agreements=in_force, read=read or "0"
    )
    return _Statement(chosen.name, f"{counted}. {statement}")


def _accession(messages: Messages, parameters: Parameters) -> _Statement | None:
    """That the page says what accession to the WTO's text would add for the country or group."""
    code = parameters.get("country", "").upper()
    choice = countries_and_groups(messages)
    if code in choice.countries:
        return _Statement(messages.say("wto.accession_for", name=choice.country(code)))
    chosen = named_group(messages, choice, parameters)
    return _Statement(messages.say("wto.accession_for", name=chosen.name)) if chosen else None


def _policy(messages: Messages, country: str, row: PolicyRow) -> _Statement:
    """The state of one policy, by which article of which agreement, and how many are not read."""
    facts = next(facts for facts in policy_facts(messages.language) if facts.code == row.policy)
    heading = messages.say("named", name=country, words=facts.title)
    said = [messages.say(f"policies.state_{row.state}").capitalize() + "."]
    if row.grounds and row.state in ("closed", "restricted"):
        ground = row.grounds[0]
        said.append(
            messages.say(
                "preview.ground",
                agreement=agreement_name(messages, ground.agreement.slug, ground.agreement.name),
                article=article_title(messages, ground.article),
                day=day(messages, ground.since),
            )
        )
        if len(row.grounds) > 1:
            said.append(messages.count("preview.grounds", len(row.grounds) - 1))
    if row.state == "not_known" and row.unread:
        said.append(messages.count("preview.unread", row.unread))
    return _Statement(heading, " ".join(said))


def _agreement(messages: Messages, parameters: Parameters) -> _Statement | None:
    """Its status, and what of it has been read; of one article what it holds, with its words."""
    slug = parameters.get("agreement", "")
    header = ask(agreement_header, slug)
    if header is None:
        return None
    name = agreement_name(messages, slug, header.name)
    status = messages.say(f"status.{header.legal_status}")
    read = messages.say(f"coverage.one_{header.reading}")
    article = _article(slug, parameters.get("article"))
    if article is None:
        return _Statement(name, f"{status}, {read}")
    heading = messages.say("named", name=name, words=article_title(messages, article.article))
    holds = "; ".join(_found(messages, finding) for finding in article.findings)
    return _Statement(heading, f"{status}. {holds}" if holds else f"{status}, {read}", _quoted(article))


def _article(slug: str, link: str | None) -> ArticleRow | None:
    if not link:
        return None
    chapters = ask(agreement_outline, slug)
    return next((row for one in chapters for row in one.articles if row.article.link == link), None)


def _found(messages: Messages, finding: FindingRow) -> str:
    words = [
        strength_word(messages, finding.provision, finding.strength, finding.notes)
        if shows_strength(finding.provision, finding.notes)
        else "",
        exception_word(messages, finding.exception) if finding.exception is not None else "",
        messages.say("uncertain.chip") if finding.uncertain else "",
    ]
    name, said = provision_name(messages, finding.provision), ", ".join(word for word in words if word)
    return f"{name} ({said})" if said else name


def _quoted(article: ArticleRow) -> str:
    """The words in which the article's first finding shows."""
    spans = [span for finding in article.findings[:1] for span in finding.spans]
    words = ask(article_words, (article.article.article_id,)) if spans else []
    text = words[0].text if words else ""
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)[:QUOTED]


def _provision(messages: Messages, parameters: Parameters) -> _Statement | None:
    """What it says, and who is bound by it today."""
    code = parameters.get("provision", "")
    if code not in template_facts().by_code:
        return None
    facts = template_facts(messages.language).provision(code)
    total = next(
        total for total in ask(spread_totals, SpreadFilter(basis="in_force")) if total.provision == code
    )
    binding = (
        messages.say(
            "spread.sentence_in_force",
            agreements=messages.count("number.agreements", total.agreements),
            countries=messages.count("number.countries", total.countries),
            read=as_known(messages),
            parts=strengths_listed(
                messages, code, total.agreements_hard, total.agreements_soft, total.agreements_unrated
            ),
        )
        if total.agreements
        else ""
    )
    return _Statement(provision_name(messages, code), f"{facts.explainer} {binding}".strip())


_STATEMENTS: dict[str, Callable[[Messages, Parameters], _Statement | None]] = {
    "country": _country,
    "agreement": _agreement,
    "provision": _provision,
    "spread": _provision,
    "briefings": _country,
    "wto": _accession,
}
