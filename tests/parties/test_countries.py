"""Countries: codes, names and the ways people write them."""

import pytest

from tracker.errors import BadInput
from tracker.parties import (
    canonical_code,
    countries_named_in,
    country_codes,
    country_name,
    find_country,
    resolve_country,
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("VNM", "VNM"),
        ("vnm", "VNM"),
        ("VN", "VNM"),
        ("Vietnam", "VNM"),
        ("Socialist Republic of Viet Nam", "VNM"),
        ("the Republic of Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("UK", "GBR"),
        ("Perú", "PER"),
        ("República del Perú", "PER"),
        ("Nouvelle-Zélande", "NZL"),
        ("Chinese Taipei", "TWN"),
        ("Hong Kong, China", "HKG"),
        ("Côte d'Ivoire", "CIV"),
        ("the Democratic Republic of the Congo", "COD"),
        ("Republic of the Congo", "COG"),
        ("Kosovo", "XKX"),
        ("RKS", "XKX"),
        ("ROM", "ROU"),
    ],
)
def test_a_country_is_found_however_it_is_written(written: str, code: str) -> None:
    assert resolve_country(written) == code


def test_an_unknown_country_gets_a_suggestion() -> None:
    with pytest.raises(BadInput, match=r"unknown country 'Singapur a'; did you mean Singapore \(SGP\)\?"):
        resolve_country("Singapur a")


def test_nothing_near_gets_advice_instead() -> None:
    with pytest.raises(BadInput, match="use its ISO 3166 alpha-3 code"):
        resolve_country("qqqqqqqqqqqq")
    assert find_country("qqqqqqqqqqqq") is None


def test_codes_of_states_that_are_no_more_stay_what_they_are() -> None:
    assert canonical_code("YUG") == "YUG"
    assert country_name("ANT") == "Netherlands Antilles (until 2010)"


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown party code 'QQQ'"):
        canonical_code("QQQ")


def test_every_code_has_a_name_that_leads_back_to_it() -> None:
    codes = country_codes()
    assert len(codes) > 249
    assert {resolve_country(country_name(code)) for code in codes} == set(codes)


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Dominican Republic - Central America - United States Free Trade Agreement", ("DOM", "USA")),
        ("Georgia - Armenia", ("GEO", "ARM")),
        ("China - Hong Kong, China", ("CHN", "HKG")),
        ("Chine - Hong Kong, Chine", ("CHN", "HKG")),
        ("Géorgie - Hong Kong, Chine", ("GEO", "HKG")),
        ("Macao, Chine - Singapour", ("MAC", "SGP")),
        ("Bulgaria - Slovak Republic Free Trade Agreement", ("BGR", "SVK")),
        ("Free Trade Agreement between Niger, Nigeria and Equatorial Guinea", ("NER", "NGA", "GNQ")),
        ("Digital Economy Agreement between the United Kingdom of Great Britain and Northern Ireland and "
         "the Republic of Singapore", ("GBR", "SGP")),
        ("Trans-Pacific Partnership", ()),
    ],
)  # fmt: skip
def test_countries_are_found_in_titles(title: str, codes: tuple[str, ...]) -> None:
    assert countries_named_in(title) == codes


@pytest.mark.parametrize(
    ("written", "code"), [("Argelia", "DZA"), ("arabia saudita", "SAU"), ("Îles Salomon", "SLB")]
)
def test_names_that_we_show_in_other_languages_are_understood(written: str, code: str) -> None:
    assert resolve_country(written) == code
