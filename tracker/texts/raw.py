"""Raw documents: bytes with a name and a fingerprint, not parsed yet."""

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tracker.errors import BadInput
from tracker.texts.overrides import NO_OVERRIDES, MetaOverrides

MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
"""Most bytes of a single text, packed or unpacked. The largest ToTA file has 1.1 MB."""

MAX_ARCHIVE_BYTES = 2 * 1024 * 1024 * 1024
"""Most bytes of all members of one archive, unpacked. The ToTA archive unpacks to 52 MB."""

MAX_ARCHIVE_MEMBERS = 200_000
"""Most members of one archive; reading stops there."""

PLAIN = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BUNDLE = "application/x-agreement-parts"
"""Media type of several files that together are one agreement, as `tracker.texts.bundle` packs them."""

MEDIA_TYPES = {
    ".xml": "application/xml",
    ".txt": PLAIN,
    ".md": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
}
"""The document formats that can be read, by file suffix."""

UNREADABLE_SUFFIXES = frozenset({".doc", ".rtf", ".odt"})
"""Formats of treaty texts that cannot be read yet: such files are refused by name, never skipped silently."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as found: unparsed bytes.

    - `name`: the path within the folder or archive, or the last part of the URL.
    - `sha256`: of `data`, lower-case hex.
    - `progress`: the share (0 to 1) of the folder or archive that has been read so far.
    - `charset`: as the server declared it.
    - `overrides`: facts given with the text (sidecar file, source entry).
    """

    name: str
    data: bytes
    sha256: str
    media_type: str
    url: str | None = None
    source: str = "file"
    charset: str | None = None
    progress: float = 1.0
    overrides: MetaOverrides = field(default=NO_OVERRIDES)

    @property
    def stem(self) -> str:
        """The file name without folders and suffix."""
        return PurePosixPath(self.name).stem


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document (or archive member) that cannot be used, and the reason in one line."""

    name: str
    reason: str

    @classmethod
    def of(cls, name: str, error: BadInput) -> "Refusal":
        """The refusal of the document `name` for an error (its message without the name)."""
        return cls(name, str(error).removeprefix(f"{name}: "))


def raw_document(
    data: bytes,
    name: str,
    *,
    media_type: str | None = None,
    url: str | None = None,
    source: str = "file",
    charset: str | None = None,
    progress: float = 1.0,
    overrides: MetaOverrides = NO_OVERRIDES,
) -> RawDocument:
    """Wrap bytes from anywhere (file, archive, HTTP response) with their fingerprint.

    Without `media_type` the suffix of `name` decides; with an unknown suffix (the end of a URL, say) a PDF is
    recognised by its first bytes and everything else is taken as plain text.
    """
    unknown = PDF if data.startswith(b"%PDF-") else PLAIN
    return RawDocument(
        name=name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type or MEDIA_TYPES.get(suffix_of(name), unknown),
        url=url,
        source=source,
        charset=charset,
        progress=progress,
        overrides=overrides,
    )


def printable(name: str) -> str:
    """A file name that can be printed on one line and stored in a database, whatever bytes the archive has for it."""
    decodable = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "?" for char in decodable)


def suffix_of(name: str) -> str:
    """The lower-case suffix of a file name, with its dot."""
    return PurePosixPath(name).suffix.lower()


def is_document_name(name: str) -> bool:
    """Whether a file of this name is in one of the formats of treaty texts (readable or not)."""
    path = PurePosixPath(name)
    if (
        any(part.startswith(".") and part not in {".", ".."} for part in path.parts)
        or "__MACOSX" in path.parts
    ):
        return False
    return suffix_of(name) in MEDIA_TYPES or suffix_of(name) in UNREADABLE_SUFFIXES
