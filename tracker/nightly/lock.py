"""One night at a time: a lock on a file in the data folder, released when the process that has it ends."""

import fcntl
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from tracker.errors import TrackerError

# The lock of a night that was just killed may not be released yet (its crawls end after it, one by one).
_PATIENCE_SECONDS = 2.0
_STEP_SECONDS = 0.1


class NightRunning(TrackerError):
    """Another night is running; nothing was done."""

    exit_code = 7


class NightLock:
    """Context manager that has the lock. Raises NightRunning where another process has it.

    The system releases the lock when its process ends, however it ends: the file that a killed night leaves does not
    block the next one. Crawls inherit the lock (`descriptor`), so that a crawl that outlives its night still counts as
    running.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    @property
    def descriptor(self) -> int:
        """The open file's number, for child processes."""
        assert self._file is not None
        return self._file.fileno()

    def __enter__(self) -> "NightLock":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+", encoding="utf-8")
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    holder = _holder(file)
                    file.close()
                    raise NightRunning(
                        f"a night is running already{holder}; let it end, or end it, then run this again"
                    ) from None
                time.sleep(_STEP_SECONDS)
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}, file)
        file.flush()
        self._file = file
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        # The file stays: if it were removed, two nights could lock two files of one name.
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None


def _holder(file: IO[str]) -> str:
    """The process that has the lock, as far as the file says."""
    file.seek(0)
    try:
        known = json.loads(file.read() or "{}")
        return f" (process {int(known['pid'])}, since {datetime.fromisoformat(known['since']):%Y-%m-%d %H:%M} UTC)"
    except (ValueError, KeyError, TypeError):
        return ""
