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


TELECOMS = "No Party shall stop a carrier of telegrams from sending data over the wires of another Party."
GENERAL = (
    "Each Party shall endeavour to let anybody send data over the border, save where the harvest forbids it."
)
ALMOST = (
    "Each Party shall endeavour to let anybody send data over the border, save where the weather forbids it."
)
CARVE_OUT = "Nothing in this Chapter stops a Party from guarding its lighthouses."


@pytest.fixture
def several(sqlite_url: str) -> str:
    """One agreement with a hard rule for telecoms and a soft one in its digital chapter, which has exceptions of its
    own; another with a soft rule alone."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        world.agreement(
            "Many - Ways",
            signed=date(2010, 1, 1),
            chapters=(
                MadeChapter(
                    "14",
                    "Telecommunications",
                    "telecoms",
                    (
                        MadeArticle(
                            "14.2",
                            "Wires",
                            TELECOMS,
                            (MadeFinding("data_flows", "hard", False, TELECOMS, scope="telecoms"),),
                        ),
                    ),
                ),
                MadeChapter(
                    "15",
                    "Electronic Commerce",
                    "ecommerce",
                    (
                        MadeArticle(
                            "15.8",
                            "Borders",
                            GENERAL,
                            (MadeFinding("data_flows", "soft", True, GENERAL, scope="general"),),
                        ),
                        MadeArticle(
                            "15.9",
                            "Exceptions",
                            CARVE_OUT,
                            (
                                MadeFinding(
                                    "ecommerce_exceptions",
                                    "hard",
                                    None,
                                    CARVE_OUT,
                                    notes=("covers:this:chapter",),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        )
        world.agreement(
            "One - Way",
            signed=date(2011, 1, 1),
            chapters=(
                MadeChapter(
                    "3",
                    "Electronic Commerce",
                    "ecommerce",
                    (
                        MadeArticle(
                            "3.1", "Borders", ALMOST, (MadeFinding("data_flows", "soft", True, ALMOST),)
                        ),
                    ),
                ),
            ),
        )
    database.close()
    return sqlite_url


def test_of_several_articles_the_main_one_is_compared_and_another_can_be_chosen(
    several: str, open_page: Open
) -> None:
    page = open_page("compare", agreements="one-way,many-ways", provision="data_flows")
    html = shown(page)
    assert [box.label for box in page.selectbox] == ["Provision", "Article of Many - Ways (2010)"]
    box = page.selectbox(key="link-data_flows.many-ways")
    assert box.options == ["Article 14.2, hard, Telecoms", "Article 15.8, soft"]
    assert TELECOMS not in html
    assert "<ins" in html  # the rule of the digital chapter is alike
    cards = html[html.index('class="side-by-side"') :]
    assert "in the same chapter" in cards and "Article 15.9" in cards  # the exceptions of its chapter

    box.select(box.options[0]).run()
    chosen = shown(page)
    assert "data_flows.many-ways" in page.query_params
    assert TELECOMS in chosen
    cards = chosen[chosen.index('class="side-by-side"') :]
    assert "too few to mark what differs" in cards
    assert "<ins" not in cards
    assert "in the same chapter" not in cards  # Article 15.9 was read, and covers the other chapter only
    table = chosen[chosen.index('class="comparison') : chosen.index('class="side-by-side"')]
    assert "Article 14.2" in table and "Article 15.8" not in table
    assert "data_flows.many-ways=" in table  # and the links of the table keep the choice


def test_an_article_that_does_not_exist_is_reported_and_the_main_one_is_compared(
    several: str, open_page: Open
) -> None:
    page = shown(
        open_page(
            "compare",
            agreements="one-way,many-ways",
            provision="data_flows",
            **{"data_flows.many-ways": "<x>"},
        )
    )
    assert "data_flows.many-ways=&lt;x&gt;" in page
    assert "<ins" in page
