"""A query's tree in the languages of the two full-text indexes, and the most time that it may take there."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    case,
    cast,
    column,
    exc,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from tracker.models import Article
from tracker.models.search_index import plain_words, words_of
from tracker.queries.core.strongest import AnySelect
from tracker.queries.search.syntax import AllOf, Node, Term, terms_of

SECONDS = 1.0
"""Most time of one search; one that takes longer is to be narrowed."""

_STEPS_BETWEEN_LOOKS = 10_000
"""Steps of SQLite's machine between two looks at the clock."""

MOST_WEIGHED = 2_000
"""Most matches that are weighed against each other: for that PostgreSQL reads each of them."""

_BY_LENGTH = 1
"""Of `ts_rank_cd`: divide by the logarithm of the text's length."""

_HEADING, _TEXT = "A", "D"
"""Weights of the words in PostgreSQL's index (`tracker.models.search_index`)."""

_BY_INDEX = {"enable_seqscan": "off", "work_mem": "32MB"}
"""PostgreSQL's settings during a search. It takes reading all articles for cheap, since it does not count that their
words lie elsewhere and must be unpacked: of 820,000 articles `paragraph` was counted in 5.7 s so, and in 0.3 s by the
index. The memory is for the list of what is found; where that is too short for it, articles are read after all."""

_FTS5_INDEX = table("article_search", column("rowid"))


class TooSlow(Exception):
    """The time is over."""


def is_sqlite(session: Session) -> bool:
    """Whether the session's database is the embedded one."""
    return session.get_bind().dialect.name == "sqlite"


def from_articles(session: Session, query: AnySelect) -> AnySelect:
    """The query over articles, with SQLite's index, which is a table of its own."""
    query = query.select_from(Article)
    return query.join(_FTS5_INDEX, _FTS5_INDEX.c.rowid == Article.id) if is_sqlite(session) else query


def matches(session: Session, node: Node) -> ColumnElement[bool]:
    """The condition that an article matches."""
    if is_sqlite(session):
        return literal_column("article_search").op("MATCH")(fts5(node))
    return literal_column("article.search").op("@@")(cast(tsquery(node), TSQUERY))


def best_first(session: Session, node: Node, total: int) -> list[Any]:
    """By what matches are ordered: what stands in the heading first, then by the index's own measure.

    Of more than MOST_WEIGHED in all none is weighed; they come in the order in which they were stored.
    """
    weighed = total <= MOST_WEIGHED
    if is_sqlite(session):
        index: ColumnElement[Any] = literal_column("article_search")
        in_heading = select(_FTS5_INDEX.c.rowid).where(index.op("MATCH")(f"{{heading}} : ({fts5(node)})"))
        relevance: ColumnElement[Any] = literal_column("bm25(article_search, 4.0, 1.0)")
        first: ColumnElement[Any] = Article.id.not_in(in_heading)
    else:
        query = cast(tsquery(node), TSQUERY)
        heading: ColumnElement[Any] = literal_column(words_of("coalesce(article.heading, '')"))
        first = not_(heading.op("@@")(query))
        if not weighed:
            first = case((_may_be_in_heading(node), first), else_=true())
        # As FTS5 does: words in the heading weigh four times as much, and a long text less than a short one.
        weights: ColumnElement[Any] = literal_column("'{0.25,0.25,0.25,1}'::real[]")
        relevance = func.ts_rank_cd(weights, literal_column("article.search"), query, _BY_LENGTH).desc()
    return [first, relevance, Article.id] if weighed else [first, Article.id]


def _may_be_in_heading(node: Node) -> ColumnElement[bool]:
    """Whether a heading has a word of the query among its letters, or letters of other alphabets or with accents.

    That is known at once; to make words of each of a hundred thousand headings takes a second.
    """
    heading = func.coalesce(Article.heading, "")
    words = {(plain_words(term.words[0]) or [term.words[0].lower()])[0] for term in terms_of(node)}
    other_letters = func.octet_length(heading) > func.char_length(heading)
    return or_(other_letters, *(heading.ilike(f"%{word}%") for word in sorted(words)))


@contextmanager
def limited(session: Session, seconds: float = SECONDS) -> Iterator[Callable[[], None]]:
    """All queries in this block together take at most so many seconds.

    Gives a function to be called between two of them: PostgreSQL limits each statement, so that what is left must be
    said anew. Raises TooSlow when the time is over; the transaction is then at its end.
    """
    with (
        _sqlite_limit(session, seconds)
        if is_sqlite(session)
        else _postgresql_limit(session, seconds) as go_on
    ):
        try:
            yield go_on
        except exc.OperationalError as error:
            if "interrupted" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "57014":
                session.rollback()
                raise TooSlow from error
            raise


@contextmanager
def _sqlite_limit(session: Session, seconds: float) -> Iterator[Callable[[], None]]:
    connection: Any = session.connection().connection.driver_connection
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
    try:
        yield lambda: None
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def _postgresql_limit(session: Session, seconds: float) -> Iterator[Callable[[], None]]:
    timeout = "statement_timeout"
    names = (timeout, *_BY_INDEX)
    before = session.execute(select(*(func.current_setting(name) for name in names))).one()
    end = time.monotonic() + seconds

    def go_on() -> None:
        # 0 would mean no limit; a millisecond ends the next statement.
        left = max(1, int(1000 * (end - time.monotonic())))
        session.execute(func.set_config(timeout, str(left), True).select())

    _set(session, _BY_INDEX)
    go_on()
    yield go_on
    _set(session, dict(zip(names, before, strict=True)))


def _set(session: Session, settings: Mapping[str, str]) -> None:
    """Settings of PostgreSQL for the rest of the transaction."""
    session.execute(select(*(func.set_config(name, value, True) for name, value in settings.items())))


def fts5(node: Node) -> str:
    """The tree in FTS5's query language; every term is a quoted string of letters and digits."""
    if isinstance(node, Term):
        return '"' + " ".join(node.words) + '"' + (" *" if node.prefix else "")
    joiner = " AND " if isinstance(node, AllOf) else " OR "
    rendered = "(" + joiner.join(fts5(part) for part in node.parts) + ")"
    if isinstance(node, AllOf) and node.without:
        rendered = f"({rendered} NOT ({' OR '.join(fts5(part) for part in node.without)}))"
    return rendered


def tsquery(node: Node) -> str:
    """The tree in PostgreSQL's query language; every word is quoted, and of letters and digits only.

    A phrase is all in the heading or all in the text, as in FTS5, where these are two columns.
    """
    if isinstance(node, Term):
        words = [f"'{word}'" for part in node.words for word in plain_words(part) or [part.lower()]]
        if len(words) == 1:
            # Without a weight the index answers by itself, and no article is read.
            return f"{words[0]}:*" if node.prefix else words[0]
        places = (
            " <-> ".join(
                f"{word}:{'*' if node.prefix and number == len(words) else ''}{weight}"
                for number, word in enumerate(words, 1)
            )
            for weight in (_HEADING, _TEXT)
        )
        return f"({' | '.join(f'({place})' for place in places)})"
    joiner = " & " if isinstance(node, AllOf) else " | "
    rendered = "(" + joiner.join(tsquery(part) for part in node.parts) + ")"
    if isinstance(node, AllOf) and node.without:
        rendered = f"({rendered} & !({' | '.join(tsquery(part) for part in node.without)}))"
    return rendered
