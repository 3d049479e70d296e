"""Versions: the texts of an agreement one after another, and what changed from each to the next.

Replaced texts stay stored with their articles, so that two versions can be compared.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Article, Chapter, Document, Finding, Source
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.orders import rank_of
from tracker.queries.core.slugs import agreement_id_by_slug
from tracker.queries.core.template_facts import template_facts
from tracker.queries.spread.spread import StrengthLabel, strength_label

Change = Literal["added", "removed", "changed"]

_DESIGNATION = re.compile(r"\b(?:article|art[íi]culo|art|chapter|cap[íi]tulo|chapitre)\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article that differs between two versions: `now` in the newer one (None: removed), `before` in the older one
    (None: added)."""

    kind: Change
    now: ArticleRef | None
    before: ArticleRef | None

    @property
    def link(self) -> str:
        """Its name in addresses."""
        present = self.now or self.before
        return present.link if present else ""


@dataclass(frozen=True, slots=True)
class ProvisionChange:
    """A provision whose strictest clause differs between two versions; None: the version does not have it."""

    provision: str
    kind: Change
    before: tuple[StrengthLabel, bool | None] | None
    now: tuple[StrengthLabel, bool | None] | None


@dataclass(frozen=True, slots=True)
class VersionStep:
    """One text of an agreement. `number` counts the texts of the agreement from 1, the oldest; `replaces` is the
    `number` of the one it replaced (None: it is the first).

    `articles_changed` is None where the two texts cannot be compared: the words of one are not stored, or their
    languages differ. `language` is ISO 639-1.
    """

    number: int
    document_id: int
    source_title: str
    version: int
    current: bool
    has_text: bool
    language: str
    fetched_at: datetime | None
    articles: int
    replaces: int | None
    provisions: tuple[ProvisionChange, ...]
    articles_changed: tuple[ArticleChange, ...] | None


def version_history(session: Session, slug: str) -> list[VersionStep]:
    """Every text of the agreement, the newest first, with what changed from the one it replaced."""
    agreement_id = agreement_id_by_slug(session, slug)
    documents = session.execute(
        select(Document, Source.title)
        .join(Source, Source.id == Document.source_id)
        .where(Document.agreement_id == agreement_id)
        .order_by(Document.id)
    ).all()
    texts = {document.id: document for document, _ in documents}
    numbers = {document.id: number for number, (document, _) in enumerate(documents, start=1)}
    strongest_findings = _strongest_findings(session, texts)
    counts = Counter(session.scalars(select(Article.document_id).where(Article.document_id.in_(list(texts)))))
    steps = []
    for document, title in documents:
        previous = texts.get(document.previous_id) if document.previous_id else None
        steps.append(
            VersionStep(
                number=numbers[document.id],
                document_id=document.id,
                source_title=title,
                version=document.version,
                current=document.current,
                has_text=document.has_text,
                language=document.language,
                fetched_at=document.fetched_at,
                articles=counts[document.id],
                replaces=numbers[previous.id] if previous else None,
                provisions=_provisions(strongest_findings[previous.id], strongest_findings[document.id])
                if previous
                else (),
                articles_changed=_article_changes(session, previous, document) if previous else None,
            )
        )
    return steps[::-1]


def _strongest_findings(
    session: Session, document_ids: Iterable[int]
) -> defaultdict[int, dict[str, tuple[str | None, bool | None]]]:
    """The strictest clause of each provision in each of the documents, including replaced ones; certain findings count
    before uncertain ones."""
    ranks: dict[tuple[int, str], int] = {}
    found: defaultdict[int, dict[str, tuple[str | None, bool | None]]] = defaultdict(dict)
    for document_id, provision, strength, exception, uncertain in session.execute(
        select(Article.document_id, Finding.provision, Finding.strength, Finding.exception, Finding.uncertain)
        .join(Article, Article.id == Finding.article_id)
        .where(Article.document_id.in_(list(document_ids)))
        .order_by(Finding.id)
    ):
        rank = rank_of(strength, exception, uncertain=uncertain)
        if rank > ranks.get((document_id, provision), -1):
            ranks[document_id, provision] = rank
            found[document_id][provision] = (strength, exception)
    return found


def _provisions(
    before: dict[str, tuple[str | None, bool | None]], now: dict[str, tuple[str | None, bool | None]]
) -> tuple[ProvisionChange, ...]:
    changes = []
    for code in template_facts().sorted_codes([*before, *now]):
        old, new = before.get(code), now.get(code)
        if old == new:
            continue
        kind: Change = "added" if old is None else "removed" if new is None else "changed"
        changes.append(
            ProvisionChange(
                provision=code,
                kind=kind,
                before=(strength_label(old[0]), old[1]) if old else None,
                now=(strength_label(new[0]), new[1]) if new else None,
            )
        )
    return tuple(changes)


def _article_changes(session: Session, old: Document, new: Document) -> tuple[ArticleChange, ...] | None:
    """Articles that differ, in the order of the newer text, with removed ones at the end.

    Articles are the same where chapter and article have the same number; a difference in spaces alone is no change.
    """
    if not (old.has_text and new.has_text) or old.language != new.language:
        return None
    before, now = _articles(session, old.id), _articles(session, new.id)
    changes: list[ArticleChange] = []
    for key, (ref, words) in now.items():
        if key not in before:
            changes.append(ArticleChange("added", ref, None))
        elif before[key][1] != words:
            changes.append(ArticleChange("changed", ref, before[key][0]))
    changes += [ArticleChange("removed", None, ref) for key, (ref, _) in before.items() if key not in now]
    return tuple(changes)


def _articles(session: Session, document_id: int) -> dict[tuple[str, str, int], tuple[ArticleRef, str]]:
    """Articles by chapter, number and, where these occur several times, a count from 0."""
    found: dict[tuple[str, str, int], tuple[ArticleRef, str]] = {}
    met: Counter[tuple[str, str]] = Counter()
    for text, *where in session.execute(
        select(Article.text, *REFERENCE_COLUMNS)
        .select_from(Article)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(Article.document_id == document_id)
        .order_by(Article.position)
    ):
        ref = article_ref(*where)
        place = (_plain(ref.chapter_number or ref.chapter_heading), _plain(ref.number or ref.heading))
        met[place] += 1
        found[(*place, met[place])] = (ref, " ".join((text or "").split()))
    return found


def _plain(printed: str | None) -> str:
    """A number without the word before it, in one case."""
    return _DESIGNATION.sub("", printed or "").strip(" .:").casefold()
