"""Whom a rule reaches: any sector, or one (CODEBOOK2, column `scope`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.matching.literals import GuardedRegex
from tracker.template.macros import expand
from tracker.template.words import LanguageWords, Scope, ScopeWords

_AROUND = 200
"""Characters before and after a rule's own words within which its addressee is named."""

_NEIGHBOURS: frozenset[Scope] = frozenset({"telecoms", "financial"})


@dataclass(frozen=True, slots=True)
class ScopeReader:
    """The compiled words of one language that limit a rule to a sector, and the chapters that do so by their kind."""

    by_words: tuple[tuple[Scope, GuardedRegex], ...]
    by_heading: tuple[tuple[Scope, GuardedRegex], ...]
    by_chapter: tuple[tuple[Scope, GuardedRegex], ...]
    by_kind: Mapping[str, Scope]
    beyond: GuardedRegex

    @classmethod
    def of(cls, words: LanguageWords) -> "ScopeReader":
        """Compile the section on scope of a language file."""

        def compiled(entries: Iterable[ScopeWords]) -> tuple[tuple[Scope, GuardedRegex], ...]:
            return tuple((entry.scope, GuardedRegex(expand(entry.regex, words.macros))) for entry in entries)

        return cls(
            by_words=compiled(words.scope.words),
            by_heading=compiled(words.scope.headings),
            by_chapter=compiled(words.scope.chapters),
            by_kind={str(kind): scope for kind, scope in words.scope.kinds.items()},
            beyond=GuardedRegex(expand(words.scope.general, words.macros)),
        )

    def read(
        self,
        chapter_kind: str,
        chapter: str,
        heading: str,
        rules: Iterable[tuple[str, int, int, str]],
        default: Scope | None = None,
    ) -> Scope:
        """The scope of a provision's rules, each given by its clause's clean words, where they match in it, and the
        words before it that it refers back to ("nothing in this Section").

        - A chapter or annex on one sector limits all its rules, unless their words plainly reach further.
        - Elsewhere the words beside the rule decide, then those it refers back to, then the article's `heading`, then
          that of its `chapter` (both plain). Where rules differ, the widest counts.
        - `default` is the sector that the provision is about by its nature.
        """
        if default is not None:
            return default
        found: Scope | None = None
        for low, start, end, before in rules:
            around = low[max(0, start - _AROUND) : end + _AROUND]
            scope = self._one(chapter_kind, chapter, heading, around, before)
            if scope == "general" or scope != (found or scope):
                return "general"
            found = scope
        return found or "general"

    def _one(self, chapter_kind: str, chapter: str, heading: str, around: str, before: str) -> Scope:
        if self.beyond.search(around):
            return "general"
        if chapter_kind in self.by_kind:
            return self._instead(self.by_kind[chapter_kind], around)
        tried = (
            (self.by_words, around),
            (self.by_words, before),
            (self.by_heading, heading),
            (self.by_chapter, chapter),
        )
        return next(
            (scope for regexes, words in tried for scope, regex in regexes if words and regex.search(words)),
            "general",
        )

    def _instead(self, of_chapter: Scope, around: str) -> Scope:
        """The sector of a chapter; the other one of telecommunications and finance where the words beside the rule name
        it alone: annexes on both stand in one chapter, and a copy may print the heading of only one."""
        if of_chapter not in _NEIGHBOURS:
            return of_chapter
        named = {scope for scope, regex in self.by_words if regex.search(around)} & _NEIGHBOURS
        return next(iter(named)) if len(named) == 1 else of_chapter
