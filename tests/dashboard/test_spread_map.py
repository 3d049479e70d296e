"""The map of the Spread page: who is on it and how, its table, its list, its languages; and the heatmap's columns."""

import json
from datetime import date

import pytest

from dashboard.geo import world as geo_world
from dashboard.parts.map_chart import map_chart
from dashboard.parts.messages import Messages, languages
from dashboard.parts.world_chart import AREAS
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeFinding, World, provision_agreement
from tracker.facts import snapshot
from tracker.models.database import open_database
from tracker.parties import country_codes
from tracker.queries import CountrySpread

GONE = {"ANT", "CSK", "DDR", "SCG", "SUN", "YUG"}
"""States that no longer exist, by the codes of tracker/parties/data/countries.yaml: they have no place today."""

LARGEST_BYTES = 250_000
"""What a map may send to the browser."""


def bound(iso3: str, strength: str = "hard") -> CountrySpread:
    """A country bound through three invented agreements."""
    return CountrySpread(iso3, f"Land {iso3}", strength, 3, 2, date(2010, 1, 2), "a-b", "A - B")  # type: ignore[arg-type]


@pytest.fixture
def islands(sqlite_url: str) -> str:
    """Hard for Singapore and New Zealand, soft for Malta and Canada, of old for Yugoslavia; Tonga is not bound."""
    database = open_database(sqlite_url)
    with database.session() as session:
        made = World(session)
        hard, soft = MadeFinding("data_flows", "hard", True), MadeFinding("data_flows", "soft")
        provision_agreement(made, "<b>East</b>", [hard], parties=("SGP", "NZL"), signed=date(2008, 5, 6))
        provision_agreement(made, "West", [soft], parties=("MLT", "CAN"), signed=date(2012, 5, 6))
        provision_agreement(made, "Gone", [soft], parties=("YUG", "CAN"), signed=date(1976, 5, 6))
        provision_agreement(
            made, "Quiet", [MadeFinding("security_exceptions", "hard")], parties=("TON", "NZL")
        )
    database.close()
    return sqlite_url


def test_every_party_there_can_be_has_a_shape_or_a_place() -> None:
    assert set(geo_world().missing(country_codes())) <= GONE | {"ATA"}
    assert (
        geo_world().missing(["SGP", "MLT", "BHR", "KNA", "TUV", "NRU", "LUX", "XKX", "PSE", "TWN", "HKG"])
        == []
    )


def test_every_party_of_the_corpus_is_on_the_map_or_named() -> None:
    codes = {
        code
        for agreement in snapshot.read()["agreements"]
        for code in (*agreement["original"], *agreement["current"])
    }
    assert len(codes) > 200
    assert set(geo_world().missing(codes)) == {"ANT", "YUG"}


def test_places_lie_where_the_countries_are() -> None:
    places = geo_world().places
    for code, (lon, lat) in {
        "SGP": (103.8, 1.35),
        "MLT": (14.4, 35.9),
        "FJI": (178.0, -17.8),
        "BHR": (50.55, 26.05),
        "BRB": (-59.55, 13.2),
        "TON": (-175.2, -21.2),
    }.items():
        assert abs(places[code][0] - lon) < 0.5
        assert abs(places[code][1] - lat) < 0.5


def test_small_countries_get_a_dot_of_their_strength() -> None:
    rows = [bound("SGP"), bound("MLT", "soft"), bound("CAN", "soft")]
    spec = map_chart(Messages(), rows, ["SGP", "MLT", "CAN", "TON"], "world")
    dots = {dot["country"]: (dot["shade"], dot["agreements"]) for dot in spec["datasets"]["places"]}
    assert dots == {"Singapore": ("hard", "3"), "Malta": ("soft", "3"), "Tonga": ("not found", "0")}
    shapes = {
        geometry.get("id"): geometry["properties"]
        for geometry in spec["datasets"]["world"]["objects"]["countries"]["geometries"]
    }
    assert shapes["CAN"]["kind"] == "soft"
    assert shapes["CAN"]["since"] == "2010-01-02"
    assert "kind" not in shapes["BRA"]
    assert all("properties" not in geometry for geometry in geo_world().geometries), (
        "the shared one is untouched"
    )


@pytest.mark.parametrize("area", AREAS)
def test_map_is_small_and_names_no_address(area: str) -> None:
    places = [bound(code) for code in geo_world().places]
    shapes = [bound(geometry["id"]) for geometry in geo_world().geometries if "id" in geometry]
    spec = map_chart(Messages(), [*places, *shapes], [], area)
    sent = json.dumps(spec)
    assert len(sent) < LARGEST_BYTES
    assert '"url"' not in sent


def test_drawn_map_has_a_size_of_its_own() -> None:
    spec = map_chart(Messages(), [bound("SGP")], [], "caribbean", 1000)
    assert spec["width"] == 1000
    assert 300 < spec["height"] <= 620
    assert "params" not in spec


def test_map_page_names_countries_links_and_who_is_missing(islands: str, open_page: Open) -> None:
    test = open_page(view="map", by="signed")
    page = shown(test)
    assert "Signed in 3 agreements by 5 countries" in page
    assert "5 countries, each with a link" in page
    assert '<a href="country?country=SGP" target="_self">Singapore</a>' in page
    assert page.index("country=NZL") < page.index("country=CAN"), "hard before soft"
    assert "&lt;b&gt;East&lt;/b&gt;" in page
    assert "<b>East" not in page
    assert "Bound, but not on the map because they no longer exist: Yugoslavia" in page
    assert "details" in page and "view=map" in page, "the template below leads to other maps"
    assert [button.label for button in test.get("download_button")] == [
        "Download CSV",
        "Picture (PNG)",
        "Picture (SVG)",
    ]


def test_map_as_table(islands: str, open_page: Open) -> None:
    table = open_page(view="map", by="signed", form="table").dataframe[0].value
    assert list(table.columns) == [
        "Country", "ISO code", "Strength", "Agreements", "Since", "Agreement", "Basis", "Source of the basis",
        "Sectors", "Certainty",
    ]  # fmt: skip
    assert set(table["Basis"]) == {"read here"}
    assert table["ISO code"].tolist() == ["NZL", "SGP", "CAN", "MLT", "YUG"]
    canada = table[table["ISO code"] == "CAN"].iloc[0]
    assert (canada["Strength"], canada["Agreements"], canada["Since"]) == ("soft", 2, "1976-05-06")


def test_filters_reach_the_map(islands: str, open_page: Open) -> None:
    table = open_page(view="map", by="signed", form="table", party="MLT").dataframe[0].value
    assert table["ISO code"].tolist() == ["CAN", "MLT"]
    nobody = shown(open_page(view="map", by="signed", provision="encryption"))
    assert "It was found in none of the chosen agreements." in nobody


def test_unknown_part_of_the_world_is_left_aside(islands: str, open_page: Open) -> None:
    page = shown(open_page(view="map", by="signed", area="<script>moon"))
    assert "area=&lt;script&gt;moon" in page
    assert "5 countries, each with a link" in page


def test_choosing_a_part_of_the_world_writes_the_link(islands: str, open_page: Open) -> None:
    test = open_page(view="map", by="signed")
    box = next(box for box in test.selectbox if box.label == "Part of the world")
    box.set_value("caribbean").run()
    assert test.query_params["area"] == ["caribbean"] or test.query_params["area"] == "caribbean"


def test_empty_database_says_what_to_do(open_page: Open) -> None:
    assert "tracker up" in shown(open_page(view="map", by="signed"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Singapur"), ("fr", "Singapour")],
)
def test_map_speaks_the_visitors_language(islands: str, open_page: Open, language: str, words: str) -> None:
    page = shown(open_page(view="map", by="signed", lang=language))
    assert f">{words}</a>" in page
    assert Messages(language).count("map.list", 5) in page
    assert "Part of the world" not in page
    assert len(languages()) >= 3


def test_heatmap_shows_agreements_with_template_rules_first_of_all(islands: str, open_page: Open) -> None:
    assert "3 agreements with a rule of the template" in shown(open_page(view="heatmap", by="signed"))
    everything = open_page(view="heatmap", by="signed", columns="all", form="table")
    assert "4 agreements, with or without a rule" in shown(everything)
    assert "Quiet" in everything.dataframe[0].value["Agreement"].tolist()
    assert "columns=nonsense" in shown(open_page(view="heatmap", by="signed", columns="nonsense"))
