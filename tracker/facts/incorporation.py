"""Incorporation: an agreement without words of its own carries the articles and findings of the text it incorporates.

The CPTPP incorporates the TPP but for what it suspends; the United Kingdom's continuity agreements incorporate those of
the EU. For each relation `incorporates` the agreement gets a document of basis `incorporated`: the articles of the
target's current text, each with the article it comes from, its words where they are here, and its findings.

- Left out are articles that the relation does not name, and those that the agreement suspends or replaces.
- A target that itself incorporates is followed: where all of it is taken over, its own text and what it incorporates
  both are, each as a document of its own. A circle is refused.
- Made anew when the target's text, its findings or the relations changed; else nothing is written.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.facts.named_articles import NamedArticles
from tracker.models import (
    Agreement,
    AgreementRelation,
    Article,
    ArticleMatch,
    Chapter,
    Document,
    Finding,
    Source,
)
from tracker.models.base import table_of
from tracker.models.search_index import index_articles
from tracker.registry.articles import ArticleList, article_list

BASIS = "incorporated"
SOURCE_KEY = "registry"
_TAKES_OUT = ("suspends", "replaces")
_COPIED = [name for name in table_of(Finding).columns.keys() if name not in ("id", "article_id")]  # noqa: SIM118


@dataclass(slots=True)
class Incorporation:
    """What one agreement takes over from another: the articles of any of `taken` that are in none of `left_out`."""

    agreement_id: int
    target_id: int
    taken: list[ArticleList] = field(default_factory=list)
    left_out: list[ArticleList] = field(default_factory=list)

    @property
    def named(self) -> NamedArticles:
        """The articles that are taken over."""
        return NamedArticles(tuple(self.taken), tuple(self.left_out))


def refresh_incorporations(session: Session) -> int:
    """Bring all incorporated documents up to date within the caller's transaction; how many were written or removed.

    Raises BadInput where agreements incorporate each other in a circle.
    """
    wanted = _in_order(incorporations(session))
    changed = _remove_others(session, wanted)
    if not wanted:
        return changed
    source_id = _source_id(session)
    for one in wanted:
        changed += _refresh(session, one, source_id)
    return changed


def incorporations(session: Session) -> list[Incorporation]:
    """What every agreement incorporates, by the relations stored."""
    found: dict[tuple[int, int], Incorporation] = {}
    relations = session.scalars(select(AgreementRelation).order_by(AgreementRelation.id)).all()
    for row in relations:
        if row.relation == "incorporates":
            key = (row.agreement_id, row.target_id)
            found.setdefault(key, Incorporation(*key)).taken.append(article_list(row.articles))
    for row in relations:
        one = found.get((row.agreement_id, row.target_id))
        if one is not None and row.relation in _TAKES_OUT:
            one.left_out.append(article_list(row.articles))
    return list(found.values())


def _in_order(incorporations: Iterable[Incorporation]) -> list[Incorporation]:
    """Targets before those that incorporate them."""
    by_agreement: defaultdict[int, list[Incorporation]] = defaultdict(list)
    for one in incorporations:
        by_agreement[one.agreement_id].append(one)
    done: dict[int, bool] = {}
    ordered: list[Incorporation] = []

    def visit(agreement_id: int) -> None:
        if done.get(agreement_id):
            return
        if agreement_id in done:
            raise BadInput(f"agreement {agreement_id} incorporates itself in a circle; correct the registry")
        done[agreement_id] = False
        for one in by_agreement[agreement_id]:
            visit(one.target_id)
            ordered.append(one)
        done[agreement_id] = True

    for agreement_id in list(by_agreement):
        visit(agreement_id)
    return ordered


def _source_id(session: Session) -> int:
    source_id = session.scalar(select(Source.id).where(Source.key == SOURCE_KEY))
    if source_id is None:
        source = Source(key=SOURCE_KEY, title="Registry of agreements")
        session.add(source)
        session.flush()
        source_id = source.id
    return source_id


def _external_id(one: Incorporation, origin: Document | None = None) -> str:
    """The name of what is taken over; of what the target takes over itself beside its own text, after that one's."""
    own = f"{one.agreement_id} incorporates {one.target_id}"
    return own if origin is None else f"{origin.external_id}, {own}"


def _remove_others(session: Session, wanted: Sequence[Incorporation]) -> int:
    """Remove incorporated documents of relations that are no more."""
    kept = {_external_id(one) for one in wanted}
    gone = [
        document.id
        for document in session.scalars(select(Document).where(Document.basis == BASIS))
        if document.external_id.rsplit(", ", 1)[-1] not in kept
    ]
    if gone:
        session.execute(delete(Document).where(Document.id.in_(gone)))
    return len(gone)


def _refresh(session: Session, one: Incorporation, source_id: int) -> int:
    texts = _texts_of(session, one)
    origins = {_external_id(one): text for text in texts[:1]}
    origins |= {_external_id(one, text): text for text in texts[1:]}
    gone = [
        document.id
        for document in session.scalars(
            select(Document).where(Document.basis == BASIS, Document.agreement_id == one.agreement_id)
        )
        if document.external_id.rsplit(", ", 1)[-1] == _external_id(one)
        and document.external_id not in origins
    ]
    if gone:
        session.execute(delete(Document).where(Document.id.in_(gone)))
        session.expire_all()
    return len(gone) + sum(
        _refresh_text(session, one, source_id, external_id, origin) for external_id, origin in origins.items()
    )


def _refresh_text(
    session: Session, one: Incorporation, source_id: int, external_id: str, origin: Document
) -> int:
    present = session.scalar(
        select(Document).where(Document.basis == BASIS, Document.external_id == external_id)
    )
    articles = _articles(session, origin.id, one.named)
    findings = _findings(session, [row.id for row in articles])
    digest = _digest(origin, articles, findings)
    if present is not None and present.sha256 == digest:
        return 0
    if present is not None:
        session.execute(delete(Document).where(Document.id == present.id))
        session.expire_all()
    _write(session, one, source_id, external_id, origin, articles, findings, digest)
    return 1


def _texts_of(session: Session, one: Incorporation) -> list[Document]:
    """The target's texts: its own where it has one, else what it incorporates itself, or what is coded or reported.

    Where all of the target is taken over, what it incorporates beside its own text is, too: it is a part of it.
    """
    order = ("read", BASIS, "coded", "reported")
    documents = session.scalars(
        select(Document).where(Document.agreement_id == one.target_id, Document.current).order_by(Document.id)
    ).all()
    found = sorted(documents, key=lambda document: order.index(document.basis))
    everything = any(listed.everything for listed in one.taken)
    return found[:1] + [text for text in found[1:] if everything and text.basis == BASIS]


def _articles(session: Session, document_id: int, named: NamedArticles) -> list[Article]:
    """The articles of a document that are named, in their order."""
    rows = session.execute(
        select(Article, Chapter.number)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .where(Article.document_id == document_id)
        .order_by(Article.position)
    )
    return [article for article, chapter in rows if named.hold(article.number, chapter)]


def _findings(session: Session, article_ids: Sequence[int]) -> dict[int, list[Finding]]:
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in session.scalars(
        select(Finding).where(Finding.article_id.in_(article_ids)).order_by(Finding.id)
    ):
        found[finding.article_id].append(finding)
    return found


def _digest(origin: Document, articles: Sequence[Article], findings: dict[int, list[Finding]]) -> str:
    """Changes where the origin's text, the choice of articles or their findings do."""
    facts = [
        origin.sha256,
        origin.has_text,
        [
            [
                article.id,
                [[getattr(finding, name) for name in _COPIED] for finding in findings.get(article.id, [])],
            ]
            for article in articles
        ],
    ]
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()


def _write(
    session: Session,
    one: Incorporation,
    source_id: int,
    external_id: str,
    origin: Document,
    articles: Sequence[Article],
    findings: dict[int, list[Finding]],
    digest: str,
) -> None:
    document = Document(
        agreement_id=one.agreement_id,
        source_id=source_id,
        external_id=external_id,
        version=1,
        current=True,
        has_text=origin.has_text,
        basis=BASIS,
        url=origin.url,
        media_type=origin.media_type,
        language=origin.language,
        sha256=digest,
        fetched_at=origin.fetched_at,
    )
    session.add(document)
    session.flush()
    chapters = _copy_chapters(session, document, articles)
    made = (
        session.scalars(
            insert(table_of(Article)).returning(table_of(Article).c.id, sort_by_parameter_order=True),
            [
                {
                    "document_id": document.id,
                    "chapter_id": chapters[article.chapter_id],
                    "position": position,
                    "number": article.number,
                    "external_id": article.external_id,
                    "heading": article.heading,
                    "text": article.text,
                    "incorporated_from": article.id,
                }
                for position, article in enumerate(articles)
            ],
        ).all()
        if articles
        else []
    )
    copies = {article.id: made_id for article, made_id in zip(articles, made, strict=True)}
    rows = [
        {**{name: getattr(finding, name) for name in _COPIED}, "article_id": copies[article_id]}
        for article_id, own in findings.items()
        for finding in own
    ]
    if rows:
        session.execute(insert(table_of(Finding)), rows)
    # Matched already, as part of the text it comes from.
    matches = session.execute(
        select(ArticleMatch.article_id, ArticleMatch.fingerprint, ArticleMatch.remark).where(
            ArticleMatch.article_id.in_(list(copies))
        )
    )
    matched = [
        {"article_id": copies[article_id], "fingerprint": fingerprint, "remark": remark}
        for article_id, fingerprint, remark in matches
    ]
    if matched:
        session.execute(insert(table_of(ArticleMatch)), matched)
    if copies:
        index_articles(session, document.id)


def _copy_chapters(session: Session, document: Document, articles: Sequence[Article]) -> dict[int, int]:
    """The chapters of the articles, in their order: new id by old."""
    wanted = list(dict.fromkeys(article.chapter_id for article in articles))
    known = {
        chapter.id: chapter for chapter in session.scalars(select(Chapter).where(Chapter.id.in_(wanted)))
    }
    made: dict[int, int] = {}
    for position, chapter_id in enumerate(wanted):
        chapter = known[chapter_id]
        copy = Chapter(
            document_id=document.id,
            position=position,
            number=chapter.number,
            heading=chapter.heading,
            topic=chapter.topic,
            external_id=chapter.external_id,
            cited_levels=chapter.cited_levels,
        )
        session.add(copy)
        session.flush()
        made[chapter_id] = copy.id
    return made


def incorporating_names(session: Session) -> dict[int, str]:
    """Name of the agreement that each incorporated document takes its articles from, by the document's id."""
    rows = session.execute(select(Document.id, Document.external_id).where(Document.basis == BASIS)).all()
    targets = {row.id: int(row.external_id.rsplit(" ", 1)[1]) for row in rows}
    found = session.execute(
        select(Agreement.id, Agreement.name).where(Agreement.id.in_(set(targets.values())))
    ).all()
    names = {row.id: row.name for row in found}
    return {document_id: names[target] for document_id, target in targets.items() if target in names}
