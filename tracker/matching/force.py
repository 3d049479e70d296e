"""What other words of a clause do to the words found in it: they promise, permit or aim at them."""

from dataclasses import dataclass

from tracker.matching.bound import BoundReader
from tracker.matching.literals import GuardedRegex
from tracker.matching.segments import Clause
from tracker.template.macros import expand
from tracker.template.words import LanguageWords


@dataclass(frozen=True, slots=True)
class ForceReader:
    """The compiled words of one language by which a clause has what it names only as a promise to talk about it, as
    what a Party may do, or as an aim."""

    mandate: GuardedRegex
    mandate_after: GuardedRegex
    drafting: GuardedRegex
    permission: GuardedRegex
    aim: GuardedRegex
    aspiration: GuardedRegex
    duty: GuardedRegex

    @classmethod
    def of(cls, words: LanguageWords, bound: BoundReader) -> "ForceReader":
        """Compile the language file's `mandate`, `mandate_after`, `drafting`, `permission`, `aim` and
        `aspiration`."""

        def compiled(regex: str) -> GuardedRegex:
            return GuardedRegex(expand(regex, words.macros))

        return cls(
            mandate=compiled(words.mandate),
            mandate_after=compiled(words.mandate_after),
            drafting=compiled(words.drafting),
            permission=compiled(words.permission),
            aim=compiled(words.aim),
            aspiration=compiled(words.aspiration),
            duty=bound.duty,
        )

    def promises(self, clause: Clause, start: int) -> bool:
        """Whether the words at `start` are only what the parties promise to talk about, to negotiate or to review
        (CODEBOOK2, convention 16): no other verb of duty is between that promise and them, or the promise follows as
        the first verb of duty."""
        return self._governs(self.mandate, clause, start) or self._governed(self.mandate_after, clause, start)

    def aspires(self, clause: Clause, start: int) -> bool:
        """Whether the words at `start` are only what the parties cooperate or exchange views on, or find important: no
        other verb of duty is between these words and them."""
        return self._governs(self.aspiration, clause, start)

    def to_be_drafted(self, clause: Clause, start: int) -> bool:
        """Whether the words at `start` are only the subject of an annex or protocol that the parties have yet to
        write."""
        return self._governs(self.drafting, clause, start)

    def _governs(self, promise: GuardedRegex, clause: Clause, start: int) -> bool:
        last = None
        for match in promise.finditer(clause.low, 0, start + 1):
            last = match
        return last is not None and self.duty.search(clause.low, last.end(), start) is None

    def _governed(self, promise: GuardedRegex, clause: Clause, start: int) -> bool:
        match = promise.search(clause.low, start)
        return match is not None and self.duty.search(clause.low, 0, match.start()) is None

    def permits(self, clause: Clause, start: int, end: int) -> bool:
        """Whether the words [start, end) are what a Party may nevertheless require, restrict or maintain: a permission
        for the Party is no rule against it."""
        low = clause.low
        last = None
        for match in self.permission.finditer(low, 0, end):
            if match.start() <= start:
                last = match
        return last is not None and self.duty.search(low, last.end(), max(start, last.end())) is None

    def aims(self, clause: Clause, start: int) -> bool:
        """Whether the words at `start` are an aim of what the clause commands ("in order to remove barriers to ..."),
        in the same part of the sentence."""
        low = clause.low
        last = None
        for match in self.aim.finditer(low, 0, start + 1):
            last = match
        if last is None or self.duty.search(low, last.end(), start):
            return False
        return not any(mark in low[last.end() : start] for mark in ",;:")
