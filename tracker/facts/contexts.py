"""What the matcher is given beside an article: its agreement's parties, and what other articles say of it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.facts.costs import SECONDS, TooCostly, prepared, within
from tracker.matching import Matcher
from tracker.matching.compiled import CompiledLanguage
from tracker.matching.container import Member, between, may_say_between, says_between
from tracker.matching.delays import delays, may_say_delay, says_delay
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


@dataclass(frozen=True, slots=True)
class Contexts:
    """What other articles say of an article, by its id; articles of which none says such a thing are left out.

    - `between`: the parties between whom alone its chapter applies.
    - `delays`: who has time to comply with it.
    - `too_costly`: articles whose own words took more processor time to search for this than one article may take. What
      they say of others is not known.
    """

    between: dict[int, tuple[str, ...]]
    delays: dict[int, tuple[Delay, ...]]
    too_costly: frozenset[int]


def contexts_of(
    articles: Sequence[ArticleRow],
    parties: Mapping[int, tuple[str, ...]],
    matcher: Matcher,
) -> Contexts:
    """The contexts of `articles`: all those of some documents, in order; `parties` by agreement."""
    too_costly: set[int] = set()
    with prepared():
        said = (
            _said(articles, parties, matcher, may_say_between, says_between, between, too_costly),
            _said(articles, parties, matcher, may_say_delay, says_delay, delays, too_costly),
        )
    return Contexts(*said, frozenset(too_costly))


Said = TypeVar("Said")


def _said(
    articles: Sequence[ArticleRow],
    parties: Mapping[int, tuple[str, ...]],
    matcher: Matcher,
    may_say: Callable[[str, CompiledLanguage], bool],
    says: Callable[[str, CompiledLanguage], bool],
    read: Callable[[Sequence[Member], CompiledLanguage | None, tuple[str, ...]], list[tuple[Said, ...]]],
    too_costly: set[int],
) -> dict[int, tuple[Said, ...]]:
    """By article: what `read` finds other articles to say of it. Only texts that say such a thing are given to it;
    only those that `may_say` it, which takes no time worth limiting, are asked whether they do.

    Those that take more than SECONDS of processor time to search are added to `too_costly`; so are all that are given
    to `read` where that takes longer.
    """
    said: dict[int, tuple[Said, ...]] = {}
    for _, group in groupby(articles, key=lambda row: row.document_id):
        rows = list(group)
        language = matcher.language(rows[0].language)
        if language is None:
            continue
        texts: dict[int, str] = {}
        for row in rows:
            text = row.text
            if not text or not may_say(text, language):
                continue
            try:
                if within(SECONDS, partial(says, text, language)):
                    texts[row.id] = text
            except TooCostly:
                too_costly.add(row.id)
        if not texts:
            continue
        members = [Member(row.chapter or "", row.number or "", texts.get(row.id, "")) for row in rows]
        signers = parties.get(rows[0].agreement_id, ())
        try:
            found = within(SECONDS * len(texts), partial(read, members, language, signers))
        except TooCostly:
            too_costly.update(texts)
            continue
        said.update((row.id, named) for row, named in zip(rows, found, strict=True) if named)
    return said


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
