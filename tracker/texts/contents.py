"""Tables of contents, found as runs of headings that have no text between them and all recur later."""

import re
from collections.abc import Iterable
from itertools import accumulate
from operator import and_

from tracker.texts.blank_numbers import numbered_blanks, recognise_blank
from tracker.texts.blocks import Block
from tracker.texts.furniture import is_contents_title
from tracker.texts.headings import (
    ATTACHED,
    MAX_TITLE,
    Heading,
    has_verb,
    is_title,
    recognise,
    recognise_marked,
)

_ENTRY = 200
"""An entry of a contents page has less text before the next entry than this (characters)."""

_MIN_ENTRIES = 5
_RECUR = 0.6
"""Share of the chapters and articles on a contents page that must recur as headings in the text."""

_MIN_ANNOUNCED = 3
"""The same below the words "Table of contents"."""

_SAME_ORDER = 0.8
"""Share of the headings of a contents page in the middle of a text that must follow it in the same order."""

_MORE = 3
"""Headings below such a page among which its own are looked for, in headings of the page."""

_TITLE_AND_PAGE = 2
"""Lines that an entry has below its number at most."""

_UNIQUE = frozenset(("article", "chapter", "title", "preamble"))
"""Kinds of headings of which a contents page has each once."""

_MOST_TRIED = 200
"""Most runs of headings that are looked at closely."""

_SENTENCE = 30
_SHORT_SENTENCE = 8
"""Least length of a sentence, and of one that ends with a full stop, which titles do not (characters)."""

_SENTENCE_WITH_VERB = 20
"""The same of a line with a verb that titles do not have."""

_SENTENCES = 0.2
"""A contents page has sentences below at most this share of its articles."""

_RANGE = re.compile(
    r"\((?:Articles?|ARTICLES?|Art[ií]culos?)\s\d+(?:\.\d+)?(?:\s(?:to|and|al?|y|à|et)\s\d+(?:\.\d+)?)?\)"
)
_RANGE_GAP = 6
"""Most lines without such a range between two lines of one table of contents."""

_OPENING_SHARE = 0.4
"""A contents page begins within this share of the document."""


def split_contents(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks without the tables of contents, which repeat every heading; and the tables' own.

    One of the agreement is at its beginning; further ones, of a chapter or an annex, are above what they list, and one
    that is announced may be the end of the text.
    """
    kept, of_agreement = _without_opening_contents(blocks)
    gone = _listed_again(kept)
    if not of_agreement and not gone:
        gone = {index for index in range(len(kept)) if _announces_nothing(kept, index)}
    return (
        [block for index, block in enumerate(kept) if index not in gone],
        [*of_agreement, *(block for index, block in enumerate(kept) if index in gone)],
    )


def _without_opening_contents(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    entries = contents_entries(blocks, heading_candidates(blocks))
    by_ranges = _lines_with_ranges(blocks)
    if not entries and by_ranges is None:
        return blocks, []
    first, last = by_ranges or (min(entries), max(entries))
    if entries:
        first, last = min(first, *entries), max(last, *entries, *entries.values())
    while first > 0 and is_contents_title(blocks[first - 1].text):
        first -= 1
    inside = blocks[first : last + 1]
    return [*blocks[:first], *blocks[last + 1 :]], inside


def _announces_nothing(blocks: list[Block], index: int) -> bool:
    """Whether a line says "Table of contents", and is not the title of an article or chapter."""
    if not is_contents_title(blocks[index].text):
        return False
    above = recognise(blocks[index - 1].text) if index else None
    return above is None or above.title is not None or above.body is not None


def _listed_again(blocks: list[Block]) -> set[int]:
    """The lines of contents pages after the beginning.

    They are runs of headings with next to no text between them. The same headings follow right below in the same order
    with the same titles; or have come before, where "Table of contents" stands above the last run of a text or nothing
    but their titles is in it.
    """
    candidates = heading_candidates(blocks)
    if not candidates:
        return set()
    runs = _Runs(blocks, candidates)
    keys = [heading_key(heading) for _index, heading in candidates]
    gone: set[int] = set()
    passed: set[tuple[str, str]] = set()
    at_end = _list_at_end(blocks, candidates)
    tried = place = 0
    while place < len(candidates) and tried < _MOST_TRIED:
        end = runs.end(place)
        announced = _is_announced(blocks, candidates[place][0])
        found = False
        if end - place >= _MIN_ANNOUNCED:
            run = candidates[place:end]
            if end == len(candidates) and announced:
                tried += 1
                found = passed.issuperset(keys[place:end]) and not _has_sentences(blocks, run)
            elif end == len(candidates):
                found = place >= at_end and end - place >= _MIN_ENTRIES
            elif end < len(candidates) and keys[end] == keys[place]:
                tried += 1
                found = _comes_again(blocks, run, candidates[end : end + _MORE * len(run)], announced)
        if found:
            first = candidates[place][0]
            gone.update(range(first, max(_spans(blocks, candidates[place:end]).values()) + 1))
            gone.update(
                index for index in range(max(0, first - 2), first) if is_contents_title(blocks[index].text)
            )
        passed.update(keys[place : end if found else place + 1])
        place = end if found else place + 1
    return gone


def _comes_again(
    blocks: list[Block], run: list[tuple[int, Heading]], later: list[tuple[int, Heading]], announced: bool
) -> bool:
    """Whether the headings of a run follow right below once more, in the same order and with the same titles."""
    if run[-1][1].kind in ATTACHED and not announced:
        return False  # a protocol that begins here, below short articles
    counted = [found for found in run if found[1].kind in _UNIQUE]
    same = place = 0
    for index, heading in later:
        if place == len(counted) or heading.kind not in _UNIQUE:
            continue
        at, listed = counted[place]
        if heading_key(heading) == heading_key(listed):
            place += 1
            same += _alike(_title_at(blocks, at, listed), {_title_at(blocks, index, heading)})
    alike = _SAME_ORDER if announced or len(run) >= _MIN_ENTRIES else 1.0
    return same >= alike * len(counted) and not _has_sentences(blocks, run)


def _list_at_end(blocks: list[Block], candidates: list[tuple[int, Heading]]) -> int:
    """From which candidate on a text has nothing but headings with titles, all of which have come before."""
    first_at: dict[tuple[tuple[str, str], str], int] = {}
    titled = [(heading_key(heading), _title_at(blocks, index, heading)) for index, heading in candidates]
    for (index, _heading), key in zip(candidates, titled, strict=True):
        first_at.setdefault(key, index)
    below = len(blocks)
    for place in range(len(candidates) - 1, -1, -1):
        index, heading = candidates[place]
        between = blocks[index + 1 : below]
        if (
            heading.kind not in _UNIQUE
            or heading.body is not None
            or len(between) > _TITLE_AND_PAGE
            or any(_is_sentence(block.text) for block in between)
            or first_at[titled[place]] == index
        ):
            return place + 1
        below = index
    return 0


def _lines_with_ranges(blocks: list[Block]) -> tuple[int, int] | None:
    """First and last line of a table of contents that gives each chapter its articles ("(Articles 8.1 to 8.5)"), with
    the list of annexes below it."""
    opening = blocks[: int(_OPENING_SHARE * len(blocks))]
    lines = [index for index, block in enumerate(opening) if _RANGE.search(block.text)]
    group: list[int] = []
    for index in lines:
        if group and index - group[-1] > _RANGE_GAP:
            if len(group) >= _MIN_ENTRIES:
                break
            group = []
        group.append(index)
    if len(group) < _MIN_ENTRIES:
        return None
    first, last = group[0], group[-1]
    for index in range(last + 1, len(opening)):
        heading = recognise(opening[index].text)
        if index - last > 2 or (heading is not None and heading.kind not in ATTACHED):
            break
        if heading is not None:
            last = index
    return first, last


def heading_candidates(blocks: list[Block]) -> list[tuple[int, Heading]]:
    """Every line that reads like a heading, with its index."""
    found = []
    for index, block in enumerate(blocks):
        if block.footnote is None and len(block.text) <= 4 * MAX_TITLE:
            read = recognise_marked if block.marked else recognise
            heading = Heading("chapter", "", None, block.text) if block.chapter else read(block.text)
            heading = heading or recognise_blank(block.text)
            if heading is not None:
                found.append((index, heading))
    return numbered_blanks(found)


def contents_entries(blocks: list[Block], candidates: list[tuple[int, Heading]]) -> dict[int, int]:
    """Entries of a contents page: index of the entry's first block to index of its last.

    A contents page is a run of headings with next to no text between them, most of which recur later.
    """
    if not candidates:
        return {}
    runs = _Runs(blocks, candidates)
    tried = 0
    for first, (index, _heading) in enumerate(candidates):
        if index > _OPENING_SHARE * len(blocks) or tried == _MOST_TRIED:
            break
        end = runs.end(first)
        if end - first < _MIN_ANNOUNCED or not runs.recur(first, end):
            continue
        if not runs.may_begin(first) or _has_sentences(blocks, candidates[first : first + 2]):
            continue
        announced = _is_announced(blocks, index)
        if end - first < _MIN_ENTRIES and not announced:
            continue
        tried += 1
        run = candidates[first:end]
        if announced or not _is_text(blocks, run, candidates[end:]):
            return _spans(blocks, run)
    return {}


class _Runs:
    """Runs of headings with next to no text between them: where each ends, and whether its headings recur.

    Looked up, not walked through for each beginning: the time for a text of nothing but headings would grow with its
    square.
    """

    def __init__(self, blocks: list[Block], candidates: list[tuple[int, Heading]]) -> None:
        lengths = [0, *accumulate(len(block.text) for block in blocks)]
        ends = [index for index, _heading in candidates[1:]] + [len(blocks)]
        self._has_text = [
            lengths[end] - lengths[index + 1] >= _ENTRY
            for (index, _heading), end in zip(candidates, ends, strict=True)
        ]
        self._keys = [
            heading_key(heading) if heading.kind in _UNIQUE else None for _index, heading in candidates
        ]
        last = {key: place for place, key in enumerate(self._keys)}
        kinds = [heading.kind for _index, heading in candidates]
        # Within a run no heading of these kinds comes twice, so what comes again does so behind the run.
        again = [last[key] > place for place, key in enumerate(self._keys)]
        self._attached = [kind in ATTACHED for kind in kinds]
        self._is_article = [kind == "article" for kind in kinds]
        self._again = again
        chapters = [kind in {"chapter", "title"} for kind in kinds]
        counted = [kind == "article" or chapter for kind, chapter in zip(kinds, chapters, strict=True)]
        self._chapters = _sums(chapters)
        self._chapters_again = _sums(map(and_, chapters, again))
        self._counted = _sums(counted)
        self._counted_again = _sums(map(and_, counted, again))
        self._inside: set[tuple[str, str]] = set()
        self._end = 0

    def end(self, first: int) -> int:
        """Where the run that begins with the heading `first` ends; to be asked in ascending order."""
        if first:
            self._inside.discard(self._keys[first - 1] or ("", ""))
        self._end = max(self._end, first)
        while self._end < len(self._keys):
            key = self._keys[self._end]
            if key is not None and key in self._inside:
                break
            if self._end > first and self._has_text[self._end - 1]:
                break
            if key is not None:
                self._inside.add(key)
            self._end += 1
        return self._end

    def may_begin(self, first: int) -> bool:
        """Whether a contents page may begin with a heading: with an article only if it comes again, with no annex."""
        return not self._attached[first] and (not self._is_article[first] or self._again[first])

    def recur(self, first: int, end: int) -> bool:
        """Whether a run has chapters or articles, and most of them recur behind it."""
        counted = self._counted[end] - self._counted[first]
        chapters = self._chapters[end] - self._chapters[first]
        return (
            counted > 0
            and self._counted_again[end] - self._counted_again[first] >= _RECUR * counted
            and self._chapters_again[end] - self._chapters_again[first] >= _RECUR * chapters
        )


def _sums(flags: Iterable[bool]) -> list[int]:
    return [0, *accumulate(map(int, flags))]


def _is_announced(blocks: list[Block], first: int) -> bool:
    """Whether a run of headings stands below the words "Table of contents"."""
    return any(is_contents_title(block.text) for block in blocks[max(0, first - 2) : first])


def _is_text(blocks: list[Block], run: list[tuple[int, Heading]], later: list[tuple[int, Heading]]) -> bool:
    """Whether a run of headings with little below them is text all the same: short articles, not entries.

    Sentences stand below the headings, or the headings have other titles than those of the same number later on
    (which are those of a protocol, say).
    """
    articles = [found for found in run if found[1].kind == "article"]
    if not articles:
        return False
    if _has_sentences(blocks, run):
        return True
    titles: dict[tuple[str, str], set[str]] = {}
    for index, heading in later:
        if heading.kind == "article":
            titles.setdefault(heading_key(heading), set()).add(_title_at(blocks, index, heading))
    known = [
        _alike(_title_at(blocks, index, heading), titles[heading_key(heading)])
        for index, heading in articles
        if heading_key(heading) in titles
    ]
    return bool(known) and sum(known) < 0.5 * len(known)


def _has_sentences(blocks: list[Block], run: list[tuple[int, Heading]]) -> bool:
    """Whether sentences stand below more articles of a run than below those of a contents page."""
    articles = [(index, heading) for index, heading in run if heading.kind == "article"]
    ends = {index: run[place + 1][0] for place, (index, _heading) in enumerate(run[:-1])}
    with_sentence = sum(
        any(_is_sentence(text) for text in (heading.body or "-", *_below(blocks, index, ends)))
        for index, heading in articles
    )
    return with_sentence > _SENTENCES * len(articles)


def _below(blocks: list[Block], index: int, ends: dict[int, int]) -> list[str]:
    return [block.text for block in blocks[index + 1 : ends.get(index, index + 1)]]


def _is_sentence(text: str) -> bool:
    if has_verb(text) and len(text) >= _SENTENCE_WITH_VERB:
        return True
    least = _SHORT_SENTENCE if text[-1] == "." else _SENTENCE
    return text[-1] in ".;:" and len(text) >= least and not text.isupper() and " " in text


def _title_at(blocks: list[Block], index: int, heading: Heading) -> str:
    """The title of a heading, or the line below it, as letters and digits."""
    below = blocks[index + 1].text if index + 1 < len(blocks) else ""
    return "".join(char for char in (heading.title or below).casefold() if char.isalpha())


def _alike(title: str, others: set[str]) -> bool:
    """Whether a title is one of some others, of which it may be the beginning or which may be its beginning."""
    return any(
        one == title or (one and title and (one.startswith(title) or title.startswith(one))) for one in others
    )


def _spans(blocks: list[Block], run: list[tuple[int, Heading]]) -> dict[int, int]:
    spans = {}
    for position, (index, heading) in enumerate(run):
        if position + 1 < len(run):
            spans[index] = run[position + 1][0] - 1
        else:
            takes_next = (
                heading.title is None and index + 1 < len(blocks) and is_title(blocks[index + 1].text)
            )
            spans[index] = index + 1 if takes_next else index
    return spans


def heading_key(heading: Heading) -> tuple[str, str]:
    """By what two headings are the same: kind and number (or title), regardless of spaces and capitals."""
    label = f"{heading.printed}{heading.title}" if heading.named else heading.printed or heading.title or ""
    return heading.kind, "".join(label.upper().split())
