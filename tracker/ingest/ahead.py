"""Reading documents before it is their turn to be stored, so that children read while this process writes."""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

from tracker.confined.pool import AT_ONCE
from tracker.errors import TrackerError
from tracker.plausibility import ReadText
from tracker.texts import RawDocument

MOST_DOCUMENTS = 64
MOST_BYTES = 16 * 1024 * 1024
"""Most documents, and bytes of them, that are read ahead, but one at least: work for the children while a batch is
stored."""

Read = Callable[[RawDocument], ReadText]

T = TypeVar("T")


class ReadingAhead:
    """Documents that are being read: `begin` one, and `take` what was read of it later.

    The threads only wait for child processes. They end with this process, whatever they wait for; a child then ends by
    itself.
    """

    def __init__(self) -> None:
        self._begun: dict[int, Future[ReadText]] = {}
        self._waiting: queue.SimpleQueue[tuple[Future[ReadText], Read, RawDocument] | None] = (
            queue.SimpleQueue()
        )
        self._threads = 0

    def begin(self, raw: RawDocument, read: Read) -> None:
        """Have `read` called with a document in another thread. The caller keeps the document until it is taken."""
        future: Future[ReadText] = Future()
        self._begun[id(raw)] = future
        self._waiting.put((future, read, raw))
        if self._threads < min(AT_ONCE, len(self._begun)):
            self._threads += 1
            threading.Thread(target=self._work, name="reading ahead", daemon=True).start()

    def take(self, raw: RawDocument) -> Future[ReadText] | None:
        """What is, or will be, read of a document; None where that was not begun."""
        return self._begun.pop(id(raw), None)

    def close(self) -> None:
        """Begin nothing more, and let the threads end."""
        for begun in self._begun.values():
            begun.cancel()
        self._begun.clear()
        for _ in range(self._threads):
            self._waiting.put(None)
        self._threads = 0

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            future, read, raw = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(read(raw))
            except BaseException as error:
                future.set_exception(error)
            del future, read, raw, job  # until the next one comes


def some_ahead(items: Iterable[T], begin: Callable[[T], int]) -> Iterator[T]:
    """The items in order, each after `begin` was called for some that follow it; `begin` returns an item's bytes.

    Where `items` ends with an error, those before it come first.
    """
    ahead: deque[tuple[T, int]] = deque()
    size = 0
    failure = None
    items = iter(items)
    while True:
        try:
            item = next(items)
        except StopIteration:
            break
        except TrackerError as error:
            failure = error
            break
        ahead.append((item, begin(item)))
        size += ahead[-1][1]
        while len(ahead) > 1 and (len(ahead) > MOST_DOCUMENTS or size > MOST_BYTES):
            first, its_size = ahead.popleft()
            size -= its_size
            yield first
    for item, _size in ahead:
        yield item
    if failure is not None:
        raise failure
