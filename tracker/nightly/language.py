"""The words of the digest in English, Spanish and French: one catalogue for each language, `catalogue/<language>.yaml`.

Every language has the same messages with the same {placeholders} (`tests/nightly/test_catalogue.py`); none falls back
to another one. Titles of provisions and policies come from the template, names of countries from `tracker.parties`;
names of agreements stay as their sources write them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date

from tracker.errors import BadInput

FOLDER = Path(__file__).parent / "catalogue"
ENGLISH = "en"
LANGUAGES = (ENGLISH, "es", "fr")
"""The languages of the digest, ISO 639-1; the first is that of the files without a language in their name."""


@dataclass(frozen=True)
class Words:
    """The messages of one language by key, such as `closing.closed`."""

    language: str
    messages: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """The message with its placeholders filled in. Raises KeyError for an unknown key."""
        return self.messages[key].format(**{name: self._shown(value) for name, value in values.items()})

    def count(self, key: str, number: int, /, **values: object) -> str:
        """The message for a number, which is `{n}`: `<key>.one` or `<key>.many`, as the language has it ("0 clause" in
        French)."""
        form = Locale.parse(self.language).plural_form(number)
        return self.say(f"{key}.{'one' if form == 'one' else 'many'}", n=number, **values)

    def has(self, key: str) -> bool:
        """Whether there is such a message."""
        return key in self.messages

    def number(self, value: int) -> str:
        """A whole number with the language's thousands separator."""
        return f"{value:,}".replace(",", self.messages["thousands"])

    def day(self, value: date) -> str:
        """A day: 2026-11-29 in English, as in names of files; in words elsewhere."""
        pattern = self.messages["first_of_month" if value.day == 1 else "day"]
        return format_date(value, pattern, locale=self.language)

    def named(self, name: str, words: str) -> str:
        """A name and what is said of it."""
        return self.say("named", name=name, words=words)

    def listed(self, parts: Sequence[str]) -> str:
        """Parts of a sentence, separated by semicolons."""
        return self.messages["semicolon"].join(parts)

    def _shown(self, value: object) -> object:
        return self.number(value) if isinstance(value, int) and not isinstance(value, bool) else value


@cache
def words_in(language: str) -> Words:
    """The words of a language. Raises BadInput for one that has no catalogue."""
    if language not in LANGUAGES:
        raise BadInput(
            f"the digest is not written in {language!r}; its languages are {', '.join(LANGUAGES)}."
        )
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return Words(language, dict(_flat(yaml.safe_load(text), "")))


def _flat(data: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
