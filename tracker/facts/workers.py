"""Worker processes for matching: how they are started, and that they end with the job, silently, whatever stops it.

Ctrl-C goes to all processes of a terminal. Workers leave it to the job's own process, which ends them in its turn.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from types import FrameType

from tracker.confined.limits import READING, limit_memory
from tracker.errors import TrackerError


class WorkerEnded(TrackerError):
    """A worker process ended that should not have."""


@contextmanager
def worker_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of so many processes. Where the block is left early, what no worker has begun is not begun any more.

    Raises WorkerEnded for a worker that something ended, such as a system that is out of memory.
    """
    pool = ProcessPoolExecutor(workers, mp_context=_context(), initializer=_begin_worker)
    try:
        yield pool
    except BrokenProcessPool:
        raise WorkerEnded(
            "a worker process of matching was ended from outside, as for want of memory; what was stored is intact,"
            " run this again, or `tracker match --workers 1`"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def ctrl_c_later() -> Iterator[None]:
    """Let Ctrl-C, and SIGTERM, wait for the end of this block, in which a worker may be started.

    A worker that the pool does not know of yet would outlive the pool, find its semaphores gone, and print a traceback.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python delivers signals to the main thread only, which alone may set handlers
        return
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


def _context() -> BaseContext:
    """How workers are started: never by forking this process, whose database connections they must not share.

    Where the system supports it, they are forked from a server process that has compiled the patterns once for all of
    them.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tracker.facts.preload"])
    with _ctrl_c_ignored():
        forkserver.ensure_running()
    return context


@contextmanager
def _ctrl_c_ignored() -> Iterator[None]:
    """Have a process that is started in this block ignore Ctrl-C from its first moment on, as those it forks will."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin_worker() -> None:
    """Limit a worker's memory as a reader's, and make it end when its parent is killed; otherwise it would wait for the
    pool's queue for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(READING.memory)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
