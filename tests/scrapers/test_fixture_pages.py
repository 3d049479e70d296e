"""What each source's spider makes of its fixture pages, compared with the expected result beside them.

`pytest tests/scrapers/test_fixture_pages.py --write-expected` writes the results anew; whoever does that reads what
`git diff` shows, because from then on it counts as right.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from scrapers.new_source import SKELETON
from scrapers.sources import SOURCES_FOLDER, load_sources
from tests.scrapers.local_pages import FIXTURES
from tests.scrapers.local_sites import brought

EXPECTED = "crawl.expected.json"
WORDS = ("title", "publisher", "gives", "changes", "known_from")
SOURCES = load_sources(SOURCES_FOLDER)


@pytest.mark.parametrize("key", SOURCES)
def test_fixture_pages_bring_what_is_expected(key: str, pytestconfig: pytest.Config) -> None:
    found = brought(key)
    texts = [document for document in found["documents"] if document.get("chapters")]
    assert texts or found["facts"], f"{key}: no agreement was read from its fixture pages"
    file = FIXTURES / key / EXPECTED
    if pytestconfig.getoption("--write-expected"):
        write(file, found)
        pytest.skip(
            f"{file.relative_to(FIXTURES.parents[1])} written: read it, for from now on it counts as right"
        )
    assert file.exists(), (
        f"no {EXPECTED} of {key}: run this test with --write-expected, and read what it wrote"
    )
    assert found == json.loads(file.read_text(encoding="utf-8"))


def write(file: Path, found: dict[str, Any]) -> None:
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def test_a_source_that_is_visited_has_words_of_its_own() -> None:
    """The skeleton's words say what is to be written in their place."""
    skeleton = yaml.safe_load((SKELETON / "entry.yaml").read_text(encoding="utf-8"))
    for key, source in SOURCES.items():
        kept = [name for name in WORDS if getattr(source, name) == skeleton[name].replace("$key", key)]
        assert not (source.enabled and kept), f"{key}.yaml: say {', '.join(kept)} before it is enabled"
