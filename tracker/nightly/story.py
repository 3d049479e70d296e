"""The digest as headings and lines: per agreement one sentence, then one line per provision, the template's core first.

Clauses of one provision are folded into the line of its strongest article, definitions and other structure into one
line, and countries for which the same changed into one entry. Files for programs (CSV, JSON) have every change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.nightly import wording
from tracker.nightly.changes import (
    AgreementNews,
    Changes,
    CountryChange,
    NewAgreement,
    ProvisionChange,
    TextChange,
)
from tracker.nightly.clause_words import folded_words, more_articles, provision_words
from tracker.nightly.country_words import country_words
from tracker.nightly.language import ENGLISH, Words, words_in
from tracker.nightly.marks import mark_rank
from tracker.nightly.names import countries_heading, title_of
from tracker.nightly.paper_words import paper_words
from tracker.queries.core.template_facts import GROUPS, TEMPLATE_GROUPS, template_facts

_FOLDED = tuple(group for group in GROUPS if group not in TEMPLATE_GROUPS)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the digest: a heading (level 2 or 3), or a list item with `bold` words first; `deep`: a nested
    item."""

    text: str
    level: int = 0
    bold: str = ""
    deep: bool = False


def lines(changes: Changes, language: str = ENGLISH) -> Iterator[Line]:
    """The body of the digest, from new agreements over papers to countries; nothing for an empty night."""
    words = words_in(language)
    reported = [row for row in changes.provisions if row.cause != "reading"]
    news = {one.slug: one for one in changes.news}
    yield from _new_agreements(words, changes, reported, news)
    yield from _changed_agreements(words, changes, reported, news)
    if changes.papers:
        yield Line(words.say("heading.papers"), 2)
        for paper in changes.papers:
            yield Line(paper_words(words, paper), bold=paper.symbol)
    if changes.given_up:
        yield Line(words.say("heading.given_up"), 2)
        yield Line(words.say("explain.given_up"))
        for unread in changes.given_up:
            yield Line(wording.given_up_words(words, unread), bold=unread.name)
    yield from _countries(words, [row for row in changes.countries if row.cause != "reading"])
    yield from _reread(words, [row for row in changes.provisions if row.cause == "reading"])


def _new_agreements(
    words: Words, changes: Changes, reported: Sequence[ProvisionChange], news: dict[str, AgreementNews]
) -> Iterator[Line]:
    if changes.new_agreements:
        yield Line(words.say("heading.new"), 2)
    for new in changes.new_agreements:
        yield Line(_headline(words, new, news.get(new.slug)), bold=new.name)
        yield from _remarks(words, new)
        yield from provision_lines(
            words,
            (row for row in reported if row.slug == new.slug),
            first=True,
            say_basis=not wording.by_registry(new.texts),
        )


def _changed_agreements(
    words: Words, changes: Changes, reported: Sequence[ProvisionChange], news: dict[str, AgreementNews]
) -> Iterator[Line]:
    known = {row.slug for row in changes.new_agreements}
    slugs = [row.slug for row in changes.texts]
    slugs += [row.slug for row in changes.facts]
    slugs += [row.slug for row in reported if row.slug not in known]
    if slugs:
        yield Line(words.say("heading.changed"), 2)
    for slug in dict.fromkeys(slugs):
        own = [row for row in reported if row.slug == slug]
        yield from _changed(words, changes, slug, own, news.get(slug))


def _reread(words: Words, rows: Sequence[ProvisionChange]) -> Iterator[Line]:
    """What is judged differently in texts that did not change."""
    if rows:
        yield Line(words.say("heading.reread"), 2)
        yield Line(words.say("explain.reread"))
    for slug in dict.fromkeys(row.slug for row in rows):
        of_one = [row for row in rows if row.slug == slug]
        yield Line("", bold=of_one[0].name)
        yield from provision_lines(words, of_one)


def _headline(words: Words, new: NewAgreement, news: AgreementNews | None) -> str:
    """Who, status, what it closes for whom, what is stricter than the reference; what is not known is said."""
    has_text = bool(new.texts)
    meaning = wording.meaning_words(words, news, has_text=has_text, brought=has_text) if news else []
    return ". ".join([wording.new_agreement_words(words, new), *meaning]) + "."


def _changed(
    words: Words, changes: Changes, slug: str, reported: list[ProvisionChange], news: AgreementNews | None
) -> Iterator[Line]:
    texts = [row for row in changes.texts if row.slug == slug]
    facts = [row for row in changes.facts if row.slug == slug]
    name = [*(row.name for row in texts), *(row.name for row in facts), *(row.name for row in reported)][0]
    brought = any(row.version_now is not None for row in texts)
    meaning = (
        wording.meaning_words(words, news, has_text=True, brought=brought, ended=wording.ends(facts))
        if news
        else []
    )
    headline = words.listed(
        [*(wording.text_words(words, row) for row in texts), *wording.facts_words(words, facts)]
    )
    said = ". ".join(part for part in (headline, *meaning) if part)
    yield Line(said + ("." if meaning else ""), bold=name)
    for text in texts:
        yield from _remarks(words, text)
    first = all(row.kind == "added" for row in texts) and all(row.kind == "appeared" for row in reported)
    say_basis = not wording.by_registry([row.text for row in texts])
    yield from provision_lines(words, reported, first=bool(texts) and first, say_basis=say_basis)


def _remarks(words: Words, row: NewAgreement | TextChange) -> Iterator[Line]:
    """What looks wrong in a text, below what happened to it; of nights of older versions as they have it, in
    English."""
    said = [wording.remark_words(words, one) for one in row.figures] or row.remarks
    for remark in said:
        yield Line(remark, bold=words.say("heading.looks_wrong"), deep=True)


def provision_lines(
    words: Words, rows: Iterable[ProvisionChange], *, first: bool = False, say_basis: bool = True
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
            folded.setdefault(group, []).append(folded_words(words, by_code[code], first=first))
        else:
            said = _strongest_words(words, by_code[code], first, say_basis)
            yield Line(said, bold=title_of(words, code), deep=True)
    for group, parts in folded.items():
        yield Line(words.listed(parts), bold=words.say(f"group.{group.replace(' ', '_')}"), deep=True)


def _strongest_words(words: Words, rows: list[ProvisionChange], first: bool, say_basis: bool) -> str:
    """What happened in the agreement as a whole, if anything, and in its strongest article; how many more there are."""
    articles = sorted(
        (row for row in rows if row.article is not None),
        key=lambda row: (row.uncertain, row.scope is not None, -_rank(row)),
    )
    overall = [row for row in rows if row.article is None and row.kind != "appeared"]
    if articles and len(overall) == 1 and _same(overall[0], articles[0]):
        overall = []
    parts = [provision_words(words, row, say_basis=say_basis) for row in overall]
    if articles:
        said = provision_words(words, articles[0], first=first, say_basis=say_basis)
        parts.append(more_articles(words, said, len(articles) - 1))
    elif not parts:
        parts = [provision_words(words, row, first=first, say_basis=say_basis) for row in rows]
    return words.listed(parts)


def _same(one: ProvisionChange, other: ProvisionChange) -> bool:
    return (one.kind, one.before, one.now) == (other.kind, other.before, other.now)


def _rank(row: ProvisionChange) -> int:
    mark = row.now or row.before
    return mark_rank(mark) if mark is not None else -1


def _countries(words: Words, rows: list[CountryChange]) -> Iterator[Line]:
    """Countries for which the same changed together, and per agreement one line."""
    if rows:
        yield Line(words.say("heading.countries"), 2)
    own: dict[str, list[CountryChange]] = {}
    for row in rows:
        own.setdefault(row.iso3, []).append(row)
    alike: dict[tuple[tuple[object, ...], ...], list[str]] = {}
    for iso3, changes in own.items():
        alike.setdefault(tuple(_without_country(row) for row in changes), []).append(iso3)
    for countries in alike.values():
        yield Line(countries_heading(words, countries), 3)
        changes = own[countries[0]]
        for slug in dict.fromkeys(row.slug for row in changes):
            of_one = [row for row in changes if row.slug == slug]
            yield Line(country_words(words, of_one), bold=of_one[0].name)


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
