"""Outline: the chapters and articles of an agreement's current texts with their findings, and the words of articles."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Article, Chapter, Document, Finding, Source
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.basis import READ_HERE, FindingBasis, finding_basis, incorporated_texts
from tracker.queries.core.replaced import ReplacedArticles, ReplacedBy
from tracker.queries.core.slugs import agreement_id_by_slug
from tracker.queries.core.strongest import AnySelect
from tracker.queries.spread.spread import StrengthLabel, strength_label


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in one article; `spans` are [start, end) offsets into the article's text.

    `notes` are codes of details (kinds of exception, limits of scope); `signal`, `prototype` and `similarity` (0..100)
    show why it was flagged; `basis` is how it is known. `scope` is whom the rule reaches, `bound` the codes of the
    parties it binds, () for every party; `uncertain`: the reviewer holds it improbable (docs/review.md).
    """

    provision: str
    strength: StrengthLabel
    exception: bool | None
    score: float
    spans: tuple[tuple[int, int], ...]
    notes: tuple[str, ...] = ()
    signal: str = ""
    prototype: str = ""
    similarity: float = 0.0
    basis: FindingBasis = READ_HERE
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of an outline with its findings, in the matcher's order.

    `replaced`: what replaces it today; `basis`: how the article came here.
    """

    article: ArticleRef
    findings: tuple[FindingRow, ...]
    replaced: tuple[ReplacedBy, ...] = ()
    basis: FindingBasis = READ_HERE


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """One chapter of a current document with its articles in order."""

    document_id: int
    number: str | None
    heading: str | None
    topic: str
    articles: tuple[ArticleRow, ...]


@dataclass(frozen=True, slots=True)
class ArticleWords:
    """The words of one article."""

    article_id: int
    heading: str | None
    text: str


def agreement_outline(session: Session, slug: str) -> list[ChapterRow]:
    """Chapters and articles of the agreement's current documents with their findings; no text is read."""
    agreement_id = agreement_id_by_slug(session, slug)
    current = select(Document.id).where(Document.agreement_id == agreement_id, Document.current)
    document_ids = list(session.scalars(current))
    findings = _findings_by_article(session, document_ids)
    bases = dict(
        session.execute(select(Document.id, Document.basis).where(Document.id.in_(document_ids)))
        .tuples()
        .all()
    )
    taken_over = incorporated_texts(session)
    chapters: dict[int, tuple[Chapter, list[ArticleRow]]] = {
        chapter.id: (chapter, [])
        for chapter in session.scalars(
            select(Chapter)
            .where(Chapter.document_id.in_(document_ids))
            .order_by(Chapter.document_id, Chapter.position)
        )
    }
    replaced = ReplacedArticles(session)
    for chapter_id, *where in session.execute(
        select(Article.chapter_id, *REFERENCE_COLUMNS)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(Article.document_id.in_(document_ids))
        .order_by(Article.document_id, Article.position)
    ):
        ref = article_ref(*where)
        basis = finding_basis(taken_over, bases[ref.document_id], ref.document_id, ref.number, None)
        by = replaced.of(agreement_id, ref.number, ref.chapter_number) if agreement_id is not None else ()
        chapters[chapter_id][1].append(ArticleRow(ref, tuple(findings[ref.article_id]), by, basis))
    return [
        ChapterRow(chapter.document_id, chapter.number, chapter.heading, chapter.topic, tuple(articles))
        for chapter, articles in chapters.values()
    ]


def _findings_by_article(session: Session, document_ids: Sequence[int]) -> defaultdict[int, list[FindingRow]]:
    """The findings of these documents by article, in the matcher's order."""
    findings: defaultdict[int, list[FindingRow]] = defaultdict(list)
    taken_over = incorporated_texts(session)
    query: AnySelect = (
        select(
            Finding.article_id,
            Article.number,
            Document.id,
            Document.basis,
            Finding.reference,
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.score,
            Finding.spans,
            Finding.notes,
            Finding.signal,
            Finding.prototype,
            Finding.similarity,
            Finding.scope,
            Finding.bound,
            Finding.uncertain,
        )
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Article.document_id.in_(document_ids))
        .order_by(Finding.article_id, Finding.score.desc(), Finding.provision)
    )
    for (
        article_id, number, document_id, kind, reference, provision, strength, exception, score, spans, notes, signal,
        prototype, similarity, scope, bound, uncertain,
    ) in session.execute(query):  # fmt: skip
        findings[article_id].append(
            FindingRow(
                provision,
                strength_label(strength),
                exception,
                score,
                tuple((a, b) for a, b in spans or ()),
                tuple(notes or ()),
                signal,
                prototype,
                similarity,
                basis=finding_basis(taken_over, kind, document_id, number, reference),
                scope=scope,
                bound=tuple(bound or ()),
                uncertain=uncertain,
            )
        )
    return findings


def article_words(session: Session, article_ids: Iterable[int]) -> list[ArticleWords]:
    """Heading and text of the given articles, as far as the texts are stored, in the order of the texts."""
    rows = session.execute(
        select(Article.id, Article.heading, Article.text)
        .where(Article.id.in_(list(article_ids)), Article.text.is_not(None))
        .order_by(Article.document_id, Article.position)
    )
    return [ArticleWords(article_id, heading, text or "") for article_id, heading, text in rows]
