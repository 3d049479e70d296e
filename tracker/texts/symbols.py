"""Symbols of WTO documents: the end of a symbol says what the paper revises, corrects or adds to.

Rule: a symbol ends in /Rev.n, /Corr.n or /Add.n, one after the other, for what is built on another paper
("INF/ECOM/62/Rev.5/Corr.1" corrects "INF/ECOM/62/Rev.5").
"""

import re
from typing import Literal

PaperKind = Literal["paper", "revision", "corrigendum", "addendum"]

KINDS: tuple[PaperKind, ...] = ("paper", "revision", "corrigendum", "addendum")

_SUFFIX = re.compile(r"^(.+)/(Rev|Corr|Add)\.?\s*(\d+)$", re.IGNORECASE)
_WORDS: dict[str, PaperKind] = {"rev": "revision", "corr": "corrigendum", "add": "addendum"}


def normal_symbol(written: str) -> str:
    """A symbol in the spelling of the WTO: capitals, no spaces, "/Rev.2" (sites vary)."""
    symbol = re.sub(r"\s+", "", written).upper()
    return re.sub(
        r"/(REV|CORR|ADD)\.?(?=\d)", lambda match: f"/{match[1].capitalize()}.", symbol, flags=re.IGNORECASE
    )


def base_of(symbol: str) -> str | None:
    """The symbol of the paper that this one revises, corrects or adds to; None for a first version."""
    match = _SUFFIX.match(symbol)
    return match[1] if match else None


def root_of(symbol: str) -> str:
    """The symbol of the first version, without any /Rev, /Corr or /Add."""
    while (base := base_of(symbol)) is not None:
        symbol = base
    return symbol


def kind_of(symbol: str) -> PaperKind:
    """The kind of a paper by its relation to the one it builds on; `paper` for a first version.

    A revised corrigendum ("/Corr.1/Rev.1") is a corrigendum, and so is the correction of a revision.
    """
    kinds: list[PaperKind] = []
    base: str | None = symbol
    while base is not None and (match := _SUFFIX.match(base)):
        kinds.append(_WORDS[match[2].lower()])
        base = match[1]
    # Papers that are not the text itself: a corrigendum or addendum, also a revised one.
    return next((kind for kind in kinds if kind != "revision"), kinds[0] if kinds else "paper")


def revision_of(symbol: str) -> int:
    """0 for the first version, 5 for /Rev.5."""
    match = _SUFFIX.match(symbol)
    return int(match[3]) if match and match[2].lower() == "rev" else 0
