"""Tests of notes at the foot of a page that belong to a neighbouring article: their exceptions do not count."""

from tests.matching.test_matcher import found
from tracker.matching.endnotes import notes_of_others

OWN_RULE = (
    "1. Each Party shall ensure that its state enterprises act on commercial considerations and grant, in the lamp\n\n"
    "31 For greater certainty, nothing in this Article shall prevent a Party from measures for public order.\n\n"
    "market, non-discriminatory treatment."
)


def test_a_note_whose_mark_is_not_in_the_article_is_of_another() -> None:
    assert len(notes_of_others(OWN_RULE)) == 1
    (start, end) = notes_of_others(OWN_RULE)[0]
    assert OWN_RULE[start:end].strip().startswith("31 For")
    assert OWN_RULE[start:end].endswith("order.")


def test_a_note_whose_mark_is_in_the_article_is_its_own() -> None:
    assert notes_of_others(OWN_RULE.replace("state enterprises act", "state enterprises31 act")) == []


def test_numbered_paragraphs_without_full_stop_are_no_notes() -> None:
    assert notes_of_others("1 Each Party shall sell lamps.\n\n2 No Party shall buy hats.") == []


def test_the_exception_of_such_a_note_does_not_count() -> None:
    chapter = "Competition Policy"
    assert found(OWN_RULE, chapter, "en")["state_owned_enterprises"].exception is False
    own = OWN_RULE.replace("state enterprises act", "state enterprises31 act")
    assert found(own, chapter, "en")["state_owned_enterprises"].exception is True


def test_a_note_whose_number_stands_on_a_line_of_its_own_is_one_too() -> None:
    text = (
        "1. Article 9 (Lamps) shall\n2\nA Party may apply the word to unsolicited messages by kite.\n\n"
        "not apply to measures on hats."
    )
    ((start, end),) = notes_of_others(text)
    assert (
        " ".join(text[start:end].split()) == "2 A Party may apply the word to unsolicited messages by kite."
    )
    assert "unsolicited_messages" not in found(text)


def test_notes_of_the_page_before_end_where_the_article_goes_on_with_its_list() -> None:
    text = (
        "The term of protection of a lamp74 shall be:\n"
        "(a) for a red lamp, ten years; and\n(b) for all others:\n\n"
        "71 A Party may instead protect the technological measures of lamp makers against circumvention.\n\n"
        "72 For greater certainty, lamps are not kettles.\n"
        "73 Nothing here concerns lamps\nthat are sold over the Internet.\n"
        "74 The Parties understand that red is a colour.\n(i) five years; or\n(ii) two."
    )
    blanked = "".join(text[start:end] for start, end in notes_of_others(text))
    assert "71 A Party" in blanked
    assert "73 Nothing" in blanked
    assert "74 The Parties" not in blanked
    assert "(i) five years" not in blanked


def test_a_mark_on_a_line_of_its_own_is_a_mark_but_the_number_of_a_paragraph_is_none() -> None:
    note = "31 A Party may paint its lamps.\n\n(a) red; or\n(b) blue."
    assert len(notes_of_others(f"1. Each Party shall sell lamps that are:\n\n{note}")) == 1
    assert notes_of_others(f"1. Each Party shall sell\nlamps\n31 \nthat are:\n\n{note}") == []
    assert (
        len(
            notes_of_others(
                f"30. No Party shall sell hats\n31. Each Party shall sell lamps that are:\n\n{note}"
            )
        )
        == 1
    )


def test_a_note_before_an_own_one_is_of_another_where_it_names_a_paragraph_the_article_lacks() -> None:
    text = (
        "1. A lamp counts as new for a month.10\n\n2. Each Party shall protect lamps.\n"
        "9 For greater certainty, paragraph 8 does not cover unsolicited messages by kite.\n"
        "10 For this Article, a month has thirty days.\n\n3. Hats are not lamps."
    )
    ((start, end),) = notes_of_others(text)
    assert text[start:end].strip().startswith("9 For")
    assert "10 For" not in text[start:end]
    assert notes_of_others(text.replace("paragraph 8", "paragraph 2")) == []
    assert notes_of_others(text.replace("month.10", "month.")) == []
