"""Finished parts of pages, kept until the data change: visitors who ask for the same view share the work.

A part is kept by its name, the language and all other parameters that it depends on, together with the state of the
data. What one visitor alone brings (a draft, words typed) is never kept here.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from dashboard.parts.addresses import addresses_here
from dashboard.parts.facts import reader
from dashboard.parts.language import link_language
from dashboard.parts.markup import Markup
from dashboard.parts.messages import Messages
from tracker.queries import Reader

MAX_BYTES = 96 * 2**20
"""Memory for finished parts, about; those that were asked for last are kept."""

Key = tuple[Hashable, ...]
"""Name, language, whether links name it (they do where the browser would not be given it anyway), the dashboard's own
address (it is on sheets and in reports of errors, and visitors may reach it under several), parameters."""


class Shelf:
    """Texts by key, all of one state of the data (`token`), at most `max_bytes` of them. Safe for many threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._token = ""
        self._texts: OrderedDict[Key, str] = OrderedDict()
        self.bytes = 0

    def get(self, token: str, key: Key) -> str | None:
        """The text, None where it is not kept for this state of the data."""
        with self._lock:
            if token != self._token or key not in self._texts:
                return None
            self._texts.move_to_end(key)
            return self._texts[key]

    def put(self, token: str, key: Key, text: str) -> None:
        """Keep a text; those of another state of the data are dropped, then the ones that were not asked for."""
        with self._lock:
            if token != self._token:
                self._texts.clear()
                self.bytes, self._token = 0, token
            self.bytes += _size(text) - _size(self._texts.pop(key, ""))
            self._texts[key] = text
            while self.bytes > self._max_bytes:
                self.bytes -= _size(self._texts.popitem(last=False)[1])


_shelves: WeakKeyDictionary[Reader, Shelf] = WeakKeyDictionary()
_shelves_lock = threading.Lock()


def _shelf(database: Reader) -> Shelf:
    """The shelf of one database."""
    with _shelves_lock:
        return _shelves.setdefault(database, Shelf())


def finished(messages: Messages, name: str, parameters: Hashable, build: Callable[[], Markup]) -> Markup:
    """The HTML that `build` makes, from memory where it was made before for the same `parameters`."""
    return Markup(_kept(messages, name, parameters, build))


@dataclass(frozen=True, slots=True)
class FinishedChart:
    """A Vega-Lite chart that is made when it is asked for, and once for the same parameters.

    `text`: its specification and data as JSON; called, it gives them as they were built.
    """

    text: Callable[[], str]

    def __call__(self) -> dict[str, Any]:
        """The specification with its data, for pictures."""
        spec: dict[str, Any] = json.loads(self.text())
        return spec


def finished_chart(
    messages: Messages, name: str, parameters: Hashable, build: Callable[[], dict[str, Any]]
) -> FinishedChart:
    """The same for a Vega-Lite chart."""
    return FinishedChart(lambda: _kept(messages, name, parameters, lambda: json.dumps(build())))


def finished_names(
    messages: Messages, name: str, parameters: Hashable, build: Callable[[], dict[str, str]]
) -> dict[str, str]:
    """The same for names by code, in their order."""
    # Without links; asked for the previews of pages too, which are made outside a visitor's session.
    names: dict[str, str] = json.loads(_kept_for(messages, name, (), parameters, lambda: json.dumps(build())))
    return names


def _kept(messages: Messages, name: str, parameters: Hashable, build: Callable[[], str]) -> str:
    links = (tuple(link_language()), addresses_here().base)
    return _kept_for(messages, name, links, parameters, build)


def _kept_for(
    messages: Messages, name: str, links: Hashable, parameters: Hashable, build: Callable[[], str]
) -> str:
    database = reader()
    shelf, token = _shelf(database), database.state()
    key = (name, messages.language, links, parameters)
    found = shelf.get(token, key)
    if found is None:
        found = build()
        if token == database.token():  # else it may be of either state
            shelf.put(token, key, found)
    return found


def _size(text: str) -> int:
    """Bytes of a text in memory, about."""
    return len(text) * (1 if text.isascii() else 2)
