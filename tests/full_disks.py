"""A full disk, and folders that may not be written to, for processes of the tests.

CI runs as root, whom permission bits do not bind. There a process gives up the capability to pass over them
(CAP_DAC_OVERRIDE, also for programs it starts): the bits of a folder then count for root as its owner. A full disk is a
small tmpfs where one may be mounted, otherwise a limit on the size of files, which SQLite and Python meet as a write
that fails.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DISK = 24 * 2**20
"""Bytes of the small disk."""

BOUND_BY_BITS = """
import ctypes, os, struct

if os.geteuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    CAPABILITIES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    for number in (1, 2):
        assert libc.prctl(24, number, 0, 0, 0) == 0  # PR_CAPBSET_DROP: for programs that are started
    head = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0))
    data = ctypes.create_string_buffer(24)
    assert libc.capget(head, data) == 0
    words = list(struct.unpack("=6I", data.raw))
    words[0] &= ~CAPABILITIES
    words[1] &= ~CAPABILITIES
    data.raw = struct.pack("=6I", *words)
    assert libc.capset(head, data) == 0
"""
"""A `sitecustomize.py` under which permission bits bind root, too."""

SMALL_FILES = """
import resource

resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
"""
"""A `sitecustomize.py` under which no file grows beyond 20,000 bytes."""


def bits_bind(folder: Path) -> bool:
    """Whether permission bits bind a process with BOUND_BY_BITS here: not in a sandbox that ignores capabilities."""
    folder.mkdir()
    folder.chmod(0o555)
    code = f"{BOUND_BY_BITS}\nopen({str(folder / 'file')!r}, 'w')"
    tried = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    folder.chmod(0o755)
    return "PermissionError" in tried.stderr


class SmallDisk:
    """A folder on a disk that can be filled up and freed; `customized` is what its processes begin with."""

    def __init__(self, folder: Path, *, mounted: bool) -> None:
        self.folder, self.mounted = folder, mounted
        self._ballast = folder / "ballast"
        self.customized = ""

    def fill(self, leave: int) -> None:
        """Leave so many bytes free; where nothing is mounted, no file grows beyond 20,000 bytes."""
        if not self.mounted:
            self.customized = SMALL_FILES
            return
        free = shutil.disk_usage(self.folder).free
        self._ballast.write_bytes(bytes(free - leave))

    def free(self) -> None:
        """Free them again."""
        self.customized = ""
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """A small disk at `folder`."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    try:
        mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    try:
        yield SmallDisk(folder, mounted=mounted)
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
