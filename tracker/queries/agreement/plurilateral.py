"""Plurilateral: the stored texts of the WTO on electronic commerce, and who is known to take part in each.

template/plurilateral.yaml lists the texts and the facts about them.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, AgreementKey, AgreementUrl, Document, Paper, Source
from tracker.parties import group_members, is_group_code
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.lives import REGISTRY
from tracker.registry import Registry, registry
from tracker.template import KnownRole, Plurilateral, shipped_plurilateral
from tracker.texts.symbols import normal_symbol, revision_of, root_of

Role = KnownRole | Literal["party", "submitted"]
"""The part of a participant, beyond those of the data file: `party`: it is a party in the database; `submitted`: a
paper of the text was submitted in its name."""

TOWARD: tuple[Role, ...] = ("convenor", "supporter", "party", "submitted")
"""Roles of the participants toward whom accession to a text would bind; those known to be outside are not among
them."""


@dataclass(frozen=True, slots=True)
class PlurilateralText:
    """One text of the series. `symbol` is that of its newest stored version, `issued` its date of issue (None:
    unknown); `known`: participants call it their agreement (else it is a proposal); `url`: where it is published."""

    slug: str
    name: str
    symbol: str
    issued: date | None
    legal_status: str
    known: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class Participant:
    """One member of the WTO, or a group that acts as one, and its part in a text.

    `members` are the countries it comprises (itself, if it is one); `source` and `as_of` are the source of its part and
    the day for which that was stated, both None where the part is known from the database.
    """

    code: str
    role: Role
    members: tuple[str, ...]
    source: str | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class KnownStatus:
    """What the registry says of a text on the day it was last compared with its sources.

    - `state`: the registry's status (concluded, signed, in_force, ...), `checked_on` that day, `sources` addresses.
    - `number`: how many have joined it, by `number_day` (2026-03) and `number_sources`; None where nobody says.
    """

    state: str
    checked_on: date
    sources: tuple[str, ...]
    number: int | None = None
    number_day: str | None = None
    number_sources: tuple[str, ...] = ()


def known_status(session: Session, slug: str, *, known: Registry | None = None) -> KnownStatus | None:
    """Status and number of participants of the agreement with this slug by the registry; None where that does not have
    it. `known`: the registry (default: the one shipped)."""
    key = session.scalar(
        select(AgreementKey.external_id)
        .join(Agreement, Agreement.id == AgreementKey.agreement_id)
        .join(Source, Source.id == AgreementKey.source_id)
        .where(Agreement.slug == slug, Source.key == REGISTRY)
        .order_by(AgreementKey.external_id)
        .limit(1)
    )
    known = known or registry()
    instrument = known.instruments.get(key) if key is not None else None
    if instrument is None or instrument.checked_on is None:
        return None
    counted = known.participation_of(instrument.key)
    return KnownStatus(
        state=instrument.status,
        checked_on=instrument.checked_on,
        sources=tuple(source.url for source in instrument.source_url),
        number=counted.number if counted else None,
        number_day=str(counted.day) if counted else None,
        number_sources=tuple(source.url for source in counted.source_url) if counted else (),
    )


def plurilateral_texts(session: Session, *, facts: Plurilateral | None = None) -> list[PlurilateralText]:
    """Every text of the series: what participants call their agreement first, then proposals, each newest first.

    `facts`: those they are known by (default: the template's).
    """
    facts = facts or shipped_plurilateral()
    rows = session.execute(
        select(Agreement.id, Agreement.slug, Agreement.name, Agreement.legal_status, Document.external_id)
        .join(Document, Document.agreement_id == Agreement.id)
        .where(Document.current)
        .order_by(Agreement.id, Document.id)
    ).all()
    # Of several versions of a paper the newest one gives symbol, date and address.
    newest: dict[int, tuple[int, date, str, str | None]] = {}
    for agreement_id, symbol, issued, url in session.execute(
        select(Paper.agreement_id, Paper.symbol, Paper.issued, Paper.url).where(
            Paper.agreement_id.is_not(None)
        )
    ):
        version = (revision_of(symbol), issued or date.min, symbol, url)
        if agreement_id is None:
            continue
        if agreement_id not in newest or version[:3] > newest[agreement_id][:3]:
            newest[agreement_id] = version
    found = {}
    for agreement_id, slug, name, status, external_id in rows:
        _, issued, symbol, url = newest.get(agreement_id, (0, date.min, symbol_in(external_id), None))
        if not re.match(re.escape(facts.series) + r"\d", symbol):
            continue
        known = facts.known(symbol) or facts.known(root_of(symbol))
        if issued == date.min and known is not None and known.symbol == symbol:
            issued = known.issued
        found[slug] = PlurilateralText(
            slug=slug,
            name=name,
            symbol=symbol,
            issued=None if issued == date.min else issued,
            legal_status=status,
            known=known is not None,
            url=url or _first_url(session, agreement_id),
        )
    return sorted(found.values(), key=_newest_first, reverse=True)


def symbol_in(external_id: str) -> str:
    """The WTO symbol from which a source's id was made: "inf-ecom-62-rev-5" is INF/ECOM/62/Rev.5."""
    parts = "/".join(part for part in re.split(r"[^A-Za-z0-9]+", external_id) if part)
    return normal_symbol(re.sub(r"/(rev|corr|add)/?(\d+)", r"/\1.\2", parts, flags=re.IGNORECASE))


def text_participants(session: Session, slug: str, *, facts: Plurilateral | None = None) -> list[Participant]:
    """Who is known to take part in a text, by role and code. Of all others it is unknown whether they take part.

    Facts from the data file take precedence over the database; a paper's parties are those that submitted it.
    """
    facts = facts or shipped_plurilateral()
    text = next((one for one in plurilateral_texts(session, facts=facts) if one.slug == slug), None)
    if text is None:
        return []
    known = facts.known(text.symbol) or facts.known(root_of(text.symbol))
    reported: dict[str, Participant] = {}
    if known is not None:
        for role, codes in known.roles.items():
            for code in codes:
                members = countries_of(code, text.issued)
                reported[code] = Participant(code, role, members, known.source, known.as_of)
    agreement = next(one for one in agreement_index(session) if one.slug == slug)
    for part, code in _in_database(session, agreement):
        reported.setdefault(code, Participant(code, part, countries_of(code, text.issued), None, None))
    order = (*TOWARD, "outside")
    return sorted(reported.values(), key=lambda one: (order.index(one.role), one.code))


def countries_of(code: str, on: date | None) -> tuple[str, ...]:
    """The countries that a code comprises on a day (None: today)."""
    return group_members(code, on) if is_group_code(code) else (code,)


def _in_database(session: Session, agreement: AgreementFacts) -> list[tuple[Role, str]]:
    submitted = [
        code
        for members in session.scalars(
            select(Paper.members).where(Paper.agreement_id == agreement.id).order_by(Paper.id)
        )
        for code in members
    ]
    # The parties of an agreement stored from a paper are those that submitted it; a paper binds nobody.
    papers = session.scalar(select(Paper.id).where(Paper.agreement_id == agreement.id).limit(1))
    role: Role = "submitted" if papers is not None and agreement.legal_status == "draft_text" else "party"
    return [*((role, side.code) for side in agreement.sides), *(("submitted", code) for code in submitted)]


def _newest_first(text: PlurilateralText) -> tuple[bool, date, int, str]:
    number = re.search(r"\d+", text.symbol)
    return text.known, text.issued or date.min, int(number[0]) if number else 0, text.symbol


def _first_url(session: Session, agreement_id: int) -> str | None:
    return session.scalar(
        select(AgreementUrl.url)
        .where(AgreementUrl.agreement_id == agreement_id)
        .order_by(AgreementUrl.position)
        .limit(1)
    )
