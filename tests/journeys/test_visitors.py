"""Twenty visitors at once on the loaded database: no fault, and the server stays within its memory.

The walk is that of benchmarks/visitors.py, which also measures times; a busy machine says nothing about those here.
"""

import asyncio
from pathlib import Path

import pytest

from benchmarks.visitors import MEMORY_BYTES, good_links, resident, walk
from dashboard.parts.pages import PAGES
from tests.journeys.conftest import Dashboard

VISITORS, SECONDS, THINK_SECONDS = 20, 20, 0.5


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc (Linux)")
def test_twenty_visitors_at_once_without_a_fault(dashboard: Dashboard) -> None:
    links = good_links(dashboard.database_url)
    assert set(links) == set(PAGES)
    times = asyncio.run(
        walk(
            dashboard.address,
            dashboard.process,
            links,
            visitors=VISITORS,
            seconds=SECONDS,
            think=THINK_SECONDS,
        )
    )
    assert times.faults == []
    assert len(times.pages) >= VISITORS and len(times.changes) >= VISITORS / 2
    assert times.seen == set(PAGES)
    assert resident(dashboard.process) > 50 * 2**20, "the memory of the server itself is seen"
    assert times.memory <= MEMORY_BYTES
