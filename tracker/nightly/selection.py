"""The part of a night's changes that concerns one country, or one provision."""

from dataclasses import replace

from tracker.nightly.changes import AgreementNews, Changes


def for_country(changes: Changes, iso3: str) -> Changes:
    """The changes of the agreements that a country (ISO 3166 alpha-3) is a party to, or whose clauses changed for it,
    and the papers that it submitted. What an agreement closes is what it closes for this country."""
    slugs = {row.slug for row in changes.countries if row.iso3 == iso3}
    slugs |= {row.slug for row in changes.new_agreements if iso3 in row.parties}
    slugs |= {row.slug for row in changes.facts if iso3 in (row.before, row.now)}
    own = _of(changes, slugs)
    return replace(
        own,
        countries=tuple(row for row in changes.countries if row.iso3 == iso3),
        papers=tuple(row for row in changes.papers if iso3 in row.members),
        news=tuple(_only(row, iso3) for row in own.news),
        given_up=tuple(row for row in changes.given_up if iso3 in row.parties),
    )


def for_provision(changes: Changes, code: str) -> Changes:
    """The changes of one provision, and the agreements in which it changed. Texts whose clauses on it stayed as they
    were are left out, and what could not be searched: which provisions are in it is not known."""
    provisions = tuple(row for row in changes.provisions if row.provision == code)
    own = _of(changes, {row.slug for row in provisions if row.cause != "reading"})
    return replace(
        own,
        facts=(),
        provisions=provisions,
        countries=tuple(row for row in changes.countries if row.provision == code),
        papers=(),
        given_up=(),
    )


def _of(changes: Changes, slugs: set[str]) -> Changes:
    return replace(
        changes,
        new_agreements=tuple(row for row in changes.new_agreements if row.slug in slugs),
        texts=tuple(row for row in changes.texts if row.slug in slugs),
        facts=tuple(row for row in changes.facts if row.slug in slugs),
        provisions=tuple(row for row in changes.provisions if row.slug in slugs),
        news=tuple(row for row in changes.news if row.slug in slugs),
    )


def _only(news: AgreementNews, iso3: str) -> AgreementNews:
    closings = (replace(one, countries=(iso3,)) for one in news.closings if iso3 in one.countries)
    return replace(news, closings=tuple(closings))
