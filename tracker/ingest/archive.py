"""The archive: raw bytes of every fetched document under their SHA-256, so that all can be read again offline.

A file is named by the digest of its content and stored unchanged and uncompressed, so that `sha256sum` proves it and
each file is written only once.
"""

import hashlib
import os
import tempfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.models import RawFile, Source
from tracker.settings import data_folder
from tracker.texts import MetaOverrides, RawDocument, overrides_from

FOLDER = "archive"


class Archive:
    """The folder of raw files: `<folder>/ab/<sha256>` for a digest that begins with `ab`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder() / FOLDER

    def path(self, sha256: str) -> Path:
        """The path of the bytes with this digest, whether or not they are stored."""
        return self.folder / sha256[:2] / sha256

    def write(self, sha256: str, data: bytes) -> bool:
        """Write bytes to the archive, atomically; False where they are stored already."""
        path = self.path(sha256)
        # Only a file that something else damaged has another size, since a name appears when all bytes are written.
        if path.is_file() and path.stat().st_size == len(data):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(path)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return True

    def read(self, sha256: str) -> bytes:
        """The bytes with this digest. Raises BadInput where they are missing or damaged."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise BadInput(
                f"{sha256[:12]}: not in the archive {self.folder}; fetch the source again"
            ) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BadInput(f"{sha256[:12]}: damaged in the archive {self.folder}; fetch the source again")
        return data

    def keep(
        self, session: Session, raw: RawDocument, source: Source, url: str | None, when: datetime
    ) -> None:
        """Archive a document: its bytes, and in the caller's transaction the row that says what they are.

        - The facts given with the text are those of the newest visit.
        - Bytes that were first delivered by another source, or by the same source under another identifier, keep the
          row of that first delivery.
        """
        self.write(raw.sha256, raw.data)
        overrides = overrides_to_json(raw.overrides)
        row = session.get(RawFile, raw.sha256)
        if row is None:
            session.add(
                RawFile(
                    sha256=raw.sha256,
                    source_id=source.id,
                    name=raw.name,
                    media_type=raw.media_type,
                    charset=raw.charset,
                    url=url or raw.url,
                    bytes=len(raw.data),
                    overrides=overrides,
                    fetched_at=when,
                )
            )
            session.flush()
        elif row.source_id == source.id and row.overrides.get("external_id") == overrides.get("external_id"):
            row.name, row.media_type, row.charset = raw.name, raw.media_type, raw.charset
            row.url, row.overrides = url or raw.url, overrides

    def raw(self, row: RawFile, source_key: str) -> RawDocument:
        """The archived document as it was fetched. Raises BadInput where its bytes are missing or damaged."""
        return RawDocument(
            name=row.name,
            data=self.read(row.sha256),
            sha256=row.sha256,
            media_type=row.media_type,
            url=row.url,
            source=source_key,
            charset=row.charset,
            overrides=overrides_from(row.overrides, row.name),
        )


def overrides_to_json(overrides: MetaOverrides) -> dict[str, Any]:
    """The facts given, as JSON values that `tracker.texts.overrides_from` reads again."""
    values = {name: value for name, value in asdict(overrides).items() if value}
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }


def known_files(session: Session) -> dict[str, tuple[str, dict[str, Any]]]:
    """Source and given facts of every archived file, by SHA-256."""
    rows = session.execute(
        select(RawFile.sha256, Source.key, RawFile.overrides).join(Source, Source.id == RawFile.source_id)
    )
    return {sha256: (key, overrides) for sha256, key, overrides in rows}


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power failure, where the system supports that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
