"""Levels: the containers that are open at a place of a text (title, chapter, section; annex, appendix, protocol).

An annex may have chapters and titles of its own, and a chapter of the agreement may follow an annex. Which of the two
a chapter's heading after an annex is, its number and the articles below it show.
"""

from dataclasses import dataclass, field

from tracker.texts.headings import ATTACHED, Heading
from tracker.texts.numbering import ArticleNumber

Path = tuple[Heading, ...]
"""Containers from the outermost to the innermost."""

_UPPER = frozenset(("chapter", "title", "part"))
"""Containers in which an agreement's own text can go on after an annex."""


@dataclass(slots=True)
class Levels:
    """The open containers, with what is needed to return from an annex to the agreement's own text."""

    path: Path = ()
    _main: Path = ()
    _last: dict[str, int] = field(default_factory=dict)
    _last_in_annex: dict[str, int] = field(default_factory=dict)

    def enter(self, heading: Heading, had_articles: bool, first: ArticleNumber | None) -> Path:
        """The path once `heading` begins.

        `had_articles`: the container that was open has articles; `first`: the first article's number below the
        heading, None where there is none before the next heading of its kind or the next annex.

        - A container ends the open one of its own kind.
        - An annex is part of no other container, an appendix of the annex that is open. Both may have chapters,
          titles, parts and sections of their own.
        - Parts and titles contain chapters, unless they begin directly below a chapter's heading: then they divide it.
        """
        attached = _attached(self.path)
        if heading.kind in ATTACHED:
            if not attached:
                self._main = self.path
            self._last_in_annex.clear()
            inside = heading.kind == "appendix" and attached and attached[0].kind == "annex"
            self.path = (attached[0], heading) if inside else (heading,)
            return self.path
        if attached and heading.kind in _UPPER and self._resumes(heading, first):
            self.path, attached = self._main, ()
        self._count(heading, self._last_in_annex if attached else self._last)
        inner = self.path[len(attached) :]
        self.path = (*attached, *_within(inner, heading, had_articles and bool(inner)))
        return self.path

    def _resumes(self, heading: Heading, first: ArticleNumber | None) -> bool:
        """Whether the agreement's own text goes on here, after an annex."""
        number = _number(heading)
        if number is None:
            return heading.kind == "chapter"
        last, inside = self._last.get(heading.kind), self._last_in_annex.get(heading.kind)
        annex = _number(self.path[0]) if self.path else None  # 29 of Annex 29-A
        if inside is None:
            if last is None:
                return heading.kind == "chapter" and not self._last and first is not None
            is_next = heading.kind == "chapter" and number - 1 in (last, annex)
            return number > last and (first is not None or is_next)
        if first is None or last is None or number <= last:
            return False
        continues = number == inside + 1 and first.path[-1] != 1
        return not continues

    @staticmethod
    def _count(heading: Heading, last: dict[str, int]) -> None:
        number = _number(heading)
        if heading.kind in _UPPER and number is not None:
            last[heading.kind] = number


def _attached(path: Path) -> Path:
    """The annex and appendix with which a path begins."""
    length = 0
    while length < len(path) and path[length].kind in ATTACHED:
        length += 1
    return path[:length]


def _within(path: Path, heading: Heading, had_articles: bool) -> Path:
    kinds = [level.kind for level in path]
    if heading.kind in kinds:
        return (*path[: kinds.index(heading.kind)], heading)
    if heading.kind == "chapter":
        return (*[level for level in path if level.kind in {"title", "part"}], heading)
    if heading.kind in {"title", "part"} and had_articles:
        return (heading,)
    if heading.kind == "section":
        return (*[level for level in path if level.kind != "subsection"], heading)
    return (*path, heading)


def _number(heading: Heading) -> int | None:
    return heading.value.path[0] if heading.value is not None and heading.value.path else None
