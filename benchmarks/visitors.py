"""Twenty visitors on the dashboard at once: the time of every page and every change of a filter, and the memory.

    DATABASE_URL=sqlite:///... uv run python -m benchmarks.visitors [--visitors 20] [--think 1] [--workers 1]
    DATABASE_URL=sqlite:///... uv run python -m benchmarks.visitors --targets

`--targets` runs the three measurements of issue 14 one after another: 20 visitors with a second of thinking on one
process and on two, and 50 visitors with five seconds of thinking on two. The machine must have nothing else to do: its
load before and after is printed, and so is the processor time of the servers for each action, which other programs
change little.

- Each visitor is connected like a browser, over a websocket in Streamlit's own protocol: a page is complete when the
  server reports that its script has run to the end.
- Half of the pages are opened by a link (a new session, as in the browser), half by the bar on top (the same session).
- On each page a visitor changes up to two filters (a select box or a row of choices, to another of their values), and
  on "Check a draft" checks a text.
- A fault is an exception box, a script that did not end well, a warning after following a link (all links are valid), a
  closed connection, or no answer within 60 s.
- With several processes (`tracker serve --workers`) each visitor stays with one of them, as behind a reverse proxy.
- Memory is the resident memory of a server process and its children, every half second, of the largest.
"""

import argparse
import asyncio
import os
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from benchmarks.served import Served, processor_seconds, resident, served
from dashboard.parts.pages import PAGES
from tracker.queries import Reader, agreement_list, country_list, template_facts

PAGE_SECONDS, CHANGE_SECONDS, MEMORY_BYTES = 2.0, 1.0, 2**30
"""The targets."""

PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.5
LONGEST_ANSWER = 64 * 2**20
"""Most bytes of one message; no page sends as many."""

DRAFT = "\n\n".join(
    (
        "Article 1: Gates",
        "Each Party shall allow the cross-border transfer of information by electronic means.",
        "Article 2: Tolls",
        "No Party shall impose customs duties on electronic transmissions between persons of the Parties.",
        "Article 3: Friendship",
        "The Parties shall endeavour to cooperate on electronic commerce and small enterprises.",
    )
)
"""A draft of our own."""

Parameters = dict[str, str]


@dataclass
class Times:
    """Seconds of every page view and every change of a filter, what went wrong, and the memory seen."""

    pages: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    slowest: dict[str, float] = field(default_factory=dict)
    memory: int = 0

    def note(self, what: str, seconds: float) -> None:
        """Record the slowest of each kind."""
        self.slowest[what] = max(seconds, self.slowest.get(what, 0.0))


class Fault(Exception):
    """An error that a visitor must not encounter."""


class Window:
    """One browser window: a session of the server, its page, its address and the widgets on it."""

    def __init__(self, connection: ClientConnection, page: str, parameters: Parameters) -> None:
        self._connection = connection
        self._page = page
        self._query = urlencode(parameters)
        self._pages: dict[str, str] = {}
        self._hash = ""
        self._states: dict[str, WidgetState] = {}
        self._chosen = False
        self.widgets: list[Any] = []

    async def run(self, *, trigger: str | None = None) -> None:
        """Run the page's script and wait for its end. Raises Fault."""
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string = self._query
        rerun.page_script_hash = self._hash
        if not self._hash:
            rerun.page_name = PAGES[self._page]
        rerun.widget_states.widgets.extend(self._states.values())
        if trigger is not None:
            rerun.widget_states.widgets.add(id=trigger, trigger_value=True)
        await self._connection.send(message.SerializeToString())
        self.widgets = []
        while True:
            answer = ForwardMsg()
            raw = await asyncio.wait_for(self._connection.recv(decode=False), PATIENCE_SECONDS)
            answer.ParseFromString(raw)
            if self._last(answer):
                return

    def _last(self, answer: ForwardMsg) -> bool:
        """Process one message; whether it is the last of this run."""
        kind = answer.WhichOneof("type")
        if kind == "script_finished":
            if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise Fault("the script did not compile")
            return answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        if kind == "page_not_found":
            raise Fault("page not found")
        if kind == "new_session":
            self.widgets = []
        elif kind == "navigation":
            self._hash = answer.navigation.page_script_hash
            self._pages = {page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
        elif kind == "page_info_changed":
            self._query = answer.page_info_changed.query_string
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            self._element(answer.delta.new_element)
        return False

    def _element(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise Fault(f"exception: {element.exception.type} {element.exception.message}"[:300])
        # After a change a warning may be right: another agreement may not have the provision chosen before.
        if kind == "html" and not self._chosen and 'class="notice notice-warning"' in element.html.body:
            raise Fault(f"warning: {element.html.body}"[:300])
        if kind in ("selectbox", "button_group", "text_area", "button"):
            self.widgets.append(getattr(element, kind))

    def turn_to(self, page: str, parameters: Parameters) -> None:
        """Choose another page in the bar; the next run shows it."""
        self._page, self._query, self._states, self._chosen = page, urlencode(parameters), {}, False
        paths = {path or "": key for path, key in self._pages.items()}
        self._hash = paths.get(PAGES[page], "")

    def change(self, chance: random.Random) -> str | None:
        """Set one filter to another value; its label, None where the page has none."""
        choices = [
            (widget, options)
            for widget in self.widgets
            if hasattr(widget, "options") and len(options := _options(widget)) > 1 and not widget.form_id
        ]
        if not choices:
            return None
        self._chosen = True
        widget, options = chance.choice(choices)
        state = WidgetState(id=widget.id)
        value = chance.choice(options)
        if widget.DESCRIPTOR.name == "Selectbox":
            state.string_value = value
        else:
            state.string_array_value.data.append(value)
        self._states[widget.id] = state
        return str(widget.label)

    def paste(self) -> str | None:
        """Paste the draft; the id of the button that checks it, None where this page takes none."""
        area = next((widget for widget in self.widgets if widget.DESCRIPTOR.name == "TextArea"), None)
        if area is None:
            return None
        self._states[area.id] = WidgetState(id=area.id, string_value=DRAFT)
        return next(widget.id for widget in self.widgets if widget.DESCRIPTOR.name == "Button")


def _options(widget: Any) -> list[str]:
    return [option if isinstance(option, str) else option.content for option in widget.options]


def good_links(database_url: str | None) -> dict[str, list[Parameters]]:
    """Views of every page with choices that the database has."""
    reader = Reader(database_url)
    countries = [row.iso3 for row in sorted(reader.ask(country_list), key=lambda row: -row.provisions_hard)]
    agreements = [row.slug for row in sorted(reader.ask(agreement_list), key=lambda row: -(row.score or 0))]
    reader.close()
    some, texts, codes = countries[:40], agreements[:60], list(template_facts().by_code)
    return {
        "spread": [{}, {"view": "heatmap"}, {"view": "map"}, *({"provision": code} for code in codes)],
        "provision": [{}, *({"provision": code} for code in codes)],
        "country": [{}, *({"country": code} for code in some)],
        "agreement": [
            {},
            *({"agreement": slug} for slug in texts),
            *({"agreement": slug, "view": "reference"} for slug in texts[:20]),
            *({"agreement": slug, "view": "origins"} for slug in texts[:20]),
            *({"agreement": slug, "view": "all"} for slug in texts[:20]),
        ],
        "compare": [
            {},
            *({"kind": "countries", "countries": f"{one},{two}"} for one, two in _pairs(some)),
            *({"agreements": f"{one},{two}"} for one, two in _pairs(texts)),
        ],
        "wto": [{}, *({"country": code} for code in some[:20])],
        "search": [{}, *({"q": words} for words in ("data", '"source code"', "local*", "customs OR duties"))],
        "draft": [{}],
        "briefings": [{}, *({"country": code} for code in some[:20])],
        "coverage": [{}, {"list": "table"}],
        "data": [{}],
    }


def _pairs(keys: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(keys[::2], keys[1::2], strict=False))


async def visitor(
    address: str, links: dict[str, list[Parameters]], until: float, think: float, seed: int, times: Times
) -> None:
    """Open all pages repeatedly until the time `until`."""
    chance = random.Random(seed)
    await asyncio.sleep(chance.random() * think)
    window: Window | None = None
    connection: ClientConnection | None = None
    first = [list(PAGES)[seed % len(PAGES)]]  # so that ten visitors see all pages however slow the machine is
    while time.monotonic() < until:
        for page in first + chance.sample(list(PAGES), len(PAGES)):
            if time.monotonic() >= until:
                break
            parameters = dict(chance.choice(links[page]))
            if spoken := chance.choice((None, None, "es", "fr")):
                parameters["lang"] = spoken
            what = f"{page}?{urlencode(parameters)}"
            try:
                started = time.perf_counter()
                if window is None or connection is None or chance.random() < 0.5:
                    if connection is not None:
                        await connection.close()
                    connection = await connected(address)
                    window = Window(connection, page, parameters)
                else:
                    window.turn_to(page, parameters)
                await window.run()
                seconds = time.perf_counter() - started
                times.pages.append(seconds)
                times.note(what, seconds)
                times.seen.add(page)
                await _use(window, page, chance, think, times)
            except (Fault, TimeoutError, WebSocketException, OSError) as fault:
                times.faults.append(f"{what}: {type(fault).__name__} {fault}")
                window = None
            await asyncio.sleep(think * (0.5 + chance.random()))
        first = []
    if connection is not None:
        await connection.close()


async def _use(window: Window, page: str, chance: random.Random, think: float, times: Times) -> None:
    """Up to two changes of what the page shows."""
    for _ in range(2):
        await asyncio.sleep(think * (0.5 + chance.random()))
        button = window.paste()
        label = "the draft" if button else window.change(chance)
        if label is None:
            return
        started = time.perf_counter()
        try:
            await window.run(trigger=button)
        except Fault as fault:
            raise Fault(f"{fault} after a change of {label}") from fault
        seconds = time.perf_counter() - started
        times.changes.append(seconds)
        times.note(f"{page}, change of {label}", seconds)


async def connected(address: str) -> ClientConnection:
    return await connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=LONGEST_ANSWER,
        # As browsers ask: the library's own offer would have the server use a smaller window.
        compression=None,
        extensions=[ClientPerMessageDeflateFactory(client_max_window_bits=True)],
        proxy=None,
    )


async def walk(
    servers: Sequence[Served],
    links: dict[str, list[Parameters]],
    *,
    visitors: int,
    seconds: float,
    think: float,
) -> Times:
    """Run the visitors for a while, each on one of the servers."""
    times = Times()
    until = time.monotonic() + seconds
    watch = asyncio.create_task(_watch_memory([server.process for server in servers], times))
    await asyncio.gather(
        *(
            visitor(servers[seed % len(servers)].address, links, until, think, seed, times)
            for seed in range(visitors)
        ),
    )
    watch.cancel()
    return times


async def _watch_memory(processes: Sequence[int], times: Times) -> None:
    while True:
        times.memory = max(times.memory, *map(resident, processes))
        await asyncio.sleep(LOOK_SECONDS)


def _line(name: str, seconds: list[float], target: float) -> bool:
    """Print one line. Whether the target is reached."""
    if not seconds:
        print(f"{name:<16} none")
        return False
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    verdict = "reached" if late <= target else "NOT reached"
    print(
        f"{name:<16} {len(ordered):>5} · median {statistics.median(ordered):.2f} s, 95 % within {late:.2f} s,"
        f" slowest {ordered[-1]:.2f} s; target {target} s {verdict}"
    )
    return late <= target


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many visitors come for how long, how long they think between two steps, and how many processes serve them."""

    visitors: int
    seconds: float
    think: float
    workers: int


TARGETS = (Crowd(20, 60, 1, 1), Crowd(20, 60, 1, 2), Crowd(50, 90, 5, 2))
"""The measurements of issue 14."""


def measure(crowd: Crowd, slowest: int) -> bool:
    """Start the dashboard, send the visitors, print the figures. Whether all targets are reached."""
    load, links = os.getloadavg()[0], good_links(None)
    with served(crowd.workers) as servers:
        before = max(resident(server.process) for server in servers)
        used = sum(processor_seconds(server.process) for server in servers)
        own, started = time.process_time(), time.monotonic()
        times = asyncio.run(
            walk(servers, links, visitors=crowd.visitors, seconds=crowd.seconds, think=crowd.think)
        )
        seconds, own = time.monotonic() - started, time.process_time() - own
        used = sum(processor_seconds(server.process) for server in servers) - used
    actions = len(times.pages) + len(times.changes)
    print(
        f"{crowd.visitors} visitors for {crowd.seconds:.0f} s, thinking {crowd.think:g} s, on {crowd.workers}"
        f" process(es); load of the machine {load:.1f} before, {os.getloadavg()[0]:.1f} after"
    )
    reached = [
        _line("page views", times.pages, PAGE_SECONDS),
        _line("filter changes", times.changes, CHANGE_SECONDS),
    ]
    print(
        f"actions          {actions / seconds:.1f} each second; processor time of each: {1000 * used / actions:.0f} ms"
        f" of the servers, {1000 * own / actions:.0f} ms of the visitors"
    )
    print(f"pages seen       {len(times.seen)} of {len(PAGES)}")
    print(f"faults           {len(times.faults)}", *times.faults[:20], sep="\n  ")
    fits = times.memory <= MEMORY_BYTES
    print(
        f"memory           {before / 2**20:.0f} MiB at the start, {times.memory / 2**20:.0f} MiB at most in a process;"
        f" target {MEMORY_BYTES / 2**20:.0f} MiB {'reached' if fits else 'NOT reached'}"
    )
    for what, worst in sorted(times.slowest.items(), key=lambda pair: -pair[1])[:slowest]:
        print(f"  {worst:.2f} s  {what}")
    print(flush=True)
    return all((*reached, fits, not times.faults))


def main() -> None:
    """Measure; exit code 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0, help="seconds between two steps, on average")
    parser.add_argument("--workers", type=int, default=1, help="processes of the dashboard")
    parser.add_argument("--targets", action="store_true", help="the three measurements of issue 14")
    parser.add_argument("--slowest", type=int, default=8, help="how many of the slowest views to name")
    options = parser.parse_args()
    asked = Crowd(options.visitors, options.seconds, options.think, options.workers)
    reached = [measure(crowd, options.slowest) for crowd in (TARGETS if options.targets else (asked,))]
    raise SystemExit(0 if all(reached) else 1)


if __name__ == "__main__":
    main()
