"""`tracker sources about` and `tracker sources new`; health and checks are in test_nightly.py."""

from datetime import date
from pathlib import Path

import pytest

import scrapers.new_source
from scrapers.sources import SOURCES_FOLDER, load_sources
from tests.cli.conftest import Run
from tests.scrapers.entries import entry_of, write_entries


def test_about_says_all_that_every_entry_says(run: Run) -> None:
    ran = run("sources", "about")
    assert ran.code == 0
    shown = " ".join(ran.out.split())
    for key, source in load_sources(SOURCES_FOLDER).items():
        for words in (
            f"{key}: {source.title}",
            source.gives,
            source.publisher,
            source.url,
            source.licence or "",
        ):
            assert " ".join(words.split()) in shown, key


def test_about_one_source(run: Run) -> None:
    ran = run("sources", "about", "tota")
    assert ran.code == 0
    assert ran.out.startswith("tota: Texts of Trade Agreements")
    assert "  licence: CC BY-NC 4.0\n" in ran.out
    assert "  from: https://github.com/mappingtreaties/tota\n" in ran.out
    assert "sice" not in ran.out


def test_about_an_unknown_source_is_refused(run: Run) -> None:
    ran = run("sources", "about", "lemuria")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("tracker: unknown source 'lemuria'; known are ")
    assert ran.err.count("\n") == 1


def test_the_day_a_site_is_verified_nothing_breaks(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every source with a day, and without the words on what its entry was written from before."""
    entries = {}
    for key in load_sources(SOURCES_FOLDER):
        entries[key] = entry_of(key)
        entries[key].pop("known_from", None)
    days = dict.fromkeys(entries, date(2030, 1, 2))
    monkeypatch.setenv("TRACKER_SOURCES", str(write_entries(tmp_path / "verified", entries, days)))
    assert {source.verified for source in load_sources().values()} == {date(2030, 1, 2)}
    said = run("sources", "about")
    assert said.code == 0
    assert "unverified" not in said.out
    assert said.out.count("markup: compared with the live site on 2030-01-02") == len(entries) - 1
    listed = run("sources")
    assert listed.code == 0
    assert listed.out.count("seen 2030-01-02") == len(entries)


def test_new_writes_the_files_and_says_what_comes_next(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    (project / "scrapers" / "sites").mkdir(parents=True)
    (project / "tests" / "fixtures").mkdir(parents=True)
    monkeypatch.setattr(scrapers.new_source, "PROJECT", project)
    ran = run("sources", "new", "fog_bureau", "--url", "https://lanterns.example/")
    assert ran.code == 0
    *named, after = ran.out.strip().splitlines()
    assert after.startswith("next: describe the site in scrapers/sites/fog_bureau.yaml")
    assert sorted(named) == sorted(
        path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()
    )
    again = run("sources", "new", "fog_bureau")
    assert (again.code, again.out) == (2, "")
    assert again.err == (
        "tracker: there is a source 'fog_bureau' already (scrapers/sites/fog_bureau.py); choose another key\n"
    )


def test_new_refuses_what_cannot_be_a_key(run: Run) -> None:
    ran = run("sources", "new", "Fog-Bureau")
    assert ran.code == 2
    assert ran.err == (
        "tracker: 'Fog-Bureau' is no key; begin with a small letter, go on with small letters, digits and _\n"
    )
