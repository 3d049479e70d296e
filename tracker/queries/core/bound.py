"""Whom a clause binds, where it names the parties that shall."""

from collections.abc import Collection
from datetime import date

from tracker.parties import group_members, is_group_code


def binds(bound: Collection[str], iso3: str, day: date | None = None) -> bool:
    """Whether a clause that binds `bound` (codes of countries and groups; none: every party) binds a party of its
    agreement, on a day (default: today) for the members of a group."""
    if not bound or iso3 in bound:
        return True
    on = day or date.today()
    return any(is_group_code(code) and iso3 in group_members(code, on) for code in bound)
