"""`tracker reparse`, `quarantine`, `links` and `crawl watch_folder` at the command line."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.invented import agreement, chapters, tota_xml

DRAFT = """# Agreement between New Zealand and Viet Nam on Paper Boats

## Article 1: Folding

Each Party shall fold its boats from paper of its own choosing.

## Article 2: Plans

Neither Party shall charge a duty on a folding plan that is sent by electronic means.

## Article 3: Storage

Each Party shall keep its boats dry.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))
    made = tmp_path / "watched"
    made.mkdir()
    (made / "boats.md").write_text(DRAFT)
    return made


def test_a_folder_is_watched_and_read_again_offline(run: Run, folder: Path) -> None:
    first = run("crawl", "watch_folder", "--folder", folder)
    assert first.code == 0, first.err
    assert "loaded 1" in first.out
    assert "unchanged 1" in run("crawl", "watch_folder", "--folder", folder).out
    (folder / "boats.md").unlink()
    again = run("reparse", "watch_folder")
    assert again.code == 0, again.err
    assert "unchanged 1" in again.out
    assert "replaced by newer versions 0, still not readable 0" in again.out


def test_the_folder_is_asked_for(run: Run, folder: Path) -> None:
    ran = run("crawl", "watch_folder")
    assert ran.code == 2
    assert "tracker: no folder to read; give one with --folder or in TRACKER_WATCH_FOLDER" in ran.err


def test_reparse_of_a_source_without_files_is_one_line(run: Run, folder: Path) -> None:
    ran = run("reparse", "tota")
    assert ran.code == 2
    assert "nothing of source 'tota' is in the archive" in ran.err


def test_a_shrunk_text_is_listed_and_decided(run: Run, folder: Path) -> None:
    assert "nothing is quarantined" in run("quarantine").out
    run("crawl", "watch_folder", "--folder", folder)
    (folder / "boats.md").write_text(DRAFT.split("## Article 2")[0])
    quarantined = run("crawl", "watch_folder", "--folder", folder)
    assert "quarantined 1" in quarantined.out
    assert "quarantined boats.md: only 2 of 4 articles are left; nothing was changed" in quarantined.err
    listed = run("quarantine").out
    assert "boats.md" in listed
    assert "only 2 of 4 articles are left" in listed
    assert "rejected; the good version stays" in run("quarantine", "reject", 1).out
    assert "nothing is quarantined" in run("quarantine").out
    assert "rejected" in run("quarantine", "--all").out
    assert "updated: " in run("quarantine", "accept", 1).out
    assert run("quarantine", "accept", 1).code == 2
    assert run("quarantine", "accept", 9).err.startswith("tracker: no quarantined text 9")


def test_links_are_listed_written_and_decided(run: Run, folder: Path, tmp_path: Path) -> None:
    assert "no links" in run("links").out
    (tmp_path / "pta_1.xml").write_bytes(tota_xml(agreement("1", "New Zealand - Viet Nam")))
    assert run("ingest", tmp_path / "pta_1.xml").code == 0
    (folder / "pact.yaml").write_text(
        "name: Viet Nam - New Zealand Free Trade Agreement\nparties: [NZL, VNM]\n"
        "date_signed: 2019-05-01\nlegal_status: in_force\n"
    )
    (folder / "boats.md").rename(folder / "pact.md")
    crawled = run("crawl", "watch_folder", "--folder", folder)
    assert "texts of known agreements 1" in crawled.out
    assert "agreements        1 of 2" in run("status").out
    assert "watch_folder pact.md" in run("links").out
    assert "1 links" in run("links", "--csv", tmp_path / "links.csv").out
    with (tmp_path / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["kind"], row["decision"], row["attached"]) == ("same", "auto", "watch_folder pact.md")
    assert "taken out as agreements of their own" in run("links", "reject", row["id"]).out
    assert "agreements        2 of 2" in run("status").out
    assert "merged 0, linked 0, for review 0" in run("links", "find").out
    assert "one agreement now: new-zealand-viet-nam-2019" in run("links", "accept", row["id"]).out
    assert run("links", "--decision", "perhaps").code == 2
    assert run("links", "accept", 99).err.startswith("tracker: no link 99")


def test_local_files_are_archived_on_request(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "pta_1.xml").write_bytes(tota_xml(agreement("1", content=chapters())))
    run("ingest", tmp_path / "pta_1.xml")
    assert not (tmp_path / "data" / "archive").exists()
    assert run("ingest", "--archive", tmp_path / "pta_1.xml").code == 0
    assert len(list((tmp_path / "data" / "archive").glob("??/*"))) == 1
    assert "unchanged 1" in run("reparse").out
