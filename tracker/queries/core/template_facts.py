"""The facts about the template that pages and briefings need: titles, order and what can be read from texts.

Queries use `tracker.template` through this module only, so that they do not depend on how patterns are stored there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from tracker.template import Principle, Provision, Template, shipped_template

GROUPS = ("template", "beyond the template", "policy space", "structure")
"""Groups of provisions in the order in which they are shown: the template's core first."""

TEMPLATE_GROUPS = frozenset({"template", "beyond the template"})
"""Groups of provisions that make an agreement one on digital trade; nearly all agreements have exceptions and
definitions."""

UNKNOWN_GROUP = "unknown"
"""Group of codes that the present template does not have (found with another template version)."""


class EnglishWords(str):
    """Words that are English because there are none yet in the language asked for; pages mark them (`lang="en"`)."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ProvisionFacts:
    """One provision code with its words for people; words that are not translated yet are EnglishWords.

    `principles` are numbers 1..24; `order` is its rank on screen; `sectoral`: it is about rules for one sector.
    """

    code: str
    name: str
    title: str
    explainer: str
    group: str
    principles: tuple[int, ...]
    has_exception: bool
    has_strength: bool
    order: int
    comparable: bool = True
    sectoral: bool = False


@dataclass(frozen=True, slots=True)
class PrincipleFacts:
    """One of the 24 principles. `text_detectable` is yes, partly or no; `why_not_fully` gives the reason."""

    number: int
    key: str
    title: str
    says: str
    asked_by: str
    takes_away: str
    tpp_articles: tuple[str, ...]
    text_detectable: str
    why_not_fully: str
    provisions: tuple[str, ...]


@dataclass(frozen=True)
class TemplateFacts:
    """The template as far as queries need it."""

    version: str
    principles: tuple[PrincipleFacts, ...]
    provisions: tuple[ProvisionFacts, ...]
    prototypes: Mapping[str, str] = field(default_factory=dict)
    """Text of each prototype clause by its id."""
    note_names: Mapping[str, str] = field(default_factory=dict)
    """What notes of single provisions are called, by code; EnglishWords where not translated."""

    @cached_property
    def by_code(self) -> dict[str, ProvisionFacts]:
        """Provision by code, in the order of the screen."""
        return {provision.code: provision for provision in self.provisions}

    def provision(self, code: str) -> ProvisionFacts:
        """The provision, or a placeholder with the code alone where this template does not have it."""
        known = self.by_code.get(code)
        if known is not None:
            return known
        title = code.replace("_", " ").capitalize()
        return ProvisionFacts(code, title, title, "", UNKNOWN_GROUP, (), False, True, len(self.provisions))

    def principle(self, number: int) -> PrincipleFacts:
        """The principle with this number (1..24). Raises KeyError where there is none."""
        for principle in self.principles:
            if principle.number == number:
                return principle
        raise KeyError(number)

    def sorted_codes(self, codes: Iterable[str]) -> list[str]:
        """`codes` in the order of the screen, each once."""
        return sorted(set(codes), key=lambda code: (self.provision(code).order, code))


@cache
def template_facts(language: str = "en") -> TemplateFacts:
    """The facts of the template shipped with the package, its words in `language` where it has them.

    Raises TemplateError when its files are broken.
    """
    return facts_of(shipped_template(), language)


def facts_of(template: Template, language: str = "en") -> TemplateFacts:
    """The facts of a loaded template; words that are not translated into `language` stay English."""
    principles = tuple(
        _principle(principle, language)
        for principle in sorted(template.principles, key=lambda principle: principle.number)
    )
    rank = {code: at for at, code in enumerate(_by_principle(principles))}
    ordered = sorted(
        template.provisions,
        key=lambda provision: (
            GROUPS.index(provision.group),
            rank.get(provision.code, len(rank)),
            provision.code,
        ),
    )
    provisions = tuple(_provision(provision, order, language) for order, provision in enumerate(ordered))
    prototypes = {
        prototype.id: prototype.text
        for provision in template.provisions
        for rules in provision.languages.values()
        for prototype in rules.prototypes
    }
    note_names = {
        code: _note_name(words, language)
        for provision in template.provisions
        for code, words in provision.note_names.items()
    }
    return TemplateFacts(template.version, principles, provisions, prototypes, note_names)


def _principle(principle: Principle, language: str) -> PrincipleFacts:
    words = _in_language(principle, language)
    return PrincipleFacts(
        number=principle.number,
        key=principle.key,
        title=words.title,
        says=words.says,
        asked_by=words.asked_by,
        takes_away=words.takes_away,
        tpp_articles=principle.tpp_articles,
        text_detectable=principle.text_detectable,
        why_not_fully=words.why_not_fully,
        provisions=principle.provisions,
    )


def _provision(provision: Provision, order: int, language: str) -> ProvisionFacts:
    name, title, explainer = _words_of(provision, language)
    return ProvisionFacts(
        code=provision.code,
        name=name,
        title=title,
        explainer=explainer,
        group=provision.group,
        principles=provision.principles,
        has_exception=provision.has_exception,
        has_strength=provision.has_strength,
        order=order,
        comparable=provision.comparable,
        sectoral=provision.sectoral or provision.scope is not None,
    )


def _words_of(provision: Provision, language: str) -> tuple[str, str, str]:
    """Short name, title and explainer; each in English where the language has none yet."""
    english = (provision.name or provision.title, provision.title, provision.explainer)
    if language == "en":
        return english
    words = _in_language(provision, language)
    own = ("", "", "") if words is provision else (words.name or words.title, words.title, words.explainer)
    name, title, explainer = (
        said or EnglishWords(fallback) for said, fallback in zip(own, english, strict=True)
    )
    return name, title, explainer


def _note_name(words: Mapping[Any, str], language: str) -> str:
    return words[language] if language in words else EnglishWords(words["en"])


def _in_language(entry: Any, language: str) -> Any:
    """The translated words of an entry, or the entry itself, which has the English ones."""
    return entry.translations.get(language, entry)


def _by_principle(principles: Iterable[PrincipleFacts]) -> list[str]:
    """Codes in the order in which the principles name them first."""
    return list(dict.fromkeys(code for principle in principles for code in principle.provisions))
