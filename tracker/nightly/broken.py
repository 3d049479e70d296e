"""A night that breaks off (disk full, database gone, code raised) is reported like any other, by mail and webhook."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.errors import StorageError, TrackerError
from tracker.nightly.files import FOLDER
from tracker.nightly.lock import NightRunning
from tracker.nightly.notices import Notice, send_notices
from tracker.settings import settings

log = logging.getLogger(__name__)


@contextmanager
def reported_if_broken(data: Path) -> Iterator[None]:
    """Send a notice where the night in this block breaks off, and raise its error again.

    - The notice needs neither the database nor the disk.
    - Notices that cannot be sent are added to the error, which is printed.
    - Another night that is running, wrong options and a stop by hand are no night that broke off.
    """
    started_at = datetime.now(UTC)
    try:
        yield
    except NightRunning:
        raise
    except (TrackerError, OSError) as error:
        problems = send_notices(broken_notice(started_at, error, data), settings())
        for problem in problems:
            log.error("%s", problem)
        if problems:
            error.add_note("; ".join(problems))
        raise


def broken_notice(started_at: datetime, error: TrackerError | OSError, data: Path) -> Notice:
    """What is said of a night that began at `started_at` (UTC) and broke off with that error."""
    code = error.exit_code if isinstance(error, TrackerError) else StorageError.exit_code
    reason = " ".join(str(error).split()) or type(error).__name__
    summary = f"night of {started_at:%Y-%m-%d} BROKE OFF: {reason}"
    text = "\n".join(
        [
            summary,
            "",
            "What was stored before is intact; the next night makes up for this one.",
            f"`tracker doctor` says what is wrong and what to do; the newest log is below {data / FOLDER}.",
        ]
    )
    facts: dict[str, Any] = {
        "night": None,
        "exit_code": code,
        "broke_off": reason,
        "sources": {},
        "alerts": [],
        "changes": {},
        "digest": None,
        "log": None,
    }
    return Notice(summary, text, facts, changed=False, trouble=True)
