"""Labels single articles with the matcher, by the codes of the gold codebook."""

from collections.abc import Iterable

from tracker.evaluation.labels import ALL, NONE, Item, LabelRow
from tracker.matching import ArticleInput, Finding, Matcher, match_many
from tracker.matching.types import MANDATE, STRUCTURE, TRANSITION
from tracker.template import Template


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
    """One row per finding of a code of the second codebook, one row `none` for an article without any, in item order.

    An article of structure has no other row (convention 2): what it only promises to talk about is in its note.
    """
    articles = list(items)
    codes = matcher.template.second_codebook_codes
    rows: list[LabelRow] = []
    for item, findings in zip(articles, match_many(map(to_article, articles), matcher), strict=True):
        wanted = [finding for finding in findings if finding.code in codes]
        substance = [finding for finding in wanted if finding.code != STRUCTURE]
        rows.extend(_row(item.item_id, finding) for finding in substance or wanted)
        if not wanted:
            rows.append(LabelRow(item.item_id, NONE))
    return rows


def _row(item_id: str, finding: Finding) -> LabelRow:
    return LabelRow(
        item_id=item_id,
        code=finding.code,
        strength=finding.strength or "",
        exception="" if finding.exception is None else "y" if finding.exception else "n",
        score=finding.score,
        scope=finding.scope or "",
        bound="" if finding.scope is None else ";".join(finding.bound) or ALL,
        note=" ".join(note for note in finding.notes if note.startswith((MANDATE, TRANSITION))),
    )


def codes_known(gold: Iterable[LabelRow], template: Template) -> frozenset[str]:
    """The codes that the readers of a gold standard could give: those of the first codebook, or of the second where any
    label has a scope (a column of the second edition)."""
    second = any(row.scope for row in gold)
    return (template.second_codebook_codes if second else template.codebook_codes) | {NONE}
