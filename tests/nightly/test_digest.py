"""The change digest on invented agreements: exactly what changed, and nothing else."""

from dataclasses import replace

from sqlalchemy import select

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import AgreementLink, AgreementParty, Document
from tracker.models.database import Database
from tracker.nightly.changes import Changes, FactChange, ProvisionChange
from tracker.nightly.digest import compare
from tracker.nightly.state import AgreementState, DocumentState, State, pack, take_state, unpack

FLOWS, SPAM = "data_flows", "unsolicited_messages"


def document(sha256: str = "a", version: int = 1, **findings: dict[str, list[str]]) -> DocumentState:
    return DocumentState(version, sha256, findings)


def one(
    documents: dict[str, DocumentState],
    *,
    slug: str = "fruit",
    parties: tuple[str, ...] = ("NZL", "VNM"),
    status: str = "in_force",
    fingerprint: str = "rules",
) -> State:
    return State(fingerprint, {slug: AgreementState("Fruit", status, parties, documents)})


BEFORE = one({"tota/1": document(data_flows={"ARTICLE 1": ["h+"], "ARTICLE 2": ["s-"]})})


def test_nothing_changed_is_empty_and_says_so() -> None:
    changes = compare(BEFORE, BEFORE)
    assert changes == Changes()
    assert changes.empty and changes.sentence() == "nothing changed"


def test_a_clause_that_changes_strength_without_changing_the_whole() -> None:
    now = one({"tota/1": document("b", 2, data_flows={"ARTICLE 1": ["h+"], "ARTICLE 2": ["s+"]})})
    changes = compare(BEFORE, now)
    assert changes.provisions == (
        ProvisionChange("fruit", "Fruit", FLOWS, "ARTICLE 2", "tota/1", "changed", "s-", "s+", "text"),
    )
    assert [row.kind for row in changes.texts] == ["revised"]
    assert changes.countries == ()


def test_provisions_that_appear_and_disappear() -> None:
    now = one({"tota/1": document("b", 2, unsolicited_messages={"ARTICLE 7": ["s"]})})
    changes = compare(BEFORE, now)
    assert {(row.provision, row.article, row.kind, row.before, row.now) for row in changes.provisions} == {
        (FLOWS, None, "disappeared", "h+", None),
        (FLOWS, "ARTICLE 1", "disappeared", "h+", None),
        (FLOWS, "ARTICLE 2", "disappeared", "s-", None),
        (SPAM, None, "appeared", None, "s"),
        (SPAM, "ARTICLE 7", "appeared", None, "s"),
    }
    assert {(row.iso3, row.provision, row.kind) for row in changes.countries} == {
        ("NZL", FLOWS, "disappeared"),
        ("NZL", SPAM, "appeared"),
        ("VNM", FLOWS, "disappeared"),
        ("VNM", SPAM, "appeared"),
    }
    assert changes.sentence() == "1 revision, 1 clause appeared, 2 clauses disappeared"


def test_a_renumbered_article_moved() -> None:
    now = one({"tota/1": document("b", 2, data_flows={"ARTICLE 1": ["h+"], "ARTICLE 3": ["s-"]})})
    (row,) = compare(BEFORE, now).provisions
    assert (row.kind, row.moved_from, row.article, row.now) == ("moved", "ARTICLE 2", "ARTICLE 3", "s-")


def test_of_several_articles_of_one_number_only_the_changed_one_is_reported() -> None:
    before = one({"tota/1": document(data_flows={"ARTICLE 1": ["h", "s", "s"]})})
    now = one({"tota/1": document("b", 2, data_flows={"ARTICLE 1": ["s", "h", "h"]})})
    (row,) = compare(before, now).provisions
    assert (row.before, row.now) == ("s", "h")


def test_other_rules_on_the_same_text_are_reported_apart() -> None:
    now = one({"tota/1": document(data_flows={"ARTICLE 1": ["h+"]})}, fingerprint="newer rules")
    changes = compare(BEFORE, now)
    assert changes.other_rules
    assert {row.cause for row in changes.provisions} == {"reading"}
    assert changes.texts == ()
    assert changes.sentence() == "1 clause read otherwise"


def test_new_rules_that_read_the_same_are_no_change() -> None:
    assert compare(BEFORE, replace(BEFORE, fingerprint="newer rules")).empty


def test_an_accession_changes_one_country() -> None:
    now = one(BEFORE.agreements["fruit"].documents, parties=("CHL", "NZL", "VNM"))
    changes = compare(BEFORE, now)
    assert changes.facts == (FactChange("fruit", "Fruit", "party joined", None, "CHL"),)
    assert changes.provisions == ()
    (row,) = changes.countries
    assert (row.iso3, row.kind, row.now, row.overall_before, row.overall_now, row.cause) == (
        "CHL",
        "appeared",
        "h+",
        None,
        "h+",
        "party",
    )


def test_a_draft_binds_nobody_until_it_is_signed() -> None:
    documents = BEFORE.agreements["fruit"].documents
    draft, signed = one(documents, status="draft_text"), one(documents, status="signed")
    (first, _other) = compare(State("rules"), draft).countries
    assert (first.now, first.overall_now) == ("h+d", None)
    changes = compare(draft, signed)
    assert [row.fact for row in changes.facts] == ["legal status"]
    assert {(row.before, row.now, row.overall_now, row.cause) for row in changes.countries} == {
        ("h+d", "h+", "h+", "status")
    }


def test_a_second_source_of_a_known_agreement_is_no_new_agreement() -> None:
    documents = {
        **BEFORE.agreements["fruit"].documents,
        "dfat/x": document("z", data_flows={"Art 1": ["h+"]}),
    }
    changes = compare(BEFORE, one(documents))
    assert changes.new_agreements == () and changes.provisions == () and changes.countries == ()
    assert [(row.text, row.kind) for row in changes.texts] == [("dfat/x", "added")]


def test_two_agreements_found_to_be_one() -> None:
    second = one({"dfat/x": document("z")}, slug="obst").agreements
    apart = State("rules", {**BEFORE.agreements, **second})
    together = one({**BEFORE.agreements["fruit"].documents, "dfat/x": document("z")})
    changes = compare(apart, together)
    assert [(row.slug, row.fact, row.now) for row in changes.facts] == [("obst", "gone", "fruit")]
    assert changes.provisions == () and changes.texts == ()


def test_changes_survive_json() -> None:
    now = State("rules", {**one({"tota/9": document(data_flows={"": ["n"]})}, slug="new").agreements})
    changes = compare(BEFORE, now)
    assert not changes.empty
    assert Changes.from_json(changes.to_json()) == changes


def test_the_state_is_read_from_the_database_and_survives_packing(database: Database) -> None:
    chapter = MadeChapter(
        "CHAPTER 2",
        articles=(
            MadeArticle("ARTICLE 2.1", findings=(MadeFinding(FLOWS, "hard", True),)),
            MadeArticle("ARTICLE 2.2", findings=(MadeFinding(SPAM, "soft"),)),
        ),
    )
    with database.session() as session:
        world = World(session)
        first = world.agreement("Arcadia - Ruritania", ("AAA", "BBB"), chapters=(chapter,), gone=("BBB",))
        second = world.agreement("Arcadia and Ruritania", ("AAA",), chapters=(chapter,))
        world.agreement("Other")
        session.add(
            AgreementLink(
                agreement_id=second.id, other_id=first.id, kind="same", score=99, evidence={}, decision="auto"
            )
        )
    with database.read() as session:
        state = take_state(session, "rules")
        key = session.scalars(select(Document.external_id).order_by(Document.id)).first()
    assert list(state.agreements) == ["arcadia-ruritania", "other"]
    agreement = state.agreements["arcadia-ruritania"]
    assert agreement.parties == ("AAA",)
    assert len(agreement.documents) == 2
    assert agreement.documents[f"tota/{key}"].findings == {
        FLOWS: {"CHAPTER 2, ARTICLE 2.1": ["h+"]},
        SPAM: {"CHAPTER 2, ARTICLE 2.2": ["s"]},
    }
    assert unpack(pack(state)) == state
    with database.session() as session:
        session.get_one(AgreementParty, (1, "BBB")).current = True
    with database.read() as session:
        facts = compare(state, take_state(session, "rules")).facts
    assert [(row.fact, row.now) for row in facts] == [("party joined", "BBB")]
