"""`tracker sources check` for every source: its local copy fits, a page that is something else does not."""

import os
import subprocess
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from scrapers.check import page_problem
from scrapers.run import spider_of
from scrapers.sources import get_source, load_sources
from tests.nightly.test_all_sources import WEB_SOURCES, every_source, site_of
from tests.processes import run_module
from tests.scrapers.entries import entry_of, write_entries
from tests.scrapers.site import serving

ITEMS = {"wto_rta": ["1201"], "eurlex": ["22099A0101(01)"]}
"""What the local copies of these have in place of the items of the real entry."""


def checked(key: str, address: str, folder: Path) -> subprocess.CompletedProcess[str]:
    house = every_source(folder / "house", {})
    if key in ITEMS:
        write_entries(house.sources, {key: entry_of(key) | {"items": ITEMS[key]}})
    words = ["sources", "check", key, "--base-url", address]
    return run_module("tracker.cli", words, environment={**os.environ, **house.environment}, timeout=120)


@pytest.mark.parametrize("key", WEB_SOURCES)
def test_the_local_copy_of_every_source_fits(key: str, tmp_path: Path) -> None:
    with serving(site_of(key)) as site:
        ran = checked(key, site.address, tmp_path)
        pages = [path for path in site.asked if path != "/robots.txt"]
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert ran.stdout.startswith(f"{key}: {site.address}")
    assert ran.stdout.endswith(": the markup fits\n")
    assert pages, "a page was really fetched"


@pytest.mark.parametrize("key", WEB_SOURCES)
def test_a_page_that_is_something_else_does_not_fit(key: str) -> None:
    kind = spider_of(key)
    body = b"<html><head><title>Moved</title></head><body><div>We have a new web site.</div></body></html>"
    page = HtmlResponse(kind.check_url(get_source(key)), body=body, encoding="utf-8")
    problem = page_problem(kind, page)
    assert problem, "a page without anything of the site's was taken for the site's"
    assert "cannot read the page" not in problem


def test_every_source_that_is_a_site_is_among_them() -> None:
    assert {key for key, source in load_sources().items() if source.kind == "site"} == set(WEB_SOURCES)
