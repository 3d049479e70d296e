"""Agreements or countries side by side: what each commits to on every provision, and in which words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.life import KnownDay
from tracker.models import Article, Document, Finding
from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.articles import ArticleRef, cited_findings
from tracker.queries.core.basis import READ_HERE, FindingBasis
from tracker.queries.core.kept import kept
from tracker.queries.core.orders import comparable_clause, strictest_clause, strongest
from tracker.queries.core.replaced import replaced_for_all
from tracker.queries.core.template_facts import template_facts
from tracker.queries.core.wording import quotation
from tracker.queries.country.countries import Commitment, country_commitments, country_provisions
from tracker.queries.spread.spread import StrengthLabel, strength_label


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """The strongest commitment of one side on one provision, with the article that makes it.

    - `agreement`: the slug of the agreement that makes it.
    - `pending`: it is signed but not in force (only for countries that nothing in force binds on the provision).
    - `agreements`: the number of agreements that bind the side.
    - `since`: the day of entry into force; that of signature where it is pending, None where of that only the year is
      known (`year_signed`).
    - `basis`: how the commitment is known.
    - `scope`, `bound`, `uncertain`: of its clause, as in `StrongestCommitment`.
    """

    strength: StrengthLabel
    exception: bool | None
    since: KnownDay | None
    pending: bool
    agreements: int
    agreement: str
    agreement_name: str
    article: ArticleRef
    basis: FindingBasis = READ_HERE
    year_signed: int | None = None
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class ComparedProvision:
    """One provision across all sides, in the order of the request; None: nothing found."""

    provision: str
    cells: tuple[ComparedCell | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the sides differ: in having the provision at all, in strength, or in exception."""
        return len({(c.strength, c.exception, c.pending) if c else None for c in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class ClauseWording:
    """The words of one provision in one article: the whole paragraphs that its evidence stands in; None where the text
    is not stored.

    `language` is that of the text (ISO 639-1); `marks` are [start, end) offsets of the evidence in `text`.
    """

    article_id: int
    language: str
    text: str | None
    marks: tuple[tuple[int, int], ...] = ()


def clause_wording(
    article_id: int, language: str, text: str | None, spans: Sequence[Sequence[int]] | None
) -> ClauseWording:
    """The wording of a finding with these spans in an article."""
    if not text:
        return ClauseWording(article_id, language, None)
    quoted = quotation(text, spans)
    return ClauseWording(article_id, language, quoted.text, quoted.marks)


def compare_agreements(
    session: Session, slugs: Sequence[str], chosen: Collection[tuple[str, str, str]] = ()
) -> list[ComparedProvision]:
    """The agreements with these slugs, provision by provision in the template's order.

    Of several articles of an agreement that have a provision its main clause is compared: a hard rule for telecoms
    alone must not hide that the rule of the digital chapter is soft. `chosen` are others, each as (slug, provision,
    `ArticleRef.link`); those that do not exist are ignored.
    """
    cells: dict[tuple[str, str], ComparedCell] = {}
    for (slug, code), clauses in _clauses(session, slugs).items():
        wanted = [cell for cell in clauses if (slug, code, cell.article.link) in chosen]
        cells[slug, code] = wanted[0] if wanted else strongest(clauses, comparable_clause)
    return _rows(cells, slugs)


def compared_articles(session: Session, slug: str, provision: str) -> list[ComparedCell]:
    """The articles of an agreement that have a provision, each by its strictest clause on it, in the order of the
    text: what `compare_agreements` can be asked to compare."""
    by_article: dict[int, list[ComparedCell]] = {}
    for cell in _clauses(session, [slug]).get((slug, provision), ()):
        by_article.setdefault(cell.article.article_id, []).append(cell)
    return [strongest(clauses, strictest_clause) for clauses in by_article.values()]


def _clauses(session: Session, slugs: Sequence[str]) -> dict[tuple[str, str], list[ComparedCell]]:
    """Every clause by agreement and provision, in the order of the texts, without articles replaced for all."""
    entries = {entry.id: entry for entry in agreement_index(session) if entry.slug in slugs}
    replaced = replaced_for_all(session)
    found: dict[tuple[str, str], list[ComparedCell]] = {}
    for finding in cited_findings(session, agreement_ids=list(entries)):
        if finding.article.article_id in replaced:
            continue
        entry = entries[finding.agreement_id]
        cell = ComparedCell(
            strength=strength_label(finding.strength),
            exception=finding.exception,
            since=entry.date_in_force or entry.date_signed,
            pending=False,
            agreements=1,
            agreement=entry.slug,
            agreement_name=entry.name,
            article=finding.article,
            basis=finding.basis,
            year_signed=entry.year_signed,
            scope=finding.scope,
            bound=finding.bound,
            uncertain=finding.uncertain,
        )
        found.setdefault((entry.slug, finding.provision), []).append(cell)
    return found


def compare_countries(session: Session, countries: Sequence[str]) -> list[ComparedProvision]:
    """The countries with these ISO 3166 alpha-3 codes: commitments in force of each, else those it has signed.
    Rules for every sector come before those for one only."""
    cells = {}
    for iso3 in countries:
        commitments = kept(session, country_commitments, iso3)
        bound = {row.provision: row.agreements or row.pending for row in country_provisions(commitments)}
        for state in ("pending", "in_force"):  # what is in force replaces what is only signed
            for commitment in reversed(commitments):  # the strongest are first, so written last
                if commitment.agreement.state == state:
                    cells[iso3, commitment.provision] = _cell(commitment, bound[commitment.provision])
    return _rows(cells, countries)


def clause_wordings(session: Session, provision: str, article_ids: Iterable[int]) -> list[ClauseWording]:
    """How the given articles word a provision: the paragraphs with the evidence for it, or the whole article where none
    is stored."""
    rows = session.execute(
        select(Article.id, Document.language, Article.text, Finding.spans)
        .join(Document, Document.id == Article.document_id)
        .join(Finding, Finding.article_id == Article.id)
        .where(Article.id.in_(list(article_ids)), Finding.provision == provision)
        .order_by(Document.id, Article.position, Finding.id)
    )
    return [clause_wording(*row) for row in rows]


WHOLE_CHARACTERS = 3_000
"""Characters of an article that is quoted from beginning to end where its exception belongs to the words asked for."""


def clause_words(
    session: Session,
    wanted: Collection[tuple[str, int]],
    with_exception: Collection[tuple[str, int]] = (),
) -> dict[tuple[str, int], ClauseWording]:
    """The words of provisions in articles, by (code, id of the article): the whole paragraphs with the evidence.

    Of those `with_exception` the whole article, as the exception may stand in another paragraph than the rule; a longer
    one than WHOLE_CHARACTERS stays at its paragraphs. What is not stored as text is not in it.
    """
    found: dict[tuple[str, int], ClauseWording] = {}
    for provision, article_id, spans, language, text in session.execute(
        select(Finding.provision, Article.id, Finding.spans, Document.language, Article.text)
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(
            Article.id.in_({article_id for _, article_id in wanted}),
            Finding.provision.in_({provision for provision, _ in wanted}),
            Article.text.is_not(None),
        )
        .order_by(Finding.id)
    ):
        key = (provision, article_id)
        if text and key in wanted:
            found[key] = (
                ClauseWording(article_id, language, text, tuple((start, end) for start, end in spans or ()))
                if key in with_exception and len(text) <= WHOLE_CHARACTERS
                else clause_wording(article_id, language, text, spans)
            )
    return found


def _rows(cells: dict[tuple[str, str], ComparedCell], sides: Sequence[str]) -> list[ComparedProvision]:
    codes = template_facts().sorted_codes(code for _, code in cells)
    return [ComparedProvision(code, tuple(cells.get((side, code)) for side in sides)) for code in codes]


def _cell(commitment: Commitment, agreements: int) -> ComparedCell:
    article = commitment.main
    return ComparedCell(
        scope=article.scope,
        bound=article.bound,
        uncertain=article.uncertain,
        strength=commitment.strength,
        exception=commitment.exception,
        since=commitment.since,
        pending=commitment.agreement.state == "pending",
        agreements=agreements,
        agreement=commitment.agreement.slug,
        agreement_name=commitment.agreement.name,
        article=article.article,
        basis=article.basis,
        year_signed=commitment.agreement.year_signed,
    )
