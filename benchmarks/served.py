"""The dashboard of `tracker serve` for a measurement, and what its processes use (Linux)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.first_paint import wait_until_up
from dashboard.launch import free_port

FIRST_PORT = 8790


@dataclass(frozen=True, slots=True)
class Served:
    """One process of the dashboard: its address and its number."""

    address: str
    process: int


@contextmanager
def served(workers: int = 1) -> Iterator[list[Served]]:
    """`tracker serve --workers N` on the present database; all of them answer. It is stopped at the end."""
    port = free_port(FIRST_PORT)
    command = [sys.executable, "-m", "tracker.cli", "serve", f"--workers={workers}", f"--port={port}"]
    parent = subprocess.Popen(command, env={**os.environ}, stdout=subprocess.DEVNULL)
    try:
        addresses = [f"http://127.0.0.1:{number}" for number in range(port, port + workers)]
        for address in addresses:
            wait_until_up(address)
        yield [Served(address, _process(parent.pid, address)) for address in addresses]
    finally:
        parent.terminate()
        parent.wait(timeout=60)


def _process(parent: int, address: str) -> int:
    """The child that listens at an address."""
    asked = f"--server.port={address.rpartition(':')[2]}"
    return next(child.pid for child in psutil.Process(parent).children() if asked in child.cmdline())


def processor_seconds(process: int) -> float:
    """Processor time of a process so far, with that of threads that have ended, in seconds."""
    # The clock of another process, as clock_getcpuclockid(3) names it: Python has no call for it.
    return time.clock_gettime((~process << 3) | 2)


def resident(process: int) -> int:
    """Resident memory of a process and all its children, in bytes (0 for one that has ended)."""
    folder = Path("/proc") / str(process)
    try:
        pages = int((folder / "statm").read_text().split()[1])
        children = [
            int(child)
            for task in (folder / "task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(resident(child) for child in children)
