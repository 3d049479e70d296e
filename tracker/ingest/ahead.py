"""Reading documents before it is their turn to be stored, so that children read while this process writes."""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import Generic, TypeVar

from tracker.confined.pool import AT_ONCE
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
        for begun in list(self._begun.values()):
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
    """The items in order, each after `begin` was called with it and with some that follow; `begin` returns its bytes.

    Items are found, and begun, in another thread: unpacking an archive takes a tenth of an ingest. Where `items` ends
    with an error, those before it come first.
    """
    shelf: _Shelf[T] = _Shelf()
    threading.Thread(target=_fill, args=(shelf, items, begin), name="finding", daemon=True).start()
    try:
        yield from shelf.take_all()
    finally:
        shelf.close()


def _fill(shelf: "_Shelf[T]", items: Iterable[T], begin: Callable[[T], int]) -> None:
    failure = None
    try:
        for item in items:
            if not shelf.put(item, begin(item)):
                break
    except BaseException as error:
        failure = error
    shelf.end(failure)


class _Shelf(Generic[T]):
    """What was begun and waits for its turn; who fills it waits where it is full."""

    def __init__(self) -> None:
        self._items: deque[tuple[T, int]] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        self._closed = False
        self._ended = False
        self._failure: BaseException | None = None

    def put(self, item: T, size: int) -> bool:
        """Add an item as soon as there is space; False where nobody takes any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or not self._items or self._has_space(size))
            self._items.append((item, size))
            self._bytes += size
            self._changed.notify_all()
            return not self._closed

    def _has_space(self, size: int) -> bool:
        return len(self._items) < MOST_DOCUMENTS and self._bytes + size <= MOST_BYTES

    def end(self, failure: BaseException | None) -> None:
        """No more items come; `failure` is why, where there should have been more."""
        with self._changed:
            self._ended, self._failure = True, failure
            self._changed.notify_all()

    def take_all(self) -> Iterator[T]:
        """The items as they come. Raises what ended them."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._items or self._ended)
                if not self._items:
                    if self._failure is not None:
                        raise self._failure
                    return
                item, size = self._items.popleft()
                self._bytes -= size
                self._changed.notify_all()
            yield item

    def close(self) -> None:
        """Nobody takes any more."""
        with self._changed:
            self._closed = True
            self._items.clear()
            self._changed.notify_all()
