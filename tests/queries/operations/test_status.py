"""Status, progress and the provision's own rows; on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World, provision_agreement
from tests.queries.operations.test_coverage import made
from tracker.models import Agreement, CrawlRun, Document
from tracker.models.database import Database
from tracker.queries import progress, provision_overview, provision_rows, spread_totals, status
from tracker.registry import registry
from tracker.registry.model import Wording


def test_status_of_an_empty_database(database: Database) -> None:
    with database.read() as session:
        found = status(session)
    assert (found.agreements, found.articles, found.findings, found.latest_fetch) == (0, 0, 0, None)
    assert found.progress.complete
    assert found.last_runs == ()
    assert found.versions_in_use == ()


def test_progress_distinguishes_fetched_from_matched(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        world.agreement(
            "Here", chapters=(MadeChapter(articles=(MadeArticle("1"), MadeArticle("2", matched=False))),)
        )
        world.agreement(
            "Facts", has_text=False, chapters=(MadeChapter(articles=(MadeArticle("1"), MadeArticle("2"))),)
        )
    with database.read() as session:
        found = progress(session)
    assert (found.documents, found.documents_with_text) == (2, 1)
    assert (found.articles, found.articles_with_text, found.articles_matched) == (4, 2, 1)
    assert found.articles_unmatched == 1
    assert not found.complete


def test_what_never_has_a_text_is_not_waited_for(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        world.agreement("Here", chapters=(MadeChapter(articles=(MadeArticle("1"),)),))
        for basis in ("coded", "reported"):
            made(world, basis, basis, has_text=False)
    with database.read() as session:
        found = progress(session)
    assert (found.documents, found.articles) == (1, 1)
    assert found.complete


def test_status_counts_current_documents_and_newest_runs(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        old = provision_agreement(world, "Old", [MadeFinding("data_flows")], current=False)
        world.document(
            old,
            (MadeChapter(articles=(MadeArticle("1", findings=(MadeFinding("encryption"),)),)),),
            external_id="1",
            version=2,
        )
        for day, state in ((1, "failed"), (2, "finished")):
            session.add(
                CrawlRun(
                    source_id=world.source().id,
                    started_at=datetime(2026, 1, day, tzinfo=UTC),
                    finished_at=None,
                    state=state,
                    counters={"loaded": day},
                    message=None,
                )
            )
    with database.read() as session:
        found = status(session)
    assert (found.agreements, found.countries, found.articles, found.findings) == (1, 2, 1, 1)
    assert found.languages == {"en": 1}
    assert found.bases == (("read", 1),)
    assert [(run.result.state, run.result.new) for run in found.last_runs] == [("finished", 2)]
    assert found.last_runs[0].started_at == datetime(2026, 1, 2, tzinfo=UTC)
    assert found.latest_fetch == datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    assert [(use.template, use.findings) for use in found.versions_in_use] == [("test-1", 1)]


def test_what_is_only_reported_is_no_text_of_a_language(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        provision_agreement(world, "Read", [MadeFinding("data_flows")])
        rumour = provision_agreement(world, "Rumour", [MadeFinding("data_flows", None, None)])
        document = session.scalars(select(Document).where(Document.agreement_id == rumour.id)).one()
        document.basis = "reported"
    with database.read() as session:
        found = status(session)
    assert (found.agreements, found.findings, found.languages) == (2, 2, {"en": 1})
    assert found.bases == (("read", 1), ("reported", 1))


def test_provision_first_appearance_and_share_without_exception(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        provision_agreement(
            world, "Hard", [MadeFinding("data_flows", "hard", False)], signed=date(2010, 1, 1)
        )
        provision_agreement(world, "Soft", [MadeFinding("data_flows", "soft", True)], signed=date(2005, 1, 1))
    with database.read() as session:
        rows = provision_rows(session, "data_flows")
        nothing = provision_overview("encryption", provision_rows(session, "encryption"))
    overview = provision_overview("data_flows", rows)
    assert [row.slug for row in rows] == ["soft", "hard"]
    assert overview.first is not None
    assert overview.first_hard is not None
    assert (overview.first.slug, overview.first_hard.slug) == ("soft", "hard")
    assert overview.without_exception == 0.5
    assert (nothing.first, nothing.without_exception) == (None, None)


def test_a_later_wording_gives_no_first_appearance(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.session() as session:
        world = World(session)
        provision_agreement(world, "Old", [MadeFinding("data_flows", "hard")], signed=date(1957, 3, 25))
        provision_agreement(world, "New", [MadeFinding("data_flows", "hard")], signed=date(2005, 1, 1))
    with database.read() as session:
        old = session.scalars(select(Document.sha256).join(Agreement).where(Agreement.slug == "old")).one()
        row = Wording.model_validate(
            {
                "sha256": "ab" * 32,
                "wording_of": "2009-12",
                "note": "",
                "source_url": "https://example.org/text",
            }
        )
        known = replace(registry(), wordings={old: row})
        monkeypatch.setattr("tracker.queries.core.wordings.registry", lambda: known)
        rows = provision_rows(session, "data_flows")
        [total] = [total for total in spread_totals(session) if total.provision == "data_flows"]
    overview = provision_overview("data_flows", rows)
    assert [(row.slug, row.later_wording) for row in rows] == [("old", True), ("new", False)]
    assert overview.first is not None
    assert overview.first_hard is not None
    assert (overview.first.slug, overview.first_hard.slug) == ("new", "new")
    assert total.first_year == 2005
