"""Footnotes that a copy prints in the article after the one that refers to them, because the page ended there.

"... of the lamps.9" stands in article 4, and "9 For greater certainty, ..." between two lines of article 5, of which it
would be a rule. Such a note is put behind article 4, as "[9] For greater certainty, ...", and its mark there becomes
`[^9]`. It is moved only where the article it stands in does not refer to it, a neighbour above it in the same chapter
does, and that one has no such note itself; or where a note without any mark says itself which article above it is of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.texts.types import AgreementText, ArticleText

_NOTE = re.compile(
    r"\n[ \t]{0,8}(?P<mark>\d{1,3})(?:[ \t]{1,4}|[ \t]{0,4}\n[ \t]{0,4})"
    r"(?=[“\"'‘(¿]?[^\W\d_](?<=[A-ZÀ-ÖØ-Þ]))"
    r"(?!(?:Jan|Feb|Mar|Apr|Ma[iy]|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
)
"""A number without full stop that begins a line, before a capital letter on it or on the next."""

_MAY_BE_NOTE = re.compile(r"\n[ \t]{0,8}\d{1,3}\s")
"""A quick test: it begins with a letter, to which `re` skips."""

_LETTER = r"[^\W\d_]"
_QUOTE = r"[”\"’')\]»]"
_NO_FIGURE = r"(?![\d%/)]|[.,:-]\d)"
_MORE = rf"(?:, ?\d{{1,3}}{_NO_FIGURE})"
_MARK = re.compile(
    rf"(?<={_LETTER}){_QUOTE}{{0,3}}(?:(?:(?<![A-Z])[.:]|[,;])[.,;:]?)?{_QUOTE}?"
    rf"(?P<mark>\d{{1,3}}{_MORE}*){_NO_FIGURE}"
    rf"|{_LETTER}{_QUOTE}{{0,2}}[.,;:]?[ \t]*\n[ \t]{{0,8}}(?P<alone>\d{{1,3}})[ \t]*(?=\n)(?!\n[ \t]{{0,4}}[A-ZÀ-Þ])"
    rf"|\n[ \t]*(?P<several>\d{{1,3}}{_MORE}+)[ \t]*(?=\n|\Z)"
)
"""A note's number where an article refers to it: behind a word without a space, or on a line of its own."""

_NUMBER = re.compile(r"\d+")

_OPEN = re.compile(
    r"(?:,|\b(?:and|or|the|an?|of|in|to|with|for|by|under|Articles?|paragraph|Chapter|y|o|el?|la|los|las|del?|en|con|al|para"
    r"|Art[ií]culos?|p[aá]rrafo|Cap[ií]tulo))\s*\Z"
)
"""Words that end no note: it goes on below an empty line."""

_FINISHED = re.compile(r"(?:[.;:]|[;,]\s?(?:and|or|y|o|et|ou))\s*\Z")
_ENDS_NOTE = re.compile(r"[.;:)”\"]\s*\Z")

_PLAIN_PARAGRAPH = re.compile(
    r"(?:\A|\n)[ \t]{0,8}1(?:[ \t]{1,4}|[ \t]{0,4}\n[ \t]{0,4})[“\"(¿]?[^\W\d_](?<=[A-ZÀ-ÖØ-Þ])"
)
"""A paragraph 1 without full stop: what looks like a note may be a paragraph."""

_ENDS = re.compile(
    r"\n[ \t]*(?=\n)|(?<=[.;])[ \t]*\n(?=[ \t]*(?:[a-zà-ÿ]|\([a-zA-Z0-9]{1,4}\)\s|\d{1,2}\.\s))"
)
"""Where a note ends: at an empty line, or where the article's sentence, list or next paragraph goes on below it."""

_NEXT_IN_LINE = re.compile(r"(?<=[.;)])[ \t]*(?P<mark>\d{1,3})[ \t]+(?=[“\"'‘(]?[A-ZÀ-ÖØ-Þ])")
"""The number of a note that goes on in the line of the note before it."""

_ITEM = r"\s*\([a-z]{1,4}\)\s(?:(?!\n[ \t]*\n)[^;]){1,600}?"
_ITEMS = re.compile(rf"(?:{_ITEM}[;,][ \t]*(?:and|or|y|o|et|ou)?[ \t]*(?=\n)){{0,8}}{_ITEM}\.[ \t]*(?=\n|\Z)")
"""The items of a note that ends with a colon, to the first that ends a sentence."""

_TAIL = 130
"""Characters that a line must have to be the rest of a note from the page before."""

_NAMES_ARTICLE = re.compile(
    r"(?:For greater certainty, )?(?:Notwithstanding Article (?P<despite>\d{1,3}\.\d{1,3})[.\d()a-z]*,"
    r" (?:an?|each|either|neither|no|the) Part(?:y|ies)\b"
    r"|Article (?P<read>\d{1,3}\.\d{1,3}) shall (?:not )?be (?:interpreted|construed)\b)"
)
"""First words of a note by which it says itself which article it belongs to, where no mark does."""

_ARTICLE_NUMBER = re.compile(r"\d{1,3}\.\d{1,3}")

_NEIGHBOURS = 3
"""Articles above the one a note is printed in among which that is which refers to it."""

_LONGEST = 1_500
"""Characters of the longest note that is moved."""


_PARAGRAPHS = 4
"""Paragraphs of the longest note that is moved."""

_NEAR = 40
"""Characters before a place that are looked at."""

_PARAGRAPH = re.compile(r"\d{1,2}\.\s+[A-ZÀ-Þ]")
_APART = re.compile(r"\s*\Z|[ \t]*\n[ \t]*(?:\n|[a-zà-ÿ])")
_NOT_SPACE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class _Note:
    """A note [start, end) of an article's text: its number and its words, on one line."""

    start: int
    end: int
    mark: str
    words: str


def with_notes_in_place(text: AgreementText) -> AgreementText:
    """The text with such notes behind the articles that refer to them; the same object where there are none."""
    chapters = tuple(
        chapter
        if (articles := _placed(chapter.articles)) is chapter.articles
        else replace(chapter, articles=articles)
        for chapter in text.chapters
    )
    same = all(new is old for new, old in zip(chapters, text.chapters, strict=True))
    return text if same else replace(text, chapters=chapters)


def _placed(articles: tuple[ArticleText, ...]) -> tuple[ArticleText, ...]:
    notes = [tuple(_notes(article.text)) for article in articles]
    if not any(notes[1:]):
        return articles
    words = [article.text for article in articles]
    numbers = [_number(article) for article in articles]
    answered = [frozenset(note.mark for note in found) for found in notes]
    for place in range(1, len(articles)):
        owners = {
            note: owner
            for note in notes[place]
            if (owner := _owner(note, place, words, answered)) is not None
            or (owner := _named(note, place, words, numbers)) is not None
        }
        spilled = list(owners)
        if spilled:
            for at in sorted(set(owners.values())):
                words[at] = _attached(words[at], [note for note in spilled if owners[note] == at])
            begin = _tail(words, notes[place - 1], place, spilled)
            own = _below(spilled, notes[place], words[place])
            rest = _without(words[place], sorted((*spilled, *own), key=lambda note: note.start), begin)
            words[place] = _attached(rest, own)
    if all(article.text == text for article, text in zip(articles, words, strict=True)):
        return articles
    return tuple(
        article if article.text == text else replace(article, text=text)
        for article, text in zip(articles, words, strict=True)
    )


def _notes(text: str) -> Iterator[_Note]:
    """What may be notes in an article; nothing where its paragraphs are numbered like notes."""
    if not _MAY_BE_NOTE.search(text):
        return
    found = list(_NOTE.finditer(text))
    if not found or _PLAIN_PARAGRAPH.match(text):
        return
    last, interrupts = -1, False
    for place, match in enumerate(found):
        if text[max(last, 0) : match.start()].strip() or last < 0:
            interrupts = not _is_finished(text, match.start())
        limit = found[place + 1].start() if place + 1 < len(found) else len(text)
        end = _end(text, match, limit)
        if text[match.end() : end].rstrip().endswith(":"):
            items = _ITEMS.match(text, end)
            if items is None:  # where it ends is not known
                continue
            end = items.end()
        last = end
        if interrupts and end != limit and not _is_apart(text, end):
            continue  # the sentence that it interrupts may begin again anywhere
        yield from _one_by_one(text, match.start(), match.end(), end, match["mark"])


def _end(text: str, note: re.Match[str], limit: int) -> int:
    """Where the words of a note end, at `limit` at the latest."""
    begin = note.end()
    for _ in range(_PARAGRAPHS):
        ends = _ENDS.search(text, begin, limit)
        end = ends.start() if ends else limit
        following = _NOT_SPACE.search(text, end, limit)
        if following is None or not _goes_on(text, note.start(), end, following.start()):
            break
        begin = following.start()
    return end


def _goes_on(text: str, start: int, end: int, following: int) -> bool:
    """Whether a note [start, end) is not whole, and what follows belongs to it."""
    words = text[max(start, end - _NEAR) : end]
    if _OPEN.search(words):
        return _PARAGRAPH.match(text, following) is None
    return text[following].islower() and _ENDS_NOTE.search(words) is None and _is_finished(text, start)


def _is_finished(text: str, end: int) -> bool:
    """Whether a sentence or an item ends before `end`."""
    return _FINISHED.search(text[max(0, end - _NEAR) : end]) is not None


def _is_apart(text: str, end: int) -> bool:
    """Whether an empty line, small letters or nothing follow a note, so that it is known to end there."""
    return _APART.match(text, end) is not None


def _one_by_one(text: str, start: int, begin: int, end: int, mark: str) -> Iterator[_Note]:
    """The notes of one line, whose numbers count up."""
    for following in _NEXT_IN_LINE.finditer(text, begin, end):
        if int(following["mark"]) == int(mark) + 1:
            yield from _whole(text, start, begin, following.start(), mark)
            start, begin, mark = following.start(), following.end(), following["mark"]
    yield from _whole(text, start, begin, end, mark)


def _whole(text: str, start: int, begin: int, end: int, mark: str) -> Iterator[_Note]:
    if end - begin <= _LONGEST:
        yield _Note(start, end, mark, " ".join(text[begin:end].split()))


def _owner(note: _Note, place: int, words: Sequence[str], answered: Sequence[frozenset[str]]) -> int | None:
    """The article above that refers to a note and has none of that number; None where the own one does, or no other."""
    if _mark(words[place], note.mark) is not None:
        return None
    for at in range(place - 1, max(-1, place - _NEIGHBOURS - 1), -1):
        if note.mark in answered[at]:
            return None
        if _mark(words[at], note.mark) is not None:
            return at
    return None


def _named(note: _Note, place: int, words: Sequence[str], numbers: Sequence[str]) -> int | None:
    """The article above that a note names as its own; None where it names none, or its article refers to the note."""
    match = _NAMES_ARTICLE.match(note.words)
    if match is None or "this Article" in note.words or _mark(words[place], note.mark) is not None:
        return None
    number = match["despite"] or match["read"]
    return numbers.index(number) if number in numbers[:place] else None


def _number(article: ArticleText) -> str:
    match = _ARTICLE_NUMBER.search(article.number or "")
    return match.group() if match else ""


def _mark(text: str, number: str) -> tuple[int, int] | None:
    """[start, end) of the last reference to a note of this number."""
    return _marks(text).get(number) if number in text else None


@lru_cache(maxsize=8)
def _marks(text: str) -> dict[str, tuple[int, int]]:
    """[start, end) of the last reference to a note, by number."""
    return {
        number.group(): number.span()
        for match in _MARK.finditer(text)
        for number in _NUMBER.finditer(text, *match.span(match.lastgroup or 0))
    }


def _below(spilled: Sequence[_Note], notes: Sequence[_Note], text: str) -> list[_Note]:
    """The article's own notes that stand directly below notes of others, with which they interrupt its text."""
    found: list[_Note] = []
    end = -1
    moved = frozenset(spilled)
    for note in notes:
        if note in moved:
            end = note.end
        elif end >= 0 and not text[end : note.start].strip():
            mark = _mark(text, note.mark)
            if mark is None or mark[0] >= note.start:
                end = -1
                continue
            found.append(note)
            end = note.end
    return found


def _attached(text: str, notes: Sequence[_Note]) -> str:
    """The text with notes behind it, and their marks made plain."""
    marks = _marks(text)
    behind = "".join(f"\n\n[{note.mark}] {note.words}" for note in notes)
    places = sorted((marks[note.mark] for note in notes if note.mark in marks), reverse=True)
    for start, end in places:
        text = f"{text[:start]}[^{text[start:end]}]{text[end:]}"
    return f"{text.rstrip()}{behind}" if notes else text


def _tail(words: list[str], before: Sequence[_Note], place: int, spilled: Sequence[_Note]) -> int | None:
    """Where the rest of a note begins that stands above the first of the spilled ones and interrupts a sentence; None
    where there is none.

    It is put behind that note, which the article above has: one of `before`, its notes.
    """
    text, first = words[place], spilled[0]
    above = text[: first.start].rstrip()
    begin = above.rfind("\n") + 1
    line = above[begin:].strip()
    interrupted = text[:begin].rstrip()[-1:] not in ".;:"
    if not interrupted or not text[spilled[-1].end :].lstrip()[:1].islower():
        return None
    if len(line) < _TAIL or not line[0].islower() or line[-1] != ".":
        return None
    for note in before:
        if int(note.mark) == int(first.mark) - 1 and note.words[-1:].isalpha():
            ends = re.compile(r"\s+".join(re.escape(word) for word in note.words.split()[-8:]))
            found = list(ends.finditer(words[place - 1]))
            if len(found) == 1:
                at = found[0].end()
                words[place - 1] = f"{words[place - 1][:at]} {line}{words[place - 1][at:]}"
                return begin
    return None


def _without(text: str, notes: Sequence[_Note], begin: int | None) -> str:
    """The text without these notes and what stands between `begin` and the first of them; a sentence that they
    interrupt goes on on the next line."""
    kept = ""
    position = 0
    for note in notes:
        start = note.start if begin is None or note is not notes[0] else begin
        kept = _joined(kept, text[position:start])
        position = note.end
    return _joined(kept, text[position:])


def _joined(above: str, below: str) -> str:
    rest = below.strip() if above else below.rstrip()
    if not rest or not above:
        return above or rest
    return f"{above}\n{rest}" if rest[0].islower() else f"{above}\n\n{rest}"
