"""Uncertain findings, scope and parties bound, promises to talk: on the pages, in three languages, in the tables."""

from datetime import date

import pytest

from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import open_database

PARAGRAPHS = (
    "1. A side may keep a rule of its own.\n"
    "2. No side shall stop a kite, provided that the rule:\n(a) hides nothing; and\n(b) asks no more than it needs."
)


@pytest.fixture
def doubtful(sqlite_url: str) -> str:
    """AAA: an uncertain hard rule beside a soft certain one, a rule that binds BBB, one for telecoms, a promise."""
    database = open_database(sqlite_url)
    articles = (
        MadeArticle("1", "Flows", findings=(MadeFinding("data_flows", "soft", False, scope="general"),)),
        MadeArticle(
            "2",
            "Kites",
            PARAGRAPHS,
            (
                MadeFinding(
                    "data_flows", "hard", False, "asks no more than it needs", scope="general", uncertain=True
                ),
            ),
        ),
        MadeArticle("3", "Code", findings=(MadeFinding("source_code", "hard", False, uncertain=True),)),
        MadeArticle("4", "Duties", findings=(MadeFinding("customs_duties", "hard", bound=("BBB",)),)),
        MadeArticle("5", "Wires", findings=(MadeFinding("data_localisation", "hard", scope="telecoms"),)),
        MadeArticle(
            "6",
            "Talks",
            findings=(MadeFinding("definitions_scope", None, notes=("mandate:data_flows", "transition")),),
        ),
    )
    with database.session() as session:
        World(session).agreement(
            "North - South",
            slug="north",
            in_force=date(2012, 3, 4),
            chapters=(MadeChapter("14", "Commerce", "ecommerce", articles),),
        )
    database.close()
    return sqlite_url


WORDS = {
    "en": ("uncertain", "only: telecoms", "binds only BBB", "promises to talk about", "perhaps closed"),
    "es": ("incierto", "solo: telecomunicaciones", "obliga solo a BBB", "promete hablar de", "quizá cerrada"),
    "fr": (
        "incertain",
        "seulement\u00a0: télécommunications",
        "ne lie que BBB",
        "promet de discuter de",
        "peut-être fermée",
    ),
}


@pytest.mark.parametrize("language", WORDS)
def test_the_agreement_page_says_it_beside_strength_and_exception(
    open_page: Open, doubtful: str, language: str
) -> None:
    uncertain, only, binds, promise, _ = WORDS[language]
    page = shown(open_page("agreement", agreement="north", lang=language))
    assert f">{uncertain}</span>" in page and 'class="chip chip-uncertain"' in page
    assert only in page and binds in page and promise in page
    assert "uncertain-count" in page


def test_a_quotation_has_the_whole_paragraph(open_page: Open, doubtful: str) -> None:
    for page, parameters in (
        ("agreement", {"agreement": "north"}),
        ("provision", {"provision": "data_flows"}),
    ):
        shown_page = shown(open_page(page, **parameters))
        assert "2. No side shall stop a kite" in shown_page, page
        assert "(a) hides nothing; and" in shown_page, page
        assert ">asks no more than it needs</mark>" in shown_page, page
        assert "1. A side may keep" not in shown_page, page


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("page", ["country", "briefings"])
def test_what_rests_on_uncertain_findings_is_named_and_closes_nothing(
    open_page: Open, doubtful: str, page: str, language: str
) -> None:
    found = shown(open_page(page, country="AAA", lang=language))
    assert WORDS[language][4] in found
    assert 'class="chip chip-policy-closed"' not in found


@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        ("agreement", {"agreement": "north"}),
        ("provision", {"provision": "source_code", "list": "table"}),
        ("country", {"country": "AAA"}),
    ],
)
def test_tables_have_the_columns(
    open_page: Open, doubtful: str, page: str, parameters: dict[str, str]
) -> None:
    opened = open_page(page, **{"form": "table", **parameters})
    [table] = [found.value for found in opened.dataframe if "Binds only" in found.value.columns][-1:]
    assert {"Sectors", "Binds only", "Certainty"} <= set(table.columns)
    assert "uncertain" in set(table["Certainty"])


@pytest.mark.parametrize(("page", "parameters"), [("provision", {}), ("spread", {})])
def test_counts_say_how_many_are_uncertain(
    open_page: Open, doubtful: str, page: str, parameters: dict[str, str]
) -> None:
    found = shown(open_page(page, provision="source_code", **parameters))
    assert "1 of them rests on uncertain findings only." in found
    assert "of them rests on uncertain" not in shown(open_page(page, provision="data_flows", **parameters))
