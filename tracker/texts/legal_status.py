"""Our legal status of an agreement, from the status in the WTO RTA database."""

from datetime import date

from tracker.errors import BadInput

_BY_WTO_STATUS = {
    "in force": "in_force",
    "in force for at least one party": "in_force",
    "inactive": "inactive",
    "early announcement-signed": "signed",
    "early announcement-under negotiation": "in_negotiation",
}


def legal_status_from_wto(status: str, date_in_force: date | None, origin: str) -> str:
    """One of LEGAL_STATUSES for a status of the WTO database.

    "Early announcement-Signed" states what was notified to the WTO, not whether the agreement applies: where the same
    record has a date of entry into force, the agreement counts as in force. Raises BadInput naming `origin` for an
    unknown status.
    """
    known = _BY_WTO_STATUS.get(" ".join(status.lower().split()))
    if known is None:
        raise BadInput(f"{origin}: unknown status {status!r}; known are {', '.join(sorted(_BY_WTO_STATUS))}.")
    return "in_force" if known == "signed" and date_in_force else known
