"""Agreements of ours whose clauses have words in common."""

import itertools
from datetime import date

from sqlalchemy.orm import Session

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Agreement

RULE = "No side shall ask for a lantern as the price of passing through its gate."
NEAR = RULE.replace("lantern", "candle")
"""14 of the 15 words of RULE, in its order."""
OTHER = "Ferries carry barley and wool to the harbour whenever the tide allows it."

_NUMBERS = itertools.count(1)


def write(
    session: Session,
    name: str,
    signed: date | None,
    *texts: str,
    provision: str = "source_code",
    **facts: object,
) -> Agreement:
    """An agreement with one article for each text, all of them on one provision."""
    articles = tuple(
        MadeArticle(f"{number}", text=text, findings=(MadeFinding(provision, "hard", False),))
        for number, text in enumerate(texts, start=1)
    )
    chapter = MadeChapter("14", "Rules", "ecommerce", articles)
    world = World(session, _external=_NUMBERS, _article_ids=_NUMBERS)
    return world.agreement(name, signed=signed, chapters=(chapter,), **facts)  # type: ignore[arg-type]


def day(year: int) -> date:
    """The first day of a year."""
    return date(year, 1, 1)
