"""Numbered paragraphs of invented articles, and the whole paragraphs that evidence stands in."""

from tracker.matching.paragraphs import paragraph_at, paragraph_spans, paragraphs

NUMBERED = (
    "1. Each Party shall keep its ports open. This holds on 3 May too.\n"
    "2. Paragraph 1 does not apply to:\n(a) ships of war; or\n(b) ships under repair.\n\n"
    "3. A Party may close a port for 14 days. It shall say why."
)


def test_numbers_that_continue_the_count_begin_paragraphs() -> None:
    found = paragraphs(NUMBERED)
    assert [one.number for one in found] == ["1", "2", "3"]
    assert NUMBERED[found[1].start :].startswith("2. Paragraph 1")
    assert found[-1].end == len(NUMBERED)


def test_words_before_the_first_number_are_a_paragraph_without_one() -> None:
    found = paragraphs("The Parties agree as follows: 1. Ports stay open. 2. Tolls stay low.")
    assert [one.number for one in found] == [None, "1", "2"]


def test_a_number_out_of_turn_or_inside_a_sentence_begins_nothing() -> None:
    assert len(paragraphs("Ships pay 2 Crowns. 7 Tolls are listed.")) == 1
    assert len(paragraphs("")) == 1


def test_evidence_in_a_list_item_gives_the_paragraph_with_its_conditions() -> None:
    start = NUMBERED.index("ships under repair")
    (span,) = paragraph_spans(NUMBERED, [(start, start + 18)])
    assert (
        NUMBERED[slice(*span)]
        == "2. Paragraph 1 does not apply to:\n(a) ships of war; or\n(b) ships under repair."
    )


def test_evidence_over_two_paragraphs_gives_both_once() -> None:
    spans = paragraph_spans(NUMBERED, [(5, 80), (10, 20)])
    assert [NUMBERED[start] for start, _ in spans] == ["1", "2"]


def test_without_numbers_blank_lines_divide_unless_a_list_follows() -> None:
    text = "Ports stay open.\n\nTolls are due for:\n\n(a) cargo;\n\n(b) crew.\n\nThe rest is free."
    start = text.index("crew")
    (span,) = paragraph_spans(text, [(start, start + 4)])
    assert text[slice(*span)] == "Tolls are due for:\n\n(a) cargo;\n\n(b) crew."


def test_the_paragraph_of_a_position() -> None:
    found = paragraphs(NUMBERED)
    assert paragraph_at(found, 0) == 0
    assert paragraph_at(found, len(NUMBERED) - 1) == 2
