"""The way of one article, run for real with an eye on which functions are called: see docs/architecture.md.

Arguments: a mirror of ToTA, and a JSON list of functions to look for. Crawls one agreement, matches it, and opens its
page, all in this process; `DATABASE_URL` and `TRACKER_DATA` say where. Prints the functions as JSON, in the order in
which each was called first, and the page.
"""

import importlib
import json
import sqlite3
import sys
import threading
from types import FrameType
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import APP
from tracker.cli import main
from tracker.ingest import reading
from tracker.settings import sqlite_file

PRELOADED = (
    "alembic.command",
    "altair",
    "dashboard.views.agreement.page",
    "pandas",
    "scrapers.spider",
    "scrapy.crawler",
    "tracker.facts.preload",
    "tracker.ingest.job",
    "tracker.queries",
)


class Watch:
    """Notes the first call of each function looked for, in any thread."""

    def __init__(self, functions: list[str]) -> None:
        self.called: list[str] = []
        self._wanted = set(functions)
        self._names = {name.rpartition(".")[2] for name in functions}

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        """What `sys.setprofile` calls at every call and return."""
        if event != "call" or frame.f_code.co_name not in self._names:
            return
        name = f"{frame.f_globals.get('__name__')}.{frame.f_code.co_qualname}"
        if name in self._wanted:
            self._wanted.discard(name)
            self.called.append(name)


def run(*words: str) -> None:
    """One command; fails where it does."""
    sys.argv = ["tracker", *words]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, words


def open_page() -> str:
    """The text of the page of the one agreement."""
    with sqlite3.connect(sqlite_file() or "") as connection:
        (slug,) = connection.execute("SELECT slug FROM agreement").fetchone()
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.query_params["agreement"] = slug
    page.switch_page("routes/agreement.py")
    page.run()
    assert not page.exception
    return "\n".join(str(block.proto.body) for block in page.get("html"))


if __name__ == "__main__":
    mirror, functions = sys.argv[1], json.loads(sys.argv[2])
    for module in PRELOADED:  # being watched makes loading slow
        importlib.import_module(module)
    watch = Watch(functions)
    # What a child process does is not seen from here: the walk reads the text in this process.
    setattr(reading, "confined", lambda function, *given, limits: function(*given))  # noqa: B010 - not its type
    threading.setprofile(watch)
    sys.setprofile(watch)
    run("crawl", "tota", "--base-url", mirror, "--limit", "1", "--json-progress")
    run("match")
    shown = open_page()
    sys.setprofile(None)
    print("WALK", json.dumps({"called": watch.called, "page": shown}))
