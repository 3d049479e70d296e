"""Names of parties in the languages of the dashboard: ISO's translations of country names, and our own."""

import gettext
from functools import cache

import pycountry

from tracker.parties.countries import canonical_code, country_name, names_in
from tracker.parties.lists import country_lists

ENGLISH = "en"
_ISO_CATALOGUE = "iso3166-1"


def party_name(code: str, language: str = ENGLISH) -> str:
    """The short name of a country (ISO 3166 alpha-3), group or list of countries in a language (ISO 639-1).

    `data/names.yaml` comes first, then the translations of ISO 3166 that pycountry carries, then the English
    name. Raises BadInput for a code that is none of these.
    """
    if code in country_lists():
        return names_in(language).get(code) or country_lists()[code].name
    iso3 = canonical_code(code)
    if language == ENGLISH:
        return country_name(iso3)
    return names_in(language).get(iso3) or _translated(iso3, language) or country_name(iso3)


@cache
def _translated(iso3: str, language: str) -> str | None:
    country = pycountry.countries.get(alpha_3=iso3)
    if country is None:
        return None
    try:
        catalogue = gettext.translation(_ISO_CATALOGUE, pycountry.LOCALES_DIR, languages=[language])
    except OSError:
        return None
    return catalogue.gettext(getattr(country, "common_name", country.name))
