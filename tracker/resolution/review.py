"""A person's decisions about links between agreements: whether they are the same, or one builds on the other."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.errors import BadInput
from tracker.models import Agreement, AgreementLink
from tracker.models.database import Database
from tracker.resolution.current_text import make_first_current
from tracker.resolution.links import lock_agreements
from tracker.resolution.merging import merge, split
from tracker.resolution.misfiled import KIND as MISFILED
from tracker.resolution.similarity import Similarity


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link for a list. `other` is the base of an amendment, protocol or accession.

    A link of an agreement to itself lists in `attached` the sources that were recognised as having it.
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
    """Record that a person accepted a link; agreements that are the same are merged. Returns a line on what was done.

    Raises BadInput where there is no link with that number.
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
    """Record that a person rejected a link; merged agreements are split again. Returns a line on what was done.

    Raises BadInput where there is no link with that number.
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
            make_first_current(session, link.agreement_id)
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
    if "same_bytes" in evidence:
        said.append("the same bytes")
    if evidence.get("named"):
        said.append("called so in the registry")
    if evidence.get("listed_as_related"):
        said.append("related in the WTO database")
    if evidence.get("doubt"):
        said.append(f"doubt: {evidence['doubt']}")
    if "languages" in evidence:
        said.append("languages " + "/".join("+".join(one) for one in evidence["languages"]))
    return ", ".join(said)
