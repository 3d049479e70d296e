"""Pending: what is signed or drafted adds only what goes beyond all that is in force."""

from datetime import UTC, date, datetime

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Paper
from tracker.models.database import Database
from tracker.queries import PendingAgreement, country_pending


def agreement(world: World, name: str, *findings: MadeFinding, **facts: object) -> int:
    articles = tuple(MadeArticle(str(at), findings=(one,)) for at, one in enumerate(findings, start=1))
    made = world.agreement(
        name,
        chapters=(MadeChapter("14", "Rules", "ecommerce", articles),),
        **facts,  # type: ignore[arg-type]
    )
    return made.id


def pending(database: Database, iso3: str = "AAA") -> list[PendingAgreement]:
    with database.read() as session:
        return country_pending(session, iso3)


def test_only_what_goes_beyond_is_added(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        agreement(
            world,
            "Now",
            MadeFinding("data_flows", "hard", True),
            MadeFinding("cooperation", "soft"),
            in_force=date(2012, 1, 1),
        )
        agreement(
            world,
            "Soon",
            MadeFinding("data_flows", "hard", False),
            MadeFinding("cooperation", "soft"),
            MadeFinding("source_code", "soft", False),
        )
    [row] = pending(database)
    assert (row.agreement.name, row.participation, row.already_binding) == ("Soon", "party", 1)
    assert [
        (added.provision, added.now_strength, added.now_exception, added.strength, added.exception)
        for added in row.adds
    ] == [("data_flows", "hard", True, "hard", False), ("source_code", None, None, "soft", False)]
    assert [(change.policy, change.now, change.then) for change in row.policies] == [
        ("condition_data_exports", "restricted", "closed"),
        ("inspect_source_code", "open", "restricted"),
    ]


def test_rule_for_all_goes_beyond_one_for_a_sector_and_exceptions_are_no_commitments(
    database: Database,
) -> None:
    with database.session() as session:
        world = World(session)
        wires = MadeArticle("1", findings=(MadeFinding("data_flows", "hard", False),))
        world.agreement(
            "Now", in_force=date(2012, 1, 1), chapters=(MadeChapter("13", "Wires", "telecoms", (wires,)),)
        )
        agreement(
            world,
            "Soon",
            MadeFinding("data_flows", "hard", True),
            MadeFinding("general_exceptions", "hard"),
        )
    [row] = pending(database)
    assert [(added.provision, added.now_sector) for added in row.adds] == [("data_flows", "telecoms")]
    assert (row.already_binding, row.policies) == (0, ())


def test_nothing_signed_nothing_pending(database: Database) -> None:
    with database.session() as session:
        agreement(World(session), "Now", MadeFinding("source_code", "hard", False), in_force=date(2012, 1, 1))
    assert pending(database) == []
    assert pending(database, "ZZZ") == []


def test_draft_counts_for_those_in_whose_name_a_paper_of_it_was_submitted(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        made = agreement(
            world,
            "Draft text",
            MadeFinding("customs_duties", "hard"),
            parties=(),
            signed=None,
            legal_status="draft_text",
        )
        session.add(
            Paper(
                source_id=world.source().id,
                symbol="INF/X/1",
                title="A draft of ours",
                issued=date(2023, 1, 1),
                members=["AAA", "EU"],
                language="en",
                sha256="0",
                fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
                text="Nothing.",
                agreement_id=made,
            )
        )
    for iso3 in ("AAA", "DEU"):
        [row] = pending(database, iso3)
        assert (row.participation, row.agreement.state) == ("submitted", "draft")
        assert [change.policy for change in row.policies] == ["tax_transmissions"]
    assert pending(database, "BBB") == []
