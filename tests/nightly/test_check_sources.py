"""`tracker sources check` for every source: its local copy fits, a page that is something else does not."""

import os
import subprocess
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from scrapers.check import page_problem
from scrapers.run import spider_of
from scrapers.sources import get_source
from tests.nightly.test_all_sources import every_source
from tests.processes import run_module
from tests.scrapers.local_sites import SITES, site_of
from tests.scrapers.site import serving
from tracker.crawls import ErrorKind


def checked(key: str, address: str, folder: Path) -> subprocess.CompletedProcess[str]:
    house = every_source(folder / "house", {})
    words = ["sources", "check", key, "--base-url", address]
    return run_module("tracker.cli", words, environment={**os.environ, **house.environment}, timeout=120)


@pytest.mark.parametrize("key", SITES)
def test_the_local_copy_of_every_source_fits(key: str, tmp_path: Path) -> None:
    with serving(site_of(key)) as site:
        ran = checked(key, site.address, tmp_path)
        pages = [path for path in site.asked if path != "/robots.txt"]
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert ran.stdout.startswith(f"{key}: {site.address}")
    assert ran.stdout.endswith(": the markup fits\n")
    assert pages, "a page was really fetched"


@pytest.mark.parametrize("key", SITES)
def test_a_page_that_is_something_else_does_not_fit(key: str) -> None:
    kind = spider_of(key)
    body = b"<html><head><title>Moved</title></head><body><div>We have a new web site.</div></body></html>"
    page = HtmlResponse(kind.check_url(get_source(key)), body=body, encoding="utf-8")
    problem = page_problem(kind, page)
    assert problem is not None, "a page without anything of the site's was taken for the site's"
    assert problem.kind in {ErrorKind.MARKUP, ErrorKind.FORMAT, ErrorKind.NOT_FOUND}, problem
