"""The fields of the template's data files (pydantic; unknown keys are refused)."""

from functools import cached_property
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from tracker.template.words import ChapterKind, Language, LanguageWords, Scope, TemplateData

Translated = Literal["es", "fr"]
Group = Literal["template", "beyond the template", "policy space", "structure"]
PRINCIPLE_COUNT = 24
Reading = Literal["read", "hard", "soft", "none"]


class PrincipleWords(TemplateData):
    """Title and explanation of a principle in a language other than English."""

    title: str
    says: str
    asked_by: str
    takes_away: str
    why_not_fully: str = ""


MAX_NAME = 45
"""Longest short name, in characters: it labels rows, chips and cells."""


class ProvisionWords(TemplateData):
    """Short name, title and explanation of a provision in a language other than English.

    An empty field is not translated yet; the English words are shown instead and marked as English.
    """

    name: str = Field(default="", max_length=MAX_NAME)
    title: str = ""
    explainer: str = ""


class Principle(TemplateData):
    """One of the 24 principles: what it means for a campaigner, and the codes of its provisions.

    Its words are English; `translations` has the dashboard's other languages. `provisions` is not in its file: the
    loader collects it from the provisions, which name their principles (by `order`, then by code).
    """

    number: int = Field(ge=1, le=PRINCIPLE_COUNT)
    key: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str
    says: str
    asked_by: str
    takes_away: str
    tpp_articles: tuple[str, ...]
    text_detectable: Literal["yes", "partly", "no"]
    why_not_fully: str = ""
    provisions: tuple[str, ...] = ()
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
    """A prototype clause: written by us, it shows the provision at its plainest, hard or soft."""

    id: str
    strength: Literal["hard", "soft"] | None
    text: str = Field(min_length=20)


class Pattern(TemplateData):
    """One wording rule, a regular expression over normalised lower-case text without accents.

    It is tried on each clause: a sentence, or a list item with its lead-in. `{name}` is a macro of the language file.

    - `strength` is fixed, or read from the clause's verb.
    - `chapters`: only in chapters of these kinds; `heading`: only where the article's heading matches.
    - `unless`: not where the clause matches one of these.
    - `unless_found`: not where the article has one of these provisions; `only_alone`: not where it has any other.
    - `digital_word`: only where the agreement's name, the article's heading or its text has a digital word, so that
      the heading of a chapter alone makes no article digital.
    - `promised`: only where the Parties promise to talk, negotiate or review (`mandate` of the language file): words
      that name a subject without ruling on it.
    - `definitions`: also in definitions; `references`: also in the titles of articles referred to. Both are skipped
      otherwise.
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
    digital_word: bool = False
    promised: bool = False
    references: bool = False
    definitions: bool = False
    weight: float = Field(default=0.9, ge=0.0, le=1.0)


class Note(TemplateData):
    """A detail of a finding, noted where the regular expression matches near the rule.

    `references`: whether it is also looked for in the titles of articles and chapters referred to.
    """

    code: str = Field(pattern=r"^[a-z_]+$")
    regex: str
    references: bool = False


class LanguageRules(TemplateData):
    """How one provision is worded in one language.

    - `gate`: literal terms (or word stems), one of which a clause must contain for the patterns to be tried.
    - `gate_outside`: where given, the narrower gate for articles outside digital chapters.
    - `passed_over`: words that only refer to other rules ("in accordance with its law on ..."); what they match is no
      match of a pattern.
    - `notes`: details read near the finding.
    """

    gate: tuple[str, ...]
    gate_outside: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...]
    unless: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    prototypes: tuple[Prototype, ...] = ()
    notes: tuple[Note, ...] = ()


class Provision(TemplateData):
    """One provision code: what it is, where it belongs and how each language words it.

    - Short name (empty: the title is used), title and explainer are English; `translations` has the dashboard's other
      languages.
    - `languages` must have English rules; other languages may be added later.
    - `codebook` is true for codes of the gold standard's first codebook, `second_codebook` for those that its second
      edition adds; both are false for our own codes.
    - `for_all` is true for what counts only where it holds for every party: a clause that names who is meant is none.
    - `comparable` is false where two clauses of it need not be about the same thing: the one of an agreement then says
      nothing of the one in another.
    - `scope` is the sector the provision is about by its nature; None: read from each article.
    - `sectoral` is true where a rule for one sector is what the provision is about, so that it is counted like a rule
      for all; with `scope` it need not be said.
    - `limits_parties` is true where the provision forbids the Parties to require or restrict something: that a Party
      may do so is then no such provision, and what a clause only aims at is soft.
    - `own_exceptions` is true where an exception that names the provision's subject is one from it alone.
    - `principles` are numbers, one or more for the group `template`, none for other groups; `order` is the position
      among the provisions of a principle (lower first, then by code).
    - `note_names` are words, by language, for notes that no other provision has and that the dashboard's messages do
      not name.
    """

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    codebook: bool
    second_codebook: bool = False
    scope: Scope | None = None
    sectoral: bool = False
    limits_parties: bool = False
    own_exceptions: bool = False
    group: Group
    principles: tuple[int, ...] = Field(default=(), validate_default=True)
    order: int = 50
    name: str = Field(default="", max_length=MAX_NAME)
    title: str = Field(min_length=1)
    explainer: str = Field(min_length=1)
    has_exception: bool = False
    has_strength: bool = True
    for_all: bool = False
    comparable: bool = True
    translations: dict[Translated, ProvisionWords] = Field(default_factory=dict)
    languages: dict[Language, LanguageRules]
    note_names: dict[str, dict[Language, str]] = Field(default_factory=dict)

    @field_validator("principles")
    @classmethod
    def _has_its_place(cls, numbers: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        unknown = [number for number in numbers if not 1 <= number <= PRINCIPLE_COUNT]
        if unknown:
            raise ValueError(f"there is no principle {unknown[0]}, only 1 to {PRINCIPLE_COUNT}")
        if "group" in info.data and bool(numbers) != (info.data["group"] == "template"):
            raise ValueError("must name one or more in the group template, and none in other groups")
        return numbers

    @field_validator("languages")
    @classmethod
    def _begins_in_english(cls, languages: dict[Language, LanguageRules]) -> dict[Language, LanguageRules]:
        if "en" not in languages:
            raise ValueError("a provision begins with its English rules")
        return languages

    @field_validator("note_names")
    @classmethod
    def _names_own_notes(
        cls, names: dict[str, dict[Language, str]], info: ValidationInfo
    ) -> dict[str, dict[Language, str]]:
        languages: dict[Language, LanguageRules] = info.data.get("languages", {})
        noted = {note.code for rules in languages.values() for note in rules.notes}
        for code, words in names.items():
            if languages and code not in noted:
                raise ValueError(f"the provision has no note {code}")
            if "en" not in words:
                raise ValueError(f"{code} has no English words")
        return names


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
    def second_codebook_codes(self) -> frozenset[str]:
        """Codes of the second edition of the gold codebook: those of the first, and what it adds."""
        return self.codebook_codes | {entry.code for entry in self.provisions if entry.second_codebook}

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
