"""The Compare page: choosing, the table, marked-up clauses, links that cannot be used."""

from datetime import date

import pytest

from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Article
from tracker.models.database import open_database

OLD = "Each side keeps the old gates open."
NEW = "Each side keeps the new <b>gates</b> open."


@pytest.fixture
def pair(sqlite_url: str) -> str:
    """Two agreements whose clause on data flows differs by a word, one more without text."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        for name, strength, text in (("Old - One", "hard", OLD), ("New - One", "soft", NEW)):
            world.agreement(
                name,
                ["PER", "CHL"] if strength == "hard" else ["PER", "KOR"],
                signed=date(2010, 1, 1),
                in_force=date(2011, 1, 1),
                chapters=(
                    MadeChapter(
                        "14",
                        articles=(
                            MadeArticle(
                                "14.1", "Gates", text, (MadeFinding("data_flows", strength, False, text),)
                            ),
                        ),
                    ),
                ),
            )
        world.agreement(
            "Facts - Only",
            has_text=False,
            chapters=(
                MadeChapter(articles=(MadeArticle("3", text=None, findings=(MadeFinding("data_flows"),)),)),
            ),
        )
    database.close()
    return sqlite_url


def test_empty_database_says_what_to_do(open_page: Open) -> None:
    assert "tracker up" in shown(open_page("compare"))


def test_without_choice_a_pair_is_offered(pair: str, open_page: Open) -> None:
    page = shown(open_page("compare"))
    assert "Choose 2 to 6 above" in page
    assert 'href="compare?agreements=' in page


def test_one_side_alone_is_not_compared(pair: str, open_page: Open) -> None:
    assert "<table" not in shown(open_page("compare", agreements="old-one"))


def test_agreements_with_their_clauses_marked_up(pair: str, open_page: Open) -> None:
    page = shown(open_page("compare", agreements="old-one,new-one"))
    assert "They differ on 1 of 1 provisions" in page
    assert '<span class="heard">taken out: </span>old' in page
    assert "<b>gates</b>" not in page, "words of a text are never HTML"
    assert "&lt;" in page and "<ins" in page


def test_wordings_with_little_in_common_are_not_marked_up(pair: str, open_page: Open) -> None:
    database = open_database(pair)
    with database.session() as session:
        for article in session.query(Article).filter(Article.text.is_not(None)).order_by(Article.id).limit(1):
            article.text = "Kites, lanterns and ferries are nobody's business here."
    database.close()
    page = shown(open_page("compare", agreements="old-one,new-one"))
    assert "too few to mark what differs" in page
    assert "<ins" not in page and "<del" not in page


def test_wording_as_it_stands(pair: str, open_page: Open) -> None:
    page = shown(open_page("compare", agreements="old-one,new-one", wording="plain"))
    assert "<ins" not in page and "<del" not in page
    assert OLD in page


def test_text_that_is_not_here_is_said(pair: str, open_page: Open) -> None:
    page = shown(open_page("compare", agreements="old-one,facts-only"))
    assert "has not been fetched yet" in page


def test_countries_in_spanish(pair: str, open_page: Open) -> None:
    page = shown(open_page("compare", kind="countries", countries="PER,CHL", lang="es"))
    assert "Lado a lado" in page and "Perú" in page
    assert 'href="country?country=CHL&amp;lang=es"' in page
    assert (
        'href="compare?countries=PER%2CCHL&amp;kind=countries&amp;provision=data_flows&amp;lang=es"' in page
    )


def test_differences_only(pair: str, open_page: Open) -> None:
    page = shown(open_page("compare", kind="countries", countries="PER,CHL", rows="differences"))
    assert "They have the same provisions" in page


def test_unknown_sides_are_named_and_left_aside(pair: str, open_page: Open) -> None:
    page = shown(open_page("compare", agreements="old-one,<x>,new-one", provision="??"))
    assert "agreements=&lt;x&gt;" in page and "provision=??" in page
    assert "They differ on" in page


def test_choosing_writes_the_link(pair: str, open_page: Open) -> None:
    test = open_page("compare")
    test.multiselect[0].set_value(["new-one", "old-one"]).run()
    assert test.query_params["agreements"] == "new-one,old-one"
    assert "They differ on" in shown(test)
