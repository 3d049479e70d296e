"""The part of a night's changes that concerns one country, or one provision."""

from collections.abc import Collection
from dataclasses import replace

from tracker.nightly.changes import AgreementNews, Changes, Closing
from tracker.queries.country.policies import policy_facts


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
    policies = {policy.code for policy in policy_facts() if code in policy.provisions}
    return replace(
        own,
        facts=(),
        provisions=provisions,
        countries=tuple(row for row in changes.countries if row.provision == code),
        papers=(),
        news=tuple(_only_on(row, code, policies) for row in own.news),
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
    closings = tuple(replace(one, countries=(iso3,)) for one in news.closings if iso3 in one.countries)
    return _with_closings(news, closings)


def _only_on(news: AgreementNews, code: str, policies: Collection[str]) -> AgreementNews:
    """What an agreement means for the policies that a provision may close, and whether it is stricter on it."""
    own = _with_closings(news, tuple(one for one in news.closings if one.policy in policies))
    return replace(own, stricter=tuple(one for one in news.stricter if one == code))


def _with_closings(news: AgreementNews, closings: tuple[Closing, ...]) -> AgreementNews:
    """The same with these closings only. Where others are left out, it is not said that it closes nothing."""
    return replace(news, closings=closings, compared=news.compared and bool(closings or not news.closings))
