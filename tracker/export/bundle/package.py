"""Writes the bundle: one table after another into a ZIP, with the same bytes for the same data."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.export.bundle.descriptor import DESCRIPTOR, descriptor, readme
from tracker.export.bundle.tables import TABLES
from tracker.export.csv_safe import csv_pieces
from tracker.files import replacing
from tracker.queries import progress

FILE_NAME = "digital-trade-tracker.zip"

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Time of every file in the ZIP (the format's earliest): the time of writing would change the bytes."""

OnTable = Callable[[str], None]


def bundle(session: Session) -> bytes:
    """The whole bundle as bytes (some MB). Raises BadInput for an empty database."""
    buffer = io.BytesIO()
    _write(session, buffer, lambda _name: None)
    return buffer.getvalue()


def write_bundle(session: Session, path: Path, on_table: OnTable = lambda _name: None) -> dict[str, int]:
    """Write the bundle to `path`, which is replaced only when the file is complete; the number of rows by table.

    `on_table` is called with the name of each finished table. Raises BadInput for an empty database, OSError where the
    file cannot be written (no incomplete file remains).
    """
    with replacing(path) as file:
        return _write(session, file, on_table)


def _write(session: Session, file: IO[bytes], on_table: OnTable) -> dict[str, int]:
    if not progress(session).documents:
        raise BadInput("the database is empty; run 'tracker up' or 'tracker ingest' first")
    counts: dict[str, int] = {}
    facts: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for table in TABLES:
            digest, size, rows = hashlib.sha256(), 0, -1
            with archive.open(_entry(table.path), "w") as entry:
                for piece in csv_pieces(table.columns, table.rows(session)):
                    raw = piece.encode("utf-8")
                    entry.write(raw)
                    digest.update(raw)
                    size += len(raw)
                    rows += 1
            facts[table.name] = {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}
            counts[table.name] = rows
            on_table(table.name)
        package = descriptor(session, TABLES, facts)
        text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
        archive.writestr(_entry("README.md"), readme(session, TABLES))
        archive.writestr(_entry(DESCRIPTOR), text)
    return counts


def _entry(name: str) -> zipfile.ZipInfo:
    """The ZIP entry of a file, without anything that depends on the machine or the time."""
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
