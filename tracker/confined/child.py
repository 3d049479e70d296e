"""The child process: takes calls from its parent one after the other, until the parent closes the connection or ends.

Started as `python -m tracker.confined.child FD` by `pool.py`, with its output thrown away: readers' libraries print
parts of files, which must not get into the terminal or the log of the parent.
"""

import importlib
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from tracker.confined.limits import Limits, address_space, begin_limits, limit_next_call

_LOOK_SECONDS = 2.0
"""Seconds between two looks whether the parent still lives."""

PRELOADED = "tracker.texts"
"""What nearly every call needs; imported before the first call and before any limit of memory."""


def main() -> None:
    """Serve calls on the file descriptor given."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C ends
    connection = Connection(int(sys.argv[1]))
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    importlib.import_module(PRELOADED)
    begin_limits()
    idle_space = address_space()
    while True:
        try:
            function, arguments, limits, progress = connection.recv()
        except (EOFError, OSError):
            return
        limit_next_call(limits, idle_space)
        answer = _answer(connection, function, arguments, progress)
        used_up = address_space() > idle_space + limits.memory // 2
        _send(connection, limits, answer, used_up)
        del answer
        if used_up:
            return


def _end_with_parent(parent: int) -> None:
    """End this process when its parent is killed, even in the middle of a call."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


def _answer(
    connection: Connection, function: Callable[..., Any], arguments: tuple[Any, ...], progress: bool
) -> tuple[str, Any]:
    """The kind of answer and what it carries: `done` a result, `raised` an exception, `memory` nothing, `fault` what
    is known of an exception that cannot be sent."""

    def report(done: int, total: int) -> None:
        connection.send(("progress", (done, total), False))

    try:
        named = {"on_progress": report} if progress else {}
        return "done", function(*arguments, **named)
    except MemoryError:
        return "memory", None
    except RecursionError as error:
        return "fault", (type(error).__name__, "nested too deeply", traceback.format_exc(limit=-8))
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - what this line has just pickled
        except Exception:
            return "fault", (type(error).__name__, str(error), traceback.format_exc())
        return "raised", (error, traceback.format_exc())


def _send(connection: Connection, limits: Limits, answer: tuple[str, Any], used_up: bool) -> None:
    """Send the answer, or say that it is too large or does not fit into memory; and whether this child ends now."""
    try:
        data = pickle.dumps((*answer, used_up), protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        data = pickle.dumps(("memory", None, used_up))
    if len(data) > limits.answer:
        data = pickle.dumps(("answer", len(data), used_up))
    connection.send_bytes(data)


if __name__ == "__main__":
    main()
