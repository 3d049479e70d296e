"""List numbers of Word documents: not in the text, but counted by Word from a pattern such as `(%2)`."""

import re
from dataclasses import dataclass, field

from lxml import etree

from tracker.texts.enumerating import letters, roman

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_LEVEL = 8
_LONGEST_PATTERN = 100
"""Characters of a pattern that are read: it is written out for each paragraph of its list."""

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    pattern: str
    style: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has been counted."""

    levels: dict[str, dict[int, _Level]]
    """By list, the levels it has."""

    shared: dict[str, str]
    """By list, the abstract list whose count it continues (or its own name where it starts again)."""

    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next_label(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of a list at a level (from 0), as Word shows it; "" for bullets."""
        levels = self.levels.get(list_id)
        if levels is None or level not in levels:
            return ""
        counts = self.counts.setdefault(self.shared[list_id], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [deeper for deeper in counts if deeper > level]:
            del counts[deeper]
        if levels[level].style in {"bullet", "none"}:
            return "" if levels[level].style == "none" else "–"

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            if place not in levels:
                return ""
            style = levels[place].style if place == level or levels[level].style != "decimal" else "decimal"
            return _counted(counts.get(place, levels[place].start), style)

        return _PLACE.sub(shown, levels[level].pattern).strip()


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists that `word/numbering.xml` defines (none where a document has no such part)."""
    if root is None:
        return Numbering({}, {})
    abstract = {
        entry.get(f"{_W}abstractNumId", ""): _levels(entry) for entry in root.iterchildren(f"{_W}abstractNum")
    }
    levels: dict[str, dict[int, _Level]] = {}
    shared: dict[str, str] = {}
    for entry in root.iterchildren(f"{_W}num"):
        list_id = entry.get(f"{_W}numId", "")
        based_on = _value(entry, "abstractNumId") or ""
        levels[list_id] = dict(abstract.get(based_on, {}))
        shared[list_id] = f"abstract {based_on}"
        for override in entry.iterchildren(f"{_W}lvlOverride"):
            level = _number(override.get(f"{_W}ilvl"), 0)
            start = _value(override, "startOverride")
            levels[list_id] |= _levels(override)
            if start is not None and level in levels[list_id]:
                old = levels[list_id][level]
                levels[list_id][level] = _Level(old.pattern, old.style, _number(start, 1))
            shared[list_id] = list_id
    return Numbering(levels, shared)


def _levels(parent: etree._Element) -> dict[int, _Level]:
    found = {}
    for level in parent.iterchildren(f"{_W}lvl"):
        at = _number(level.get(f"{_W}ilvl"), 0)
        if at <= _MAX_LEVEL:
            found[at] = _Level(
                (_value(level, "lvlText") or "")[:_LONGEST_PATTERN],
                _value(level, "numFmt") or "decimal",
                _number(_value(level, "start"), 1),
            )
    return found


def _counted(number: int, style: str) -> str:
    if style in {"lowerLetter", "upperLetter"}:
        # Word continues after z with aa, bb, cc.
        label = (
            letters((number - 1) % 26 + 1) * ((number - 1) // 26 + 1) if 0 < number <= 260 else str(number)
        )
    elif style in {"lowerRoman", "upperRoman"}:
        label = roman(number)
    elif style == "decimalZero":
        label = f"{number:02}"
    else:
        label = str(number)
    return label.upper() if style.startswith("upper") else label


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value is not None and value.isdecimal() and len(value) < 6 else otherwise


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")
