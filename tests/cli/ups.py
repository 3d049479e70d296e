"""`tracker up` as a process of its own."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

REACH_NOTHING = "http://127.0.0.1:9"
WAIT_SECONDS = 180
DATABASE = "up.db"


class Up:
    """A running `tracker up`, in a process group of its own, with its output so far."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.database = folder / DATABASE
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "TRACKER_DATA": str(folder / "var"),
            "TRACKER_TOTA_BASE_URL": REACH_NOTHING,
            "PYTHONUNBUFFERED": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker.cli", "up", "--port", "0", *options],
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # A test run started in a shell's background ignores Ctrl-C, and its children would, too.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line.rstrip())

    def line_with(self, words: str) -> str:
        """Wait for a line that holds `words`."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            for line in list(self.lines):
                if words in line:
                    return line
            if self.process.poll() is not None:
                time.sleep(0.3)
                break
            time.sleep(0.05)
        found = [line for line in self.lines if words in line]
        assert found, f"no line with {words!r} in {self.lines}"
        return found[0]

    def ctrl_c(self) -> None:
        """What a terminal does: the signal goes to all processes of the group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def left(self) -> list[str]:
        """Commands of all processes that are still there with this one's database (Linux)."""
        mark = f"DATABASE_URL=sqlite:///{self.database}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                if folder.name.isdecimal() and mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found

    def scalar(self, query: str) -> int:
        """One number from the database."""
        with sqlite3.connect(self.database) as connection:
            return int(connection.execute(query).fetchone()[0])


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Up]:
    up = Up(folder, *options)
    try:
        yield up
    finally:
        if up.process.poll() is None:
            up.process.send_signal(signal.SIGINT)
            up.process.wait(timeout=120)
