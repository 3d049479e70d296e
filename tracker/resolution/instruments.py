"""Agreements of the registry in the terms of lists and texts, and texts that the registry knows by their bytes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import AgreementKey, Document, Source
from tracker.registry import Instrument, KnownText, registry
from tracker.texts.types import AgreementMeta, AgreementText, SourceLink
from tracker.texts.wto_record import WTO_RECORD, wto_record

REGISTRY = "registry"
"""Key of the registry among the sources."""

_LEGAL_STATUS = {
    "in_force": "in_force",
    "provisionally_applied": "in_force",
    "signed": "signed",
    "never_took_effect": "signed",
    "superseded": "inactive",
    "terminated": "inactive",
    "concluded": "in_negotiation",
    "negotiating": "in_negotiation",
    "unknown": "signed",
}
"""LEGAL_STATUSES by the registry's status; `agreement.state` keeps the registry's own word."""


def meta_of(instrument: Instrument) -> AgreementMeta:
    """The facts of an instrument in the terms of lists and texts."""
    signed = instrument.date_signed
    parties = (*instrument.parties, *(code for code in instrument.groups if code == "EU"))
    ended = instrument.date_ended
    return AgreementMeta(
        name=instrument.name,
        legal_status=_LEGAL_STATUS[instrument.status],
        date_signed=signed.day if signed else None,
        date_in_force=instrument.in_force_from,
        # The day from which it no longer counts.
        date_inactive=ended + timedelta(days=1) if ended else None,
        wto_rta_id=instrument.wto_rta_id,
        parties=parties,
        original_parties=parties,
        sources=tuple(_addresses(instrument)),
        year=signed.year if signed else None,
    )


def _addresses(instrument: Instrument) -> Iterator[SourceLink]:
    """Where its text is published, and the WTO's record, which leads to the text as notified."""
    if instrument.text_url:
        yield SourceLink(instrument.text_url, None, "full text")
    if instrument.wto_rta_id is not None:
        yield wto_record(instrument.wto_rta_id)


def known_text(text: AgreementText) -> KnownText | None:
    """What the registry knows of a text by its bytes."""
    return registry().texts.get(text.sha256)


def known_meta(text: AgreementText, known: KnownText) -> AgreementMeta:
    """The registry's facts of a known text's agreement, with the text's language and addresses."""
    meta = meta_of(registry().instruments[known.key])
    sources = dict.fromkeys((*meta.sources, *text.meta.sources))
    # The record last: the first address is the one that pages link to, and the record is no text.
    texts_first = sorted(sources, key=lambda link: link.kind == WTO_RECORD)
    return replace(meta, languages=(known.language,), sources=tuple(texts_first))


def agreement_by_key(session: Session, key: str) -> int | None:
    """The id of the agreement that the registry calls `key`, as stored: under its key, or by a text it knows."""
    stored = session.scalar(
        select(AgreementKey.agreement_id)
        .join(Source, Source.id == AgreementKey.source_id)
        .where(Source.key == REGISTRY, AgreementKey.external_id == key)
    )
    if stored is not None:
        return stored
    digests = [known.sha256 for known in registry().texts_of(key)]
    return session.scalar(
        select(Document.agreement_id).where(Document.sha256.in_(digests)).order_by(Document.id).limit(1)
    )
