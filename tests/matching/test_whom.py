"""Whom a rule reaches and binds, what lets a Party depart from it, and what is only a promise to talk: on invented
articles."""

import pytest

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, Finding, match_article

MATCHER = shared_matcher()


def found(text: str, code: str, **context: object) -> Finding | None:
    article = ArticleInput(text=text, **{"chapter": "Electronic Commerce", **context})  # type: ignore[arg-type]
    return next((finding for finding in match_article(article, MATCHER) if finding.code == code), None)


def one(text: str, code: str, **context: object) -> Finding:
    finding = found(text, code, **context)
    assert finding is not None, code
    return finding


FLOWS = "Each Party shall allow the transfer of data across borders by electronic means for the conduct of business."


@pytest.mark.parametrize(
    ("chapter", "text", "scope"),
    [
        ("Electronic Commerce", FLOWS, "general"),
        ("Trade in Services / Financial Services", FLOWS, "financial"),
        ("Telecommunications", FLOWS, "telecoms"),
        (
            "Trade in Services",
            "Each Party shall allow a financial service supplier of the other Party to transfer data into and out"
            " of its territory by electronic means for data processing.",
            "financial",
        ),
        (
            "Trade in Services",
            "Each Party shall ensure that suppliers may use public telecommunications networks for the movement of"
            " information within its territory and across its borders.",
            "telecoms",
        ),
    ],
)
def test_scope_is_read_from_the_words_and_the_chapter(chapter: str, text: str, scope: str) -> None:
    assert one(text, "data_flows", chapter=chapter).scope == scope


def test_structure_reaches_and_binds_nobody() -> None:
    finding = one(
        'For the purposes of this Chapter, "digital product" means a computer program.', "definitions_scope"
    )
    assert (finding.scope, finding.bound) == (None, ())


NO_DUTY = "shall not impose customs duties on electronic transmissions"


@pytest.mark.parametrize(
    ("subject", "bound"),
    [
        ("Each Party", ()),
        ("The Parties", ()),
        ("Viet Nam", ("VNM",)),
        ("The Republic of Korea", ("KOR",)),
        ("The United States", ("USA",)),
        ("Malaysia and Peru", ("MYS", "PER")),
        ("The European Union", ("EU",)),
        ("The EFTA States", ("EFTA",)),
        ("Service suppliers of Malaysia", ()),
    ],
)
def test_the_subject_of_the_duty_is_who_is_bound(subject: str, bound: tuple[str, ...]) -> None:
    assert one(f"{subject} {NO_DUTY} from the other side.", "customs_duties").bound == bound


def test_one_clause_for_every_party_makes_the_finding_general() -> None:
    text = f"1. Malaysia {NO_DUTY}.\n2. No Party shall impose a customs duty on electronic transmissions."
    assert one(text, "customs_duties").bound == ()


def test_names_of_others_than_the_parties_do_not_count_where_the_parties_are_known() -> None:
    text = f"Malaysia {NO_DUTY}."
    assert one(text, "customs_duties", parties=("MYS", "USA")).bound == ("MYS",)
    assert one(text, "customs_duties", parties=("PER", "USA")).bound == ()


def test_a_chapter_between_some_parties_binds_these() -> None:
    assert one(f"Each Party {NO_DUTY}.", "customs_duties", between=("RUS", "VNM")).bound == ("RUS", "VNM")


BAN = "No Party shall require a person to use computing facilities in its territory as a condition for business."


@pytest.mark.parametrize(
    ("rest", "exception"),
    [
        ("", False),
        (
            "\n2. Nothing in this Article prevents a Party from measures for a legitimate public policy objective.",
            True,
        ),
        (
            "\n2. Notwithstanding paragraph 1, a Party may adopt measures that protect its security interests.",
            True,
        ),
        (
            "\n2. A Party shall publish its tolls. \n3. Paragraph 2 does not prevent measures for national security.",
            False,
        ),
        ("\n2. Each Party shall pursue law enforcement against piracy at sea.", False),
    ],
)
def test_an_exception_counts_in_its_own_paragraph_or_where_it_refers_to_the_rule(
    rest: str, exception: bool
) -> None:
    assert one(f"1. {BAN}{rest}", "data_localisation").exception is exception


def test_a_promise_to_talk_is_structure_with_a_note_and_not_the_provision() -> None:
    text = "The Parties shall reassess within three years the need for rules on the free flow of data across borders."
    assert found(text, "data_flows") is None
    assert "mandate:data_flows" in one(text, "definitions_scope").notes


def test_a_review_of_the_article_beside_a_rule_leaves_the_rule() -> None:
    finding = one(f"1. {FLOWS}\n2. The Parties shall review this Article after two years.", "data_flows")
    assert finding.strength == "hard"
