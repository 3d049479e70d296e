"""The ingest job: every document under the given paths, one transaction each, with a tally at the end."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.crawls import ErrorKind
from tracker.errors import BadInput, TrackerError
from tracker.ingest.ahead import ReadingAhead, some_ahead
from tracker.ingest.archive import Archive, known_files, overrides_to_json
from tracker.ingest.batches import store_batch
from tracker.ingest.listed import ListedAgreement, ListedBatch
from tracker.ingest.papers import (
    PaperKey,
    PaperOutcome,
    is_earlier_version,
    known_papers,
    store_paper,
)
from tracker.ingest.quarantine import quarantine
from tracker.ingest.reading import read_paper, read_text
from tracker.ingest.store import Outcome, store_agreement
from tracker.ingest.tally import Tally, fault, log_outcome
from tracker.models import Document, Source
from tracker.models.database import Database
from tracker.plausibility import FirstLook
from tracker.resolution.agreements import SourceFacts, ensure_source
from tracker.resolution.links import refresh_links
from tracker.texts import (
    NO_OVERRIDES,
    DuplicateGuard,
    MetaOverrides,
    RawDocument,
    Refusal,
    is_paper,
    iter_raw,
)
from tracker.texts.overrides import merge_overrides
from tracker.texts.single import slug
from tracker.texts.symbols import kind_of, normal_symbol
from tracker.texts.types import AgreementText, PaperText

log = logging.getLogger(__name__)

# About a tenth of the ToTA corpus, some seconds of work: what a killed ingest loses at most.
BATCH_ARTICLES = 4_000


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document that waits to be stored. `text` is None for one that is only archived, and for a paper without
    articles; `lost` says why a known text can no longer be read."""

    raw: RawDocument
    text: AgreementText | None
    url: str | None
    fetched_at: datetime
    lost: str | None = None
    paper: PaperText | None = None
    look: FirstLook | None = None


_Stored = tuple[Outcome | None, str | None, PaperOutcome | None]
"""Of one stored document: the outcome of its text, why it is quarantined if it can no longer be read, that of its
paper."""


class Ingester:
    """Takes raw documents one by one and stores them; used by the ingest job and by crawls.

    - Documents are stored in transactions of about `batch_articles` articles (at least one document each): larger ones
      are faster, smaller ones lose less when the job is stopped.
    - `sources` has the facts about known sources by key; other sources are stored with their key alone.
    - With `keep_raw` all raw bytes are archived; those of quarantined texts always are.

    Use it as a context manager, or call `finish` at the end.
    """

    def __init__(
        self,
        database: Database,
        sources: Mapping[str, SourceFacts] | None = None,
        *,
        batch_articles: int = 0,
        keep_raw: bool = False,
        archive: Archive | None = None,
    ) -> None:
        self._database = database
        self._sources = sources or {}
        self._batch_articles = batch_articles
        self._keep_raw = keep_raw
        self._archive = archive or Archive()
        self._waiting: list[_Waiting] = []
        self._waiting_articles = 0
        self._ahead = ReadingAhead()
        self._duplicates = DuplicateGuard()
        self._known: dict[str, str] = {}
        self._files: dict[str, tuple[str, dict[str, Any]]] = {}
        self._papers: set[PaperKey] = set()
        self._listed = ListedBatch(database, self._facts, self._leave_out_facts)
        self.tally = Tally(listed=self._listed.kinds)
        with database.read() as session:
            self._remember_stored(session)

    def __enter__(self) -> "Ingester":
        return self

    def __exit__(self, kind: object, _error: object, _trace: object) -> None:
        self._ahead.close()
        if kind is None:
            self.finish()

    def _remember_stored(self, session: Session) -> None:
        """Read the digests of the stored texts, so that an unchanged file need not be parsed."""
        newest = (
            select(Document.source_id, Document.external_id, func.max(Document.version).label("version"))
            .group_by(Document.source_id, Document.external_id)
            .subquery()
        )
        rows = session.execute(
            select(Document.sha256, Document.language)
            .join(
                newest,
                (newest.c.source_id == Document.source_id)
                & (newest.c.external_id == Document.external_id)
                & (newest.c.version == Document.version),
            )
            .where(Document.has_text)
        )
        self._known.update((sha256, language) for sha256, language in rows)
        self._files = known_files(session)
        self._papers = known_papers(session)

    def begin(self, raw: RawDocument) -> None:
        """Begin to read a document that will be taken soon. Papers are read when they are taken."""
        if not is_paper(raw) and not self._is_stored(raw):
            self._ahead.begin(raw, read_text)

    def take(
        self,
        raw: RawDocument,
        *,
        url: str | None = None,
        fetched_at: datetime | None = None,
    ) -> None:
        """Take one document: stored now or with its batch, or noted in the tally as unchanged or refused.

        One that its reader breaks on, or that the store or the database refuses, is noted as refused; those beside it
        are stored. Raises StorageError where the database cannot be used, and any exception of other faulty code: the
        document is then left out, its bytes are archived where that is wanted, and more documents can be taken.
        """
        when = fetched_at or datetime.now(UTC)
        try:
            self._take(raw, url, when)
        except TrackerError:
            raise
        except Exception:
            # A fault of this program, not of the file: its bytes are archived for `tracker reparse`.
            if self._keep_raw:
                self._wait(_Waiting(raw, None, url, when))
            raise

    def _take(self, raw: RawDocument, url: str | None, when: datetime) -> None:
        if is_paper(raw):
            self._take_paper(raw, url, when)
            return
        begun = self._ahead.take(raw)
        if self._is_stored(raw):
            if begun is not None:
                begun.cancel()
            self.tally.kinds["unchanged"] += 1
            self.tally.languages[self._known[raw.sha256]] += 1
            if self._keep_raw and raw.sha256 not in self._files:
                self._wait(_Waiting(raw, None, url, when))
            return
        try:
            read = read_text(raw) if begun is None else begun.result()
            self._duplicates.check(read.text, raw.name)
        except BadInput as error:
            self.refuse(Refusal.of(raw.name, error))
            self._wait(_Waiting(raw, None, url, when, lost=self.tally.refusals[-1].reason))
            return
        self._wait(_Waiting(raw, read.text, url, when, look=read.look))

    def _leave_out_facts(self, listed: ListedAgreement, error: Exception) -> None:
        """Refuse the claims of a list about one agreement, which could not be stored."""
        self.refuse(fault(f"{listed.source} {listed.external_id}", error))

    def take_facts(self, listed: ListedAgreement) -> None:
        """Take what a source's list claims about an agreement, whether or not its text is ever stored."""
        try:
            self._listed.take(listed)
        except BadInput as error:
            self.refuse(Refusal.of(f"{listed.source} {listed.external_id}", error))

    def _take_paper(self, raw: RawDocument, url: str | None, when: datetime) -> None:
        """The same for a paper of the WTO, which is an agreement's text only where it has articles."""
        symbol = normal_symbol(raw.overrides.symbol or "")
        if (raw.source, symbol, raw.sha256) in self._papers and self._same_claims_as_before(raw):
            self.tally.kinds["unchanged"] += 1
            return
        try:
            read = read_paper(raw)
            paper = read.paper
            if paper.agreement is not None:
                self._duplicates.check(paper.agreement, raw.name)
        except BadInput as error:
            self.refuse(Refusal.of(raw.name, error))
            self._wait(_Waiting(raw, None, url, when, lost=self.tally.refusals[-1].reason))
            return
        # A revision without articles, of a paper that was an agreement's text, is quarantined.
        bare = paper.agreement is None and kind_of(symbol) in ("paper", "revision")
        lost = f"{symbol} has no articles" if bare else None
        self._wait(_Waiting(raw, paper.agreement, url, when, lost, paper, read.look))

    def _is_stored(self, raw: RawDocument) -> bool:
        """Whether a text with these bytes is stored, and nothing is claimed about it that was not before."""
        return raw.sha256 in self._known and self._same_claims_as_before(raw)

    def _same_claims_as_before(self, raw: RawDocument) -> bool:
        """Whether the facts given with a known text are the same as before; they can change without the text."""
        if raw.overrides == NO_OVERRIDES:
            return True
        return self._files.get(raw.sha256) == (raw.source, overrides_to_json(raw.overrides))

    def _wait(self, waiting: _Waiting) -> None:
        self._waiting.append(waiting)
        self._waiting_articles += waiting.text.article_count if waiting.text is not None else 0
        if self._waiting_articles >= self._batch_articles:
            self.flush()

    def flush(self) -> None:
        """Store all waiting documents in one transaction; facts of lists first, so that texts find their agreements."""
        self._listed.flush()
        if not self._waiting:
            return
        batch, self._waiting, self._waiting_articles = self._waiting, [], 0
        if self._keep_raw:
            # Before the transaction, so that no other job waits for the disk. A kill between the two leaves a
            # file without a row, which the next visit finds and uses.
            for one in batch:
                self._archive.write(one.raw.sha256, one.raw.data)
        for one, (outcome, reason, paper_outcome) in store_batch(
            self._database, batch, self._store, self._leave_out
        ):
            if one.paper is not None:
                self._note_paper(one, outcome, reason, paper_outcome)
            if outcome is None or one.text is None:
                continue
            self.tally.note(one.raw.name, outcome, one.text.language)
            log_outcome(one.raw.source, one.raw.name, outcome)
            if outcome.kind != "quarantined":
                self._known[one.raw.sha256] = one.text.language
                self.tally.warnings.extend((one.raw.name, warning) for warning in one.text.warnings)

    def _leave_out(self, one: _Waiting, error: Exception) -> None:
        """Refuse one that could not be stored."""
        self.refuse(fault(one.raw.name, error))

    def _store(self, session: Session, one: _Waiting) -> _Stored:
        """Store one document: the outcome of its text, why it is quarantined if its text can no longer be read, and the
        outcome of its paper."""
        outcome = None
        source = self._facts(one.text.source if one.text else one.raw.source)
        if one.text is not None and not (one.paper and is_earlier_version(session, source.key, one.text)):
            outcome = store_agreement(
                session,
                one.text,
                source,
                url=one.url,
                fetched_at=one.fetched_at,
                name=one.raw.name,
                look=one.look,
            )
        reason = self._quarantine_lost(session, one, source) if one.lost else None
        if self._keep_raw or reason or (outcome is not None and outcome.kind == "quarantined"):
            row = ensure_source(session, source)
            self._archive.keep(session, one.raw, row, one.url, one.fetched_at)
            self._files[one.raw.sha256] = (source.key, overrides_to_json(one.raw.overrides))
        paper_outcome = None
        if one.paper is not None:
            row = ensure_source(session, source)
            paper_outcome = store_paper(session, row, one.paper, url=one.url, fetched_at=one.fetched_at)
        return outcome, reason, paper_outcome

    def _note_paper(
        self, one: _Waiting, outcome: Outcome | None, reason: str | None, paper_outcome: PaperOutcome | None
    ) -> None:
        """Count a paper, unless it is an agreement's new text, which is counted as such."""
        if one.paper is not None:
            self._papers.add((one.paper.source, one.paper.symbol, one.paper.sha256))
        if reason:
            self.tally.kinds["quarantined"] += 1
            self.tally.quarantined.append((one.raw.name, reason))
            log.warning("%s: %s: quarantined: %s", one.raw.source, one.raw.name, reason)
        elif outcome is None:
            self.tally.kinds["unchanged" if one.text or paper_outcome == "unchanged" else "papers"] += 1

    def finish(self) -> None:
        """Store all waiting documents, and search all agreements for those that belong together."""
        self.flush()
        if self.tally.kinds.keys() & {"loaded", "updated", "attached"} or self._listed.changed:
            found = refresh_links(self._database)
            self.tally.merged.extend(found.merged_names)
            self.tally.misfiled.extend(found.misfiled_names)
            for later, earlier in found.merged_names:
                log.info("one agreement, here twice, made one: %s = %s", later, earlier)
            for older, newer in found.misfiled_names:
                log.info("text set aside: %s carries the text of %s", older, newer)

    def _quarantine_lost(self, session: Session, one: _Waiting, source: SourceFacts) -> str | None:
        """Quarantine an unreadable document of a known text; the reason, None where no text is known."""
        external_id = one.raw.overrides.external_id or slug(one.raw.stem)
        known = session.scalar(
            select(Document.source_id)
            .join(Source, Source.id == Document.source_id)
            .where(Source.key == source.key, Document.external_id == external_id)
            .limit(1)
        )
        if known is None or one.lost is None:
            return None
        row = ensure_source(session, source)
        quarantine(session, row, external_id, one.raw.sha256, one.raw.name, f"cannot be read: {one.lost}")
        return one.lost

    def refuse(self, refusal: Refusal) -> None:
        """Record a document that could not be used."""
        self.tally.refusals.append(refusal)
        log.warning("refused %s: %s", refusal.name, refusal.reason, extra={"kind": str(ErrorKind.REFUSED)})

    def _facts(self, key: str) -> SourceFacts:
        return self._sources.get(key) or SourceFacts(key=key, title=key)


def ingest_paths(
    database: Database,
    paths: Iterable[Path],
    *,
    sources: Mapping[str, SourceFacts] | None = None,
    overrides: MetaOverrides | None = None,
    keep_raw: bool = False,
    on_document: Callable[[RawDocument | Refusal], None] | None = None,
) -> Tally:
    """Ingest every document under `paths`; `on_document` is called with each when it is done.

    `keep_raw` copies the documents to the archive; by default they stay where they are. Complete documents are stored,
    some dozens per transaction, so a job stopped at any point leaves no incomplete agreement, and the next run stores
    the rest.

    Raises BadInput when a path cannot be read, StorageError when the database cannot be written.
    """
    with Ingester(database, sources, batch_articles=BATCH_ARTICLES, keep_raw=keep_raw) as ingester:

        def begin(item: RawDocument | Refusal) -> int:
            if isinstance(item, Refusal):
                return 0
            ingester.begin(item)
            return len(item.data)

        for item in some_ahead(_documents(paths, overrides), begin):
            if isinstance(item, Refusal):
                ingester.refuse(item)
            else:
                try:
                    ingester.take(item)
                except TrackerError:
                    raise
                except Exception as error:
                    ingester.refuse(fault(item.name, error))
            if on_document is not None:
                on_document(item)
    return ingester.tally


def _documents(paths: Iterable[Path], overrides: MetaOverrides | None) -> Iterator[RawDocument | Refusal]:
    """Every document under `paths`, with the facts given for all of them; those of its sidecar file count less."""
    for path in paths:
        for item in iter_raw(path):
            if isinstance(item, Refusal) or overrides is None or overrides == NO_OVERRIDES:
                yield item
            else:
                yield replace(item, overrides=merge_overrides(overrides, item.overrides))
