"""Full-text search over the articles of current documents, with snippets as offsets (never markup)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, column, func, literal_column, select, table
from sqlalchemy.orm import Session

from tracker.models import Agreement, Article, Chapter, Document, Finding, Source
from tracker.models.search_index import fold_accents
from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.basis import READ_HERE, FindingBasis, finding_basis, incorporated_texts
from tracker.queries.core.strongest import AnySelect
from tracker.queries.search.syntax import AllOf, Node, Term, parse_query, terms_of

SNIPPET_CHARACTERS = 320
DEFAULT_LIMIT = 20

_FTS5_INDEX = table("article_search", column("rowid"))


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
class Snippet:
    """A piece of an article's text; `marks` are [start, end) offsets into `text` to be highlighted;
    `cut_before` and `cut_after`: whether the article continues there."""

    text: str
    marks: tuple[tuple[int, int], ...]
    cut_before: bool
    cut_after: bool


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
    """The hits of one page, best first, and how many there are in all. `understood` is False where the typed text has
    nothing to search for."""

    total: int
    hits: tuple[SearchHit, ...]
    understood: bool = True


def search_articles(
    session: Session,
    typed: str,
    choice: SearchFilter | None = None,
    *,
    limit: int = DEFAULT_LIMIT,
    offset: int = 0,
) -> SearchResult:
    """Articles that match the typed query (see `syntax`); any text is a valid query."""
    node = parse_query(typed)
    if node is None:
        return SearchResult(0, (), understood=False)
    sqlite = session.get_bind().dialect.name == "sqlite"
    matching, relevance = _sqlite_match(node) if sqlite else _postgresql_match(node)
    narrowed = [*matching, *_conditions(session, choice or SearchFilter())]
    total = session.scalar(_from_articles(select(func.count(Article.id)), sqlite).where(*narrowed)) or 0
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
    rows = session.execute(
        _from_articles(select(*columns), sqlite)
        .where(*narrowed)
        .order_by(relevance, Article.id)
        .limit(limit)
        .offset(offset)
    )
    terms = terms_of(node)
    taken_over = incorporated_texts(session)
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
        for slug, name, signed, year, language, basis, words, *where in rows
    ]
    return SearchResult(total, tuple(hits))


def snippet(words: str, terms: Iterable[Term], length: int = SNIPPET_CHARACTERS) -> Snippet:
    """The part of `words` around the first term found, with every term in it marked."""
    folded = _fold(words)
    pattern = re.compile("|".join(_term_pattern(term) for term in terms) or r"(?!)")
    first = pattern.search(folded)
    start = max(0, (first.start() if first else 0) - length // 3)
    if start:
        following = folded.find(" ", start, start + 30)
        start = following + 1 if following >= 0 else start
    end = min(len(words), start + length)
    if end < len(words):
        preceding = folded.rfind(" ", max(start, end - 30), end)
        end = preceding if preceding > start else end
    marks = tuple(
        (found.start() - start, min(found.end(), end) - start)
        for found in pattern.finditer(folded, start)
        if found.start() < end
    )
    return Snippet(words[start:end], marks, cut_before=start > 0, cut_after=end < len(words))


def _fold(words: str) -> str:
    """Lower case without accents, character by character, so that offsets stay valid."""
    return "".join(_fold_character(character) for character in words)


def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    folded = unicodedata.normalize("NFD", character)[0].lower()
    return folded if len(folded) == 1 else character


def _term_pattern(term: Term) -> str:
    words = r"[\W_]+".join(re.escape(_fold(word)) for word in term.words)
    return rf"(?<![^\W_]){words}" + ("" if term.prefix else r"(?![^\W_])")


def _from_articles(query: AnySelect, sqlite: bool) -> AnySelect:
    query = query.select_from(Article)
    if sqlite:
        query = query.join(_FTS5_INDEX, _FTS5_INDEX.c.rowid == Article.id)
    return (
        query.join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .join(Agreement, Agreement.id == Document.agreement_id)
    )


def _conditions(session: Session, choice: SearchFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Document.current.is_(True)]
    if choice.party is not None:
        own = [entry.id for entry in agreement_index(session) if entry.member(choice.party) is not None]
        conditions.append(Agreement.id.in_(own))
    if choice.year_from is not None or choice.year_to is not None:
        conditions.append(Agreement.id.in_(_of_years(session, choice)))
    if choice.provision is not None:
        found = select(Finding.article_id).where(Finding.provision == choice.provision)
        conditions.append(Article.id.in_(found))
    if choice.topics:
        conditions.append(Chapter.topic.in_(choice.topics))
    return conditions


def _of_years(session: Session, choice: SearchFilter) -> list[int]:
    """Agreements signed in the years chosen; of one whose signature is not known the first day in force counts."""
    first, last = choice.year_from or date.min.year, choice.year_to or date.max.year
    return [
        entry.id
        for entry in agreement_index(session)
        if entry.last_known is not None and first <= entry.last_known.year <= last
    ]


def _sqlite_match(node: Node) -> tuple[list[ColumnElement[bool]], ColumnElement[Any]]:
    match = literal_column("article_search").op("MATCH")(_fts5(node))
    # A word in the heading says more than one in the text.
    return [match], literal_column("bm25(article_search, 4.0, 1.0)")


def _fts5(node: Node) -> str:
    """The tree in FTS5's query language; every term is a quoted string of letters and digits."""
    if isinstance(node, Term):
        return '"' + " ".join(node.words) + '"' + (" *" if node.prefix else "")
    joiner = " AND " if isinstance(node, AllOf) else " OR "
    rendered = "(" + joiner.join(_fts5(part) for part in node.parts) + ")"
    if isinstance(node, AllOf) and node.without:
        rendered = f"({rendered} NOT ({' OR '.join(_fts5(part) for part in node.without)}))"
    return rendered


def _postgresql_match(node: Node) -> tuple[list[ColumnElement[bool]], ColumnElement[Any]]:
    vector: ColumnElement[Any] = literal_column("article.search")
    query = _tsquery(node)
    in_heading = func.to_tsvector("simple", func.coalesce(Article.heading, "")).op("@@")(query)
    relevance = func.ts_rank_cd(vector, query) * case((in_heading, 4.0), else_=1.0)
    return [vector.op("@@")(query)], relevance.desc()


def _tsquery(node: Node) -> ColumnElement[Any]:
    """The tree as a tsquery expression; terms are passed as bound parameters."""
    if isinstance(node, Term):
        words = [fold_accents(word).lower() for word in node.words]
        if node.prefix:
            return func.to_tsquery("simple", " <-> ".join([*words[:-1], f"{words[-1]}:*"]))
        return func.phraseto_tsquery("simple", " ".join(words))
    operator = "&&" if isinstance(node, AllOf) else "||"
    rendered = _join(operator, [_tsquery(part) for part in node.parts])
    if isinstance(node, AllOf) and node.without:
        excluded = _join("||", [_tsquery(part) for part in node.without])
        rendered = rendered.op("&&")(func.tsquery_not(excluded))
    return rendered.self_group()


def _join(operator: str, parts: list[ColumnElement[Any]]) -> ColumnElement[Any]:
    joined = parts[0]
    for part in parts[1:]:
        joined = joined.op(operator)(part).self_group()
    return joined
