"""The state of all agreements in a night, small enough to be stored with it and compared by the next one."""

import base64
import json
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import (
    Agreement,
    AgreementAlias,
    AgreementLink,
    Article,
    ArticleMatch,
    Chapter,
    Document,
    Finding,
    Source,
)
from tracker.nightly.marks import mark_of
from tracker.nightly.papers import PaperState, papers_from_json, papers_to_json, take_papers
from tracker.nightly.verdicts import Verdicts, take_verdicts, verdicts_from_json, verdicts_to_json
from tracker.plausibility import Remark, words
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.orders import sector_of

_FORMAT = 1
DATES = ("date_signed", "date_in_force", "date_inactive")
_KEPT_HEX = 16
"""Hex digits of a SHA-256 that are stored, enough to distinguish versions of one text."""

Places = dict[str, list[str]]
"""Marks by place: "CHAPTER 2, ARTICLE 2.1" -> one mark for each article of that name that has a provision."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One clause beyond its mark: the one sector that it reaches (None: all), how it is known, whether it is
    uncertain, and the codes of the parties it binds (none: all)."""

    mark: str
    scope: str | None
    basis: str
    uncertain: bool
    bound: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentState:
    """One current text: its version, the beginning of its SHA-256, and the places of each provision.

    `given_up`: places of articles that matching gave up as too costly. `remarks`: what looks wrong in it, in English
    words, and `figures`: the same in figures; `details`: its clauses by provision and place. None of these three is
    kept in a packed state, for only what a night brought is reported.
    """

    version: int
    sha256: str
    findings: dict[str, Places] = field(default_factory=dict)
    given_up: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    figures: tuple[Remark, ...] = ()
    details: dict[str, dict[str, list[Detail]]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class AgreementState:
    """One agreement. `parties` are today's (ISO 3166 alpha-3), those whom it binds or may come to bind; `documents` by
    "source/external id".

    Of an agreement without documents only facts are known.
    """

    name: str
    legal_status: str
    parties: tuple[str, ...]
    documents: dict[str, DocumentState] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()
    """Agreements it builds on: (amends, protocol or accession; slug of the other)."""
    dates: tuple[str | None, ...] | None = None
    """In the order of DATES, YYYY-MM-DD; None in a state of an older version without dates."""
    aliases: tuple[str, ...] = ()
    """Slugs of agreements that were merged into this one."""
    rules: dict[str, tuple[Detail, ...]] | None = field(default=None, compare=False)
    """Its different clauses by provision, wherever they stand; None in a state of an older version."""


@dataclass(frozen=True, slots=True)
class State:
    """All agreements by slug, and all papers, as matched with one template and matcher (`fingerprint`)."""

    fingerprint: str
    agreements: dict[str, AgreementState] = field(default_factory=dict)
    papers: dict[str, PaperState] = field(default_factory=dict)
    verdicts: Verdicts | None = None
    """What each country has closed or restricted; None in a state of an older version."""


def take_state(session: Session, fingerprint: str) -> State:
    """The present state. Agreements linked as the same count as one, under the oldest row."""
    today = date.today()
    agreements = {row.id: row for row in session.scalars(select(Agreement))}
    one_of = _same_as(session, list(agreements))
    facts = {entry.id: entry for entry in agreement_index(session)}
    aliases = defaultdict(list)
    for agreement_id, slug in session.execute(
        select(AgreementAlias.agreement_id, AgreementAlias.slug).order_by(AgreementAlias.slug)
    ):
        aliases[agreement_id].append(slug)
    links = _links(session, {id_: row.slug for id_, row in agreements.items()}, one_of)
    documents = _documents(session, one_of)
    states = {
        row.slug: AgreementState(
            row.name,
            facts[id_].legal_status,
            _parties(facts[id_], today),
            documents.get(id_, {}),
            tuple(links.get(id_, ())),
            tuple(day.isoformat() if (day := getattr(facts[id_], name)) else None for name in DATES),
            tuple(aliases[id_]),
            _rules(documents.get(id_, {})),
        )
        for id_, row in sorted(agreements.items())
        # An agreement stored between two of the queries belongs to the next night.
        if one_of[id_] == id_ and id_ in facts
    }
    return State(fingerprint, states, take_papers(session), take_verdicts(session))


def _parties(facts: AgreementFacts, today: date) -> tuple[str, ...]:
    return tuple(sorted(member.iso3 for member in facts.members if facts.has_party(member.iso3, today)))


def _same_as(session: Session, ids: list[int]) -> dict[int, int]:
    """For each agreement the oldest row linked to it as the same (itself where there is none)."""
    first = {id_: id_ for id_ in ids}

    def root(id_: int) -> int:
        while first[id_] != id_:
            id_ = first[id_]
        return id_

    for left, right in session.execute(
        select(AgreementLink.agreement_id, AgreementLink.other_id).where(
            AgreementLink.kind == "same", AgreementLink.decision.in_(("auto", "accepted"))
        )
    ):
        if left in first and right in first:
            older, newer = sorted((root(left), root(right)))
            first[newer] = older
    return {id_: root(id_) for id_ in ids}


def _links(
    session: Session, slugs: dict[int, str], one_of: dict[int, int]
) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for left, right, kind in session.execute(
        select(AgreementLink.agreement_id, AgreementLink.other_id, AgreementLink.kind)
        .where(AgreementLink.kind != "same", AgreementLink.decision.in_(("auto", "accepted")))
        .order_by(AgreementLink.id)
    ):
        if left in one_of and right in one_of:
            found[one_of[left]].append((kind, slugs[one_of[right]]))
    return found


def _documents(session: Session, one_of: dict[int, int]) -> dict[int, dict[str, DocumentState]]:
    by_agreement: dict[int, dict[str, DocumentState]] = defaultdict(dict)
    by_id: dict[int, DocumentState] = {}
    given_up = _given_up(session)
    for id_, agreement_id, key, external_id, version, sha256, remarks in session.execute(
        select(
            Document.id,
            Document.agreement_id,
            Source.key,
            Document.external_id,
            Document.version,
            Document.sha256,
            Document.remarks,
        )
        .join(Source, Source.id == Document.source_id)
        .where(Document.current)
        .order_by(Document.id)
    ):
        # An agreement stored between two of the queries belongs to the next night.
        if agreement_id not in one_of:
            continue
        figures = tuple(Remark.from_json(remark) for remark in remarks or ())
        said = tuple(words(remark) for remark in figures)
        places = tuple(given_up.get(id_, ()))
        by_id[id_] = DocumentState(
            version, sha256[:_KEPT_HEX], given_up=places, remarks=said, figures=figures
        )
        by_agreement[one_of[agreement_id]][f"{key}/{external_id}"] = by_id[id_]
    rows = session.execute(
        select(
            Article.document_id,
            Chapter.number,
            Article.number,
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.scope,
            Finding.uncertain,
            Chapter.topic,
            Document.basis,
            Finding.bound,
        )
        .join(Article, Article.id == Finding.article_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current)
        .order_by(Article.document_id, Article.position, Finding.id)
    )
    for row in rows:
        document_id, chapter, article, provision, strength, exception = row[:6]
        scope, uncertain, topic, basis, bound = row[6:]
        if document_id in by_id:
            document, place = by_id[document_id], place_of(chapter, article)
            mark = mark_of(strength, exception)
            document.findings.setdefault(provision, {}).setdefault(place, []).append(mark)
            detail = Detail(mark, sector_of(scope, topic), basis, uncertain, tuple(bound or ()))
            document.details.setdefault(provision, {}).setdefault(place, []).append(detail)
    return by_agreement


def _rules(documents: dict[str, DocumentState]) -> dict[str, tuple[Detail, ...]]:
    found: dict[str, dict[Detail, None]] = defaultdict(dict)
    for document in documents.values():
        for provision, places in document.details.items():
            for details in places.values():
                found[provision].update(dict.fromkeys(details))
    return {provision: tuple(details) for provision, details in found.items()}


def _given_up(session: Session) -> dict[int, list[str]]:
    """The places of the articles that were given up, by document."""
    found: dict[int, list[str]] = defaultdict(list)
    for document_id, chapter, article in session.execute(
        select(Article.document_id, Chapter.number, Article.number)
        .join(ArticleMatch, ArticleMatch.article_id == Article.id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .where(ArticleMatch.remark.is_not(None))
        .order_by(Article.document_id, Article.position)
    ):
        found[document_id].append(place_of(chapter, article))
    return found


def place_of(chapter: str | None, article: str | None) -> str:
    """The place of a clause, by numbers alone (headings are missing where only the snapshot's facts are known)."""
    numbers = (" ".join(part.split()) for part in (chapter, article) if part)
    return ", ".join(number for number in numbers if number)


def pack(state: State) -> str:
    """The state as a string of ASCII letters: about 100 kB for 500 agreements."""
    agreements = {
        slug: [
            agreement.name,
            agreement.legal_status,
            list(agreement.parties),
            {
                key: [document.version, document.sha256, document.findings, list(document.given_up)]
                for key, document in agreement.documents.items()
            },
            [list(link) for link in agreement.links],
            list(agreement.dates) if agreement.dates is not None else None,
            list(agreement.aliases),
            None
            if agreement.rules is None
            else {
                provision: [
                    [one.mark, one.scope, one.basis, one.uncertain, list(one.bound)] for one in details
                ]
                for provision, details in agreement.rules.items()
            },
        ]
        for slug, agreement in state.agreements.items()
    }
    plain = {
        "format": _FORMAT,
        "fingerprint": state.fingerprint,
        "agreements": agreements,
        "papers": papers_to_json(state.papers),
        "verdicts": verdicts_to_json(state.verdicts),
    }
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode()


def unpack(packed: str) -> State:
    """The state that `pack` wrote. Raises ValueError for one of another format."""
    plain: dict[str, Any] = json.loads(zlib.decompress(base64.b85decode(packed)))
    if plain["format"] != _FORMAT:
        raise ValueError(f"unknown format {plain['format']!r}")
    agreements = {slug: _unpack(*values) for slug, values in plain["agreements"].items()}
    # Nights of older versions have no papers: there were none.
    papers = papers_from_json(plain.get("papers", {}))
    return State(plain["fingerprint"], agreements, papers, verdicts_from_json(plain.get("verdicts")))


def _unpack(
    name: str,
    legal_status: str,
    parties: list[str],
    documents: dict[str, Any],
    links: list[list[str]],
    dates: list[str | None] | None = None,
    aliases: list[str] | None = None,
    rules: dict[str, list[list[Any]]] | None = None,
) -> AgreementState:
    """One agreement as packed; nights of older versions do not have the last three values."""
    return AgreementState(
        name,
        legal_status,
        tuple(parties),
        {key: _unpack_document(*document) for key, document in documents.items()},
        tuple((kind, other) for kind, other in links),
        None if dates is None else tuple(dates),
        tuple(aliases or ()),
        None
        if rules is None
        else {
            provision: tuple(
                Detail(mark, scope, basis, uncertain, tuple(bound))
                for mark, scope, basis, uncertain, bound in details
            )
            for provision, details in rules.items()
        },
    )


def _unpack_document(
    version: int, sha256: str, findings: dict[str, Places], given_up: list[str] | None = None
) -> DocumentState:
    """One text as packed; nights of older versions do not have the last value."""
    return DocumentState(version, sha256, findings, tuple(given_up or ()))
