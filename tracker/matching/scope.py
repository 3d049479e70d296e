"""Whom a rule reaches: any sector, or one (CODEBOOK2, column `scope`)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from tracker.template.macros import expand
from tracker.template.model import LanguageWords, Scope

_AROUND = 200
"""Characters before and after a rule's own words within which its addressee is named."""

SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class ScopeReader:
    """The compiled words of one language that limit a rule to a sector, and the chapters that do so by their kind."""

    by_words: tuple[tuple[Scope, re.Pattern[str]], ...]
    by_kind: Mapping[str, Scope]
    beyond: re.Pattern[str]

    @classmethod
    def of(cls, words: LanguageWords) -> "ScopeReader":
        """Compile the section on scope of a language file."""
        return cls(
            by_words=tuple(
                (entry.scope, re.compile(expand(entry.regex, words.macros))) for entry in words.scope.words
            ),
            by_kind={str(kind): scope for kind, scope in words.scope.kinds.items()},
            beyond=re.compile(expand(words.scope.general, words.macros)),
        )

    def read(
        self, chapter_kind: str, rules: Iterable[tuple[str, int, int]], default: Scope | None = None
    ) -> Scope:
        """The scope of a provision's rules, each given by its clause's clean words and where they match in it.

        - A chapter or annex on one sector limits all its rules, unless their words plainly reach further.
        - Elsewhere the words beside the rule decide; where rules differ, the widest counts.
        - `default` is the sector that the provision is about by its nature.
        """
        if default is not None:
            return default
        found = {self._one(chapter_kind, low, start, end) for low, start, end in rules}
        if "general" in found or not found:
            return "general"
        return next(iter(found)) if len(found) == 1 else "general"

    def _one(self, chapter_kind: str, low: str, start: int, end: int) -> Scope:
        around = low[max(0, start - _AROUND) : end + _AROUND]
        if self.beyond.search(around):
            return "general"
        if chapter_kind in self.by_kind:
            return self.by_kind[chapter_kind]
        return next((scope for scope, regex in self.by_words if regex.search(around)), "general")
