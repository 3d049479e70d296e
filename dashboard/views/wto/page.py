"""The WTO page: the plurilateral text on electronic commerce, who takes part, and what accession would add."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import site_name
from dashboard.parts.country_choice import (
    asked_for,
    choose_country,
    countries_and_groups,
    take_kept_country,
)
from dashboard.parts.facts import ask
from dashboard.parts.language import messages_here
from dashboard.parts.markup import Child, Markup, join, page_link, tag, web_link, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, party, sorting_key
from dashboard.parts.score import score_words
from dashboard.parts.state import LinkState
from dashboard.views.wto.accession import show_accession
from dashboard.views.wto.articles import show_articles, show_figures, show_missing
from dashboard.views.wto.group import show_group_accession
from dashboard.views.wto.papers import show_papers
from dashboard.views.wto.timed import show_timed
from tracker.queries import (
    AgreementHeader,
    KnownStatus,
    Participant,
    PlurilateralText,
    agreement_header,
    agreement_list,
    agreement_outline,
    agreement_score,
    country_list,
    known_status,
    plurilateral_texts,
    reference_agreement,
    text_participants,
)

ROLES = ("convenor", "supporter", "party", "submitted", "outside")


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    layout.page_head(messages.say("wto.title"), messages.say("wto.intro"))
    if not ask(agreement_list):
        layout.empty_database(messages)
        return
    texts = {text.slug: text for text in ask(plurilateral_texts)}
    if not texts:
        _show_help(messages)
        show_papers(messages, None)
        return
    problems = st.container()
    known = {row.iso3: row.name for row in ask(country_list)}
    choice = countries_and_groups(messages)
    take_kept_country(choice, "wto")
    asked_for(messages, choice, state)  # a code in small letters gets its capitals
    with st.container(key="wto-controls"):
        slug = _choose_text(messages, state, texts)
        chosen = choose_country(messages, state, choice, messages.say("wto.choose"))
    country = chosen.code if chosen is not None and chosen.group is None else None
    text = texts[slug]
    header = ask(agreement_header, slug)
    if header is None:
        return
    participants = ask(text_participants, slug)
    outline = ask(agreement_outline, slug)
    known_by_registry = ask(known_status, slug)
    _show_facts(messages, text, header, known_by_registry)
    # What it would mean for the country comes first: on a phone the participants alone take several screens.
    if chosen is not None and chosen.group is not None:
        show_group_accession(messages, state, text, chosen)
    else:
        show_accession(messages, state, text, country, chosen.name if chosen else None)
    show_timed(messages, slug)
    show_figures(messages, outline)
    _show_participants(messages, participants, known, country, known_by_registry)
    language = next((document.language for document in header.documents if document.current), None)
    reference = ask(reference_agreement, language=language)
    show_missing(messages, header, outline, reference)
    show_articles(messages, state, header, outline, reference)
    show_papers(messages, text)
    with problems:
        _report(messages, state)


def _choose_text(messages: Messages, state: LinkState, texts: Mapping[str, PlurilateralText]) -> str:
    """The text to show: the first one, or another where several are stored."""
    first = next(iter(texts))
    if len(texts) == 1:
        return state.one_of("text", list(texts), first) or first
    chosen = state.select(
        messages.say("wto.choose_text"),
        "text",
        list(texts),
        default=first,
        shown=lambda slug: messages.say("named", name=texts[slug].symbol, words=texts[slug].name),
    )
    return chosen or first


def _report(messages: Messages, state: LinkState) -> None:
    """Report unusable parameters of the link; for an unknown country there is a message of its own."""
    for name, value in state.problems:
        if name == "country":
            layout.notice(messages.say("wto.unknown_country", value=value), kind="warning")
    layout.report_problems(messages, [entry for entry in state.problems if entry[0] != "country"])


def _show_help(messages: Messages) -> None:
    """How to fetch the text where it is not stored."""
    ways = [tag("li", messages.say(f"wto.get_{way}")) for way in ("crawl", "file")]
    layout.notice(
        tag("strong", messages.say("wto.none")), " ", messages.say("wto.none_why"), tag("ul", *ways)
    )


def _show_facts(
    messages: Messages, text: PlurilateralText, header: AgreementHeader, by_registry: KnownStatus | None
) -> None:
    layout.section(text.name, None if text.known else messages.say("wto.proposal"))
    score = ask(agreement_score, text.slug)
    articles = next(row.articles for row in ask(agreement_list) if row.slug == text.slug)
    pairs: list[tuple[str, Child]] = [
        ("symbol", text.symbol),
        ("issued", day(messages, text.issued)),
        ("status", _status(messages, text, by_registry)),
        ("articles", messages.number(articles)),
    ]
    if score is not None:
        pairs.append(
            (
                "score",
                messages.say(
                    "wto.score_value", percent=score_words(messages, score.score, at_least=score.at_least)
                ),
            )
        )
    links: list[Child] = [
        page_link("agreement", messages.say("wto.all_articles"), agreement=text.slug, view="all"),
        page_link("agreement", messages.say("wto.against"), agreement=text.slug, view="reference"),
        page_link("agreement", messages.say("wto.versions"), agreement=text.slug, view="versions"),
    ]
    if text.url:
        links.append(web_link(text.url, messages.say("provision.source")))
    pairs.append(("more", join(links, " · ")))
    st.html(
        tag(
            "dl",
            *(join([tag("dt", messages.say(f"wto.fact_{name}")), tag("dd", value)]) for name, value in pairs),
            class_="about",
        )
    )
    if not header.has_text:
        layout.notice(messages.say("agreement.no_text"))


def _status(messages: Messages, text: PlurilateralText, by_registry: KnownStatus | None) -> Child:
    """What the registry says of the text, with day and sources; else what the text's own source says."""
    if by_registry is None:
        return messages.say(f"status.{text.legal_status}")
    said = messages.say(
        "wto.status_as_of",
        state=messages.say(f"wto.state_{by_registry.state}"),
        day=day(messages, by_registry.checked_on),
    )
    return join([said, " ", _links(messages, by_registry.sources)])


def _links(messages: Messages, addresses: Sequence[str]) -> Child:
    """The sources of a statement by the names of their sites."""
    sites = join((web_link(address, site_name(address)) for address in addresses), " · ")
    return tag("span", woven(messages.template("wto.participants_source"), sources=sites), class_="quiet")


def _number(messages: Messages, by_registry: KnownStatus | None) -> Markup | None:
    """How many have joined, where a source counts them without their names."""
    if by_registry is None or by_registry.number is None:
        return None
    said = messages.count("wto.joined", by_registry.number, day=by_registry.number_day)
    return tag("p", said, " ", _links(messages, by_registry.number_sources))


def _show_participants(
    messages: Messages,
    participants: Sequence[Participant],
    known: Mapping[str, str],
    country: str | None,
    by_registry: KnownStatus | None,
) -> None:
    """Who is known to take which part; of all others the page says that it is not known."""
    layout.section(messages.say("wto.participants"))
    number = _number(messages, by_registry)
    if not participants:
        if number is not None:
            st.html(number)
        layout.notice(messages.say("wto.participants_none"))
        return
    groups = [(role, [one for one in participants if one.role == role]) for role in ROLES]
    pairs = [
        join([tag("dt", messages.say(f"wto.role_{role}")), tag("dd", _names(messages, members, known))])
        for role, members in groups
        if members
    ]
    reported = dict.fromkeys((one.source, one.as_of) for one in participants if one.source)
    sources = "; ".join(f"{source}, {day(messages, as_of)}" for source, as_of in reported)
    lines = [messages.say("wto.participants_rest")]
    if sources:
        lines.append(messages.say("wto.participants_source", sources=sources))
    own = _part_of(messages, participants, country, known) if country is not None else None
    st.html(join([own, number, tag("dl", *pairs, class_="about"), tag("p", " ".join(lines), class_="quiet")]))


def _names(messages: Messages, participants: Sequence[Participant], known: Mapping[str, str]) -> str:
    names = [party(messages, one.code, known.get(one.code, one.code)) for one in participants]
    return ", ".join(sorted(names, key=sorting_key))


def _part_of(
    messages: Messages, participants: Sequence[Participant], country: str, known: Mapping[str, str]
) -> Markup:
    """What is known of the chosen country's part."""
    own = next((one for one in participants if country in one.members), None)
    part = messages.say(f"wto.part_{own.role}" if own else "wto.part_unknown")
    name = party(messages, country, known.get(country, country))
    return tag("p", tag("strong", messages.say("named", name=name, words=part)))
