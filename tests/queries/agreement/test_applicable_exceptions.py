"""Applicable exceptions: in the article, in its chapter, in the agreement, and none at all."""

import pytest

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import Database
from tracker.queries import ApplicableExceptions, applicable_exceptions

FLOWS = MadeFinding("data_flows", "hard", False)


def left(database: Database, *chapters: MadeChapter) -> ApplicableExceptions:
    """The applicable exceptions of the one rule of an agreement with these chapters."""
    with database.session() as session:
        World(session).agreement("One", chapters=chapters)
    with database.read() as session:
        [applicable] = applicable_exceptions(session, provision="data_flows")
    return applicable


def digital(*articles: MadeArticle) -> MadeChapter:
    return MadeChapter("14", "Electronic Commerce", "ecommerce", articles)


def one(*findings: MadeFinding) -> MadeArticle:
    return MadeArticle("1", findings=findings)


def exceptions(provision: str, *notes: str, topic: str = "exceptions") -> MadeChapter:
    article = MadeArticle("29.1", findings=(MadeFinding(provision, "hard", None, notes=notes),))
    return MadeChapter("29", "Exceptions", topic, (article,))


def test_no_exception_at_all(database: Database) -> None:
    applicable = left(database, digital(one(FLOWS)))
    assert applicable.nothing
    assert (applicable.in_article, applicable.elsewhere, applicable.no_disputes) == (False, (), ())


def test_kinds_limits_and_details_of_the_article_itself(database: Database) -> None:
    notes = ("algorithms", "exception:public_policy", "scope:procurement")
    applicable = left(database, digital(one(MadeFinding("data_flows", "hard", True, notes=notes))))
    assert not applicable.nothing
    assert (applicable.kinds, applicable.limits, applicable.details) == (
        ("public_policy",),
        ("procurement",),
        ("algorithms",),
    )


def test_exceptions_of_the_chapter_reach_it_and_so_does_its_freedom_from_disputes(database: Database) -> None:
    applicable = left(
        database,
        digital(
            one(FLOWS),
            one(MadeFinding("ecommerce_exceptions")),
            one(MadeFinding("dispute_settlement_excluded")),
        ),
    )
    assert [(entry.provision, entry.reach) for entry in applicable.elsewhere] == [
        ("ecommerce_exceptions", "chapter")
    ]
    assert [article.number for article in applicable.no_disputes] == ["1"]


@pytest.mark.parametrize(
    ("notes", "topic", "reach"),
    [
        (("gats_xiv", "names_digital_chapter"), "exceptions", "agreement"),
        (("covers_whole_agreement",), "services", "agreement"),
        (("gats_xiv",), "exceptions", "unclear"),
    ],
)
def test_general_exceptions_reach_it_as_far_as_their_words_go(
    database: Database, notes: tuple[str, ...], topic: str, reach: str
) -> None:
    applicable = left(database, digital(one(FLOWS)), exceptions("general_exceptions", *notes, topic=topic))
    assert [entry.reach for entry in applicable.elsewhere] == [reach]
    assert not applicable.nothing


def test_exceptions_of_another_chapter_do_not_reach_it(database: Database) -> None:
    other = MadeChapter("5", "Services", "services", (one(MadeFinding("ecommerce_exceptions")),))
    applicable = left(database, digital(one(FLOWS)), other, exceptions("general_exceptions", topic="goods"))
    assert applicable.nothing


def test_a_rule_outside_the_digital_chapter_is_not_reached_by_what_names_that_chapter(
    database: Database,
) -> None:
    services = MadeChapter("11", "Financial Services", "financial_services", (one(FLOWS),))
    notes = ("gats_xiv", "names_digital_chapter")
    applicable = left(database, services, exceptions("general_exceptions", *notes, topic="goods"))
    assert applicable.nothing


SERVICES = "Services and Electronic Commerce"


def sections(
    *noted: tuple[str, ...], number: str = "CHAPTER EIGHT, SECTION G", heading: str = SERVICES
) -> list[MadeChapter]:
    """A digital rule in section F of chapter eight, and exceptions with these notes in another part."""
    found = tuple(MadeFinding("general_exceptions", "hard", None, notes=notes) for notes in noted)
    return [
        MadeChapter(
            "CHAPTER EIGHT, SECTION F", f"{SERVICES} / Electronic Commerce", "ecommerce", (one(FLOWS),)
        ),
        MadeChapter(number, f"{heading} / General Provisions", "services", (one(*found),)),
    ]


@pytest.mark.parametrize(
    ("notes", "number", "heading", "reaches"),
    [
        (("covers:this:chapter",), "CHAPTER EIGHT, SECTION G", SERVICES, ["chapter"]),
        (("covers:this:section",), "CHAPTER EIGHT, SECTION G", SERVICES, []),
        ((), "CHAPTER EIGHT, SECTION G", SERVICES, ["chapter"]),
        (("covers:this:chapter",), "CHAPTER TWO, SECTION D", "Goods", []),
        (("covers:this:chapter",), "CHAPTER EIGHT, SECTION G", "Another title's chapter eight", []),
        (("covers:chapter:2-7",), "CHAPTER SIXTEEN, SECTION A", "Exceptions", []),
        (("covers:chapter:viii",), "CHAPTER SIXTEEN, SECTION A", "Exceptions", ["agreement"]),
        (("covers:chapter:2-10",), "CHAPTER SIXTEEN, SECTION A", "Exceptions", ["agreement"]),
        (("covers:part:two",), "CHAPTER SIXTEEN, SECTION A", "Exceptions", ["unclear"]),
        (("covers_whole_agreement", "excepts:chapter:8"), "CHAPTER SIXTEEN, SECTION A", "Exceptions", []),
        (("covers_whole_agreement", "goods_only"), "CHAPTER TWO, SECTION D", "Goods", ["unclear"]),
    ],
)
def test_an_exception_reaches_the_parts_of_the_text_that_it_names(
    database: Database, notes: tuple[str, ...], number: str, heading: str, reaches: list[str]
) -> None:
    applicable = left(database, *sections(notes, number=number, heading=heading))
    assert [entry.reach for entry in applicable.elsewhere] == reaches


def test_none_whatsoever_is_said_of_hard_general_rules_with_what_was_read(database: Database) -> None:
    rule = MadeFinding("data_flows", "hard", False, scope="general")
    other = MadeChapter(
        "5", "Goods", "goods", (one(MadeFinding("general_exceptions", notes=("covers:this:chapter",))),)
    )
    applicable = left(database, digital(one(rule)), other)
    assert applicable.none_whatsoever
    assert [article.chapter_heading for article in applicable.not_reaching] == ["Goods"]


def test_none_whatsoever_is_not_said_of_an_uncertain_finding(database: Database) -> None:
    rule = MadeFinding("data_flows", "hard", False, scope="general", uncertain=True)
    assert not left(database, digital(one(rule))).none_whatsoever


@pytest.mark.parametrize(("strength", "scope"), [("soft", "general"), ("hard", "telecoms")])
def test_none_whatsoever_is_not_said_of_soft_or_sectoral_rules(
    database: Database, strength: str, scope: str
) -> None:
    applicable = left(database, digital(one(MadeFinding("data_flows", strength, False, scope=scope))))
    assert applicable.nothing
    assert not applicable.none_whatsoever
