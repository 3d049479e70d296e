"""What one page costs the server: processor time of every page and of a change of its filter, without any load beside.

    DATABASE_URL=sqlite:///... uv run python -m benchmarks.page_cost [--pages country] [--everything] [--repeats 3]

- A visitor is connected as in `benchmarks.visitors`. Processor time is that of the server as the kernel counts it, so
  that other programs on the machine change the figures little; seconds on the clock are printed beside it.
- *Cold* is the first visit to a view by anybody since the server started, *again* the median of further visits, each in
  a new session, *filter* the median of changes of a filter in the same session.
- `--everything` visits every country, group, agreement and provision once, and says how the server's memory grows.
"""

import argparse
import asyncio
import os
import random
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.served import processor_seconds, resident, served
from benchmarks.visitors import MEMORY_BYTES, Fault, Parameters, Window, connected, good_links
from tracker.queries import Reader, agreement_list, country_list, group_choices, template_facts

COLD_SECONDS = 2.0
"""Longest first visit to any page (issue 14)."""

MILLI = 1000.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor time and time on the clock, in seconds."""

    processor: float
    clock: float


async def _cost(process: int, window: Window, trigger: str | None = None) -> Cost:
    before, started = processor_seconds(process), time.perf_counter()
    await window.run(trigger=trigger)
    return Cost(processor_seconds(process) - before, time.perf_counter() - started)


async def visit(address: str, process: int, page: str, parameters: Parameters) -> Cost:
    """The cost of one visit in a new session."""
    connection = await connected(address)
    try:
        return await _cost(process, Window(connection, page, parameters))
    finally:
        await connection.close()


async def filters(
    address: str, process: int, page: str, parameters: Parameters, changes: int, chance: random.Random
) -> list[Cost]:
    """The costs of changes of a page's filters, or of checking a draft, in one session."""
    connection = await connected(address)
    try:
        window, costs = Window(connection, page, parameters), []
        await window.run()
        for _ in range(changes):
            button = window.paste()
            if button is None and window.change(chance) is None:
                break
            costs.append(await _cost(process, window, button))
        return costs
    finally:
        await connection.close()


async def each_page(address: str, process: int, pages: list[str], views: int, repeats: int) -> None:
    """Print what the first views of each page cost."""
    print(f"{'view':<58} {'cold ms':>16} {'again ms':>16} {'filter ms':>16}   (processor / clock)")
    again_all, filters_all = [], []
    for page, links in good_links(None).items():
        if pages and page not in pages:
            continue
        for parameters in links[:views]:
            chance = random.Random(f"{page}{parameters}")
            cold = await visit(address, process, page, parameters)
            again = [await visit(address, process, page, parameters) for _ in range(repeats)]
            changed = await filters(address, process, page, parameters, repeats, chance)
            again_all += again
            filters_all += changed
            name = f"{page} {parameters or ''}"[:58]
            print(f"{name:<58} {_shown([cold])} {_shown(again)} {_shown(changed)}", flush=True)
    print(f"{'all, mean':<58} {'':>16} {_shown(again_all, mean=True)} {_shown(filters_all, mean=True)}")


def _shown(costs: list[Cost], mean: bool = False) -> str:
    if not costs:
        return f"{'-':>16}"
    middle = statistics.fmean if mean else statistics.median
    processor, clock = (
        middle([value(cost) * MILLI for cost in costs])
        for value in (lambda c: c.processor, lambda c: c.clock)
    )
    return f"{processor:>8.0f}/{clock:>7.0f}"


def every_view() -> list[tuple[str, Parameters]]:
    """Every country, group, agreement (three of its views) and provision of the database, each with the page's name."""
    reader = Reader(None)
    countries = [row.iso3 for row in reader.ask(country_list)]
    codes = [*reader.ask(group_choices), *countries]
    slugs = [row.slug for row in reader.ask(agreement_list)]
    reader.close()
    views: list[tuple[str, Parameters]] = [("country", {"country": code}) for code in codes]
    views += [("briefings", {"country": code}) for code in codes]
    views += [("wto", {"country": code}) for code in countries]
    views += [("agreement", {"agreement": slug}) for slug in slugs]
    views += [
        ("agreement", {"agreement": slug, "view": view}) for slug in slugs for view in ("all", "origins")
    ]
    views += [
        (page, {"provision": code}) for code in template_facts().by_code for page in ("provision", "spread")
    ]
    return views


async def everything(address: str, process: int) -> None:
    """Print the slowest of the first visits to every view, what went wrong, and memory on the way."""
    views, costs, faults = every_view(), dict[str, Cost](), list[str]()
    for number, (page, parameters) in enumerate(views, start=1):
        name = f"{page}?{urlencode(parameters)}"
        try:
            costs[name] = await visit(address, process, page, parameters)
        except Fault as fault:
            faults.append(f"{name}: {fault}")
        if number % 200 == 0:
            memory = resident(process) / 2**20
            print(f"{number:>5} of {len(views)} visited, memory {memory:.0f} MiB", flush=True)
    for name, cost in sorted(costs.items(), key=lambda pair: -pair[1].processor)[:15]:
        print(f"{cost.processor:>6.2f} s of processor, {cost.clock:.2f} s on the clock  {name}")
    late = sum(cost.processor > COLD_SECONDS for cost in costs.values())
    print(f"{late} of {len(views)} cost more than {COLD_SECONDS} s of processor time when cold")
    print(f"faults {len(faults)}", *faults[:20], sep="\n  ")
    memory = resident(process)
    verdict = "reached" if memory <= MEMORY_BYTES else "NOT reached"
    print(f"memory {memory / 2**20:.0f} MiB; target {MEMORY_BYTES / 2**20:.0f} MiB {verdict}")


def main() -> None:
    """Start the dashboard, visit, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pages", nargs="*", default=[], help="only these pages")
    parser.add_argument("--views", type=int, default=3, help="views of each page")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--everything", action="store_true")
    options = parser.parse_args()
    with served() as (server,):
        memory = resident(server.process) / 2**20
        print(f"load of the machine {os.getloadavg()[0]:.1f}; memory {memory:.0f} MiB")
        if options.everything:
            asyncio.run(everything(server.address, server.process))
        else:
            asyncio.run(
                each_page(server.address, server.process, options.pages, options.views, options.repeats)
            )


if __name__ == "__main__":
    main()
