"""Processes that a command starts beside itself: they end with it, and a server is waited for until it answers."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

START_TIMEOUT_SECONDS = 180

GRACE_SECONDS = (5.0, 10.0)
"""So long a child that is asked to end may take, once and again; then it is killed."""


@contextmanager
def child(command: list[str], **options: Any) -> "Iterator[subprocess.Popen[Any]]":
    """A process that lives as long as the block, and no longer than this process.

    It is no process of the terminal: Ctrl-C goes to this one alone, which ends the child in its turn.
    """
    from tracker.nightly.processes import end_with_parent

    child = subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_parent, **options)
    try:
        yield child
    finally:
        for seconds in GRACE_SECONDS:
            if child.poll() is not None:
                break
            child.terminate()  # a second time, a crawl gives up the requests under way
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=seconds)
        else:
            child.kill()  # the dashboard may linger over an open connection; it only reads, so no harm
            child.wait()


def wait_until_up(server: "subprocess.Popen[bytes]", health: str) -> None:
    from tracker.errors import TrackerError

    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise TrackerError(f"the dashboard ended at once (exit code {server.returncode}); see above")
        try:
            with urllib.request.urlopen(health, timeout=2):  # noqa: S310 (our own address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    server.kill()
    raise TrackerError(f"the dashboard did not answer within {START_TIMEOUT_SECONDS} s; try another --port")
