"""Time to comply and reviews: the paragraphs of a text that give parties time, or promise to review it."""

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.facts.versions import shared_matcher
from tracker.matching.normalise import fold, lower
from tracker.models import Article, Chapter, Document, Source
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.slugs import agreement_id_by_slug
from tracker.queries.core.strongest import AnySelect
from tracker.queries.core.wording import quotation

TimedKind = Literal["transition", "review"]
"""`transition`: it exempts a party or gives it time; `review`: the parties promise to review or reassess."""

_REVIEW = re.compile(r"\b(?:review|re-?assess|re-?examin|re-?visit|revis|reevalu|re-?evalu)\w*")

_TIME = re.compile(
    r"\b(?:implementation|grace|transition(?:al)?) periods?\b|\bextended period of time\b"
    r"|\bfor (?:a period of )?\w+ years? after the date of entry into force"
    r"|\bperiodos? de (?:implementacion|aplicacion|gracia|transicion)\b"
    r"|\bperiodes? (?:de (?:mise en oeuvre|grace|transition)|transitoires?)\b"
)
"""Words for time to comply, beside those by which the matcher sees that a rule gives a party time."""


@dataclass(frozen=True, slots=True)
class TimedClause:
    """Whole paragraphs of one article; `marks` are [start, end) offsets of the words that give time, in `text`."""

    kind: TimedKind
    article: ArticleRef
    language: str
    text: str
    marks: tuple[tuple[int, int], ...]


def timed_clauses(session: Session, slug: str) -> list[TimedClause]:
    """Those of the current text of an agreement in the order of the text, by the words of its language by which the
    matcher reads time to comply and promises to review; [] where no text is stored or its language is not read."""
    query: AnySelect = (
        select(Document.language, Article.text, *REFERENCE_COLUMNS)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(
            Document.current,
            Document.agreement_id == agreement_id_by_slug(session, slug),
            Article.text.is_not(None),
        )
        .order_by(Document.id, Article.position)
    )
    found = []
    for code, text, *where in session.execute(query):
        language = shared_matcher().language(code)
        if language is None:
            continue
        low = lower(fold(text)).replace("\n", " ")
        spans: dict[TimedKind, list[tuple[int, int]]] = {
            "transition": [
                match.span() for words in (language.transition, _TIME) for match in words.finditer(low)
            ],
            "review": [
                match.span()
                for match in language.force.mandate.finditer(low)
                if _REVIEW.search(match.group())
            ],
        }
        for kind, places in spans.items():
            if places:
                quoted = quotation(text, places)
                found.append(TimedClause(kind, article_ref(*where), code, quoted.text, quoted.marks))
    return found
