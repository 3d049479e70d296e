"""Whom a rule binds: every party, or the parties that its clause names as those who shall (CODEBOOK2, `bound`)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracker.matching.literals import GuardedRegex
from tracker.matching.segments import Clause
from tracker.parties import find_country, find_group, group_members, is_group_code
from tracker.template.macros import expand
from tracker.template.words import LanguageWords

_LONGEST_NAME = 6
"""Words that a party's name may have."""

_SHORTEST_NAME = 4
"""Letters that a name must have: shorter ones ("is", "it", "no") are codes of countries, and words."""

_SENTENCE = re.compile(r"[.;:](?=\s)(?<!\bu\.s\.)")
_INNER_START = re.compile(r", |\b(?:that|que) |[-\u2500>] ")
_WORD = re.compile(r"[a-z0-9.'&-]+")
_BETWEEN = re.compile(
    r"[\s\"()]*[,;]?\s*(?:(?:and|or|y|e|o|et|ou|as well as|asi como|ainsi que)\s+)?"
    r"(?:(?:the|la|el|los|las|le|les)\s+|l')?"
)
"""What may stand between two names of a list."""

_NAMES_WITHIN = 160
"""Characters before the verb of duty within which the parties it binds are named."""


@dataclass(frozen=True, slots=True)
class BoundReader:
    """The compiled words of one language by which a clause says who is bound."""

    duty: GuardedRegex
    permission: re.Pattern[str]
    condition: re.Pattern[str]
    everybody: re.Pattern[str]
    others: GuardedRegex
    opening: re.Pattern[str]
    after: re.Pattern[str]
    called: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def of(cls, words: LanguageWords) -> "BoundReader":
        """Compile the section on parties of a language file."""

        def compiled(regex: str) -> re.Pattern[str]:
            return re.compile(expand(regex, words.macros))

        rules = words.bound
        return cls(
            duty=GuardedRegex(expand(rules.duty, words.macros)),
            permission=compiled(rules.permission),
            condition=compiled(rules.condition),
            everybody=compiled(rules.everybody),
            others=GuardedRegex(expand(rules.others, words.macros)),
            opening=compiled(rules.opening),
            after=compiled(rules.after),
            called=tuple((code, compiled(regex)) for code, regex in rules.called.items()),
        )

    def read(self, rules: Iterable[tuple[Clause, int]], parties: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Codes of the parties that these rules name as bound (a clause and where the rule ends in it), sorted.

        () where any of them binds every party, and where they together name every one of `parties` (the codes of those
        who signed; () if not known). Of the names only those of parties count, where these are known.
        """
        named: set[str] = set()
        for clause, end in rules:
            subjects = self._subjects(clause.low, end, parties)
            if not subjects:
                return ()
            named.update(subjects)
        return narrowed(named, parties)

    def listed(self, text: str) -> tuple[tuple[str, ...], int]:
        """The parties that the text begins with, as a list of names, and where that list ends; ((), 0) for none."""
        found: dict[str, None] = {}
        end = start = 0
        while True:
            name = self._name_at(text, start)
            if name is None:
                return tuple(found), end
            found[name[0]] = None
            end = name[1]
            between = _BETWEEN.match(text, end)
            start = between.end() if between else end
            if start == end:
                return tuple(found), end

    def subject_of(self, text: str) -> tuple[str, ...]:
        """The parties named as the subject of a verb that follows `text`; () for none, or for every party."""
        return self._subject(_SENTENCE.split(text)[-1], ()) or ()

    def _subjects(self, low: str, end: int, parties: tuple[str, ...]) -> tuple[str, ...]:
        """The parties that the clause names as those who shall do what ends at `end`; () where it names none.

        The nearest verb of duty whose subject is a party decides: "Ruritania shall publish ..., and shall not ..." has
        one subject for two verbs, and in "Ruritania shall ensure that no firm shall ..." the second is no party.
        What happens if a party acts is a rule for that party: "If Ruritania signs ..., Freedonia may withdraw".
        """
        verbs = list(self.duty.finditer(low, 0, end)) or list(self.duty.finditer(low))[:1]
        for place in range(len(verbs) - 1, -1, -1):
            begin = verbs[place - 1].end() if place else 0
            start = verbs[place].start()
            if self.permission.match(low, start):
                conditioned = self._conditioned(low, start)
                if conditioned:
                    return conditioned
            subject = _SENTENCE.split(low[max(begin, start - _NAMES_WITHIN) : start])[-1]
            found = self._subject(subject, parties)
            if found is not None:
                return found
        return ()

    def _conditioned(self, low: str, before: int) -> tuple[str, ...]:
        for match in self.condition.finditer(low, 0, before):
            names, _ = self.listed(low[match.end() : before])
            if names:
                return names
        return ()

    def _subject(self, subject: str, parties: tuple[str, ...]) -> tuple[str, ...] | None:
        """The parties that a subject is; () for every party; None where it is no party.

        The subject is looked for at its beginning and behind each comma and "that": "Under article 3, Ruritania shall".
        """
        starts = [0, *(match.end() for match in _INNER_START.finditer(subject))]
        for start in starts:
            rest = subject[start:]
            rest = rest[self._opened(rest) :]
            names, end = self.listed(rest)
            if names and self.after.match(rest, end):
                return names
            if self.everybody.match(rest):
                return self._all_but(subject[start:], parties)
        return self._all_but(subject, parties) if self.everybody.search(subject) else None

    def _opened(self, text: str) -> int:
        match = self.opening.match(text)
        return match.end() if match else 0

    def _all_but(self, subject: str, parties: tuple[str, ...]) -> tuple[str, ...]:
        match = self.others.search(subject)
        if match is None:
            return ()
        names, _ = self.listed(subject[match.end() :])
        return others(names, parties)

    def _name_at(self, text: str, start: int) -> tuple[str, int] | None:
        """The party whose name begins at `start`, and where the name ends; the longest name counts."""
        for code, regex in self.called:
            match = regex.match(text, start)
            if match:
                return code, match.end()
        ends: list[int] = []
        for match in _WORD.finditer(text, start):
            if not ends and match.start() != start:
                return None
            ends.append(match.end())
            if len(ends) == _LONGEST_NAME:
                break
        for end in reversed(ends):
            found = _party(text[start:end].strip(" .'"))
            if found:
                return found, end
        return None


@lru_cache(maxsize=20_000)
def _party(name: str) -> str | None:
    if len(name) < _SHORTEST_NAME:
        return None
    return find_country(name) or find_group(name)


def _members(codes: Iterable[str]) -> Iterator[str]:
    """The countries behind codes of countries and groups, by the latest known membership."""
    for code in codes:
        if is_group_code(code):
            yield from group_members(code, None)
        yield code


def narrowed(named: Iterable[str], parties: tuple[str, ...]) -> tuple[str, ...]:
    """Of the codes named those that are parties, members of one, or groups of them, sorted; () where these are all
    parties. Where `parties` is (), not known: all that are named."""
    if not parties:
        return tuple(sorted(set(named)))
    every = set(_members(parties))
    kept = {
        code for code in named if code in every or (is_group_code(code) and every & set(_members((code,))))
    }
    return () if set(_members(kept)) >= set(parties) else tuple(sorted(kept))


def others(excepted: Iterable[str], parties: tuple[str, ...]) -> tuple[str, ...]:
    """The parties that are not excepted, sorted; () where the parties are not known, or none is excepted."""
    without = set(_members(excepted))
    if not without & set(_members(parties)):
        return ()
    left: set[str] = set()
    for code in parties:
        members = set(_members((code,)))
        if not members & without:
            left.add(code)
        elif is_group_code(code) and code not in without:
            left.update(members - without - {code})
    return tuple(sorted(left))
