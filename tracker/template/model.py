"""What the template's data files may hold, field by field (pydantic, unknown keys refused)."""

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Language = Literal["en", "es", "fr"]
Translated = Literal["es", "fr"]
ChapterKind = Literal[
    "digital",
    "digital_mixed",
    "data_protection",
    "telecommunications",
    "financial",
    "services",
    "investment",
    "intellectual_property",
    "customs",
    "procurement",
    "standards",
    "exceptions",
    "other",
]
Group = Literal["template", "beyond the template", "policy space", "structure"]
Reading = Literal["read", "hard", "soft", "none"]


class TemplateData(BaseModel):
    """Base of all entries: unknown keys are errors, entries never change once loaded."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PrincipleWords(TemplateData):
    """What a principle is called and said to be, in a language other than English."""

    title: str
    says: str
    asked_by: str
    takes_away: str
    why_not_fully: str = ""


class ProvisionWords(TemplateData):
    """What a provision is called and how it is explained, in a language other than English."""

    title: str
    explainer: str


class Principle(TemplateData):
    """One of the 24 principles: what it says to a campaigner and which provision codes lie beneath it.

    Its words stand in English, and in `translations` in the dashboard's other languages.
    """

    number: int = Field(ge=1, le=24)
    key: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str
    says: str
    asked_by: str
    takes_away: str
    tpp_articles: tuple[str, ...]
    text_detectable: Literal["yes", "partly", "no"]
    why_not_fully: str = ""
    provisions: tuple[str, ...]
    translations: dict[Translated, PrincipleWords] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _say_why(self) -> "Principle":
        if self.text_detectable != "yes" and not self.why_not_fully:
            raise ValueError("why_not_fully must give the reason where text_detectable is not yes")
        for language, words in self.translations.items():
            if bool(words.why_not_fully) != bool(self.why_not_fully):
                raise ValueError(f"why_not_fully must stand in all languages or in none ({language})")
        return self


class Prototype(TemplateData):
    """A clause written by us that shows the provision at its plainest, hard or soft."""

    id: str
    strength: Literal["hard", "soft"] | None
    text: str = Field(min_length=20)


class Pattern(TemplateData):
    """One wording rule, a regular expression over normalised lower-case text without accents.

    It is tried on each clause: a sentence, or a list item with its lead-in. `{name}` stands for a macro of
    the language file. `strength` is fixed or read from the clause's verb. `chapters` limits the kinds of
    chapter; `heading` must match the article's heading; `unless` vetoes by the clause's words;
    `unless_found` vetoes where the article holds one of these provisions, `only_alone` where it holds any
    provision of the codebook; `definitions` lets it speak about definitions too, `references` about the
    titles of articles referred to, which are otherwise passed over.
    """

    id: str
    regex: str
    strength: Reading = "read"
    chapters: tuple[ChapterKind, ...] = ()
    not_chapters: tuple[ChapterKind, ...] = ()
    heading: str = ""
    unless: tuple[str, ...] = ()
    unless_found: tuple[str, ...] = ()
    only_alone: bool = False
    references: bool = False
    definitions: bool = False
    weight: float = Field(default=0.9, ge=0.0, le=1.0)


class ExceptionPhrase(TemplateData):
    """Words that let a Party depart from a rule, and what kind of exception they make.

    `reach` says where they count: near the rule, or beside its own words only. `counts` is false for words
    that limit the rule's scope without letting a Party depart from it; `references` lets the phrase read the
    titles of articles referred to.
    """

    kind: str = Field(pattern=r"^[a-z_]+$")
    regex: str
    reach: Literal["near", "rule"] = "near"
    counts: bool = True
    references: bool = False


class Note(TemplateData):
    """A detail of a finding worth knowing, noted where the regular expression matches near the rule.

    `references` lets it read the titles of articles and chapters referred to, otherwise passed over.
    """

    code: str = Field(pattern=r"^[a-z_]+$")
    regex: str
    references: bool = False


class LanguageRules(TemplateData):
    """How one provision is worded in one language.

    `gate` are literal terms (or word stems), one of which must stand in a clause for the patterns to be
    tried; `gate_outside`, where given, is the sharper gate for articles outside digital chapters. `notes` are
    details read around what was found.
    """

    gate: tuple[str, ...]
    gate_outside: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...]
    unless: tuple[str, ...] = ()
    prototypes: tuple[Prototype, ...] = ()
    notes: tuple[Note, ...] = ()


class Provision(TemplateData):
    """One provision code: what it is, where it belongs and how each language words it. Title and explainer
    stand in English, and in `translations` in the dashboard's other languages.

    `codebook` is true for the codes of the gold standard's codebook, false for codes of our own.
    """

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    codebook: bool
    group: Group
    principles: tuple[int, ...] = ()
    title: str
    explainer: str
    has_exception: bool = False
    has_strength: bool = True
    translations: dict[Translated, ProvisionWords] = Field(default_factory=dict)
    languages: dict[Language, LanguageRules]


class Deontics(TemplateData):
    """The words by which a language binds or merely encourages (regular expressions, tried in order)."""

    markers: tuple["DeonticMarker", ...]
    softeners: tuple[str, ...]
    takeovers: tuple[str, ...]
    soft_item_starts: tuple[str, ...]


class DeonticMarker(TemplateData):
    """One verb form and what it means for the clause it governs."""

    regex: str
    strength: Literal["hard", "soft"]


class LanguageWords(TemplateData):
    """One language: macros, chapter kinds by heading, deontic words, exceptions, definitions."""

    language: Language
    macros: dict[str, str]
    chapter_kinds: dict[ChapterKind, str]
    deontics: Deontics
    exceptions: tuple[ExceptionPhrase, ...]
    no_exception: str
    definition_clause: str
    definition_chapeau: str
    definition_heading: str
    commitment_clause: str
    digital_article: str
    reference_words: tuple[str, ...]
    glued: tuple[str, ...] = ()
    small_words: tuple[str, ...] = ()


class Template(TemplateData):
    """The whole template as loaded; `fingerprint` is that of the files it came from."""

    version: str
    fingerprint: str
    principles: tuple[Principle, ...]
    provisions: tuple[Provision, ...]
    words: dict[Language, LanguageWords]

    @cached_property
    def by_code(self) -> dict[str, Provision]:
        """Provision by code."""
        return {provision.code: provision for provision in self.provisions}

    @cached_property
    def codebook_codes(self) -> frozenset[str]:
        """Codes of the gold codebook; evaluation and `classify` count only these."""
        return frozenset(provision.code for provision in self.provisions if provision.codebook)

    def principle(self, number: int) -> Principle:
        """The principle with this number (1..24); KeyError if there is none."""
        for principle in self.principles:
            if principle.number == number:
                return principle
        raise KeyError(number)
