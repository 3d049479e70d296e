"""Nearest clauses: which clauses of the corpus are worded most like a given one, and which came before it.

The one way of finding near clauses, for the Agreement page (where a clause was copied from) and for drafts.
Only clauses of the same provision and language are held against each other. A clause's wording is its evidence,
the spans that the matcher marked, not the whole article: what stands around it is another rule's business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import Indel
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Article, Chapter, Document, Finding, Source
from tracker.queries.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.slugs import canonical_slug
from tracker.queries.spread import StrengthLabel, strength_label
from tracker.queries.standing import AnySelect, rank_of
from tracker.queries.template_facts import template_facts
from tracker.queries.wording import evidence_text, words_of

LEAST_LIKENESS = 0.5
"""Below this share of common words in common order two clauses are not called near; a figure of ours: unrelated
clauses of one provision share most of "each Party shall" and "the Parties", seldom half of all words."""

DIGITAL_TOPIC = "ecommerce"
"""Topic of digital trade chapters, see `tracker.texts.chapter_topics`."""

_FIRST_SIGN = 0x10000  # beyond the surrogates, which are no characters


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause with its words. `day` is that of signature, of entry into force where that is unknown; `text` is
    the evidence, `language` that of the text (ISO 639-1)."""

    slug: str
    agreement: str
    day: date | None
    provision: str
    strength: StrengthLabel
    exception: bool | None
    language: str
    article: ArticleRef
    text: str

    @property
    def rank(self) -> int:
        """How little room the clause leaves; see `tracker.queries.standing.rank_of`."""
        return rank_of(self.strength, self.exception)

    @property
    def weight(self) -> tuple[bool, int, int]:
        """Sorts the clauses of one agreement on one provision: those of a digital chapter first, since they are what
        travels from text to text, then the strongest, then as they stand in the text."""
        return (self.article.topic != DIGITAL_TOPIC, -self.rank, self.article.article_id)


@dataclass(frozen=True, slots=True)
class NearClause:
    """A clause of the corpus and how alike (0..1, see `wording.likeness`) it is to the one asked about."""

    clause: ClauseText
    likeness: float


@dataclass(frozen=True, slots=True)
class ClauseOrigin:
    """One clause of an agreement and the earlier clause closest to it; `nearest` is None where no earlier clause of
    the provision and language reaches LEAST_LIKENESS. `main`: the first of its provision here."""

    clause: ClauseText
    nearest: NearClause | None
    main: bool


def clause_texts(
    session: Session, provisions: Iterable[str], *, agreement: str | None = None, language: str | None = None
) -> list[ClauseText]:
    """Clauses of these provisions in current texts whose words are here, oldest agreement first.

    `agreement` (slug) and `language` narrow.
    """
    query: AnySelect = (
        select(
            Agreement.slug,
            Agreement.name,
            Agreement.date_signed,
            Agreement.date_in_force,
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.spans,
            Document.language,
            Article.text,
            *REFERENCE_COLUMNS,
        )
        .select_from(Finding)
        .join(Article, Article.id == Finding.article_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Agreement, Agreement.id == Document.agreement_id)
        .join(Source, Source.id == Document.source_id)
        .where(Document.current, Article.text.is_not(None), Finding.provision.in_(list(provisions)))
        .order_by(Document.id, Article.position, Finding.id)
    )
    if agreement is not None:
        query = query.where(Agreement.slug == canonical_slug(session, agreement))
    if language is not None:
        query = query.where(Document.language == language)
    found = []
    for (
        slug,
        name,
        signed,
        in_force,
        code,
        strength,
        exception,
        spans,
        spoken,
        text,
        *where,
    ) in session.execute(query):
        words = evidence_text(text, spans)
        if words.strip():
            label = strength_label(strength)
            day = signed or in_force
            ref = article_ref(*where)
            found.append(ClauseText(slug, name, day, code, label, exception, spoken, ref, words))
    return sorted(found, key=lambda clause: (clause.day or date.max, clause.agreement))


def nearest_clauses(
    session: Session,
    text: str,
    provision: str,
    language: str,
    *,
    limit: int = 3,
    before: date | None = None,
    without: str | None = None,
    least: float = LEAST_LIKENESS,
) -> list[NearClause]:
    """The clauses of `provision` in `language` (ISO 639-1) worded most like `text`, the likest first, at most one
    of each agreement; of equally like ones the oldest.

    `before`: only agreements signed earlier than that day; `without`: not this agreement (slug).
    """
    pool = [
        clause
        for clause in clause_texts(session, [provision], language=language)
        if clause.slug != without and (before is None or (clause.day is not None and clause.day < before))
    ]
    return _nearest(_Signs(), text, pool, limit, least)


def closest_earlier(session: Session, agreement: str) -> list[ClauseOrigin]:
    """For each clause of an agreement (slug) that has a strength, the closest clause of an earlier agreement.

    By provision in the template's order, the main clause of each (`ClauseText.weight`) first. Where one article holds a provision
    twice, both are told. Of equally like clauses the oldest counts: it is the one that was copied. Without a date of
    signature or entry into force nothing is earlier.
    """
    facts = template_facts()
    codes = [entry.code for entry in facts.provisions if entry.has_strength]
    own = clause_texts(session, codes, agreement=agreement)
    if not own:
        return []
    present = {clause.provision for clause in own}
    languages = {clause.language for clause in own}
    pools: dict[tuple[str, str], list[ClauseText]] = {}
    day = own[0].day
    for clause in clause_texts(
        session, present, language=next(iter(languages)) if len(languages) == 1 else None
    ):
        if day is not None and clause.day is not None and clause.day < day:
            pools.setdefault((clause.provision, clause.language), []).append(clause)
    signs = _Signs()
    own.sort(key=lambda clause: (facts.provision(clause.provision).order, *clause.weight))
    told: set[str] = set()
    origins = []
    for clause in own:
        near = _nearest(
            signs, clause.text, pools.get((clause.provision, clause.language), []), 1, LEAST_LIKENESS
        )
        origins.append(ClauseOrigin(clause, near[0] if near else None, clause.provision not in told))
        told.add(clause.provision)
    return origins


class _Signs:
    """Texts as strings of one sign for each word, so that wordings are compared word by word at RapidFuzz's speed."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}

    def of(self, text: str) -> str:
        """The text as signs; the same word is the same sign for as long as this object lives."""
        return "".join(self._sign(word) for word in words_of(text))

    def _sign(self, word: str) -> str:
        sign = self._signs.get(word)
        if sign is None:
            sign = self._signs[word] = chr(_FIRST_SIGN + len(self._signs))
        return sign


def _nearest(
    signs: _Signs, text: str, pool: Sequence[ClauseText], limit: int, least: float
) -> list[NearClause]:
    wanted = signs.of(text)
    if not wanted or not pool:
        return []
    scored = process.extract(
        wanted,
        [signs.of(clause.text) for clause in pool],
        scorer=Indel.normalized_similarity,
        score_cutoff=least,
        limit=None,
    )
    ranked = sorted(((score, at) for _, score, at in scored), key=lambda pair: (-pair[0], pair[1]))
    found: dict[str, NearClause] = {}
    for score, at in ranked:
        found.setdefault(pool[at].slug, NearClause(pool[at], score))
        if len(found) == limit:
            break
    return list(found.values())
