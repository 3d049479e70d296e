"""Whom a clause binds, by its own words. All clauses are invented."""

import pytest

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article
from tracker.matching.bound import narrowed, others

MATCHER = shared_matcher()


def bound(
    text: str, language: str = "en", parties: tuple[str, ...] = (), code: str = "data_localisation"
) -> tuple[str, ...]:
    """The parties that the finding of `code` binds."""
    chapter = {"en": "Digital Trade", "es": "Comercio digital", "fr": "Commerce numérique"}[language]
    findings = match_article(ArticleInput(text, language, chapter, parties=parties), MATCHER)
    [found] = [finding for finding in findings if finding.code == code]
    return found.bound


RULE = "require firms to place computing facilities in its territory."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"No Party shall {RULE}", ()),
        (f"Malaysia shall not {RULE}", ("MYS",)),
        (f"The Kingdom of Norway shall not {RULE}", ("NOR",)),
        (f"Cambodia, Lao PDR, and Viet Nam shall not {RULE}", ("KHM", "LAO", "VNM")),
        (f"In the first lamp year, the Republic of Korea shall not {RULE}", ("KOR",)),
        (f"Jordan shall ensure that no authority shall {RULE}", ("JOR",)),
        (f"It is understood that Hong Kong, China shall not {RULE}", ("HKG",)),
        (f"In doing so─ Jordan shall not {RULE}", ("JOR",)),
        (f"The EC Party shall not {RULE}", ("EU",)),
        (f"The Community and its Member States shall not {RULE}", ("EU",)),
        (f"An EFTA State shall not {RULE}", ("EFTA",)),
        (f"The U.S. shall not {RULE}", ("USA",)),
        (f"Each Party, after hearing Malaysia, shall not {RULE}", ()),
        (f"Neither Party shall, for suppliers of Malaysia, {RULE}", ()),
        (f"United States agencies shall not {RULE}", ()),
    ],
)
def test_who_shall_is_bound(text: str, expected: tuple[str, ...]) -> None:
    assert bound(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "Chile no exigirá a las empresas ubicar instalaciones informáticas en su territorio.",
            ("CHL",),
        ),
        (
            "es",
            "Estados Unidos y México no exigirán ubicar instalaciones informáticas en su territorio.",
            ("MEX", "USA"),
        ),
        ("es", "Ninguna Parte exigirá ubicar instalaciones informáticas en su territorio.", ()),
        (
            "fr",
            "La Tunisie n'exige pas que les installations informatiques soient situées sur son territoire.",
            ("TUN",),
        ),
        (
            "fr",
            "Aucune Partie n'exige que les installations informatiques soient situées sur son territoire.",
            (),
        ),
    ],
)
def test_other_languages(language: str, text: str, expected: tuple[str, ...]) -> None:
    assert bound(text, language) == expected


def test_what_follows_from_an_act_is_a_rule_for_who_acts() -> None:
    text = "If Jordan signs a digital trade agreement with another country, the United States may end it and withdraw."
    assert bound(text, code="third_country_digital_agreements") == ("JOR",)


def test_of_the_names_only_parties_count_and_all_of_them_are_everybody() -> None:
    both = f"Malaysia and Japan shall not {RULE}"
    assert bound(both, parties=("JPN", "KOR", "MYS")) == ("JPN", "MYS")
    assert bound(both, parties=("JPN", "MYS")) == ()
    assert bound(both, parties=("CHL", "PER")) == ()
    assert bound(f"The EFTA States shall not {RULE}", parties=("CHE", "GEO", "ISL", "LIE", "NOR")) == (
        "EFTA",
    )
    assert narrowed({"RUS"}, ("EAEU", "VNM")) == ("RUS",)


def test_all_but_some() -> None:
    text = f"Parties other than Cambodia and Lao PDR shall not {RULE}"
    assert bound(text, parties=("JPN", "KHM", "LAO", "VNM")) == ("JPN", "VNM")
    assert bound(text) == ()
    assert "EU" not in others(("FRA",), ("EU", "KOR"))
    assert others(("KHM",), ("EU", "KOR")) == ()


FOR_A_TIME = (
    "Cambodia shall not be obliged to apply paragraph 1 "
    "for a period of five years after the date of entry into force."
)


def _notes(text: str, parties: tuple[str, ...] = ()) -> tuple[tuple[str, ...], set[str]]:
    [found] = [
        finding
        for finding in match_article(ArticleInput(text, "en", "Digital Trade", parties=parties), MATCHER)
        if finding.code == "data_localisation"
    ]
    return found.bound, {note for note in found.notes if note.startswith(("transition", "exempt"))}


def test_who_is_exempt_for_good_is_not_bound() -> None:
    text = f"1. No Party shall {RULE} 2. This Article shall not apply to Viet Nam and Cambodia."
    assert _notes(text, ("JPN", "KHM", "KOR", "VNM")) == (
        ("JPN", "KOR"),
        {"exempt", "exempt:KHM", "exempt:VNM"},
    )
    assert _notes(text) == ((), {"exempt", "exempt:KHM", "exempt:VNM"})


def test_an_exemption_of_another_paragraph_item_or_article_is_none() -> None:
    first = f"1. No Party shall {RULE} 2. Each Party shall keep lamps."
    for last in (
        "3. Paragraph 2 shall not apply to Viet Nam.",
        "3. Article 9 shall not apply to Viet Nam.",
        "3. Subparagraph (b) shall not apply to Viet Nam.",
        "3. Viet Nam shall not apply quotas to lamps.",
    ):
        assert _notes(f"{first} {last}", ("JPN", "VNM")) == ((), set())


def test_an_exemption_for_a_time_is_noted_with_who_has_it() -> None:
    text = f"1. No Party shall {RULE} 2. {FOR_A_TIME}"
    assert _notes(text, ("JPN", "KHM")) == ((), {"transition", "transition:KHM"})


def test_items_that_are_named_together_are_one_reference() -> None:
    text = (
        "No Party shall require: (a) lamps; (b) firms to place computing facilities in its territory; or (c) oil. "
        "Subparagraphs (b) and (c) shall not apply to Viet Nam and Cambodia."
    )
    assert _notes(text, ("JPN", "KHM", "VNM")) == (("JPN",), {"exempt", "exempt:KHM", "exempt:VNM"})
