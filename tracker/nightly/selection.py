"""The part of a night's changes that concerns one country, or one provision."""

from collections.abc import Collection
from dataclasses import replace

from tracker.nightly.changes import AgreementNews, Changes, Closing, Opening
from tracker.queries.country.policies import policy_facts


def for_country(changes: Changes, iso3: str) -> Changes:
    """The changes of the agreements that a country (ISO 3166 alpha-3) is a party to, or whose clauses changed for it,
    and the papers that it submitted. What an agreement closes or opens is what it does for this country."""
    slugs = {row.slug for row in changes.countries if row.iso3 == iso3}
    slugs |= {row.slug for row in changes.news if any(iso3 in one.countries for one in _effects(row))}
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
    """The changes of one provision, the agreements in which it changed, and those that close or open a policy which it
    may close, with the facts by which they do. Texts whose clauses on it stayed as they were are left out, and what
    could not be searched: which provisions are in it is not known."""
    provisions = tuple(row for row in changes.provisions if row.provision == code)
    policies = {policy.code for policy in policy_facts() if code in policy.provisions}
    moved = {row.slug for row in changes.news if any(one.policy in policies for one in _effects(row))}
    own = _of(changes, moved | {row.slug for row in provisions if row.cause != "reading"})
    return replace(
        own,
        facts=tuple(row for row in own.facts if row.slug in moved),
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


def _effects(news: AgreementNews) -> tuple[Closing | Opening, ...]:
    """What an agreement closes and what it opens."""
    return (*news.closings, *(news.openings or ()))


def _only(news: AgreementNews, iso3: str) -> AgreementNews:
    return _with_effects(
        news,
        tuple(replace(one, countries=(iso3,)) for one in news.closings if iso3 in one.countries),
        tuple(replace(one, countries=(iso3,)) for one in news.openings or () if iso3 in one.countries),
    )


def _only_on(news: AgreementNews, code: str, policies: Collection[str]) -> AgreementNews:
    """What an agreement means for the policies that a provision may close, and whether it is stricter on it."""
    own = _with_effects(
        news,
        tuple(one for one in news.closings if one.policy in policies),
        tuple(one for one in news.openings or () if one.policy in policies),
    )
    return replace(own, stricter=tuple(one for one in news.stricter if one == code))


def _with_effects(
    news: AgreementNews, closings: tuple[Closing, ...], opened: tuple[Opening, ...]
) -> AgreementNews:
    """The same with these closings and openings only. Where others are left out, it is not said that it closes or opens
    nothing."""
    left_out = bool(news.closings and not closings) or bool(news.openings and not opened)
    return replace(
        news,
        closings=closings,
        openings=None if news.openings is None else opened,
        compared=news.compared and not left_out,
    )
