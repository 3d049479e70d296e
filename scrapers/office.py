"""Office files in the old binary container, which Word and Excel wrote before 2007 and still write with a password."""

_CONTAINER = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream with a .docx or .xlsx that has a password."""


def container_problem(data: bytes) -> str | None:
    """What a file in the old container is and why it cannot be read, in a few words; None for any other file."""
    if not data.startswith(_CONTAINER):
        return None
    if _ENCRYPTED in data:
        return "an Office file that has a password, which cannot be read"
    return "an old binary Office file (.doc, .xls), which cannot be read"
