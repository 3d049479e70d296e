"""Input and output of matching."""

from dataclasses import dataclass
from typing import Literal

Strength = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """One article to be matched; `text` is the original, unnormalised text that spans refer to.

    `language` is ISO 639-1 (en, es, fr); `chapter` and `heading` are headings as printed, "" if none;
    `agreement` is the agreement's name, by which its subject is read where a chapter's heading names none.
    """

    text: str
    language: str = "en"
    chapter: str = ""
    number: str = ""
    heading: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One provision found in one article.

    - `spans`: half-open character offsets into `ArticleInput.text`, sorted, at least one.
    - `score`: 0..1.
    - `strength`: None for structural codes (definitions_scope).
    - `exception`: None for codes without an exception flag.
    - `prototype`: the id of the closest prototype clause; `similarity`: its RapidFuzz similarity (0..100).
    - `signal`: the pattern that decided.
    - `notes`: sorted codes of details: kinds of exception ("exception:security"), limits of scope ("scope:procurement")
      and those of the provision's data file ("algorithms").
    """

    code: str
    strength: Strength | None
    exception: bool | None
    score: float
    spans: tuple[tuple[int, int], ...]
    prototype: str = ""
    similarity: float = 0.0
    signal: str = ""
    notes: tuple[str, ...] = ()
