"""The digest as headings and lines: per agreement one sentence, then one line per provision, the template's core first.

Clauses of one provision are folded into the line of its strongest article, definitions and other structure into one
line, and countries for which the same changed into one entry. Files for programs (CSV, JSON) have every change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.nightly import wording
from tracker.nightly.changes import AgreementNews, Changes, CountryChange, NewAgreement, ProvisionChange
from tracker.nightly.marks import mark_rank
from tracker.nightly.papers import paper_words
from tracker.queries.core.template_facts import GROUPS, TEMPLATE_GROUPS, template_facts

LOOKS_WRONG = "Looks wrong"
NOT_SEARCHED = "Could not be searched"
_FOLDED = tuple(group for group in GROUPS if group not in TEMPLATE_GROUPS)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the digest: a heading (level 2 or 3), or a list item with `bold` words first; `deep`: a nested
    item."""

    text: str
    level: int = 0
    bold: str = ""
    deep: bool = False


def lines(changes: Changes) -> Iterator[Line]:
    """The body of the digest, from new agreements over papers to countries; nothing for an empty night."""
    reported = [row for row in changes.provisions if row.cause != "reading"]
    reread = [row for row in changes.provisions if row.cause == "reading"]
    news = {one.slug: one for one in changes.news}
    if changes.new_agreements:
        yield Line("New agreements", 2)
        for new in changes.new_agreements:
            yield Line(_headline(new, news.get(new.slug)), bold=new.name)
            yield from _remarks(new.remarks)
            yield from provision_lines(
                (row for row in reported if row.slug == new.slug),
                first=True,
                say_basis=not wording.by_registry(new.texts),
            )
    known = {row.slug for row in changes.new_agreements}
    slugs = [row.slug for row in changes.texts]
    slugs += [row.slug for row in changes.facts]
    slugs += [row.slug for row in reported if row.slug not in known]
    if slugs:
        yield Line("Changed agreements", 2)
        for slug in dict.fromkeys(slugs):
            own = [row for row in reported if row.slug == slug]
            yield from _changed(changes, slug, own, news.get(slug))
    if changes.papers:
        yield Line("Papers of the WTO", 2)
        for paper_row in changes.papers:
            yield Line(paper_words(paper_row), bold=paper_row.symbol)
    if changes.given_up:
        yield Line(NOT_SEARCHED, 2)
        yield Line(wording.GIVEN_UP)
        for unread in changes.given_up:
            yield Line(wording.given_up_words(unread), bold=unread.name)
    countries = [row for row in changes.countries if row.cause != "reading"]
    if countries:
        yield Line("Country by country", 2)
        yield from _countries(countries)
    if reread:
        yield Line("Read otherwise", 2)
        yield Line(wording.OTHER_RULES)
        for slug in dict.fromkeys(row.slug for row in reread):
            of_one = [row for row in reread if row.slug == slug]
            yield Line("", bold=of_one[0].name)
            yield from provision_lines(of_one)


def _headline(new: NewAgreement, news: AgreementNews | None) -> str:
    """Who, status, what it closes for whom, what is stricter than the reference; what is not known is said."""
    return (
        ". ".join(
            [wording.new_agreement_words(new), *_meaning(news, bool(new.texts), brought=bool(new.texts))]
        )
        + "."
    )


def _meaning(news: AgreementNews | None, has_text: bool, *, brought: bool) -> list[str]:
    """What it closes for whom, what is stricter than the reference, and what is not known. `brought`: the night brought
    clauses of it."""
    if news is None:
        return []
    sentences = wording.closing_words(news.closings)
    if news.stricter and news.reference:
        titles = ", ".join(wording.title_of(code) for code in news.stricter)
        sentences.append(f"Stricter than {news.reference}: {titles}")
    if brought and (nothing := wording.nothing_closed_words(news)):
        sentences.append(nothing)
    unread = wording.unread_words(news.reading, has_text)
    return [*sentences, unread] if unread else sentences


def _changed(
    changes: Changes, slug: str, reported: list[ProvisionChange], news: AgreementNews | None
) -> Iterator[Line]:
    texts = [row for row in changes.texts if row.slug == slug]
    facts = [row for row in changes.facts if row.slug == slug]
    name = [*(row.name for row in texts), *(row.name for row in facts), *(row.name for row in reported)][0]
    words = [*(wording.text_words(row) for row in texts), *wording.facts_words(facts)]
    brought = any(row.version_now is not None for row in texts)
    meaning = _meaning(news, has_text=True, brought=brought)
    headline = "; ".join(words)
    yield Line(
        ". ".join([part for part in (headline, *meaning) if part]) + ("." if meaning else ""), bold=name
    )
    for text in texts:
        yield from _remarks(text.remarks)
    first = all(row.kind == "added" for row in texts) and all(row.kind == "appeared" for row in reported)
    say_basis = not wording.by_registry([row.text for row in texts])
    yield from provision_lines(reported, first=bool(texts) and first, say_basis=say_basis)


def _remarks(remarks: Iterable[str]) -> Iterator[Line]:
    """What looks wrong in a text, below what happened to it."""
    for remark in remarks:
        yield Line(remark, bold=LOOKS_WRONG, deep=True)


def provision_lines(
    rows: Iterable[ProvisionChange], *, first: bool = False, say_basis: bool = True
) -> Iterator[Line]:
    """One line per provision of one agreement, in the template's order; exceptions and structure in one line each.
    `first`: nothing was known of its clauses before; without `say_basis` how they are known has been said."""
    facts = template_facts()
    by_code: dict[str, list[ProvisionChange]] = {}
    for row in rows:
        by_code.setdefault(row.provision, []).append(row)
    folded: dict[str, list[str]] = {}
    for code in facts.sorted_codes(by_code):
        group = facts.provision(code).group
        if group in _FOLDED:
            folded.setdefault(group, []).append(wording.folded_words(by_code[code], first=first))
        else:
            yield Line(
                _strongest_words(by_code[code], first, say_basis), bold=wording.title_of(code), deep=True
            )
    for group, words in folded.items():
        yield Line("; ".join(words), bold=wording.GROUP_NAMES.get(group, group.capitalize()), deep=True)


def _strongest_words(rows: list[ProvisionChange], first: bool, say_basis: bool) -> str:
    """What happened in the agreement as a whole, if anything, and in its strongest article; how many more there are."""
    articles = sorted(
        (row for row in rows if row.article is not None),
        key=lambda row: (row.uncertain, row.scope is not None, -_rank(row)),
    )
    overall = [row for row in rows if row.article is None and row.kind != "appeared"]
    if articles and len(overall) == 1 and _same(overall[0], articles[0]):
        overall = []
    parts = [wording.provision_words(row, say_basis=say_basis) for row in overall]
    if articles:
        more = len(articles) - 1
        words = wording.provision_words(articles[0], first=first, say_basis=say_basis)
        parts.append(
            f"{words} (and in {more:,} more {'article' if more == 1 else 'articles'})" if more else words
        )
    elif not parts:
        parts = [wording.provision_words(row, first=first, say_basis=say_basis) for row in rows]
    return "; ".join(parts)


def _same(one: ProvisionChange, other: ProvisionChange) -> bool:
    return (one.kind, one.before, one.now) == (other.kind, other.before, other.now)


def _rank(row: ProvisionChange) -> int:
    mark = row.now or row.before
    return mark_rank(mark) if mark is not None else -1


def _countries(rows: list[CountryChange]) -> Iterator[Line]:
    """Countries for which the same changed together, and per agreement one line."""
    own: dict[str, list[CountryChange]] = {}
    for row in rows:
        own.setdefault(row.iso3, []).append(row)
    alike: dict[tuple[tuple[object, ...], ...], list[str]] = {}
    for iso3, changes in own.items():
        alike.setdefault(tuple(_without_country(row) for row in changes), []).append(iso3)
    for countries in alike.values():
        yield Line(wording.countries_heading(countries), 3)
        changes = own[countries[0]]
        for slug in dict.fromkeys(row.slug for row in changes):
            of_one = [row for row in changes if row.slug == slug]
            yield Line(wording.country_words(of_one), bold=of_one[0].name)


def _without_country(row: CountryChange) -> tuple[object, ...]:
    return (
        row.slug,
        row.provision,
        row.kind,
        row.before,
        row.now,
        row.overall_before,
        row.overall_now,
    )
