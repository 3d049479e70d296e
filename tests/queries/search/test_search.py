"""Search: lenient syntax, the same hits on both databases, snippets as offsets."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import Database, open_database
from tracker.queries import SearchFilter, search_articles
from tracker.queries.search.snippets import snippet
from tracker.queries.search.syntax import AllOf, AnyOf, Term, parse_query

FERRY = "The ferry sails at noon. Cross-border parcels are weighed by the clerk."
SALT = "Salt and the ferry are taxed alike. Información clara, señales y año."
COPPER = "Copper is weighed; parcels cross the old border on foot."


@pytest.fixture
def texts(database: Database) -> Database:
    """Three articles in two agreements, and an old version that must never be found."""
    with database.session() as session:
        world = World(session)
        first = world.agreement(
            "North - South",
            signed=date(2001, 1, 1),
            chapters=(
                MadeChapter(
                    topic="services",
                    articles=(
                        MadeArticle("1", "Timetable", FERRY, (MadeFinding("data_flows"),)),
                        MadeArticle("2", "Ferry dues", SALT),
                    ),
                ),
            ),
        )
        world.agreement(
            "East - West",
            parties=("CCC", "DDD"),
            signed=date(2015, 1, 1),
            chapters=(MadeChapter(articles=(MadeArticle("9", "Metals", COPPER),)),),
        )
        world.document(
            first,
            (MadeChapter(articles=(MadeArticle("0", "Zebra", "A zebra."),)),),
            external_id="1",
            version=2,
            current=False,
        )
    return database


def found(database: Database, typed: str, choice: SearchFilter | None = None) -> set[str]:
    """Numbers of the articles found."""
    with database.read() as session:
        result = search_articles(session, typed, choice)
    assert result.total == len(result.hits)
    return {hit.article.number or "" for hit in result.hits}


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("ferry", {"1", "2"}),
        ("FERRY", {"1", "2"}),
        ("ferry clerk", {"1"}),
        ("ferry AND salt", {"2"}),
        ("ferry OR copper", {"1", "2", "9"}),
        ("ferry NOT salt", {"1"}),
        ("ferry -salt", {"1"}),
        ('"cross border"', {"1"}),
        ("cross-border", {"1"}),
        ('"cross the old border"', {"9"}),
        ("(salt OR copper) AND weighed", {"9"}),
        ("parc*", {"1", "9"}),
        ("informacion SEÑALES", {"2"}),
        ("zebra", set()),
        ("timetable", {"1"}),
    ],
)
def test_same_hits_on_both_databases(texts: Database, typed: str, numbers: set[str]) -> None:
    assert found(texts, typed) == numbers


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (SearchFilter(party="CCC"), {"9"}),
        (SearchFilter(year_from=2010), {"9"}),
        (SearchFilter(year_to=2010), {"1"}),
        (SearchFilter(provision="data_flows"), {"1"}),
        (SearchFilter(topics=("services",)), {"1"}),
    ],
)
def test_filters(texts: Database, choice: SearchFilter, numbers: set[str]) -> None:
    assert found(texts, "weighed", choice) == numbers


def test_heading_weighs_more_than_text(texts: Database) -> None:
    with texts.read() as session:
        result = search_articles(session, "ferry")
    assert [hit.article.number for hit in result.hits] == ["2", "1"]


def test_pages_of_hits(texts: Database) -> None:
    with texts.read() as session:
        first = search_articles(session, "ferry", limit=1)
        second = search_articles(session, "ferry", limit=1, offset=1)
    assert first.total == second.total == 2
    assert {hit.article.number for hit in (*first.hits, *second.hits)} == {"1", "2"}


@pytest.mark.parametrize(
    "typed", ["", "   ", '"', "()", "NOT", "NOT ferry", "-", "***", "AND OR", "'; --", "^"]
)
def test_nothing_to_search_for_is_said(texts: Database, typed: str) -> None:
    with texts.read() as session:
        result = search_articles(session, typed)
    assert (result.total, result.hits, result.understood) == (0, (), False)


@pytest.mark.parametrize(
    "typed",
    [
        'ferry"',
        '"ferry',
        "ferry)",
        "((ferry",
        "ferry AND",
        "OR ferry",
        "ferry NOT",
        "heading:ferry",
        "ferry'",
        "ferry\\",
        "ferry:*",
        "ferry <-> &",
        "NEAR(ferry, 2)",
        "{ferry}",
        "ferry ^2",
        "ferry \x00",
        "ferry " * 500,
    ],
)
def test_malformed_queries_are_read_leniently(texts: Database, typed: str) -> None:
    with texts.read() as session:
        assert search_articles(session, typed).understood


@given(st.text(alphabet="abferry \"()*-:'\\ANDORNT&|!<>^{}ñ\u0301", max_size=40))
def test_any_text_parses(typed: str) -> None:
    node = parse_query(typed)
    assert node is None or isinstance(node, Term | AllOf | AnyOf)


def test_any_text_is_accepted_by_sqlite(sqlite_url: str) -> None:
    database = open_database(sqlite_url)

    @given(st.text(max_size=60))
    def accepted(typed: str) -> None:
        with database.read() as session:
            assert search_articles(session, typed).total == 0

    accepted()
    database.close()


def test_snippet_marks_are_offsets_into_what_is_shown(texts: Database) -> None:
    with texts.read() as session:
        [hit] = search_articles(session, "informacion salt").hits
    shown = hit.snippet
    assert [shown.text[start:end] for start, end in shown.marks] == ["Salt", "Información"]
    assert (shown.cut_before, shown.cut_after) == (False, False)


def test_snippet_of_a_long_text_is_cut_at_words_around_the_hit() -> None:
    words = " ".join(["filler"] * 400 + ["needle"] + ["filler"] * 400)
    cut = snippet(words, [Term(("needle",))], length=200)
    assert [cut.text[start:end] for start, end in cut.marks] == ["needle"]
    assert cut.cut_before
    assert cut.cut_after
    assert cut.excerpt
    assert cut.plain == f"… {cut.text} …"
    assert len(cut.text) <= 200
    assert set(cut.text.split()) == {"filler", "needle"}


def test_snippet_is_the_whole_paragraph_with_its_conditions() -> None:
    rule = (
        "2. A Party may ask for a licence, provided that the licence: (a) is no burden; and (b) fits its aim."
    )
    words = f"1. Nobody shall paint a ferry.\n{rule}\n3. The Committee shall meet in May."
    shown = snippet(words, [Term(("licence",))])
    assert (shown.text, shown.excerpt) == (rule, False)
    assert shown.plain == f"… {rule} …"


def test_snippet_never_carries_markup() -> None:
    cut = snippet("<script>alert('needle')</script>", [Term(("needle",))])
    assert cut.text == "<script>alert('needle')</script>"
    assert [cut.text[a:b] for a, b in cut.marks] == ["needle"]


def test_a_year_of_signature_without_a_day_counts_in_the_filter(database: Database) -> None:
    with database.session() as session:
        article = MadeArticle("4", "Ferries", FERRY)
        agreement = World(session).agreement(
            "Year only",
            signed=None,
            in_force=date(2015, 1, 1),
            chapters=(MadeChapter(articles=(article,)),),
        )
        agreement.year_signed = 2013
    assert found(database, "ferry", SearchFilter(year_from=2013, year_to=2013)) == {"4"}
    assert found(database, "ferry", SearchFilter(year_from=2015)) == set()
