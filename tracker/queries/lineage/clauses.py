"""The clauses whose lineage is known, with all that says which of two is the older one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.life import KnownDay, last_of
from tracker.models import (
    AgreementLink,
    AgreementRelation,
    Article,
    Chapter,
    Document,
    Finding,
    LineageClause,
    Source,
)
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.kept import kept
from tracker.queries.core.orders import clause_sector
from tracker.queries.core.strongest import AnySelect
from tracker.queries.lineage.state import METHOD, as_spans
from tracker.queries.spread.spread import StrengthLabel, strength_label

Order = Literal["earlier", "later", "same_day", "not_known"]
"""When a clause was signed, compared with another one."""

_CHANGING = ("amends", "replaces")
"""Relations and links by which the words of another agreement are changed."""
_LINKS = ("amends", "protocol")


@dataclass(frozen=True, slots=True)
class TracedClause:
    """A clause that was compared with all others of its provision and language.

    - `agreement`: the agreement's name in use; `legal_status` is that of the agreement today (`SHOWN_STATUSES`).
    - `scope`: whom the rule reaches, None where that was not read.
    - `words`: their number in the paragraphs in which the provision was found.
    - `date_signed`, `year_signed`, `date_in_force`: what is known of the days; the year only where the day is
      not known.
    - `earliest`, `latest`: the days between which the words were signed, for certain; None: not known.
    - `incorporated`: the words are those of another agreement, which this one takes over.
    - `uncertain`: the reviewer holds the finding improbable (docs/review.md).
    """

    id: int
    provision: str
    slug: str
    agreement: str
    article: ArticleRef
    language: str
    strength: StrengthLabel
    exception: bool | None
    scope: str | None
    uncertain: bool
    incorporated: bool
    words: int
    date_signed: date | None
    year_signed: int | None
    date_in_force: KnownDay | None
    legal_status: str
    earliest: date | None
    latest: date | None

    @property
    def binds(self) -> bool:
        """Whether its agreement binds anybody today."""
        return self.legal_status == "in_force"

    @property
    def sector(self) -> str | None:
        """The one sector that the rule reaches; None for a general rule."""
        return clause_sector(self)

    @property
    def age(self) -> tuple[date, str, str]:
        """Sort key: the oldest first, of one day by name and place."""
        return (self.latest or date.max, self.slug, self.article.link)

    def order(self, other: "TracedClause") -> Order:
        """When this clause was signed, compared with another: only what their days prove."""
        if self.latest and other.earliest and self.latest < other.earliest:
            return "earlier"
        if other.latest and self.earliest and other.latest < self.earliest:
            return "later"
        if self.earliest is not None and self.earliest == self.latest == other.earliest == other.latest:
            return "same_day"
        return "not_known"


def traced_clauses(
    session: Session, provisions: Iterable[str], *, agreement: str | None = None
) -> dict[int, TracedClause]:
    """The clauses of these provisions that have been compared, by their ids in the lineage, in the order of the texts;
    `agreement` (slug) narrows. No text is read."""
    known = {entry.id: entry for entry in agreement_index(session)}
    changed = last_changes(session)
    query: AnySelect = (
        select(
            LineageClause.id,
            LineageClause.words,
            LineageClause.spans,
            Document.agreement_id,
            Document.language,
            Document.basis,
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.scope,
            Finding.uncertain,
            Finding.spans,
            *REFERENCE_COLUMNS,
        )
        .select_from(LineageClause)
        .join(Article, Article.id == LineageClause.article_id)
        .join(
            Finding,
            (Finding.article_id == LineageClause.article_id) & (Finding.provision == LineageClause.provision),
        )
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(
            LineageClause.provision.in_(list(provisions)),
            LineageClause.method == METHOD,
            Document.current,
        )
        .order_by(Document.id, Article.position, Finding.id)
    )
    if agreement is not None:
        wanted = [entry.id for entry in known.values() if entry.slug == agreement]
        query = query.where(Document.agreement_id.in_(wanted))
    found: dict[int, TracedClause] = {}
    for (
        clause_id,
        words,
        compared,
        agreement_id,
        language,
        basis,
        provision,
        strength,
        exception,
        scope,
        uncertain,
        spans,
        *where,
    ) in session.execute(query):
        if clause_id in found or as_spans(compared) != as_spans(spans):
            continue
        entry = known[agreement_id]
        earliest, latest = words_signed(entry, changed)
        found[clause_id] = TracedClause(
            id=clause_id,
            provision=provision,
            slug=entry.slug,
            agreement=entry.short_name or entry.name,
            article=article_ref(*where),
            language=language,
            strength=strength_label(strength),
            exception=exception,
            scope=scope,
            uncertain=uncertain,
            incorporated=basis == "incorporated",
            words=words,
            date_signed=entry.date_signed,
            year_signed=entry.year_signed,
            date_in_force=entry.date_in_force,
            legal_status=entry.legal_status,
            earliest=earliest,
            latest=latest,
        )
    return found


def words_signed(
    entry: AgreementFacts, changed: Mapping[int, date | None]
) -> tuple[date | None, date | None]:
    """The days between which the words of an agreement were signed; None where that end is not known.

    - Of a year of signature without a day: its first and last day.
    - An agreement in force is signed by then, but nobody knows since when.
    - Where a later agreement changes it, the text that is stored may be a consolidated one: any of its words may be of
      that day.
    """
    earliest: date | None
    latest: date | None
    if entry.date_signed is not None:
        earliest = latest = entry.date_signed
    elif entry.year_signed is not None:
        earliest, latest = date(entry.year_signed, 1, 1), date(entry.year_signed, 12, 31)
    else:
        earliest = None
        latest = last_of(entry.date_in_force) if entry.date_in_force else None
    if entry.id in changed and latest is not None:
        change = changed[entry.id]
        latest = None if change is None else max(latest, change)
    return earliest, latest


def last_changes(session: Session) -> dict[int, date | None]:
    """The last day on which other agreements changed the words of an agreement, by its id; None: not known.

    Kept, not to be changed.
    """
    return kept(session, _read_changes)


def _read_changes(session: Session) -> dict[int, date | None]:
    known = {entry.id: entry for entry in agreement_index(session)}
    pairs = set(
        session.execute(
            select(AgreementRelation.agreement_id, AgreementRelation.target_id).where(
                AgreementRelation.relation.in_(_CHANGING)
            )
        ).tuples()
    )
    pairs |= set(
        session.execute(
            select(AgreementLink.agreement_id, AgreementLink.other_id).where(
                AgreementLink.kind.in_(_LINKS), AgreementLink.decision.in_(("auto", "accepted"))
            )
        ).tuples()
    )
    days: defaultdict[int, list[date | None]] = defaultdict(list)
    for by, target in pairs:
        if by != target:
            days[target].append(known[by].last_known)
    return {
        target: None if None in found else max(day for day in found if day is not None)
        for target, found in days.items()
    }


def sister_agreements(session: Session) -> frozenset[tuple[str, str]]:
    """Pairs of agreements, both ways round, that are or may be one and the same, or one of which is filed under the
    other: their texts are no models of each other. Kept, not to be changed."""
    return kept(session, _read_sisters)


def _read_sisters(session: Session) -> frozenset[tuple[str, str]]:
    slugs = {entry.id: entry.slug for entry in agreement_index(session)}
    found: set[tuple[str, str]] = set()
    for one, other in session.execute(
        select(AgreementLink.agreement_id, AgreementLink.other_id).where(
            or_(AgreementLink.kind == "same", AgreementLink.kind == "misfiled"),
            AgreementLink.decision != "rejected",
            AgreementLink.agreement_id != AgreementLink.other_id,
        )
    ):
        found |= {(slugs[one], slugs[other]), (slugs[other], slugs[one])}
    return frozenset(found)
