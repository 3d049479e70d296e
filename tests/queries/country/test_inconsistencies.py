"""Inconsistencies: accepted here, weaker or absent there, by the country's agreements with a digital chapter."""

import itertools
from datetime import date

from sqlalchemy import update

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Agreement
from tracker.models.database import Database
from tracker.queries import Inconsistency, country_inconsistencies

NUMBERS = itertools.count(1)
"""Keys of agreements and articles, each once however many sessions write them."""


def agreement(
    database: Database,
    name: str,
    signed: date,
    *findings: MadeFinding,
    topic: str = "ecommerce",
    **facts: object,
) -> None:
    article = MadeArticle("1", findings=findings)
    with database.session() as session:
        World(session, _external=NUMBERS, _article_ids=NUMBERS).agreement(
            name,
            signed=signed,
            in_force=signed,
            chapters=(MadeChapter("14", "Rules", topic, (article,)),),
            **facts,  # type: ignore[arg-type]
        )


def found(database: Database, iso3: str = "AAA") -> list[Inconsistency]:
    with database.read() as session:
        return country_inconsistencies(session, iso3)


def test_absent_in_an_older_digital_chapter(database: Database) -> None:
    agreement(database, "Old", date(2005, 1, 1))
    agreement(database, "New", date(2015, 1, 1), MadeFinding("source_code", "hard", False))
    [row] = found(database)
    assert (row.provision, row.trend) == ("source_code", "hardened")
    assert [position.agreement.name for position in row.accepted] == ["New"]
    [weaker] = row.weaker
    assert (weaker.agreement.name, weaker.strength, weaker.article) == ("Old", None, None)


def test_agreements_without_a_digital_chapter_do_not_count_as_refusals(database: Database) -> None:
    agreement(database, "Goods", date(2005, 1, 1), topic="goods")
    agreement(database, "New", date(2015, 1, 1), MadeFinding("source_code", "hard", False))
    assert found(database) == []


def test_softer_elsewhere_counts_wherever_it_stands(database: Database) -> None:
    agreement(database, "Services", date(2018, 1, 1), MadeFinding("local_presence", "soft"), topic="services")
    agreement(database, "Digital", date(2015, 1, 1), MadeFinding("local_presence", "hard"))
    [row] = found(database)
    assert (row.trend, row.weaker[0].strength) == ("softened", "soft")


def test_exception_and_single_sector_are_weaker(database: Database) -> None:
    agreement(database, "Firm", date(2010, 1, 1), MadeFinding("data_flows", "hard", False))
    agreement(database, "Way out", date(2012, 1, 1), MadeFinding("data_flows", "hard", True))
    agreement(database, "Wires", date(2005, 1, 1), MadeFinding("data_flows", "hard", False), topic="telecoms")
    [row] = found(database)
    assert [position.agreement.name for position in row.accepted] == ["Firm"]
    assert [(position.agreement.name, position.sector) for position in row.weaker] == [
        ("Way out", None),
        ("Wires", "telecoms"),
    ]
    assert row.trend == "mixed"


def test_soft_everywhere_is_no_inconsistency(database: Database) -> None:
    agreement(database, "Soft", date(2010, 1, 1), MadeFinding("data_flows", "soft", False))
    agreement(database, "None", date(2012, 1, 1))
    assert found(database) == []


def test_ended_agreements_and_other_countries_are_left_aside(database: Database) -> None:
    agreement(database, "Ended", date(2005, 1, 1), inactive=date(2011, 1, 1))
    agreement(database, "New", date(2015, 1, 1), MadeFinding("source_code", "hard", False))
    assert found(database) == []
    assert found(database, "ZZZ") == []


def test_a_year_without_a_day_is_earlier_only_where_that_is_certain(database: Database) -> None:
    """It stands at the end of its year in the list; within one year neither is the earlier one."""
    agreement(database, "Absent", date(2015, 6, 1))
    agreement(database, "Strict", date(2015, 7, 1), MadeFinding("source_code", "hard", False))
    agreement(database, "Absent too", date(2015, 5, 1))
    only_year(database, "absent", 2015)
    [row] = found(database)
    assert row.trend == "mixed"
    assert [position.agreement.name for position in row.weaker] == ["Absent", "Absent too"]
    assert [(position.day, position.latest) for position in row.weaker] == [
        (None, date(2015, 12, 31)),
        (date(2015, 5, 1), date(2015, 5, 1)),
    ]
    only_year(database, "absent", 2014)
    [row] = found(database)
    assert row.trend == "hardened"
    assert [position.agreement.name for position in row.weaker] == ["Absent too", "Absent"]


def only_year(database: Database, slug: str, year: int) -> None:
    """Take the day of signature of an agreement away, and leave its year."""
    with database.session() as session:
        changes = {"date_signed": None, "year_signed": year}
        session.execute(update(Agreement).where(Agreement.slug == slug).values(**changes))


def test_an_unknown_exception_makes_no_clause_weaker(database: Database) -> None:
    agreement(database, "Free", date(2010, 1, 1), MadeFinding("source_code", "hard", False))
    agreement(database, "Unknown", date(2011, 1, 1), MadeFinding("source_code", "hard"))
    agreement(database, "Soft", date(2012, 1, 1), MadeFinding("source_code", "soft"))
    [row] = found(database)
    assert [position.agreement.name for position in row.accepted] == ["Free"]
    assert [position.agreement.name for position in row.weaker] == ["Soft"]


def test_nor_does_it_make_another_weaker_than_itself(database: Database) -> None:
    agreement(database, "Unknown", date(2011, 1, 1), MadeFinding("source_code", "hard"))
    agreement(database, "Excepted", date(2012, 1, 1), MadeFinding("source_code", "hard", True))
    assert found(database) == []
