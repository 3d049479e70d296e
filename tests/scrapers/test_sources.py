"""The list of sources, the crawl settings, and the probe for a reachable site."""

import socket
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from scrapers.middlewares import retry_after_seconds
from scrapers.run import reachable
from scrapers.settings import CONTACT_VARIABLE, crawl_settings, user_agent
from scrapers.sources import SOURCES_FILE, get_source, load_sources
from tests.scrapers.site import Answer, serving
from tracker.errors import BadInput


def changed_sources(folder: Path, **changes: object) -> Path:
    """A copy of the sources file with values of `tota` changed."""
    entries = yaml.safe_load(SOURCES_FILE.read_text(encoding="utf-8"))
    entries["tota"].update(changes)
    path = folder / "sources.yaml"
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    return path


def test_every_source_has_a_spider_of_its_name() -> None:
    for key in load_sources():
        module = import_module(f"scrapers.sites.{key}")
        spiders = [value for value in vars(module).values() if getattr(value, "name", None) == key]
        assert len(spiders) == 1, key


def test_every_source_is_described_in_the_docs() -> None:
    docs = (SOURCES_FILE.parent.parent / "docs" / "sources.md").read_text(encoding="utf-8")
    for key, source in load_sources().items():
        assert f"`{key}`" in docs
        assert source.url in docs


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown source 'atlantis'; known are "):
        get_source("atlantis")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"licens": "MIT"}, r"sources.yaml: tota: licens: Extra inputs are not permitted"),
        ({"delay_seconds": 0}, r"sources.yaml: tota: delay_seconds: "),
        (
            {"base_url": "https://elsewhere.example/"},
            r"sources.yaml: tota: host 'elsewhere.example' of base_url",
        ),
        ({"expect": {"documents": 1}}, r"sources.yaml: tota: expect.min_documents: Field required"),
    ],
)
def test_an_entry_that_is_not_valid_is_named(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        load_sources(changed_sources(tmp_path, **changes))


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text("tota: [", encoding="utf-8")
    with pytest.raises(BadInput, match=r"sources.yaml: cannot be read"):
        load_sources(path)


def test_crawls_are_polite(tmp_path: Path) -> None:
    settings = crawl_settings(get_source("tota"), tmp_path)
    assert settings["ROBOTSTXT_OBEY"] is True
    assert settings["AUTOTHROTTLE_ENABLED"] is True
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] <= 2
    assert settings["DOWNLOAD_DELAY"] > 0
    assert settings["TELNETCONSOLE_ENABLED"] is False


def test_the_user_agent_carries_a_contact_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONTACT_VARIABLE, "https://campaign.example/crawler")
    assert user_agent().endswith(" (+https://campaign.example/crawler)")
    monkeypatch.delenv(CONTACT_VARIABLE)
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
