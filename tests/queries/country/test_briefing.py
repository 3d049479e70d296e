"""Briefing rows: everything a negotiator needs to cite a clause, on both databases."""

from datetime import date

import pytest

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import Database
from tracker.queries import briefing_rows
from tracker.queries.country.briefing import quote

CLAUSE = "First words. Each side\nkeeps   the gates open. Last words."


@pytest.fixture
def two(database: Database) -> Database:
    """A later agreement written first, an earlier one without text."""
    with database.session() as session:
        world = World(session)
        world.agreement(
            "Later",
            parties=["AAA", ("CCC", "UNI"), ("CCD", "UNI")],
            signed=date(2015, 1, 1),
            in_force=date(2016, 1, 1),
            chapters=(
                MadeChapter(
                    "14",
                    articles=(
                        MadeArticle(
                            "14.1",
                            "Gates",
                            CLAUSE,
                            (MadeFinding("data_flows", "hard", True, "Each side\nkeeps   the gates open."),),
                        ),
                    ),
                ),
            ),
        )
        world.agreement(
            "Earlier",
            signed=date(2001, 1, 1),
            has_text=False,
            chapters=(MadeChapter(articles=(MadeArticle("3", findings=(MadeFinding("encryption"),)),)),),
            urls=("https://example.org/first", "https://example.org/second"),
        )
    return database


def test_row_says_everything(two: Database) -> None:
    with two.read() as session:
        [row] = briefing_rows(session, country="CCD")
    assert (row.agreement, row.slug, row.legal_status) == ("Later", "later", "in_force")
    assert (row.date_signed, row.date_in_force) == (date(2015, 1, 1), date(2016, 1, 1))
    assert row.parties == ("Union UNI", "Land AAA"), "groups are kept"
    assert (row.chapter_number, row.article_number, row.article_heading) == ("14", "14.1", "Gates")
    assert row.reference == "tota1:1"
    assert (row.provision, row.strength, row.exception) == ("data_flows", "hard", True)
    assert row.provision_title
    assert row.principles
    assert row.evidence == "First words. ⟦Each side keeps the gates open.⟧ Last words."
    assert (row.source_url, row.template_version) == ("https://example.org/text", "test-1")


def test_order_is_by_date_and_missing_text_leaves_the_evidence_empty(two: Database) -> None:
    with two.read() as session:
        rows = briefing_rows(session)
    assert [row.slug for row in rows] == ["earlier", "later"]
    assert rows[0].evidence == ""
    assert rows[0].article_heading is None
    assert rows[0].source_url == "https://example.org/first"


@pytest.mark.parametrize(
    ("chosen", "slugs"),
    [
        ({"agreement": "earlier"}, ["earlier"]),
        ({"provision": "data_flows"}, ["later"]),
        ({"country": "AAA"}, ["earlier", "later"]),
        ({"country": "AAA", "provision": "encryption"}, ["earlier"]),
        ({"country": "ZZZ"}, []),
        ({"agreement": "nowhere"}, []),
        ({"provision": "nothing"}, []),
    ],
)
def test_narrowing(two: Database, chosen: dict[str, str], slugs: list[str]) -> None:
    with two.read() as session:
        assert [row.slug for row in briefing_rows(session, **chosen)] == slugs  # type: ignore[arg-type]


def test_quote_is_cut_and_joined() -> None:
    words = "one two three four"
    assert quote(words, [[0, 3], [8, 13]]) == "⟦one⟧ two ⟦three⟧ four"
    assert quote(words, [[0, 18]], limit=8) == "⟦one two⟧ [… 12 more characters in the article]"
    assert (quote(None, [[0, 3]]), quote(words, [])) == ("", "")
