"""Briefing: one row per finding, with everything needed to cite it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.life import KnownDay, first_of
from tracker.models import Article, Chapter, Document, Finding, Source
from tracker.queries.agreement.applicable_exceptions import ExceptionElsewhere, exceptions_among
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index, first_links
from tracker.queries.core.articles import REFERENCE_COLUMNS, article_ref, cited_findings
from tracker.queries.core.basis import READ_HERE, FindingBasis, finding_basis, incorporated_texts
from tracker.queries.core.bound import binds
from tracker.queries.core.replaced import (
    ReplacedArticles,
    ReplacedBy,
    counted_findings,
    replacements,
)
from tracker.queries.core.slugs import agreement_id_by_slug
from tracker.queries.core.strongest import AnySelect
from tracker.queries.core.template_facts import TemplateFacts, template_facts
from tracker.queries.core.wording import quotation
from tracker.queries.country.countries import BindingState, binding_state, country_agreement
from tracker.queries.spread.spread import StrengthLabel, strength_label

QUOTED_CHARACTERS = 10_000
"""Most characters that a cell of a briefing quotes; spreadsheets take 32,767."""

OPENING, CLOSING = "⟦", "⟧"
"""Marks around the evidence in the paragraphs quoted."""

_SHOWN: frozenset[BindingState] = frozenset({"in_force", "pending"})
"""What an agreement must be to a country for its clauses to be in the country's briefing."""


@dataclass(frozen=True, slots=True)
class BriefingRow:
    """One finding.

    - `parties`: names of the sides (groups as groups).
    - `evidence`: the whole paragraphs it stands in, the evidence between ⟦ and ⟧; empty where no words are stored.
    - `principles`: titles of template principles.
    - `elsewhere`: exceptions in other articles that apply to the rule (None for provisions without an exception flag).
    - `legal_status`, `date_in_force`: in the briefing of a country what the agreement is to it (in_force,
      provisionally_applied or signed) and the first day on which it binds it; else those of the agreement.
    - `basis`: how the finding is known; its source is the public one of what was coded or reported, the address of the
      text that was read.
    - `scope`: whom the rule reaches (general, telecoms, financial, sector; None for what has no strength or was not
      read for it); `bound`: codes of the parties it binds, none for every party.
    - `uncertain`: the reviewer holds the finding improbable (docs/review.md).
    - `countries`: in the briefing of several countries those of them that it binds or is to bind (ISO 3166 alpha-3).
      `legal_status` has each of their states once then, `date_in_force` is the first day on which it binds any.
    - `replaced`: what replaces its article today (see `ReplacedBy`). In the briefing of a country empty: there articles
      that are replaced for the country have no rows.
    """

    agreement: str
    slug: str
    type: str | None
    legal_status: str
    date_signed: date | None
    date_in_force: KnownDay | None
    parties: tuple[str, ...]
    chapter_number: str | None
    chapter_heading: str | None
    article_number: str | None
    article_heading: str | None
    reference: str | None
    provision: str
    provision_title: str
    principles: tuple[str, ...]
    strength: StrengthLabel
    exception: bool | None
    score: float
    notes: tuple[str, ...]
    elsewhere: tuple[ExceptionElsewhere, ...] | None
    evidence: str
    source_url: str | None
    template_version: str
    basis: FindingBasis = READ_HERE
    year_signed: int | None = None
    replaced: tuple[ReplacedBy, ...] = ()
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False
    countries: tuple[str, ...] = ()


def briefing_rows(
    session: Session,
    *,
    country: str | None = None,
    countries: Sequence[str] = (),
    agreement: str | None = None,
    provision: str | None = None,
    day: date | None = None,
) -> list[BriefingRow]:
    """Findings of current documents, by agreement (oldest first) and order of the text.

    `country` (ISO 3166 alpha-3), `agreement` (slug) and `provision` (code) narrow, all together. With a country only
    agreements that bind it on the `day` (default: today), or are signed and can still enter into force for it, and of
    these articles that are not replaced for it and clauses that bind it. With several `countries` what would have a row
    in the briefing of any of them, each clause once. An agreement without stored findings has no rows.
    """
    whose = (country,) if country is not None else tuple(countries)
    chosen = _chosen(session, whose, agreement, day)
    links = first_links(session)
    narrowed = bool(whose) or agreement is not None
    rows = session.execute(_findings(list(chosen) if narrowed else None, provision)).all()
    agreement_ids = {row[0] for row in rows}
    counted = (
        cited_findings(session, agreement_ids=agreement_ids)
        if country is None
        else counted_findings(session, country, day, agreement_ids=agreement_ids)
    )
    applicable_rows = {
        (applicable.article.article_id, applicable.provision): applicable.elsewhere
        for applicable in exceptions_among(counted, provision=provision)
    }
    known, replaced = replacements(session), ReplacedArticles(session)
    taken_over = incorporated_texts(session)
    shown_to = {
        id_: tuple(iso3 for iso3 in whose if _concerns(entry, iso3, day)) for id_, entry in chosen.items()
    }
    ordered: list[tuple[Any, BriefingRow]] = []
    for position, row in enumerate(rows):
        (
            agreement_id, code, strength, exception, score, notes, spans, text, version, document_url, basis,
            reference, scope, bound, uncertain, *where
        ) = row  # fmt: skip
        entry = chosen[agreement_id]
        ref = article_ref(*where)
        reached = tuple(
            iso3
            for iso3 in shown_to[agreement_id]
            if binds(bound or (), iso3, day) and known.counts(agreement_id, ref, iso3, day or date.today())
        )
        if whose and not reached:
            continue
        legal_status, in_force = _legal_facts(entry, reached, day)
        ordered.append(
            (
                (entry.sort_key, position),
                BriefingRow(
                    agreement=entry.name,
                    slug=entry.slug,
                    type=entry.type,
                    legal_status=legal_status,
                    date_signed=entry.date_signed,
                    date_in_force=in_force,
                    parties=tuple(side.name for side in entry.sides),
                    chapter_number=ref.chapter_number,
                    chapter_heading=ref.chapter_heading,
                    article_number=ref.number,
                    article_heading=ref.heading,
                    reference=ref.reference,
                    provision=code,
                    provision_title=template_facts().provision(code).title,
                    principles=_principle_titles(template_facts(), code),
                    strength=strength_label(strength),
                    exception=exception,
                    score=score,
                    notes=tuple(notes or ()),
                    elsewhere=applicable_rows.get((ref.article_id, code)),
                    evidence=quote(text, spans or ()),
                    source_url=links.get(agreement_id) or document_url,
                    template_version=version,
                    basis=finding_basis(
                        taken_over, basis, ref.document_id, ref.number, reference, document_url
                    ),
                    year_signed=entry.year_signed,
                    scope=scope,
                    bound=tuple(bound or ()),
                    uncertain=uncertain,
                    countries=() if country is not None else reached,
                    replaced=() if whose else replaced.of(agreement_id, ref.number, ref.chapter_number),
                ),
            )
        )
    return [row for _, row in sorted(ordered, key=lambda pair: pair[0])]


def _chosen(
    session: Session, whose: Sequence[str], agreement: str | None, day: date | None
) -> dict[int, AgreementFacts]:
    """The agreements a briefing is about, by id."""
    found = {entry.id: entry for entry in agreement_index(session)}
    if agreement is not None:
        agreement_id = agreement_id_by_slug(session, agreement)
        found = {id_: entry for id_, entry in found.items() if id_ == agreement_id}
    if whose:
        found = {id_: entry for id_, entry in found.items() if any(_concerns(entry, c, day) for c in whose)}
    return found


def _concerns(entry: AgreementFacts, iso3: str, day: date | None) -> bool:
    """Whether it binds the country, or is signed and can still come to bind it."""
    return entry.member(iso3) is not None and binding_state(entry, iso3, day) in _SHOWN


def _legal_facts(
    entry: AgreementFacts, whose: Sequence[str], day: date | None
) -> tuple[str, KnownDay | None]:
    """Status and first day in force: to the countries, where the briefing is of some."""
    if not whose:
        return entry.legal_status, entry.date_in_force
    kinds = dict.fromkeys(entry.status_for(iso3, day or date.today()).kind for iso3 in whose)
    days = [country_agreement(entry, iso3, day=day).date_in_force for iso3 in whose]
    return "; ".join(kinds), min((known for known in days if known), key=first_of, default=None)


def quote(text: str | None, spans: Sequence[Sequence[int]], limit: int = QUOTED_CHARACTERS) -> str:
    """The whole paragraphs in which `spans` are, in one line, the evidence between OPENING and CLOSING.

    Empty without text or spans. Of more than `limit` characters the rest is left out, and the cell says how many.
    """
    if text is None or not spans:
        return ""
    quoted = quotation(text, spans)
    pieces, at = [], 0
    for start, end in quoted.marks:
        pieces += [quoted.text[at:start], OPENING, quoted.text[start:end], CLOSING]
        at = end
    words = " ".join("".join([*pieces, quoted.text[at:]]).split())
    if len(words) <= limit:
        return words
    kept = words[:limit].rstrip()
    closed = CLOSING if kept.count(OPENING) > kept.count(CLOSING) else ""
    return f"{kept}{closed} [… {len(words) - len(kept)} more characters in the article]"


def _findings(agreements: Sequence[int] | None, provision: str | None) -> AnySelect:
    query: AnySelect = (
        select(
            Document.agreement_id,
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.score,
            Finding.notes,
            Finding.spans,
            Article.text,
            Finding.template_version,
            Document.url,
            Document.basis,
            Finding.reference,
            Finding.scope,
            Finding.bound,
            Finding.uncertain,
            *REFERENCE_COLUMNS,
        )
        .select_from(Finding)
        .join(Article, Article.id == Finding.article_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(Document.current)
        .order_by(Document.id, Article.position, Finding.score.desc(), Finding.provision)
    )
    if agreements is not None:
        query = query.where(Document.agreement_id.in_(agreements))
    if provision is not None:
        query = query.where(Finding.provision == provision)
    return query


def _principle_titles(facts: TemplateFacts, code: str) -> tuple[str, ...]:
    numbers = facts.provision(code).principles
    return tuple(principle.title for principle in facts.principles if principle.number in numbers)
