"""What the template's subjects are called in each language, from a data file, for searching across languages."""

from functools import cache

from pydantic import Field

from tracker.template.fingerprint import TEMPLATE_FOLDER
from tracker.template.loader import read_entry
from tracker.template.words import TemplateData

TERMS_FILE = "terms.yaml"

Names = tuple[str, ...]


class Subject(TemplateData):
    """One subject: a provision's code, and what texts in each language call it."""

    provision: str
    en: Names = Field(min_length=1)
    es: Names = Field(min_length=1)
    fr: Names = Field(min_length=1)

    @property
    def by_language(self) -> tuple[Names, ...]:
        """The names, language by language."""
        return self.en, self.es, self.fr


class Terms(TemplateData):
    """All subjects."""

    terms: tuple[Subject, ...] = Field(min_length=1)


@cache
def template_terms() -> tuple[Subject, ...]:
    """The subjects as shipped. Raises TemplateError naming file and line for a file that does not validate."""
    return read_entry(TEMPLATE_FOLDER / TERMS_FILE, Terms).terms
