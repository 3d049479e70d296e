"""The snapshot: the facts of the database, without any treaty text, as one compact file.

- `build` writes agreements, parties, dates, addresses, the numbers of chapters and articles, and findings (code,
  strength, exception, score). Headings and texts are treaty text and are not written; a chapter's `topic` is our own
  coding.
- `load` stores these facts in a database, in one transaction, so that the dashboard can show them before any text is
  fetched.

The file is JSON compressed with xz. An agreement's facts are a list in the order of AGREEMENT_FACTS, a
document is DOCUMENT_FIELDS and its chapters, a chapter is number, topic, identifier and its articles, an
article is number, identifier and its findings, a finding is FINDING_FIELDS.
"""

import json
import lzma
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.facts.incorporation import SOURCE_KEY as REGISTRY
from tracker.models import (
    Agreement,
    AgreementGroup,
    AgreementKey,
    AgreementParty,
    AgreementUrl,
    Article,
    Chapter,
    Document,
    Finding,
    PartyEvent,
    Source,
)
from tracker.models.base import table_of
from tracker.models.database import Database
from tracker.models.search_index import index_articles
from tracker.resolution import (
    AGREEMENT_FACTS,
    SourceFacts,
    current_document,
    ensure_source,
    give_slug,
    resolve_facts,
)
from tracker.texts.types import AgreementMeta, SourceLink

FORMAT = 4
_READABLE = (3, 4)
"""Formats that can be loaded; in format 3 findings say neither whom they reach nor whom they bind."""
DEFAULT_PATH = Path(__file__).with_name("snapshot.json.xz")

# A snapshot of the whole corpus unpacks to about 2 MB; a file that unpacks to more than this is refused.
MAX_UNPACKED_BYTES = 100_000_000

DOCUMENT_FIELDS = ("source", "external_id", "url", "media_type", "language", "sha256")
FINDING_FIELDS = ("provision", "strength", "exception", "score", "notes", "scope", "bound", "uncertain")


@dataclass(frozen=True, slots=True)
class SnapshotCounts:
    """Counts of what a snapshot has, or of what a load added."""

    agreements: int
    articles: int
    findings: int


def build(database: Database, path: Path = DEFAULT_PATH) -> SnapshotCounts:
    """Write the facts of every current document to `path`. The same facts always give the same bytes."""
    with database.read() as session:
        snapshot = _collect(session)
    data = json.dumps(snapshot, ensure_ascii=False, separators=(",", ":")).encode()
    packed = lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)
    partial = path.with_suffix(".part")
    partial.write_bytes(packed)
    partial.replace(path)
    return _count(snapshot)


def read(path: Path = DEFAULT_PATH) -> dict[str, Any]:
    """The snapshot at `path`. Raises BadInput when it is missing, broken, too large or of another format."""
    try:
        unpacker = lzma.LZMADecompressor()
        data = unpacker.decompress(path.read_bytes(), max_length=MAX_UNPACKED_BYTES)
        if not unpacker.eof:
            raise BadInput(f"{path}: cut short or larger than {MAX_UNPACKED_BYTES:,} bytes; build it again")
        snapshot: dict[str, Any] = json.loads(data)
    except FileNotFoundError:
        raise BadInput(f"{path}: no snapshot here; make one with 'tracker snapshot build'") from None
    except (lzma.LZMAError, ValueError):
        raise BadInput(f"{path}: not a snapshot file; make one with 'tracker snapshot build'") from None
    if not isinstance(snapshot, dict) or snapshot.get("format") not in _READABLE:
        raise BadInput(f"{path}: a snapshot of another format; make one with 'tracker snapshot build'")
    return snapshot


def load(
    database: Database,
    path: Path = DEFAULT_PATH,
    *,
    sources: Mapping[str, SourceFacts] | None = None,
    on_agreement: Callable[[], None] | None = None,
) -> SnapshotCounts:
    """Add the agreements of the snapshot that the database does not have yet.

    `sources` are the facts of the sources' entries, by key; they take the place of those in the snapshot.

    Agreements that are stored already, with or without text, are not changed. Returns the counts of what was added. It
    is one transaction: a load that is stopped adds nothing.
    """
    snapshot = read(path)
    added: dict[str, Any] = {"agreements": [], "versions": snapshot["versions"]}
    with database.session() as session:
        given = {facts["key"]: SourceFacts(**facts) for facts in snapshot["sources"]} | dict(sources or {})
        rows = {facts["key"]: ensure_source(session, given[facts["key"]]) for facts in snapshot["sources"]}
        known = {
            (source_id, external_id)
            for source_id, external_id in session.execute(
                select(AgreementKey.source_id, AgreementKey.external_id)
            )
        }
        for entry in snapshot["agreements"]:
            source, external_id = rows[entry["key"][0]], entry["key"][1]
            if (source.id, external_id) not in known:
                _load_agreement(
                    session, source, external_id, entry, rows, snapshot["versions"], look=bool(known)
                )
                added["agreements"].append(entry)
            if on_agreement is not None:
                on_agreement()
    return _count(added)


def _count(snapshot: dict[str, Any]) -> SnapshotCounts:
    articles = findings = 0
    for entry in snapshot["agreements"]:
        for document in entry["documents"]:
            for chapter in document[-1]:
                articles += len(chapter[-1])
                findings += sum(len(article[-1]) for article in chapter[-1])
    return SnapshotCounts(len(snapshot["agreements"]), articles, findings)


# --- writing ---


def _collect(session: Session) -> dict[str, Any]:
    sources = {source.id: source for source in session.scalars(select(Source).order_by(Source.key))}
    versions = sorted(
        {tuple(row) for row in session.execute(select(Finding.template_version, Finding.matcher_version))}
    )
    documents = _documents(session, sources)
    agreements = session.scalars(select(Agreement)).all()
    # Where several sources have an agreement, the one known first names it.
    keys: dict[int, list[AgreementKey]] = defaultdict(list)
    for key in session.scalars(select(AgreementKey).order_by(AgreementKey.id)):
        keys[key.agreement_id].append(key)
    entries = [
        _agreement_entry(session, agreement, keys[agreement.id], sources, documents[agreement.id])
        for agreement in agreements
    ]
    used = {key for entry in entries for key, _ in [entry["key"], *entry["keys"]]}
    used |= {fields[0] for entry in entries for fields in entry["documents"]}
    used |= {event[0] for entry in entries for event in entry["events"]}
    return {
        "format": FORMAT,
        "versions": list(versions[-1]) if versions else ["", ""],
        "sources": [
            {"key": source.key, "title": source.title, "url": source.url, "licence": source.licence}
            for source in sources.values()
            if source.key in used
        ],
        "agreements": sorted(entries, key=lambda entry: (entry["key"][0], _natural(entry["key"][1]))),
    }


def _natural(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdigit() else (0, text)


def _agreement_entry(
    session: Session,
    agreement: Agreement,
    keys: list[AgreementKey],
    sources: dict[int, Source],
    documents: list[Any],
) -> dict[str, Any]:
    key, *others = keys
    events = session.scalars(
        select(PartyEvent)
        .where(PartyEvent.agreement_id == agreement.id)
        .order_by(PartyEvent.iso3, PartyEvent.event, PartyEvent.day)
    )
    parties = session.scalars(
        select(AgreementParty)
        .where(AgreementParty.agreement_id == agreement.id)
        .order_by(AgreementParty.iso3)
    ).all()
    groups = session.scalars(
        select(AgreementGroup.group_code).where(AgreementGroup.agreement_id == agreement.id)
    )
    urls = session.scalars(
        select(AgreementUrl).where(AgreementUrl.agreement_id == agreement.id).order_by(AgreementUrl.position)
    )
    return {
        "key": [sources[key.source_id].key, key.external_id],
        "keys": [[sources[other.source_id].key, other.external_id] for other in others],
        "slug": agreement.slug,
        "facts": [_plain(getattr(agreement, field)) for field in AGREEMENT_FACTS],
        "languages": agreement.languages,
        "related": agreement.related_wto_rta_ids,
        "original": [party.iso3 for party in parties if party.original],
        "current": [party.iso3 for party in parties if party.current],
        "groups": sorted(groups),
        "urls": [[url.url, url.language, url.kind] for url in urls],
        "year": agreement.year_signed,
        "missing": agreement.missing,
        "events": [
            [sources[event.source_id].key, event.iso3, event.event, _plain(event.day), event.reference]
            for event in events
            # Those of the registry come with the program.
            if sources[event.source_id].key != REGISTRY
        ],
        "documents": documents,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _documents(session: Session, sources: dict[int, Source]) -> dict[int, list[Any]]:
    """Current documents by agreement, each a DOCUMENT_FIELDS list with its chapters at the end."""
    findings: dict[int, list[Any]] = defaultdict(list)
    query = select(
        Finding.article_id,
        Finding.provision,
        Finding.strength,
        Finding.exception,
        Finding.score,
        Finding.notes,
        Finding.scope,
        Finding.bound,
        Finding.uncertain,
    ).order_by(Finding.article_id, Finding.provision)
    for row in session.execute(query):
        findings[row.article_id].append(
            [
                row.provision,
                row.strength,
                row.exception,
                round(row.score, 2),
                row.notes or [],
                row.scope,
                row.bound or [],
                int(row.uncertain),
            ]
        )
    articles: dict[int, list[Any]] = defaultdict(list)
    # Columns, not rows: the texts must not be read.
    article_query = select(Article.id, Article.chapter_id, Article.number, Article.external_id).order_by(
        Article.document_id, Article.position
    )
    for article_id, chapter_id, number, external_id in session.execute(article_query):
        articles[chapter_id].append([number, external_id, findings.get(article_id, [])])
    chapters: dict[int, list[Any]] = defaultdict(list)
    for chapter in session.scalars(select(Chapter).order_by(Chapter.document_id, Chapter.position)):
        chapters[chapter.document_id].append(
            [chapter.number, chapter.topic, chapter.external_id, articles[chapter.id]]
        )
    documents: dict[int, list[Any]] = defaultdict(list)
    # What is coded, reported or incorporated follows from the registry.
    read = select(Document).where(Document.current, Document.basis == "read")
    for document in session.scalars(read.order_by(Document.id)):
        documents[document.agreement_id].append(
            [
                sources[document.source_id].key,
                document.external_id,
                document.url,
                document.media_type,
                document.language,
                document.sha256,
                chapters[document.id],
            ]
        )
    return documents


# --- reading ---


def _load_agreement(
    session: Session,
    source: Source,
    external_id: str,
    entry: dict[str, Any],
    sources: dict[str, Source],
    versions: Iterable[str],
    *,
    look: bool,
) -> None:
    facts = dict(zip(AGREEMENT_FACTS, entry["facts"], strict=True))
    for field in ("date_signed", "date_in_force", "date_inactive"):
        facts[field] = date.fromisoformat(facts[field]) if facts[field] else None
    meta = AgreementMeta(
        **facts,
        parties=tuple(entry["current"]),
        original_parties=tuple(entry["original"]),
        languages=tuple(entry["languages"]),
        sources=tuple(SourceLink(*url) for url in entry["urls"]),
        related_wto_rta_ids=tuple(entry["related"]),
    )
    languages = [fields[DOCUMENT_FIELDS.index("language")] for fields in entry["documents"]]
    found = resolve_facts(session, source, external_id, meta, language=next(iter(languages), None), look=look)
    give_slug(session, found, entry["slug"])
    _load_beyond_texts(session, found.agreement, entry, sources)
    current = current_document(session, found.agreement.id)
    for fields in entry["documents"]:
        *known, chapters = fields
        values = dict(zip(DOCUMENT_FIELDS, known, strict=True))
        document = Document(
            agreement_id=found.agreement.id,
            source_id=sources[values.pop("source")].id,
            version=1,
            current=current is None,
            has_text=False,
            **values,
        )
        session.add(document)
        session.flush()
        _load_chapters(session, document, chapters, tuple(versions))


def _load_beyond_texts(
    session: Session, agreement: Agreement, entry: dict[str, Any], sources: dict[str, Source]
) -> None:
    """What further sources call the agreement, what its text lacks, and what happened to single parties."""
    agreement.year_signed = agreement.year_signed or entry["year"]
    agreement.missing = agreement.missing or entry["missing"]
    for source_key, external_id in entry["keys"]:
        source = sources[source_key]
        known = select(AgreementKey.id).where(
            AgreementKey.source_id == source.id, AgreementKey.external_id == external_id
        )
        if session.scalar(known) is None:
            session.add(AgreementKey(agreement_id=agreement.id, source_id=source.id, external_id=external_id))
    known_events = select(PartyEvent.id).where(PartyEvent.agreement_id == agreement.id).limit(1)
    if session.scalar(known_events) is None:
        for source_key, iso3, event, day, reference in entry["events"]:
            session.add(
                PartyEvent(
                    agreement_id=agreement.id,
                    source_id=sources[source_key].id,
                    iso3=iso3,
                    event=event,
                    day=date.fromisoformat(day) if day else None,
                    reference=reference,
                )
            )
    session.flush()


def _load_chapters(
    session: Session, document: Document, chapters: list[Any], versions: tuple[str, ...]
) -> None:
    if not chapters:
        return
    chapter_ids = session.scalars(
        insert(table_of(Chapter)).returning(table_of(Chapter).c.id, sort_by_parameter_order=True),
        [
            {
                "document_id": document.id,
                "position": position,
                "number": number,
                "topic": topic,
                "external_id": external_id,
            }
            for position, (number, topic, external_id, _articles) in enumerate(chapters)
        ],
    ).all()
    flat = [
        (chapter_id, article)
        for chapter_id, chapter in zip(chapter_ids, chapters, strict=True)
        for article in chapter[-1]
    ]
    if not flat:
        return
    article_ids = session.scalars(
        insert(table_of(Article)).returning(table_of(Article).c.id, sort_by_parameter_order=True),
        [
            {
                "document_id": document.id,
                "chapter_id": chapter_id,
                "position": position,
                "number": article[0],
                "external_id": article[1],
            }
            for position, (chapter_id, article) in enumerate(flat)
        ],
    ).all()
    rows = [
        {
            "article_id": article_id,
            **dict(zip(FINDING_FIELDS, _whole(finding), strict=True)),
            "spans": [],
            "prototype": "",
            "similarity": 0.0,
            "signal": "snapshot",
            "template_version": versions[0],
            "matcher_version": versions[1],
        }
        for article_id, (_chapter, article) in zip(article_ids, flat, strict=True)
        for finding in article[-1]
    ]
    index_articles(session, document.id)
    if rows:
        session.execute(insert(table_of(Finding)), rows)


def _whole(finding: list[Any]) -> list[Any]:
    """A finding with all fields; one of format 3 reaches and binds whom it does not say."""
    whole = [*finding, None, [], 0][: len(FINDING_FIELDS)] if len(finding) < len(FINDING_FIELDS) else finding
    return [*whole[:-1], bool(whole[-1])]
