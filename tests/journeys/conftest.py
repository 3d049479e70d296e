"""A running dashboard on a loaded database, and a browser whose every request and error is watched.

The loaded database is the real corpus where ../shared holds it, else an invented one of the same size.
Without a Chromium the journeys are skipped and say so.
"""

import os
import shutil
import subprocess
import tarfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from dashboard.launch import free_port, streamlit_command, streamlit_environment
from tests.conftest import CORPUS, SHARED
from tests.factory import large_corpus
from tests.sharing import build_once, worker_number
from tracker.models.database import Database, open_database
from tracker.queries import template_facts

WTO_TEXT = SHARED / "corpus" / "wto"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
]
START_SECONDS = 180
WAIT_MILLISECONDS = 60_000

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

# Set on the app's root element while the page's script runs.
SCRIPT_ENDED = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"


@dataclass
class Dashboard:
    """A running dashboard: its address, the database behind it, the number of its process, and the processor seconds
    it took until it answered."""

    address: str
    database_url: str
    process: int = 0
    start_seconds: float = 0.0


@contextmanager
def running_dashboard(
    database_url: str, folder: Path, environment: dict[str, str] | None = None
) -> Iterator[Dashboard]:
    """Start the dashboard as `tracker up` does, from a foreign working directory, and stop it at the end.

    `environment` is added to that of the tests.
    """
    # Workers look for a port in ranges of their own: between looking and taking it another might be quicker.
    port = free_port(8700 + 100 * worker_number())
    log = (folder / "dashboard.log").open("w")
    server = subprocess.Popen(
        streamlit_command(port, headless=True),
        env={**os.environ, **streamlit_environment(), "DATABASE_URL": database_url, **(environment or {})},
        cwd=folder,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_until_up(server, port, folder)
        yield Dashboard(f"http://127.0.0.1:{port}", database_url, server.pid, processor_seconds(server.pid))
    finally:
        stop(server)
        log.close()


def stop(server: "subprocess.Popen[bytes]") -> None:
    """End the dashboard; it reads only, so one that lingers over an open connection may be killed."""
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(timeout=10)


def _wait_until_up(server: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the dashboard did not start: {(folder / 'dashboard.log').read_text()}")


def processor_seconds(process: int) -> float:
    """Processor time a process has used so far."""
    used = psutil.Process(process).cpu_times()
    return float(used.user + used.system)


@dataclass
class Watched:
    """A browser page that remembers what must not happen."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(WAIT_MILLISECONDS)
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        self.page.on("request", self._request)
        self.page.on(
            "console",
            lambda message: (
                self.faults.append(f"console: {message.text}") if message.type == "error" else None
            ),
        )

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        own = urlsplit(self.address)
        if parts.scheme in ("data", "blob"):
            return
        if (parts.hostname, parts.port) != (own.hostname, own.port):
            self.faults.append(f"request to another host: {request.url}")

    def open(self, path: str = "") -> Page:
        """Open a page and wait until it is whole."""
        self.page.goto(f"{self.address}/{path}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the page's script has run to its end and the foot of the page is shown."""
        self.page.wait_for_selector("footer")
        self.page.wait_for_function(SCRIPT_ENDED, polling=100)

    def check(self) -> None:
        """Nothing went wrong: no error, no foreign request, no exception box, no sideways scroll."""
        assert self.faults == []
        assert self.page.locator('[data-testid="stException"]').count() == 0
        wide = self.page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        main = self.page.evaluate(
            "(e => e.scrollWidth - e.clientWidth)(document.querySelector('[data-testid=stMain]'))"
        )
        assert wide <= 0, "the page scrolls sideways"
        assert main <= 0, "the page's main part scrolls sideways"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser here: none of {', '.join(BROWSERS)} is installed (apt install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=BROWSER_OPTIONS, headless=True)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def loaded_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a database with the whole corpus and the WTO text, texts and findings."""
    corpus: Path | None = request.getfixturevalue("entire_corpus") if CORPUS.exists() else None
    folder = build_once(tmp_path_factory, "loaded", lambda folder: _load(folder / "tracker.db", corpus))
    return f"sqlite:///{folder / 'tracker.db'}"


def _load(path: Path, corpus: Path | None) -> None:
    if corpus is not None:
        shutil.copy(corpus, path)
    database = open_database(f"sqlite:///{path}")
    if corpus is not None:
        _read(database, [WTO_TEXT])
        return
    with database.session() as session:
        large_corpus(
            session,
            codes=list(template_facts().by_code),
            countries=[f"X{first}{second}" for first in "ABCDEFGHIJ" for second in "ABCDEFGHIJKLMNOPQRST"],
        )
    database.close()


def _read(database: Database, texts: list[Path]) -> None:
    """Store texts, match them and compare their words."""
    from tracker.cli.sources import source_facts
    from tracker.facts.match_job import run_match
    from tracker.ingest.job import ingest_paths
    from tracker.lineage.job import run_lineage

    ingest_paths(database, [text for text in texts if text.exists()], sources=source_facts())
    run_match(database)
    run_lineage(database)
    database.close()


EVERY = 3
"""One in so many of the texts that name electronic commerce is in the excerpt."""


@pytest.fixture(scope="session")
def excerpt_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a database with some twenty agreements of the corpus, TPP among them, and the WTO text: every page has
    all its parts, and few rows of each."""
    folder = build_once(tmp_path_factory, "excerpt", _load_excerpt)
    return f"sqlite:///{folder / 'tracker.db'}"


def _load_excerpt(folder: Path) -> None:
    if not CORPUS.exists():
        _load(folder / "tracker.db", None)
        return
    texts = folder / "texts"
    texts.mkdir()
    place = 0
    with tarfile.open(CORPUS) as archive:
        for member in archive:
            content = taken.read() if (taken := archive.extractfile(member)) else b""
            if b"electronic commerce" not in content.lower():
                continue
            place += 1
            if place % EVERY == 0 or b"Trans-Pacific Partnership" in content:
                (texts / Path(member.name).name).write_bytes(content)
    _read(open_database(f"sqlite:///{folder / 'tracker.db'}"), [texts, WTO_TEXT])


@pytest.fixture(scope="session")
def dashboard(
    browser: Browser, loaded_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dashboard]:
    """The dashboard on the loaded database (started only where there is a browser)."""
    with running_dashboard(loaded_url, tmp_path_factory.mktemp("dashboard")) as started:
        yield started


Visit = Callable[..., Watched]


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[int, BrowserContext]]:
    """One browser profile per screen width, so that most visits find Streamlit's files in the cache."""
    opened = {size["width"]: _new_context(browser, size) for size in (DESKTOP, PHONE)}
    yield opened
    for context in opened.values():
        context.close()


def _new_context(browser: Browser, size: dict[str, int]) -> BrowserContext:
    return browser.new_context(
        viewport={"width": size["width"], "height": size["height"]}, accept_downloads=True
    )


@pytest.fixture
def visit(browser: Browser, contexts: dict[int, BrowserContext]) -> Iterator[Visit]:
    """Opens browser windows onto a dashboard; at the end of the test nothing may have gone wrong in any.

    `first`: a visitor who has never been here, with an empty cache.
    """
    windows: list[Watched] = []
    strangers: list[BrowserContext] = []

    def opened(dashboard: Dashboard, size: dict[str, int] = DESKTOP, *, first: bool = False) -> Watched:
        context = contexts[size["width"]]
        if first:
            context = _new_context(browser, size)
            strangers.append(context)
        context.clear_cookies(name="country")  # the country that another test looked at
        watched = Watched(context.new_page(), dashboard.address)
        windows.append(watched)
        return watched

    yield opened
    try:
        for window in windows:
            window.check()
    finally:
        for window in windows:
            window.page.close()
        for context in strangers:
            context.close()
