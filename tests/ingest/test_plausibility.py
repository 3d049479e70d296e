"""The plausibility report with stored texts: kept with them, grave ones quarantined, lost parts kept out."""

from dataclasses import replace

from sqlalchemy import select, update

from tests.ingest.test_store import TOTA, store
from tests.invented import agreement, article, chapters
from tracker.ingest.plausibility import look_again
from tracker.ingest.quarantine_review import quarantine_rows
from tracker.ingest.store import store_agreement
from tracker.models import Document, QuarantinedText
from tracker.models.database import Database
from tracker.queries import looked_at, plausibility
from tracker.texts.types import AgreementText, ArticleText, ChapterText

GOODS, ECOMMERCE = chapters()
FINAL = ChapterText(
    "CHAPTER 3", "Final Provisions", (article("3.1", "Entry into Force", "It enters into force."),), "c3"
)
THREE = (GOODS, ECOMMERCE, FINAL)
PAGE = ArticleText(None, None, "The page you are looking for cannot be found. It might have been removed.")


def later(*content: ChapterText, sha256: str = "b" * 64) -> AgreementText:
    return replace(agreement(content=content), sha256=sha256)


def stored_remarks(database: Database) -> list[object]:
    with database.read() as session:
        return list(session.scalars(select(Document.remarks).order_by(Document.version)))


def test_a_text_is_stored_with_its_report(database: Database) -> None:
    store(database, agreement())
    assert stored_remarks(database) == [[]]
    with database.read() as session:
        found = plausibility(session)
        assert (found.looked_at, found.not_looked_at, found.texts) == (1, 0, ())
        (row,) = looked_at(session, "arcadia-ruritania-2019")
        assert row.remarks == ()


def test_a_part_that_lost_its_articles_never_replaces_the_last_good_one(database: Database) -> None:
    store(database, agreement(content=THREE))
    gone = replace(
        ECOMMERCE, articles=(ArticleText(None, None, "Under revision. Ask the ministry for the text."),)
    )
    outcome = store(database, later(GOODS, gone, FINAL))
    assert outcome.kind == "quarantined"
    assert outcome.slug == "arcadia-ruritania-2019"
    assert "chapters or annexes of the stored text are gone" in (outcome.reason or "")
    assert "CHAPTER 2 Electronic Commerce" in (outcome.reason or "")
    with database.read() as session:
        assert session.scalars(select(Document.version)).all() == [1]
        assert [row.state for row in quarantine_rows(session)] == ["quarantined"]


def test_a_person_can_release_it(database: Database) -> None:
    store(database, agreement(content=THREE))
    without = later(GOODS, FINAL)
    assert store(database, without).kind == "quarantined"
    with database.session() as session:
        session.execute(update(QuarantinedText).values(state="accepted"))
    assert store(database, without).kind == "updated"
    (_first, second) = stored_remarks(database)
    assert isinstance(second, list)
    assert [(remark["kind"], remark["grave"]) for remark in second] == [("lost_part", True)]


def test_a_chapter_that_moved_is_not_lost(database: Database) -> None:
    store(database, agreement(content=THREE))
    moved = ChapterText("PART II, CHAPTER 7", "Trade by Wire", ECOMMERCE.articles, "c7")
    assert store(database, later(GOODS, FINAL, moved)).kind == "updated"


def test_a_first_text_with_a_grave_remark_waits_for_a_person(database: Database) -> None:
    bad = agreement(content=(GOODS, replace(ECOMMERCE, articles=(PAGE,))))
    outcome = store(database, bad)
    assert (outcome.kind, outcome.slug, outcome.document_id) == ("quarantined", "", 0)
    assert "error page" in (outcome.reason or "")
    assert store(database, bad).kind == "quarantined"
    with database.read() as session:
        assert session.scalars(select(Document)).all() == []
        assert len(quarantine_rows(session)) == 1
    with database.session() as session:
        assert store_agreement(session, bad, TOTA, trusted=True).kind == "loaded"


def test_a_quarantined_first_text_that_newer_readers_read_well_is_stored(database: Database) -> None:
    assert (
        store(database, agreement(content=(GOODS, replace(ECOMMERCE, articles=(PAGE,))))).kind
        == "quarantined"
    )
    with database.session() as session:
        assert store_agreement(session, agreement(content=THREE), TOTA, reread=True).kind == "loaded"


def test_texts_stored_before_are_looked_at_again(database: Database) -> None:
    gap = replace(
        GOODS, articles=tuple(article(f"1.{n}", f"Apples {n}", "Apples shall pass.") for n in (1, 2, 6, 7, 8))
    )
    store(database, agreement(content=(gap, ECOMMERCE)))
    with database.session() as session:
        session.execute(update(Document).values(remarks=None))
    with database.read() as session:
        assert plausibility(session).not_looked_at == 1
    assert look_again(database) == 1
    assert look_again(database) == 0
    with database.read() as session:
        found = plausibility(session)
    ((text),) = found.texts
    assert [remark.kind for remark in text.remarks or ()] == ["number_gaps"]
    counts = {row.kind: (row.texts, row.grave) for row in found.kinds}
    assert counts["number_gaps"] == (1, 0)
    assert counts["error_page"] == (0, 0)
