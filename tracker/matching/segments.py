"""Cuts an article into clauses: sentences and list items, each list item with its lead-in."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from tracker.matching.normalise import CleanPieces, clean_with_origins

# Each regular expression begins with a literal or a small set, which keeps the search fast.
_SENTENCE_END = re.compile(
    r"[.!?](?<![ .(][A-Z].)(?<!\bNo.)(?<!\b[Aa]rt.)(?<!\be\.g.)(?<!\bi\.e.)"
    r"[\"')\]]*(?:(?<=[a-z]{3}.)\d{1,2})?\s+(?=[A-Z\"'(\u2022\d\[])"
)
_BEFORE_NUMBER = re.compile(r"[;:)\]]\s+(?=\d{1,2}\.\s+[A-Z])")
_BULLET = re.compile(r"\u2022")
_BRACKET_MARKER = re.compile(r"\(\s{0,2}([a-z]{1,2}|[ivx]{1,5}|[A-Z]|\d{1,2})\s{0,2}\)")
_BARE_MARKER = re.compile(
    # what all alternatives have in common is tried first
    r"[.)](?=\s)(?<=[\s\u2022ivx][a-z].)(?:(?<=[:;,.\u2022]\s[a-z].)|(?<=[:;,.]\s[ayeo]\s[a-z].)|(?<=[:;,.]\s[ivx]{2}.)|(?<=[:;,.]\s[ivx]{3}.)"
    r"|(?<=\u2022\so\s[a-z].)|(?<=[:;,.]\so\s[a-z].)|(?<=\u2022\s\s[a-z].)|(?<=\u2022\s\s\s[a-z].)|(?<=\u2022[a-z].)"
    r"|(?<=\u2022\s[ivx]{2}.)|(?<=\u2022\s\s[ivx]{2}.)|(?<=\u2022\s[ivx]{3}.)|(?<=\u2022\s\s[ivx]{3}.)"
    # an empty line before the item, and the word that links the last one
    r"|(?<=[:;,.]\s\s[a-z].)|(?<=[:;,]\sand\s[a-z].)|(?<=[:;,]\sand\s\s[a-z].)|(?<=[:;,]\sor\s[a-z].)"
    r"|(?<=[:;,]\sor\s\s[a-z].)|(?<=[:;,]\set\s[a-z].)|(?<=[:;,]\sou\s[a-z].))\s"
)
_MARKER = re.compile(
    r"\(\s{0,2}(?:[a-z]{1,2}|[ivx]{1,5}|[A-Z]|\d{1,2})\s{0,2}\)|(?:o )?(?:[a-z]|[ivx]{1,4})[.)](?=\s)"
)
_NUMBER = re.compile(r"[\u2022.\s]*(?:\d{1,2}(?:\.\d{1,2})*[.)]?(?=\s+\W*[A-Z])\s*)?")
_PARAGRAPH = re.compile(r"[\u2022\s]*\d{1,2}(?:\.\d{1,2})*[.)]?\s+\W*[A-Z]")
_JOINED_TO_REFERENCE = re.compile(r"\([a-z]{1,4}\)(?:,? (?:and|or|to|through|y|o|e|u|a|et|ou) |, )$")
_NOTE_MARK = re.compile(r"(?:[;:,] ?\d{1,2} *\n|\[\^?\d{1,3}\])\s*$")
"""The mark of a footnote at the end of the item before, which is no number of a paragraph referred to."""

_NOTES_IN_LIST = re.compile(
    r":(?<=[a-z]:)\d{0,4}\n(\d{1,3} [A-Z\"'][^\n]*\n(?:(?!\s*\(a\))[^\n]*\n){0,12}?)(?=\s*\(a\)\s)"
)
"""Footnotes that a copy has, where its page broke, between the lead-in of a list and its first item."""

_LETTER = re.compile(r"[^\W\d_]")
_BULLET_LABEL = "\u2022"
"""Label of an item that has no other than its bullet."""

_FIRST_LABELS = ("a", "i", "A", "1", "aa")
_LAST_FIRST_NUMBER = 12
"""A higher number in brackets, without the one before it, is the mark of a note and no item of a list."""

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_REFERRED_TO = ("article", "chapter", "annex", "articulo", "capitulo", "anexo", "chapitre", "section", "_")
_TITLE = re.compile(
    r"((?:articles?|chapters?|annex\w*|articulos?|capitulos?|anexos?|chapitres?|sections?) [\w.:-]+ ?"
    r"|_,? (?:and |or |y |o |et |ou )?[\w.:-]{1,12} ?)"
    r"(\([^()]{4,120}\))"
)
"""A reference and the title in brackets after it; the second form continues a list of references. Each begins with one
of `_REFERRED_TO`."""

_BRACKETS = re.compile(r"\([^()]{4,120}\)")
"""What may be such a title: "(a)", which many clauses have, is none."""

_LOST_BULLETS = (": o", "; o", ", o", ". o")
"""A hollow bullet that was read as the letter o is at the end of the clause before its item."""

SHOWN = 1500
"""Characters of a sentence or lead-in up to which all of it is shown as evidence."""

MAX_CLAUSE = 10_000
"""Characters of the longest clause; a longer one, such as a table without full stops, is cut between two words. Some
patterns take a time that grows with the square of a clause's length, and this keeps it linear in the article's."""

MAX_DEPTH = 10
"""Most lists within one another; the innermost ones count. No article of the corpus has more than 6."""

MAX_CHAPEAU = 700
"""Characters of a lead-in that its items take over; of a longer one its beginning, which has the verb."""


class Clause:
    """A sentence or list item with its lead-ins.

    `spans` are half-open spans of the folded text: the lead-ins from the outermost inwards, then the clause's own
    words. The properties below are computed at first use, which for most clauses is never.
    """

    __slots__ = ("_parts", "_text", "spans")

    def __init__(self, text: CleanPieces, spans: tuple[tuple[int, int], ...]) -> None:
        self._text = text
        self.spans = spans
        self._parts: tuple[str, str, tuple[int, ...]] | None = None

    @property
    def position(self) -> int:
        """Where the own words begin in the text."""
        return self.spans[-1][0]

    def _read(self) -> tuple[str, str, tuple[int, ...]]:
        if self._parts is None:
            pieces = [self._text[span] for span in self.spans]
            offsets = [0]
            for piece in pieces[:-1]:
                offsets.append(offsets[-1] + len(piece) + 1)
            raw = " ".join(pieces)
            self._parts = (raw, _without_stops(_blank(raw)), tuple(offsets))
        return self._parts

    @property
    def raw(self) -> str:
        """Lead-ins and own words, clean, joined by single spaces."""
        return self._read()[0]

    @property
    def low(self) -> str:
        """`raw` with the titles of articles and chapters referred to blanked, and "u.s." written as one word ("u_s_");
        the length stays."""
        return self._read()[1]

    @property
    def offsets(self) -> tuple[int, ...]:
        """Where in `low` each lead-in and, last, the own words begin."""
        return self._read()[2]

    @property
    def own(self) -> int:
        """Where in `low` the own words begin."""
        return self._read()[2][-1]

    def shown_spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Spans of the original text to show for what [start, end) of `low` says: each lead-in and the own
        words, whole; of a piece longer than `SHOWN` characters only the surroundings of what was found."""
        if all(stop - begin <= SHOWN for begin, stop in self.spans):
            return list(self.spans)
        found = []
        for piece, (begin, stop) in enumerate(self.spans):
            if stop - begin <= SHOWN:
                found.append((begin, stop))
            elif touched := self._original_span(piece, start, end):
                found.append(self._around(*touched, begin, stop))
        return found

    def _around(self, first: int, last: int, begin: int, stop: int) -> tuple[int, int]:
        """[first, last) with about half of `SHOWN` around it, within [begin, stop), cut between words."""
        margin = SHOWN // 4
        text = self._text.low
        start = begin if first - margin <= begin else text.find(" ", first - margin, first) + 1 or first
        end = stop if last + margin >= stop else text.rfind(" ", last, last + margin)
        return start, end if end > last else last

    def _original_span(self, piece: int, start: int, end: int) -> tuple[int, int] | None:
        """The span of the original text that `low[start:end]` comes from, as far as it is in this piece; None where it
        is not."""
        begin, stop = self.spans[piece]
        offset = self.offsets[piece]
        first, last = max(start - offset, 0), min(end - offset, len(self._text[begin, stop]))
        if first >= last:
            return None
        _, origins = clean_with_origins(self._text.low[begin:stop], self._text.mended)
        return begin + origins[first][0], begin + origins[last - 1][1]


@dataclass(slots=True)
class _Level:
    label: str
    chapeau: tuple[int, int] | None


def clauses(folded: str, text: CleanPieces, reference_words: frozenset[str]) -> list[Clause]:
    """The article's clauses in order; `text` is made of the lower case of `folded`, of equal length.

    `reference_words` are words after which "(a)" refers to a paragraph elsewhere.
    """
    events = _cut(_events(folded, reference_words), folded)
    levels: list[_Level] = []
    interrupted: list[_Level] = []  # a list that notes at the foot of a page, or a list in them, cut in two
    found: list[Clause] = []
    segment: tuple[int, int] | None = None
    after_sentence = True
    notes = [match.span(1) for match in _NOTES_IN_LIST.finditer(folded)]
    for index, (start, label) in enumerate(events):
        end = events[index + 1][0] if index + 1 < len(events) else len(folded)
        if label == _BULLET_LABEL:
            if _trim(folded, start, end, is_item=False) is None:
                continue  # the bullet before another marker
            introduced = segment is not None and folded.endswith(":", *segment)
            label = _enter_bullet(levels, segment, introduced, after_sentence)
        elif label is not None:
            if after_sentence and label in _FIRST_LABELS:
                # the sentence just read, not an item, is the lead-in of this list
                interrupted, levels = levels or interrupted, []
            if _continues(interrupted, label) and not _continues(levels, label):
                interrupted, levels = [], interrupted
            _enter(levels, label, segment)
            del levels[:-MAX_DEPTH]
        elif levels and _PARAGRAPH.match(folded, start):
            interrupted, levels = levels, []
        span = _trim(folded, start, end, label is not None and label != _BULLET_LABEL)
        if span is None:
            continue
        chapeaux = [level.chapeau for level in levels if level.chapeau] if label is not None else []
        found.append(Clause(text, (*chapeaux, span)))
        noted = bisect_right(notes, (span[0], len(folded) + 1)) - 1
        if noted < 0 or span[0] >= notes[noted][1]:
            segment = span
        after_sentence = label is None
    return found


def _cut(events: list[tuple[int, str | None]], text: str) -> list[tuple[int, str | None]]:
    """The events, with more of them within what would be a clause longer than MAX_CLAUSE."""
    ends = [start for start, _ in events[1:]] + [len(text)]
    cut: list[tuple[int, str | None]] = []
    for event, end in zip(events, ends, strict=True):
        cut.append(event)
        start = event[0]
        while end - start > MAX_CLAUSE:
            space = max(
                text.rfind(" ", start + 1, start + MAX_CLAUSE),
                text.rfind("\n", start + 1, start + MAX_CLAUSE),
            )
            start = space + 1 if space > 0 else start + MAX_CLAUSE
            cut.append((start, None))
    return cut


def _events(text: str, reference_words: frozenset[str]) -> list[tuple[int, str | None]]:
    """Where clauses begin: (position, label of the list item or None for a sentence)."""
    bare = [match.start() for match in _BARE_MARKER.finditer(text)]
    stops = set(bare)  # the full stop of "a. Rules of origin" ends no sentence
    events: list[tuple[int, str | None]] = [(0, None)]
    events.extend((match.end(), None) for match in _SENTENCE_END.finditer(text) if match.start() not in stops)
    events.extend((match.end(), None) for match in _BEFORE_NUMBER.finditer(text))
    events.extend((match.start(), _BULLET_LABEL) for match in _BULLET.finditer(text))
    references: dict[int, bool] = {}
    numbers: set[str] = set()
    for match in _BRACKET_MARKER.finditer(text):
        label = match.group(1)
        if label.isdigit():
            numbers.add(label)
            if int(label) > _LAST_FIRST_NUMBER and str(int(label) - 1) not in numbers:
                continue
        if not _is_reference(text, match.start(), reference_words, references):
            events.append((match.start(), label))
    for end in bare:
        start = _word_start(text, end)
        events.append((start, text[start:end]))
    # a marker at the start of a sentence is one event, the marker
    marked = {start for start, label in events if label is not None}
    return sorted((event for event in events if event[1] is not None or event[0] not in marked), key=_place)


def _word_start(text: str, end: int) -> int:
    """Where the letters that end at `end` begin."""
    while end and text[end - 1].isalpha():
        end -= 1
    return end


def _place(event: tuple[int, str | None]) -> int:
    return event[0]


def _is_reference(text: str, position: int, reference_words: frozenset[str], known: dict[int, bool]) -> bool:
    """Whether "(a)" at `position` refers to a paragraph elsewhere ("paragraph 1(a)", "Articles 3 (b)").

    `known` are the answers for earlier positions, and gets those found now: in "subparagraphs (f), (g) and (h)" each is
    what the one before it is.
    """
    joined: list[int] = []
    answer: bool | None = None
    while answer is None:
        joined.append(position)
        before = text[max(0, position - 30) : position]
        link = None if _is_marked(before) else _JOINED_TO_REFERENCE.search(before)
        if position in known:
            answer = known[position]
        elif link is None:
            answer = _refers(before, reference_words)
        else:
            position += link.start() - len(before)
    known.update(dict.fromkeys(joined, answer))
    return answer


def _is_marked(before: str) -> bool:
    """Whether what stands before "(a)" says by its last characters alone whether it is a reference."""
    return before[-1:].isdigit() or before[-1:] == ")" or _NOTE_MARK.search(before) is not None


def _refers(before: str, reference_words: frozenset[str]) -> bool:
    """Whether "(a)" refers to a paragraph elsewhere, by the words before it."""
    if before and (before[-1].isdigit() or before[-1] == ")"):
        return True
    if _NOTE_MARK.search(before):
        return False
    last = _last_word(before).lower()
    if not last or before.rstrip()[-1:] in ".;:":
        return False
    return last in reference_words or (last.isdigit() and not before.endswith((": ", "; ")))


def _last_word(text: str) -> str:
    """The last run of letters, digits and underscores; "" if none."""
    end = len(text)
    while end and not (text[end - 1].isalnum() or text[end - 1] == "_"):
        end -= 1
    start = end
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return text[start:end]


def _successor(label: str) -> set[str]:
    """Labels that may follow `label` in the same list."""
    following = set()
    if label in _ROMAN[:-1]:
        following.add(_ROMAN[_ROMAN.index(label) + 1])
    if label.isdigit():
        following.add(str(int(label) + 1))
    elif len(label) == 1 and label not in "zZ":
        following.add(chr(ord(label) + 1))
    return following


def _continues(levels: list[_Level], label: str) -> bool:
    """Whether `label` is the next one of a list, and cannot begin one."""
    return label not in _FIRST_LABELS and any(label in _successor(level.label) for level in levels)


def _enter(levels: list[_Level], label: str, segment: tuple[int, int] | None) -> None:
    """Move to the list level of `label`, opening one with the last clause as its lead-in if it begins one."""
    for depth in range(len(levels) - 1, -1, -1):
        if label in _successor(levels[depth].label):
            del levels[depth + 1 :]
            levels[depth].label = label
            return
    if label in _FIRST_LABELS or not levels:
        chapeau = segment and (segment[0], min(segment[1], segment[0] + MAX_CHAPEAU))
        levels.append(_Level(label, chapeau))
    else:
        levels[-1].label = label


def _enter_bullet(
    levels: list[_Level], segment: tuple[int, int] | None, introduced: bool, after_sentence: bool
) -> str | None:
    """Move to the list level of a bullet and return its label; None where the bullet begins a sentence of its own.

    A list begins where the clause before ends with a colon (`introduced`), and goes on until a sentence interrupts it.
    """
    if introduced and segment is not None:
        if after_sentence:
            levels.clear()
        levels.append(_Level(_BULLET_LABEL, (segment[0], min(segment[1], segment[0] + MAX_CHAPEAU))))
        return _BULLET_LABEL
    labels = [level.label for level in levels]
    if after_sentence or _BULLET_LABEL not in labels:
        return None
    del levels[len(labels) - labels[::-1].index(_BULLET_LABEL) :]
    return _BULLET_LABEL


def _trim(text: str, start: int, end: int, is_item: bool) -> tuple[int, int] | None:
    """The segment without its enumerator and outer spaces; None if no word is left."""
    if is_item:
        match = _MARKER.match(text, start)
        start = match.end() if match else start
    else:
        match = _NUMBER.match(text, start, end)
        start = match.end() if match else start
    while start < end and text[start] in " \n\u2022":
        start += 1
    while end > start and text[end - 1] in " \n\u2022":
        end -= 1
    if text.endswith(_LOST_BULLETS, start, end):
        end -= 2
    return (start, end) if _LETTER.search(text, start, end) else None


def _blank(raw: str) -> str:
    """`raw` with titles in brackets after a reference ("Article 3 (Data)") replaced by blanks; the length stays."""
    if "(" not in raw or not _BRACKETS.search(raw) or not any(word in raw for word in _REFERRED_TO):
        return raw
    blanked = _TITLE.sub(_without_title, raw)
    while blanked != raw:  # each round blanks the next reference of a list
        raw, blanked = blanked, _TITLE.sub(_without_title, blanked)
    return blanked


def _without_stops(low: str) -> str:
    """`low` with the stops of "u.s." and "u.k." as letters of a word: they end no sentence, and many patterns look no
    further than one."""
    if "u.s." in low:
        low = low.replace("u.s.", "u_s_")
    return low.replace("u.k.", "u_k_") if "u.k." in low else low


def _without_title(match: re.Match[str]) -> str:
    return match.group(1) + "_" * len(match.group(2))
