"""Articles that another agreement replaces, on the pages of the agreement and of the provision."""

from datetime import date

import pytest

from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import AgreementRelation
from tracker.models.database import open_database

CLAUSE = "Each side keeps the gates open for data."


@pytest.fixture
def replaced(sqlite_url: str) -> str:
    """One agreement whose article is replaced for two of three parties, one of which it is replaced for all."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        chapter = MadeChapter(
            "CHAPTER 14", articles=(MadeArticle("ARTICLE 3", "Gates", CLAUSE, (MadeFinding("data_flows"),)),)
        )
        facts = {"in_force": date(2012, 3, 4), "chapters": (chapter,)}
        partly = world.agreement("Partly old", ["AUS", "CHL", "PER"], **facts)
        wholly = world.agreement("Wholly old", ["AUS", "CHL"], **facts)
        protocol = world.agreement(
            "The <b>Protocol</b>", ["AUS", "CHL"], slug="protocol", in_force=date(2020, 5, 6)
        )
        for target in (partly, wholly):
            session.add(
                AgreementRelation(
                    agreement_id=protocol.id, target_id=target.id, relation="replaces", articles=["14.*"]
                )
            )
    return sqlite_url


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Replaced by", "Since 2020-05-06: Australia, Chile.", "Still in effect for: Peru")),
        ("es", ("Sustituido por", "Desde el 2020-05-06: Australia, Chile.", "Sigue vigente para: Perú")),
        (
            "fr",
            (
                "Remplacé par",
                "Depuis le 2020-05-06\N{NARROW NO-BREAK SPACE}: Australie, Chili.",
                "Encore applicable pour\N{NARROW NO-BREAK SPACE}: Pérou",
            ),
        ),
    ],
)
def test_the_article_says_by_what_since_when_and_for_whom(
    replaced: str, open_page: Open, language: str, words: tuple[str, ...]
) -> None:
    for view in ("flagged", "all"):
        text = shown(open_page("agreement", agreement="partly-old", view=view, lang=language))
        for expected in words:
            assert expected in text
        assert "agreement=protocol" in text
        assert "<b>Protocol" not in text


def test_replaced_for_all(replaced: str, open_page: Open) -> None:
    assert "For all parties since 2020-05-06." in shown(open_page("agreement", agreement="wholly-old"))
    text = shown(open_page("provision", provision="data_flows"))
    assert text.count("Every article with this provision is replaced today") == 1
    assert 'class="replaced"' not in shown(open_page("agreement", agreement="protocol"))


def test_the_table_has_it_in_words(replaced: str, open_page: Open) -> None:
    page = open_page("agreement", agreement="wholly-old", form="table")
    (table,) = page.dataframe
    assert list(table.value["Replaced by"]) == [
        "Replaced by The <b>Protocol</b>. For all parties since 2020-05-06."
    ]


def test_an_exception_elsewhere_that_is_replaced_is_said_to_be(sqlite_url: str, open_page: Open) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        articles = (
            MadeArticle("3", "Gates", CLAUSE, (MadeFinding("data_flows", "hard", False),)),
            MadeArticle("9", "Reasons", CLAUSE, (MadeFinding("ecommerce_exceptions"),)),
        )
        old = world.agreement(
            "Old",
            ["AUS", "CHL"],
            slug="old",
            in_force=date(2012, 3, 4),
            chapters=(MadeChapter("14", articles=articles),),
        )
        protocol = world.agreement("Protocol", ["AUS", "CHL"], slug="protocol", in_force=date(2020, 5, 6))
        row = AgreementRelation(
            agreement_id=protocol.id, target_id=old.id, relation="replaces", articles=["14.4"]
        )
        session.add(row)
    assert "Replaced by" not in exceptions_of(open_page)
    with database.session() as session:
        session.merge(row).articles = ["14.9"]
    said = exceptions_of(open_page)
    assert "article=tota1%3A2" in said
    assert "Replaced by" in said
    assert "For all parties since 2020-05-06." in said


def exceptions_of(open_page: Open) -> str:
    """What the page of the article says of its exceptions."""
    text = shown(open_page("agreement", agreement="old", article="tota1:1"))
    return text.split('class="applicable-exceptions"')[1].split("</section>")[0]
