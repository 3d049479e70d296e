"""Reference: an agreement compared with the one the template was first written into (template/reference.yaml)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Document
from tracker.queries.agreement.nearest import StoredWording, main_first, wordings_by_provision
from tracker.queries.core.articles import ArticleRef, CitedFinding, cited_findings
from tracker.queries.core.basis import READ_HERE, FindingBasis
from tracker.queries.core.orders import (
    clause_sector,
    exceptions_unknown,
    is_stricter,
    main_clause,
    strictness,
    strongest,
)
from tracker.queries.core.slugs import canonical_slug
from tracker.queries.core.template_facts import TEMPLATE_GROUPS, template_facts
from tracker.queries.core.wording import similarity
from tracker.queries.spread.spread import StrengthLabel, strength_label
from tracker.template import Reference, shipped_reference

Verdict = Literal["same", "weaker", "stronger", "not_known", "missing", "beyond"]
"""An agreement compared with the reference on one provision:

- `same`: as strict (same strength, same exception); `weaker`, `stronger`: less strict, stricter;
- `not_known`: of the same strength, and of one of them it is not known whether it has an exception;
- `missing`: only the reference has it; `beyond`: only the agreement has it.
"""


@dataclass(frozen=True, slots=True)
class MainClause:
    """The main clause of an agreement on one provision: the strictest of its digital chapter, or of the whole text
    where that chapter has none. `articles`: in how many articles the provision was found; `basis`: how it is known;
    `scope`, `bound`: whom it reaches and binds; `uncertain`: every finding of the provision is uncertain."""

    strength: StrengthLabel
    exception: bool | None
    article: ArticleRef
    articles: int
    basis: FindingBasis = READ_HERE
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceAgreement:
    """The reference agreement as stored; `short_name` is a short name for it."""

    slug: str
    name: str
    short_name: str
    date_signed: date | None
    language: str | None


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One provision in the reference and in the agreement: the main clause of each, and how they compare.

    - Main clauses are compared, not the strictest of the whole texts: a hard rule for telecoms or banks alone would
      hide that the rule for everyone is softer.
    - `reference_wording` and `wording` are their words, None where no text is stored.
    - `similarity` is the share of words they have in common, 0..1, None where there are not two texts in one language.
    """

    provision: str
    reference: MainClause | None
    here: MainClause | None
    verdict: Verdict
    reference_wording: StoredWording | None
    wording: StoredWording | None
    similarity: float | None


def reference_agreement(
    session: Session, *, language: str | None = None, facts: Reference | None = None
) -> ReferenceAgreement | None:
    """The reference agreement, where it is loaded; of several texts of it the one in `language`, else in English.

    `facts`: those by which it is recognised (default: the template's).
    """
    facts = facts or shipped_reference()
    names = {name.casefold() for name in facts.names}
    found = []
    for agreement, spoken in session.execute(
        select(Agreement, Document.language)
        .outerjoin(Document, (Document.agreement_id == Agreement.id) & Document.current)
        .order_by(Agreement.id)
    ):
        named = agreement.name.strip().casefold() in names
        signed = agreement.date_signed.year if agreement.date_signed else agreement.year_signed
        dated = signed == facts.year_signed
        numbered = facts.wto_rta_id is not None and agreement.wto_rta_id == facts.wto_rta_id
        if numbered or (named and dated):
            found.append(
                ReferenceAgreement(
                    agreement.slug, agreement.name, facts.short_name, agreement.date_signed, spoken
                )
            )
    return min(found, key=lambda one: (one.language != language, one.language != "en"), default=None)


def compare_with_reference(session: Session, slug: str, reference: str) -> list[ReferenceRow]:
    """The agreement compared with the reference (both slugs), provision by provision in the template's order.

    Provisions without a strength (definitions, scope) are left out, as are those that neither of them has.
    """
    slug = canonical_slug(session, slug) or slug
    facts = template_facts()
    found: defaultdict[tuple[str, str], list[CitedFinding]] = defaultdict(list)
    chosen = select(Agreement.id, Agreement.slug).where(Agreement.slug.in_((slug, reference)))
    slugs = dict(session.execute(chosen).tuples().all())
    for finding in cited_findings(session, agreement_ids=slugs):
        if facts.provision(finding.provision).has_strength:
            found[slugs[finding.agreement_id], finding.provision].append(finding)
    main_clauses = {key: _main_clause(findings) for key, findings in found.items()}
    codes = facts.sorted_codes(code for _, code in main_clauses)
    wordings = wordings_by_provision(session, codes, agreements=(slug, reference), paragraphs=True)
    rows = []
    for code in codes:
        there, here = main_clauses.get((reference, code)), main_clauses.get((slug, code))
        first, second = _main(wordings[code], reference), _main(wordings[code], slug)
        same_language = first is not None and second is not None and first.language == second.language
        rows.append(
            ReferenceRow(
                provision=code,
                reference=there,
                here=here,
                verdict=_verdict(code, there, here),
                reference_wording=first,
                wording=second,
                similarity=similarity(first.text, second.text)
                if first and second and same_language
                else None,
            )
        )
    return rows


def stricter_than(session: Session, slugs: Iterable[str], reference: str) -> dict[str, tuple[str, ...]]:
    """By agreement, the provisions on which its main clause is stricter than the reference's (all slugs), in the
    template's order. Only what is certain counts, of rules that both have, and no rule for one sector only."""
    facts = template_facts()
    wanted = set(slugs)
    chosen = session.execute(
        select(Agreement.id, Agreement.slug).where(Agreement.slug.in_({*wanted, reference}))
    )
    by_id = dict(chosen.tuples().all())
    found: defaultdict[tuple[str, str], list[CitedFinding]] = defaultdict(list)
    for finding in cited_findings(session, agreement_ids=by_id):
        provision = facts.provision(finding.provision)
        if provision.has_strength and provision.comparable and provision.group in TEMPLATE_GROUPS:
            found[by_id[finding.agreement_id], finding.provision].append(finding)
    main = {key: strongest(findings, main_clause) for key, findings in found.items()}
    stricter: defaultdict[str, list[str]] = defaultdict(list)
    for (slug, code), here in main.items():
        there = main.get((reference, code))
        if slug == reference or there is None or here.uncertain or clause_sector(here) is not None:
            continue
        if is_stricter(here, there):
            stricter[slug].append(code)
    return {slug: tuple(facts.sorted_codes(codes)) for slug, codes in stricter.items()}


def _main(wordings: list[StoredWording], slug: str) -> StoredWording | None:
    return next(iter(main_first(wording for wording in wordings if wording.slug == slug)), None)


def _main_clause(findings: list[CitedFinding]) -> MainClause:
    main = strongest(findings, main_clause)
    articles = len({finding.article.article_id for finding in findings})
    return MainClause(
        strength_label(main.strength),
        main.exception,
        main.article,
        articles,
        main.basis,
        main.scope,
        main.bound,
        main.uncertain,
    )


def _verdict(provision: str, there: MainClause | None, here: MainClause | None) -> Verdict:
    if here is None:
        return "missing"
    if there is None:
        return "beyond"
    if here.strength == there.strength and exceptions_unknown(provision, here, there):
        return "not_known"
    difference = strictness(here) - strictness(there)
    return "same" if difference == 0 else "weaker" if difference < 0 else "stronger"
