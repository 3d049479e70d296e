"""Articles of its own that a text cites, where the words around the number show that this agreement is meant."""

import re
from collections.abc import Iterator

from tracker.texts.completeness import CITATIONS, TITLED, is_of_another_text
from tracker.texts.types import AgreementText

_NUMBER = r"\d{1,3}(?:[.-]\d{1,2})?"
_ARTICLE = {
    "en": re.compile(rf"rticle\s(?P<items>{_NUMBER})(?=\s\([A-Z]|\s(?:of|to)\sth(?:is|e\spresent)\s)"),
    "es": re.compile(rf"rt[ií]culo\s(?P<items>{_NUMBER})(?=\s\([A-ZÁÉÍÓÚ]|\sde(?:\seste|l\spresente)\s)"),
    "fr": re.compile(rf"rticle\s(?P<items>{_NUMBER})(?=\s\([A-ZÉ]|\sdu\sprésent\s)"),
}
"""Without the first letter: a pattern that begins with constant letters is found fastest."""


def cited_articles(text: AgreementText) -> Iterator[tuple[int, ...]]:
    """The numbers of articles that the text cites with their title in brackets ("Article 14.2 (Scope)") or as of this
    agreement, as paths: (14, 2), (112,). Nothing for a language whose words are not known."""
    words, article = CITATIONS.get(text.language), _ARTICLE.get(text.language)
    if words is None or article is None:
        return
    for chapter in text.chapters:
        for one in chapter.articles:
            body = one.text
            for match in article.finditer(body):
                end = match.end()
                titled = body[end : end + 2] == " (" and TITLED.match(body, end) is not None
                if not titled and words.this.match(body, end) is None:
                    continue
                if not is_of_another_text(body, match, words):
                    yield tuple(int(part) for part in re.split(r"[.-]", match["items"]))
