"""Expensive worlds built once for a whole test run, and which tests run on the same worker.

The suite runs on several workers (pytest-xdist). Every worker has its own session fixtures; a folder filled by
`build_once` is filled by the worker that needs it first and found there by the others.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from filelock import FileLock
from xdist.scheduler import LoadGroupScheduling

MOST_WORKERS = 4

GROUP_OF_FIXTURE = {"loaded_url": "corpus", "corpus_folder": "corpus"}
"""Tests that ask for one of these fixtures, directly or through another, run on one worker: built once, used by all."""

FIRST = ("corpus", "tests/journeys/", "tests/cli/", "tests/nightly/", "tests/scrapers/")
"""What takes longest starts first, so that no worker is left with it at the end."""


def worker_number() -> int:
    """0 for the first worker and for a run without workers, 1 for the second, and so on."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def build_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """A folder for the whole run; `build` fills it, the first time any worker asks.

    Nobody may change what is in it: copy it to write to it. What `build` raises is raised, and the next to ask tries
    again from an empty folder.
    """
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            unfinished = folder.with_name(f"unfinished-{name}")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            build(unfinished)
            unfinished.rename(folder)
    return folder


def wanted_workers(arguments: Sequence[str]) -> int:
    """How many workers a run of these files and folders is worth: none for one file, else one more than processors.

    Many tests wait (for a browser, a site, a process) more than they work: two workers left a third of two processors
    idle.
    """
    files = {argument.partition("::")[0] for argument in arguments}
    if len(files) == 1 and next(iter(files)).endswith(".py"):
        return 0
    return min(MOST_WORKERS, (os.cpu_count() or 1) + 1)


def group(items: list[pytest.Item]) -> None:
    """Give tests that share a world the same `xdist_group`, and put what takes longest first."""
    for item in items:
        if item.get_closest_marker("xdist_group") is not None:
            continue
        shared = sorted(set(getattr(item, "fixturenames", ())) & set(GROUP_OF_FIXTURE))
        if shared:
            item.add_marker(pytest.mark.xdist_group(GROUP_OF_FIXTURE[shared[0]]))
        elif item.get_closest_marker("serial") is not None:
            item.add_marker(pytest.mark.xdist_group("serial"))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    mark = item.get_closest_marker("xdist_group")
    name = str(mark.args[0]) if mark else item.nodeid
    return next((place for place, begin in enumerate(FIRST) if name.startswith(begin)), len(FIRST))


class FilesAndGroups(LoadGroupScheduling):
    """Tests of one `xdist_group` run on one worker, and so do the ungrouped tests of one file.

    A world that a file builds for all its tests (`scope="module"`) is so built once.
    """

    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        return scope.partition("::")[0]
