"""Full-text search over the articles of current documents, with snippets as offsets (never markup)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Article, Chapter, Document, Finding, Source
from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.basis import READ_HERE, FindingBasis, finding_basis, incorporated_texts
from tracker.queries.core.listed import countries_meant
from tracker.queries.core.strongest import AnySelect
from tracker.queries.search.backends import TooSlow, best_first, from_articles, limited, matches
from tracker.queries.search.other_languages import in_other_languages
from tracker.queries.search.snippets import Snippet, snippet
from tracker.queries.search.syntax import Node, is_too_broad, parse_query, terms_of

DEFAULT_LIMIT = 20


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Filter of a search: agreements of a country (ISO 3166 alpha-3), signed in these years (inclusive), articles with
    this provision, chapters of these topics. None or empty: no limit."""

    party: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    provision: str | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One article that matches; `language` is that of its text (ISO 639-1), `basis` how the article came here.

    `year_signed`: the year of signature of its agreement where the day is not known.
    """

    slug: str
    agreement: str
    date_signed: date | None
    article: ArticleRef
    language: str
    snippet: Snippet
    year_signed: int | None = None
    basis: FindingBasis = READ_HERE


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits of one page, best first, and how many there are in all.

    - `understood`: False where the typed text has nothing to search for.
    - `too_broad`: the query would take too long, or its beginnings of words are too short; nothing was found out.
    - `also`: what was searched for beside the typed words, the same terms in other languages.
    """

    total: int
    hits: tuple[SearchHit, ...]
    understood: bool = True
    too_broad: bool = False
    also: tuple[str, ...] = ()


def search_articles(
    session: Session,
    typed: str,
    choice: SearchFilter | None = None,
    *,
    limit: int = DEFAULT_LIMIT,
    offset: int = 0,
    exact: bool = False,
) -> SearchResult:
    """Articles that match the typed query (see `syntax`); any text is a valid query.

    Terms of the template are found in the other languages too (see `other_languages`), unless `exact`. A query takes at
    most a second; one that would take longer is `too_broad`.
    """
    node = parse_query(typed)
    if node is None:
        return SearchResult(0, (), understood=False)
    if is_too_broad(node):
        return SearchResult(0, (), too_broad=True)
    also: tuple[str, ...] = ()
    if not exact:
        node, also = in_other_languages(node)
    conditions = _conditions(session, choice or SearchFilter())
    taken_over = incorporated_texts(session)
    try:
        with limited(session) as go_on:
            total, rows = _found(session, node, conditions, limit, offset, go_on)
    except TooSlow:
        return SearchResult(0, (), too_broad=True)
    terms = terms_of(node)
    hits = [
        SearchHit(
            slug,
            name,
            signed,
            ref := article_ref(*where),
            language,
            snippet(words or "", terms),
            year,
            finding_basis(taken_over, basis, ref.document_id, ref.number, None),
        )
        for slug, name, signed, year, language, basis, words, *where in map(tuple, rows)
    ]
    return SearchResult(total, tuple(hits), also=also)


def _found(
    session: Session,
    node: Node,
    conditions: list[ColumnElement[bool]],
    limit: int,
    offset: int,
    go_on: Callable[[], None],
) -> tuple[int, Sequence[Row[Any]]]:
    """How many articles match, and the rows of one page of them; `go_on` is called between the queries."""
    asked = [matches(session, node), *conditions]
    total = session.scalar(_of_articles(session, select(func.count(Article.id))).where(*asked)) or 0
    columns = (
        Agreement.slug,
        Agreement.name,
        Agreement.date_signed,
        Agreement.year_signed,
        Document.language,
        Document.basis,
        Article.text,
        *REFERENCE_COLUMNS,
    )
    best = _of_articles(session, select(Article.id)).where(*asked)
    best = best.order_by(*best_first(session, node, total)).limit(limit).offset(offset)
    go_on()
    ids = list(session.scalars(best))
    rows = {}
    go_on()
    for row in session.execute(_joined(select(*columns).select_from(Article)).where(Article.id.in_(ids))):
        rows[row[-len(REFERENCE_COLUMNS)]] = row
    return total, [rows[id_] for id_ in ids]


def _of_articles(session: Session, query: AnySelect) -> AnySelect:
    """The query over articles with what the conditions ask of: every further table is looked up for each match."""
    return from_articles(session, query).join(Document, Document.id == Article.document_id)


def _joined(query: AnySelect) -> AnySelect:
    return (
        query.join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .join(Agreement, Agreement.id == Document.agreement_id)
    )


def _conditions(session: Session, choice: SearchFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Document.current.is_(True)]
    if choice.party is not None:
        meant = countries_meant(session, choice.party)
        own = [one.id for one in agreement_index(session) if any(m.iso3 in meant for m in one.members)]
        conditions.append(Document.agreement_id.in_(own))
    if choice.year_from is not None or choice.year_to is not None:
        conditions.append(Document.agreement_id.in_(_of_years(session, choice)))
    if choice.provision is not None:
        found = select(Finding.article_id).where(Finding.provision == choice.provision)
        conditions.append(Article.id.in_(found))
    if choice.topics:
        chapters = select(Chapter.id).where(Chapter.topic.in_(choice.topics))
        conditions.append(Article.chapter_id.in_(chapters))
    return conditions


def _of_years(session: Session, choice: SearchFilter) -> list[int]:
    """Agreements signed in the years chosen; of one whose signature is not known the first day in force counts."""
    first, last = choice.year_from or date.min.year, choice.year_to or date.max.year
    return [
        entry.id
        for entry in agreement_index(session)
        if entry.last_known is not None and first <= entry.last_known.year <= last
    ]
