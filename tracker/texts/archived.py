"""Texts that are an archive's copy of an official page, since the page itself is gone."""

import re
from datetime import date

_KIND = re.compile(r"archived copy of (\d{4}-\d{2}-\d{2})")


def archived_kind(day: date) -> str:
    """Kind of the link to a copy that an archive made on that day."""
    return f"archived copy of {day.isoformat()}"


def archived_day(kind: str | None) -> date | None:
    """The day of the copy that a link of that kind leads to, None where it leads to no archived copy."""
    match = _KIND.fullmatch(kind or "")
    return date.fromisoformat(match[1]) if match else None
