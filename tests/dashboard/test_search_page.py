"""The Search page's logic: hits with marked snippets, filters and pages from the link, helpful messages."""

from datetime import date

import pytest

from dashboard.parts.messages import Messages
from dashboard.views.search import page as search
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, World
from tracker.models.database import open_database
from tracker.queries import SearchFilter

LANTERNS = 25


@pytest.fixture
def lanterns(world: str) -> str:
    """The small world and one agreement more, with more articles about lanterns than one page shows."""
    database = open_database(world)
    with database.session() as session:
        World(session, "lamps").agreement(
            "Lamp - Wick",
            parties=["EEE", "FFF"],
            signed=date(2018, 1, 1),
            chapters=(
                MadeChapter(
                    articles=tuple(
                        MadeArticle(str(number), "Light", f"Lantern {number} is lit.")
                        for number in range(1, LANTERNS + 1)
                    )
                ),
            ),
        )
    database.close()
    return world


def test_empty_database_says_what_to_do(open_page: Open) -> None:
    page = shown(open_page("search", q="data"))
    assert "No agreements are loaded yet" in page
    assert "tracker up" in page


def test_without_texts_it_says_there_is_nothing_to_search_in(sqlite_url: str, open_page: Open) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        World(session).agreement(
            "Facts - Only",
            has_text=False,
            chapters=(MadeChapter(articles=(MadeArticle("1", text=None),)),),
        )
    database.close()
    page = shown(open_page("search", q="data"))
    assert "No texts are loaded yet, only the facts of 1 agreements" in page
    assert "No article has" not in page


def test_nothing_typed_offers_searches_that_keep_the_filters(world: str, open_page: Open) -> None:
    page = shown(open_page("search", party="AAA"))
    assert 'href="search?q=%22source+code%22&amp;party=AAA"' in page
    assert page.count('href="search?q=') == len(search.EXAMPLES)
    assert "ignored" not in page


def test_hits_are_marked_and_lead_to_the_article(world: str, open_page: Open) -> None:
    page = shown(open_page("search", q='"gates open"'))
    assert "1 article found" in page
    assert '<mark class="evidence-hit">gates open</mark> for data.' in page
    assert 'href="agreement?agreement=north-south&amp;article=tota1%3A1"' in page
    assert "Article 14.1: Gates" in page
    assert "North - South (2010) · Chapter 14 · Electronic Commerce" in page
    assert '<span class="found-name">Data flows</span> <span class="chip chip-hard">hard</span>' in page


@pytest.mark.parametrize(
    ("typed", "number"),
    [("gates", 1), ("gates OR scales", 2), ("each NOT gates", 1), ("serv*", 1), ("gates scales", 0)],
)
def test_boolean_words(world: str, open_page: Open, typed: str, number: int) -> None:
    page = shown(open_page("search", q=typed))
    assert page.count('<article class="card">') == number
    assert ("No article has" in page) is (number == 0)


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"party": "AAA"}, "Gates"),
        ({"party": "DDD"}, "onerror"),
        ({"from_": "2005"}, "Gates"),
        ({"to": "2005"}, "onerror"),
        ({"provision": "source_code"}, "onerror"),
        ({"provision": "data_flows", "topic": "digital"}, "Gates"),
    ],
)
def test_filters_come_from_the_link(
    world: str, open_page: Open, parameters: dict[str, str], found: str
) -> None:
    page = shown(open_page("search", q="each side", **parameters))
    assert "1 article found" in page
    assert found in page
    assert "ignored" not in page


def test_typing_and_choosing_write_the_link_and_begin_at_the_first_page(
    lanterns: str, open_page: Open
) -> None:
    test = open_page("search", q="lantern", page_="2")
    test.text_input(key="link-q").input("gates").run()
    assert not test.exception
    assert test.query_params["q"] == "gates"
    assert "page" not in test.query_params
    assert "1 article found" in shown(test)
    test.selectbox(key="link-party").select("DDD").run()
    assert test.query_params["party"] == "DDD"
    page = shown(test)
    assert "No article has “gates” within these filters" in page
    assert '<a href="search?q=gates" target="_self">Search without filters</a>' in page
    test.text_input(key="link-q").input("").run()
    assert "q" not in test.query_params


def test_pages_of_hits(lanterns: str, open_page: Open) -> None:
    first = shown(open_page("search", q="lantern", party="EEE"))
    assert f"{LANTERNS} articles found" in first
    assert "Articles 1 to 20, best match first." in first
    assert first.count('<article class="card">') == search.HITS_SHOWN
    assert 'href="search?q=lantern&amp;party=EEE&amp;page=2"' in first
    assert "Previous" not in first
    last = shown(open_page("search", q="lantern", party="EEE", page_="2"))
    assert "Articles 21 to 25" in last
    assert "Page 2 of 2" in last
    assert last.count('<article class="card">') == LANTERNS - search.HITS_SHOWN
    assert 'href="search?q=lantern&amp;party=EEE"' in last
    assert "Next" not in last


@pytest.mark.parametrize("number", ["3", "0", "-1", "two", "9" * 6, "9" * 5_000, "²", "٣"])
def test_pages_that_do_not_exist_are_named_and_the_first_is_shown(
    lanterns: str, open_page: Open, number: str
) -> None:
    page = shown(open_page("search", q="lantern", page_=number))
    assert f"page={number[:200]}" in page
    assert "9" * 201 not in page
    assert "Articles 1 to 20" in page


@pytest.mark.parametrize("typed", ['"', "NOT gates", "()", "***", "'; --", "{0}"])
def test_what_cannot_be_read_is_reported_in_one_line(world: str, open_page: Open, typed: str) -> None:
    page = shown(open_page("search", q=typed))
    if typed == "{0}":
        assert "No article has “{0}”" in page
    else:
        assert "There is nothing to look for in" in page
        assert "No article has" not in page


def test_malformed_filters_are_named_and_left_aside(world: str, open_page: Open) -> None:
    page = shown(
        open_page("search", q="gates", party="<b>Z</b>", provision="nope", topic="x", from_="19x9", to="-1")
    )
    for named in ("party=&lt;b&gt;Z&lt;/b&gt;", "provision=nope", "topic=x", "from=19x9", "to=-1"):
        assert named in page
    assert "1 article found" in page


def test_a_pasted_page_is_cut(world: str, open_page: Open) -> None:
    page = shown(open_page("search", q="gates " * 500))
    assert "Only the first 400 characters of the search are used" in page
    assert "1 article found" in page
    assert "ignored" not in page


def test_hostile_text_stays_text(world: str, open_page: Open) -> None:
    page = shown(open_page("search", q="parcels"))
    assert "&lt;script&gt;document.title" in page
    assert '&lt;b&gt;<mark class="evidence-hit">parcels</mark>&lt;/b&gt; &amp; servers' in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "&lt;i&gt;Tilted&lt;/i&gt;" in page
    for typed in ("parcels", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "-<b>"):
        page = shown(open_page("search", q=typed))
        for foreign in ("<script", "<img", "<b>", "<h1>Loud", "<i>Tilted"):
            assert foreign not in page, typed


def test_download_holds_all_hits_and_what_was_flagged(lanterns: str, open_page: Open) -> None:
    test = open_page("search", q="lantern")
    assert len(test.get("download_button")) == 1
    everything = search._table(Messages(), search.Asked("lantern", SearchFilter(), ()))
    assert len(everything) == LANTERNS
    [row] = search._table(Messages(), search.Asked("gates", SearchFilter(), ()))
    assert row == (
        "North - South",
        date(2010, 1, 2),
        "Chapter 14 · Electronic Commerce",
        "Article 14.1",
        "Gates",
        "Data flows (hard, exception)",
        "Each side keeps the gates open for data. A side may close them for a good public reason.",
        "north-south",
        "tota1:1",
        "read here",
        None,
        "",
    )


def test_long_downloads_say_where_they_end(
    lanterns: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "HITS_DOWNLOADED", 7)
    assert "The download holds the first 7." in shown(open_page("search", q="lantern"))
    assert len(search._table(Messages(), search.Asked("lantern", SearchFilter(), ()))) == 7


def test_an_agreement_with_a_number_leads_to_the_article(world: str, open_page: Open) -> None:
    page = shown(open_page("search", q="North-South art. 14.1"))
    assert 'href="agreement?agreement=north-south&amp;article=tota1%3A1"' in page
    assert "The article you named." in page
    page = shown(open_page("search", q="North-South 99.9"))
    assert "North - South: no article 99.9 is here." in page


def test_what_is_typed_goes_to_the_article_and_the_way_back_stays(
    world: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone_to: list[object] = []
    monkeypatch.setattr(search.st, "switch_page", lambda page, query_params: gone_to.append(query_params))
    test = open_page("search")
    test.text_input(key="link-q").input("North-South 14.1").run()
    assert gone_to == [{"agreement": "north-south", "article": "tota1:1"}]
    test.run()
    assert len(gone_to) == 1
    open_page("search", q="North-South 14.1")
    assert len(gone_to) == 1


def test_an_agreement_is_found_by_its_name_read_or_not(world: str, open_page: Open) -> None:
    page = shown(open_page("search", q="east west"))
    assert 'href="agreement?agreement=east-west"' in page
    assert "Agreement of this name" in page
    assert "No article has" not in page


def test_another_spelling_is_offered(world: str, open_page: Open) -> None:
    page = shown(open_page("search", q="gaets party", party="AAA"))
    assert "Did you mean" not in page
    page = shown(open_page("search", q="gaets", party="AAA"))
    assert '<a href="search?q=gates&amp;party=AAA"' in page


def test_terms_in_other_languages_are_named_and_can_be_left_out(world: str, open_page: Open) -> None:
    page = shown(open_page("search", q="código fuente"))
    assert "source code" in page
    assert "exact=1" in page
    page = shown(open_page("search", q="código fuente", exact="1"))
    assert "Also looked for" not in page


def test_a_search_that_is_too_wide_says_so(world: str, open_page: Open) -> None:
    page = shown(open_page("search", q="g*"))
    assert "narrow it" in page
    assert "No article has" not in page
