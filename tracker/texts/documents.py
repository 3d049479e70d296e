"""Finding documents: a single file, a folder, or an archive becomes a stream of raw documents."""

import os
from collections.abc import Iterator
from pathlib import Path

from tracker.errors import BadInput
from tracker.texts import raw as limits
from tracker.texts.archives import is_archive_name, iter_archive
from tracker.texts.overrides import read_sidecar
from tracker.texts.raw import MEDIA_TYPES, RawDocument, Refusal, is_document_name, raw_document


def iter_raw(path: Path) -> Iterator[RawDocument | Refusal]:
    """Every document under `path` (file, folder, or archive), unparsed, with its SHA-256.

    One that cannot be read is a Refusal, and the others follow. Raises BadInput, before the first document, where
    `path` is missing, of an unknown kind, or a folder without any document.
    """
    if path.is_dir():
        return _iter_folder(path)
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder.")
    if not path.is_file():
        raise BadInput(f"{path}: neither a file nor a folder.")
    if is_archive_name(path.name):
        return iter_archive(path)
    if not is_document_name(path.name):
        known = ", ".join(sorted(MEDIA_TYPES))
        raise BadInput(f"{path.name}: not a format that can be read; use {known}, a folder, or an archive.")
    return iter((_read_file(path, path.name, 1.0),))


def count_documents(path: Path) -> int | None:
    """How many documents `iter_raw` will yield, refusals included; None where only reading would show it.

    For a tar archive, use `RawDocument.progress` instead.
    """
    if path.is_dir():
        return len(_document_files(path))
    return None if is_archive_name(path.name) else 1


def _iter_folder(folder: Path) -> Iterator[RawDocument | Refusal]:
    files = _document_files(folder)
    if not files:
        raise BadInput(f"{folder}: holds no {', '.join(sorted(MEDIA_TYPES))} file.")
    return (
        _read_file(file, file.relative_to(folder).as_posix(), position / len(files))
        for position, file in enumerate(files, start=1)
    )


def _document_files(folder: Path) -> list[Path]:
    """The documents in a folder and its subfolders, sorted by path; links that leave it are not followed."""
    found = []
    for parent, _folders, names in os.walk(folder):
        for name in names:
            file = Path(parent, name)
            if is_document_name(file.relative_to(folder).as_posix()) and not file.is_symlink():
                found.append(file)
    return sorted(found)


def _read_file(file: Path, name: str, progress: float) -> RawDocument | Refusal:
    try:
        size = file.stat().st_size
        if size > limits.MAX_DOCUMENT_BYTES:
            allowed = limits.MAX_DOCUMENT_BYTES // 1_000_000
            return Refusal(name, f"has {size / 1e6:,.0f} MB; the limit for one text is {allowed} MB")
        data = file.read_bytes()
        overrides = read_sidecar(file)
    except OSError as error:
        return Refusal(name, f"cannot be read ({error.strerror or error})")
    except BadInput as error:
        return Refusal.of(name, error)
    return raw_document(data, name, progress=progress, overrides=overrides)
