"""The list of sources, the crawl settings, and the probe for a reachable site."""

import re
import socket
from pathlib import Path

import pytest

from scrapers.middlewares import retry_after_seconds
from scrapers.run import reachable, spider_of
from scrapers.settings import crawl_settings, user_agent
from scrapers.sources import SOURCES_FOLDER, get_source, load_sources
from tests.scrapers.entries import entry_of, write_entries
from tests.scrapers.site import Answer, serving
from tracker.cli.source_entries import lines_about
from tracker.errors import BadInput

PROJECT = SOURCES_FOLDER.parents[1]


def changed_sources(folder: Path, **changes: object) -> Path:
    """A folder with the entry of `tota`, values of it changed."""
    return write_entries(folder, {"tota": entry_of("tota") | changes})


def test_every_source_has_a_spider_of_its_name_and_every_spider_an_entry() -> None:
    for key in load_sources():
        assert spider_of(key).name == key
    modules = {file.stem for file in SOURCES_FOLDER.glob("*.py")} - {"__init__"}
    assert modules == set(load_sources())


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown source 'atlantis'; known are "):
        get_source("atlantis")


@pytest.mark.parametrize(
    ("changes", "at", "message"),
    [
        ({"licens": "MIT"}, "licens", "licens: extra inputs are not permitted"),
        ({"delay_seconds": 0}, "delay_seconds", "delay_seconds: input should be greater than"),
        (
            {"base_url": "https://elsewhere.example/"},
            "allowed_hosts",
            "allowed_hosts: host 'elsewhere.example' of base_url",
        ),
        (
            {"allowed_hosts": []},
            "allowed_hosts",
            "allowed_hosts: host 'raw.githubusercontent.com' of base_url",
        ),
        ({"expect": {"documents": 1}}, "expect", "expect.min_documents: field required"),
        ({"runbook": "castle"}, "runbook", "runbook: 'castle' is not in shared.yaml; known are chapter_site"),
        (
            {"agreements": {"seven": "atlantis"}},
            "  seven",
            "agreements.seven: 'atlantis' is not in shared.yaml; known are cptpp",
        ),
        (
            {"agreements": {"seven": {"date_sined": "2020-01-01"}}},
            "  seven",
            "agreements.seven: unknown key 'date_sined'",
        ),
    ],
)
def test_an_entry_that_is_not_valid_is_named_with_its_line(
    tmp_path: Path, changes: dict[str, object], at: str, message: str
) -> None:
    folder = changed_sources(tmp_path, **changes)
    lines = (folder / "tota.yaml").read_text(encoding="utf-8").splitlines()
    [line] = [number for number, words in enumerate(lines, 1) if words.startswith(f"{at}:")]
    with pytest.raises(BadInput, match=re.escape(f"tota.yaml:{line}: {message}")):
        load_sources(folder)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"answers_to": ["moved"]}, "'moved' is neither a kind of error (exception, aborted, markup"),
        ({}, "field required"),
    ],
)
def test_a_runbook_line_says_which_kinds_and_monitors_it_is_for(
    tmp_path: Path, line: dict[str, object], message: str
) -> None:
    folder = changed_sources(tmp_path, runbook=[{"when": "it moved", "do": "look", **line}])
    with pytest.raises(BadInput, match=re.escape(message)) as refused:
        load_sources(folder)
    assert re.search(r"tota\.yaml:\d+: runbook\.0\.answers_to", str(refused.value))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("tota.yaml", "tota: [", r"tota.yaml:2: .*; correct the YAML"),
        ("tota.yaml", "title: a\ntitle: b\n", r"tota.yaml:2: key 'title' is written twice"),
        ("tota.yaml", "- one\n", r"tota.yaml:1: must hold `name: value` pairs"),
        ("To ta.yaml", "title: a\n", r"To ta.yaml:1: 'To ta' is no key"),
    ],
)
def test_a_file_that_is_no_entry_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        load_sources(tmp_path)


def test_a_list_that_is_no_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"names a folder with a file <key>\.yaml for each source"):
        load_sources(tmp_path / "sources.yaml")


def test_sources_are_visited_by_their_order_then_by_key(tmp_path: Path) -> None:
    # an entry that is compared with its site needs no word on what it was written from; these are compared with none
    tota = {"known_from": "its code"} | entry_of("tota")
    entries = {
        "b": tota | {"visit_order": 50},
        "a": tota | {"visit_order": 50},
        "c": tota | {"visit_order": 1},
    }
    assert list(load_sources(write_entries(tmp_path, entries))) == ["c", "a", "b"]


def test_an_entry_without_a_spider_is_named() -> None:
    with pytest.raises(BadInput, match=r"there is no spider scrapers/sites/atlantis\.py; write it"):
        spider_of("atlantis")


def test_what_entries_share_is_used() -> None:
    known = load_sources()
    assert known["mfat"].agreements["rcep"] == known["dfat"].agreements["rcep"]
    assert known["sice"].runbook == known["efta"].runbook != ()


def test_crawls_are_polite(tmp_path: Path) -> None:
    settings = crawl_settings(get_source("tota"), tmp_path)
    assert settings["ROBOTSTXT_OBEY"] is True
    assert settings["AUTOTHROTTLE_ENABLED"] is True
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] <= 2
    assert settings["DOWNLOAD_DELAY"] > 0
    assert settings["TELNETCONSOLE_ENABLED"] is False


def test_the_user_agent_carries_a_contact_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_CONTACT_URL", "https://campaign.example/crawler")
    assert user_agent().endswith(" (+https://campaign.example/crawler)")
    monkeypatch.delenv("TRACKER_CONTACT_URL")
    assert "(" not in user_agent()


def test_a_site_that_answers_anything_is_reachable() -> None:
    with serving({"/": Answer(b"no", 404)}) as site:
        assert reachable(site.address, timeout=5) is None


def test_a_site_with_a_server_error_is_not() -> None:
    with serving({"/": Answer(b"", 503)}) as site:
        assert reachable(site.address, timeout=5) == "127.0.0.1 answers with an error (status 503)"


def test_a_closed_port_is_not_reachable() -> None:
    with serving({}) as site:
        address = site.address
    assert (reachable(address, timeout=5) or "").startswith("127.0.0.1 cannot be reached: ")


def test_a_silent_site_is_given_up_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reason = reachable(f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.3)
    assert reason == "127.0.0.1 cannot be reached: timed out"


def test_what_is_no_web_address_is_not_reachable() -> None:
    assert reachable("file:///etc/passwd") == "'file:///etc/passwd' is no web address"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        (b"7", 7.0),
        (b"Thu, 01 Jan 1970 00:01:40 GMT", 90.0),
        (b"Thu, 01 Jan 1970 00:00:01 GMT", 0.0),
        (b"soon", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(header: bytes | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, now=10.0) == seconds


def test_an_entry_that_is_visited_says_which_pages_were_seen_where() -> None:
    sites = [source for source in load_sources(SOURCES_FOLDER).values() if source.kind == "site"]
    assert [source.key for source in sites if source.enabled and not source.seen] == []
    for source in sites:
        assert len({page.address for page in source.seen}) == len(source.seen), source.key
        assert all(page.copy_of and page.what for page in source.seen), source.key


def test_about_says_what_was_seen_and_what_was_not() -> None:
    lines = lines_about(get_source("asean"))
    assert "  seen: https://agreement.asean.org/" in lines
    assert "    in: the later version of it, 2026-08" in lines
    assert lines[-1] == "  not seen: any page since then"
