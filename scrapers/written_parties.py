"""Codes of parties from their names on sites ("Korea, Republic of", "Southern Common Market (MERCOSUR)")."""

import re
from collections.abc import Iterable

from tracker.parties import find_country, find_group

_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]+)\)\s*$")
_TURNED = re.compile(r"^(.*?),\s*(?:the\s+)?(?:.*\s)?of(?:\s+the)?$", re.IGNORECASE)
_ARTICLE_BEHIND = re.compile(r"^(.*?),\s*the$", re.IGNORECASE)
_STATES = re.compile(r"^(.*?)\s+(?:member\s+)?(?:states|countries)$", re.IGNORECASE)
_PARTING = " \t\r\n,;|/"
_BETWEEN = re.compile(rf"[{_PARTING}]+(?=\S)")
_LONGEST_NAME = 12
"""Most words of a name that is looked for among several."""

_DR_CONGO = re.compile(r"\bdemocratic\b.*\bcongo\b|\bcongo\b.*\bdemocratic\b", re.IGNORECASE)


def party_code(written: str) -> str | None:
    """The code of one country or group; None for an unknown one."""
    text = " ".join(written.split()).strip(" .,;")
    if not text:
        return None
    if _DR_CONGO.search(text):
        return "COD"
    found = find_country(text) or find_group(text)
    if found is not None:
        return found
    bracketed, turned = _BRACKETS.match(text), _TURNED.match(text)
    if (states := _STATES.match(text)) is not None:  # "EFTA States"
        return find_group(states[1])
    if bracketed is not None:
        # "Southern Common Market (MERCOSUR)": either name may be the one that is known.
        return find_group(bracketed[2]) or find_country(bracketed[1]) or find_group(bracketed[1])
    turned = turned or _ARTICLE_BEHIND.match(text)
    return find_country(turned[1]) if turned is not None else None


def several_party_codes(written: str) -> tuple[str, ...]:
    """The codes of names that nothing but a line's end, a comma, a stroke or a space parts.

    Always the longest name that is known is taken ("Hong Kong, China" before "Hong Kong"); empty where any words are
    left over, or all of them are one name.
    """
    places = [0, *(match.end() for match in _BETWEEN.finditer(written)), len(written)]
    codes: list[str] = []
    at = 0
    while at + 1 < len(places):
        ends = range(min(len(places) - 1, at + _LONGEST_NAME), at, -1)
        names = ((end, party_code(written[places[at] : places[end]].strip(_PARTING))) for end in ends)
        found = next(((end, code) for end, code in names if code is not None), None)
        if found is None:
            return ()
        at = found[0]
        codes.append(found[1])
    return tuple(codes) if len(codes) > 1 else ()


def party_codes(written: Iterable[str]) -> tuple[str, ...]:
    """Codes of all names, without repeats; empty where one of them is unknown, since an incomplete list misleads."""
    codes = [party_code(name) for name in written]
    return () if None in codes else tuple(dict.fromkeys(code for code in codes if code))


def known_party_codes(written: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the names that are known, and the names that are not, each without repeats."""
    codes: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for name in written:
        code = party_code(name)
        found = (code,) if code is not None else several_party_codes(name)
        if not found:
            unknown[" ".join(name.split())] = None
        codes.update(dict.fromkeys(found))
    return tuple(codes), tuple(unknown)
