"""Agreements and articles that a search names: `CPTPP`, `TPP 14.11`, `Korea-US art. 15.8`.

Names and further names in use are those of the agreement index, in any language; capitals, accents and signs make no
difference, and countries are known by all their names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Article, Chapter, Document, Source
from tracker.models.search_index import plain_words
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.basis import READ_HERE, FindingBasis, finding_basis, incorporated_texts
from tracker.queries.core.kept import kept
from tracker.queries.core.reading import ReadingState
from tracker.registry.names import name_key
from tracker.texts.numbering import ArticleNumber, parse_number, plain_number

MOST_NAMED = 5
_SHARE_OF_NAME = 0.4
"""A search names an agreement in part where its words are at least so much of the name's."""

_NUMBER = (
    r"(?P<number>\d{1,4}(?:\s?[.:–-]\s?\d{1,3})*(?:[-–]?[A-Za-z]{1,2}(?![^\W_])|\s(?:bis|ter|quater)\b)?)"
)
_PARAGRAPH = r"(?:\s*\(\w{1,4}\))*"
_ARTICLE = r"(?:\b(?P<word>art(?:icle|[íi]culo|igo)?s?)\b\.?\s*)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\s*(?P<name>.*?\S)[\s,;:]+{_ARTICLE}{_NUMBER}{_PARAGRAPH}\s*$",
        rf"^\s*{_ARTICLE}{_NUMBER}{_PARAGRAPH}[\s,;]+(?:(?:of|in|de|del|du|da|do)\s+)?(?:(?:the|el|la|le)\s+)?(?P<name>\S.*?)\s*$",
    )
)


@dataclass(frozen=True, slots=True)
class NamedAgreement:
    """An agreement that the typed words name. `exactly`: they are one of its names and nothing else."""

    slug: str
    name: str
    short_name: str | None
    legal_status: str
    reading: ReadingState
    exactly: bool

    @property
    def shown_name(self) -> str:
        """Both names where it has two."""
        short, name = self.short_name, self.name
        return f"{short} ({name})" if short and short not in name else name


@dataclass(frozen=True, slots=True)
class NamedArticle:
    """An article that the typed words name; `language` (ISO 639-1) and `words` are those of its text."""

    slug: str
    agreement: str
    article: ArticleRef
    language: str
    words: str | None
    basis: FindingBasis = READ_HERE


@dataclass(frozen=True, slots=True)
class Named:
    """What a search names, the surest first.

    `number`: the article that was asked for where none of the agreements has it here.
    """

    agreements: tuple[NamedAgreement, ...] = ()
    articles: tuple[NamedArticle, ...] = ()
    number: str | None = None


def named(session: Session, typed: str) -> Named:
    """The agreements, or the articles of them, that a search names; nothing for other words."""
    for pattern in _PATTERNS:
        asked = pattern.match(typed)
        if asked is None or (number := parse_number(asked["number"])) is None:
            continue
        owners = [one for one in _matching(session, asked["name"]) if one.exactly]
        if not owners:
            continue
        articles = _articles(session, owners, number)
        # A year after a name (GATT 1994) is an article only where there is one of that number.
        if articles or asked["word"] or len(number.path) > 1:
            return Named(tuple(owners), articles, None if articles else asked["number"])
    return Named(tuple(_matching(session, typed)[:MOST_NAMED]))


def _matching(session: Session, typed: str) -> list[NamedAgreement]:
    words = tuple(plain_words(typed))
    if not words:
        return []
    countries = frozenset(name_key(typed).split())
    found = []
    for agreement, names, keys in kept(session, _all_names):
        exactly = words in names or countries in keys
        if exactly or any(_in_part(words, name) for name in names):
            shown = NamedAgreement(
                agreement.slug,
                agreement.name,
                agreement.short_name,
                agreement.legal_status,
                agreement.reading,
                exactly,
            )
            found.append((not exactly, min(len(name) for name in names), agreement.sort_key, shown))
    return [shown for *_order, shown in sorted(found, key=lambda row: row[:3])]


def _in_part(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return set(words) <= set(name) and len(words) >= _SHARE_OF_NAME * len(name)


def _all_names(
    session: Session,
) -> list[tuple[AgreementFacts, frozenset[tuple[str, ...]], frozenset[frozenset[str]]]]:
    """Every agreement with the plain words of its names, and the same with countries as codes."""
    found = []
    for agreement in agreement_index(session):
        names = [name for name in (agreement.short_name, agreement.name, *agreement.names) if name]
        words = frozenset(tuple(plain_words(name)) for name in names)
        found.append((agreement, words, frozenset(frozenset(name_key(name).split()) for name in names)))
    return found


def name_words(session: Session) -> set[str]:
    """All words of the names of agreements, as the index has words."""
    return {word for _, names, _ in kept(session, _all_names) for name in names for word in name}


def _articles(
    session: Session, owners: Iterable[NamedAgreement], number: ArticleNumber
) -> tuple[NamedArticle, ...]:
    by_slug = {entry.slug: entry for entry in agreement_index(session)}
    taken_over = incorporated_texts(session)
    found = []
    for owner in owners:
        rows = session.execute(
            select(Article.number, Document.language, Document.basis, *REFERENCE_COLUMNS)
            .select_from(Article)
            .join(Chapter, Chapter.id == Article.chapter_id)
            .join(Document, Document.id == Article.document_id)
            .join(Source, Source.id == Document.source_id)
            .where(Document.agreement_id == by_slug[owner.slug].id, Document.current)
            .order_by(Document.id, Article.position)
        )
        for printed, language, basis, *where in rows:
            if printed and parse_number(plain_number(printed)) == number:
                ref = article_ref(*where)
                known = finding_basis(taken_over, basis, ref.document_id, ref.number, None)
                words = session.scalar(select(Article.text).where(Article.id == ref.article_id))
                found.append(
                    NamedArticle(owner.slug, owner.short_name or owner.name, ref, language, words, known)
                )
    return tuple(found[:MOST_NAMED])
