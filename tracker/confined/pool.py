"""The children of this process: as many as are at work at once, one kept for each processor, each used again and again.

Children never share this process's memory, files or connections: they are started anew, not forked. A child that went
past a limit, or that took much memory, is ended and a fresh one takes the next call.
"""

import atexit
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from tracker.confined.limits import READING, Limits
from tracker.errors import CHILD_NOTE, BadInput

log = logging.getLogger(__name__)

T = TypeVar("T")

AT_ONCE = max(2, os.cpu_count() or 1)
"""Most children at work at once; further calls wait for one."""

_LONGEST_MESSAGE = 300
"""Characters of an exception's message that are passed on: it may repeat all of a file."""

_SAYS = 1.0
"""Seconds between two looks whether a silent child still lives."""


class OverLimit(BadInput):
    """What was given takes more than a call may take. The message says of what, in one line without a name."""


class ChildFault(Exception):
    """A function raised, in the child, an exception that cannot be sent, or the child ended without an answer.

    `kind` is the exception's name, `trace` its traceback as text; the message is one line.
    """

    def __init__(self, kind: str, message: str, trace: str = "") -> None:
        words = " ".join(message.split())[:_LONGEST_MESSAGE]
        super().__init__(f"{kind}: {words}" if words else kind)
        self.kind = kind
        self.trace = trace


class _Child:
    """One child process and the connection to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.owner = os.getpid()
        self.connection = Connection(ours.detach())
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tracker.confined.child", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
            )

    def end(self) -> None:
        """End the child at once, whatever it does."""
        self.connection.close()
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()


_idle: list[_Child] = []
_lock = threading.Lock()
_places = threading.BoundedSemaphore(AT_ONCE)


def confined(
    function: Callable[..., T],
    *arguments: Any,
    limits: Limits = READING,
    on_progress: Callable[[int, int], None] | None = None,
) -> T:
    """What `function(*arguments)` returns or raises, computed in a child process within `limits`.

    `function` is a module's function, arguments and result can be pickled. With `on_progress` the function is given a
    function of that name and what it reports is passed on.

    Raises OverLimit where a limit ends the call, ChildFault where the child ends or its exception cannot be sent, and
    whatever the function raises, with the child's traceback as a note.
    """
    with _places:
        child = _take()
        try:
            child.connection.send((function, arguments, limits, on_progress is not None))
            kind, carried, used_up = _listen(child, limits, on_progress)
        except BaseException:
            child.end()
            raise
        if used_up or kind in ("memory", "answer"):
            child.end()
        else:
            _keep(child)
    if kind != "done":
        raise _failure(kind, carried, limits)
    result: T = carried
    return result


def _failure(kind: str, carried: Any, limits: Limits) -> Exception:
    """What an answer other than a result says."""
    if kind == "memory":
        return OverLimit(f"takes more than {limits.memory // 2**20:,} MiB of memory to read.")
    if kind == "answer":
        return OverLimit(f"what is read of it is larger than {limits.answer // 2**20:,} MiB.")
    if kind == "fault":
        return ChildFault(*carried)
    error, trace = carried
    error.add_note(f"{CHILD_NOTE}\n{trace}")
    raised: Exception = error
    return raised


def _listen(
    child: _Child, limits: Limits, on_progress: Callable[[int, int], None] | None
) -> tuple[str, Any, bool]:
    """The child's answer, and whether it ends with it.

    Raises OverLimit or ChildFault for a child that ended or does not answer.
    """
    until = time.monotonic() + limits.patience
    while True:
        try:
            if child.connection.poll(_SAYS):
                kind, carried, used_up = child.connection.recv()
                if kind != "progress":
                    return kind, carried, used_up
                if on_progress is not None:
                    on_progress(*carried)
        except (EOFError, OSError):
            raise _ended(child.process.wait(), limits) from None
        if time.monotonic() > until:
            raise OverLimit(f"is not read after {limits.patience:,.0f} s.")


def _ended(code: int, limits: Limits) -> Exception:
    """Why a child ended without an answer."""
    if code == -signal.SIGXCPU:
        return OverLimit(f"takes more than {limits.processor} s of processor time to read.")
    if code in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
        # Libraries in C abort, or run into a null pointer, where memory is refused; the system kills where it is out.
        return OverLimit(
            f"ended the process that read it ({signal.Signals(-code).name}), as for want of memory."
        )
    return ChildFault("ChildProcess", f"ended with code {code}")


def _take() -> _Child:
    """An idle child, or a new one."""
    with _lock:
        while _idle:
            child = _idle.pop()
            if child.owner != os.getpid():
                child.connection.close()  # this process was forked; the child is the first process's
            elif child.process.poll() is None:
                return child
            else:
                child.end()
    return _Child()


def _keep(child: _Child) -> None:
    with _lock:
        _idle.append(child)


def end_children() -> None:
    """End the idle children; called when this process ends."""
    with _lock:
        while _idle:
            _idle.pop().end()


atexit.register(end_children)
