"""Between which parties alone a chapter applies: what one article says of all the articles of its chapter.

"This Chapter shall apply only between Ruritania and Freedonia" stands in one article; the others do not repeat it. So
does "In place of the obligations established in this Chapter, Ruritania shall undertake those of Annex 9": it applies
between all the others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.matching.bound import narrowed, others
from tracker.matching.compiled import CompiledLanguage
from tracker.matching.literals import Pieces
from tracker.matching.normalise import fold, lower, plain

_NUMBER = re.compile(
    r"^\W*(?:[a-z]+\.? )?(\d{1,3}(?: ?(?:bis|ter|quater|[a-z]))?)\s?[.:-]\s?\d", re.IGNORECASE
)

_CHAPTER_WORDS = frozenset({"chapter", "capitulo", "chapitre"})

_CUT = re.compile(r"-\s+")

_AND = re.compile(r",? ?(?:and|y|e|et) ")

_BETWEEN_WORDS = ("between", "entre")

_WITHIN = 300
"""Characters before "between" within which such a sentence says what applies."""

_BEHIND = 200
"""Characters after it within which the first of the parties is named."""

_BEFORE = 12
"""Characters before "place" within which "in place of" begins."""

_READ = 20_000
"""Characters of an article that are searched for such a sentence."""


_INSTEAD_WORDS = {"en": ("place", "lieu"), "es": ("lugar", "vez"), "fr": ("lieu", "place")}
_INSTEAD = re.compile(r"\w+\s+(?:of|des?)\s")
"""By language the word with which a party is said to have other obligations instead, and what follows it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One article as its chapter's part: heading of the chapter, number as printed ("8.2", "Article 8bis.1"), text."""

    chapter: str
    number: str
    text: str


def chapter_of(member: Member) -> str:
    """What identifies the chapter an article is in: the first part of a number like 8.2, else the chapter's heading.

    Sources print the sections of a chapter as chapters of their own; the articles' numbers keep them together.
    """
    match = _NUMBER.match(plain(member.number))
    return f"#{match.group(1).replace(' ', '')}" if match else member.chapter


def may_say_between(text: str, language: CompiledLanguage) -> bool:
    """Whether `says_between` is worth asking: most articles have none of the words it needs."""
    return any(word in text for word in (*_BETWEEN_WORDS, *_INSTEAD_WORDS[language.words.language]))


def says_between(text: str, language: CompiledLanguage) -> bool:
    """Whether an article says between whom alone a part of the agreement applies."""
    said = next(iter(_said(text, language, ())), None) or next(_instead(text, language), None)
    return said is not None


def between(
    articles: Sequence[Member], language: CompiledLanguage | None, parties: tuple[str, ...] = ()
) -> list[tuple[str, ...]]:
    """For each article of one text, in order: codes of the parties between whom alone its chapter applies, sorted.

    () where it applies between all of them, which is also so where a sentence speaks of "each other Party". Of the
    names only those of `parties` count, where these are known. A sentence on a section or annex speaks for the
    articles under the same heading. Who has other obligations instead is left out where the parties are known.
    """
    if language is None:
        return [() for _ in articles]
    by_chapter: dict[str, tuple[str, ...]] = {}
    by_heading: dict[str, tuple[str, ...]] = {}
    for article in articles:
        for what, named in _said(article.text, language, parties):
            if what in _CHAPTER_WORDS:
                by_chapter[chapter_of(article)] = named
            else:
                by_heading[article.chapter] = named
    for number, named in _left_out(articles, language):
        if left := others(narrowed(named, parties), parties):
            by_chapter[number] = left
    if not by_chapter and not by_heading:
        return [() for _ in articles]
    return [
        by_chapter.get(chapter_of(article)) or by_heading.get(article.chapter, ()) for article in articles
    ]


def _said(
    text: str, language: CompiledLanguage, parties: tuple[str, ...]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """(kind of part, parties named) for each sentence that says between whom alone a part applies."""
    if not _may_say(text, language):
        return
    for match in language.only_between.finditer(plain(text[:_READ])):
        who = match.group("who").removeprefix("the ")
        names, end = language.bound.listed(who)
        more = _AND.match(who, end)
        if len(names) > 1 and not (more and language.bound.everybody.match(who, more.end())):
            named = narrowed(names, parties)
            if named:
                yield match.group("what"), named


def _left_out(
    articles: Sequence[Member], language: CompiledLanguage
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """(chapter, parties that have the obligations of an annex instead of its own) for each such sentence.

    The chapter is the one that has the annex's number, since copies print notes on a chapter's heading elsewhere; else
    that of the article, which must then be its first.
    """
    chapters: dict[str, Member] = {}
    for article in articles:
        chapters.setdefault(chapter_of(article), article)
    for article in articles:
        for annex, named in _instead(article.text, language):
            own = chapter_of(article)
            if f"#{annex}" in chapters:
                yield f"#{annex}", named
            elif chapters[own] is article:
                yield own, named


def _instead(text: str, language: CompiledLanguage) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(number of the annex, parties named) for each sentence that gives parties other obligations instead of a
    chapter's."""
    for word in _INSTEAD_WORDS[language.words.language]:
        at = text.find(word)
        while at >= 0:
            if _INSTEAD.match(text, at):
                sentence = plain(text[max(0, at - _BEFORE) : at + _WITHIN])
                match = language.instead.search(sentence)
                if match is not None:
                    named, _ = language.bound.listed(match.group("who").removeprefix("the "))
                    if named:
                        yield match.group("annex"), named
            at = text.find(word, at + 1)


def _may_say(text: str, language: CompiledLanguage) -> bool:
    """Whether such a sentence stands around one of its words: cheaper than to clean the whole text."""
    for word in _BETWEEN_WORDS:
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            near = lower(fold(text[max(0, at - _WITHIN) : end]))
            if "-" in near:  # a word may be cut
                near = _CUT.sub("", near)
            if Pieces(near).may_match(language.only_between) and language.only_between.search(
                plain(text[max(0, at - _WITHIN) : end + _BEHIND])
            ):
                return True
            at = text.find(word, at + 1)
    return False
