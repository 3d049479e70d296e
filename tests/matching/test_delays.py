"""Who has time to comply with a rule of another article. All clauses are invented."""

import pytest

from tracker.evaluation import Item, classify_items
from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article
from tracker.matching.container import Member
from tracker.matching.delays import delays, may_say_delay, says_delay
from tracker.matching.types import Delay

MATCHER = shared_matcher()
ENGLISH = MATCHER.language("en")
RULE = "No Party shall prohibit the cross-border transfer of information by electronic means."
SAID = (
    "1. Malaysia shall not be subject to dispute settlement under Chapter 28 (Quarrels) regarding its obligations "
    "under Article 14.4 (Lamps) and Article 14.11.1 (Kettles) for a period of two years."
)


def of(said: str, *numbers: str, language: str = "en", chapter: str = "Kettles") -> list[tuple[Delay, ...]]:
    """What an article says of others with these numbers, in one text of Malaysia, Chile and Viet Nam."""
    members = [Member(chapter, "Article 14.18", said), *(Member(chapter, number, "") for number in numbers)]
    return delays(members, MATCHER.language(language), ("CHL", "MYS", "VNM"))[1:]


def test_one_article_speaks_of_others() -> None:
    late = Delay(("MYS",))
    assert of(SAID, "Article 14.4", "14.11", "14.13", "Article 4") == [
        (late,),
        (Delay(("MYS",), "1"),),
        (),
        (),
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Article 14.4 shall not apply to Malaysia for two years after this Agreement enters into force.",
        ),
        ("en", "Malaysia shall not be obliged to apply Article 14.4 for a period of five years."),
        (
            "en",
            "Malaysia may delay the application of Article 14.4 until three years after entry into force.",
        ),
        (
            "es",
            "El artículo 14.4 no se aplicará a Malasia durante dos años contados desde la entrada en vigor.",
        ),
        (
            "es",
            "Malasia no estará sujeta a la solución de controversias respecto a sus obligaciones conforme al "
            "Artículo 14.4 (Lámparas) por un período de dos años contados desde la entrada en vigor.",
        ),
        (
            "fr",
            "La Malaisie n'est pas soumise au règlement des différends quant à ses obligations au titre de l'article "
            "14.4 pendant deux ans à compter de l'entrée en vigueur.",
        ),
        (
            "fr",
            "L'article 14.4 ne s'applique pas à la Malaisie pendant deux ans à compter de l'entrée en vigueur.",
        ),
    ],
)
def test_ways_to_say_it(language: str, said: str) -> None:
    assert of(said, "Artículo 14.4" if language == "es" else "Article 14.4", language=language) == [
        (Delay(("MYS",)),)
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Article 14.4 shall not apply to lamps for two years.",
        "Malaysia shall not be subject to Article 14.4.",
        "Each Party shall keep records under Article 14.4 for two years.",
        "Malaysia shall not be subject to kettles of 14.4 litres for two years.",
        "France shall not be obliged to apply Article 14.4 for a period of five years.",
    ],
)
def test_what_gives_no_party_of_the_agreement_time_is_no_delay(said: str) -> None:
    assert of(said, "14.4") == [()]


def test_a_number_without_chapter_is_of_the_same_chapter() -> None:
    said = "Article 5 shall not apply to Chile for two years after the date of entry into force of this Agreement."
    members = [Member("Kettles", "9", said), Member("Kettles", "5", ""), Member("Lamps", "5", "")]
    assert delays(members, ENGLISH) == [(), (Delay(("CHL",)),), ()]


def test_an_article_that_delays_itself_says_nothing_of_others() -> None:
    assert ENGLISH is not None
    assert says_delay(SAID, ENGLISH)
    assert delays([Member("Kettles", "14.4", SAID)], ENGLISH) == [()]
    assert delays([Member("Kettles", "14.4", SAID)], None) == [()]


def test_a_finding_carries_the_note_where_its_paragraph_is_meant() -> None:
    text = f"1. The Parties may sell kettles.\n2. {RULE}"
    for delay, expected in (
        (Delay(("MYS",)), True),
        (Delay(("MYS",), "2"), True),
        (Delay(("MYS",), "1"), False),
    ):
        [finding] = match_article(ArticleInput(text, "en", "Digital Trade", delays=(delay,)), MATCHER)
        assert ("transition:MYS" in finding.notes) is expected
        assert finding.bound == ()


def test_coders_see_it_in_the_notes_of_the_rule() -> None:
    rows = classify_items(
        [
            Item("rule", "Kettle Pact", "en", "Digital Trade", "14.11", "Information", RULE),
            Item(
                "delay",
                "Kettle Pact",
                "en",
                "Digital Trade",
                "14.18",
                "Quarrels",
                SAID.replace("14.11.1", "14.11"),
            ),
        ],
        MATCHER,
    )
    [rule] = [row for row in rows if row.item_id == "rule"]
    assert (rule.code, rule.note) == ("data_flows", "transition transition:MYS")


def test_only_what_cannot_say_it_is_not_asked() -> None:
    assert says_delay(SAID, ENGLISH)
    assert may_say_delay(SAID, ENGLISH)
    assert not may_say_delay(RULE, ENGLISH)
