"""Labels single articles with the matcher, by the codes of the gold codebook."""

from collections.abc import Iterable

from tracker.evaluation.labels import NONE, Item, LabelRow
from tracker.matching import ArticleInput, Finding, Matcher, match_many


def to_article(item: Item) -> ArticleInput:
    """An article to be labelled as the matcher's input."""
    return ArticleInput(
        text=item.text,
        language=item.language,
        chapter=item.chapter,
        number=item.number,
        heading=item.title,
        agreement=item.agreement,
    )


def classify_items(items: Iterable[Item], matcher: Matcher) -> list[LabelRow]:
    """One row per finding of a codebook code, one row `none` for an article without any, in item order."""
    articles = list(items)
    codes = matcher.template.codebook_codes
    rows: list[LabelRow] = []
    for item, findings in zip(articles, match_many(map(to_article, articles), matcher), strict=True):
        found = [_row(item.item_id, finding) for finding in findings if finding.code in codes]
        rows.extend(found or [LabelRow(item.item_id, NONE)])
    return rows


def _row(item_id: str, finding: Finding) -> LabelRow:
    exception = "" if finding.exception is None else "y" if finding.exception else "n"
    return LabelRow(item_id, finding.code, finding.strength or "", exception, finding.score)
