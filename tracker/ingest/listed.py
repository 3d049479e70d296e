"""Storing what a source's list claims about an agreement, with or without a text: recognised, created or updated.

An agreement known only from a list has no document (facts only): it has a name, parties and dates, and is not counted
where texts are counted.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.ingest.batches import store_batch
from tracker.models import Agreement, AgreementKey, AgreementParty, AgreementUrl, Source
from tracker.models.database import Database
from tracker.resolution import AGREEMENT_FACTS, SourceFacts, ensure_source, resolve_facts
from tracker.resolution.agreements import find_agreement
from tracker.resolution.claims import Claims, meta_to_json
from tracker.resolution.similarity import profile_of
from tracker.texts.source_links import with_web_addresses
from tracker.texts.types import AgreementMeta

log = logging.getLogger(__name__)

BATCH_LISTED = 50
"""Agreements of a list stored per transaction: some tenths of a second of work, which a kill loses at most."""

ListedKind = Literal["new", "recognised", "changed", "unchanged"]
"""The outcome of a listed agreement:

- `new`: it was not known;
- `recognised`: it is one that another source has;
- `changed`: it was known, and the list claims something new;
- `unchanged`: nothing was written.
"""


@dataclass(frozen=True, slots=True)
class ListedAgreement:
    """One agreement of a source's list: the source's identifier for it, and its claims."""

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
    """The latest claims of a source's list, by its identifiers."""
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
    """A batch of listed agreements: those whose claims are unchanged are skipped, the others stored together."""

    def __init__(
        self,
        database: Database,
        facts_of: Callable[[str], SourceFacts],
        refuse: Callable[[ListedAgreement, Exception], None],
    ) -> None:
        """`facts_of` gives the facts about a source by its key; `refuse` is given what cannot be stored."""
        self._refuse = refuse
        self._database = database
        self._facts_of = facts_of
        self._waiting: list[ListedAgreement] = []
        self._claims: dict[str, dict[str, Claims]] = {}
        self.kinds: Counter[str] = Counter()
        """How many became what (see `ListedKind`)."""

    def take(self, listed: ListedAgreement) -> None:
        """Store the facts of one agreement, now or with the next ones. Raises BadInput for an unknown party.

        Addresses that are none of the web are left out, which the log says.
        """
        meta, remarks = with_web_addresses(listed.meta)
        listed = replace(listed, meta=meta)
        for remark in remarks:
            log.warning("%s %s: %s", listed.source, listed.external_id, remark)
        if listed.source not in self._claims:
            with self._database.read() as session:
                self._claims[listed.source] = claims_of_lists(session, listed.source)
        claims = meta_to_json(listed.meta)
        if self._claims[listed.source].get(listed.external_id) == claims:
            self.kinds["unchanged"] += 1
            return
        profile_of(
            listed.meta, None, None
        )  # raises for an unknown party, which would prevent storing the batch
        self._claims[listed.source][listed.external_id] = claims
        self._waiting.append(listed)
        if len(self._waiting) >= BATCH_LISTED:
            self.flush()

    def flush(self) -> None:
        """Store all waiting agreements in one transaction."""
        batch, self._waiting = self._waiting, []
        if batch:
            stored = store_batch(self._database, batch, self._store, self._refuse)
            self.kinds.update(kind for _, kind in stored)

    def _store(self, session: Session, one: ListedAgreement) -> ListedKind:
        return store_listed(session, one, self._facts_of(one.source))

    @property
    def changed(self) -> bool:
        """Whether anything was stored by which agreements may be merged or linked."""
        return bool(self.kinds.keys() & {"new", "recognised", "changed"})
