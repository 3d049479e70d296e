"""The words of the interface, from `messages/<language>/*.yaml`; missing ones are taken from English."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "messages"
DEFAULT_LANGUAGE = "en"


@cache
def languages() -> tuple[str, ...]:
    """Languages with message files, the default first."""
    found = sorted(folder.name for folder in FOLDER.iterdir() if any(folder.glob("*.yaml")))
    return (DEFAULT_LANGUAGE, *(language for language in found if language != DEFAULT_LANGUAGE))


class Messages:
    """Messages of one language. `say("spread.title", count=3)` fills the placeholders of `spread.title`."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        """Raises KeyError for a language without message files."""
        if language not in languages():
            raise KeyError(language)
        self.language = language
        self._own = _messages(language)
        self._fallback = _messages(DEFAULT_LANGUAGE)

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

        The message `zero` says which of the two is used for 0: "0 agreements", but « 0 accord ».
        """
        form = self.say("zero") if number == 0 else "one" if number == 1 else "many"
        return self.say(f"{key}.{form}", n=number, **values)


@cache
def _messages(language: str) -> dict[str, str]:
    """All messages of a language. Raises ValueError where two files have the same key."""
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
