"""What else a search may have meant: unknown words replaced by similar ones of the index and of agreements' names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from tracker.models.search_index import plain_words
from tracker.queries.core.kept import kept
from tracker.queries.search.backends import is_sqlite
from tracker.queries.search.named import name_words, named
from tracker.queries.search.search import SearchFilter, search_articles

FEW_HITS = 3
"""With more hits than this a search is taken as meant."""

_SIMILAR = 0.7
"""Least similarity (1: equal; edits and swapped neighbours counted by letter) of a word that is offered."""
_SHORTEST = 4
_TIMES_MORE_FREQUENT = 20
"""A word that is in the texts is replaced only by one in so many times as many articles: it may be a slip there."""
_CANDIDATES = 10
_ARTICLES = 20_000
"""On PostgreSQL the words are those of so many articles where there are more: counting takes a second then."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another search, and how many articles it finds."""

    typed: str
    total: int


def suggestion(
    session: Session, typed: str, choice: SearchFilter | None = None, *, total: int
) -> Suggestion | None:
    """Another spelling of a search that found `total` articles; None where there is none that finds more."""
    if total > FEW_HITS:
        return None
    other = typed
    for word in dict.fromkeys(re.findall(r"[^\W\d_]+", typed)):
        better = _better(session, word)
        if better is not None:
            other = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", better, other)
    if other == typed:
        return None
    found = search_articles(session, other, choice, limit=1).total
    if found <= total and not named(session, other).agreements:
        return None
    return Suggestion(other, found)


def _better(session: Session, word: str) -> str | None:
    """A similar word of the vocabulary, the most frequent of the most similar ones."""
    plain = "".join(plain_words(word))
    if len(plain) < _SHORTEST or plain in ("not", "and"):
        return None
    words = kept(session, vocabulary)
    known = words.get(plain, 0)
    similar = process.extract(
        plain,
        words.keys(),
        scorer=OSA.normalized_similarity,
        score_cutoff=_SIMILAR,
        limit=_CANDIDATES,
    )
    better = [
        # Of equally similar words one with the same letters first, then one that begins alike.
        (score, sorted(other) == sorted(plain), other[0] == plain[0], words[other], other)
        for other, score, _ in similar
        if words[other] > _TIMES_MORE_FREQUENT * known and other != plain
    ]
    return max(better)[-1] if better else None


def vocabulary(session: Session) -> Mapping[str, int]:
    """Every word of the index with the number of articles that have it, and of agreements' names."""
    if is_sqlite(session):
        session.execute(
            sql(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.article_words"
                " USING fts5vocab('main', 'article_search', 'row')"
            )
        )
        rows = session.execute(sql("SELECT term, doc FROM temp.article_words"))
    else:
        counted = session.scalar(sql("SELECT reltuples FROM pg_class WHERE oid = 'article'::regclass")) or 0
        share = min(100.0, 100 * _ARTICLES / max(counted, 1))
        sample = f"SELECT search FROM article TABLESAMPLE SYSTEM ({share:.3f}) REPEATABLE (1)"  # noqa: S608 (a number)
        rows = session.execute(sql("SELECT word, ndoc FROM ts_stat(:sample)"), {"sample": sample})
    words = {word: int(count) for word, count in rows if len(word) >= _SHORTEST and word.isalpha()}
    return {**dict.fromkeys((word for word in name_words(session) if len(word) >= _SHORTEST), 1), **words}
