"""Articles as other queries cite them: number, chapter, document and public reference, without any text."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Article, Chapter, Document, Finding, Source
from tracker.queries.core.basis import READ_HERE, FindingBasis, finding_basis, incorporated_texts
from tracker.queries.core.kept import kept
from tracker.queries.core.strongest import AnySelect


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """The place of an article in its agreement.

    - `reference`: its public name, `<source><external id>:<article id>` (tota427:36936), None where the source has no
      article ids. Headings are None without text.
    - `chapter_id` tells chapters apart that have one number and heading; 0 where there is no stored chapter.
    - `link`: its name in addresses, which is the reference, or `<source><external id>:p<position>`. It stays the same
      when texts are loaded again and articles get new database ids.
    - `cited_levels`: how many levels of the chapter's number a citation names (`Chapter.cited_levels`).
    """

    article_id: int
    number: str | None
    heading: str | None
    chapter_number: str | None
    chapter_heading: str | None
    topic: str
    document_id: int
    reference: str | None
    link: str
    chapter_id: int = 0
    cited_levels: int = 0


@dataclass(frozen=True, slots=True)
class CitedFinding:
    """One finding, the article it was made in, and how it is known.

    `scope` is whom the rule reaches (None: structure), `bound` the codes of the parties it binds, () for every party;
    `uncertain`: the reviewer holds it improbable (docs/review.md).
    """

    agreement_id: int
    provision: str
    strength: str | None
    exception: bool | None
    score: float
    notes: tuple[str, ...]
    article: ArticleRef
    basis: FindingBasis = READ_HERE
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False


REFERENCE_COLUMNS = (
    Article.id,
    Article.number,
    Article.heading,
    Chapter.number,
    Chapter.heading,
    Chapter.topic,
    Document.id,
    Source.key,
    Document.external_id,
    Article.external_id,
    Article.position,
    Chapter.id,
    Chapter.cited_levels,
)
"""Columns `article_ref` takes, in its order; none of them is the article's text."""


def article_ref(
    article_id: int,
    number: str | None,
    heading: str | None,
    chapter_number: str | None,
    chapter_heading: str | None,
    topic: str,
    document_id: int,
    source_key: str,
    document_key: str,
    article_key: str | None,
    position: int,
    chapter_id: int,
    cited_levels: int,
) -> ArticleRef:
    """An ArticleRef from a row of REFERENCE_COLUMNS."""
    reference = f"{source_key}{document_key}:{article_key}" if article_key else None
    return ArticleRef(
        article_id=article_id,
        number=number,
        heading=heading,
        chapter_number=chapter_number,
        chapter_heading=chapter_heading,
        topic=topic,
        document_id=document_id,
        reference=reference,
        link=reference or f"{source_key}{document_key}:p{position}",
        chapter_id=chapter_id,
        cited_levels=cited_levels,
    )


KEPT_FINDINGS = 50_000
"""So many findings are kept for further questions about their agreements (about 1 kB each)."""


def cited_findings(
    session: Session, *, agreement_ids: Iterable[int] | None = None, provision: str | None = None
) -> list[CitedFinding]:
    """Findings of current documents with their articles, in the order of the texts. No text is read.

    Those of single agreements are kept as long as the data stay the same: nearly every question about a country asks
    for those of its agreements, and the rows are the same.
    """
    if agreement_ids is None or provision is not None:
        return _read_cited(session, agreement_ids=agreement_ids, provision=provision)
    wanted = list(dict.fromkeys(agreement_ids))
    known = kept(session, _known_cited)
    missing = [agreement_id for agreement_id in wanted if agreement_id not in known]
    found = {agreement_id: known[agreement_id] for agreement_id in wanted if agreement_id in known}
    if missing:
        read: dict[int, list[CitedFinding]] = {agreement_id: [] for agreement_id in missing}
        for finding in _read_cited(session, agreement_ids=missing):
            read[finding.agreement_id].append(finding)
        found |= {agreement_id: tuple(findings) for agreement_id, findings in read.items()}
        if sum(map(len, list(known.values()))) > KEPT_FINDINGS:
            known.clear()
        known.update({agreement_id: found[agreement_id] for agreement_id in missing})
    # Each list is in the order of its texts, and a text is of one agreement.
    listed = [finding for agreement_id in wanted for finding in found[agreement_id]]
    return sorted(listed, key=lambda finding: finding.article.document_id)


def _known_cited(_session: Session) -> dict[int, tuple[CitedFinding, ...]]:
    """The findings that were read, by agreement."""
    return {}


def _read_cited(
    session: Session, *, agreement_ids: Iterable[int] | None = None, provision: str | None = None
) -> list[CitedFinding]:
    query: AnySelect = (
        select(
            Document.agreement_id,
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.score,
            Finding.notes,
            Document.basis,
            Finding.reference,
            Finding.scope,
            Finding.bound,
            Finding.uncertain,
            *REFERENCE_COLUMNS,
        )
        .select_from(Finding)
        .join(Article, Article.id == Finding.article_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(Document.current)
        .order_by(Document.id, Article.position, Finding.id)
    )
    if agreement_ids is not None:
        query = query.where(Document.agreement_id.in_(list(agreement_ids)))
    if provision is not None:
        query = query.where(Finding.provision == provision)
    taken_over = incorporated_texts(session)
    return [
        CitedFinding(
            agreement_id,
            code,
            strength,
            exception,
            score,
            tuple(notes or ()),
            ref := article_ref(*where),
            finding_basis(taken_over, basis, ref.document_id, ref.number, reference),
            scope,
            tuple(bound or ()),
            uncertain,
        )
        for (
            agreement_id,
            code,
            strength,
            exception,
            score,
            notes,
            basis,
            reference,
            scope,
            bound,
            uncertain,
            *where,
        ) in session.execute(query)
    ]
