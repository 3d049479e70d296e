"""The processor time that one article may take to match, and how that is enforced in the process that matches."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")

SECONDS = 10.0
"""Most processor time for one article. The costliest of the 48,982 articles known takes 0.12 s, so the limit decides
about attacks and faults alone, on slow machines too."""

_AGAIN = 1.0
"""Seconds until it is raised again, should some code have caught it as any exception."""


class TooCostly(Exception):
    """An article takes more processor time, or memory, than one may take."""


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns. Raises TooCostly once it has taken so many seconds of this process's time, or all memory.

    Time in regular expressions counts: Python's engine looks for signals while it searches. Only the main thread can be
    interrupted: in another one there is no limit of time, so that `match_batch` starts a child process there.
    """
    if not _listening or threading.current_thread() is not threading.main_thread():
        with prepared() as limited:
            return _limited(seconds, work) if limited else _with_memory(work)
    return _limited(seconds, work)


def _limited(seconds: float, work: Callable[[], Result]) -> Result:
    """`within`, while the timer's signal is listened to."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        return _with_memory(work)
    finally:
        _stop_timer()


_listening = False
"""Whether the timer's signal is listened to already, in the main thread."""


@contextmanager
def prepared() -> Iterator[bool]:
    """Prepare once for many calls of `within`: to begin and to stop listening takes longer than most articles' gate.

    Gives whether time can be limited here.
    """
    global _listening
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield False
        return
    if _listening:
        yield True
        return
    before = signal.signal(signal.SIGVTALRM, _raise)
    _listening = True
    try:
        yield True
    finally:
        _listening = False
        signal.signal(signal.SIGVTALRM, before)


def _with_memory(work: Callable[[], Result]) -> Result:
    try:
        return work()
    except MemoryError:
        raise TooCostly from None


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise TooCostly


def _stop_timer() -> None:
    """Stop the timer, even if it strikes at this very moment."""
    while True:
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except TooCostly:
            continue
        return
