"""Storing what a source's list tells of an agreement whose text need not be here: recognised, made, brought up to date.

An agreement known only so has no document: it is named, with its parties and dates, and counts for nothing that is
counted by texts.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, AgreementKey, AgreementParty, AgreementUrl, Source
from tracker.models.database import Database
from tracker.resolution import AGREEMENT_FACTS, SourceFacts, ensure_source, resolve_facts
from tracker.resolution.agreements import find_agreement
from tracker.resolution.claims import Claims, meta_to_json
from tracker.resolution.similarity import profile_of
from tracker.texts.types import AgreementMeta

BATCH_LISTED = 50
"""So many agreements of a list are stored together: some tenths of a second of work, what a kill loses at most."""

ListedKind = Literal["new", "recognised", "changed", "unchanged"]
"""`new`: an agreement nobody knew; `recognised`: one that other sources have; `changed`: a known one of which the list
tells something new; `unchanged`: nothing came of it."""


@dataclass(frozen=True, slots=True)
class ListedAgreement:
    """One agreement of a source's list: what the source calls it, and the facts it gives."""

    source: str
    external_id: str
    meta: AgreementMeta


def store_listed(session: Session, listed: ListedAgreement, facts: SourceFacts) -> ListedKind:
    """Store the facts of one listed agreement within the caller's transaction."""
    source = ensure_source(session, facts)
    known = find_agreement(session, source, listed.external_id)
    before = _facts_of(session, known) if known is not None else None
    found = resolve_facts(session, source, listed.external_id, listed.meta, part="list")
    session.flush()
    if found.how != "known":
        return found.how
    return "unchanged" if _facts_of(session, found.agreement) == before else "changed"


def claims_of_lists(session: Session, source: str) -> dict[str, Claims]:
    """What a source's list told last, by its identifiers."""
    rows = session.execute(
        select(AgreementKey.external_id, AgreementKey.facts)
        .join(Source, Source.id == AgreementKey.source_id)
        .where(Source.key == source, AgreementKey.facts.is_not(None))
    )
    return {external_id: facts["list"] for external_id, facts in rows if facts and "list" in facts}


def _facts_of(session: Session, agreement: Agreement) -> tuple[object, ...]:
    parties = session.execute(
        select(AgreementParty.iso3, AgreementParty.via_group, AgreementParty.original, AgreementParty.current)
        .where(AgreementParty.agreement_id == agreement.id)
        .order_by(AgreementParty.iso3)
    ).all()
    urls = session.scalars(select(AgreementUrl.url).where(AgreementUrl.agreement_id == agreement.id)).all()
    facts = tuple(getattr(agreement, field) for field in AGREEMENT_FACTS)
    return (*facts, tuple(map(tuple, parties)), frozenset(urls))


class ListedBatch:
    """Agreements of lists on their way into the database: those told before are left out, the rest stored together."""

    def __init__(self, database: Database, facts_of: Callable[[str], SourceFacts]) -> None:
        """`facts_of` gives what is known of a source by its key."""
        self._database = database
        self._facts_of = facts_of
        self._waiting: list[ListedAgreement] = []
        self._claims: dict[str, dict[str, Claims]] = {}
        self.kinds: Counter[str] = Counter()
        """How many became what (see `ListedKind`)."""

    def take(self, listed: ListedAgreement) -> None:
        """Store the facts of one agreement, now or with the next ones. Raises BadInput for a party nobody knows."""
        if listed.source not in self._claims:
            with self._database.read() as session:
                self._claims[listed.source] = claims_of_lists(session, listed.source)
        claims = meta_to_json(listed.meta)
        if self._claims[listed.source].get(listed.external_id) == claims:
            self.kinds["unchanged"] += 1
            return
        profile_of(listed.meta, 0, None)  # the parties are known, or nothing of the batch could be stored
        self._claims[listed.source][listed.external_id] = claims
        self._waiting.append(listed)
        if len(self._waiting) >= BATCH_LISTED:
            self.flush()

    def flush(self) -> None:
        """Store what waits, in one transaction."""
        batch, self._waiting = self._waiting, []
        if batch:
            with self._database.session() as session:
                kinds = [store_listed(session, one, self._facts_of(one.source)) for one in batch]
            self.kinds.update(kinds)

    @property
    def changed(self) -> bool:
        """Whether anything came that may make agreements one, or link them."""
        return bool(self.kinds.keys() & {"new", "recognised", "changed"})
