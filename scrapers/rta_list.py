"""The WTO's list of all regional trade agreements: its rows, and the facts they give."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scrapers.answers import WrongAnswer
from scrapers.rta_parties import CURRENT, LINE_BY_LINE, PARTIES_CONCERNED, ListedParties, listed_parties
from scrapers.xlsx import date_in, tables, xlsx_rows
from tracker.confined import ChildFault, OverLimit, confined
from tracker.crawls import ErrorKind, Problem
from tracker.errors import BadInput
from tracker.texts import MetaOverrides
from tracker.texts.legal_status import legal_status_from_wto
from tracker.texts.types import AgreementMeta
from tracker.texts.wto_record import wto_record

RTA_ID = "RTA ID"
NEEDED = (RTA_ID, "RTA Name", "Status", CURRENT)
"""Columns without which the list no longer has the known format."""

_MOST_DIGITS = 9
"""Of a number that the database can hold."""


@dataclass(frozen=True, slots=True)
class ListedAgreement:
    """One agreement of the list; `fingerprint` changes with anything its row says about it.

    `facts` are given with its texts; `meta` is stored whether or not there is a text. `problems` say in one line each
    what of its row was not understood.
    """

    rta_id: int
    status: str
    fingerprint: str
    facts: MetaOverrides
    meta: AgreementMeta = field(compare=False)
    problems: tuple[str, ...] = ()

    @property
    def may_have_text(self) -> bool:
        """Whether negotiations have ended, so that a text can exist."""
        return "negotiation" not in self.status.lower()


def listed_agreements(data: bytes, name: str) -> list[ListedAgreement]:
    """Every agreement in the spreadsheet `data`, the newest number first.

    Raises BadInput, naming the file, where it cannot be read or has no such list.
    """
    sheets = tables(_rows(data, name), RTA_ID)
    rows = sheets[0] if sheets else []
    missing = [column for column in NEEDED if not rows or column not in rows[0]]
    if missing:
        reason = f"{name}: no column {missing[0]!r}; the list has changed."
        raise WrongAnswer(Problem(ErrorKind.MARKUP, reason))
    numbered = {number: row for number, row in map(_numbered, rows) if number is not None}
    changes: dict[int, list[dict[str, str]]] = {}
    for sheet in sheets[1:]:
        for number, row in map(_numbered, sheet):
            if number is not None and PARTIES_CONCERNED in row:
                changes.setdefault(number, []).append(row)
    in_force = {number: _earliest(row, "Date of Entry into Force") for number, row in numbered.items()}
    parties = listed_parties(numbered, changes, in_force)
    found = [_agreement(number, row, parties[number]) for number, row in numbered.items()]
    return sorted(found, key=lambda agreement: -agreement.rta_id)


def _rows(data: bytes, name: str) -> list[list[str]]:
    """The rows of a stranger's spreadsheet, read in a child process with limits."""
    try:
        return confined(xlsx_rows, data, name)
    except OverLimit as error:
        raise BadInput(f"{name}: {error}") from error
    except ChildFault as error:
        raise BadInput(f"{name}: is no spreadsheet that can be read ({error}).") from error


def _numbered(row: dict[str, str]) -> tuple[int | None, dict[str, str]]:
    """A row with its agreement's number; only names of parties may have a line each."""
    row = {column: cell if column in LINE_BY_LINE else " ".join(cell.split()) for column, cell in row.items()}
    number = row[RTA_ID].removesuffix(".0")
    return int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else None, row


def _agreement(rta_id: int, row: Mapping[str, str], parties: ListedParties) -> ListedAgreement:
    status = row.get("Status", "")
    signed = _earliest(row, "Date of Signature")
    in_force = _earliest(row, "Date of Entry into Force")
    facts = MetaOverrides(
        name=row.get("RTA Name") or None,
        type=row.get("Type") or None,
        parties=parties.current or parties.original,
        original_parties=parties.original or parties.current,
        date_signed=signed,
        date_in_force=in_force,
        legal_status=_legal_status(status, in_force),
        wto_rta_id=rta_id,
        source_url=wto_record(rta_id).url,
        external_id=str(rta_id),
    )
    meta = AgreementMeta(
        name=facts.name or f"RTA {rta_id}",
        type=facts.type,
        status=status or None,
        # An unknown status is ignored, and the status follows from the dates.
        legal_status=facts.legal_status or ("in_force" if in_force else "signed"),
        notification=row.get("Notification") or None,
        composition=row.get("RTA Composition") or None,
        region=row.get("Region") or None,
        date_signed=signed,
        date_in_force=in_force,
        date_inactive=date_in(row.get("Inactive Date", "")),
        wto_rta_id=rta_id,
        parties=facts.parties,
        original_parties=facts.original_parties,
        party_events=parties.events,
        sources=(wto_record(rta_id),),
    )
    written = json.dumps(sorted(row.items()), ensure_ascii=False)
    fingerprint = hashlib.sha256(written.encode()).hexdigest()[:16]
    return ListedAgreement(rta_id, status, fingerprint, facts, meta, tuple(parties.problems))


def _earliest(row: Mapping[str, str], column: str) -> date | None:
    """The earlier of the days for goods (G) and services (S): the agreement exists from then on."""
    days = [date_in(row.get(f"{column} ({half})", "")) for half in "GS"]
    return min((day for day in days if day is not None), default=None)


def _legal_status(status: str, in_force: date | None) -> str | None:
    try:
        return legal_status_from_wto(status, in_force, "the list of agreements")
    except BadInput:
        return None  # an unknown status: the one read from the text counts, and the spider notes it
