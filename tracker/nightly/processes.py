"""Running each source's crawl in a process of its own: a few at once, each with its time limit."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

POLL_SECONDS = 0.1

GRACE_SECONDS = 20.0
"""Seconds that a terminated crawl has to store its documents; then it is killed."""

_KEPT_LINES = 5
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended. `last_words`: the last line it wrote on stderr."""

    code: int
    seconds: float
    timed_out: bool
    last_words: str | None


class _Running:
    """One process under way; its output is read continuously, so that it never waits for us."""

    def __init__(
        self, command: Sequence[str], keep_open: Sequence[int], environment: Mapping[str, str]
    ) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            pass_fds=keep_open,
            env={**os.environ, **environment},
            # Ctrl-C at a terminal goes to the night alone, which ends its visits: a crawl asked twice gives up at once.
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        self.started = time.monotonic()
        self.asked_to_stop: float | None = None
        self.timed_out = False
        self._words: deque[str] = deque(maxlen=_KEPT_LINES)
        self._threads = [
            threading.Thread(target=self._drain_output, daemon=True),
            threading.Thread(target=self._keep_words, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _drain_output(self) -> None:
        for _line in self.process.stdout or ():
            pass

    def _keep_words(self) -> None:
        self._words.extend(line.strip() for line in self.process.stderr or () if line.strip())

    def stop(self) -> None:
        """Terminate it; it is killed when it takes longer than GRACE_SECONDS."""
        if self.asked_to_stop is None:
            self.asked_to_stop = time.monotonic()
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGINT)
        elif time.monotonic() - self.asked_to_stop > GRACE_SECONDS:
            self.process.kill()

    def ended(self) -> Ended:
        """How it ended, once it has."""
        for thread in self._threads:
            thread.join(timeout=5)
        seconds = time.monotonic() - self.started
        words = self._words[-1].removeprefix("tracker: ") if self._words else None
        return Ended(self.process.returncode, seconds, self.timed_out, words)


def run_all(
    commands: Iterable[tuple[str, Sequence[str]]],
    *,
    timeout: float,
    at_once: int,
    on_end: Callable[[str, Ended], None],
    keep_open: Sequence[int] = (),
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run every (key, command), `at_once` at a time and each for at most `timeout` seconds.

    - `environment` is added to this process's own.
    - `on_end` is called for each process when it ends.
    - It must be called from a thread that lives as long as the program, because the processes end with that thread
      (Linux).
    - On any exception, Ctrl-C included, all processes are terminated and waited for.
    """
    waiting = deque(commands)
    running: dict[str, _Running] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                key, command = waiting.popleft()
                running[key] = _Running(command, keep_open, environment or {})
            time.sleep(POLL_SECONDS)
            for key, child in list(running.items()):
                if child.process.poll() is not None:
                    del running[key]
                    on_end(key, child.ended())
                elif time.monotonic() - child.started > timeout:
                    child.timed_out = True
                    child.stop()
    finally:
        while running:
            for key, child in list(running.items()):
                child.stop()
                if child.process.poll() is not None:
                    del running[key]
            time.sleep(POLL_SECONDS)


def _load_prctl() -> Callable[[int, int], int] | None:
    if sys.platform != "linux":
        return None
    with contextlib.suppress(OSError, AttributeError):
        prctl: Callable[[int, int], int] = ctypes.CDLL(None).prctl
        return prctl
    return None


_PRCTL = _load_prctl()


def end_with_parent() -> None:
    """In a child, before its program starts: have it killed when its parent is, so that nothing continues alone."""
    if _PRCTL is not None:
        _PRCTL(_PR_SET_PDEATHSIG, signal.SIGKILL)
