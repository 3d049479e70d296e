"""The texts wanted most: agreements not fully known here, and where their text can be had.

Where a text lies is a fact of the registry (`most_wanted.csv`); whether it still is wanted is asked of the database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import AgreementKey, Source
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.reading import ReadingState
from tracker.registry import ANY_OTHER, Registry, WantedText, registry
from tracker.resolution.instruments import REGISTRY


@dataclass(frozen=True, slots=True)
class WantedRow:
    """One address of one agreement that is not fully known.

    - `key`: the registry's key of the agreement.
    - `bound`: the countries it binds on the day (ISO 3166 alpha-3, sorted), in force or provisionally; empty where it
      binds nobody, or nobody knows whom.
    - `parties`: how many parties it has in all.
    - `source`: key of the source whose spider fetches from there, None where none does.
    - `official`: whether a Party, the depositary or an organisation of the Parties publishes the text there.
    - `read`: whether the address was read somewhere (`seen_in`); else it has the shape of others of its site, and
      nobody knows whether anything is there.
    """

    key: str
    slug: str
    name: str
    short_name: str | None
    reading: ReadingState
    digital_rules: str | None
    year_signed: int | None
    bound: tuple[str, ...]
    parties: int
    url: str
    source: str | None
    language: str | None
    official: bool
    read: bool
    seen_in: str
    looked_on: date
    note: str

    @property
    def shown_name(self) -> str:
        """What people call it."""
        return self.short_name or self.name


def most_wanted(
    session: Session, day: date | None = None, source: str | None = None, known: Registry | None = None
) -> tuple[WantedRow, ...]:
    """Where the texts lie of agreements of the registry that are not fully known here, a row an address.

    Those that bind most countries on the day (default: today) come first, then those said to hold digital rules, the
    newest, official addresses before others, such as were read somewhere before those that were not. `source` (a key,
    or `other`): only what its spider fetches. `known`: another registry than the one shipped. An agreement of which
    nothing was looked for is in `coverage` only.
    """
    when = day or date.today()
    wanted = (known or registry()).wanted
    facts = {agreement.id: agreement for agreement in agreement_index(session)}
    found = [
        _row(facts[agreement_id], row, when)
        for agreement_id, row in _looked_for(session, wanted)
        if agreement_id in facts
        and not facts[agreement_id].fully_known
        and (source is None or row.source == source)
    ]
    return tuple(sorted(found, key=_most_wanted))


def read_addresses(session: Session) -> dict[int, tuple[str, ...]]:
    """By agreement's id, the addresses of its text in the registry that were read somewhere, official ones first."""
    found: dict[int, list[WantedText]] = {}
    for agreement_id, row in _looked_for(session, registry().wanted):
        if row.basis == "read":
            found.setdefault(agreement_id, []).append(row)
    return {
        agreement_id: tuple(row.url for row in sorted(rows, key=lambda row: row.official != "y"))
        for agreement_id, rows in found.items()
    }


def _looked_for(
    session: Session, wanted: Mapping[str, tuple[WantedText, ...]]
) -> Iterator[tuple[int, WantedText]]:
    """Each address with the id of the agreement, as stored under the registry's key."""
    stored = session.execute(
        select(AgreementKey.external_id, AgreementKey.agreement_id)
        .join(Source, Source.id == AgreementKey.source_id)
        .where(Source.key == REGISTRY)
    )
    for key, agreement_id in stored:
        for row in wanted.get(key, ()):
            yield agreement_id, row


def _row(agreement: AgreementFacts, wanted: WantedText, day: date) -> WantedRow:
    signed = agreement.date_signed
    assert wanted.looked_on is not None, "the registry refuses rows without a day"
    return WantedRow(
        key=wanted.key,
        slug=agreement.slug,
        name=agreement.name,
        short_name=agreement.short_name,
        reading=agreement.reading,
        digital_rules=agreement.digital_rules,
        year_signed=signed.year if signed else agreement.year_signed,
        bound=tuple(
            sorted(one.iso3 for one in agreement.members if agreement.status_for(one.iso3, day).binds)
        ),
        parties=len(agreement.members),
        url=wanted.url,
        source=None if wanted.source == ANY_OTHER else wanted.source,
        language=wanted.language or None,
        official=wanted.official == "y",
        read=wanted.basis == "read",
        seen_in=wanted.seen_in,
        looked_on=wanted.looked_on,
        note=wanted.note,
    )


def _most_wanted(row: WantedRow) -> tuple[int, bool, int, str, bool, bool, bool, str]:
    return (
        -len(row.bound),
        row.digital_rules != "y",
        -(row.year_signed or 0),
        row.name,
        not row.official,
        not row.read,
        row.source is None,
        row.url,
    )
