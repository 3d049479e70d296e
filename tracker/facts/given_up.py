"""Articles that matching gave up as too costly: what is in them is not known, and their text is read only in part."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Article, ArticleMatch, Document
from tracker.texts.completeness import GIVEN_UP, UNNUMBERED


@dataclass(frozen=True, slots=True)
class GivenUp:
    """An article of a current text, by its agreement; `number` is empty where it has none."""

    agreement_id: int
    slug: str
    number: str


def given_up_articles(session: Session) -> tuple[GivenUp, ...]:
    """Every article of a current text that was given up, in the order of the texts."""
    rows = session.execute(
        select(Agreement.id, Agreement.slug, Article.number)
        .join(Document, Document.agreement_id == Agreement.id)
        .join(Article, Article.document_id == Document.id)
        .join(ArticleMatch, ArticleMatch.article_id == Article.id)
        .where(Document.current, ArticleMatch.remark.is_not(None))
        .order_by(Article.document_id, Article.position)
    )
    return tuple(GivenUp(id_, slug, number or "") for id_, slug, number in rows)


def given_up_codes(session: Session) -> dict[int, str]:
    """By agreement: the code of `tracker.texts.completeness` that says which of its articles were given up."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for one in given_up_articles(session):
        found[one.agreement_id].append(one.number.removeprefix("ARTICLE ").replace(",", " ") or UNNUMBERED)
    return {agreement_id: f"{GIVEN_UP}:{','.join(numbers)}" for agreement_id, numbers in found.items()}
