"""Nights over the WTO's papers: new ones are in a section of their own, a second night has none, a third one has
one."""

import csv
import io
from pathlib import Path
from typing import Any

from tests.fixtures.wto_ecom.site import file_path, letter
from tests.nightly.nights import House
from tests.scrapers.entries import entry_of, write_entries
from tests.scrapers.local_pages import fixture
from tests.scrapers.local_sites import site_of
from tests.scrapers.site import Site, served, serving
from tracker.nightly.digest import compare
from tracker.nightly.papers import PaperState
from tracker.nightly.state import State, pack, unpack
from tracker.queries import papers, papers_of

LOOSE = {"documents": 6, "min_documents": 1, "max_documents": 99, "min_articles": 1, "max_articles": 99}


def house_at(folder: Path, site: Site) -> House:
    house = House(folder, None)
    entry = entry_of("wto_ecom") | {"delay_seconds": 0.1, "expect": LOOSE}
    write_entries(house.sources, {"wto_ecom": entry})
    house.environment["TRACKER_WTO_ECOM_BASE_URL"] = site.address
    return house


def reported(house: House) -> list[tuple[str, str]]:
    return [(row["kind"], row["symbol"]) for row in house.digest()["changes"]["papers"]]


def newest(house: House, suffix: str) -> str:
    files = house.data.glob(f"digests/*/*{suffix}")
    return max(files, key=lambda path: path.stat().st_mtime_ns).read_text(encoding="utf-8-sig")


def test_three_nights_of_papers(tmp_path: Path) -> None:
    with serving(site_of("wto_ecom")) as site:
        house = house_at(tmp_path, site)
        first = house.night()
        assert "Traceback" not in first.out + first.err
        assert "3 new agreements" in first.last_line and "6 new papers" in first.last_line
        assert reported(house) == [
            ("new", "INF/ECOM/901/Rev.2"),
            ("new", "INF/ECOM/901/Corr.1"),
            ("new", "INF/ECOM/901"),
            ("new", "INF/ECOM/900"),
            ("new", "WT/GC/W/9903"),
            ("new", "WT/L/9901"),
        ]
        markdown = newest(house, ".md")
        section = markdown.partition("## Papers of the WTO")[2].partition("\n## ")[0]
        assert "**INF/ECOM/901/Corr.1**" in section and "corrects INF/ECOM/901; issued 2024-12-20" in section
        assert "submitted by China (CHN), EU; no agreement" in section
        rows = [row for row in csv.DictReader(io.StringIO(newest(house, ".csv"))) if row["what"] == "paper"]
        assert [(row["symbol"], row["builds_on"]) for row in rows][:2] == [
            ("INF/ECOM/901/Rev.2", "INF/ECOM/901"),
            ("INF/ECOM/901/Corr.1", "INF/ECOM/901"),
        ]
        assert "Papers of the WTO" in newest(house, ".atom")
        stored = house.rows()
        assert (stored["paper"], stored["agreement"]) == (6, 3)

        site.statuses.clear()
        second = house.night()
        assert "nothing changed" in second.last_line and reported(house) == []
        assert house.rows() == stored

        # A new revision is listed, and the communication is another file now.
        search = next(
            path for path in site.pages if path.endswith("languageUIChanged=true") and "inf" in path
        )
        site.pages[search] = served(fixture("wto_ecom", "results1_new.html"))
        site.pages[file_path("q", "WT/GC/W/9903")] = letter("And the moon.")
        third = house.night()
        assert reported(house) == [("new", "INF/ECOM/901/Rev.3"), ("replaced", "WT/GC/W/9903")]
        assert "1 new paper, 1 paper replaced" in third.last_line and "1 revision" in third.last_line
        assert house.digest()["changes"]["new_agreements"] == []
        assert house.rows()["paper"] == 7

        database = house.database()
        with database.read() as session:
            (scanned,) = {row.slug for row in papers(session, series="INF/ECOM/901") if row.slug}
            of_one = [row.symbol for row in papers_of(session, scanned or "")]
        database.close()
        assert of_one == ["INF/ECOM/901/Rev.3", "INF/ECOM/901/Rev.2", "INF/ECOM/901/Corr.1", "INF/ECOM/901"]


def test_a_crawl_is_well_with_papers_alone_and_not_with_a_scan(tmp_path: Path) -> None:
    pages = site_of("wto_ecom")
    with serving(pages) as site:
        house = house_at(tmp_path, site)
        ran = house.run("crawl", "wto_ecom", "--base-url", site.address)
        assert ran.code == 5 and "refused WT-GC-W-9904.pdf" in ran.err
        assert ran.err.count("refused") == 1 and "papers without articles 2" in ran.out
        pages[file_path("q", "WT/GC/W/9904")] = letter("Stars, too.")
        ran = house.run("crawl", "wto_ecom", "--base-url", site.address)
        assert ran.code == 0, ran.out + ran.err
        assert house.rows()["paper"] == 7


def test_states_of_before_papers_are_read_and_papers_survive_packing() -> None:
    facts: dict[str, Any] = {
        "title": "Lanterns",
        "issued": None,
        "members": ("EU",),
        "base": None,
        "language": "en",
        "source": "wto_ecom",
        "url": None,
        "slug": None,
    }
    one = PaperState("INF/ECOM/1", **facts, sha256="a")
    state = State("rules", {}, {"wto_ecom/INF/ECOM/1/en": one})
    assert unpack(pack(state)) == state
    assert [row.kind for row in compare(State("rules"), state).papers] == ["new"]
    other = State("rules", {}, {"wto_ecom/INF/ECOM/1/en": PaperState("INF/ECOM/1", **facts, sha256="b")})
    assert [row.kind for row in compare(state, other).papers] == ["replaced"]
    assert compare(state, state).empty
