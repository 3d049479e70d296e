"""Notes printed after an article are no rule of it; notes at the foot of a page do not end it."""

import pytest

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article
from tracker.matching.endnotes import notes_begin
from tracker.matching.normalise import fold

BODY = "1. The lamps of both Parties burn until midnight.\n\n2. They are lit again at dusk.\n"
NOTES = [
    "The word lamp includes a lantern.",
    "Each Party shall protect the personal data of users.",
    "Oil is free.",
    "So is wick.",
]


def block(form: str) -> str:
    return "".join(form.format(number=number, note=note) for number, note in enumerate(NOTES, 1))


@pytest.mark.parametrize(
    ("before", "form"),
    [
        ("", "\n[{number}] {note}\n"),
        ("", "\n\\[{number}\\] {note}\n"),
        ("", " \n {number} {note}"),
        ("\nFootnotes\n", "{number} {note}\n"),
        ("\nNotas al pie de página\n", "{number} {note}\n"),
        ("\n----------------\n", "\n({number}) {note}\n"),
        ("\nIN WITNESS WHEREOF they have signed.\nDone at Lampton.\n", "\n({number}) {note}\n"),
    ],
)
def test_a_block_of_notes_ends_the_article(before: str, form: str) -> None:
    text = BODY + before + block(form)
    begin = notes_begin(fold(text))
    assert begin is not None
    assert text[:begin].strip() == BODY.strip()


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        BODY + "\n3. Subjects are:\n" + block("\n({number}) {note}\n"),
        BODY + block("\n{number} {note}\n").replace("Oil", "\n(a) Oil") + "\n(b) and no more.",
        "".join(f"{number} {note}\n\n" for number, note in enumerate(NOTES, 1)),
        BODY + "\nDuties fall on:\n\n1 January 1974,\n\n1 January 1975,\n\n1 January 1976,\n\n1 July 1977.",
        "1. The convention done at Lampton on 3 May applies.\n\nlamp means:\n\n(1) oil;\n\n(2) wick.",
    ],
    ids=["plain", "list in brackets", "foot of a page", "paragraphs", "dates", "a convention cited"],
)
def test_what_is_no_block_of_notes(text: str) -> None:
    assert notes_begin(fold(text)) is None


def test_what_a_note_says_is_no_finding_of_the_article() -> None:
    matcher = shared_matcher()
    text = BODY + block("\n[{number}] {note}\n")

    def codes(words: str) -> set[str]:
        article = ArticleInput(text=words, chapter="Electronic Commerce")
        return {finding.code for finding in match_article(article, matcher)}

    assert codes(text) == codes(BODY)
    assert "personal_information" in codes(BODY + NOTES[1])


def test_each_named_party_that_is_given_time_is_noted_with_its_code() -> None:
    text = (
        "1. With respect to lamps in use, Malaysia shall not be subject to dispute settlement under this Agreement "
        "regarding its lamp duties for a period of two years after the date of entry into force of this Agreement.\n"
        "2. With respect to lamps in use, Viet Nam shall not be subject to dispute settlement under this Agreement "
        "regarding its oil duties for a period of two years after the date of entry into force of this Agreement."
    )
    article = ArticleInput(text=text, chapter="Electronic Commerce", heading="Dispute Settlement")
    [finding] = match_article(article, shared_matcher())
    assert (finding.code, finding.notes, finding.bound) == (
        "definitions_scope",
        ("transition", "transition:MYS", "transition:VNM"),
        ("MYS", "VNM"),
    )
