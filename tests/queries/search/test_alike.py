"""Both full-text indexes count the same for the same search, and put the same article first where it is clear."""

import time

import pytest

from tests.factory import MadeArticle, MadeChapter, World
from tracker.models.database import Database
from tracker.queries import search_articles
from tracker.queries.search import backends, search

ARTICLES = (
    ("1", "Ferries", "The U.S. ferry sails 3.14 miles to İstanbul; GATT 1994 and -1994 are tolls."),
    ("2", "Tolls", "Article 3.14 of the ISO 9001 book; see wto.example/fares or ask desk@ferry.example."),
    ("3", "Señales", "Las señales y el año: cooperación, co-operación. Código fuente del timón."),
    ("4", "Côte", "L’accès à la côte d’Ivoire; naïve œuvre. Le code source du gouvernail: 50 %."),
    ("5", "Data", "Cross-border data flows; cross border parcels. Access to source code is not asked."),
    ("6", "Data flows", "Flows of data and/or parcels cost $100 (a) or (b): 2018/302, ½ m², XIV:2, 11-B."),
    (
        "7",
        "Non-discrimination",
        "e-commerce or ecommerce; <b>bold</b> &amp; [square] {curly} ~tilde_underscore.",
    ),
    ("8", "Source", "Code of the harbour: Größe, Ελλάδα, Москва, 東京, São Paulo, Łódź, Ångström."),
    ("9", "Endings", "Encrypted, encryption, encrypts; ninety-nine U.S.C. rules, u s of all trades."),
)
QUERIES = (
    "U.S.",
    "3.14",
    "İstanbul",
    "istanbul",
    "GATT 1994",
    "1994",
    "NOT 1994 ferry",
    "ferry -1994",
    "-1994 ferry",
    "ISO 9001",
    "wto.example",
    "wto.example/fares",
    "desk@ferry.example",
    "ferry.example",
    "señales",
    "SENALES",
    "cooperacion",
    "co-operación",
    "código fuente",
    "code source",
    '"source code"',
    "source code",
    "côte d'Ivoire",
    "naive",
    "œuvre",
    "50 %",
    "cross-border",
    '"cross border"',
    "cross-border parcels",
    "data flows",
    '"data flows"',
    "and/or",
    "$100",
    "(a) or (b)",
    "2018/302",
    "XIV:2",
    "11-B",
    "e-commerce",
    "<b>bold</b>",
    "tilde_underscore",
    "Größe",
    "ελλάδα",
    "МОСКВА",
    "東京",
    "São Paulo",
    "encrypt*",
    '"code of"',
    "U.S.C. OR İstanbul",
)


@pytest.fixture(scope="module")
def both(empty_pair: tuple[Database, Database]) -> tuple[Database, Database]:
    """The same articles in both kinds of database."""
    for database in empty_pair:
        with database.session() as session:
            articles = tuple(MadeArticle(number, heading, words) for number, heading, words in ARTICLES)
            World(session).agreement("Alike", chapters=(MadeChapter(articles=articles),))
    return empty_pair


def _found(database: Database, typed: str) -> list[str | None]:
    with database.read() as session:
        result = search_articles(session, typed)
    assert result.total == len(result.hits)
    return [hit.article.number for hit in result.hits]


@pytest.mark.parametrize("typed", QUERIES)
def test_both_find_the_same(both: tuple[Database, Database], typed: str) -> None:
    ours, theirs = (_found(database, typed) for database in both)
    assert sorted(map(str, ours)) == sorted(map(str, theirs))
    assert ours, "every one of these searches finds something"


def test_what_stands_in_the_heading_comes_first_in_both(both: tuple[Database, Database]) -> None:
    for database in both:
        assert _found(database, "data flows")[0] == "6"
        assert _found(database, "tolls")[0] == "2"
        assert _found(database, "cote")[0] == "4"


def test_a_phrase_is_never_half_in_the_heading(both: tuple[Database, Database]) -> None:
    for database in both:
        with database.read() as session:
            found = search_articles(session, '"source code"', exact=True).hits
        assert [hit.article.number for hit in found] == ["5"]


@pytest.mark.parametrize("typed", ["e*", "en*", " OR ".join(f"enc{letter}*" for letter in "abcdefg")])
def test_beginnings_that_are_too_short_or_too_many_are_refused(
    both: tuple[Database, Database], typed: str
) -> None:
    for database in both:
        with database.read() as session:
            result = search_articles(session, typed)
        assert result.too_broad
        assert not result.hits


def test_a_search_that_takes_too_long_says_so_and_the_next_one_works(
    both: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    for database in both:
        with database.read() as session, monkeypatch.context() as patch:
            patch.setattr(search, "_found", _slow)
            patch.setattr(backends, "SECONDS", 0.05)
            patch.setattr(search, "limited", lambda one: backends.limited(one, 0.05))
            assert search_articles(session, "ferry").too_broad
        assert _found(database, "ferry") == ["1", "2"]


def _slow(session: object, *_: object) -> None:
    """A query that would take hours in either database."""
    from sqlalchemy import text
    from sqlalchemy.orm import Session

    assert isinstance(session, Session)
    began = time.monotonic()
    session.execute(
        text(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000000000)"
            " SELECT max(n) FROM numbers"
        )
    )
    raise AssertionError(f"ran to its end in {time.monotonic() - began:.0f} s")


@pytest.mark.parametrize(
    "typed", ["(" * 300 + "ferry", "(" * 150 + "ferry" + ")" * 150, "(a OR " * 60 + "ferry"]
)
def test_depth_is_bounded(both: tuple[Database, Database], typed: str) -> None:
    for database in both:
        with database.read() as session:
            assert search_articles(session, typed).understood
