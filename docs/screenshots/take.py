"""Takes the screenshots of every page, at 1280 and 360 px, into this folder: `uv run python docs/screenshots/take.py`.

Pages that show facts are taken on the real corpus (../shared); pages with the text of clauses in view on the invented
agreements in `invented/`, because treaty text is never committed. Needs Chromium (Debian: apt-get install chromium).
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from dashboard.launch import free_port, streamlit_command, streamlit_environment
from tracker.facts.match_job import run_match
from tracker.ingest.job import ingest_paths
from tracker.models.database import open_database

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1].parent / "shared" / "corpus" / "tota.tar.xz"
SIZES = {"wide": (1280, 900), "phone": (360, 740)}
TALLEST = 1_800
"""Pixels after which a picture is cut: the beginning of a long page tells how it looks."""

FACTS = {
    "spread": "",
    "spread-map": "?view=map&lang=fr",
    "spread-heatmap": "?view=heatmap",
    "provision": "provision?provision=source_code",
    "country": "country?country=PER&lang=es",
    "briefing": "briefings?country=VNM",
    "data": "data",
}
INVENTED = {
    "agreement": "agreement?agreement=arcadia-ruritania-invented-2019",
    "compare": "compare?agreements=arcadia-ruritania-invented-2019,lilliput-blefuscu-invented-2022"
    "&provision=source_code",
    "wto": "wto?country=COK&lang=es",
    "search": "search?q=%22source+code%22&lang=fr",
    "draft": "draft",
}


def load(path: Path, source: Path) -> str:
    """A database with what lies at `source`, matched; its address."""
    url = f"sqlite:///{path}"
    database = open_database(url)
    ingest_paths(database, [source])
    run_match(database)
    database.close()
    return url


@contextmanager
def served(url: str) -> Iterator[str]:
    """The dashboard on a database, at an address of this machine."""
    port = free_port(8900)
    server = subprocess.Popen(
        streamlit_command(port), env={**os.environ, **streamlit_environment(), "DATABASE_URL": url}
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def settle(page: Page) -> None:
    """Wait until the page is whole and its charts are drawn."""
    page.wait_for_selector("footer")
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
    )
    page.wait_for_timeout(1_000)


def take(page: Page, name: str, size: str) -> None:
    """One picture, as tall as the page but not taller than TALLEST."""
    width, height = SIZES[size]
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(height, tall), TALLEST)})
    page.wait_for_timeout(700)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.quantize(colors=128, dither=Image.Dither.NONE).save(HERE / f"{name}-{size}.png", optimize=True)


def take_all(views: dict[str, str], address: str) -> None:
    """Pictures of all views at both sizes; on the page for drafts an invented draft is pasted and checked."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for size, (width, height) in SIZES.items():
            for name, path in views.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.set_default_timeout(60_000)
                page.goto(f"{address}/{path}")
                settle(page)
                if name == "draft":
                    page.locator("textarea").fill((HERE / "draft.md").read_text(encoding="utf-8"))
                    page.get_by_test_id("stBaseButton-primaryFormSubmit").click()
                    page.wait_for_selector("article.card")
                    settle(page)
                take(page, name, size)
                page.close()
        browser.close()


def main() -> None:
    """Take all pictures."""
    if not CORPUS.exists():
        sys.exit(f"no corpus at {CORPUS}: the pages of facts are taken on it")
    with tempfile.TemporaryDirectory() as folder:
        for name, source, views in (("facts", CORPUS, FACTS), ("invented", HERE / "invented", INVENTED)):
            with served(load(Path(folder) / f"{name}.db", source)) as address:
                take_all(views, address)


if __name__ == "__main__":
    main()
