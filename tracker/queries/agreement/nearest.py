"""Nearest clauses: the wordings in which existing agreements have a provision, and those most similar to a given one.

The first is a query, whose result may be cached. The second is a pure function: the words it is given (of a draft, say)
are never sent to the database and are not stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.life import exactly
from tracker.models import Article, Chapter, Document, Finding, Source
from tracker.queries.agreement.score import TemplateScore, template_score
from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.orders import main_clause, rank_of
from tracker.queries.core.strongest import AnySelect, StrongestFinding, strongest_from_rank
from tracker.queries.core.template_facts import template_facts
from tracker.queries.core.wording import Similarities, evidence_text, quotation
from tracker.queries.spread.spread import StrengthLabel, strength_label

_MAX_COMPARED = 6_000
"""Characters of a wording that are compared; 99 % of all evidence is shorter."""


_QUOTES = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class StoredWording:
    """The words in which one article of an existing agreement has a provision: one sentence or item per line, or whole
    paragraphs.

    - `whole`: the text of the article, empty where it is too long to be compared.
    - `agreement`: the agreement's name; `date`: the day of signature, else of entry into force.
    - `earliest`, `latest`: the span in which that day lies, the year where only the year of signature (`year`) is
      known; None: nothing is known.
    - `language`: ISO 639-1.
    - `uncertain`: the reviewer holds the finding improbable (docs/review.md).
    """

    slug: str
    agreement: str
    date: Day | None
    article: ArticleRef
    strength: StrengthLabel
    exception: bool | None
    language: str
    text: str
    full_text: str
    earliest: Day | None = None
    latest: Day | None = None
    year: int | None = None
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class NearestClause:
    """An existing wording and its similarity: 0..1, the share of words that are in both in the same order.

    `stored` and `given` are the two texts compared: the whole articles, or only the words in which the provision was
    found, whichever have more in common.
    """

    wording: StoredWording
    similarity: float
    stored: str
    given: str


def provision_wordings(session: Session, provision: str) -> list[StoredWording]:
    """Every wording of the provision in current texts that are stored, in the order of the texts: whole paragraphs, so
    that none is quoted without its conditions."""
    return wordings_by_provision(session, [provision], paragraphs=True)[provision]


def wordings_of(session: Session, provision: str, *, agreements: Sequence[str]) -> list[StoredWording]:
    """The same of these agreements (slugs) alone."""
    return wordings_by_provision(session, [provision], agreements=agreements, paragraphs=True)[provision]


def main_first(wordings: Iterable[StoredWording]) -> list[StoredWording]:
    """Clauses of one agreement on one provision: those of a digital chapter first, since they are what travels from
    text to text, then the strongest; else in the order of the text."""
    return sorted(wordings, key=main_clause, reverse=True)


def wordings_by_provision(
    session: Session,
    provisions: Iterable[str],
    *,
    languages: Iterable[str] | None = None,
    agreements: Iterable[str] | None = None,
    paragraphs: bool = False,
) -> dict[str, list[StoredWording]]:
    """The same for several provisions at once; `languages` (ISO 639-1) and `agreements` (slugs) narrow.

    With `paragraphs` a wording's text is the whole paragraphs that the evidence stands in, else the evidence alone.
    """
    wordings: dict[str, list[StoredWording]] = {provision: [] for provision in provisions}
    known = {entry.id: entry for entry in agreement_index(session)}
    query: AnySelect = (
        select(
            Document.agreement_id,
            Document.language,
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.spans,
            Finding.uncertain,
            Article.text,
            *REFERENCE_COLUMNS,
        )
        .select_from(Finding)
        .join(Article, Article.id == Finding.article_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(Document.current, Finding.provision.in_(list(wordings)), Article.text.is_not(None))
        .order_by(Document.id, Article.position, Finding.id)
    )
    if languages is not None:
        query = query.where(Document.language.in_(list(languages)))
    if agreements is not None:
        slugs = set(agreements)
        wanted = [entry.id for entry in known.values() if entry.slug in slugs]
        query = query.where(Document.agreement_id.in_(wanted))
    for (
        agreement_id,
        language,
        provision,
        strength,
        exception,
        spans,
        uncertain,
        text,
        *where,
    ) in session.execute(query):
        words = evidence_text(text, spans)
        if words and paragraphs:
            words = quotation(text, spans).text
        entry = known[agreement_id]
        if words:
            wordings[provision].append(
                StoredWording(
                    slug=entry.slug,
                    agreement=entry.name,
                    date=entry.date_signed or (None if entry.year_signed else exactly(entry.date_in_force)),
                    article=article_ref(*where),
                    strength=strength_label(strength),
                    exception=exception,
                    language=language,
                    text=words,
                    full_text=text if len(text) <= _MAX_COMPARED else "",
                    earliest=entry.first_known,
                    latest=entry.last_known,
                    year=entry.year_signed,
                    uncertain=uncertain,
                )
            )
    return wordings


def nearest_wordings(
    wordings: Sequence[StoredWording],
    evidence: str,
    article: str,
    language: str,
    *,
    limit: int = 3,
    least: float = 0.0,
    similarities: Similarities | None = None,
) -> list[NearestClause]:
    """The wordings most similar to a clause in its language, the most similar first.

    - The clause is given by its evidence and by the whole `article` it is part of, since an exception in the next
      paragraph is copied with it ("": only the evidence is compared).
    - Each agreement is listed once, by its most similar wording; of equally similar ones the older comes first.
    - None has a similarity below `least`.
    - For many clauses pass one `similarities`, which caches the wordings.
    """
    pool = [wording for wording in wordings if wording.language == language]
    pool.sort(key=lambda wording: (wording.latest or wording.date or Day.max, wording.slug))
    compare = similarities or Similarities()
    words = _plain(evidence[:_MAX_COMPARED])
    texts = [_plain(wording.text[:_MAX_COMPARED]) for wording in pool]
    best = {
        at: NearestClause(pool[at], score, texts[at], words)
        for at, score in compare.of(words, texts, least=least)
    }
    if article and len(article) <= _MAX_COMPARED:
        full_text = _plain(article)
        full_texts = [_plain(wording.full_text) for wording in pool]
        for at, score in compare.of(full_text, full_texts, least=least):
            if full_texts[at] and (at not in best or score >= best[at].similarity):
                best[at] = NearestClause(pool[at], score, full_texts[at], full_text)
    by_agreement: dict[str, NearestClause] = {}
    for at in sorted(best, key=lambda at: (-best[at].similarity, at)):
        by_agreement.setdefault(pool[at].slug, best[at])
    return list(by_agreement.values())[:limit]


def _plain(text: str) -> str:
    """Typographic quotation marks and apostrophes as typed ones: they differ by publisher, not by agreement."""
    return text.translate(_QUOTES)


Found = Sequence[tuple[str, str | None, bool | None, bool]]
"""Findings in a text: provision, strength, exception flag of each, and whether it is uncertain."""


def draft_strongest(found: Found) -> dict[str, StrongestFinding]:
    """The strongest of the findings of each provision, as for an agreement; the template's core first.

    Each finding counts as one article.
    """
    ranks: dict[str, list[int]] = {}
    for provision, strength, exception, uncertain in found:
        rank = rank_of(strength, exception, uncertain=uncertain)
        ranks.setdefault(provision, []).append(rank)
    return {
        code: strongest_from_rank(max(ranks[code]), articles=len(ranks[code]))
        for code in template_facts().sorted_codes(ranks)
    }


def draft_score(strongest_findings: Mapping[str, StrongestFinding]) -> TemplateScore:
    """The template score of a text with these strongest findings."""
    return template_score(strongest_findings, template_facts())
