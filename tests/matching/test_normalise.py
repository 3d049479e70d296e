"""Dirty text is repaired for matching, and the origin of every character stays known."""

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article
from tracker.matching.normalise import (
    clean,
    clean_with_origins,
    fold,
    lower,
    without_interruptions,
    word_edits,
)

MATCHER = shared_matcher()
DIRT = st.text(
    alphabet="ab cC-\n\t.;:()12[]\\\u00a0\u00ad\ufb01\u2019\u201c\u00e9\u0301\u0130\u2022", max_size=120
)


@given(DIRT)
def test_fold_and_lower_keep_the_length(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert len(lower(folded)) == len(text)


@given(DIRT)
def test_origins_cover_each_character_in_order(text: str) -> None:
    piece = lower(fold(text))
    cleaned, origins = clean_with_origins(piece)
    assert cleaned == clean(piece)
    assert len(origins) == len(cleaned)
    for (start, end), (later, _) in pairwise(origins):
        assert 0 <= start < end <= len(piece)
        assert start <= later
    for char, (start, end) in zip(cleaned, origins, strict=True):
        if end == start + 1 and char != " " and not piece[start].isspace():
            assert char == piece[start] or piece[start] not in "abcdefghijklmnopqrstuvwxyz"


def test_line_end_hyphens_footnote_marks_page_numbers_and_ligatures_are_mended() -> None:
    text = (
        "Telecommuni-\ncations charges16-1 on\n14\nof\ufb01cial  \u201cd\u00e9bits\u201d [42], small- and big"
    )
    cleaned = clean(lower(fold(text)))
    assert cleaned == 'telecommunications charges on official "debits", small- and big'


CLAUSE = "No Party shall impose customs duties on electronic transmissions between the Parties."
GAPS = st.sampled_from([" ", "  ", "\n", " \n ", "\u00a0", "\t", "\u2009"])


@settings(max_examples=60, deadline=None)
@given(st.lists(GAPS, min_size=12, max_size=12), st.text(alphabet="xyz .\n\u00e9", max_size=40))
def test_spans_land_on_the_original_words_whatever_the_spacing(gaps: list[str], before: str) -> None:
    words = CLAUSE.split(" ")
    text = words[0] + "".join(gap + word for gap, word in zip(gaps, words[1:], strict=False))
    original = f"{before} . {text}"
    findings = match_article(ArticleInput(text=original, chapter="Electronic Commerce"), MATCHER)
    duties = next(finding for finding in findings if finding.code == "customs_duties")
    start, end = duties.spans[0]
    marked = " ".join(original[start:end].split())
    assert "customs duties on electronic transmissions" in marked
    assert CLAUSE.startswith(marked)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="aeions .,;:()abc12\n\u2019\u201c\u00e9-", max_size=300))
def test_spans_are_sorted_inside_the_text_and_never_empty(noise: str) -> None:
    original = f"{noise} The Parties recognise the importance of paperless trading. {noise}"
    for finding in match_article(ArticleInput(text=original, chapter="Digital Trade"), MATCHER):
        assert finding.spans
        assert list(finding.spans) == sorted(finding.spans)
        assert all(0 <= start < end <= len(original) for start, end in finding.spans)


def test_notes_at_the_foot_of_a_page_do_not_cut_the_sentence() -> None:
    torn = "No Party shall ask in its\n7\nThis note is long.\nIt has two lines.\n9A-12territory for a fee."
    healed = without_interruptions(torn)
    assert len(healed) == len(torn)
    assert healed.split() == ["No", "Party", "shall", "ask", "in", "its", "territory", "for", "a", "fee."]
    untouched = "The fee is 3\n7\nThis is a list.\n8B-4\nNext."
    assert without_interruptions(untouched) == untouched


@given(st.lists(st.sampled_from(["kite", "k", "1", " ", "-"]), max_size=9))
def test_a_damaged_word_is_mended_where_it_stands_by_itself(pieces: list[str]) -> None:
    text = "".join(pieces)
    alone = [match.span() for match in re.finditer(r"(?<![a-z0-9])kite(?![a-z0-9])", text)]
    assert word_edits(text, {"kite": "kites"}) == [(*span, "kites") for span in alone]


def test_a_note_and_a_page_number_between_two_lines_of_a_sentence_are_blanked() -> None:
    broken = (
        "a lamp in its territory \n\n6 For certainty, see Annex 8-C. \n\n8-5 \n\n\nof an investor shall burn."
    )
    whole = without_interruptions(broken)
    assert len(whole) == len(broken)
    assert " ".join(whole.split()) == "a lamp in its territory of an investor shall burn."
