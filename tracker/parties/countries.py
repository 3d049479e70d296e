"""Countries and customs territories: ISO 3166 alpha-3 codes, and the few other codes that agreements use."""

import gettext
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pycountry
import yaml

from tracker.errors import BadInput

_SUGGESTION_CUTOFF = 70
"""RapidFuzz ratio (0 to 100) from which a name is suggested for an unknown one."""

_NAME_LANGUAGES = ("es", "fr")
_ISO_CATALOGUE = "iso3166-1"

_ARTICLE = re.compile(r"^(?:the|la|el|le|los|les) ")
_FORMAL_WORDS = re.compile(
    r"^(?:the |la |el |le |los |les )?(?:government of (?:the )?)?"
    r"(?:(?:federal |federative |democratic |plurinational |socialist |oriental |hashemite |co operative )*"
    r"(?:republic|kingdom|state|states|sultanate|principality|grand duchy|commonwealth|union) of (?:the )?"
    r"|(?:republica|reino|republique|royaume) (?:(?:oriental|federativa) )?(?:de la|del|de|du|d) )?"
)


@dataclass(frozen=True, slots=True)
class _Countries:
    names: dict[str, str]
    replaced: dict[str, str]
    aliases: dict[str, list[str]]
    successors: dict[str, list[str]]
    places: list[str]


def canonical_code(code: str) -> str:
    """The alpha-3 code stored for a party code as printed: the same, or the code that replaced it.

    Codes of withdrawn states without one successor (YUG, ANT, ...) stay. Raises BadInput for an unknown code.
    """
    known = _countries()
    wanted = code.strip().upper()
    wanted = known.replaced.get(wanted, wanted)
    if wanted not in known.names:
        raise BadInput(f"unknown party code {code!r}; use ISO 3166 alpha-3, such as VNM or NZL.")
    return wanted


def is_country_code(code: str) -> bool:
    """Whether this is an alpha-3 code as `canonical_code` gives it."""
    return code in _countries().names


def country_name(iso3: str) -> str:
    """The short English name of a party. Raises BadInput for an unknown code."""
    return _countries().names[canonical_code(iso3)]


def country_codes() -> tuple[str, ...]:
    """Every alpha-3 code that can be a party, in alphabetical order."""
    return tuple(sorted(_countries().names))


def resolve_country(text: str) -> str:
    """The alpha-3 code for a code or name as a person writes it (VNM, VN, Vietnam, Republic of Viet Nam).

    Raises BadInput, which suggests the nearest known name where one is near enough.
    """
    found = find_country(text)
    if found is None:
        raise BadInput(f"unknown country {text!r}{_suggestion(text)}")
    return found


def find_country(text: str) -> str | None:
    """Like `resolve_country`, but None for an unknown code or name."""
    known = _countries()
    code = text.strip().upper()
    code = known.replaced.get(code, code)
    if code in known.names:
        return code
    name = simplified(text)
    # The whole name first: without its formal words the Democratic Republic of the Congo is another country.
    written = (name, _ARTICLE.sub("", name), _FORMAL_WORDS.sub("", name))
    known_names = (_by_name(), _by_shown_name())
    found = next((names[way] for names in known_names for way in written if way in names), None)
    return found or _by_alpha_2().get(code)


def countries_named_in(title: str) -> tuple[str, ...]:
    """Codes of the countries that a title names, in order of appearance, without repeats; not those in the names of
    places (Mexico City)."""
    names = (_by_name().get(match) for match in _any_name().findall(simplified(title)))
    return tuple(dict.fromkeys(name for name in names if name is not None))


def with_codes(title: str) -> str:
    """A simplified title with lower-case alpha-3 codes instead of country names, for comparing titles."""
    return _any_name().sub(lambda match: _by_name().get(match[0], match[0]).lower(), simplified(title))


def successors(iso3: str) -> tuple[str, ...]:
    """Codes of the states on the territory of a state that no longer exists; empty for one that exists."""
    return tuple(_countries().successors.get(iso3, ()))


_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def simplified(text: str) -> str:
    """A name for comparing: lower case, without accents, punctuation and doubled spaces."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_NO_LETTERS.split(text.lower())).strip()


@cache
def names_in(language: str) -> dict[str, str]:
    """Our own names in a language other than English, by country or group code (`data/names.yaml`)."""
    source = files("tracker.parties").joinpath("data/names.yaml")
    names: dict[str, dict[str, str]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return names.get(language, {})


@cache
def _by_shown_name() -> dict[str, str]:
    """Countries by the names shown in other languages: people write these, titles of agreements do not use them."""
    return {
        simplified(name): code
        for language in _NAME_LANGUAGES
        for code, name in names_in(language).items()
        if code in _countries().names
    }


def _suggestion(text: str) -> str:
    from rapidfuzz import fuzz, process  # only needed for the message of an error

    match = process.extractOne(
        simplified(text), list(_by_name()), scorer=fuzz.ratio, score_cutoff=_SUGGESTION_CUTOFF
    )
    if match is None:
        return "; use its ISO 3166 alpha-3 code, such as VNM, or its English name."
    code = _by_name()[match[0]]
    return f"; did you mean {country_name(code)} ({code})?"


@cache
def _countries() -> _Countries:
    source = files("tracker.parties").joinpath("data/countries.yaml")
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    names = {
        country.alpha_3: data["names"].get(country.alpha_3, getattr(country, "common_name", country.name))
        for country in pycountry.countries
    }
    names.update({code: entry["name"] for code, entry in data["codes"].items() if "name" in entry})
    replaced = {code: entry["same_as"] for code, entry in data["codes"].items() if "same_as" in entry}
    successors = {code: entry["successors"] for code, entry in data["codes"].items() if "successors" in entry}
    return _Countries(names, replaced, data["aliases"], successors, data["places"])


@cache
def _by_name() -> dict[str, str]:
    """Country code by simplified name; where names clash, the short names we show take precedence."""
    known = _countries()
    found: dict[str, str] = {}
    for language in _NAME_LANGUAGES:
        translated = gettext.translation(_ISO_CATALOGUE, pycountry.LOCALES_DIR, languages=[language]).gettext
        for country in pycountry.countries:
            for field in ("name", "common_name", "official_name"):
                if value := getattr(country, field, None):
                    found.setdefault(simplified(translated(value)), country.alpha_3)
                    found[simplified(value)] = country.alpha_3
    found.update({simplified(name): code for code, name in known.names.items()})
    found.update({simplified(alias): code for code, names in known.aliases.items() for alias in names})
    return found


@cache
def _by_alpha_2() -> dict[str, str]:
    return {country.alpha_2: country.alpha_3 for country in pycountry.countries}


@cache
def _any_name() -> re.Pattern[str]:
    places = map(simplified, _countries().places)
    longest_first = sorted({*_by_name(), *places}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
