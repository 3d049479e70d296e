"""Whom a rule binds: every party, or the parties that its clause names as those who shall (CODEBOOK2, `bound`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.matching.segments import Clause
from tracker.parties import countries_named_in, find_country, find_group, groups_named_in
from tracker.parties.countries import simplified
from tracker.template.macros import expand
from tracker.template.model import LanguageWords

_LONGEST_NAME = 5
"""Words at the beginning of a subject that may be a party's name."""

_SENTENCE = re.compile(r"[.;:](?=\s)(?<!\bu\.s\.)")

_NAMES_WITHIN = 120
"""Characters before the verb of duty within which the parties it binds are named."""


@dataclass(frozen=True, slots=True)
class BoundReader:
    """The compiled words of one language by which a clause says who is bound."""

    duty: re.Pattern[str]
    everybody: re.Pattern[str]
    opening: re.Pattern[str]
    called: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def of(cls, words: LanguageWords) -> "BoundReader":
        """Compile the section on parties of a language file."""
        return cls(
            duty=re.compile(expand(words.bound.duty, words.macros)),
            everybody=re.compile(expand(words.bound.everybody, words.macros)),
            opening=re.compile(expand(words.bound.opening, words.macros)),
            called=tuple(
                (code, re.compile(expand(regex, words.macros))) for code, regex in words.bound.called.items()
            ),
        )

    def read(self, rules: Iterable[tuple[Clause, int]]) -> tuple[str, ...]:
        """Codes of the parties named as bound by all these rules (a clause and where the rule ends in it), sorted;
        () where any of them binds every party."""
        named: set[str] = set()
        for clause, end in rules:
            subjects = self._subjects(clause.low, end)
            if not subjects:
                return ()
            named.update(subjects)
        return tuple(sorted(named))

    def _subjects(self, low: str, end: int) -> tuple[str, ...]:
        """The parties that the clause names as those who shall do what ends at `end`; () where it names none.

        The nearest verb of duty with a subject of its own decides: "Ruritania shall publish ..., and shall not ..." has
        one subject for two verbs.
        """
        verbs = list(self.duty.finditer(low, 0, end)) or list(self.duty.finditer(low))[:1]
        for place in range(len(verbs) - 1, -1, -1):
            begin = verbs[place - 1].end() if place else 0
            subject = _SENTENCE.split(
                low[max(begin, verbs[place].start() - _NAMES_WITHIN) : verbs[place].start()]
            )[-1]
            if self.everybody.search(subject):
                return ()
            if named := self._named(subject):
                return named
        return ()

    def _named(self, subject: str) -> tuple[str, ...]:
        """The parties that a subject is: it begins with their names, "service suppliers of Ruritania" does not."""
        named = self.opening.sub("", subject, count=1).strip()
        codes = [code for code, regex in self.called if regex.search(named)]
        codes += (*countries_named_in(named), *groups_named_in(named.upper()))
        return tuple(dict.fromkeys(codes)) if codes and self._begins_with_one(named) else ()

    def _begins_with_one(self, named: str) -> bool:
        words = simplified(named).split()[:_LONGEST_NAME]
        if any(regex.match(named) for _, regex in self.called):
            return True
        begun = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        return any(find_country(text) or find_group(text) for text in begun)
