"""Journeys on the page "Check a draft". Nothing of a draft is stored: proven on a real server and a real browser."""

import os
import random
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tests.journeys.conftest import DESKTOP, PHONE, Dashboard, Visit, Watched, running_dashboard
from tests.texts.papers import column, docx_of, paragraph, pdf_of, scan_of
from tracker.models.database import open_database

MARKER = "Zwillingsdrachenfest"
DUTIES = "No Party shall impose customs duties on electronic transmissions between persons of the Parties"
CLAUSE = f"{DUTIES}, nor on the {MARKER}."
SEVERAL_MEGABYTES = 6_000_000


@dataclass
class Place:
    """A server with all the folders it could write to."""

    dashboard: Dashboard
    folder: Path
    database: Path


@pytest.fixture(scope="module")
def place(
    browser: Browser, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A dashboard with one agreement, whose working, temporary and home folders are in one folder of its own."""
    around = tmp_path_factory.mktemp("draft")
    file = Path(shutil.copyfile(migrated_sqlite, around / "tracker.db"))
    url = f"sqlite:///{file}"
    database = open_database(url)
    with database.session() as session:
        finding = MadeFinding("customs_duties", "hard", evidence=f"{DUTIES}.")
        World(session).agreement(
            "Lake - Hill",
            signed=date(2008, 5, 6),
            chapters=(MadeChapter("9", articles=(MadeArticle("9.3", "Duties", f"{DUTIES}.", (finding,)),)),),
        )
    database.close()
    folder = around / "server"
    for name in ("tmp", "home", "cache"):
        (folder / name).mkdir(parents=True)
    environment = {
        **{name: str(folder / "tmp") for name in ("TMPDIR", "TEMP", "TMP")},
        "HOME": str(folder / "home"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    with running_dashboard(url, folder, environment) as started:
        yield Place(started, folder, file)


def rows(database: Path) -> list[str]:
    """Everything in the database, as SQL."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    dump = list(connection.iterdump())
    connection.close()
    return dump


def files_with(marker: str, *folders: Path) -> list[Path]:
    """Files, also of the database, that hold the marker in any of the encodings text is written in."""
    forms = [marker.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return [file for file in files if any(form in file.read_bytes() for form in forms)]


@contextmanager
def watched_files(process: int) -> Iterator[set[str]]:
    """Nameless temporary files (as `tempfile` makes them) that the process has open at any moment meanwhile."""
    seen: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            for file in Path(f"/proc/{process}/fd").iterdir():
                try:
                    target = str(file.readlink())
                except OSError:
                    continue  # closed meanwhile
                if target.endswith("(deleted)") and "/memfd:" not in target:
                    seen.add(target)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        done.set()
        looking.join()


def upload(window: Watched, name: str, data: bytes) -> None:
    window.page.set_input_files(
        "input[type=file]", [{"name": name, "mimeType": "application/octet-stream", "buffer": data}]
    )


def wait_for_findings(window: Watched) -> Page:
    window.page.locator("article.card details.fold").first.wait_for()
    window.settle()
    return window.page


def take_away(window: Watched) -> None:
    window.page.get_by_role("button", name="Take the draft away").click()
    window.page.locator("textarea").wait_for()
    window.settle()


def large_docx() -> bytes:
    """A Word document of several megabytes: a picture that cannot be packed, with the marker in its bytes as well."""
    noise = random.Random(1).randbytes(SEVERAL_MEGABYTES)
    return docx_of(
        paragraph("Article 4: Wind") + paragraph(CLAUSE),
        extra={"word/media/image1.png": noise + MARKER.encode() + noise[:1000]},
    )


@pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="open files are listed under /proc on Linux only"
)
def test_nothing_of_a_draft_is_stored(place: Place, visit: Visit) -> None:
    before = rows(place.database)
    window = visit(place.dashboard)
    page = window.open("draft")
    assert "Nothing is stored." in page.locator(".privacy").inner_text()

    with watched_files(place.dashboard.process) as seen:
        upload(window, f"{MARKER}.txt", f"Article 4: Wind\n\n{CLAUSE}\n".encode())
        wait_for_findings(window)
        assert MARKER in page.locator("article.card").inner_text()
        assert "Lake - Hill" in page.locator("article.card").inner_text()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download the findings (CSV)").click()
        assert MARKER in waiting.value.path().read_text(encoding="utf-8-sig")
        take_away(window)

        upload(window, "large.docx", large_docx())
        wait_for_findings(window)
        assert MARKER in page.locator("article.card").inner_text()
        take_away(window)

        page.locator("textarea").fill(f"Article 4: Wind\n\n{CLAUSE}")
        page.get_by_role("button", name="Check this text").click()
        wait_for_findings(window)
        assert MARKER not in page.url

        page.locator("[data-testid=stPageLink-NavLink]", has_text="Search").first.evaluate("e => e.click()")
        page.wait_for_url("**/search*")
        window.settle()
        page.go_back()
        page.locator("textarea").wait_for()
        window.settle()
        assert MARKER not in page.content()

    window.check()
    assert seen == set(), "a temporary file without a name was open"
    log = place.folder / "dashboard.log"
    assert log.read_text()
    assert files_with(MARKER, place.folder, place.database.parent) == []
    assert list((place.folder / "tmp").iterdir()) == []
    assert rows(place.database) == before


def test_the_proof_sees_what_it_looks_for(tmp_path: Path) -> None:
    """The two looks of the proof find a marker in a file, and a nameless file while it is open."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "note.bin").write_bytes(b"\0" + MARKER.encode("utf-16-le"))
    assert files_with(MARKER, tmp_path) == [tmp_path / "deep" / "note.bin"]
    if Path("/proc/self/fd").exists():
        import tempfile
        import time

        with (
            watched_files(os.getpid()) as seen,
            tempfile.SpooledTemporaryFile(max_size=10, dir=tmp_path) as file,
        ):
            file.write(b"x" * 100)
            time.sleep(0.2)
        assert seen


def test_what_cannot_be_checked_on_a_phone_in_spanish(place: Place, visit: Visit, tmp_path: Path) -> None:
    window = visit(place.dashboard, PHONE)
    page = window.open("draft?lang=es")
    assert page.locator("h1").inner_text() == "Revisar un borrador"
    page.get_by_role("button", name="Elegir un archivo").wait_for()
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    page.set_input_files("input[type=file]", large)
    page.locator("[aria-invalid=true]").wait_for()
    reported = page.get_by_test_id("stFileUploader").evaluate("e => getComputedStyle(e, '::after').content")
    assert "El archivo es demasiado grande: se leen hasta 20\u00a0MB" in reported
    window.check()
    for name, data, words in (
        ("locked.pdf", pdf_of([column(["Article 1"])], password="wind"), "contraseña"),
        ("scan.pdf", scan_of(2), "OCR"),
        ("empty.txt", b" ", "No contiene nada"),
        ("junk.txt", bytes(range(256)) * 40, "no es un texto"),
        ("script.html", b"<html><script>document.title='caught'</script></html>", "no hay palabras"),
    ):
        page.goto(f"{place.dashboard.address}/draft?lang=es")
        window.settle()
        upload(window, name, data)
        page.get_by_role("status").filter(has_text=words).wait_for()
        window.check()


def test_hostile_draft_is_shown_as_text_in_french(place: Place, visit: Visit) -> None:
    window = visit(place.dashboard, DESKTOP)
    page = window.open("draft?lang=fr")
    page.locator("textarea").fill(
        f"Article 1\n\n{DUTIES} <img src=x onerror=\"document.title='caught'\">"
        "<script>document.title='caught'</script>."
    )
    page.get_by_role("button", name="Vérifier ce texte").click()
    wait_for_findings(window)
    assert "<img src=x" in page.locator("article.card").inner_text()
    assert page.locator("article.card img, article.card script").count() == 0
    page.locator("article.card summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("article.card ins").first.wait_for()
    assert "caught" not in page.title()
