"""Writing files that a person named, or that others may look at while they are written."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tracker.errors import BadInput


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when the block ends well; otherwise `path` stays as it is.

    Raises BadInput where `path` is a link, a pipe, a device or a folder, which are never replaced: what a link leads to
    was not named, and a device would become a file. Raises OSError where the file cannot be written.
    """
    _refuse_what_is_no_file(path)
    partial = path.with_name(path.name + ".part")
    partial.unlink(missing_ok=True)  # of a run that was killed; were it a link, only the link goes
    try:
        with partial.open("xb") as file:
            yield file
        _refuse_what_is_no_file(path)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` as a whole or not at all; raises like `replacing`."""
    with replacing(path) as file:
        file.write(content)


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        what = "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "a pipe or device"
        raise BadInput(f"{path}: is {what}, which is not replaced; name a file")
