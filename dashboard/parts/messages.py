"""The words of the interface, from `messages/<language>/*.yaml` or a finished catalogue; missing ones are English.

English, Spanish and French are written as YAML, key by key. Translators of other languages get them as gettext
catalogues (`dashboard.parts.catalogue`), which are offered when every message is translated.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "messages"
DEFAULT_LANGUAGE = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
"""Languages written from right to left."""

Direction = Literal["ltr", "rtl"]


@cache
def languages() -> tuple[str, ...]:
    """Languages offered: those with message files, the default first, then those with a finished catalogue."""
    from dashboard.parts.catalogue import finished

    return (*written_languages(), *finished())


@cache
def written_languages() -> tuple[str, ...]:
    """Languages with message files, the default first."""
    found = sorted(folder.name for folder in FOLDER.iterdir() if any(folder.glob("*.yaml")))
    return (DEFAULT_LANGUAGE, *(language for language in found if language != DEFAULT_LANGUAGE))


def is_language(code: str) -> bool:
    """Whether pages can be shown in the language: it is offered, or it is the pseudo-locale and that is switched on."""
    from dashboard.parts.pseudo import PSEUDO, pseudo_offered

    return code in languages() or (code == PSEUDO and pseudo_offered())


class Messages:
    """Messages of one language. `say("spread.title", count=3)` fills the placeholders of `spread.title`."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        """Raises KeyError for a language without messages."""
        if not is_language(language):
            raise KeyError(language)
        self.language = language
        self._own, self._form = _spoken(language)
        self._fallback = _messages(DEFAULT_LANGUAGE)

    @property
    def direction(self) -> Direction:
        """Which way the language is written."""
        from dashboard.parts.pseudo import PSEUDO

        return "rtl" if self.language in RIGHT_TO_LEFT | {PSEUDO} else "ltr"

    def say(self, key: str, /, **values: object) -> str:
        """The message; numbers are written with thousands separators. Raises KeyError for an unknown key."""
        return self.template(key).format(**{name: self._shown(value) for name, value in values.items()})

    def template(self, key: str, /) -> str:
        """The message with its {placeholders} not filled in. Raises KeyError for an unknown key."""
        own = self._own.get(key)
        return self._fallback[key] if own is None else own

    def number(self, value: int) -> str:
        """A whole number with the language's thousands separator."""
        return f"{value:,}".replace(",", self._own.get("thousands", self._fallback["thousands"]))

    def _shown(self, value: object) -> object:
        return self.number(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def find(self, key: str) -> str | None:
        """The message, or None where there is none."""
        return self._own.get(key, self._fallback.get(key))

    def own_keys(self) -> frozenset[str]:
        """Keys this language has of its own."""
        return frozenset(self._own)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """The message for a number: `<key>.one` for 1, `<key>.many` otherwise; `{n}` is the number.

        - The message `zero` says which of the two is used for 0: "0 agreements", but « 0 accord ».
        - A catalogue has as many forms as its language, numbered as gettext does (`<key>.2`).
        """
        form = self.say("zero") if number == 0 else "one" if number == 1 else "many"
        if self._form is not None and f"{key}.{self._form(number)}" in self._own:
            form = str(self._form(number))
        return self.say(f"{key}.{form}", n=number, **values)


@cache
def _spoken(language: str) -> tuple[Mapping[str, str], Callable[[int], int] | None]:
    """All messages of a language, and which plural form a number takes where a catalogue says so."""
    from dashboard.parts.catalogue import translated
    from dashboard.parts.pseudo import PSEUDO, mirrored

    if language == PSEUDO:
        return {key: mirrored(words) for key, words in _messages(DEFAULT_LANGUAGE).items()}, None
    if language in written_languages():
        return _messages(language), None
    return translated(language)


@cache
def _messages(language: str) -> dict[str, str]:
    """All messages of a written language. Raises ValueError where two files have the same key."""
    found: dict[str, str] = {}
    for file in sorted((FOLDER / language).glob("*.yaml")):
        for key, message in _flat(yaml.safe_load(file.read_text(encoding="utf-8")), ""):
            if key in found:
                raise ValueError(f"{file.name} ({language}): {key} stands in another file already")
            found[key] = message
    return found


def _flat(data: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in data.items():
        if isinstance(value, dict):
            pairs += _flat(value, f"{prefix}{key}.")
        else:
            pairs.append((f"{prefix}{key}", str(value)))
    return pairs


def written_messages(language: str) -> Mapping[str, str]:
    """All messages of a written language by key."""
    return _messages(language)
