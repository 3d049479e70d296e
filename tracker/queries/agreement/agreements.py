"""Agreement: the list, one agreement's header, its chapters and articles with findings, its score."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import AgreementUrl, Article, Chapter, Document, Finding, Source
from tracker.queries.agreement.score import TemplateScore, template_score
from tracker.queries.core.agreement_index import AgreementFacts, Side, agreement_index, first_links
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.members import Member
from tracker.queries.core.replaced import ReplacedArticles, ReplacedBy
from tracker.queries.core.slugs import agreement_by_slug, agreement_id_by_slug
from tracker.queries.core.strongest import AnySelect, StrongestFinding
from tracker.queries.core.strongest_by_day import strongest_today
from tracker.queries.core.template_facts import template_facts
from tracker.queries.spread.spread import StrengthLabel, strength_label


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement of the list.

    - `provisions_hard`, `provisions_soft`, `score` (the template score, 0..1): without articles that are replaced today
      for all whom it binds.
    - `has_text`: whether all its current texts are stored with their words, not only as facts.
    - `languages`: those of its current texts (ISO 639-1).
    - `facts_only`: only facts are known, from a source's list; no text of it is stored.
    - `link`: the address at which it is published.
    """

    slug: str
    name: str
    legal_status: str
    date_signed: date | None
    date_in_force: date | None
    sides: tuple[Side, ...]
    articles: int
    provisions_hard: int
    provisions_soft: int
    score: float
    has_text: bool
    languages: tuple[str, ...]
    facts_only: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class TextLink:
    """Where an agreement's text is published."""

    url: str
    language: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One version of a text. `current` is the one whose findings count."""

    document_id: int
    source: str
    source_title: str
    source_url: str | None
    licence: str | None
    version: int
    current: bool
    has_text: bool
    language: str
    media_type: str
    url: str | None
    fetched_at: datetime | None
    sha256: str


@dataclass(frozen=True, slots=True)
class AgreementHeader:
    """The header of an agreement's page. Dates are None where unknown; groups are listed in addition to their
    members. `missing`: what the text here lacks, as codes (`tracker.texts.completeness`) or in words."""

    slug: str
    name: str
    type: str | None
    status: str | None
    legal_status: str
    notification: str | None
    composition: str | None
    region: str | None
    date_signed: date | None
    date_in_force: date | None
    date_inactive: date | None
    wto_rta_id: int | None
    languages: tuple[str, ...]
    sides: tuple[Side, ...]
    members: tuple[Member, ...]
    links: tuple[TextLink, ...]
    documents: tuple[DocumentRow, ...]
    missing: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        """Whether there is a current document and every one is stored with its words."""
        current = [document.has_text for document in self.documents if document.current]
        return bool(current) and all(current)

    @property
    def facts_only(self) -> bool:
        """Whether only facts are known, from a source's list: neither a text nor the findings of one are stored."""
        return not any(document.current for document in self.documents)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in one article; `spans` are [start, end) offsets into the article's text.

    `notes` are codes of details (kinds of exception, limits of scope); `signal`, `prototype` and `similarity` (0..100)
    show why it was flagged.
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


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of an outline with its findings, in the matcher's order; `replaced`: what replaces it today."""

    article: ArticleRef
    findings: tuple[FindingRow, ...]
    replaced: tuple[ReplacedBy, ...] = ()


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


def agreement_list(session: Session) -> list[AgreementRow]:
    """Every agreement, oldest first, including those of which only facts are known (`facts_only`)."""
    found = _strongest_by_agreement(session)
    texts = _texts_by_agreement(session)
    facts = template_facts()
    links = first_links(session)
    return [
        _agreement_row(
            agreement,
            found[agreement.id],
            texts[agreement.id],
            template_score(found[agreement.id], facts).score,
            links.get(agreement.id),
        )
        for agreement in agreement_index(session)
    ]


def agreement_header(session: Session, slug: str) -> AgreementHeader | None:
    """The header of the agreement with this slug (or a slug from before a merge), None when there is none."""
    row = agreement_by_slug(session, slug)
    if row is None:
        return None
    facts = next(agreement for agreement in agreement_index(session) if agreement.id == row.id)
    links = session.execute(
        select(AgreementUrl.url, AgreementUrl.language, AgreementUrl.kind)
        .where(AgreementUrl.agreement_id == row.id)
        .order_by(AgreementUrl.position)
    )
    return AgreementHeader(
        slug=row.slug,
        name=row.name,
        type=row.type,
        status=row.status,
        legal_status=facts.legal_status,
        notification=row.notification,
        composition=row.composition,
        region=row.region,
        date_signed=row.date_signed,
        date_in_force=facts.date_in_force,
        date_inactive=facts.date_inactive,
        wto_rta_id=row.wto_rta_id,
        languages=tuple(row.languages or ()),
        sides=facts.sides,
        members=facts.members,
        links=tuple(TextLink(*link) for link in links),
        documents=tuple(_documents(session, row.id)),
        missing=facts.missing,
    )


def agreement_outline(session: Session, slug: str) -> list[ChapterRow]:
    """Chapters and articles of the agreement's current documents with their findings; no text is read."""
    findings: defaultdict[int, list[FindingRow]] = defaultdict(list)
    agreement_id = agreement_id_by_slug(session, slug)
    current = select(Document.id).where(Document.agreement_id == agreement_id, Document.current)
    document_ids = list(session.scalars(current))
    for article_id, provision, strength, exception, score, spans, notes, *why in session.execute(
        select(
            Finding.article_id,
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.score,
            Finding.spans,
            Finding.notes,
            Finding.signal,
            Finding.prototype,
            Finding.similarity,
        )
        .join(Article, Article.id == Finding.article_id)
        .where(Article.document_id.in_(document_ids))
        .order_by(Finding.article_id, Finding.score.desc(), Finding.provision)
    ):
        findings[article_id].append(
            FindingRow(
                provision,
                strength_label(strength),
                exception,
                score,
                tuple((a, b) for a, b in spans or ()),
                tuple(notes or ()),
                *why,
            )
        )
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
        by = replaced.of(agreement_id, ref.number, ref.chapter_number) if agreement_id is not None else ()
        chapters[chapter_id][1].append(ArticleRow(ref, tuple(findings[ref.article_id]), by))
    return [
        ChapterRow(chapter.document_id, chapter.number, chapter.heading, chapter.topic, tuple(articles))
        for chapter, articles in chapters.values()
    ]


def article_words(session: Session, article_ids: Iterable[int]) -> list[ArticleWords]:
    """Heading and text of the given articles, as far as the texts are stored, in the order of the texts."""
    rows = session.execute(
        select(Article.id, Article.heading, Article.text)
        .where(Article.id.in_(list(article_ids)), Article.text.is_not(None))
        .order_by(Article.document_id, Article.position)
    )
    return [ArticleWords(article_id, heading, text or "") for article_id, heading, text in rows]


def agreement_score(session: Session, slug: str) -> TemplateScore | None:
    """The template score of the agreement with this slug, without articles that are replaced today for all whom it
    binds; None when there is none."""
    agreement_id = agreement_id_by_slug(session, slug)
    if agreement_id is None:
        return None
    found = {
        entry.provision: entry.strongest for entry in strongest_today(session, agreement_id=agreement_id)
    }
    return template_score(found, template_facts())


def _strongest_by_agreement(session: Session) -> defaultdict[int, dict[str, StrongestFinding]]:
    found: defaultdict[int, dict[str, StrongestFinding]] = defaultdict(dict)
    for entry in strongest_today(session):
        found[entry.agreement_id][entry.provision] = entry.strongest
    return found


@dataclass(slots=True)
class _Texts:
    """Languages of an agreement's current documents, and whether their words are stored."""

    articles: int = 0
    documents: int = 0
    with_text: int = 0
    languages: dict[str, None] = field(default_factory=dict)


def _texts_by_agreement(session: Session) -> defaultdict[int, _Texts]:
    texts: defaultdict[int, _Texts] = defaultdict(_Texts)
    counted = (
        select(Article.document_id, func.count().label("articles")).group_by(Article.document_id).subquery()
    )
    for agreement_id, has_text, language, count in session.execute(
        select(Document.agreement_id, Document.has_text, Document.language, counted.c.articles)
        .outerjoin(counted, counted.c.document_id == Document.id)
        .where(Document.current)
        .order_by(Document.id)
    ):
        found = texts[agreement_id]
        found.articles += count or 0
        found.documents += 1
        found.with_text += has_text
        found.languages[language] = None
    return texts


def _agreement_row(
    agreement: AgreementFacts,
    found: dict[str, StrongestFinding],
    texts: _Texts,
    score: float,
    link: str | None,
) -> AgreementRow:
    strengths = Counter(strongest.strength for strongest in found.values())
    return AgreementRow(
        slug=agreement.slug,
        name=agreement.name,
        legal_status=agreement.legal_status,
        date_signed=agreement.date_signed,
        date_in_force=agreement.date_in_force,
        sides=agreement.sides,
        articles=texts.articles,
        provisions_hard=strengths["hard"],
        provisions_soft=strengths["soft"],
        score=score,
        has_text=texts.documents > 0 and texts.with_text == texts.documents,
        languages=tuple(texts.languages),
        facts_only=agreement.facts_only,
        link=link,
    )


def _documents(session: Session, agreement_id: int) -> Iterable[DocumentRow]:
    query: AnySelect = (
        select(
            Document.id,
            Source.key,
            Source.title,
            Source.url,
            Source.licence,
            Document.version,
            Document.current,
            Document.has_text,
            Document.language,
            Document.media_type,
            Document.url,
            Document.fetched_at,
            Document.sha256,
        )
        .join(Source, Source.id == Document.source_id)
        .where(Document.agreement_id == agreement_id)
        .order_by(Document.source_id, Document.external_id, Document.version.desc())
    )
    return (DocumentRow(*row) for row in session.execute(query))
