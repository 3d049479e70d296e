"""`tracker sources`, and the options of `tracker nightly`; whole nights are in tests/nightly."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from scrapers.check import page_problem
from scrapers.run import spider_of
from tests.cli.conftest import Run
from tests.invented import tota_xml
from tests.nightly.nights import House, page, pages, text
from tests.scrapers.site import serving
from tracker.cli.nightly import mirrors, source_plans
from tracker.crawls import ErrorKind
from tracker.errors import BadInput


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    sources: dict[str, dict[str, Any]] = {"tota": {}, "second": {"enabled": False}}
    house = House(tmp_path / "house", None, sources)
    house.list_sources(sources, {"second": date(2030, 1, 2)})
    monkeypatch.setenv("TRACKER_SOURCES", str(house.sources))
    monkeypatch.setenv("TRACKER_DATA", str(house.data))
    return house


def test_sources_lists_all_of_them(run: Run, listed: House) -> None:
    ran = run("sources")
    assert ran.code == 0
    tota, second = (next(line for line in ran.out.splitlines() if key in line) for key in ("tota", "second"))
    assert "unverified" in tota and "yes" in tota and "never visited" in tota
    assert "seen 2030-01-02" in second and " no " in second


def test_mirrors_come_from_the_environment_and_from_options(
    listed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TOTA_BASE_URL", "http://127.0.0.1:1/")
    monkeypatch.setenv("TRACKER_SECOND_BASE_URL", "http://127.0.0.1:2/")
    assert mirrors(["tota=http://127.0.0.1:3/?a=b"]) == {
        "tota": "http://127.0.0.1:3/?a=b",
        "second": "http://127.0.0.1:2/",
    }
    for words in ("http://127.0.0.1:3/", "tota=", "lemuria=http://127.0.0.1:3/"):
        with pytest.raises(BadInput):
            mirrors([words])


def test_only_enabled_sources_are_visited_unless_one_is_named(listed: House) -> None:
    (plan,) = source_plans([], {"tota": "http://127.0.0.1:3/"})
    assert plan.key == "tota"
    assert plan.command[-4:] == ("tota", "--json-progress", "--base-url", "http://127.0.0.1:3/")
    assert (plan.min_documents, plan.max_documents, plan.crawl_every_days) == (1, 9, 30)
    assert [plan.key for plan in source_plans(["second", "second"], {})] == ["second"]
    with pytest.raises(BadInput, match="unknown source"):
        source_plans(["lemuria"], {})
    listed.list_sources({"tota": {"enabled": False}})


def test_check_says_whether_the_markup_fits(tmp_path: Path) -> None:
    with serving(pages(1)) as site:
        house = House(tmp_path, site)
        fits = house.run("sources", "check", "tota")
        assert fits.code == 0, fits.out + fits.err
        assert fits.out == f"tota: {site.address}pta_1.xml: the markup fits\n"
        site.pages["/pta_1.xml"] = page(tota_xml(text(1)).replace(b"<article", b"<clause"))
        changed = house.run("sources", "check", "tota")
        assert changed.code == 5
        assert "no <article> in the file [markup]" in changed.out
        (line,) = [line for line in changed.out.splitlines() if line.startswith("  when ")]
        assert line.startswith("  when a page instead of XML: "), (
            "the line that answers to markup, and no other"
        )
        assert not (house.data / "http-cache").exists()


def test_a_challenge_page_is_no_markup_to_judge() -> None:
    body = b"<!DOCTYPE html><html><title>Just a moment...</title></html>"
    spider = spider_of("tota")
    blocked = page_problem(spider, HtmlResponse("http://127.0.0.1/pta_1.xml", body=body))
    assert blocked is not None and blocked.kind is ErrorKind.BLOCKED
    assert "challenge or block page" in blocked.reason
    empty = page_problem(spider, HtmlResponse("http://127.0.0.1/pta_1.xml", body=b"", status=202))
    assert empty is not None and "holding robots off" in empty.reason


def test_check_of_an_unknown_source_is_refused(run: Run, listed: House) -> None:
    ran = run("sources", "check", "lemuria")
    assert ran.code == 2
    assert ran.err.startswith("tracker: unknown source 'lemuria'")
