"""What an exception covers by its own words: the whole agreement, its own chapter or section, or those listed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.matching.types import COVERS, COVERS_WHOLE, EXCEPTS
from tracker.template.macros import expand
from tracker.template.words import LanguageWords

_TITLES = re.compile(r"_+|\([^()]{3,250}\)")
_NUMBER = r"(?:\d{1,2}(?![\d.])|[ivxlc]{1,7}\b(?!')|%s)"
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class CoverageReader:
    """The compiled words of one language for parts of a text and for the whole."""

    lists: tuple[tuple[str, re.Pattern[str]], ...]
    own: tuple[tuple[str, re.Pattern[str]], ...]
    whole: re.Pattern[str]
    token: re.Pattern[str]
    through: re.Pattern[str]
    other_than: re.Pattern[str]
    joins: re.Pattern[str]

    @classmethod
    def of(cls, words: LanguageWords) -> "CoverageReader":
        """Compile the section on coverage of a language file."""
        entry, macros = words.coverage, words.macros
        token = _NUMBER % "|".join(sorted(entry.numbers, key=len, reverse=True))
        between = rf"(?:\s*(?:,|;|{entry.and_}|{entry.through})\s*)+"
        this = expand(entry.this, macros)
        return cls(
            lists=tuple(
                (unit, re.compile(rf"\b(?:{name})\s+({token}(?:{between}{token})*)"))
                for unit, name in entry.units.items()
            ),
            own=tuple((unit, re.compile(rf"\b{this}(?:{name})\b")) for unit, name in entry.units.items()),
            whole=re.compile(rf"\b{this}(?:{entry.whole})\b"),
            token=re.compile(rf"\b{token}"),
            through=re.compile(rf"({token})\s*\b(?:{entry.through})\s*({token})"),
            other_than=re.compile(rf"(?:{expand(entry.other_than, macros)})[^.;]*$"),
            joins=re.compile(rf"(?:{expand(entry.joins, macros)})\s*$"),
        )

    def read(self, clauses: Iterable[str]) -> frozenset[str]:
        """Notes on what these clauses (clean, in lower case, titles blanked) say they cover.

        - "covers:chapter:14" and "covers:chapter:2-7" for chapters listed, with "excepts:..." for those left out;
        - "covers:this:chapter" (title, section ...) for the part of the text it stands in;
        - "covers_whole_agreement".

        Where a clause lists chapters, what else it names does not count; otherwise what it names first.
        """
        notes: set[str] = set()
        for clause in clauses:
            notes.update(self._one(_TITLES.sub(" ", clause)))
        return frozenset(notes)

    def _one(self, text: str) -> set[str]:
        listed: set[str] = set()
        left_out: set[str] = set()
        for unit, regex in self.lists:
            for match in regex.finditer(text):
                before = text[max(0, match.start() - _BEFORE) : match.start()]
                into = left_out if self.other_than.search(before) else listed
                into.update(f"{unit}:{part}" for part in self._numbers(match.group(1)))
        found = {f"{COVERS}{entry}" for entry in listed} or self._named_first(text)
        return found | {f"{EXCEPTS}{entry}" for entry in left_out} if found else set()

    def _numbers(self, listed: str) -> set[str]:
        """ "2", "2-7": the numbers of a list as printed, spans with a hyphen."""
        spans = {(match.group(1), match.group(2)) for match in self.through.finditer(listed)}
        ends = {number for span in spans for number in span}
        return {f"{first}-{last}" for first, last in spans} | {
            number for number in self.token.findall(listed) if number not in ends
        }

    def _named_first(self, text: str) -> set[str]:
        places = [
            (match.start(), f"{COVERS}this:{unit}")
            for unit, regex in self.own
            for match in regex.finditer(text)
        ]
        places += [(match.start(), COVERS_WHOLE) for match in self.whole.finditer(text)]
        places = [
            entry for entry in places if not self.joins.search(text[max(0, entry[0] - _BEFORE) : entry[0]])
        ]
        return {min(places)[1]} if places else set()
