"""The basis of findings in the words of files, which are in English."""

from collections.abc import Iterable

from tracker.queries import BasisCounts, FindingBasis

WORDS = {
    "read": "read",
    "incorporated": "by incorporation",
    "coded": "coded by hand",
    "reported": "reported",
}


def basis_words(basis: FindingBasis) -> str:
    """How a finding is known; of one taken over, from which agreement and article, and how it is known there."""
    if basis.kind != "incorporated":
        return WORDS[basis.kind]
    taken = f"by incorporation of {basis.incorporated_text or 'another agreement'}"
    return taken if basis.origin in (None, "read") else f"{taken} ({WORDS[basis.origin]})"


def counted_words(bases: BasisCounts | Iterable[tuple[str, int]]) -> str:
    """How many rest on each basis: `40 read, 3 by incorporation`."""
    return ", ".join(f"{number:,} {WORDS[basis]}" for basis, number in bases)
