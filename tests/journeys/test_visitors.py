"""Twenty visitors at once on the loaded database: no fault, and the server stays within its memory.

The walk is that of benchmarks/visitors.py, which also measures times; a busy machine says nothing about those here.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.served import Served, resident
from benchmarks.visitors import MEMORY_BYTES, Parameters, Times, good_links, walk
from dashboard.parts.pages import PAGES
from tests.journeys.conftest import Dashboard

VISITORS, SECONDS, THINK_SECONDS = 20, 8, 0.5


async def _walk(dashboard: Dashboard, links: dict[str, list[Parameters]]) -> Times:
    return await walk(
        [Served(dashboard.address, dashboard.process)],
        links,
        visitors=VISITORS,
        seconds=SECONDS,
        think=THINK_SECONDS,
    )


@pytest.mark.serial
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc (Linux)")
def test_twenty_visitors_at_once_without_a_fault(dashboard: Dashboard) -> None:
    links = good_links(dashboard.database_url)
    assert set(links) == set(PAGES)
    # In a thread of its own: Playwright keeps an event loop running in the one of the tests.
    with ThreadPoolExecutor(max_workers=1) as thread:
        times = thread.submit(asyncio.run, _walk(dashboard, links)).result()
    assert times.faults == []
    assert len(times.pages) >= VISITORS and len(times.changes) >= VISITORS / 2
    assert times.seen == set(PAGES)
    assert resident(dashboard.process) > 50 * 2**20, "the memory of the server itself is seen"
    assert times.memory <= MEMORY_BYTES
