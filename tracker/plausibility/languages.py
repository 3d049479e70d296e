"""The share of a text in a language that the rules for it do not read: a whole text, or articles in another one."""

from tracker.plausibility.remarks import Measured
from tracker.texts.language import READ_LANGUAGES, detect_language
from tracker.texts.types import AgreementText

LEAST = 300
"""Shorter articles are not looked at: names and tariff lines have no language (characters)."""

_SAMPLE = 1_200
"""Characters of an article that show its language."""

_COMMONEST = {
    "en": (" the ", " of "),
    "es": (" los ", " del ", " el ", " las "),
    "fr": (" les ", " des ", " du ", " et "),
}
"""Words of each language that are counted first: that is quick. Only where they are rare, the language is detected."""

_RARE = 150
"""With fewer than one of these words in so many characters they are rare."""


def unread(text: AgreementText) -> Measured:
    """Characters of articles whose language the rules do not read, or that are in another one than the text."""
    articles = [
        (article.text, article.number or chapter.number or chapter.heading or "")
        for chapter in text.chapters
        for article in chapter.articles
    ]
    total = sum(len(body) for body, _name in articles)
    if text.language not in READ_LANGUAGES:
        return Measured("unread_language", total, total, (text.language,))
    count = 0
    where: list[str] = []
    for body, name in articles:
        if len(body) < LEAST:
            continue
        sample = body[:_SAMPLE]
        if sum(sample.count(word) for word in _COMMONEST[text.language]) * _RARE >= len(sample):
            continue
        language, certain = detect_language(sample)
        if certain and language != text.language:
            count += len(body)
            where.append(f"{name} ({language})")
    return Measured("unread_language", count, total, tuple(where))
