"""Every sum in a sentence is explained by its parts: by strength, exception, sector, certainty, date. The numbers are
worked out by hand from the invented agreements below."""

from datetime import date

import pytest
from lxml.html import fragment_fromstring
from sqlalchemy import select

from dashboard.parts.charts import heatmap
from dashboard.parts.messages import Messages, languages
from dashboard.parts.strength import strengths_listed
from tests.dashboard.answers import number_lines
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeFinding, World, provision_agreement
from tracker.models import Document
from tracker.models.database import open_database
from tracker.queries import Matrix, MatrixCell, MatrixRow

CODE = "data_flows"


@pytest.fixture
def parts(sqlite_url: str) -> str:
    """Signed and, but for the last one, in force since 2010, each with the one rule:

    Hard One (no exception), Hard Two (exception), Soft One (no exception), Rumour (reported: neither strength nor
    exception known), Doubt (hard, no exception, uncertain), Banks (hard, for finance only), Lost (hard, in force since
    nobody knows when).
    """
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        for name, finding, in_force in (
            ("Hard One", MadeFinding(CODE, "hard", False, scope="general"), date(2010, 1, 1)),
            ("Hard Two", MadeFinding(CODE, "hard", True, scope="general"), date(2010, 1, 1)),
            ("Soft One", MadeFinding(CODE, "soft", False, scope="general"), date(2010, 1, 1)),
            ("Rumour", MadeFinding(CODE, None, None, scope="general"), date(2010, 1, 1)),
            ("Doubt", MadeFinding(CODE, "hard", False, scope="general", uncertain=True), date(2010, 1, 1)),
            ("Banks", MadeFinding(CODE, "hard", False, scope="financial"), date(2010, 1, 1)),
            ("Lost", MadeFinding(CODE, "hard", False, scope="general"), None),
        ):
            made = provision_agreement(
                world,
                name,
                [finding],
                topic="ecommerce",
                signed=date(2009, 1, 1),
                in_force=in_force,
                legal_status="in_force",
            )
            if name == "Rumour":
                document = session.scalars(select(Document).where(Document.agreement_id == made.id)).one()
                document.basis = "reported"
    database.close()
    return sqlite_url


def test_the_sentence_on_spread_names_every_part(parts: str, open_page: Open) -> None:
    """5 counted are 3 hard, 1 soft, 1 unknown; without exception 3, unknown 1 (and one has one); beside them 1 for one
    sector and 1 without a date."""
    page = shown(open_page("spread"))
    assert (
        "In force in 5 agreements for 2 countries, as far as is known here: 3 hard, 1 soft, 1 of unknown strength."
        in page
    )
    assert "In 3 of them the clause itself names no exception. Of 1 it is not known" in page
    assert "1 more agreement has it for one sector only" in page
    assert "1 more agreement has it; whether it is in force, or since when, is not known." in page
    assert "1 of them rests on uncertain findings only" in page
    assert "4 read here, 1 only reported by public sources." in page
    assert "3 hard, 1 soft, 1 of unknown strength, 1 for one sector only" in page, "the row of the template"


def test_with_rules_for_one_sector_the_sentence_says_how_many_are(parts: str, open_page: Open) -> None:
    page = shown(open_page("spread", reach="all"))
    assert (
        "In force in 6 agreements for 2 countries, as far as is known here: 4 hard, 1 soft, 1 of unknown strength."
        in page
    )
    assert "1 of them has so strict a rule for one sector only" in page


def test_the_curve_ends_where_the_sentence_does(parts: str, open_page: Open) -> None:
    """The totals of the last year add up to the agreements counted; those of unknown strength have a row."""
    for reach, number in (("general", 5), ("all", 6)):
        table = open_page("spread", form="table", reach=reach).dataframe[0].value
        last = table[table["Year"] == 2010]
        assert dict(zip(last["Strength"], last["Total"], strict=True))["unknown strength"] == 1
        assert last["Total"].sum() == number
    banks = dict(zip(last["Strength"], last["Total: for one sector only"], strict=True))
    assert banks == {"hard": 1, "soft": 0, "unknown strength": 0}


def test_sectors_stand_apart_in_map_and_heatmap_files(parts: str, open_page: Open) -> None:
    heat = open_page("spread", view="heatmap", form="table", columns="all").dataframe[0].value
    column = heat.set_index("Agreement")["Data flows"]
    assert column["Banks"] == "for one sector only, not counted"
    assert column["Rumour"] == "unknown strength, by reported facts, not by the text"
    assert column["Doubt"] == "hard, no exception in the clause, uncertain"
    every = open_page("spread", view="heatmap", form="table", reach="all").dataframe[0].value
    assert every.set_index("Agreement")["Data flows"]["Banks"] == (
        "hard, no exception in the clause, for one sector only"
    )
    [map_] = open_page("spread", view="map", form="table").dataframe
    assert set(map_.value["Sectors"]) == {"Every sector"}


def test_parts_by_strength_add_up_in_every_language() -> None:
    for language in languages():
        said = strengths_listed(Messages(language), CODE, 3, 1, 2)
        assert [number for number in "312" if number in said] == ["3", "1", "2"]
        assert strengths_listed(Messages(language), "definitions_scope", 0, 0, 7) == ""


@pytest.fixture
def hearsay(sqlite_url: str) -> str:
    """In force since 2010: Hard One of AAA and BBB, hard; Rumour of CCC and DDD, only reported to have the rule."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        for name, parties, strength in (("Hard One", "AAA BBB", "hard"), ("Rumour", "CCC DDD", None)):
            made = provision_agreement(
                world,
                name,
                [MadeFinding(CODE, strength, None, scope="general")],
                topic="ecommerce",
                parties=parties.split(),
                signed=date(2009, 1, 1),
                in_force=date(2010, 1, 1),
            )
        document = session.scalars(select(Document).where(Document.agreement_id == made.id)).one()
        document.basis = "reported"
    database.close()
    return sqlite_url


@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        ("provision", {"provision": CODE}),
        ("agreement", {"agreement": "rumour"}),
        ("compare", {"agreements": "rumour,hard-one"}),
        ("country", {"country": "CCC", "lang": "es"}),
        ("spread", {"view": "map", "lang": "fr"}),
    ],
)
def test_a_strength_that_is_not_known_is_said_not_to_be(
    hearsay: str, open_page: Open, page: str, parameters: dict[str, str]
) -> None:
    """Never "included", which is said of provisions without strengths, as definitions."""
    bodies = " ".join(element.proto.body for element in open_page(page, **parameters).get("html"))
    words = Messages(parameters.get("lang", "en")).say("strength.unknown")
    assert f'<span class="chip chip-unknown">{words}</span>' in bodies
    assert 'class="chip chip-unrated"' not in bodies


def test_members_bound_with_unknown_strength_are_named_in_a_group(hearsay: str, open_page: Open) -> None:
    assert "Data flows hard 1 of 2 unknown strength 1 of 2" in number_lines(
        open_page("country", countries="AAA,CCC")
    )
    rows = number_lines(open_page("briefings", countries="AAA,CCC"))
    assert any(
        row.startswith("Data flows | hard 1 of 2") and "unknown strength 1 of 2" in row for row in rows
    )


def test_the_list_of_provisions_has_a_column_for_each_kind(parts: str, open_page: Open) -> None:
    """Signed: 4 hard without the one for finance and with the undated and the uncertain one, 1 soft, 1 unknown."""
    page = open_page("provision")
    body = next(element.proto.body for element in page.get("html") if "<table" in element.proto.body)
    rows = {row.xpath("string(th)"): row.xpath("td") for row in fragment_fromstring(body, "div").iter("tr")}
    assert [cell.text for cell in rows["Data flows"][:4]] == ["4", "1", "1", "–"]
    assert [cell.text for cell in rows["Definitions and scope"][:4]] == ["–", "–", "–", "0"]


def test_the_legend_of_the_heatmap_says_what_is_not_known() -> None:
    cells = (
        MatrixCell("rumour", CODE, "unrated", None, 1),
        MatrixCell("rumour", "definitions_scope", "unrated", None, 1),
        MatrixCell("rumour", "source_code", "hard", False, 1),
    )
    row = MatrixRow(
        "rumour", "Rumour", date(2010, 1, 1), "in_force", 3, fully_known=False, reading="reported"
    )
    spec = heatmap(Messages(), Matrix((row,), tuple(cell.provision for cell in cells), cells))
    [scale] = [
        layer["encoding"]["color"]["scale"] for layer in spec["layer"] if "color" in layer.get("encoding", {})
    ]
    assert scale["domain"] == ["hard", "unknown strength", "included"]
    assert [value["strength"] for value in spec["datasets"]["rows"]] == [
        "unknown strength",
        "included",
        "hard",
    ]
    assert spec["datasets"]["unread"] == [{"from": 0, "to": 1, "shade": 0.4}]
