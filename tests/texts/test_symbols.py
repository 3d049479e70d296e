"""Symbols of WTO documents: what a paper builds on, and how sites spell them."""

import pytest

from tracker.texts.symbols import base_of, kind_of, normal_symbol, revision_of, root_of


@pytest.mark.parametrize(
    ("symbol", "kind", "base", "root", "revision"),
    [
        ("INF/ECOM/62", "paper", None, "INF/ECOM/62", 0),
        ("INF/ECOM/62/Rev.5", "revision", "INF/ECOM/62", "INF/ECOM/62", 5),
        ("INF/ECOM/62/Rev.5/Corr.1", "corrigendum", "INF/ECOM/62/Rev.5", "INF/ECOM/62", 0),
        ("INF/ECOM/62/Corr.2/Rev.1", "corrigendum", "INF/ECOM/62/Corr.2", "INF/ECOM/62", 1),
        ("WT/GC/W/701/Add.1", "addendum", "WT/GC/W/701", "WT/GC/W/701", 0),
        ("WT/GC/W/701/Add.1/Rev.2", "addendum", "WT/GC/W/701/Add.1", "WT/GC/W/701", 2),
        ("WT/MIN(98)/DEC/2", "paper", None, "WT/MIN(98)/DEC/2", 0),
    ],
)
def test_a_symbol_says_what_it_builds_on(
    symbol: str, kind: str, base: str | None, root: str, revision: int
) -> None:
    found = kind_of(symbol), base_of(symbol), root_of(symbol), revision_of(symbol)
    assert found == (kind, base, root, revision)


def test_spellings_are_one_symbol() -> None:
    assert normal_symbol(" inf/ecom/62/REV.5 / corr 1") == "INF/ECOM/62/Rev.5/Corr.1"
    assert normal_symbol("WT/L/1/Rev2") == "WT/L/1/Rev.2"
