"""The plausibility report of the stored texts: what looks wrong, and in how many."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Document, Source
from tracker.plausibility import KINDS, Kind, Remark, thresholds


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One current text: its agreement, the source, and its remarks, the grave ones first; None where nobody looked."""

    slug: str
    name: str
    source: str
    remarks: tuple[Remark, ...] | None


@dataclass(frozen=True, slots=True)
class KindCount:
    """One kind of remark: how many texts have it (`grave`: of those, how many gravely), and the share of the texts of
    ToTA with it, which counts as its rate of false alarms (0 to 1; None where it was not measured)."""

    kind: Kind
    texts: int
    grave: int
    false_alarms: float | None


@dataclass(frozen=True, slots=True)
class Plausibility:
    """The report of all current texts.

    - `looked_at`: texts that were looked at; `not_looked_at`: texts whose words are here that nobody looked at.
    - `kinds`: every kind, in the order of reports; `texts`: those with a remark, by name.
    """

    looked_at: int
    not_looked_at: int
    kinds: tuple[KindCount, ...]
    texts: tuple[LookedAt, ...]


def plausibility(session: Session) -> Plausibility:
    """What looks wrong in the current texts."""
    everything = _looked_at(session)
    texts = [one for one in everything if one.remarks is not None]
    found: Counter[Kind] = Counter()
    grave: Counter[Kind] = Counter()
    for one in texts:
        found.update({remark.kind for remark in one.remarks or ()})
        grave.update({remark.kind for remark in one.remarks or () if remark.grave})
    limits = thresholds()
    rates = {
        kind: [rate for rate in (limits[kind].tota_markup, limits[kind].tota_plain) if rate is not None]
        for kind in KINDS
    }
    return Plausibility(
        len(texts),
        len(everything) - len(texts),
        tuple(KindCount(kind, found[kind], grave[kind], max(rates[kind], default=None)) for kind in KINDS),
        tuple(one for one in texts if one.remarks),
    )


def not_looked_at(session: Session) -> int:
    """How many current texts have no plausibility report: they were stored by a version without one."""
    query = select(func.count()).where(Document.current, Document.has_text, Document.remarks.is_(None))
    return session.scalar(query) or 0


def looked_at(session: Session, slug: str) -> tuple[LookedAt, ...]:
    """The current text of an agreement, as a row; empty where no words of it are here."""
    return tuple(one for one in _looked_at(session, slug) if one.slug == slug)


def _looked_at(session: Session, slug: str | None = None) -> list[LookedAt]:
    query = (
        select(Agreement.slug, Agreement.name, Source.key, Document.remarks)
        .join(Document, Document.agreement_id == Agreement.id)
        .join(Source, Source.id == Document.source_id)
        .where(Document.current, Document.has_text)
        .order_by(Agreement.name, Agreement.slug)
    )
    if slug is not None:
        query = query.where(Agreement.slug == slug)
    return [
        LookedAt(
            row.slug,
            row.name,
            row.key,
            None if row.remarks is None else tuple(Remark.from_json(stored) for stored in row.remarks),
        )
        for row in session.execute(query)
    ]
