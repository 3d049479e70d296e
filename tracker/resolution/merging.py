"""One agreement from several sources: attach a source's text to a known agreement, merge two, split them again.

- An agreement keeps the facts and the name of the source that had it first (its lowest key); further sources add what
  is missing.
- A link of the agreement to itself (kind `same`) records which sources were attached, on what grounds, and the facts
  they gave, so that a person can undo it.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.models import (
    Agreement,
    AgreementAlias,
    AgreementKey,
    AgreementLink,
    AgreementParty,
    AgreementUrl,
    Document,
    PartyEvent,
    Source,
)
from tracker.resolution.agreements import AGREEMENT_FACTS, create_agreement, write_facts
from tracker.resolution.claims import Part, claimed_meta, meta_from_json, meta_to_json, with_part
from tracker.resolution.current_text import choose_current, make_first_current
from tracker.resolution.papers import link_papers
from tracker.resolution.similarity import Similarity
from tracker.texts.types import AgreementMeta, SourceLink


def attach_key(
    session: Session,
    agreement: Agreement,
    key: AgreementKey,
    meta: AgreementMeta,
    found: Similarity,
    part: Part = "text",
) -> None:
    """Record that the agreement with the source's key `key` is this one, certain enough without a person's decision."""
    key.facts = with_part(None, part, meta)
    session.add(key)
    session.flush()
    _note_attached(session, agreement.id, [_entry(session, key, meta, found)], "auto", None)


def merge(session: Session, one_id: int, other_id: int, found: Similarity, *, decided: bool) -> int:
    """Merge two agreements; the one known first stays, and its id is returned.

    Keys and documents of the other are moved to it; the other's slug becomes an alias of it. `decided`: by a person.
    """
    keep_id, gone_id = sorted((one_id, other_id), key=lambda id_: _first_key(session, id_))
    gone = session.scalars(select(Agreement).where(Agreement.id == gone_id)).one()
    keep = session.scalars(select(Agreement).where(Agreement.id == keep_id)).one()
    meta = stored_meta(session, gone)
    keys = session.scalars(select(AgreementKey).where(AgreementKey.agreement_id == gone_id)).all()
    entries = [
        _entry(session, key, claimed_meta(key.facts) or meta, found) | {"slug": gone.slug} for key in keys
    ]
    for key in keys:
        key.agreement_id = keep_id
    choose_current(session, keep_id, gone_id)
    session.execute(update(Document).where(Document.agreement_id == gone_id).values(agreement_id=keep_id))
    session.execute(update(PartyEvent).where(PartyEvent.agreement_id == gone_id).values(agreement_id=keep_id))
    session.execute(
        update(AgreementAlias).where(AgreementAlias.agreement_id == gone_id).values(agreement_id=keep_id)
    )
    session.add(AgreementAlias(slug=gone.slug, agreement_id=keep_id))
    _move_links(session, gone_id, keep_id)
    session.flush()
    session.expire_all()
    session.execute(delete(Agreement).where(Agreement.id == gone_id))
    write_facts(session, keep, meta, is_first_source=False)
    _note_attached(
        session, keep_id, entries, "accepted" if decided else "auto", datetime.now(UTC) if decided else None
    )
    link_papers(session)
    return keep_id


def split(session: Session, link: AgreementLink) -> list[int]:
    """Split the attached sources off again, each as an agreement of its own; their ids.

    The link becomes one between the two agreements that a person rejected: they are never merged again.
    """
    attached = link.evidence.get("attached", [])
    made = []
    for position, entry in enumerate(attached):
        source = session.scalars(select(Source).where(Source.key == entry["source"])).one()
        key = session.scalars(
            select(AgreementKey).where(
                AgreementKey.source_id == source.id, AgreementKey.external_id == entry["external_id"]
            )
        ).one()
        base_id = link.agreement_id if position == 0 else link.other_id
        claims = claimed_meta(key.facts) or meta_from_json(entry["facts"])
        agreement = create_agreement(session, source, entry["external_id"], claims, key)
        _take_back_slug(session, agreement, entry.get("slug"), base_id)
        documents = (
            Document.source_id == source.id,
            Document.external_id == entry["external_id"],
            Document.agreement_id == base_id,
        )
        was_shown = session.scalar(select(func.count()).where(*documents, Document.current))
        newest = session.scalar(select(func.max(Document.version)).where(*documents))
        session.execute(
            update(Document)
            .where(*documents)
            .values(agreement_id=agreement.id, current=Document.version == newest)
        )
        if was_shown:
            make_first_current(session, base_id)
        rejected = {
            "evidence": {name: value for name, value in entry.items() if name not in ("facts", "slug")},
            "score": entry["score"],
            "decision": "rejected",
            "decided_at": datetime.now(UTC),
        }
        if position == 0:
            link.agreement_id, link.other_id = agreement.id, base_id
            for name, value in rejected.items():
                setattr(link, name, value)
        else:
            session.add(
                AgreementLink(agreement_id=agreement.id, other_id=link.other_id, kind="same", **rejected)
            )
        session.flush()
        made.append(agreement.id)
    link_papers(session)
    return made


def _take_back_slug(session: Session, agreement: Agreement, slug: str | None, base_id: int) -> None:
    """Restore the slug that a split-off agreement had before the merge, where that is still an alias of the other."""
    alias = session.get(AgreementAlias, slug) if slug else None
    if alias is None or alias.agreement_id != base_id:
        return
    agreement.slug = alias.slug
    session.delete(alias)
    session.flush()


def _first_key(session: Session, agreement_id: int) -> int:
    first = session.scalar(select(func.min(AgreementKey.id)).where(AgreementKey.agreement_id == agreement_id))
    if first is None:
        raise BadInput(f"agreement {agreement_id} is gone; list the links again")
    return first


def _note_attached(
    session: Session, agreement_id: int, entries: list[dict[str, Any]], decision: str, when: datetime | None
) -> None:
    link = session.scalar(
        select(AgreementLink).where(
            AgreementLink.agreement_id == agreement_id,
            AgreementLink.other_id == agreement_id,
            AgreementLink.kind == "same",
        )
    )
    score = min(entry["score"] for entry in entries)
    if link is None:
        session.add(
            AgreementLink(
                agreement_id=agreement_id,
                other_id=agreement_id,
                kind="same",
                score=score,
                evidence={"attached": entries},
                decision=decision,
                decided_at=when,
            )
        )
    else:
        link.evidence = {**link.evidence, "attached": [*link.evidence.get("attached", []), *entries]}
        link.score = min(link.score, score)
        if decision == "accepted":
            link.decision, link.decided_at = decision, when
    session.flush()


def _move_links(session: Session, gone_id: int, keep_id: int) -> None:
    """Move the links of a merged agreement to the one that stays, without duplicates and links to itself."""
    links = session.scalars(
        select(AgreementLink).where(
            (AgreementLink.agreement_id == gone_id) | (AgreementLink.other_id == gone_id)
        )
    ).all()
    taken = {
        (link.agreement_id, link.other_id, link.kind)
        for link in session.scalars(
            select(AgreementLink).where(
                (AgreementLink.agreement_id == keep_id) | (AgreementLink.other_id == keep_id)
            )
        )
    }
    for link in links:
        one = keep_id if link.agreement_id == gone_id else link.agreement_id
        other = keep_id if link.other_id == gone_id else link.other_id
        attached = link.evidence.get("attached")
        if attached:
            _note_attached(session, keep_id, attached, link.decision, link.decided_at)
        if one == other or (one, other, link.kind) in taken:
            session.delete(link)
            continue
        link.agreement_id, link.other_id = one, other
        taken.add((one, other, link.kind))


def _entry(session: Session, key: AgreementKey, meta: AgreementMeta, found: Similarity) -> dict[str, Any]:
    source = session.scalars(select(Source.key).where(Source.id == key.source_id)).one()
    return {
        "source": source,
        "external_id": key.external_id,
        "score": found.score,
        **found.evidence,
        "facts": meta_to_json(meta),
    }


def stored_meta(session: Session, agreement: Agreement) -> AgreementMeta:
    """The facts of a stored agreement."""
    parties = session.scalars(
        select(AgreementParty)
        .where(AgreementParty.agreement_id == agreement.id)
        .order_by(AgreementParty.iso3)
    ).all()
    urls = session.scalars(
        select(AgreementUrl).where(AgreementUrl.agreement_id == agreement.id).order_by(AgreementUrl.position)
    )
    return AgreementMeta(
        **{field: getattr(agreement, field) for field in AGREEMENT_FACTS},
        parties=tuple(party.iso3 for party in parties if party.current),
        original_parties=tuple(party.iso3 for party in parties if party.original),
        languages=tuple(agreement.languages),
        sources=tuple(SourceLink(url.url, url.language, url.kind) for url in urls),
        related_wto_rta_ids=tuple(agreement.related_wto_rta_ids),
    )
