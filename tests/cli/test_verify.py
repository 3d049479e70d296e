"""`tracker sources verify` and `take-note`, proven against servers on this machine only."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scrapers.sources import load_sources
from scrapers.verified import read_verified, spider_digest
from tests.cli.conftest import Run
from tests.nightly.test_all_sources import every_source
from tests.processes import run_module
from tests.scrapers.entries import entry_of, write_entries
from tests.scrapers.local_pages import CHALLENGE
from tests.scrapers.local_sites import SITES, site_of
from tests.scrapers.site import Site, moved, served, serving

NOWHERE = "http://127.0.0.1:9/"
"""The port of a service that discards what it gets, and that nobody runs."""

RELAID = served(b"<html><body><main><a href='/nouveau/liste'>Nos accords</a></main></body></html>")


@pytest.fixture(scope="module")
def visited(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Any, dict[str, Any], dict[str, Site]]]:
    """One visit of every source's local copy: four of them changed, blocked or out of reach."""
    folder = tmp_path_factory.mktemp("verify")
    with ExitStack() as stack:
        sites = {key: stack.enter_context(serving(site_of(key))) for key in SITES}
        lists = "/trade-commerce/trade-agreements-accords-commerciaux/agr-acc/index.aspx"
        sites["gac"].pages = {lists: RELAID}
        sites["dfat"].pages = dict.fromkeys(["/trade/agreements/trade-agreements"], CHALLENGE)
        sites["sice"].pages["/robots.txt"] = served(b"User-agent: *\nDisallow: /\n", "text/plain")
        sites["asean"].pages = {"/search/ajax_list_data/1.html": moved("https://elsewhere.example/list")}
        house = every_source(folder / "house", {})
        words = [f"--base-url={key}={site.address}" for key, site in sites.items() if key != "ustr"]
        note = folder / "note.json"
        ran = run_module(
            "tracker.cli",
            ["sources", "verify", "--note", str(note), *words, f"--base-url=ustr={NOWHERE}"],
            environment={**os.environ, **house.environment, "COLUMNS": "200"},
            timeout=240,
        )
        yield ran, json.loads(note.read_text(encoding="utf-8")), sites


def state(note: dict[str, Any], key: str) -> dict[str, str]:
    return {page["page"]: page["state"] for page in note["sources"][key]["pages"]}


ODD = {"gac": "changed", "dfat": "blocked", "sice": "blocked", "asean": "changed", "ustr": "unreachable"}


def test_every_local_copy_is_as_its_spider_expects(visited: Any) -> None:
    _ran, note, _sites = visited
    assert list(note["sources"]) == list(SITES)
    for key in set(SITES) - set(ODD):
        assert set(state(note, key).values()) == {"ok"}, (key, note["sources"][key]["pages"])


def test_a_list_and_one_agreement_are_looked_at(visited: Any) -> None:
    _ran, note, sites = visited
    assert state(note, "mfat") == {"list": "ok", "agreement": "ok"}
    assert state(note, "tota") == {"agreement": "ok"}
    assert state(note, "govuk") == {"list": "ok", "agreement": "ok"}
    asked = [path for path in sites["mfat"].asked if path != "/robots.txt"]
    assert len(asked) == 2, "one list page and one agreement, nothing else"
    assert sites["mfat"].asked[0] == "/robots.txt"
    assert "digital-trade-tracker/" in sites["mfat"].request_headers[1]["user-agent"]


def test_what_is_not_as_expected_says_which_word_failed(visited: Any) -> None:
    ran, note, _sites = visited
    assert (ran.returncode, ran.stderr) == (5, "")
    for key, expected in ODD.items():
        assert set(state(note, key).values()) == {expected}, note["sources"][key]
    (gac,) = note["sources"]["gac"]["pages"]
    assert "the list links no agreement any more" in gac["reason"]
    assert "agr-acc" in gac["expected"]
    assert gac["links"] == ["/nouveau/liste"]
    lines = ran.stdout.splitlines()
    assert any("there is: /nouveau/liste" in line for line in lines)
    (row,) = [line for line in lines if line.strip().startswith("dfat ")]
    assert "blocked" in row and "answered 202" in row
    assert "robots.txt forbids it" in note["sources"]["sice"]["pages"][0]["reason"]
    assert lines[-1].startswith("note: ")


def test_a_note_of_a_mirror_proves_nothing_of_the_site(
    visited: Any, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ran, note, sites = visited
    folder = listed(tmp_path, monkeypatch, *SITES)
    ran = run("sources", "take-note", written(tmp_path, note["sources"]))
    assert (ran.code, ran.err) == (1, "")
    assert f"mfat: not taken: a mirror was asked ({sites['mfat'].address}), not the site\n" in ran.out
    assert read_verified(folder) == {}


def listed(folder: Path, monkeypatch: pytest.MonkeyPatch, *keys: str, **days: date) -> Path:
    """The real entries of some sources in a folder of their own."""
    sources = write_entries(folder / "sources", {key: entry_of(key) for key in keys}, days)
    monkeypatch.setenv("TRACKER_SOURCES", str(sources))
    return sources


def written(folder: Path, sources: dict[str, Any]) -> Path:
    file = folder / "sent.json"
    file.write_text(json.dumps({"format": 1, "program": "test", "sources": sources}), encoding="utf-8")
    return file


def seen(key: str, **changes: Any) -> dict[str, Any]:
    """What a note says of a source whose live site was as expected."""
    page = {"page": "list", "url": f"https://{key}.example/", "state": "ok", "kind": None, "reason": None}
    page |= {"expected": "a list", "status": 200, "size": 9, "links": []}
    at = datetime.now(UTC).replace(microsecond=0).isoformat()
    made = {"source": key, "seen_at": at, "spider": spider_digest(key), "mirror": None}
    return {key: {**made, "pages": [{**page, **changes.pop("page", {})}], **changes}}


def test_a_site_that_was_as_expected_is_verified_from_that_day(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = listed(tmp_path, monkeypatch, "mfat", "gac")
    today = datetime.now(UTC).date()
    sent = written(tmp_path, {**seen("mfat"), **seen("gac", page={"state": "changed", "reason": "no link"})})
    ran = run("sources", "take-note", sent)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"mfat: verified on {today}\ngac: not taken: changed: no link\n"
        f"stored in {folder / 'verified.json'}; commit it\n"
    )
    assert read_verified(folder)["mfat"].pages == ("https://mfat.example/",)
    again = run("sources", "take-note", sent)
    assert (again.code, again.out.splitlines()[1]) == (1, f"mfat: not taken: {today} is stored already")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"spider": "0" * 64}, "the spider is another one than the note was made with; verify again"),
        ({"seen_at": (datetime.now(UTC) + timedelta(days=3)).isoformat()}, "is yet to come"),
        ({"mirror": "http://127.0.0.1/"}, "a mirror was asked (http://127.0.0.1/), not the site"),
        ({"pages": []}, "unreachable"),
    ],
)
def test_what_does_not_prove_it_is_not_taken(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], reason: str
) -> None:
    folder = listed(tmp_path, monkeypatch, "mfat")
    ran = run("sources", "take-note", written(tmp_path, seen("mfat", **changes)))
    assert (ran.code, ran.err) == (1, "")
    assert reason in ran.out
    assert read_verified(folder) == {}


def test_a_spider_that_was_changed_since_is_unverified(tmp_path: Path) -> None:
    folder = write_entries(tmp_path / "sources", {"mfat": entry_of("mfat")}, {"mfat": date(2026, 1, 2)})
    assert load_sources(folder)["mfat"].verified == date(2026, 1, 2)
    file = folder / "verified.json"
    file.write_text(file.read_text("utf-8").replace(spider_digest("mfat"), "0" * 64), encoding="utf-8")
    other = tmp_path / "other"
    folder.rename(other)
    assert load_sources(other)["mfat"].verified is None


def test_a_day_in_an_entry_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {**entry_of("mfat"), "verified": date(2026, 1, 2)}
    folder = write_entries(tmp_path / "sources", {"mfat": entry})
    monkeypatch.setenv("TRACKER_SOURCES", str(folder))
    ran = run("sources", "about")
    assert ran.code == 2
    assert "verified: only `tracker sources take-note` sets it; remove the line from the entry" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("verify", "lemuria"), "unknown source 'lemuria'"),
        (("verify", "watch_folder"), "watch_folder is a folder on your disk; there is no site to visit"),
        (("verify", "mfat", "--base-url", "mfat"), "'mfat': give --base-url as KEY=URL"),
        (("verify", "mfat", "--note", "words.txt"), "words.txt: is no note of `tracker sources verify`"),
        (("take-note", "words.txt"), "words.txt: is no note of `tracker sources verify`"),
        (("take-note", "none.json"), "none.json: cannot be read (No such file or directory)"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    run: Run, tmp_path: Path, words: tuple[str, ...], complaint: str
) -> None:
    (tmp_path / "words.txt").write_text("not a note", encoding="utf-8")
    ran = run("sources", *words)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err and ran.err.count("\n") == 1
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "not a note"
