"""Reading everything in the archive again with the present readers, offline, and storing what they read differently."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import BadInput, TrackerError
from tracker.ingest.archive import Archive
from tracker.ingest.batches import store_batch
from tracker.ingest.job import BATCH_ARTICLES
from tracker.ingest.papers import store_paper
from tracker.ingest.reading import read_paper, read_text
from tracker.ingest.store import Outcome, store_agreement
from tracker.ingest.tally import Tally, fault, log_outcome
from tracker.models import Document, RawFile, Source
from tracker.models.database import Database
from tracker.plausibility import FirstLook
from tracker.resolution.agreements import SourceFacts, ensure_source
from tracker.resolution.links import refresh_links
from tracker.texts import Refusal, is_paper
from tracker.texts.types import AgreementText, PaperText

SUPERSEDED = "superseded"
"""The tally's word for archived files that a newer version has replaced; they are not read again."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A document read again, with its address and the time of fetching; `text` is None for a paper that is not the
    current text of an agreement."""

    name: str
    source: str
    text: AgreementText | None
    url: str | None
    fetched_at: datetime
    look: FirstLook | None = None
    paper: PaperText | None = None

    @property
    def articles(self) -> int:
        """The number of its articles."""
        return self.text.article_count if self.text else 0


def reparse(
    database: Database,
    source: str | None = None,
    *,
    sources: Mapping[str, SourceFacts] | None = None,
    archive: Archive | None = None,
    on_total: Callable[[int], None] | None = None,
    on_document: Callable[[], None] | None = None,
    batch_articles: int = BATCH_ARTICLES,
) -> Tally:
    """Read the archived files (of one source, by its key) again and store what changed as new versions.

    - A text that is read as it is stored changes nothing.
    - Files that could not be read before are tried again; those replaced by a newer version are skipped.
    - A text that shrank is quarantined.
    - A file of a current text that can no longer be read is a refusal, and its text stays.
    - Texts are stored in batches; after a killed run the next one continues.

    Raises BadInput for a source with nothing in the archive.
    """
    archive = archive or Archive()
    tally = Tally()
    with database.read() as session:
        files = _files(session, source)
        stored = _newest(session)
    if source is not None and not files:
        raise BadInput(f"nothing of source {source!r} is in the archive; crawl it first")
    if on_total is not None:
        on_total(len(files))
    waiting: list[_Read] = []
    for row, key in files:
        kept = [newest for newest, shas in stored.get(row.source_id, {}).values() if row.sha256 in shas]
        present = any(newest.sha256 == row.sha256 for newest in kept)
        superseded = bool(kept) and not present
        # A paper stays a paper when a later one replaces its text.
        if superseded and not row.overrides.get("symbol"):
            tally.kinds[SUPERSEDED] += 1
        elif (read := _read_again(archive, row, key, tally, present)) is not None:
            if superseded or (not present and _is_older(read, stored.get(row.source_id, {}))):
                tally.kinds[SUPERSEDED] += 1
                read = replace(read, text=None)
            if read.text is not None or read.paper is not None:
                waiting.append(read)
        if sum(one.articles for one in waiting) >= batch_articles:
            _store(database, waiting, sources or {}, tally)
            waiting = []
        if on_document is not None:
            on_document()
    _store(database, waiting, sources or {}, tally)
    if tally.kinds.keys() & {"loaded", "updated", "attached"}:
        found = refresh_links(database)
        tally.merged.extend(found.merged_names)
        tally.misfiled.extend(found.misfiled_names)
    return tally


@dataclass(frozen=True, slots=True)
class _Newest:
    sha256: str
    fetched_at: datetime | None


_Stored = dict[int, dict[str, tuple[_Newest, set[str]]]]


def _files(session: Session, source: str | None) -> list[tuple[RawFile, str]]:
    query = (
        select(RawFile, Source.key)
        .join(Source, Source.id == RawFile.source_id)
        .order_by(Source.key, RawFile.fetched_at, RawFile.sha256)
    )
    if source is not None:
        query = query.where(Source.key == source)
    return [(row, key) for row, key in session.execute(query)]


def _newest(session: Session) -> _Stored:
    """By source and identifier: the newest version, and the digests of all versions."""
    found: _Stored = {}
    rows = session.execute(
        select(Document.source_id, Document.external_id, Document.sha256, Document.fetched_at).order_by(
            Document.version
        )
    )
    for source_id, external_id, sha256, fetched_at in rows:
        by_source = found.setdefault(source_id, {})
        known = by_source.get(external_id)
        digests = known[1] if known else set()
        digests.add(sha256)
        by_source[external_id] = (_Newest(sha256, fetched_at), digests)
    return found


def _read_again(archive: Archive, row: RawFile, key: str, tally: Tally, present: bool) -> _Read | None:
    try:
        raw = archive.raw(row, key)
        when = _with_zone(row.fetched_at)
        if not is_paper(raw):
            read = read_text(raw)
            return _Read(row.name, key, read.text, row.url, when, read.look)
        again = read_paper(raw)
        if present and again.paper.agreement is None:
            raise BadInput(f"{row.name}: no article headings found any more.")
        return _Read(row.name, key, again.paper.agreement, row.url, when, again.look, again.paper)
    except BadInput as error:
        if present:
            tally.refusals.append(Refusal.of(row.name, error))
        else:
            tally.kinds["unreadable"] += 1
        return None
    except TrackerError:
        raise
    except Exception as error:
        tally.refusals.append(fault(row.name, error))
        return None


def _is_older(read: _Read, stored: dict[str, tuple[_Newest, set[str]]]) -> bool:
    known = stored.get(read.text.external_id) if read.text is not None else None
    if known is None or known[0].fetched_at is None:
        return False
    return _with_zone(known[0].fetched_at) > read.fetched_at


def _store(
    database: Database, waiting: list[_Read], sources: Mapping[str, SourceFacts], tally: Tally
) -> None:
    if not waiting:
        return

    def store(session: Session, one: _Read) -> Outcome | None:
        return _store_one(session, one, sources)

    def leave_out(one: _Read, error: Exception) -> None:
        tally.refusals.append(fault(one.name, error))

    for one, outcome in store_batch(database, waiting, store, leave_out):
        if outcome is None or one.text is None:
            continue
        tally.note(one.name, outcome, one.text.language)
        log_outcome(one.source, one.name, outcome)
        if outcome.kind != "quarantined":
            tally.warnings.extend((one.name, warning) for warning in one.text.warnings)


def _store_one(session: Session, one: _Read, sources: Mapping[str, SourceFacts]) -> Outcome | None:
    """Store one document; None for a paper that is not an agreement's text."""
    key = one.text.source if one.text else one.source
    source = sources.get(key) or _facts_of(session, key)
    outcome = None
    if one.text is not None:
        outcome = store_agreement(
            session,
            one.text,
            source,
            url=one.url,
            fetched_at=one.fetched_at,
            name=one.name,
            look=one.look,
            reread=True,
        )
    if one.paper is not None:
        row = ensure_source(session, source)
        store_paper(session, row, one.paper, url=one.url, fetched_at=one.fetched_at)
    return outcome


def _facts_of(session: Session, key: str) -> SourceFacts:
    """The facts in the database about a source that no longer has an entry."""
    row = session.scalar(select(Source).where(Source.key == key))
    return SourceFacts(key, row.title, row.url, row.licence, row.cite) if row else SourceFacts(key, key)


def _with_zone(moment: datetime) -> datetime:
    """SQLite keeps no time zone; what is stored is UTC."""
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def archived_count(session: Session) -> int:
    """How many files are in the archive."""
    return session.scalar(select(func.count()).select_from(RawFile)) or 0
