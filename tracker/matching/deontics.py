"""Reads from a clause whether it binds or merely encourages."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.matching.literals import GuardedRegex
from tracker.matching.segments import Clause
from tracker.matching.types import Strength
from tracker.template.macros import expand
from tracker.template.words import LanguageWords

_LINK = re.compile(r"[\W\d]*(?:(?:and|or|y|o|e|et|ou)\b ?)?")
"""Between two items that only a semicolon divides."""

_REACH = 160
"""How far (characters) after the end of a match a softener still applies to it."""


@dataclass(frozen=True, slots=True)
class DeonticReader:
    """The compiled deontic words of one language."""

    markers: re.Pattern[str]
    strengths: tuple[Strength, ...]
    softeners: GuardedRegex
    takeovers: GuardedRegex
    soft_item_starts: re.Pattern[str]
    condition: re.Pattern[str]
    aims_by: GuardedRegex
    means: re.Pattern[str]

    @classmethod
    def of(cls, words: LanguageWords) -> "DeonticReader":
        """Compile the deontic section of a language file."""
        deontics, macros = words.deontics, words.macros

        def either(regexes: tuple[str, ...]) -> str:
            return "|".join(f"(?:{expand(regex, macros)})" for regex in regexes) or r"(?!)"

        markers = "|".join(
            f"(?P<m{index}>{expand(marker.regex, macros)})" for index, marker in enumerate(deontics.markers)
        )
        return cls(
            markers=re.compile(markers),
            strengths=tuple(marker.strength for marker in deontics.markers),
            softeners=GuardedRegex(either(deontics.softeners)),
            takeovers=GuardedRegex(either(deontics.takeovers)),
            soft_item_starts=re.compile(either(deontics.soft_item_starts)),
            condition=re.compile(expand(deontics.condition, macros)),
            aims_by=GuardedRegex(expand(deontics.aims_by, macros)),
            means=re.compile(
                f"(?P<binding>{expand(deontics.binding_means, macros)})|{expand(deontics.soft_means, macros)}"
            ),
        )

    def read(self, clause: Clause, end: int) -> Strength:
        """Strength of the clause up to offset `end` of its lower-case words.

        - The first verb form of the clause governs, unless a later one before `end` is coordinated with it (a takeover:
          "... and shall endeavour to"). That of a condition before the main clause does not.
        - A softener weakens a binding verb: one in a lead-in, before the first colon, or between the same semicolons as
          what was found and before the next coordinated verb.
        - A list item that begins with a soft verb is soft whatever its lead-in says, also one that only a semicolon
          divides from the item before.
        - Where a duty to promote an aim names its means ("shall facilitate trade, including by refraining from ..."),
          the means nearest to what was found decides.
        """
        low = clause.low
        governing: Strength | None = None
        condition = self.condition.match(low)
        taken = condition.end() if condition is not None and condition.end() < end else 0
        for match in self.takeovers.finditer(low, 0, end):
            taken = match.start()
        marker = _first(self.markers, low, taken) or (_first(self.markers, low, 0) if taken else None)
        if marker is not None and (marker.start() < end or governing is None):
            governing = self.strengths[int((marker.lastgroup or "m0")[1:])]
        if governing is None:
            return "soft"
        if governing == "soft" and self._by_binding_means(low, end):
            governing = "hard"
        if governing == "hard":
            begin, stop = _item(clause, end)
            coordinated = self.takeovers.search(low, end) if marker and marker.start() < end else None
            if coordinated is not None:  # "..., and shall, where possible, ..." softens what follows
                stop = min(stop, coordinated.start())
            introduced = max(low.find(":", 0, begin) + 1, min(clause.own, begin))
            if self.softeners.search(low, begin, min(stop, end + _REACH)) or (
                introduced and self.softeners.search(low, 0, introduced)
            ):
                return "soft"
            if any(
                offset and self.soft_item_starts.match(low, offset) for offset in (*clause.offsets, begin)
            ):
                return "soft"
        return governing

    def _by_binding_means(self, low: str, end: int) -> bool:
        """Whether what ends at `end` is a means that binds, of a duty to promote an aim."""
        aim = self.aims_by.search(low, 0, end)
        if aim is None:
            return False
        means = list(self.means.finditer(low, aim.end(), end))
        return bool(means) and means[-1].group("binding") is not None


@lru_cache(maxsize=512)
def _first(markers: re.Pattern[str], low: str, start: int) -> re.Match[str] | None:
    """The first marker from an offset on. What is found in one long clause may ask for it a thousand times."""
    return markers.search(low, start)


def _item(clause: Clause, position: int) -> tuple[int, int]:
    """[start, end) of what stands between semicolons around `position` in the own words of the clause."""
    low = clause.low
    begin = low.rfind(";", clause.own, position) + 1
    stop = low.find(";", position)
    opening = _LINK.match(low, begin) if begin else None
    return (opening.end() if opening else clause.own), (stop if stop >= 0 else len(low))
