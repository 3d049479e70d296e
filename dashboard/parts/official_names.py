"""Names of agreements in the language of the page.

- An agreement whose parties have an official name for it has that (`agreement_names/agreements.yaml`, with sources).
- A name that merely lists its sides ("Mexico - Panama") has the names of these countries and groups.
- Every other name stays as sources write it, in English.
"""

from functools import cache, lru_cache
from pathlib import Path

import yaml

from dashboard.parts.messages import DEFAULT_LANGUAGE, Messages
from tracker.errors import BadInput
from tracker.parties import find_country, find_group, party_name

FILE = Path(__file__).resolve().parent.parent / "agreement_names" / "agreements.yaml"
BETWEEN = " - "
"""What stands between the sides in a name that lists them."""
KEPT = 4096
"""Names in the cache: some hundred agreements in each language."""


@cache
def official_names() -> dict[str, dict[str, str]]:
    """Name by language, and `source`, by the agreement's name in links."""
    found: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def agreement_name(messages: Messages, slug: str, name: str) -> str:
    """The agreement's name in the visitor's language where it has one, else `name`."""
    if messages.language == DEFAULT_LANGUAGE:
        return name
    return official_names().get(slug, {}).get(messages.language) or _listed_sides(name, messages.language)


@lru_cache(maxsize=KEPT)
def _listed_sides(name: str, language: str) -> str:
    """The name with its sides translated where all of them are known; unchanged where one is not."""
    sides = name.split(BETWEEN)
    if len(sides) < 2:
        return name
    translated = []
    for side in sides:
        code = find_country(side) or find_group(side)
        if code is None:
            return name
        try:
            translated.append(party_name(code, language))
        except BadInput:
            return name
    return BETWEEN.join(translated)
