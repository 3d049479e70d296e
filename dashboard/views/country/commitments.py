"""The Country page's provision-by-provision list: what binds the country, how strongly, by which article."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import (
    basis_cells,
    basis_chip,
    basis_paragraph,
    basis_sentence,
    basis_sources,
    basis_words,
)
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.endings import ending_words, provisional_words
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import (
    article_name,
    chapter_name,
    day,
    party,
    provision_name,
    side_names,
    signed_cell,
    signed_on,
    year,
)
from dashboard.parts.provision_link import provision_link
from dashboard.parts.reach import (
    REACH_COLUMNS,
    reach_cells,
    reach_chips,
    sectoral_chip,
    uncertain_chip,
    uncertain_note,
)
from dashboard.parts.report_error import report_link
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from dashboard.views.country.words import Words, asked_words, quoted, reach_words
from tracker.queries import (
    ArticleRef,
    Commitment,
    CommitmentArticle,
    CountryAgreement,
    CountryProvision,
    CountryRow,
    TemplateFacts,
    count_bases,
    country_provisions,
    template_facts,
)


def show_commitments(
    messages: Messages, state: LinkState, row: CountryRow, name: str, commitments: Sequence[Commitment]
) -> None:
    """The list with its chart table, and what was not found. `commitments` as `country_commitments` gives them."""
    provisions = country_provisions(commitments)
    facts = template_facts(messages.language)
    open_at = state.one_of("provision", [p.provision for p in provisions], None)
    layout.section(messages.say("country.bound"), messages.say("country.bound_intro"))
    _show_summary(messages, row, provisions)
    by_provision: defaultdict[str, list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        by_provision[commitment.provision].append(commitment)
    bound = [p for p in provisions if p.agreements or p.pending]
    if not bound:
        layout.notice(messages.say("country.nothing", name=name))
    place = st.container()
    columns, rows = _columns(messages), partial(_chart_table, messages, commitments)
    as_table = form_switch(messages, state, "list", "country", columns, rows, f"country-{row.iso3}.csv")
    with place:
        if as_table:
            data_table(columns, rows)
        elif bound:
            st.html(
                finished(
                    messages,
                    "commitments",
                    (row.iso3, open_at),
                    lambda: join(
                        _grouped(
                            messages,
                            facts,
                            bound,
                            by_provision,
                            open_at,
                            asked_words(_quoted(by_provision, open_at)),
                        )
                    ),
                )
            )
    st.html(_not_found(messages, facts, bound))


def _quoted(
    commitments: Mapping[str, Sequence[Commitment]], open_at: str | None
) -> list[tuple[str, CommitmentArticle]]:
    """The clauses whose words are shown: the strictest of each provision, all of one that the address opens."""
    return [
        (code, commitment.main)
        for code, own in commitments.items()
        for commitment in (own if code == open_at else own[:1])
    ]


def _show_summary(messages: Messages, row: CountryRow, provisions: Sequence[CountryProvision]) -> None:
    figures = (
        ("in_force", row.in_force),
        ("pending", row.pending),
        ("provisions_hard", sum(p.strength == "hard" and not p.sectoral for p in provisions)),
        ("provisions_soft", sum(p.strength == "soft" and not p.sectoral for p in provisions)),
    )
    st.html(
        layout.figures(
            messages, [(messages.say(f"country.figure_{name}"), number) for name, number in figures]
        )
    )
    sectoral = sum(p.strength in ("hard", "soft") and p.sectoral for p in provisions)
    if sectoral:
        st.html(tag("p", messages.count("country.sectoral", sectoral), class_="quiet"))
    counted = [p for p in provisions if p.strength in ("hard", "soft") and not p.sectoral]
    bound = count_bases(p.basis.firmness for p in counted)
    known = basis_paragraph(basis_sentence(messages, bound, "counted_provisions"))
    if known is not None:
        st.html(known)
    doubtful = uncertain_note(messages, sum(p.uncertain for p in counted))
    if doubtful is not None:
        st.html(doubtful)


def _grouped(
    messages: Messages,
    facts: TemplateFacts,
    provisions: Sequence[CountryProvision],
    commitments: dict[str, list[Commitment]],
    open_at: str | None,
    quotes: Words,
) -> list[Markup]:
    """One foldable row per provision, under the headings of the template's groups."""
    groups: dict[str, list[Markup]] = {}
    for provision in provisions:
        group = facts.provision(provision.provision).group
        groups.setdefault(group, []).append(
            _foldable(messages, facts, provision, commitments[provision.provision], open_at, quotes)
        )
    return [
        tag(
            "section", tag("h3", messages.say(f"group.{group.replace(' ', '_')}")), *rows, class_="fold-group"
        )
        for group, rows in groups.items()
    ]


def _foldable(
    messages: Messages,
    facts: TemplateFacts,
    provision: CountryProvision,
    commitments: Sequence[Commitment],
    open_at: str | None,
    quotes: Words,
) -> Markup:
    chips: list[Child] = []
    notes = []
    if provision.strength:
        chips += [
            strength_chip(messages, provision.provision, provision.strength),
            exception_chip(messages, provision.exception),
            sectoral_chip(messages, provision.sectoral),
            uncertain_chip(messages, provision.uncertain),
            basis_chip(messages, provision.basis),
        ]
        since = year(messages, provision.since)
        notes.append(messages.count("country.since", provision.agreements, year=since))
    if provision.pending_strength:
        word = strength_word(messages, provision.provision, provision.pending_strength)
        chips.append(
            tag("span", messages.say("country.pending_chip", strength=word), class_="chip chip-pending")
        )
        chips.append(sectoral_chip(messages, provision.pending_sectoral))
        chips.append(uncertain_chip(messages, provision.pending_uncertain))
        chips.append(basis_chip(messages, provision.pending_basis))
        notes.append(messages.count("country.pending", provision.pending))
    head = tag(
        "summary",
        tag("span", provision_name(messages, provision.provision), class_="fold-name"),
        tag("span", *chips, class_="fold-chips"),
        tag("span", "; ".join(notes), class_="fold-note"),
    )
    return tag(
        "details",
        head,
        tag(
            "p",
            facts.provision(provision.provision).explainer,
            " ",
            provision_link(messages, provision.provision),
            class_="fold-explainer",
        ),
        tag(
            "ul",
            *(
                _commitment(messages, c, quotes if not at or provision.provision == open_at else None)
                for at, c in enumerate(commitments)
            ),
            class_="commitments",
        ),
        open=provision.provision == open_at,
        class_="fold",
        id=f"provision-{provision.provision}",
    )


def _commitment(messages: Messages, commitment: Commitment, quotes: Words | None) -> Markup:
    """What one agreement binds to; with `quotes` the words of its main clause."""
    agreement = commitment.agreement
    link = page_link("agreement", agreement.name, agreement=agreement.slug, provision=commitment.provision)
    toward = messages.say("country.toward", sides=side_names(messages, agreement.toward))
    facts = join([toward, since_words(messages, agreement)], " · ")
    articles = join((_article(messages, agreement, article) for article in commitment.articles), "; ")
    return tag(
        "li",
        tag(
            "p",
            link,
            " ",
            strength_chip(messages, commitment.provision, commitment.strength),
            " ",
            exception_chip(messages, commitment.exception),
            " ",
            reach_chips(messages, commitment),
            " ",
            basis_chip(messages, commitment.basis),
            " ",
            tag("span", messages.say(f"state.{agreement.state}"), class_=f"chip chip-state-{agreement.state}")
            if agreement.state != "in_force"
            else None,
        ),
        tag("p", facts, class_="quiet"),
        tag(
            "p",
            articles,
            " ",
            report_link(messages, commitment.provision, agreement.slug, commitment.main.article),
            class_="quiet",
        ),
        *_sources(messages, commitment),
        *(_words(messages, commitment, quotes) if quotes is not None else ()),
        class_=f"state-{agreement.state}",
    )


def _words(messages: Messages, commitment: Commitment, quotes: Words) -> list[Markup]:
    main = commitment.main
    reach = tag("p", reach_words(messages, main), class_="quiet") if main.scope is not None else None
    words = quoted(messages, quotes, commitment.provision, main.article.article_id, main.strength)
    return [part for part in (reach, words) if part is not None]


def _article(messages: Messages, agreement: CountryAgreement, found: CommitmentArticle) -> Markup:
    link = country_article(messages, agreement, found.article)
    said = None if found.basis.is_read else f"({basis_words(messages, found.basis)})"
    return join([word for word in (link, said, reach_chips(messages, found)) if word is not None], " ")


def _sources(messages: Messages, commitment: Commitment) -> list[Markup]:
    """The sources of what was not read in any text, each once."""
    bases = dict.fromkeys(found.basis for found in commitment.articles)
    return [links for basis in bases if (links := basis_sources(messages, basis)) is not None]


def country_article(messages: Messages, agreement: CountryAgreement, article: ArticleRef) -> Markup:
    """A link to an article of one of the country's agreements, with its chapter."""
    label = article_name(messages, article)
    if article.chapter_number or article.chapter_heading:
        label += f", {chapter_name(messages, article.chapter_number, article.chapter_heading)}"
    return page_link("agreement", label, agreement=agreement.slug, article=article.link)


def since_words(messages: Messages, agreement: CountryAgreement) -> Markup:
    """The date or period in which an agreement binds, will bind or bound; why it does not, or not any more."""
    if agreement.ending is not None:
        return join([_begun(messages, agreement), "; ", ending_words(messages, agreement.ending)])
    return join([_begun(messages, agreement)])


def _begun(messages: Messages, agreement: CountryAgreement) -> str:
    if agreement.state in ("pending", "never", "draft"):
        return messages.say("country.signed_on", day=signed_on(messages, agreement))
    if agreement.state == "unknown":
        return messages.say("country.in_force_unknown")
    if agreement.date_in_force is None:
        return messages.say("country.in_force_some_day")
    if agreement.state == "ended":
        return messages.say("country.bound_from", day=day(messages, agreement.date_in_force))
    provisional = provisional_words(messages, agreement)
    if provisional is not None:
        return provisional
    return messages.say("country.in_force_since", day=day(messages, agreement.date_in_force))


def _not_found(messages: Messages, facts: TemplateFacts, bound: Sequence[CountryProvision]) -> Markup:
    """The template's provisions that do not bind this country, and the principles that are not text-detectable."""
    bound_codes = {provision.provision for provision in bound}
    free = [p.code for p in facts.provisions if p.group == "template" and p.code not in bound_codes]
    unreadable = [p for p in facts.principles if p.text_detectable == "no"]
    if not free and not unreadable:
        return tag("p", messages.say("country.all_found"), class_="quiet")
    return tag(
        "section",
        tag("h3", messages.say("country.not_found")),
        tag("p", messages.say("country.not_found_intro"), class_="quiet"),
        tag(
            "p",
            join(
                (tag("span", provision_name(messages, code), class_="chip chip-free") for code in free), " "
            ),
        ),
        *(
            tag(
                "p",
                woven(
                    messages.template("named"),
                    name=tag("strong", principle.title),
                    words=principle.why_not_fully,
                ),
                class_="not-detectable",
            )
            for principle in unreadable
        ),
        class_="fold-group",
    )


def _columns(messages: Messages) -> list[str]:
    names = (
        "provision", "strength", "exception", "state", "agreement", "toward", "since", "chapter", "article",
        "reference", "basis", "basis_source",
    )  # fmt: skip
    return [messages.say(f"column.{name}") for name in (*names, *REACH_COLUMNS)]


def _chart_table(messages: Messages, commitments: Sequence[Commitment]) -> list[tuple[object, ...]]:
    """The commitments as a table: one row per article."""
    return [
        (
            provision_name(messages, commitment.provision),
            strength_word(messages, commitment.provision, found.strength),
            exception_word(messages, found.exception),
            messages.say(f"state.{commitment.agreement.state}"),
            commitment.agreement.name,
            ", ".join(party(messages, side.code, side.name) for side in commitment.agreement.toward),
            commitment.since or (signed_cell(agreement) if agreement.state == "pending" else None),
            chapter_name(messages, found.article.chapter_number, found.article.chapter_heading),
            article_name(messages, found.article),
            found.article.reference,
            *basis_cells(messages, found.basis),
            *reach_cells(messages, found),
        )
        for commitment in commitments
        for agreement in [commitment.agreement]
        for found in commitment.articles
    ]
