"""The WTO's plurilateral texts: found by symbol, the agreement before proposals; who takes part, and whence known."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import update

from tests.factory import MadeArticle, MadeChapter, World
from tests.registry.conftest import INSTRUMENT, MODELS, SOURCE
from tracker.models import Agreement, AgreementKey, Document, Paper, Source
from tracker.models.database import Database
from tracker.queries import known_status, papers, plurilateral_texts, text_participants
from tracker.queries.agreement.plurilateral import symbol_in
from tracker.registry import load_registry
from tracker.template import KnownText, Plurilateral
from tracker.texts.symbols import base_of

DAY = datetime(2025, 4, 1, tzinfo=UTC)
KNOWN = Plurilateral(
    series="INF/ECOM/",
    texts=(
        KnownText(
            symbol="INF/ECOM/900",
            issued=date(2024, 1, 2),
            source="Its cover note",
            as_of=date(2024, 1, 3),
            roles={"convenor": ("CCC",), "supporter": ("EFTA",), "outside": ("DDD",)},
        ),
    ),
)
ONE_CHAPTER = (MadeChapter("1", articles=(MadeArticle("1"),)),)


def text(
    world: World, name: str, external_id: str, parties: tuple[str, ...] = (), status: str = "draft_text"
) -> Agreement:
    """A text that its source calls `external_id`."""
    made = world.agreement(
        name, parties, signed=None, legal_status=status, chapters=ONE_CHAPTER, urls=("https://example.org/a",)
    )
    world.session.execute(
        update(Document).where(Document.agreement_id == made.id).values(external_id=external_id)
    )
    return made


def paper(world: World, made: Agreement, symbol: str, issued: date | None, members: list[str]) -> None:
    """A paper that is the text of the agreement."""
    source = world.session.query(Source).filter_by(key=world.source_key).one()
    world.session.add(
        Paper(
            source_id=source.id,
            symbol=symbol,
            base=base_of(symbol),
            title=f"Paper {symbol}",
            issued=issued,
            members=members,
            language="en",
            url=f"https://example.org/{symbol}",
            sha256=f"{symbol:x>64}",
            fetched_at=DAY,
            text="words",
            agreement_id=made.id,
        )
    )
    world.session.flush()


def test_symbols_are_read_from_file_names_and_ids() -> None:
    assert symbol_in("inf-ecom-87") == "INF/ECOM/87"
    assert symbol_in("INF/ECOM/62") == "INF/ECOM/62"
    assert symbol_in("inf-ecom-62-rev-5") == "INF/ECOM/62/Rev.5"
    assert symbol_in("inf_ecom_62_rev.5") == "INF/ECOM/62/Rev.5"
    assert symbol_in("") == ""


def test_only_the_series_is_found_and_the_agreement_comes_first(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        text(world, "Named like it", "inf-ecom-notes")
        text(world, "Other series", "WT/GC/W/900")
        text(world, "From a file", "inf-ecom-900")
        later = text(world, "Later proposal", "INF/ECOM/901")
        paper(world, later, "INF/ECOM/901", date(2025, 5, 5), ["CCC"])
        paper(world, later, "INF/ECOM/901/Rev.2", date(2025, 6, 6), ["CCC"])
        paper(world, later, "INF/ECOM/901/Rev.1", None, ["CCC"])
        text(world, "Proposal without a day", "INF/ECOM/7")
    with database.read() as session:
        rows = plurilateral_texts(session, facts=KNOWN)
    assert [(row.name, row.symbol, row.issued, row.known) for row in rows] == [
        ("From a file", "INF/ECOM/900", date(2024, 1, 2), True),
        ("Later proposal", "INF/ECOM/901/Rev.2", date(2025, 6, 6), False),
        ("Proposal without a day", "INF/ECOM/7", None, False),
    ]
    assert [row.url for row in rows] == [
        "https://example.org/a",
        "https://example.org/INF/ECOM/901/Rev.2",
        "https://example.org/a",
    ]


def test_a_revision_is_the_agreement_still_and_has_its_own_day(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        made = text(world, "Revised", "INF/ECOM/900")
        paper(world, made, "INF/ECOM/900/Rev.1", date(2026, 1, 1), [])
    with database.read() as session:
        [row] = plurilateral_texts(session, facts=KNOWN)
        assert text_participants(session, row.slug, facts=KNOWN)[0].code == "CCC"
    assert (row.symbol, row.issued, row.known) == ("INF/ECOM/900/Rev.1", date(2026, 1, 1), True)


def test_facts_come_before_what_the_database_has(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        made = text(world, "Revised", "INF/ECOM/900", ("DDD", "EEE"))
        paper(world, made, "INF/ECOM/900", date(2024, 1, 2), ["EEE", "FFF"])
    with database.read() as session:
        rows = text_participants(session, made.slug, facts=KNOWN)
        assert len(papers(session)) == 1
    assert [(row.code, row.role) for row in rows] == [
        ("CCC", "convenor"),
        ("EFTA", "supporter"),
        ("EEE", "submitted"),
        ("FFF", "submitted"),
        ("DDD", "outside"),
    ]
    assert rows[1].members == ("CHE", "ISL", "LIE", "NOR")
    assert (rows[0].source, rows[0].as_of) == ("Its cover note", date(2024, 1, 3))
    assert (rows[2].source, rows[2].as_of) == (None, None)


def test_parties_of_a_text_that_is_no_paper_are_parties(database: Database) -> None:
    with database.session() as session:
        text(World(session), "Signed", "INF/ECOM/900", ("EEE",), status="signed")
    with database.read() as session:
        assert [(row.code, row.role) for row in text_participants(session, "signed", facts=KNOWN)][-2:] == [
            ("EEE", "party"),
            ("DDD", "outside"),
        ]


def test_nobody_takes_part_in_what_is_not_here(database: Database) -> None:
    with database.session() as session:
        World(session).agreement("North - South")
    with database.read() as session:
        assert plurilateral_texts(session) == []
        assert text_participants(session, "north-south") == []


def test_status_and_number_by_the_registry(database: Database, tmp_path: Path) -> None:
    """What the registry says of a text, and on which day; nothing of one that it does not have."""
    rows = {
        "instruments": {
            **INSTRUMENT,
            "key": "LANTERNS",
            "name": "Lantern text",
            "parties": "",
            "date_signed": "",
            "date_in_force": "",
            "status": "concluded",
        },
        "participants": {"key": "LANTERNS", "number": "31", "day": "2025-06", "source_url": SOURCE},
    }
    for name, model in MODELS.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(model.model_fields), restval="")
            writer.writeheader()
            writer.writerows([rows[name]] if name in rows else [])
    known = load_registry(tmp_path)
    with database.session() as session:
        world = World(session)
        made = text(world, "Lantern text", "inf-ecom-900")
        text(world, "Other text", "inf-ecom-901")
        source = Source(key="registry", title="Registry")
        session.add(source)
        session.flush()
        session.add(AgreementKey(agreement_id=made.id, source_id=source.id, external_id="LANTERNS"))
    with database.read() as session:
        found = known_status(session, "lantern-text", known=known)
        assert known_status(session, "other-text", known=known) is None
    assert found is not None
    assert (found.state, found.checked_on, found.sources) == ("concluded", date(2026, 11, 28), (SOURCE,))
    assert (found.number, found.number_day, found.number_sources) == (31, "2025-06", (SOURCE,))
