"""The time that a stranger's text takes grows no faster than its size: every reader, the matcher, every pattern.

Measured is processor time at two sizes, of which one is four times the other: a loop that is quadratic takes sixteen
times as long. The sizes are small, and what takes next to no time at the larger one passes.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial

import pytest

from tests.attacks import almost
from tests.hostile import (
    ATTRIBUTES,
    HEAD,
    REPEATED_IN_CLAUSES,
    REPEATED_IN_PAGES,
    REPEATED_IN_TEXTS,
    docx_with_cells,
    docx_with_list,
    docx_with_marks,
    docx_with_styles,
    page_declaring,
    page_with_attributes,
)
from tracker.errors import BadInput
from tracker.matching import ArticleInput, Matcher, match_article
from tracker.matching.segments import MAX_CLAUSE
from tracker.template import load_template
from tracker.texts import parse, raw_document

TIMES = 4
MARGIN = 2.2
"""By how much more than the size the time may grow: measuring is not exact, and a quadratic loop grows by 4 more."""

_PATTERN_SIZE = 1200
"""Characters: more than the longest gap of a pattern (900), up to which the time may grow with the square."""

_TOO_SHORT_TO_GROW = 0.001
"""Seconds of which sixteen times as much is next to nothing."""

NOTHING = 0.04
"""Seconds that are too short to be measured."""

pytestmark = pytest.mark.serial


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    with suppress(BadInput):
        work()
    return time.process_time() - began


def grows_too_fast(work: Callable[[int], object], size: int) -> str | None:
    """What was measured, where the time grew faster than the size in each of three measurements."""
    measured = []
    for _attempt in range(3):
        small, large = seconds(lambda: work(size)), seconds(lambda: work(TIMES * size))
        if large <= NOTHING or large <= TIMES * MARGIN * small:
            return None
        measured.append(f"{small:.3f} s, then {large:.3f} s")
    return "; ".join(measured)


def _text(unit: str, size: int) -> bytes:
    return (HEAD + unit * (size // len(unit))).encode()


def readers() -> Iterator[tuple[str, Callable[[int], object], int]]:
    for unit in REPEATED_IN_TEXTS:
        for name in ("x.md", "x.txt"):

            def read_text(size: int, unit: str = unit, name: str = name) -> object:
                return parse(raw_document(_text(unit, size), name))

            yield f"{name} {unit!r}", read_text, 4_000
    for unit in REPEATED_IN_PAGES:

        def read_page(size: int, unit: str = unit) -> object:
            page = f"<html><body><h2>Article 1</h2><p>Each Party</p>{unit * (size // len(unit))}"
            return parse(raw_document(page.encode(), "x.html"))

        yield f"page {unit!r}", read_page, 10_000
    for written in ATTRIBUTES:

        def read_tag(size: int, written: str = written) -> object:
            return parse(raw_document(page_with_attributes(size, written), "x.html"))

        yield f"attributes {written!r}", read_tag, 4_000
    for charset in ("punycode", "utf-7"):

        def read_declared(size: int, charset: str = charset) -> object:
            return parse(raw_document(page_declaring(charset, b"zz9a" * size), "x.html"))

        yield f"declared {charset}", read_declared, 4_000
    yield "marks", lambda size: parse(raw_document(docx_with_marks(size), "x.docx")), 1_000
    yield "list", lambda size: parse(raw_document(docx_with_list(size), "x.docx")), 500
    behind = b"\n\nArticle 2: Scope\n\nEach Party shall fold its boats.\n"
    yield (
        "schedules",
        lambda size: parse(raw_document(_text("SCHEDULE OF CHILE\n", size) + behind, "x.txt")),
        30_000,
    )
    yield "styles", lambda size: parse(raw_document(docx_with_styles(size), "x.docx")), 2_000
    yield "cells", lambda size: parse(raw_document(docx_with_cells(size), "x.docx")), 1_000


def test_readers() -> None:
    parse(raw_document(HEAD.encode(), "x.md"))  # what is loaded or made once is no part of it
    wrong = {name: said for name, work, size in readers() if (said := grows_too_fast(work, size))}
    assert not wrong


def test_signs_that_are_never_closed_cost_no_more_than_words() -> None:
    """Time that grows with the size, but by two thousand characters for each sign, passes the test above."""

    def least(unit: str) -> float:
        return min(seconds(lambda: parse(raw_document(_text(unit, 60_000), "x.md"))) for _attempt in range(3))

    assert least("*a _b **c __d ") <= NOTHING + 20 * least("aa bb cccc ddd ")


@cache
def matcher() -> Matcher:
    made = Matcher(load_template())
    made.preload("en")
    return made


def matched(words: str) -> object:
    return match_article(ArticleInput(HEAD + words, "en", chapter="Electronic Commerce"), matcher())


def test_matching_one_article() -> None:
    matched("")
    wrong = {}
    for unit in REPEATED_IN_CLAUSES:

        def work(size: int, unit: str = unit) -> object:
            return matched(unit * (size // len(unit)))

        # Beyond the length at which the limits count, and the first clause, which has the heading: below, the time may
        # grow with the square.
        if said := grows_too_fast(work, 2 * MAX_CLAUSE):
            wrong[unit] = said
    assert not wrong


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_pattern_of_the_template(language: str) -> None:
    """Tried on what it matches but for its last part, again and again, up to the length of the longest clause."""
    compiled = Matcher(load_template()).language(language)
    assert compiled is not None
    wrong = {}
    tried = 0
    for provision in compiled.provisions:
        for pattern in provision.patterns:
            regex = pattern.regex.regex
            for unit in almost(regex):
                tried += 1
                text = unit * (TIMES * _PATTERN_SIZE // len(unit) + 1)

                def look(size: int, text: str = text, regex: re.Pattern[str] = regex) -> object:
                    return sum(1 for _ in regex.finditer(text[:size]))

                if seconds(partial(look, _PATTERN_SIZE)) < _TOO_SHORT_TO_GROW:
                    continue
                if said := grows_too_fast(look, _PATTERN_SIZE):
                    wrong[f"{provision.provision.code}: {regex.pattern[:80]}"] = f"{unit[:60]!r}: {said}"
    assert tried > 250
    assert not wrong
