"""Chapters that had articles in the stored text and have none in the new one."""

from collections import Counter

from tracker.plausibility.numbers import number_of
from tracker.plausibility.remarks import Measured
from tracker.texts.types import AgreementText, ArticleText, ChapterText

_OPENING = 200
"""Characters at the beginning of an article by which its words are recognised."""


def lost_parts(before: tuple[ChapterText, ...], text: AgreementText) -> Measured:
    """Chapters and annexes of the former text of whose numbered articles not one is in the new text.

    An article is there where its words, its number with its heading, or a number that names its chapter (14.2) occurs
    as often as before ("Article 1 Scope" may stand in every chapter). So a chapter that was renamed, moved or divided
    otherwise by newer readers is not lost. A bare heading in place of an article that had a text is not the article.
    """
    there = _counted(before)
    written_before = _counted(before, with_text=True)
    bare_before = {mark for mark in there if there[mark] > written_before[mark]}
    everything, with_text = _counted(text.chapters), _counted(text.chapters, with_text=True)
    here = Counter({mark: (everything if mark in bare_before else with_text)[mark] for mark in everything})
    lost, had = [], 0
    for chapter in before:
        marks = [
            mark for article in chapter.articles if number_of(article) is not None for mark in _marks(article)
        ]
        if not marks:
            continue
        had += 1
        if not any(here[mark] >= there[mark] for mark in marks):
            lost.append(
                " ".join(filter(None, (chapter.number, chapter.heading)))[:100] or "text without a heading"
            )
    return Measured("lost_part", len(lost), had, tuple(lost))


def _counted(chapters: tuple[ChapterText, ...], *, with_text: bool = False) -> Counter[object]:
    return Counter(
        mark
        for chapter in chapters
        for article in chapter.articles
        if article.text.strip() or not with_text
        for mark in _marks(article)
    )


def _marks(article: ArticleText) -> list[object]:
    """By what an article is recognised in another version."""
    value = number_of(article)
    marks: list[object] = []
    if value is not None and len(value.path) > 1:
        marks.append(value)
    if value is not None and article.heading:
        marks.append((value, _letters(article.heading)))
    if words := _letters(article.text[: 2 * _OPENING])[:_OPENING]:
        marks.append(words)
    return marks


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
