"""What goes into matching and what comes out."""

from dataclasses import dataclass
from typing import Literal

Strength = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """One article to be matched; `text` is the original, unnormalised text that spans refer to.

    `language` is ISO 639-1 (en, es, fr); `chapter` and `heading` are headings as printed, "" if none;
    `agreement` is the agreement's name, which tells what it is about where a chapter's heading does not.
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

    `spans` are half-open character offsets into `ArticleInput.text`, sorted, at least one. `score` is
    0..1. `strength` is None for structural codes (definitions_scope). `exception` is None for codes that
    have no exception flag. `prototype` names the prototype clause it is closest to, `similarity` its
    RapidFuzz similarity (0..100), `signal` what decided. `notes` are sorted codes of details: kinds of
    exception ("exception:security"), limits of scope ("scope:procurement") and what the provision's data
    file names ("algorithms").
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
