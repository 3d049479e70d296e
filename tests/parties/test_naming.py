"""Names of countries and groups in English, Spanish and French."""

import gettext
import re

import pycountry
import pytest

from tracker.errors import BadInput
from tracker.parties import country_codes, country_lists, country_name, groups, party_name
from tracker.parties.countries import names_in

OTHERS = ("es", "fr")
GONE = ("ANT", "CSK", "DDR", "SCG", "SUN", "YUG")


@pytest.mark.parametrize("language", OTHERS)
def test_every_country_and_group_has_a_name_of_itsnames_in(language: str) -> None:
    catalogue = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
    for code in country_codes():
        country = pycountry.countries.get(alpha_3=code)
        iso_name = getattr(country, "common_name", country.name) if country else ""
        # an entry of our own, or one in ISO's catalogue; else the English name would show by accident
        assert code in names_in(language) or catalogue._catalog.get(iso_name), code  # type: ignore[attr-defined]
    assert set(country_lists()) <= set(names_in(language))


@pytest.mark.parametrize("language", OTHERS)
def test_our_own_names_belong_to_known_parties_and_differ_from_each_other(language: str) -> None:
    codes = (*country_codes(), *country_lists())
    assert set(names_in(language)) <= set(codes)
    names = [party_name(code, language) for code in codes]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", OTHERS)
def test_no_name_is_inverted(language: str) -> None:
    for code in (*country_codes(), *country_lists()):
        name = party_name(code, language)
        listed = re.search(r", .*\b(?:y|et)\b", name)
        assert "," not in name or listed or code in ("HKG", "MAC"), name


@pytest.mark.parametrize(
    ("code", "spanish", "french"),
    [
        ("ANT", "Antillas Neerlandesas (hasta 2010)", "Antilles néerlandaises (jusqu'en 2010)"),
        ("CIV", "Côte d'Ivoire", "Côte d'Ivoire"),
        ("COD", "República Democrática del Congo", "République démocratique du Congo"),
        ("COM", "Comoras", "Comores"),
        ("CPV", "Cabo Verde", "Cabo Verde"),
        ("DZA", "Argelia", "Algérie"),
        ("HKG", "Hong Kong, China", "Hong Kong, Chine"),
        ("KOR", "República de Corea", "République de Corée"),
        ("LAO", "República Democrática Popular Lao", "République démocratique populaire lao"),
        ("MMR", "Myanmar", "Myanmar"),
        ("NER", "Níger", "Niger"),
        ("PER", "Perú", "Pérou"),
        ("RUS", "Federación de Rusia", "Fédération de Russie"),
        ("SLB", "Islas Salomón", "Îles Salomon"),
        ("TUN", "Túnez", "Tunisie"),
        ("TUR", "Türkiye", "Türkiye"),
        ("TWN", "Taipei Chino", "Taipei chinois"),
        ("TZA", "Tanzanía", "Tanzanie"),
        ("VNM", "Viet Nam", "Viet Nam"),
        ("XKX", "Kosovo", "Kosovo"),
        ("EU", "Unión Europea", "Union européenne"),
        ("EFTA", "Asociación Europea de Libre Comercio", "Association européenne de libre-échange"),
        (
            "WAEMU",
            "Unión Económica y Monetaria de África Occidental",
            "Union économique et monétaire ouest-africaine",
        ),
    ],
)
def test_short_names_are_those_of_the_wto_and_the_un(code: str, spanish: str, french: str) -> None:
    assert party_name(code, "es") == spanish
    assert party_name(code, "fr") == french


def test_states_that_are_no_more_carry_their_last_year_in_every_language() -> None:
    for code in GONE:
        last = re.findall(r"\d{4}", party_name(code))
        assert len(last) == 1
        assert all(re.findall(r"\d{4}", party_name(code, language)) == last for language in OTHERS), code


def test_english_is_the_name_of_the_register_and_another_language_falls_back_on_it() -> None:
    assert party_name("CZE") == country_name("CZE") == "Czech Republic"
    assert party_name("EU") == groups()["EU"].name
    assert party_name("TWN", "xx") == "Chinese Taipei"
    assert party_name("EFTA", "xx") == "European Free Trade Association"


def test_replaced_codes_are_named_as_what_took_their_place() -> None:
    assert party_name("ROM", "es") == party_name("ROU", "es") == "Rumania"


@pytest.mark.parametrize("language", ("en", *OTHERS))
def test_unknown_codes_are_bad_input(language: str) -> None:
    with pytest.raises(BadInput, match="QQQ"):
        party_name("QQQ", language)
