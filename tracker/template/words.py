"""The words of one language that all provisions share: fields of the files in `language/`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["en", "es", "fr"]
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
Scope = Literal["general", "telecoms", "financial", "sector"]


class TemplateData(BaseModel):
    """Base of all entries: unknown keys are errors, entries never change once loaded."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ExceptionPhrase(TemplateData):
    """Words that let a Party depart from a rule, and the kind of exception they make.

    - `reach`: where they count, near the rule or only beside its own words.
    - `counts`: false for words that limit the rule's scope without letting a Party depart from it.
    - `references`: whether the phrase is also looked for in the titles of articles referred to.
    """

    kind: str = Field(pattern=r"^[a-z_]+$")
    regex: str
    reach: Literal["near", "rule"] = "near"
    counts: bool = True
    references: bool = False


class Deontics(TemplateData):
    """The words by which a clause binds or merely encourages, in one language (regular expressions, tried in order).

    `aims_by` is a duty to promote an aim up to the word that introduces its means; `binding_means` and `soft_means`
    are verbs of such means. `condition` is a clause before the main one ("where a Party intends to ...,"), whose verb
    does not govern.
    """

    markers: tuple["DeonticMarker", ...]
    softeners: tuple[str, ...]
    takeovers: tuple[str, ...]
    soft_item_starts: tuple[str, ...]
    condition: str = r"(?!)"
    aims_by: str = r"(?!)"
    binding_means: str = r"(?!)"
    soft_means: str = r"(?!)"


class DeonticMarker(TemplateData):
    """One verb form and what it means for the clause it governs."""

    regex: str
    strength: Literal["hard", "soft"]


class ScopeWords(TemplateData):
    """Words beside a rule that limit it to a sector."""

    scope: Scope
    regex: str


class ScopeRules(TemplateData):
    """Whom a rule reaches.

    - `kinds`: kinds of chapter that are about one sector.
    - `words`: tried in order where the chapter decides nothing; `headings`: tried on the article's heading after them.
    - `chapters`: tried last, on the chapter's heading: sectors that are no kind of chapter.
    - `general`: words by which a rule reaches beyond the sector of its chapter.
    """

    kinds: dict[ChapterKind, Scope]
    words: tuple[ScopeWords, ...]
    headings: tuple[ScopeWords, ...] = ()
    chapters: tuple[ScopeWords, ...] = ()
    general: str = r"(?!)"


class BoundRules(TemplateData):
    """Whom a clause binds.

    - `duty`: verbs of duty; what stands before one is its subject. `permission`: those that only permit.
    - `condition`: words before a party whose acts something follows from.
    - `everybody`: subjects that are every party; `others`: words before those that such a subject leaves out.
    - `opening`: words before the subject at the beginning of a sentence; `after`: what may stand between the parties
      named and the verb.
    - `called`: what parties are called besides their names, by code.
    - `exempt`: verbs of sentences by which a rule does not reach the parties named. These stand behind a verb that
      matches the group `to` ("shall not apply to"), before the others ("is not obliged to apply").
    - `only_between`: sentences by which a chapter applies between the parties named there alone.
    - `instead`: sentences by which the parties named (`who`) have the obligations of an annex (`annex`, its number) in
      place of the chapter's.
    """

    duty: str
    permission: str = r"(?!)"
    condition: str = r"(?!)"
    everybody: str
    others: str = r"(?!)"
    opening: str = r"(?!)"
    after: str = r"\s*$"
    called: dict[str, str] = Field(default_factory=dict)
    exempt: tuple[str, ...] = ()
    only_between: str = r"(?!)"
    instead: str = r"(?!)"


class ReferenceWords(TemplateData):
    """How one paragraph refers to others of its article.

    - `paragraphs`: to some by their numbers.
    - `back`: to the whole article, or to what stands before.
    - `leaves_out`: to no other, but takes something out of the whole chapter, or gives somebody an exception to all.
    """

    paragraphs: str
    back: str
    leaves_out: str = r"(?!)"


class CoverageWords(TemplateData):
    """How a text names its parts and itself.

    - `units`: chapters, titles, sections ... by kind; `whole`: agreement, treaty ...; `this` stands before either.
    - `numbers`: numbers in words; `and_` and `through` join them.
    - `other_than`: words that leave out what follows.
    - `joins`: words after which the text itself is named for another reason ("made part of this Agreement").
    """

    units: dict[str, str]
    whole: str
    this: str
    numbers: tuple[str, ...]
    and_: str
    through: str
    other_than: str
    joins: str


class StructureRule(TemplateData):
    """One kind of article that holds no commitment by itself: what its heading and its first words match.

    `longest`: it has at most so many characters.
    """

    name: str = Field(pattern=r"^[a-z-]+$")
    heading: str = ""
    opening: str = ""
    longest: int = 12_000


class StructureRules(TemplateData):
    """How articles of definitions, scope, objectives, bodies and reviews are known in any chapter.

    Headings that match `not_headings` are none of these, whatever else they say.
    """

    rules: tuple[StructureRule, ...] = ()
    not_headings: str = r"(?!)"


class LanguageWords(TemplateData):
    """One language: macros, chapter kinds by heading, deontic words, exceptions, definitions.

    - `preamble` matches the headings of what commits nobody by itself: recitals, annexes that list periods to implement
      other articles or requests for assistance.
    - `mandate`: verbs by which the parties promise to talk, negotiate or review; `mandate_after`: the same where what
      they are to talk about stands before ("rules on ... shall be the subject of talks").
    - `drafting`: verbs by which they promise to write an annex or protocol on something.
    - `permission`: words by which a Party may nevertheless require, restrict or maintain what follows.
    - `aim`: words that make what follows an aim of the clause.
    - `aspiration`: words by which the parties cooperate, exchange views or find important what follows, and no more.
    - `limit`: words that may limit a rule or let a Party depart from it, whatever follows.
    - `transition`: words that exempt a named party or give it time.
    """

    language: Language
    macros: dict[str, str]
    chapter_kinds: dict[ChapterKind, str]
    deontics: Deontics
    scope: ScopeRules
    bound: BoundRules
    coverage: CoverageWords
    references: ReferenceWords
    mandate: str
    mandate_after: str = r"(?!)"
    drafting: str
    permission: str
    aim: str
    aspiration: str
    limit: str
    transition: str
    structure: StructureRules = StructureRules()
    exceptions: tuple[ExceptionPhrase, ...]
    no_exception: str
    definition_clause: str
    definition_chapeau: str
    definition_heading: str
    preamble: str
    commitment_clause: str
    digital_article: str
    digital_word: str
    reference_words: tuple[str, ...]
    glued: tuple[str, ...] = ()
    glued_to_previous: tuple[str, ...] = ()
    small_words: tuple[str, ...] = ()
