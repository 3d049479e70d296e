"""What a person should look at: from the findings that are stored, and from articles that are still to be matched."""

from dataclasses import replace

import pytest

from tests.ingest.test_store import store
from tests.invented import agreement, amended
from tracker.facts import review
from tracker.facts.match_job import run_match
from tracker.facts.review import to_review
from tracker.matching import ArticleInput, Finding
from tracker.models.database import Database
from tracker.reviewer.model import shipped_reviewer


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reviewer that holds every finding it knows improbable."""
    everything = replace(shipped_reviewer(), uncertain_below=1.0)
    for module in ("tracker.facts.match_batch", "tracker.facts.review"):
        monkeypatch.setattr(f"{module}.shipped_reviewer", lambda: everything)


def listed(database: Database) -> set[tuple[str, str]]:
    return {(one.number, one.provision) for one in to_review(database) if one.kind == "uncertain"}


@pytest.mark.usefixtures("doubtful")
def test_stored_findings_are_not_matched_again_but_changed_articles_are(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, agreement())
    run_match(database, workers=1)
    matched: list[str] = []

    def watched(article: ArticleInput, matcher: object) -> list[Finding]:
        matched.append(article.number)
        return []

    monkeypatch.setattr(review, "match_article", watched)
    first = listed(database)
    assert ("ARTICLE 2.1", "customs_duties") in first
    assert matched == []
    store(database, amended(agreement(), "2.1", "The Parties like music."))
    assert listed(database) == {row for row in first if row[0] != "ARTICLE 2.1"}
    assert matched == ["ARTICLE 2.1"]
