"""A campaigner's own folder of texts (leaks, drafts): read from disk, never written to, no network.

- Every text is a draft unless its sidecar file says otherwise.
- A file is identified by its path in the folder: a changed file is a new version. Equal bytes are one text, wherever
  they were read before.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from scrapers.session import CrawlSession, FetchedDocument, now
from scrapers.sources import Source
from tracker.crawls import ErrorKind, Problem
from tracker.errors import BadInput
from tracker.settings import settings
from tracker.texts import MetaOverrides, raw_document
from tracker.texts.overrides import SIDECAR_SUFFIXES, merge_overrides, read_sidecar
from tracker.texts.raw import MAX_DOCUMENT_BYTES, is_document_name, printable

DRAFT = MetaOverrides(legal_status="draft_text")


def watched_folder(given: Path | None) -> Path:
    """The folder that was given, or that the settings name, with links in its own path resolved.

    Raises BadInput where there is none.
    """
    named = given or settings().watch_folder
    if named is None or named == Path():
        raise BadInput("no folder to read; give one with --folder or in TRACKER_WATCH_FOLDER")
    try:
        folder = named.expanduser().resolve(strict=True)
    except (OSError, RuntimeError):
        raise BadInput(f"{named}: no such folder") from None
    if not folder.is_dir():
        raise BadInput(f"{named}: not a folder")
    return folder


@dataclass(frozen=True, slots=True)
class WatchFolder:
    """Reads a folder and its subfolders; links are never followed."""

    name: ClassVar[str] = "watch_folder"

    source: Source
    session: CrawlSession
    folder: Path

    def run(self) -> None:
        """Deliver every document to the session; a document that cannot be used is one line among the errors."""
        files = list(self._files())
        self.session.total = len(files) if self.session.limit is None else min(len(files), self.session.limit)
        for file in files[: self.session.limit]:
            if self.session.over:
                return
            try:
                document = self._read(file)
            except BadInput as error:
                self._refuse(file, str(error))
            except OSError as error:
                self._refuse(file, f"cannot be read ({error.strerror or error})")
            except Exception as error:
                # A fault of ours with this one file: the others are read nevertheless, and the crawl has failed.
                self.session.raised(self._shown(file), error)
            else:
                self.session.succeeded(len(document.raw.data), not_modified=False)
                self.session.deliver(document)

    def _files(self) -> Iterator[Path]:
        """Documents by path. Links, and anything that is neither file nor folder, are refused; hidden files are
        skipped."""
        for parent, folders, names in os.walk(self.folder, onerror=self._unreadable):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in folders:
                if Path(parent, name).is_symlink():
                    self._refuse(Path(parent, name), "is a link; links are never followed")
            for name in sorted(names):
                file = Path(parent, name)
                if not is_document_name(name):
                    continue
                if file.is_symlink():
                    self._refuse(file, "is a link; links are never followed")
                elif not stat.S_ISREG(file.lstat().st_mode):
                    self._refuse(file, "is no ordinary file")
                else:
                    yield file

    def _read(self, file: Path) -> FetchedDocument:
        """One document. Raises BadInput for a file that must not be read, OSError for one that cannot be."""
        if self.folder not in file.resolve().parents:
            raise BadInput("lies outside the folder")
        shown = self._shown(file)
        overrides = merge_overrides(self._sidecar(file), replace(DRAFT, external_id=shown))
        # Since the check above, the file may have been replaced by a link.
        flags = (
            os.O_RDONLY
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(os.open(file, flags), "rb") as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise BadInput("is no ordinary file")
            data = opened.read(MAX_DOCUMENT_BYTES + 1)
        if len(data) > MAX_DOCUMENT_BYTES:
            raise BadInput(f"has more than the {MAX_DOCUMENT_BYTES // 1_000_000} MB allowed for one text")
        raw = raw_document(data, shown, source=self.source.key, overrides=overrides)
        # No address, because the path on this disk must not be published.
        return FetchedDocument(raw, "", now())

    def _sidecar(self, file: Path) -> MetaOverrides:
        for suffix in SIDECAR_SUFFIXES:
            for beside in (file.with_name(file.name + suffix), file.with_suffix(suffix)):
                if beside.is_symlink():
                    raise BadInput(
                        f"the facts beside it ({printable(beside.name)}) are a link; links are never followed"
                    )
        return read_sidecar(file)

    def _shown(self, file: Path) -> str:
        return printable(file.relative_to(self.folder).as_posix())

    def _refuse(self, file: Path, reason: str) -> None:
        self.session.failed(self._shown(file), Problem(ErrorKind.REFUSED, reason))

    def _unreadable(self, error: OSError) -> None:
        self._refuse(Path(error.filename or self.folder), f"cannot be read ({error.strerror or error})")


def read_folder(source: Source, session: CrawlSession, folder: Path | None) -> str:
    """Read the watched folder to its end; the reason for the end, as Scrapy would call it."""
    try:
        WatchFolder(source, session, watched_folder(folder)).run()
    except KeyboardInterrupt:
        return "shutdown"
    return "finished"
