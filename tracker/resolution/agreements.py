"""Writing the facts of an agreement: its row, slug, parties with their groups, and addresses."""

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, union_all
from sqlalchemy.orm import Session

from tracker.models import (
    Agreement,
    AgreementAlias,
    AgreementGroup,
    AgreementKey,
    AgreementParty,
    AgreementUrl,
    Article,
    ArticleMatch,
    Document,
    Party,
    PartyEvent,
    PartyGroup,
    Source,
)
from tracker.models.base import table_of
from tracker.parties import AgreementParties, agreement_parties, country_name, group
from tracker.resolution.claims import Part, claimed_meta, with_part
from tracker.texts.types import LEGAL_STATUSES, AgreementMeta

Row = dict[str, Any]

# Long enough to distinguish agreements, short enough to paste into a message.
MAX_SLUG_CHARACTERS = 80

# Facts that have the same name in AgreementMeta and in the agreement table.
AGREEMENT_FACTS = (
    "name",
    "type",
    "status",
    "legal_status",
    "notification",
    "composition",
    "region",
    "wto_rta_id",
    "date_signed",
    "date_in_force",
    "date_inactive",
)


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The facts of a source's entry that the database stores."""

    key: str
    title: str
    url: str | None = None
    licence: str | None = None
    cite: str | None = None


def ensure_source(session: Session, facts: SourceFacts) -> Source:
    """The row of a source, created or updated (once per transaction)."""
    seen: dict[SourceFacts, Source] = session.info.setdefault("sources", {})
    if facts not in seen:
        seen[facts] = _write_source(session, facts)
    return seen[facts]


def _write_source(session: Session, facts: SourceFacts) -> Source:
    source = session.scalar(select(Source).where(Source.key == facts.key))
    if source is None:
        source = Source(
            key=facts.key, title=facts.title, url=facts.url, licence=facts.licence, cite=facts.cite
        )
        session.add(source)
        session.flush()
        return source
    source.title, source.url, source.licence, source.cite = facts.title, facts.url, facts.licence, facts.cite
    return source


def slugify(name: str, year: int | None) -> str:
    """A name for links: lower-case ASCII words of `name` and the year, e.g. `eu-georgia-2014`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    while len("-".join(words)) > MAX_SLUG_CHARACTERS:
        words.pop()
    return "-".join([*words, *([str(year)] if year else [])]) or "agreement"


# Asked for every text of a job, so made once: making a statement takes longer than asking it.
_BY_KEY = (
    select(Agreement)
    .join(AgreementKey)
    .where(
        AgreementKey.source_id == bindparam("source_id"), AgreementKey.external_id == bindparam("external_id")
    )
)
_WITH_SLUG = union_all(
    select(Agreement.id).where(Agreement.slug == bindparam("slug")),
    select(AgreementAlias.agreement_id).where(AgreementAlias.slug == bindparam("slug")),
)


def find_agreement(session: Session, source: Source, external_id: str) -> Agreement | None:
    """The agreement with the identifier `external_id` at `source`, None where it is unknown."""
    return session.scalar(_BY_KEY, {"source_id": source.id, "external_id": external_id})


def upsert_agreement(
    session: Session, source: Source, external_id: str, meta: AgreementMeta, part: Part = "text"
) -> Agreement:
    """The agreement with the identifier `external_id` at `source`, created from `meta` or updated with it.

    `part`: whether the source's list or its text claims these facts.
    """
    agreement = find_agreement(session, source, external_id)
    if agreement is None:
        return create_agreement(session, source, external_id, meta, part=part)
    keys = session.scalars(
        select(AgreementKey).where(AgreementKey.agreement_id == agreement.id).order_by(AgreementKey.id)
    ).all()
    key = next(key for key in keys if (key.source_id, key.external_id) == (source.id, external_id))
    before = claimed_meta(key.facts)
    key.facts = with_part(key.facts, part, meta)
    claimed = claimed_meta(key.facts) or meta
    if len(keys) > 1:
        write_facts(session, agreement, claimed, is_first_source=key is keys[0], before=before)
        return agreement
    known_name = agreement.name
    _set_facts(agreement, claimed)
    session.flush()
    if agreement.name != known_name:
        _match_anew(session, agreement)
    _replace_parties(session, agreement, claimed)
    session.execute(delete(AgreementUrl).where(AgreementUrl.agreement_id == agreement.id))
    _insert_urls(session, agreement, claimed)
    return agreement


def create_agreement(
    session: Session,
    source: Source,
    external_id: str,
    meta: AgreementMeta,
    key: AgreementKey | None = None,
    part: Part = "text",
) -> Agreement:
    """A new agreement with these facts; `key`: the source's key for it, where there is one already."""
    agreement = Agreement(slug=_free_slug(session, meta, source, external_id))
    if key is None:
        facts = with_part(None, part, meta)
        agreement.keys.append(AgreementKey(source_id=source.id, external_id=external_id, facts=facts))
    session.add(agreement)
    _set_facts(agreement, meta)
    session.flush()
    if key is not None:
        key.agreement_id = agreement.id
        session.flush()
    _insert_parties(session, agreement, meta)
    _insert_urls(session, agreement, meta)
    return agreement


def write_facts(
    session: Session,
    agreement: Agreement,
    meta: AgreementMeta,
    *,
    is_first_source: bool,
    before: AgreementMeta | None = None,
) -> None:
    """Write the claims of one of several sources of an agreement; `before`: the previous claims of the same source.

    - The first source's claims count; those of other sources fill in what is missing.
    - A changed claim replaces the same source's previous one, also where that source is not the first. A repeated claim
      changes nothing.
    - The legal status only moves forward (signed, in force, inactive), whichever source claims it first, unless a
      source corrects its own claim.

    So the order in which sources are visited does not matter.
    """
    known_name = agreement.name
    for field in AGREEMENT_FACTS:
        if field in ("legal_status", "status"):
            continue
        given, known = getattr(meta, field), getattr(agreement, field)
        said = before and getattr(before, field)
        if given is not None and (known is None or (said != given and (is_first_source or said == known))):
            setattr(agreement, field, given)
    _write_status(agreement, meta, is_first_source, before)
    if agreement.date_signed is not None:
        agreement.year_signed = None
    elif meta.legal_status != "draft_text":
        agreement.year_signed = agreement.year_signed or meta.year
    agreement.languages = list(dict.fromkeys((*agreement.languages, *meta.languages)))
    agreement.related_wto_rta_ids = list(
        dict.fromkeys((*agreement.related_wto_rta_ids, *meta.related_wto_rta_ids))
    )
    session.flush()
    if agreement.name != known_name:
        _match_anew(session, agreement)
    if _takes_parties(session, agreement, meta, is_first_source, before):
        _replace_parties(session, agreement, meta)
    known_urls = set(
        session.scalars(select(AgreementUrl.url).where(AgreementUrl.agreement_id == agreement.id))
    )
    _insert_urls(session, agreement, meta, known_urls)


def _write_status(
    agreement: Agreement, meta: AgreementMeta, is_first_source: bool, before: AgreementMeta | None
) -> None:
    """Write the legal status, and with it the WTO's status from the same source."""
    known, given = agreement.legal_status, meta.legal_status
    corrected = before is not None and before.legal_status == known and given != known
    if corrected or LEGAL_STATUSES.index(given) > LEGAL_STATUSES.index(known):
        agreement.legal_status = given
        agreement.status = meta.status or agreement.status
    elif meta.status and (agreement.status is None or (is_first_source and given == known)):
        agreement.status = meta.status


def _takes_parties(
    session: Session,
    agreement: Agreement,
    meta: AgreementMeta,
    is_first_source: bool,
    before: AgreementMeta | None,
) -> bool:
    """Whether a source's parties replace the known ones, by the same rule as other facts."""
    if not meta.parties:
        return False
    known = set(
        session.scalars(
            select(AgreementParty.iso3).where(
                AgreementParty.agreement_id == agreement.id, AgreementParty.current
            )
        )
    )
    if before is None or not known:
        return is_first_source or not known
    if (before.parties, before.original_parties) == (meta.parties, meta.original_parties):
        return False
    return is_first_source or {member.iso3 for member in _parties_of(before).current} == known


def _parties_of(meta: AgreementMeta) -> AgreementParties:
    return agreement_parties(
        meta.name,
        meta.original_parties or meta.parties,
        meta.parties,
        meta.date_signed or meta.date_in_force,
        meta.date_in_force,
    )


def _set_facts(agreement: Agreement, meta: AgreementMeta) -> None:
    for field in AGREEMENT_FACTS:
        setattr(agreement, field, getattr(meta, field))
    agreement.year_signed = (
        meta.year if meta.date_signed is None and meta.legal_status != "draft_text" else None
    )
    agreement.languages = list(meta.languages)
    agreement.related_wto_rta_ids = list(meta.related_wto_rta_ids)


def _free_slug(session: Session, meta: AgreementMeta, source: Source, external_id: str) -> str:
    slug = slugify(meta.name, meta.date_signed.year if meta.date_signed else None)
    return slug if is_free_slug(session, slug) else f"{slug}-{slugify(f'{source.key} {external_id}', None)}"


def is_free_slug(session: Session, slug: str) -> bool:
    """Whether no agreement has the slug, nor had it before a merge."""
    return session.scalar(_WITH_SLUG, {"slug": slug}) is None


def _replace_parties(session: Session, agreement: Agreement, meta: AgreementMeta) -> None:
    known = _signatories(session, agreement)
    for model in (AgreementParty, AgreementGroup):
        session.execute(delete(model).where(model.agreement_id == agreement.id))
    _insert_parties(session, agreement, meta)
    if _signatories(session, agreement) != known:
        _match_anew(session, agreement)


def _signatories(session: Session, agreement: Agreement) -> set[tuple[str, str | None]]:
    """Country and group of those who signed; of all parties where it is not known who did."""
    rows = session.execute(
        select(AgreementParty.iso3, AgreementParty.via_group, AgreementParty.original).where(
            AgreementParty.agreement_id == agreement.id
        )
    ).all()
    signed = [row for row in rows if row.original] or rows
    return {(row.iso3, row.via_group) for row in signed}


def _match_anew(session: Session, agreement: Agreement) -> None:
    """Let the next match job read the agreement's own articles again: whom they bind, and what kind of chapter they
    are in, depends on its parties and its name."""
    own = (
        select(Article.id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.agreement_id == agreement.id, Document.basis == "read")
    )
    session.execute(
        delete(ArticleMatch)
        .where(ArticleMatch.article_id.in_(own))
        .execution_options(synchronize_session=False)
    )


def _insert_parties(session: Session, agreement: Agreement, meta: AgreementMeta) -> None:
    parties = _parties_of(meta)
    signed = {member.iso3: member.via for member in parties.signatories}
    current = {member.iso3: member.via for member in parties.current}
    rows: list[Row] = [
        {
            "iso3": iso3,
            "via_group": signed.get(iso3) or current.get(iso3),
            "original": iso3 in signed,
            "current": iso3 in current,
        }
        for iso3 in sorted({*signed, *current})
    ]
    vias = {via for via in (*signed.values(), *current.values()) if via}
    _ensure(session, Party, {iso3: country_name(iso3) for iso3 in (*signed, *current)})
    _ensure(session, PartyGroup, {code: group(code).name for code in {*parties.groups, *vias}})
    _insert(session, AgreementParty, agreement, rows)
    _insert(session, AgreementGroup, agreement, [{"group_code": code} for code in parties.groups])


def _insert_urls(
    session: Session, agreement: Agreement, meta: AgreementMeta, known: AbstractSet[str] = frozenset()
) -> None:
    fresh = [link for link in meta.sources if link.url not in known]
    rows: list[Row] = [
        {"position": position, "url": link.url, "language": link.language, "kind": link.kind}
        for position, link in enumerate(fresh, start=len(known))
    ]
    _insert(session, AgreementUrl, agreement, rows)


def _ensure(session: Session, model: type[Party | PartyGroup], names: Mapping[str, str]) -> None:
    """Create the missing rows of a table of names (countries, groups)."""
    table = table_of(model)
    (key,) = table.primary_key
    known: set[str] = session.info.setdefault(table.name, set())
    if not known:
        known.update(session.scalars(select(key)))
    missing = [{key.name: code, "name": name} for code, name in sorted(names.items()) if code not in known]
    if missing:
        session.execute(insert(table), missing)
        known.update(names)


def _insert(
    session: Session,
    model: type[AgreementParty | AgreementGroup | AgreementUrl],
    agreement: Agreement,
    rows: list[Row],
) -> None:
    if rows:
        session.execute(insert(table_of(model)), [{"agreement_id": agreement.id, **row} for row in rows])


def write_party_events(session: Session, source: Source, agreement: Agreement, meta: AgreementMeta) -> None:
    """Store what a source's list claims happened to single parties, in place of what it claimed before."""
    own = (PartyEvent.agreement_id == agreement.id, PartyEvent.source_id == source.id)
    if not meta.party_events and session.scalar(select(PartyEvent.id).where(*own).limit(1)) is None:
        return
    session.execute(delete(PartyEvent).where(*own))
    _ensure(session, Party, {event.iso3: country_name(event.iso3) for event in meta.party_events})
    rows = [
        {
            "agreement_id": agreement.id,
            "source_id": source.id,
            "iso3": event.iso3,
            "event": event.event,
            "day": event.day,
            "reference": None,
        }
        for event in meta.party_events
    ]
    if rows:
        session.execute(insert(table_of(PartyEvent)), rows)
