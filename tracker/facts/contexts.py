"""What the matcher is given beside an article: its agreement's parties, and what other articles say of it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.matching import Matcher
from tracker.matching.compiled import CompiledLanguage
from tracker.matching.container import Member, between, says_between
from tracker.matching.delays import delays, says_delay
from tracker.matching.types import Delay
from tracker.models import AgreementParty
from tracker.parties import signing_codes

_AT_ONCE = 900
"""Ids in one query: SQLite's limit is 999 parameters in old versions."""


class ArticleRow(Protocol):
    """An article as `match_job` reads it; `chapter` is the heading of its chapter."""

    id: int
    document_id: int
    agreement_id: int
    language: str
    chapter: str | None
    number: str | None
    text: str | None


def parties_by_agreement(session: Session, agreements: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Codes of those who signed, by agreement: groups that act as one, and countries; sorted."""
    found: dict[int, list[tuple[str, str | None, bool]]] = defaultdict(list)
    for ids in _parts(sorted(agreements)):
        rows = session.execute(
            select(
                AgreementParty.agreement_id,
                AgreementParty.iso3,
                AgreementParty.via_group,
                AgreementParty.original,
            ).where(AgreementParty.agreement_id.in_(ids))
        )
        for row in rows:
            found[row.agreement_id].append((row.iso3, row.via_group, row.original))
    return {
        agreement: signing_codes(
            (iso3, via)
            for iso3, via, original in members
            if original or not any(signed for _, _, signed in members)
        )
        for agreement, members in found.items()
    }


def between_by_article(
    articles: Sequence[ArticleRow], parties: Mapping[int, tuple[str, ...]], matcher: Matcher
) -> dict[int, tuple[str, ...]]:
    """By article: the parties between whom alone its chapter applies; articles of other chapters are left out.

    `articles` are all those of some documents, in order; `parties` by agreement.
    """
    return _said(articles, parties, matcher, says_between, between)


def delays_by_article(
    articles: Sequence[ArticleRow], parties: Mapping[int, tuple[str, ...]], matcher: Matcher
) -> dict[int, tuple[Delay, ...]]:
    """By article: who has time to comply with it, as other articles say; those of which none says so are left out.

    `articles` are all those of some documents, in order; `parties` by agreement.
    """
    return _said(articles, parties, matcher, says_delay, delays)


Said = TypeVar("Said")


def _said(
    articles: Sequence[ArticleRow],
    parties: Mapping[int, tuple[str, ...]],
    matcher: Matcher,
    says: Callable[[str, CompiledLanguage], bool],
    read: Callable[[Sequence[Member], CompiledLanguage | None, tuple[str, ...]], list[tuple[Said, ...]]],
) -> dict[int, tuple[Said, ...]]:
    """By article: what `read` finds other articles to say of it. Only texts that say such a thing are given to it."""
    said: dict[int, tuple[Said, ...]] = {}
    for _, group in groupby(articles, key=lambda row: row.document_id):
        rows = list(group)
        language = matcher.language(rows[0].language)
        if language is None:
            continue
        texts = {row.id: row.text for row in rows if row.text and says(row.text, language)}
        if not texts:
            continue
        members = [Member(row.chapter or "", row.number or "", texts.get(row.id, "")) for row in rows]
        found = read(members, language, parties.get(rows[0].agreement_id, ()))
        said.update((row.id, named) for row, named in zip(rows, found, strict=True) if named)
    return said


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
