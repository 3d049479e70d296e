"""Roll-up: the strongest commitment per provision, with its article, chapter and date."""

from datetime import date

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import Database
from tracker.queries import strongest_commitments


def write(database: Database) -> None:
    """One agreement with a provision in three articles, another that is not in force."""
    articles = (
        MadeArticle("1", findings=(MadeFinding("data_flows", "soft", False),)),
        MadeArticle("2", findings=(MadeFinding("data_flows", "hard", True),)),
        MadeArticle(
            "3", findings=(MadeFinding("data_flows", "hard", False), MadeFinding("cooperation", "soft"))
        ),
        MadeArticle("4", findings=(MadeFinding("data_flows", "hard", False),)),
    )
    with database.session() as session:
        world = World(session)
        world.agreement(
            "Later",
            signed=date(2012, 1, 1),
            chapters=(
                MadeChapter("9", articles=(MadeArticle("9.1", findings=(MadeFinding("encryption"),)),)),
            ),
        )
        world.agreement(
            "Earlier",
            signed=date(2010, 1, 1),
            in_force=date(2011, 2, 3),
            chapters=(MadeChapter("14", articles=articles),),
        )


def test_the_strongest_without_an_exception_comes_with_its_place_and_day(database: Database) -> None:
    write(database)
    with database.read() as session:
        rows = strongest_commitments(session)
    assert [(row.agreement, row.provision) for row in rows] == [
        ("earlier", "data_flows"),
        ("earlier", "cooperation"),
        ("later", "encryption"),
    ]
    flows = rows[0]
    assert (flows.strength, flows.exception, flows.articles) == ("hard", False, 4)
    assert (flows.article.number, flows.article.chapter_number) == ("3", "14")
    assert flows.since == date(2011, 2, 3)
    assert rows[2].since == date(2012, 1, 1), "not in force: the day of signature"


def test_only_the_agreements_asked_for(database: Database) -> None:
    write(database)
    with database.read() as session:
        assert {row.agreement for row in strongest_commitments(session, agreements=["later"])} == {"later"}
        assert strongest_commitments(session, agreements=["nowhere"]) == []


def test_of_equally_strong_ones_the_digital_chapter_counts(database: Database) -> None:
    with database.session() as session:
        rule = (MadeFinding("data_flows", "hard", False),)
        World(session).agreement(
            "Twice",
            chapters=(
                MadeChapter("13", topic="telecoms", articles=(MadeArticle("13.4", findings=rule),)),
                MadeChapter("14", topic="ecommerce", articles=(MadeArticle("14.11", findings=rule),)),
            ),
        )
    with database.read() as session:
        [row] = strongest_commitments(session)
    assert row.article.number == "14.11"
