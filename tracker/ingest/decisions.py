"""What waits for a person, and what a decision does: quarantined texts, and links between agreements."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.errors import BadInput
from tracker.ingest.archive import Archive
from tracker.ingest.job import read_text
from tracker.ingest.papers import link_papers
from tracker.ingest.store import Outcome, store_agreement
from tracker.models import Agreement, AgreementLink, Document, QuarantinedText, RawFile, Source
from tracker.models.database import Database
from tracker.resolution.agreements import SourceFacts
from tracker.resolution.current_text import show_first
from tracker.resolution.links import lock_agreements
from tracker.resolution.merging import merge, split
from tracker.resolution.misfiled import KIND as MISFILED
from tracker.resolution.similarity import Similarity


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """One quarantined text for a list."""

    id: int
    source: str
    external_id: str
    name: str
    reason: str
    state: str
    noticed_at: datetime
    sha256: str


def quarantine_rows(session: Session, *, everything: bool = False) -> list[QuarantineRow]:
    """Texts that wait for a look, oldest first; with `everything` the decided ones too."""
    query = (
        select(
            QuarantinedText.id,
            Source.key,
            QuarantinedText.external_id,
            QuarantinedText.name,
            QuarantinedText.reason,
            QuarantinedText.state,
            QuarantinedText.noticed_at,
            QuarantinedText.sha256,
        )
        .join(Source, Source.id == QuarantinedText.source_id)
        .order_by(QuarantinedText.id)
    )
    if not everything:
        query = query.where(QuarantinedText.state == "quarantined")
    return [QuarantineRow(*row) for row in session.execute(query)]


def accept_quarantined(database: Database, quarantine_id: int, archive: Archive | None = None) -> Outcome:
    """Store a quarantined text from the archive after all, as a new version of its agreement.

    Raises BadInput where there is none of that number, it is accepted already, its bytes are gone, or the
    readers cannot read it.
    """
    archive = archive or Archive()
    with database.session() as session:
        quarantined = _quarantined(session, quarantine_id)
        if quarantined.state == "accepted":
            raise BadInput(f"quarantined text {quarantine_id} was accepted already")
        source = session.scalars(select(Source).where(Source.id == quarantined.source_id)).one()
        row = session.get(RawFile, quarantined.sha256)
        if row is None:
            raise BadInput(f"quarantined text {quarantine_id} is not in the archive; fetch the source again")
        text = read_text(archive.raw(row, source.key))
        text = replace(text, source=source.key, external_id=quarantined.external_id)
        outcome = store_agreement(
            session,
            text,
            SourceFacts(source.key, source.title, source.url, source.licence),
            url=row.url,
            fetched_at=row.fetched_at.replace(tzinfo=row.fetched_at.tzinfo or UTC),
            reread=_is_newest(session, quarantined),
            trusted=True,
        )
        link_papers(session)
        quarantined.state, quarantined.decided_at = "accepted", datetime.now(UTC)
        return outcome


def reject_quarantined(database: Database, quarantine_id: int) -> None:
    """Say that a quarantined text is broken: it is never stored, and not quarantined again when it comes again.

    Raises BadInput where there is none of that number, or it was accepted.
    """
    with database.session() as session:
        quarantined = _quarantined(session, quarantine_id)
        if quarantined.state == "accepted":
            raise BadInput(
                f"quarantined text {quarantine_id} was accepted and is stored; it cannot be rejected any more"
            )
        quarantined.state, quarantined.decided_at = "rejected", datetime.now(UTC)


def _quarantined(session: Session, quarantine_id: int) -> QuarantinedText:
    quarantined = session.get(QuarantinedText, quarantine_id)
    if quarantined is None:
        raise BadInput(f"no quarantined text {quarantine_id}; `tracker quarantine` lists them")
    return quarantined


def _is_newest(session: Session, quarantined: QuarantinedText) -> bool:
    """Whether the quarantined reading is of the very bytes whose earlier reading is stored (a reader changed)."""
    newest = session.scalar(
        select(Document.sha256)
        .where(Document.source_id == quarantined.source_id, Document.external_id == quarantined.external_id)
        .order_by(Document.version.desc())
        .limit(1)
    )
    return newest == quarantined.sha256


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link for a list. `other` is the base of an amendment, protocol or accession.

    A link of an agreement to itself tells which sources were recognised as having it: `attached` names them.
    """

    id: int
    kind: str
    decision: str
    score: float
    slug: str
    name: str
    date_signed: date | None
    other_slug: str
    other_name: str
    other_date_signed: date | None
    attached: tuple[str, ...]
    why: str


def link_rows(session: Session, *, decision: str | None = None, kind: str | None = None) -> list[LinkRow]:
    """All links (of one decision, of one kind): those for review first, then by kind and name."""
    other = aliased(Agreement)
    query = (
        select(
            AgreementLink,
            Agreement.slug,
            Agreement.name,
            Agreement.date_signed,
            other.slug,
            other.name,
            other.date_signed,
        )
        .join(Agreement, Agreement.id == AgreementLink.agreement_id)
        .join(other, other.id == AgreementLink.other_id)
        .order_by(AgreementLink.decision != "open", AgreementLink.kind, Agreement.name, AgreementLink.id)
    )
    if decision is not None:
        query = query.where(AgreementLink.decision == decision)
    if kind is not None:
        query = query.where(AgreementLink.kind == kind)
    return [
        LinkRow(
            id=link.id,
            kind=link.kind,
            decision=link.decision,
            score=round(link.score, 1),
            slug=slug,
            name=name,
            date_signed=signed,
            other_slug=other_slug,
            other_name=other_name,
            other_date_signed=other_signed,
            attached=tuple(f"{one['source']} {one['external_id']}" for one in _attached(link)),
            why=_why(link.evidence),
        )
        for link, slug, name, signed, other_slug, other_name, other_signed in session.execute(query)
    ]


def accept_link(database: Database, link_id: int) -> str:
    """A person says that the link holds; agreements that are the same become one. A line on what was done.

    Raises BadInput where there is no link of that number.
    """
    with database.session() as session:
        lock_agreements(session)
        link = _link(session, link_id)
        if link.kind == "same" and link.agreement_id != link.other_id:
            found = Similarity(link.score, False, link.evidence)
            kept = merge(session, link.agreement_id, link.other_id, found, decided=True)
            slug = session.scalars(select(Agreement.slug).where(Agreement.id == kept)).one()
            return f"the two are one agreement now: {slug}"
        link.decision, link.decided_at = "accepted", datetime.now(UTC)
        return f"link {link_id} accepted"


def reject_link(database: Database, link_id: int) -> str:
    """A person says that the link does not hold; what was merged becomes two again. A line on what was done.

    Raises BadInput where there is no link of that number.
    """
    with database.session() as session:
        lock_agreements(session)
        link = _link(session, link_id)
        if _attached(link):
            made = split(session, link)
            slugs = session.scalars(select(Agreement.slug).where(Agreement.id.in_(made))).all()
            return f"taken out as agreements of their own: {', '.join(sorted(slugs))}"
        link.decision, link.decided_at = "rejected", datetime.now(UTC)
        if link.kind == MISFILED:
            show_first(session, link.agreement_id)
            return "its text is shown and counted as its own again"
        return f"link {link_id} rejected"


def _link(session: Session, link_id: int) -> AgreementLink:
    link = session.get(AgreementLink, link_id)
    if link is None:
        raise BadInput(f"no link {link_id}; `tracker links` lists them")
    return link


def _attached(link: AgreementLink) -> list[dict[str, Any]]:
    attached: list[dict[str, Any]] = link.evidence.get("attached", []) if _is_own(link) else []
    return attached


def _is_own(link: AgreementLink) -> bool:
    return link.agreement_id == link.other_id


def _why(evidence: dict[str, Any]) -> str:
    """The grounds of a link in a few words."""
    if "attached" in evidence:
        return "; ".join(_why(one) for one in evidence["attached"])
    said = [
        f"{label} {evidence[key]}"
        for key, label in (("parties", "parties"), ("date", "date"), ("wto_rta_id", "WTO RTA"))
        if key in evidence
    ]
    if evidence.get("listed_as_related"):
        said.append("related in the WTO database")
    if evidence.get("doubt"):
        said.append(f"doubt: {evidence['doubt']}")
    if "languages" in evidence:
        said.append("languages " + "/".join("+".join(one) for one in evidence["languages"]))
    return ", ".join(said)
