"""Reads the clauses invented for the tests: what each says, in three languages.

`clauses_??.yaml` hold those of many provisions by language; `clauses/<code>.yaml` those of one provision.
"""

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
    """All clauses of one language: the file of the language, then those of single provisions."""
    folder = Path(__file__).parent
    files = [folder / f"clauses_{language}.yaml", *sorted((folder / "clauses").glob("*.yaml"))]
    return [
        InventedClause(
            language=language,
            chapter=entry["chapter"],
            text=entry["text"],
            found=entry.get("found", {}),
            absent=entry.get("not", ""),
            heading=entry.get("heading", ""),
        )
        for file in files
        for entry in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        if entry.get("language", language) == language
    ]


ALL = [clause for language in LANGUAGES for clause in invented(language)]
