"""Code that raises about one text: one line, a failed job, and the other texts stored. Faults are put in by hand."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.cli.conftest import Run
from tests.invented import agreement, tota_xml
from tracker.crawls import CrawlResult, ErrorKind
from tracker.ingest import job, reparse
from tracker.models import CrawlRun, Document, RawFile
from tracker.models.database import open_database

BOATS = """# Agreement between New Zealand and Viet Nam on Paper Boats

## Article 1: Folding

Each Party shall fold its boats from paper of its own choosing.
"""
KITES = """# Agreement between Australia and Chile on Kites

## Article 1: Strings

Each Party shall keep its strings untangled.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))
    made = tmp_path / "watched"
    made.mkdir()
    (made / "boats.md").write_text(BOATS)
    (made / "kites.md").write_text(KITES)
    return made


def raising(real: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The function, with a fault that shows at the text of that name."""

    def faulty(*arguments: Any, **options: Any) -> Any:
        if any(name in (argument, getattr(argument, "name", None)) for argument in arguments):
            raise KeyError("chapter")
        return real(*arguments, **options)

    return faulty


def stored(url: str) -> tuple[list[str], list[str], CrawlResult | None]:
    """Identifiers of the texts, names of the archived files, and the last crawl's result."""
    database = open_database(url)
    with database.read() as session:
        texts = sorted(session.scalars(select(Document.external_id)))
        files = sorted(session.scalars(select(RawFile.name)))
        run_ = session.scalars(select(CrawlRun).order_by(CrawlRun.id.desc())).first()
        result = run_.result("watch_folder") if run_ else None
    database.close()
    return texts, files, result


@pytest.mark.parametrize(
    ("where", "archived"),
    [
        ("scrapers.sites.watch_folder.raw_document", ["kites.md"]),  # the folder's own code
        (
            "tracker.ingest.job.read_text",
            ["boats.md", "kites.md"],
        ),  # a reader: the bytes wait for a better one
    ],
)
def test_a_fault_with_one_text_of_a_folder_fails_the_crawl_and_stores_the_others(
    run: Run, folder: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, where: str, archived: list[str]
) -> None:
    module, name = where.rsplit(".", 1)
    monkeypatch.setattr(where, raising(getattr(importlib.import_module(module), name), "boats.md"))
    ran = run("crawl", "watch_folder", "--folder", folder)
    assert ran.code == 5
    assert "tracker: watch_folder: boats.md: KeyError: 'chapter'\n" in ran.err
    assert "Traceback" not in ran.out + ran.err
    texts, files, result = stored(sqlite_url)
    assert (texts, files) == (["kites.md"], archived)
    assert result is not None and result.state == "failed"
    assert result.message == "boats.md: KeyError: 'chapter'"
    assert (result.documents, result.new, result.error_kinds) == (1, 1, {ErrorKind.EXCEPTION: 1})
    log = (folder.parent / "data" / "logs" / "crawl-watch_folder.log").read_text(encoding="utf-8")
    assert "Traceback (most recent call last)" in log
    assert "INFO tracker.ingest.tally: watch_folder: kites.md: loaded, " in log


def test_a_text_whose_reader_was_mended_comes_from_the_archive(
    run: Run, folder: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        for reader in (job, reparse):
            patch.setattr(reader, "read_text", raising(job.read_text, "boats.md"))
        assert run("crawl", "watch_folder", "--folder", folder).code == 5
        again = run("reparse")
        assert again.code == 2 and "refused boats.md: KeyError" in again.err, again.out + again.err
    ran = run("reparse")
    assert ran.code == 0 and "loaded 1" in ran.out, ran.out + ran.err
    assert stored(sqlite_url)[0] == ["boats.md", "kites.md"]


def test_a_fault_after_the_last_text_fails_the_crawl(
    run: Run, folder: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(_database: object) -> None:
        raise RuntimeError("links\ncannot be looked over")

    monkeypatch.setattr("tracker.ingest.job.refresh_links", faulty)
    ran = run("crawl", "watch_folder", "--folder", folder)
    assert ran.code == 5
    assert "tracker: watch_folder: RuntimeError: links cannot be looked over\n" in ran.err
    assert "Traceback" not in ran.err
    texts, _files, result = stored(sqlite_url)
    assert texts == ["boats.md", "kites.md"], "what came before is stored"
    assert result is not None and (result.state, result.new) == ("failed", 2)


def test_a_fault_with_one_file_of_an_ingest_leaves_out_that_one_only(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_url: str
) -> None:
    for number in (1, 2):
        (tmp_path / f"pta_{number}.xml").write_bytes(
            tota_xml(agreement(str(number), f"Land {number} - Isle"))
        )
    monkeypatch.setattr(job, "read_text", raising(job.read_text, "pta_1.xml"))
    ran = run("ingest", tmp_path / "pta_1.xml", tmp_path / "pta_2.xml")
    assert ran.code == 2
    assert (
        "tracker: refused pta_1.xml: KeyError: 'chapter' (a fault of this program, see the log)\n" in ran.err
    )
    assert "Traceback" not in ran.err
    assert stored(sqlite_url)[0] == ["2"]
    assert "KeyError: 'chapter'" in (tmp_path / "var" / "logs" / "ingest.log").read_text(encoding="utf-8")


def test_a_job_goes_on_without_its_log(run: Run, folder: Path, sqlite_url: str) -> None:
    logs = folder.parent / "data" / "logs"
    logs.parent.mkdir(exist_ok=True)
    logs.write_text("in the way")
    ran = run("crawl", "watch_folder", "--folder", folder)
    assert ran.code == 0
    assert "no log is written" in ran.err
    assert stored(sqlite_url)[0] == ["boats.md", "kites.md"]
