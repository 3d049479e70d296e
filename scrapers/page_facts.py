"""Facts on a site's pages about a text: legal status, day of signature and of entry into force."""

import re
from datetime import date

from tracker.texts.dates import MONTHS

_STATUSES = (
    ("signed", r"not[ -](?:yet[ -])?in[ -]force|concluded[ -]but[ -]not"),
    ("in_force", r"\bin[ -]force\b|\bentered into force\b"),
    ("in_negotiation", r"negotiation|exploratory"),
    ("signed", r"\bsigned\b|\bconcluded\b"),
)
_MONTHS = "|".join(MONTHS)
_DATE = (
    r"(?P<iso>\d{4}-\d\d-\d\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTHS}),?\s+(?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTHS})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
)
_BETWEEN = r"[^.;\d]{0,60}?"
_SIGNED = re.compile(rf"\b(?:signed|signature|signing){_BETWEEN}(?:{_DATE})", re.IGNORECASE)
_IN_FORCE = re.compile(
    rf"\b(?:entered into force|entry into force|in force since){_BETWEEN}(?:{_DATE})", re.IGNORECASE
)
_FIRST_DATE = re.compile(_DATE, re.IGNORECASE)


def legal_status_in(text: str) -> str | None:
    """The one of LEGAL_STATUSES that a heading, a table row or a path ("/not-yet-in-force/") names."""
    for status, pattern in _STATUSES:
        if re.search(pattern, text, re.IGNORECASE):
            return status
    return None


def date_signed_in(text: str) -> date | None:
    """The day of signature a page names; None where it names none or several."""
    return _only_date(_SIGNED, text)


def date_in_force_in(text: str) -> date | None:
    """The day of entry into force a page names; None where it names none or several."""
    return _only_date(_IN_FORCE, text)


def first_date_in(text: str) -> date | None:
    """The first day written out in a text, such as a table's row."""
    match = _FIRST_DATE.search(text)
    return _date_of(match) if match else None


def _only_date(pattern: re.Pattern[str], text: str) -> date | None:
    days = {day for match in pattern.finditer(text) if (day := _date_of(match)) is not None}
    return days.pop() if len(days) == 1 else None


def _date_of(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        month = MONTHS[(match["month"] or match["month2"]).lower()]
        return date(int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"]))
    except ValueError:
        return None
