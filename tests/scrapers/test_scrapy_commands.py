"""Scrapy's own commands from the project's folder: list, crawl with a feed, shell, parse; nothing is stored."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from scrapers.run import spider_of
from scrapers.settings import crawl_settings, polite_settings
from scrapers.sources import load_sources
from tests.processes import run_module
from tests.scrapers.local_sites import site_of
from tests.scrapers.site import serving

QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")


def scrapy(data: Path, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """One command of Scrapy's, in the project's folder, as a person types it."""
    environment = {**os.environ, "TRACKER_DATA": str(data), "DATABASE_URL": f"sqlite:///{data / 'none.db'}"}
    ran = run_module("scrapy", words, environment=environment, timeout=60)
    assert ran.returncode == code, ran.stderr
    return ran


def test_list_names_every_site(tmp_path: Path) -> None:
    sites = {key for key, source in load_sources().items() if source.kind == "site"}
    assert set(scrapy(tmp_path, "list").stdout.split()) == sites


def test_crawl_writes_what_it_finds_to_a_feed_and_stores_nothing(tmp_path: Path) -> None:
    feed = tmp_path / "out.jsonl"
    with serving(site_of("wto_rta")) as site:
        run = scrapy(tmp_path, "crawl", "wto_rta", "-a", f"base_url={site.address}", *QUICK, "-O", str(feed))
        assert site.request_headers[0]["user-agent"].startswith("digital-trade-tracker/")
        assert site.asked[0] == "/robots.txt"
    assert "Traceback" not in run.stderr
    lines = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
    facts = {line["external_id"]: line["meta"] for line in lines if "meta" in line}
    assert set(facts) == {"1201", "1202", "1203", "1204", "1205", "1206"}
    assert facts["1206"]["date_inactive"] == "2012-12-31" and facts["1206"]["parties"] == ["CHL", "VNM"]
    texts = {line["raw"]["overrides"]["external_id"]: line for line in lines if "raw" in line}
    assert set(texts) == {"1201", "1203"}
    assert texts["1201"]["raw"]["media_type"] == "application/pdf"
    assert texts["1201"]["raw"]["size"] > 100 and len(texts["1201"]["raw"]["sha256"]) == 64
    assert texts["1201"]["url"].startswith(site.address) and texts["1201"]["not_modified"] is False
    # Kept apart: what a spider remembers of this crawl must not keep a text out of the next `tracker crawl`.
    assert (tmp_path / "scrapy-cache").is_dir()
    assert not list(tmp_path.glob("*.db")) and not (tmp_path / "http-cache").exists()


def test_crawl_keeps_a_limit(tmp_path: Path) -> None:
    feed = tmp_path / "out.jsonl"
    mirror = ("-a", "limit=1", "-a")
    with serving(site_of("wto_rta")) as site:
        scrapy(tmp_path, "crawl", "wto_rta", *mirror, f"base_url={site.address}", *QUICK, "-O", str(feed))
    lines = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
    assert sum("raw" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("base_url=mirror", "'mirror' is no address to crawl"),
        ("limit=none", "limit=none: give a number of documents, 1 or more"),
        ("limit=0", "limit=0: give a number of documents, 1 or more"),
    ],
)
def test_crawl_refuses_what_it_cannot_use(tmp_path: Path, option: str, reason: str) -> None:
    assert reason in scrapy(tmp_path, "crawl", "wto_rta", "-a", option, code=1).stderr


def test_shell_and_parse_take_a_page_of_a_local_site(tmp_path: Path) -> None:
    with serving(site_of("wto_rta")) as site:
        page = f"{site.address}UI/ExportAllRTAList.aspx"
        shell = scrapy(tmp_path, "shell", "-c", "(response.status, spider.name)", *QUICK, page)
        assert shell.stdout.strip() == "(200, 'default')"  # no source's host, so no source's spider
        parsed = scrapy(
            tmp_path,
            *("parse", "--spider", "wto_rta", "-a", f"base_url={site.address}", "-c", "parse_list"),
            *("--nolinks", "--nocolour", *QUICK, page),
        )
    assert "'wto_rta_id': 1206" in parsed.stdout


def test_a_spider_is_found_by_the_host_of_an_address() -> None:
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["scrapers.sites"]}))
    assert loader.find_by_request(Request("https://rtais.wto.org/UI/AnyPage.aspx")) == ["wto_rta"]
    assert loader.find_by_request(Request("http://127.0.0.1/")) == []


def test_each_spider_pauses_as_long_as_its_entry_says() -> None:
    for key, source in load_sources().items():
        if source.kind != "site":
            continue
        settings = Settings(polite_settings(Path("unused")))
        spider_of(key).update_settings(settings)
        assert settings.getfloat("DOWNLOAD_DELAY") == source.delay_seconds
        assert settings.getfloat("AUTOTHROTTLE_START_DELAY") == source.delay_seconds
        shortened = Settings({"DOWNLOAD_DELAY": 0})
        spider_of(key).update_settings(shortened)
        assert shortened.getfloat("DOWNLOAD_DELAY") == 0


def test_scrapys_commands_have_the_manners_of_a_crawl() -> None:
    from scrapers import project

    crawl = crawl_settings(load_sources()["wto_rta"], Path("unused"))
    apart = {"HTTPCACHE_DIR", "LOG_ENABLED", "LOG_INSTALL_ROOT_HANDLER"}
    of_the_source = {"DOWNLOAD_DELAY", "AUTOTHROTTLE_START_DELAY"}
    same = {name: value for name, value in crawl.items() if name not in apart | of_the_source}
    assert same == {name: getattr(project, name) for name in same}
    assert not crawl["TELNETCONSOLE_ENABLED"] and not crawl["REMOTE_CONTROL_ENABLED"]
