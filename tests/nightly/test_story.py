"""The digest as news: one sentence per agreement, one line per provision, and nothing that is not proven."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tests.nightly.test_digest import document, one
from tracker.models.database import Database, open_database
from tracker.nightly import news as news_module
from tracker.nightly.changes import AgreementNews, Changes, Closing
from tracker.nightly.digest import compare
from tracker.nightly.news import with_news
from tracker.nightly.selection import for_country, for_provision
from tracker.nightly.state import AgreementState, Detail, State, pack, take_state, unpack
from tracker.nightly.story import Line, lines
from tracker.queries.agreement.reference import ReferenceAgreement, stricter_than


def said(changes: Changes) -> list[str]:
    return [f"{line.bold}: {line.text}" if line.bold else line.text for line in lines(changes)]


def test_clauses_of_one_provision_are_one_line_and_structure_is_folded() -> None:
    new = one(
        {
            "tota/1": document(
                definitions_scope={"ARTICLE 1": ["n"], "ARTICLE 2": ["n"]},
                general_exceptions={"ARTICLE 90": ["n"]},
                data_flows={"ARTICLE 7": ["s-"], "ARTICLE 8": ["h-"], "ARTICLE 9": ["h+"]},
                source_code={"ARTICLE 10": ["h-"]},
            )
        }
    )
    found = said(compare(State("rules"), new))
    assert found[:6] == [
        "New agreements",
        "Fruit: New Zealand; Viet Nam; in force; text from tota/1.",
        "Data may leave the country: Article 8: hard, without exception (and in 2 more articles)",
        "No access to source code: Article 10: hard, without exception",
        "Exceptions: General exceptions of the agreement (Article 90)",
        "Structure: Definitions, scope and structure (2 articles)",
    ]


def test_countries_for_which_the_same_changed_stand_together() -> None:
    found = said(compare(State("rules"), one({"tota/1": document(source_code={"ARTICLE 1": ["h-"]})})))
    assert found[-2:] == [
        "New Zealand (NZL), Viet Nam (VNM)",
        "Fruit: new, with 1 provision, 1 of them hard for every sector; "
        "stricter than anything known that it signed before: "
        "No access to source code (nothing found → hard, without exception)",
    ]


@pytest.mark.parametrize(
    ("news", "words"),
    [
        (
            AgreementNews(
                "fruit", (Closing("inspect_source_code", "closed", "open", ("VNM",)),), (), None, "read"
            ),
            "Closes “Inspect source code” for Viet Nam (open before).",
        ),
        (
            AgreementNews(
                "fruit", (Closing("inspect_source_code", "restricted", None, ("VNM",)),), (), None, "read"
            ),
            "Restricts “Inspect source code” for Viet Nam (what it was before is not known",
        ),
        (
            AgreementNews("fruit", (), ("source_code",), "TPP", "read"),
            "Stricter than TPP: No access to source code.",
        ),
        (AgreementNews("fruit", (), (), "TPP", "partly_read"), "Its text was read in part"),
    ],
)
def test_a_headline_says_what_it_means(news: AgreementNews, words: str) -> None:
    changes = compare(State("rules"), one({"tota/1": document(source_code={"ARTICLE 1": ["h-"]})}))
    assert words in said(replace(changes, news=(news,)))[1]


def test_an_agreement_without_text_closes_nothing_that_is_known() -> None:
    changes = replace(
        compare(State("rules"), one({})), news=(AgreementNews("fruit", (), (), "TPP", "not_read"),)
    )
    assert "what it closes is not known" in said(changes)[1]


CODE = MadeArticle("1", "Code", "No code.", (MadeFinding("source_code", "hard", False, scope="general"),))


def _made(database: Database) -> tuple[State, State]:
    """A night with an agreement without rules, and one with two more: a rule for all, and one for telecoms only."""
    with database.session() as session:
        world = World(session)
        world.agreement("Old", parties=("AAA", "BBB"), in_force=date(2000, 1, 1))
        session.flush()
        before = unpack(pack(take_state(session, "rules")))
        world.agreement(
            "North - South",
            parties=("AAA", "BBB"),
            in_force=date(2020, 1, 1),
            chapters=(
                MadeChapter(
                    topic="ecommerce",
                    articles=(
                        MadeArticle(
                            "1",
                            "Code",
                            "No code.",
                            (MadeFinding("source_code", "hard", False, scope="general"),),
                        ),
                    ),
                ),
            ),
        )
        world.agreement(
            "East - West",
            parties=("AAA", "CCC"),
            in_force=date(2020, 1, 1),
            chapters=(
                MadeChapter(
                    topic="telecoms",
                    articles=(
                        MadeArticle("2", "Flows", "Data flow.", (MadeFinding("data_flows", "hard", False),)),
                    ),
                ),
            ),
        )
    with database.read() as session:
        return before, take_state(session, "rules")


def test_news_come_from_verdicts_and_survive_json(database: Database) -> None:
    before, now = _made(database)
    with database.read() as session:
        changes = with_news(session, compare(before, now), before, now)
    assert Changes.from_json(changes.to_json()) == changes
    news = {row.slug: row for row in changes.news}
    assert news["north-south"].closings == (Closing("inspect_source_code", "closed", "open", ("AAA", "BBB")),)
    # A rule for telecoms only closes nothing; of a country that was a party to nothing, nothing was known before.
    assert set(news["east-west"].closings) == {
        Closing("condition_data_exports", "restricted", "open", ("AAA",)),
        Closing("condition_data_exports", "restricted", "not_known", ("CCC",)),
    }
    [flows] = [row for row in changes.provisions if row.provision == "data_flows" and row.article]
    assert flows.scope == "telecoms"
    assert any("[telecoms only]" in line.text for line in lines(changes))


@pytest.fixture
def small(sqlite_url: str) -> Iterator[Database]:
    """A database of one kind."""
    opened = open_database(sqlite_url)
    yield opened
    opened.close()


def test_without_verdicts_of_the_night_before_nothing_is_said_to_have_been_open(small: Database) -> None:
    before, now = _made(small)
    with small.read() as session:
        changes = with_news(session, compare(before, now), replace(before, verdicts=None), now)
    assert {closing.before for news in changes.news for closing in news.closings} == {None}


def test_what_was_closed_before_is_no_news(small: Database) -> None:
    before, now = _made(small)
    with small.read() as session:
        changes = with_news(session, compare(before, now), replace(before, verdicts=now.verdicts), now)
    assert not any(news.closings for news in changes.news)


def test_stricter_than_the_reference_is_what_both_have(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        for name, strength, exception in (("Reference", "soft", False), ("Later", "hard", True)):
            world.agreement(
                name,
                chapters=(
                    MadeChapter(
                        topic="ecommerce",
                        articles=(
                            MadeArticle("1", findings=(MadeFinding("source_code", strength, exception),)),
                            *(
                                [MadeArticle("2", findings=(MadeFinding("data_flows", "hard", False),))]
                                if name == "Later"
                                else []
                            ),
                        ),
                    ),
                ),
            )
        assert stricter_than(session, ["later", "reference"], "reference") == {"later": ("source_code",)}


def test_a_country_and_a_provision_have_their_part(small: Database) -> None:
    before, now = _made(small)
    with small.read() as session:
        changes = with_news(session, compare(before, now), before, now)
    own = for_country(changes, "BBB")
    assert [row.slug for row in own.new_agreements] == ["north-south"]
    assert {row.iso3 for row in own.countries} == {"BBB"}
    assert [closing.countries for news in own.news for closing in news.closings] == [("BBB",)]
    assert for_country(changes, "DDD").empty
    flows = for_provision(changes, "data_flows")
    assert [row.slug for row in flows.new_agreements] == ["east-west"]
    assert {row.provision for row in flows.provisions} == {"data_flows"}
    assert for_provision(changes, "encryption").empty
    # What concerns other provisions, or other countries only, is left out, and nothing is said to be closed nowhere.
    source_code = for_provision(changes, "source_code")
    assert [one.policy for row in source_code.news for one in row.closings] == ["inspect_source_code"]
    spam = replace(changes, provisions=(replace(changes.provisions[0], provision="unsolicited_messages"),))
    for row in for_provision(spam, "unsolicited_messages").news:
        assert (row.closings, row.compared) == ((), False)
    assert isinstance(next(lines(own)), Line)


def state(
    *details: Detail,
    provision: str = "source_code",
    slug: str = "fruit",
    parties: tuple[str, ...] = ("NZL", "VNM"),
) -> State:
    """An agreement with these clauses, each in an article of its own."""
    places = {f"ARTICLE {at}": [one.mark] for at, one in enumerate(details, 1)}
    found = document(**{provision: places}) if details else document()
    found = replace(found, details={provision: {f"ARTICLE {at}": [one] for at, one in enumerate(details, 1)}})
    agreement = AgreementState(
        slug.capitalize(),
        "in_force",
        parties,
        {f"tota/{slug}": found},
        rules={provision: details} if details else {},
    )
    return State("rules", {slug: agreement})


def test_a_clause_is_reported_to_those_it_binds() -> None:
    bound = Detail("h-", None, "read", False, ("VNM",))
    changes = compare(State("rules"), state(bound))
    assert [row.iso3 for row in changes.countries] == ["VNM"]
    # Nights store what each clause binds; one of an older version has marks only.
    packed = unpack(pack(state(bound)))
    assert compare(packed, state(bound)).empty
    older = replace(packed, agreements={"fruit": replace(packed.agreements["fruit"], rules=None)})
    assert compare(older, state(bound)).empty


@pytest.mark.parametrize(
    ("before", "now", "stricter"),
    [
        (Detail("h+", None, "read", False), Detail("h-", None, "read", False), True),
        (Detail("h+", None, "read", False), Detail("h-", "telecoms", "read", False), False),
        (Detail("h+", None, "read", False), Detail("h-", None, "read", True), False),
        (Detail("h", None, "reported", False), Detail("h-", None, "read", False), False),
        (Detail("n", None, "reported", False), Detail("h-", None, "read", False), False),
        (Detail("s-", None, "read", False), Detail("h", None, "reported", False), True),
    ],
)
def test_only_what_is_proven_is_stricter_than_all_before(before: Detail, now: Detail, stricter: bool) -> None:
    earlier = state(before, slug="apple")
    both = State("rules", {**earlier.agreements, **state(now).agreements})
    assert any("stricter than anything known" in line for line in said(compare(earlier, both))) is stricter


def test_reports_are_no_clauses_of_unknown_articles() -> None:
    new = one(
        {
            "registry/FRUIT/reported": document(
                data_flows={"": ["n"]}, source_code={"19.3": ["h"]}, definitions_scope={"": ["n"]}
            )
        }
    )
    changes = compare(State("rules"), new)
    changes = replace(changes, provisions=tuple(replace(row, basis="reported") for row in changes.provisions))
    found = said(changes)
    assert found[1] == "Fruit: New Zealand; Viet Nam; in force; known by reports of public sources."
    assert found[2:4] == [
        "Data may leave the country: article not named: strength not known",
        "No access to source code: Article 19.3: hard, exception not known",
    ]


def test_what_a_first_text_has_did_not_appear() -> None:
    text = {"tota/1": document(source_code={"ARTICLE 1": ["h-"]})}
    found = said(compare(one({}), one(text)))
    assert found[1:3] == [
        "Fruit: text added (tota/1)",
        "No access to source code: Article 1: hard, without exception",
    ]


def test_parties_that_left_and_groups_stand_together() -> None:
    text = {"tota/1": document(general_exceptions={"ARTICLE 1": ["h"]}, source_code={"ARTICLE 2": ["h-"]})}
    four = ("CHE", "ISL", "LIE", "NOR")
    found = said(compare(one(text, parties=(*four, "VNM")), one(text, parties=("VNM",))))
    assert found[1].startswith("Fruit: party left: Switzerland (CHE); Iceland (ISL); Liechtenstein (LIE)")
    assert "European Free Trade Association (4 members)" in found
    assert any(
        line.startswith("Fruit: no longer: 1 provision, 1 of them hard for every sector") for line in found
    )


@pytest.mark.parametrize(
    ("status", "reading", "words"),
    [
        ("signed", "read", "It is not known to be in force, and closes nothing until it is"),
        ("in_force", "read", "Closes or restricts nothing more than before"),
    ],
)
def test_what_closes_nothing_says_so(status: str, reading: str, words: str) -> None:
    changes = compare(State("rules"), one({"tota/1": document(source_code={"ARTICLE 1": ["h-"]})}))
    news = AgreementNews("fruit", (), (), "TPP", reading, status, True)
    assert words in said(replace(changes, news=(news,)))[1]
    for unknown in (
        replace(news, legal_status="in_force", compared=False),
        replace(news, legal_status="draft_text"),
    ):
        assert "nothing" not in said(replace(changes, news=(unknown,)))[1]


def test_what_changed_in_one_article_is_said_once() -> None:
    before = one({"tota/1": document(source_code={"ARTICLE 1": ["h+"]})})
    now = one({"tota/1": document("b", 2, source_code={"ARTICLE 1": ["s+"]})})
    assert said(compare(before, now))[2] == (
        "No access to source code: Article 1: changed (hard, with exception → soft, with exception)"
    )


def test_only_what_changed_is_news_of_being_stricter(
    small: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, now = _made(small)
    monkeypatch.setattr(
        news_module,
        "reference_agreement",
        lambda _session: ReferenceAgreement("old", "Old", "OLD", None, "en"),
    )
    monkeypatch.setattr(
        news_module, "stricter_than", lambda *_: {"north-south": ("data_flows", "source_code")}
    )
    with small.read() as session:
        changes = with_news(session, compare(before, now), before, now)
    assert {row.slug: row.stricter for row in changes.news}["north-south"] == ("source_code",)


def test_where_a_strength_is_unknown_hard_ones_are_a_least_number() -> None:
    unknown, hard = Detail("n", None, "reported", False), Detail("h-", None, "read", False)
    found = said(compare(State("rules"), state(unknown)))
    assert "Fruit: new, with 1 provision, none known to be hard for every sector" in found
    both = State(
        "rules",
        {
            "fruit": replace(
                state(unknown).agreements["fruit"], rules={"source_code": (unknown,), "data_flows": (hard,)}
            )
        },
    )
    assert any(
        "2 provisions, at least 1 hard for every sector" in line
        for line in said(compare(State("rules"), both))
    )
