"""Commands say which articles were given up as too costly to search."""

import pytest

from tests.cli.conftest import Run
from tests.facts.test_given_up import LIMIT, with_long_article
from tracker.facts import match_batch
from tracker.models.database import open_database


def test_match_and_status_name_them(run: Run, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    match_batch.shared_matcher().preload("en")
    monkeypatch.setattr(match_batch, "SECONDS", LIMIT)
    database = open_database(sqlite_url)
    with_long_article(database)
    database.close()
    assert "NOT read by our rules: 1 article" in run("match", "--workers", "1").out
    (line,) = [line for line in run("status").out.splitlines() if line.startswith("not read by rules")]
    assert line.endswith("ARTICLE 1.2")
