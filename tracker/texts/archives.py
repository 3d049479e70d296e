"""Archives read member by member without unpacking anything to disk: tar (plain, gz, bz2, xz) and zip."""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast

from tracker.errors import BadInput
from tracker.texts import raw as limits
from tracker.texts.raw import RawDocument, Refusal, is_document_name, printable, raw_document

TAR_SUFFIXES = (".tar", ".tar.xz", ".txz", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2")
ZIP_SUFFIXES = (".zip",)

_TAR_BUFFER = 256 * 1024
_TAR_SLACK = 1024 * 1024

_BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    EOFError,
    lzma.LZMAError,
    zlib.error,
    OSError,
    NotImplementedError,
)


def is_archive_name(name: str) -> bool:
    """Whether the name ends like an archive that `iter_archive` reads."""
    return name.lower().endswith(TAR_SUFFIXES + ZIP_SUFFIXES)


def iter_archive(path: Path) -> Iterator[RawDocument | Refusal]:
    """Every document in an archive, in the archive's order, with a Refusal for each that cannot be used.

    Refused are

    - members with absolute or `..` paths, links and devices,
    - members larger than MAX_DOCUMENT_BYTES, by their declared size and again by what they actually unpack to.

    An archive that unpacks to more than MAX_ARCHIVE_BYTES, or is damaged, ends with one Refusal for the rest. Raises
    BadInput where the file is no archive.
    """
    return _iter_zip(path) if path.name.lower().endswith(ZIP_SUFFIXES) else _iter_tar(path)


def _iter_tar(path: Path) -> Iterator[RawDocument | Refusal]:
    size = max(path.stat().st_size, 1)
    unpacked = 0
    with path.open("rb") as packed:
        stream = _MeteredStream(_decompressed(packed))
        try:
            # Stream mode: one pass, constant memory, and `packed.tell()` says how far we are.
            archive = tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|", bufsize=_TAR_BUFFER)  # noqa: SIM115
        except _BROKEN as error:
            raise BadInput(f"{path.name}: not a readable archive ({_reason(error)}).") from error
        with archive:
            try:
                for position, member in enumerate(archive):
                    if position >= limits.MAX_ARCHIVE_MEMBERS:
                        yield _too_many(path)
                        return
                    unpacked += max(member.size, 0)
                    if unpacked > limits.MAX_ARCHIVE_BYTES:
                        # One line for both: the member where reading stopped, and that it stopped.
                        yield _too_large(path, f" at {printable(member.name)} ({member.size / 1e6:,.0f} MB)")
                        return
                    if not member.isdir() and is_document_name(member.name):
                        found = _unusable_tar_member(member)
                        progress = min(packed.tell() / size, 1.0)
                        yield found or _read_member(archive.extractfile(member), member.name, progress)
                    stream.allow(member.size + limits.MAX_DOCUMENT_BYTES)
            except _BROKEN as error:
                yield Refusal(path.name, f"the archive is damaged from here on ({_reason(error)})")


class _MeteredStream:
    """The unpacked bytes of a tar, counted: reading stops at a header that declares itself gigabytes long.

    tarfile reads extended headers into memory in full, so limits on member sizes do not bound the memory it uses.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.allow(limits.MAX_DOCUMENT_BYTES)

    def allow(self, count: int) -> None:
        """Allow the next `count` bytes, and a margin for padding and headers."""
        self._left = count + _TAR_SLACK

    def read(self, count: int) -> bytes:
        if self._left <= 0:
            raise tarfile.ReadError("a header is larger than any text may be")
        data = self._source.read(count)
        self._left -= len(data)
        return data


def _decompressed(packed: IO[bytes]) -> IO[bytes]:
    magic = packed.read(6)
    packed.seek(0)
    if magic.startswith(b"\xfd7zXZ"):
        return lzma.open(packed)
    if magic.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.open(packed))
    if magic.startswith(b"BZh"):
        return bz2.open(packed)
    return packed


def _iter_zip(path: Path) -> Iterator[RawDocument | Refusal]:
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise BadInput(f"{path.name}: not a readable archive ({_reason(error)}).") from error
    with archive:
        members = archive.infolist()
        if len(members) > limits.MAX_ARCHIVE_MEMBERS:
            yield _too_many(path)
            return
        unpacked = 0
        for position, member in enumerate(members, start=1):
            if member.is_dir() or not is_document_name(member.filename):
                continue
            refusal = _unusable_zip_member(member)
            if refusal is not None:
                yield refusal
                continue
            try:
                with archive.open(member) as content:
                    found = _read_member(content, member.filename, position / len(members))
            except (*_BROKEN, RuntimeError) as error:  # RuntimeError: the member is encrypted
                yield Refusal(printable(member.filename), f"cannot be unpacked ({_reason(error)})")
                continue
            yield found
            unpacked += member.file_size
            if unpacked > limits.MAX_ARCHIVE_BYTES:
                yield _too_large(path)
                return


def _unusable_tar_member(member: tarfile.TarInfo) -> Refusal | None:
    if not member.isfile():
        return Refusal(
            printable(member.name), "is a link or device, not a file; links in archives are never followed"
        )
    return _unsafe_path(member.name) or _declared_too_large(member.name, member.size)


def _unusable_zip_member(member: zipfile.ZipInfo) -> Refusal | None:
    if stat.S_ISLNK(member.external_attr >> 16):
        return Refusal(
            printable(member.filename), "is a link, not a file; links in archives are never followed"
        )
    # ZipFile cuts a name at a NUL; orig_filename shows what was really there.
    return _unsafe_path(member.orig_filename) or _declared_too_large(member.filename, member.file_size)


def _unsafe_path(name: str) -> Refusal | None:
    path = PurePosixPath(name.replace("\\", "/"))
    drive = len(name) > 1 and name[1] == ":"
    if path.is_absolute() or drive or ".." in path.parts or "\0" in name:
        return Refusal(printable(name), "its path leads outside the archive; refused as unsafe")
    return None


def _declared_too_large(name: str, size: int) -> Refusal | None:
    if size > limits.MAX_DOCUMENT_BYTES:
        return Refusal(
            printable(name), f"unpacks to {size / 1e6:,.0f} MB; the limit for one text is {_limit_mb()} MB"
        )
    return None


def _read_member(content: IO[bytes] | None, name: str, progress: float) -> RawDocument | Refusal:
    """Read one member, never more than the limit, whatever size the archive's own header claims."""
    data = (content or io.BytesIO()).read(limits.MAX_DOCUMENT_BYTES + 1)
    if len(data) > limits.MAX_DOCUMENT_BYTES:
        return Refusal(printable(name), f"unpacks to more than the {_limit_mb()} MB allowed for one text")
    return raw_document(data, printable(name), progress=progress)


def _too_large(path: Path, where: str = "") -> Refusal:
    allowed = f"{limits.MAX_ARCHIVE_BYTES / 1e6:,.0f} MB"
    return Refusal(path.name, f"unpacks to more than {allowed}{where}; the rest of the archive was not read")


def _too_many(path: Path) -> Refusal:
    return Refusal(path.name, f"has more than {limits.MAX_ARCHIVE_MEMBERS:,} members; the rest was not read")


def _limit_mb() -> int:
    return limits.MAX_DOCUMENT_BYTES // 1_000_000


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
