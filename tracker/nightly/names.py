"""What provisions, policies, countries and places are called in a language of the digest."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from tracker.errors import BadInput
from tracker.nightly.language import ENGLISH, LANGUAGES, Words, words_in
from tracker.parties import party_name
from tracker.parties.groups import groups, is_group_code
from tracker.queries.core.citation import cited_place
from tracker.queries.core.template_facts import template_facts
from tracker.queries.country.policies import policy_facts

_NAMED = 6
"""Countries that are named one by one; of a group's members the rest are counted."""

_PARTS = ("article", "chapter", "annex", "appendix", "section", "protocol", "part", "title")
"""Parts of an agreement that a citation may name."""


def title_of(words: Words, provision: str) -> str:
    """A provision's title."""
    return template_facts(words.language).provision(provision).title


def titles_of(words: Words, provisions: Sequence[str]) -> str:
    """Titles of provisions in their order."""
    return ", ".join(title_of(words, code) for code in provisions)


def policy_titles(words: Words, policies: Sequence[str]) -> str:
    """Titles of policies in quotation marks, in the order of the Country page."""
    titles = {policy.code: policy.title for policy in policy_facts(words.language)}
    order = list(titles)
    ordered = sorted(policies, key=lambda code: order.index(code) if code in titles else len(order))
    return ", ".join(words.say("quoted", title=titles.get(code, code)) for code in ordered)


def plain_party(words: Words, code: str) -> str:
    """A country's or a group's name."""
    try:
        return party_name(code, words.language)
    except BadInput:
        return code


def country_of(words: Words, iso3: str) -> str:
    """A country's name and code; the code alone of one that is not known."""
    name = plain_party(words, iso3)
    return iso3 if name == iso3 else f"{name} ({iso3})"


def countries_heading(words: Words, countries: Sequence[str]) -> str:
    """Countries by name and code, or the group that they are."""
    return _group_of(words, countries) or ", ".join(country_of(words, iso3) for iso3 in countries)


def countries_named(words: Words, countries: Sequence[str]) -> str:
    """Countries by name, or the group that they are; of many the first ones and how many more."""
    return _group_of(words, countries) or parties_named(words, countries)


def parties_named(words: Words, codes: Sequence[str]) -> str:
    """Names; of many the first ones and how many more."""
    names = words.listed([plain_party(words, code) for code in codes[:_NAMED]])
    more = len(codes) - _NAMED
    return words.count("more_names", more, names=names) if more > 0 else names


def member_name(words: Words, code: str) -> str:
    """A member of the WTO: a country's name and code; a group by its code in English, whose it is, else by its name."""
    if is_group_code(code):
        return code if words.language == ENGLISH else plain_party(words, code)
    return country_of(words, code)


def _group_of(words: Words, countries: Sequence[str]) -> str | None:
    """The name of the group whose members today these are, with their number; None where there is no such group."""
    today, wanted = date.today(), set(countries)
    for one in groups().values():
        if len(wanted) > 1 and set(one.members(today)) == wanted:
            return words.count("members", len(wanted), name=plain_party(words, one.code))
    return None


def place_name(words: Words, place: str) -> str:
    """The citation of an article given as its chapter's path with its number. The words of parts before a number are
    the language's, whichever of the digest's languages the text is in."""

    def translated(found: re.Match[str]) -> str:
        return f"{words.say(f'part.{_part_words()[found[1].casefold()]}')} "

    return _part_pattern().sub(translated, cited_place(place))


@cache
def _part_words() -> dict[str, str]:
    """Which part a word means, in any of the languages."""
    found = {
        words_in(language).say(f"part.{part}").casefold(): part for language in LANGUAGES for part in _PARTS
    }
    return {**found, "art": "article"}


@cache
def _part_pattern() -> re.Pattern[str]:
    """The word of a part before its number or letter."""
    return re.compile(rf"\b({'|'.join(_part_words())})\.? (?=\d|[IVXLCDM]+\b|[A-Z]\b)", re.IGNORECASE)
