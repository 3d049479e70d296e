"""Input and output of matching."""

from dataclasses import dataclass
from typing import Literal

from tracker.template.words import Scope

Strength = Literal["hard", "soft"]

MANDATE = "mandate:"
"""Beginning of the note that names a provision which the parties only promise to talk about or review."""

COVERS, EXCEPTS = "covers:", "excepts:"
"""Beginnings of the notes that say which parts of a text an exception covers, and which it leaves out."""

COVERS_WHOLE = "covers_whole_agreement"
"""The note of an exception that covers the whole agreement."""

STRUCTURE = "definitions_scope"
"""The code of what holds no commitment by itself."""

DIALOGUE = "cooperation"
"""The code of cooperation and dialogue on electronic commerce."""

TRANSITION = "transition"
"""The note that there is time to comply, or an exemption for a time; "transition:KHM" names a party that has it."""

LIMITED = "limited"
"""The note that the words of a rule have a limit of which it is not known whether it lets a Party depart from it."""

ASPIRATION = "aspiration"
"""The note that the parties only cooperate, exchange views, or recognise that something is important."""

EXEMPT = "exempt"
"""The note that a party is exempt for good; "exempt:KHM" names it."""


@dataclass(frozen=True, slots=True)
class Delay:
    """Parties that another article gives time to comply with an article: with one of its numbered paragraphs, or with
    all of it (`paragraph` "")."""

    parties: tuple[str, ...]
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """One article to be matched; `text` is the original, unnormalised text that spans refer to.

    `language` is ISO 639-1 (en, es, fr); `chapter` and `heading` are headings as printed, "" if none;
    `agreement` is the agreement's name, by which its subject is read where a chapter's heading names none; `parties`
    are the codes of its parties ((): not known), `between` those between whom alone its chapter applies ((): all);
    `delays` are what other articles of the text say of who has time to comply with this one.
    """

    text: str
    language: str = "en"
    chapter: str = ""
    number: str = ""
    heading: str = ""
    agreement: str = ""
    parties: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    delays: tuple[Delay, ...] = ()

    def __reduce__(self) -> tuple[type["ArticleInput"], tuple[object, ...]]:
        """How it goes to another process: by its fields in order, a third of the time of what dataclasses have."""
        return ArticleInput, (
            self.text,
            self.language,
            self.chapter,
            self.number,
            self.heading,
            self.agreement,
            self.parties,
            self.between,
            self.delays,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One provision found in one article.

    - `spans`: half-open character offsets into `ArticleInput.text`, sorted, at least one.
    - `score`: 0..1.
    - `strength`: None for structural codes (definitions_scope).
    - `exception`: None for codes without an exception flag.
    - `scope`: whom the rule reaches (None for structural codes); `bound`: codes of the parties it binds, sorted, () for
      every party.
    - `uncertain`: the reviewer (`tracker.reviewer`) holds it improbable; the rules alone never say so.
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
    scope: Scope | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False
