"""The ingest job: every document under the given paths, one transaction each, with a tally at the end."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.ingest.agreements import SourceFacts
from tracker.ingest.store import Outcome, store_agreement
from tracker.models import Document
from tracker.models.database import Database
from tracker.texts import (
    NO_OVERRIDES,
    DuplicateGuard,
    MetaOverrides,
    RawDocument,
    Refusal,
    iter_raw,
    parse,
)
from tracker.texts.types import AgreementText

# About a tenth of the ToTA corpus, some seconds of work: what a killed ingest loses at most.
BATCH_ARTICLES = 4_000


@dataclass
class Tally:
    """What an ingest did, document by document. `kinds` counts outcomes (see `store.Outcome`)."""

    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def note(self, outcome: Outcome, language: str) -> None:
        """Count one stored (or unchanged) document."""
        self.kinds[outcome.kind] += 1
        self.languages[language] += 1
        self.articles += outcome.articles


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A parsed text that waits to be stored."""

    raw: RawDocument
    text: AgreementText
    url: str | None
    fetched_at: datetime


class Ingester:
    """Takes raw documents one by one and stores them; used by the ingest job and by crawls.

    Documents are stored in transactions of about `batch_articles` articles (at least one document each):
    larger ones are faster, smaller ones lose less when the job is stopped. Use it as a context manager, or
    call `flush` at the end. `sources` gives the facts about known sources by key; others are stored under
    their bare key.
    """

    def __init__(
        self,
        database: Database,
        sources: Mapping[str, SourceFacts] | None = None,
        *,
        batch_articles: int = 0,
    ) -> None:
        self._database = database
        self._sources = sources or {}
        self._batch_articles = batch_articles
        self._waiting: list[_Waiting] = []
        self._duplicates = DuplicateGuard()
        self._known: dict[str, str] = {}
        self.tally = Tally()
        with database.read() as session:
            self._remember_stored(session)

    def __enter__(self) -> "Ingester":
        return self

    def __exit__(self, kind: object, _error: object, _trace: object) -> None:
        if kind is None:
            self.flush()

    def _remember_stored(self, session: Session) -> None:
        """Digests of the texts already here, so that an unchanged file need not be parsed."""
        rows = session.execute(
            select(Document.sha256, Document.language).where(Document.current, Document.has_text)
        )
        self._known.update((sha256, language) for sha256, language in rows)

    def take(
        self,
        raw: RawDocument,
        *,
        overrides: MetaOverrides | None = None,
        url: str | None = None,
        fetched_at: datetime | None = None,
    ) -> None:
        """Take one document: stored now or with its batch, or noted in the tally as unchanged or refused."""
        # Facts given beside the text may have changed while the text did not.
        plain = overrides is None and raw.overrides == NO_OVERRIDES
        if plain and raw.sha256 in self._known:
            self.tally.kinds["unchanged"] += 1
            self.tally.languages[self._known[raw.sha256]] += 1
            return
        try:
            text = parse(raw, overrides)
            self._duplicates.check(text, raw.name)
        except BadInput as error:
            self.refuse(Refusal.of(raw.name, error))
            return
        self._waiting.append(_Waiting(raw, text, url, fetched_at or datetime.now(UTC)))
        if sum(waiting.text.article_count for waiting in self._waiting) >= self._batch_articles:
            self.flush()

    def flush(self) -> None:
        """Store what waits, in one transaction."""
        if not self._waiting:
            return
        batch, self._waiting = self._waiting, []
        with self._database.session() as session:
            outcomes = [
                store_agreement(
                    session,
                    waiting.text,
                    self._facts(waiting.text.source),
                    url=waiting.url,
                    fetched_at=waiting.fetched_at,
                )
                for waiting in batch
            ]
        for waiting, outcome in zip(batch, outcomes, strict=True):
            self._known[waiting.raw.sha256] = waiting.text.language
            self.tally.note(outcome, waiting.text.language)
            self.tally.warnings.extend((waiting.raw.name, warning) for warning in waiting.text.warnings)

    def refuse(self, refusal: Refusal) -> None:
        """Note a document that could not be used."""
        self.tally.refusals.append(refusal)

    def _facts(self, key: str) -> SourceFacts:
        return self._sources.get(key) or SourceFacts(key=key, title=key)


def ingest_paths(
    database: Database,
    paths: Iterable[Path],
    *,
    sources: Mapping[str, SourceFacts] | None = None,
    overrides: MetaOverrides | None = None,
    on_document: Callable[[RawDocument | Refusal], None] | None = None,
) -> Tally:
    """Ingest every document under `paths`; `on_document` is told of each as it is done.

    Whole documents are stored, some dozens a transaction, so a job stopped at any point leaves no half
    agreement, and running it again takes up the rest. Raises BadInput when a path cannot be read at all,
    StorageError when the database cannot be written.
    """
    with Ingester(database, sources, batch_articles=BATCH_ARTICLES) as ingester:
        for path in paths:
            for item in iter_raw(path):
                if isinstance(item, Refusal):
                    ingester.refuse(item)
                else:
                    ingester.take(item, overrides=overrides)
                if on_document is not None:
                    on_document(item)
    return ingester.tally
