"""Sentences, list items and their lead-ins."""

from tracker.matching.normalise import CleanPieces, fold, lower
from tracker.matching.segments import clauses

REFERENCES = frozenset({"paragraph", "paragraphs", "article", "articles", "subparagraph"})


def texts(original: str) -> list[str]:
    folded = fold(original)
    return [clause.low for clause in clauses(folded, CleanPieces(lower(folded)), REFERENCES)]


def test_items_carry_the_verb_of_their_lead_in() -> None:
    found = texts("1. Each Party shall: (a) accept forms; and (b) publish rules. 2. The Parties may meet.")
    assert found == [
        "each party shall:",
        "each party shall: accept forms; and",
        "each party shall: publish rules.",
        "the parties may meet.",
    ]


def test_nested_items_carry_both_lead_ins() -> None:
    found = texts("Parties agree to: (a) share views on: (i) spam; (ii) privacy; (b) meet yearly.")
    assert "parties agree to: share views on: privacy;" in found
    assert found[-1] == "parties agree to: meet yearly."


def test_references_to_paragraphs_are_not_list_items() -> None:
    found = texts("Paragraph 1(a) and subparagraph (b) do not apply to Article 3 (c).")
    assert found == ["paragraph 1(a) and subparagraph (b) do not apply to article 3 (c)."]


def test_titles_of_articles_referred_to_are_blanked() -> None:
    (found,) = texts("Article 14.11 (Transfer of Information) does not apply.")
    assert "transfer" not in found
    assert found.startswith("article 14.11 _")


def test_bullets_and_bare_letters_are_list_items() -> None:
    found = texts("\u2022 1. Parties recognise the importance of: o a. clarity; o b. sharing experience.")
    assert found[-1] == "parties recognise the importance of: sharing experience."


def test_letters_behind_bullets_are_joined_to_their_lead_in() -> None:
    found = texts(
        "A Party may not require: \n\n\u2022 \ta. an office; or \n\n\u2022 \tb. a warden.\n\n2. Parties may meet."
    )
    assert found == [
        "a party may not require:",
        "a party may not require: an office; or",
        "a party may not require: a warden.",
        "parties may meet.",
    ]


def test_letters_with_a_full_stop_before_capitals_are_list_items() -> None:
    found = texts(
        "Parties shall, in time, write annexes on:\n\na. Lamps;\n\nb. Digital Hats; and\n\nc. Kites."
    )
    assert found[-1] == "parties shall, in time, write annexes on: kites."
    assert found[1] == "parties shall, in time, write annexes on: lamps;"


def test_a_list_that_a_note_with_a_list_interrupts_goes_on() -> None:
    found = texts(
        "The Parties keep: (a) lamps; (b) hats;\n54 For the purposes of Article 9, care includes: (i) dusting; and"
        " (ii) mending.\n(c) kites."
    )
    assert found[-1] == "the parties keep: kites."


def test_bullets_without_letters_are_joined_to_a_lead_in_with_a_colon() -> None:
    found = texts(
        "Each Party shall ensure that:\n\u2022 letters arrive; and\n\u2022 nobody reads them.\nAll meet."
    )
    assert found[1:] == [
        "each party shall ensure that: letters arrive; and",
        "each party shall ensure that: nobody reads them.",
        "all meet.",
    ]


def test_bullets_after_a_sentence_are_sentences() -> None:
    assert texts("The Parties meet. \u2022 They talk. \u2022 They go.") == [
        "the parties meet.",
        "they talk.",
        "they go.",
    ]


def test_a_footnote_mark_before_an_item_is_no_reference() -> None:
    for mark in ("4 \n", "[^4]\n"):
        found = texts(f"Each Party shall: (a) keep lamps lit; {mark}(b) count lamps.")
        assert found[-1] == "each party shall: count lamps."


def test_footnotes_between_a_lead_in_and_its_list_are_no_lead_in() -> None:
    found = texts(
        "1. A Party shall not impose these requirements in its territory:34\n1 For greater certainty, a lamp is no "
        "requirement.\n2 Lamps are defined by law.\n(a) to buy lamps; or\n(b) to sell oil.\n"
    )
    assert found[-1].startswith("a party shall not impose these requirements in its territory:34")
    assert found[-1].endswith("to sell oil.")
    assert not any(words.startswith("lamps are defined") for words in found[-2:])


def test_a_number_given_again_in_brackets_is_no_item() -> None:
    folded = fold("Parties shall align their laws within five (5) years from the festival.")
    words = REFERENCES | {"five"}
    (found,) = clauses(folded, CleanPieces(lower(folded)), words)
    assert found.low.endswith("within five (5) years from the festival.")


def test_items_that_begin_with_a_capital_keep_their_lead_in() -> None:
    found = texts("Parties shall write annexes on:\n\na. Lamps;\n\nb. Rules of Oil; and\n\nc. Wicks.")
    assert found[1:] == [
        "parties shall write annexes on: lamps;",
        "parties shall write annexes on: rules of oil; and",
        "parties shall write annexes on: wicks.",
    ]
