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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tracker.errors import BadInput
from tracker.facts.snapshot_fields import READABLE
from tracker.facts.snapshot_loading import load_agreement
from tracker.facts.snapshot_writing import collect
from tracker.files import replace_file
from tracker.models import (
    AgreementKey,
)
from tracker.models.database import Database
from tracker.resolution import (
    SourceFacts,
    ensure_source,
)

DEFAULT_PATH = Path(__file__).with_name("snapshot.json.xz")

# A snapshot of the whole corpus unpacks to about 2 MB; a file that unpacks to more than this is refused.
MAX_UNPACKED_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class SnapshotCounts:
    """Counts of what a snapshot has, or of what a load added."""

    agreements: int
    articles: int
    findings: int


def build(database: Database, path: Path = DEFAULT_PATH) -> SnapshotCounts:
    """Write the facts of every current document to `path`. The same facts always give the same bytes."""
    with database.read() as session:
        snapshot = collect(session)
    data = json.dumps(snapshot, ensure_ascii=False, separators=(",", ":")).encode()
    packed = lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)
    replace_file(path, packed)
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
    if not isinstance(snapshot, dict) or snapshot.get("format") not in READABLE:
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
                load_agreement(
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
