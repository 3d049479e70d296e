"""Footnotes that a copy prints in the article below the one that refers to them go back to it. All clauses are
invented."""

from dataclasses import replace
from datetime import date

import pytest

from tests.matching.test_matcher import found
from tracker.texts.spilled_notes import with_notes_in_place
from tracker.texts.types import AgreementMeta, AgreementText, ArticleText, ChapterText

META = AgreementMeta(
    name="Ruritania - Freedonia",
    type=None,
    status=None,
    legal_status="signed",
    notification=None,
    date_signed=date(2020, 1, 1),
    date_in_force=None,
    date_inactive=None,
    wto_rta_id=None,
    composition=None,
    region=None,
    parties=(),
    original_parties=(),
    languages=("en",),
    sources=(),
    related_wto_rta_ids=(),
)


def agreement(*texts: str) -> AgreementText:
    articles = tuple(ArticleText(str(number), None, text) for number, text in enumerate(texts, 1))
    return AgreementText(
        source="file",
        external_id="lanterns",
        meta=META,
        language="en",
        media_type="text/plain",
        sha256="0" * 64,
        chapters=(ChapterText("I", "Lanterns", articles),),
    )


def placed(*texts: str) -> list[str]:
    return [article.text for article in with_notes_in_place(agreement(*texts)).chapters[0].articles]


LAMPS = "1. Each Party shall publish its list of lamps.{}\n\n2. The list is green."
BODY = "1. The Lantern Council shall:\n{}(a) meet in spring; and\n\n(b) count the lamps."
NOTE = "Ruritania shall endeavour to join the Information Technology Agreement."


def test_a_note_in_the_list_of_the_next_article_goes_back_to_its_mark() -> None:
    lamps, body = placed(LAMPS.format("9"), BODY.format(f"9 {NOTE}\n\n"))
    assert lamps == f"{LAMPS.format('[^9]')}\n\n[9] {NOTE}"
    assert body == "1. The Lantern Council shall:\n\n(a) meet in spring; and\n\n(b) count the lamps."
    assert "information_technology_tariffs" in found(lamps, "Lamps", "en")
    assert not found(body, "Lamps", "en").keys() & {"information_technology_tariffs"}


@pytest.mark.parametrize("marks", ["9, 10", "9,10", "\n9, 10 \n"])
def test_marks_side_by_side_are_all_answered(marks: str) -> None:
    notes = f"9 This Article does not bind Freedonia.\n\n10 {NOTE}\n\n"
    lamps, body = placed(LAMPS.format(marks), BODY.format(notes))
    assert lamps.endswith(f"[9] This Article does not bind Freedonia.\n\n[10] {NOTE}")
    assert "[^9]" in lamps
    assert "[^10]" in lamps
    assert "Freedonia" not in body


def test_notes_of_one_line_are_distinguished() -> None:
    lamps, body = placed(LAMPS.format("9, 10"), BODY.format(f"9 Hats are no lamps. 10 {NOTE}\n\n"))
    assert lamps.endswith(f"\n\n[9] Hats are no lamps.\n\n[10] {NOTE}")
    assert "Hats" not in body


def test_a_note_stays_where_its_own_article_refers_to_it() -> None:
    texts = (LAMPS.format("9"), BODY.format(f"9 {NOTE}\n\n").replace("Council", "Council9"))
    assert placed(*texts) == list(texts)


def test_a_note_stays_where_nothing_above_refers_to_it_or_it_is_answered_there() -> None:
    texts = (LAMPS.format(""), BODY.format(f"9 {NOTE}\n\n"))
    assert placed(*texts) == list(texts)
    answered = (f"{LAMPS.format('9')}\n9 Lamps burn.", texts[1])
    assert placed(*answered) == list(answered)
    same = agreement(*texts)
    assert with_notes_in_place(same) is same


@pytest.mark.parametrize(
    "said", ["see Article 9", "see Annex 4.9", "see Articles III.9 and X", "see Annex 17-9", "(paragraph 9)"]
)
def test_numbers_of_articles_are_no_marks(said: str) -> None:
    texts = (LAMPS.format(f" For red lamps {said}"), BODY.format(f"9 {NOTE}\n\n"))
    assert placed(*texts) == list(texts)


def test_paragraphs_without_full_stop_are_no_notes() -> None:
    texts = (LAMPS.format("2"), "1 Each Party shall sell lamps.\n\n2 No Party shall buy hats.")
    assert placed(*texts) == list(texts)


def test_a_sentence_that_the_note_interrupts_goes_on() -> None:
    _, rule = placed(
        LAMPS.format("9"), f"The Council shall write to the maker of a lamp\n9 {NOTE}\n\nwithin a month."
    )
    assert rule == "The Council shall write to the maker of a lamp\nwithin a month."


def test_the_own_note_below_a_stray_one_is_put_behind_the_article() -> None:
    _, rule = placed(
        LAMPS.format("9"),
        f"The Council10 shall write to the maker of a lamp\n9 {NOTE}\n\n10 It has three members.\n\nin a month.",
    )
    assert rule == (
        "The Council[^10] shall write to the maker of a lamp\nin a month.\n\n[10] It has three members."
    )


def test_the_rest_of_a_note_from_the_page_before_goes_with_it() -> None:
    rest = (
        "which the lamp stands, that Party may comply with paragraph 1 by lending a lantern of its own to the maker,"
        " and to the heirs of the maker, for as long as the night lasts."
    )
    lamps, rule = placed(
        f"{LAMPS.format('8')} Lamps9 are lit.\n\n8 Where a maker has no house in the street of a Party in",
        f"No Party shall ask a maker to light a lamp, \n{rest} \n\n9 {NOTE} \n\nother than its own.",
    )
    assert f"in the street of a Party in {rest}" in lamps
    assert rule == "No Party shall ask a maker to light a lamp,\nother than its own."


def test_a_note_with_items_goes_with_them() -> None:
    items = "9 For greater certainty:\n\n(a) a lamp is no kettle; and\n\n(b) a kettle is no lamp.\n\n"
    lamps, body = placed(LAMPS.format("9"), BODY.format(items))
    assert lamps.endswith("[9] For greater certainty: (a) a lamp is no kettle; and (b) a kettle is no lamp.")
    assert body == BODY.format("\n")


def test_where_a_note_may_end_anywhere_nothing_is_moved() -> None:
    texts = (
        LAMPS.format("9"),
        f"The Council shall write to the city of\n9 {NOTE}\nStrelsau.\n2. Lamps are green.",
    )
    assert placed(*texts) == list(texts)


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        (
            "Notwithstanding Article 5.1(g), a Party may ask for a drawing of express shipments of lamps.",
            True,
        ),
        ("Article 5.1 shall be interpreted in accordance with Annex 5.", True),
        ("Notwithstanding Article 5.1, this Article shall apply to hats.", False),
        ("Notwithstanding Article 5.9, a Party may ask for a drawing.", False),
        ("Article 5.2 shall be interpreted in accordance with Annex 5.", False),
        ("Notwithstanding Annex 5, a Party may ask for a drawing.", False),
    ],
)
def test_a_note_without_mark_that_names_an_article_above_is_of_that_one(said: str, moves: bool) -> None:
    text = agreement("1. Each Party shall publish its list.", BODY.format(f"1 {said}\n\n"))
    articles = tuple(
        replace(article, number=f"Article 5.{place}")
        for place, article in enumerate(text.chapters[0].articles, 1)
    )
    given = replace(text, chapters=(replace(text.chapters[0], articles=articles),))
    first, second = with_notes_in_place(given).chapters[0].articles
    assert first.text.endswith(f"[1] {said}") == moves
    assert (said in second.text) != moves
