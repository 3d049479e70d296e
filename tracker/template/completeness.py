"""Which words and rules each provision has in each language, and which are still missing."""

from dataclasses import dataclass

from tracker.template.model import Provision, ProvisionWords, Template
from tracker.template.words import Language

PARTS = ("title", "explainer", "name", "patterns", "prototypes")
"""What a provision has in a language: three words for people, and two kinds of rules for the matcher."""


@dataclass(frozen=True, slots=True)
class LanguageState:
    """What a provision has in one language. `name`: a short name of its own (its title serves where there is none)."""

    language: Language
    title: bool
    explainer: bool
    name: bool
    patterns: int
    prototypes: int

    def missing(self, english: "LanguageState") -> tuple[str, ...]:
        """The PARTS that this language lacks; a short name only where the English words have one."""
        wanted = [part for part in PARTS if part != "name" or english.name]
        return tuple(part for part in wanted if not getattr(self, part))


@dataclass(frozen=True, slots=True)
class ProvisionState:
    """What a provision has in each of the template's languages, English first."""

    code: str
    languages: tuple[LanguageState, ...]

    @property
    def missing(self) -> dict[Language, tuple[str, ...]]:
        """The PARTS that are missing, by language; languages that lack nothing are left out."""
        english = self.languages[0]
        found = {state.language: state.missing(english) for state in self.languages}
        return {language: parts for language, parts in found.items() if parts}


def template_languages(template: Template) -> tuple[Language, ...]:
    """The languages that have a language file, English first."""
    others: list[Language] = sorted(language for language in template.words if language != "en")
    return ("en", *others)


def provision_states(template: Template) -> list[ProvisionState]:
    """The state of every provision, in the order of their files."""
    languages = template_languages(template)
    return [
        ProvisionState(entry.code, tuple(_state(entry, language) for language in languages))
        for entry in template.provisions
    ]


def _state(provision: Provision, language: Language) -> LanguageState:
    words = provision if language == "en" else provision.translations.get(language, ProvisionWords())
    rules = provision.languages.get(language)
    return LanguageState(
        language=language,
        title=bool(words.title.strip()),
        explainer=bool(words.explainer.strip()),
        name=bool(words.name.strip()),
        patterns=len(rules.patterns) if rules else 0,
        prototypes=len(rules.prototypes) if rules else 0,
    )
