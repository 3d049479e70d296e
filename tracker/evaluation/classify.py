"""Labels single articles with the matcher, by the codes of the gold codebook."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tracker.evaluation.labels import ALL, NONE, Item, LabelRow
from tracker.matching import ArticleInput, Finding, Matcher, match_many
from tracker.matching.container import Member, between
from tracker.matching.delays import delays
from tracker.matching.types import EXEMPT, LIMITED, MANDATE, STRUCTURE, TRANSITION, Delay
from tracker.parties import group
from tracker.registry import registry
from tracker.template import Template


def to_article(
    item: Item,
    parties: tuple[str, ...] = (),
    limited: tuple[str, ...] = (),
    delayed: tuple[Delay, ...] = (),
) -> ArticleInput:
    """An article to be labelled as the matcher's input; with its agreement's parties, those between whom alone its
    chapter applies, and those who have time to comply, where they are known."""
    return ArticleInput(
        text=item.text,
        language=item.language,
        chapter=item.chapter,
        number=item.number,
        heading=item.title,
        agreement=item.agreement,
        parties=parties,
        between=limited,
        delays=delayed,
    )


def to_articles(items: Sequence[Item], matcher: Matcher) -> list[ArticleInput]:
    """All articles as the matcher's input, in order.

    An agreement's parties are those of the registry, where one agreement goes by that name. Articles of one agreement
    are read together for what one of them says of its chapter.
    """
    by_agreement: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        by_agreement[item.agreement, item.language].append(place)
    found: dict[int, ArticleInput] = {}
    for (agreement, language), places in by_agreement.items():
        parties = _parties(agreement)
        members = [Member(items[place].chapter, items[place].number, items[place].text) for place in places]
        limited = between(members, matcher.language(language), parties)
        delayed = delays(members, matcher.language(language), parties)
        for place, named, late in zip(places, limited, delayed, strict=True):
            found[place] = to_article(items[place], parties, named, late)
    return [found[place] for place in range(len(items))]


def _parties(agreement: str) -> tuple[str, ...]:
    """Codes of those who signed the agreement, groups that act as one as such; () where the registry does not know."""
    instrument = registry().find(agreement) if agreement else None
    if instrument is None:
        return ()
    acting = {code for code in instrument.groups if group(code).acts_as_one}
    without = {iso3 for code in acting for iso3 in group(code).ever_members()} if acting else set()
    return tuple(sorted(acting | (set(instrument.parties) - without)))


def classify_items(items: Iterable[Item], matcher: Matcher) -> list[LabelRow]:
    """One row per finding of a code of the second codebook, one row `none` for an article without any, in item order.

    An article of structure has no other row (convention 2): what it only promises to talk about is in its note. Here it
    is found in every chapter, which pages do not show.
    """
    articles = list(items)
    codes = matcher.template.second_codebook_codes
    rows: list[LabelRow] = []
    inputs = to_articles(articles, matcher)
    for item, article, findings in zip(articles, inputs, match_many(inputs, matcher), strict=True):
        wanted = [finding for finding in findings or _structure(article, matcher) if finding.code in codes]
        substance = [finding for finding in wanted if finding.code != STRUCTURE]
        rows.extend(_row(item.item_id, finding) for finding in substance or wanted)
        if not wanted:
            rows.append(LabelRow(item.item_id, NONE))
    return rows


def _structure(article: ArticleInput, matcher: Matcher) -> list[Finding]:
    """The finding of structure of an article without any other, if it has one."""
    language = matcher.language(article.language)
    found = language.structure.finding(article) if language is not None else None
    return [found] if found is not None else []


def _exception(finding: Finding) -> str:
    """By the codebook `n` is whatever names no exception, words of a limit that was not read among it."""
    if finding.exception is None:
        return "n" if LIMITED in finding.notes else ""
    return "y" if finding.exception else "n"


def _row(item_id: str, finding: Finding) -> LabelRow:
    return LabelRow(
        item_id=item_id,
        code=finding.code,
        strength=finding.strength or "",
        exception=_exception(finding),
        score=finding.score,
        scope=finding.scope or "",
        bound="" if finding.scope is None else ";".join(finding.bound) or ALL,
        note=" ".join(note for note in finding.notes if note.startswith((MANDATE, TRANSITION, EXEMPT))),
    )


def codes_known(gold: Iterable[LabelRow], template: Template) -> frozenset[str]:
    """The codes that the readers of a gold standard could give: those of the first codebook, or of the second where any
    label has a scope (a column of the second edition)."""
    second = any(row.scope for row in gold)
    return (template.second_codebook_codes if second else template.codebook_codes) | {NONE}
