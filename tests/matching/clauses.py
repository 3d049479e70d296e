"""Reads the clauses invented for the tests: what each says, in three languages (clauses_??.yaml)."""

from dataclasses import dataclass
from pathlib import Path

import yaml

LANGUAGES = ("en", "es", "fr")


@dataclass(frozen=True)
class InventedClause:
    """A clause and what must be found in it (code: strength), or the code that must not (`absent`)."""

    language: str
    chapter: str
    text: str
    found: dict[str, str]
    absent: str
    heading: str = ""

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:50]}"


def invented(language: str) -> list[InventedClause]:
    """All clauses of one language, in the order of the file."""
    file = Path(__file__).with_name(f"clauses_{language}.yaml")
    return [
        InventedClause(
            language=language,
            chapter=entry["chapter"],
            text=entry["text"],
            found=entry.get("found", {}),
            absent=entry.get("not", ""),
            heading=entry.get("heading", ""),
        )
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


ALL = [clause for language in LANGUAGES for clause in invented(language)]
