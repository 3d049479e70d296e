"""The result of checking a draft: its articles in order, with the findings of each."""

from dataclasses import dataclass
from functools import cached_property

from tracker.matching.types import MANDATE, Strength
from tracker.template.words import Scope


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """One provision found in one article of a draft; values as in `tracker.matching.types.Finding`."""

    provision: str
    strength: Strength | None
    exception: bool | None
    score: float
    spans: tuple[tuple[int, int], ...]
    notes: tuple[str, ...] = ()
    scope: Scope | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False

    @property
    def promised(self) -> tuple[str, ...]:
        """The provisions about which the article only promises to talk."""
        return tuple(note.removeprefix(MANDATE) for note in self.notes if note.startswith(MANDATE))


@dataclass(frozen=True, slots=True)
class DraftArticle:
    """One article of a draft. Number and headings are as printed, None where the text has none.

    `cited_levels`: how many levels of the chapter's number a citation names (`tracker.texts.restarts`).
    """

    number: str | None
    heading: str | None
    chapter_number: str | None
    chapter_heading: str | None
    text: str
    findings: tuple[DraftFinding, ...] = ()
    cited_levels: int = 0

    def evidence(self, finding: DraftFinding) -> str:
        """The words in which a provision was found: its sentences and list items, one a line."""
        return "\n".join(self.text[start:end].strip() for start, end in finding.spans)


@dataclass(frozen=True)
class DraftReport:
    """A draft as read and matched.

    - `name` is that of the file (None for pasted words), `title` the text's own title (empty if it has none).
    - `language` is ISO 639-1; `language_certain`: whether it was detected beyond doubt or given.
    - `whole`: no article heading was found, and the text was taken as one article.
    - `remarks` are the readers' English lines on what they noticed (pictures without text, encodings).
    """

    name: str | None
    title: str
    language: str
    language_certain: bool
    undivided: bool
    characters: int
    articles: tuple[DraftArticle, ...]
    remarks: tuple[str, ...] = ()

    @cached_property
    def flagged(self) -> tuple[DraftArticle, ...]:
        """The articles with at least one finding, in order."""
        return tuple(article for article in self.articles if article.findings)
