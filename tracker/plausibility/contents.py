"""What stands in articles and what does not: long and empty ones, headings within them, text outside, lines removed."""

import re
from collections.abc import Iterator

from tracker.plausibility.numbers import is_attached, number_of
from tracker.plausibility.remarks import Measured
from tracker.texts.error_pages import error_page_words
from tracker.texts.headings import Heading, recognise
from tracker.texts.numbering import ArticleNumber, parse_number
from tracker.texts.types import AgreementText, ArticleText, ChapterText

EMPTY = 15
"""An article with fewer characters has no text ("Reserved", "[Deleted]" and a bare page number are as short), unless it
is a sentence."""

LEAST_LOOKED_INTO = 200
"""Shorter articles have no other article inside (characters)."""

_NUMBER = r"[ \t]+(?P<number>(?:[A-Z]{1,2}-)?\d{1,4}(?:[.-]\d{1,3})?[a-zA-Z]?)"
_AFTER = r"(?P<mark>[ \t]*(?:[:.][ \t]*[-–—]?|[-–—])|(?=[ \t]+[A-ZÁÉÍÓÚ])|(?=[ \t]*(?:\n|$)))(?P<title>[^\n]{0,80})"


def _heading_inside(word: str) -> re.Pattern[str]:
    """An article's heading at the beginning of a line or after a sentence.

    The pattern begins with constant letters, which are found fastest; what stands before them is looked at after.
    """
    word = re.escape(word)
    rest = word[1:]
    return re.compile(rf"{rest}(?:(?<=\n{word})|(?<=[.;:)”\"’»\]]\s{word})){_NUMBER}{_AFTER}")


_HEADINGS_INSIDE = {
    "en": tuple(map(_heading_inside, ("Article", "ARTICLE", "Art.", "ART."))),
    "es": tuple(map(_heading_inside, ("Artículo", "ARTÍCULO", "ARTICULO", "Art.", "ART."))),
    "fr": tuple(map(_heading_inside, ("Article", "ARTICLE", "Art.", "ART."))),
}
_GOES_ON = re.compile(
    r"\s*(?:[,;)]|(?:of|and|to|or|in|for|shall|is|are|on|under|del?|y|al?|en|se|du|et|de la)\b|\(\w{1,3}\)|\d)"
)


def _articles(text: AgreementText) -> Iterator[tuple[ChapterText, ArticleText]]:
    return ((chapter, article) for chapter in text.chapters for article in chapter.articles)


def _named(article: ArticleText) -> str:
    return f"{article.number} {article.heading or ''}".strip()[:80] if article.number else ""


def longest(text: AgreementText) -> Measured:
    """Characters of the longest numbered article, of those of all articles."""
    total, most, name = 0, 0, ""
    for _chapter, article in _articles(text):
        length = len(article.text)
        total += length
        if article.number and length > most:
            most, name = length, _named(article)
    return Measured("long_article", most, total, (name,) if name else ())


def headings_inside(text: AgreementText) -> Measured:
    """Headings within articles whose number no article has: "Article 12: Title" at the beginning of a line or after a
    sentence."""
    patterns = _HEADINGS_INSIDE.get(text.language, _HEADINGS_INSIDE["en"])
    own: set[ArticleNumber] | None = None
    found: dict[str, str] = {}
    for _chapter, article in _articles(text):
        if not article.number or len(article.text) < LEAST_LOOKED_INTO:
            continue
        for match in (match for pattern in patterns for match in pattern.finditer(article.text)):
            if own is None:
                own = {value for _, one in _articles(text) if (value := number_of(one)) is not None}
            value = parse_number(match["number"])
            if value is not None and value not in own and not _GOES_ON.match(match["title"]):
                found.setdefault(
                    match["number"], f"{match['number']}{match['mark']}{match['title']}"[:50].strip()
                )
    return Measured("headings_inside", len(found), 0, tuple(found.values()))


def empty(text: AgreementText) -> Measured:
    """Numbered articles without text."""
    numbered = [article for _chapter, article in _articles(text) if article.number]
    bare = [_named(article) for article in numbered if _is_empty(article.text)]
    return Measured("empty_articles", len(bare), len(numbered), tuple(bare))


def _is_empty(text: str) -> bool:
    return len(text) < EMPTY and not (text.endswith(".") and " " in text)


def removed(text: AgreementText) -> Measured:
    """Lines that read like headings of articles and chapters, were dropped as a contents page or page furniture, and
    whose number or title no heading of the text read has.

    Annexes that a contents page lists and that are not here are said with what the text lacks
    (`tracker.texts.completeness`).
    """
    lines = [
        (line, heading)
        for line in (text.trace.removed if text.trace is not None else ())
        if (heading := recognise(line)) is not None and heading.kind not in _ELSEWHERE
    ]
    if not lines:
        return Measured("headings_removed", 0)
    own = {_letters(article.number) for _chapter, article in _articles(text) if article.number}
    for chapter in text.chapters:
        own |= {_letters(part) for part in (chapter.number or "").split(", ")}
        own |= {_letters(part) for part in (chapter.heading or "").split(" / ")}
    own |= {_letters(_printed(heading)) for heading in (text.trace.bare if text.trace is not None else ())}
    lost = [line[:80] for line, heading in lines if not own & _names(heading)]
    return Measured("headings_removed", len(lost), len(lines), tuple(lost))


_ELSEWHERE = frozenset(("preamble", "annex", "appendix"))


def _printed(line: str) -> str:
    """The number of a heading's line with its word; the line itself where it has none."""
    heading = recognise(line)
    return heading.printed if heading is not None else line


def _names(heading: Heading) -> set[str]:
    return {_letters(heading.printed), _letters(heading.title)} - {""}


def _letters(words: str | None) -> str:
    return "".join(char for char in (words or "").casefold() if char.isalnum())


def without_text(text: AgreementText) -> Measured:
    """Chapters and annexes with a heading and neither an article, nor text, nor parts of their own."""
    bare = [
        " ".join(filter(None, (chapter.number, chapter.heading)))[:80]
        for chapter in text.chapters
        if (chapter.number or chapter.heading)
        and not any(article.text or article.number for article in chapter.articles)
    ]
    if text.trace is not None:
        bare += [heading[:80] for heading in text.trace.bare]
    headed = sum(bool(chapter.number or chapter.heading) for chapter in text.chapters)
    headed += len(text.trace.bare) if text.trace is not None else 0
    return Measured("headings_without_text", len(bare), headed, tuple(bare))


def outside(text: AgreementText) -> Measured:
    """Characters of text that stand in no numbered article, of all. Annexes are left out: many are tables and letters
    without articles."""
    total, loose = 0, 0
    where: dict[str, int] = {}
    for chapter, article in _articles(text):
        length = len(article.text)
        if is_attached(chapter):
            continue
        total += length
        if not article.number:
            loose += length
            name = chapter.number or chapter.heading or "text without a heading"
            where[name] = where.get(name, 0) + length
    places = sorted(where, key=lambda name: -where[name])
    return Measured("outside_articles", loose, total, tuple(places))


def footnotes(text: AgreementText) -> Measured:
    """Footnotes that no article refers to, whose text is so left out."""
    stray = text.trace.stray_footnotes if text.trace is not None else ()
    return Measured("stray_footnotes", len(stray), 0, stray)


def error_pages(text: AgreementText) -> Measured:
    """Containers and articles that read like a site's error page ("The page cannot be found")."""
    found = []
    for chapter, article in _articles(text):
        if not article.number and (said := error_page_words(article.text, chapter.heading)):
            found.append(f"{chapter.number or chapter.heading or 'text'}: {said}"[:100])
    return Measured("error_page", len(found), 0, tuple(found))
