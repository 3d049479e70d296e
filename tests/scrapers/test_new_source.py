"""`tracker sources new`: what it writes, and what it refuses without writing anything."""

from pathlib import Path
from typing import Any

import pytest

from scrapers.new_source import SKELETON, new_source
from scrapers.sources import load_sources
from tests.conftest import PROJECT
from tracker.errors import BadInput
from tracker.ingest.registered import FACTS


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Something like a checkout, with the folders that files are written into."""
    (tmp_path / "scrapers" / "sites").mkdir(parents=True)
    (tmp_path / "tests" / "fixtures").mkdir(parents=True)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_spider_entry_and_fixture_folder(project: Path) -> None:
    written = new_source("fog_bureau", url="https://lanterns.example:8443/agreements?x=1", project=project)
    names = {file.name.removesuffix(".txt") for file in (SKELETON / "fixtures").iterdir()}
    assert names >= {"site.py", "list.html", "crawl.expected.json"}
    assert files(project) == {
        "scrapers/sites/fog_bureau.py",
        "scrapers/sites/fog_bureau.yaml",
        *(f"tests/fixtures/fog_bureau/{name}" for name in names),
    }
    assert {path.relative_to(project).as_posix() for path in written} == files(project)
    source = load_sources(project / "scrapers" / "sites")["fog_bureau"]
    assert source.url == "https://lanterns.example:8443/agreements?x=1"
    assert source.base_url == "https://lanterns.example:8443/"
    assert source.allowed_hosts == ("lanterns.example",)
    assert source.enabled is False and source.verified is None
    spider = (project / "scrapers/sites/fog_bureau.py").read_text(encoding="utf-8")
    assert "class FogBureauSpider(ChapterSpider):" in spider
    for file in written:
        assert "$key" not in file.read_text(encoding="utf-8"), file


def test_without_an_address_it_names_a_site_that_cannot_exist(project: Path) -> None:
    new_source("fog_bureau", project=project)
    source = load_sources(project / "scrapers" / "sites")["fog_bureau"]
    assert source.url == "https://fog-bureau.example/"


@pytest.mark.parametrize(
    "key", ["", "Lantern", "7lanterns", "fog-bureau", "../lantern", "_lantern", "import"]
)
def test_a_word_that_cannot_be_a_key_is_refused(project: Path, key: str) -> None:
    with pytest.raises(BadInput, match=r"is no key; begin with a small letter"):
        new_source(key, project=project)
    assert files(project) == set()


@pytest.mark.parametrize("key", ["file", FACTS.key])
def test_a_key_that_means_something_else_is_refused(project: Path, key: str) -> None:
    with pytest.raises(BadInput, match=rf"'{key}' means something else already"):
        new_source(key, project=project)


def test_a_key_that_is_there_already_is_refused(project: Path) -> None:
    with pytest.raises(BadInput, match=r"there is a source 'tota' already; choose another key"):
        new_source("tota", project=project)


@pytest.mark.parametrize(
    "there", ["scrapers/sites/lantern.py", "scrapers/sites/lantern.yaml", "tests/fixtures/lantern/old.html"]
)
def test_nothing_is_written_over(project: Path, there: str) -> None:
    (project / there).parent.mkdir(exist_ok=True)
    (project / there).write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match=r"there is a source 'lantern' already \((scrapers|tests)/"):
        new_source("lantern", project=project)
    assert files(project) == {there}
    assert (project / there).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("url", ["lanterns", "ftp://lanterns.example/", "https:///agreements"])
def test_what_is_no_web_address_is_refused(project: Path, url: str) -> None:
    with pytest.raises(BadInput, match=r"is no web address; give one like https://"):
        new_source("lantern", url=url, project=project)
    assert files(project) == set()


def test_outside_a_checkout_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"is no checkout of the project; clone it"):
        new_source("lantern", project=tmp_path)
    assert files(tmp_path) == set()


def test_where_one_file_cannot_be_written_none_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def full(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "list.html" and arguments == ("x",):
            raise OSError(28, "No space left on device")
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(BadInput, match=r"list.html: cannot be written \(No space left on device\)"):
        new_source("lantern", project=project)
    assert files(project) == set()


def test_the_default_is_this_checkout() -> None:
    with pytest.raises(BadInput, match=r"scrapers/sites/tota.py"):
        new_source("tota")
    assert (PROJECT / "scrapers" / "sites" / "tota.py").exists()
