"""Nearest clauses: wordings of a provision in current texts, the likeliest by language, a draft's standings."""

from datetime import date

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Document
from tracker.models.database import Database
from tracker.queries import (
    draft_score,
    draft_strongest,
    nearest_wordings,
    provision_wordings,
)
from tracker.queries.agreement.nearest import wordings_by_provision

KITES = "No side shall ask for kites to be kept on its own hill."
FREE = "Kites may be kept on any hill."


def write(database: Database) -> None:
    """Three agreements with the provision (one without text), one with another; all in English."""
    with database.session() as session:
        world = World(session)
        for name, signed, text in (
            ("Old - Kites", date(2005, 1, 1), f"First. {KITES} Last."),
            ("New - Kites", date(2015, 1, 1), f"First. {KITES} Last."),
            ("Free - Kites", date(2010, 1, 1), FREE),
        ):
            finding = MadeFinding(
                "data_localisation", "hard", True, evidence=KITES if KITES in text else FREE
            )
            world.agreement(
                name,
                signed=signed,
                chapters=(MadeChapter(articles=(MadeArticle("7", "Hills", text, (finding,)),)),),
            )
        world.agreement(
            "Bare - Facts",
            has_text=False,
            chapters=(
                MadeChapter(articles=(MadeArticle("1", findings=(MadeFinding("data_localisation"),)),)),
            ),
        )


def test_wordings_of_a_provision_are_whole_paragraphs(database: Database) -> None:
    write(database)
    with database.read() as session:
        wordings = provision_wordings(session, "data_localisation")
        assert provision_wordings(session, "source_code") == []
    assert [(wording.agreement, wording.text) for wording in wordings] == [
        ("Old - Kites", f"First. {KITES} Last."),
        ("New - Kites", f"First. {KITES} Last."),
        ("Free - Kites", FREE),
    ]
    first = wordings[0]
    assert (first.slug, first.date, first.strength, first.exception) == (
        "old-kites",
        date(2005, 1, 1),
        "hard",
        True,
    )
    assert (first.article.number, first.full_text) == ("7", f"First. {KITES} Last.")


def test_nearest_is_the_likest_and_of_equals_the_oldest(database: Database) -> None:
    write(database)
    with database.read() as session:
        wordings = wordings_by_provision(session, ["data_localisation"])["data_localisation"]
    found = nearest_wordings(wordings, KITES, "", "en")
    assert [near.wording.slug for near in found] == ["old-kites", "new-kites", "free-kites"]
    assert found[0].similarity == 1.0
    assert found[0].stored == KITES
    changed = nearest_wordings(wordings, KITES.replace("its own hill", "its hill"), "", "en", limit=1)
    assert len(changed) == 1
    assert 0.8 < changed[0].similarity < 1.0


def test_the_whole_article_is_compared_where_it_has_more_in_common(database: Database) -> None:
    write(database)
    with database.read() as session:
        wordings = provision_wordings(session, "data_localisation")
    near = nearest_wordings(wordings, "Another wording of it.", f"First. {KITES} Last.", "en")[0]
    assert (near.similarity, near.stored) == (1.0, f"First. {KITES} Last.")


def test_another_language_is_not_compared(database: Database) -> None:
    write(database)
    with database.session() as session:
        for document in session.query(Document).all():
            document.language = "es" if document.id == 1 else "en"
    with database.read() as session:
        wordings = provision_wordings(session, "data_localisation")
    assert [near.wording.slug for near in nearest_wordings(wordings, FREE, "", "es")] == ["old-kites"]
    assert nearest_wordings(wordings, FREE, "", "fr") == []
    assert nearest_wordings([], FREE, "", "en") == []


def test_a_draft_stands_by_its_strongest_findings() -> None:
    strongest_findings = draft_strongest(
        [
            ("data_flows", "soft", False, False),
            ("data_flows", "hard", True, False),
            ("source_code", "soft", None, False),
            ("definitions_scope", None, None, False),
        ]
    )
    flows = strongest_findings["data_flows"]
    assert (flows.strength, flows.exception, flows.articles) == ("hard", True, 2)
    assert strongest_findings["source_code"].exception is None
    assert strongest_findings["definitions_scope"].strength is None
    score = draft_score(strongest_findings)
    assert score.score == 1.5 / score.counted
    assert draft_strongest([]) == {}
