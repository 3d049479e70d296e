"""Agreements in a source's list: recognised, created or updated; their texts come later, or never."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.ingest.test_store import row_counts
from tests.invented import agreement, tota_xml
from tests.resolution.test_links import OFFICIAL, first, links, second, store
from tracker.facts import snapshot
from tracker.facts.match_job import run_match
from tracker.ingest.job import Ingester
from tracker.ingest.listed import ListedAgreement
from tracker.models import Agreement, AgreementKey, AgreementParty, AgreementUrl, Document
from tracker.models.database import Database, open_database
from tracker.queries import agreement_list, briefing_rows, country_agreements, progress, spread_totals
from tracker.resolution.links import refresh_links
from tracker.texts import raw_document
from tracker.texts.types import AgreementMeta, SourceLink

CARD = "https://rtais.example/card/7"


def meta(**facts: object) -> AgreementMeta:
    given = AgreementMeta(
        name="New Zealand - Viet Nam",
        type="FTA & EIA",
        status="In Force",
        legal_status="in_force",
        notification="GATT Art. XXIV",
        date_signed=date(2019, 5, 1),
        date_in_force=date(2020, 1, 1),
        wto_rta_id=7,
        parties=("NZL", "VNM"),
        original_parties=("NZL", "VNM"),
        sources=(SourceLink(CARD, "en", "WTO record"),),
    )
    return replace(given, **facts)  # type: ignore[arg-type]


def take(database: Database, *metas: AgreementMeta) -> dict[str, int]:
    with Ingester(database) as ingester:
        for one in metas:
            ingester.take_facts(ListedAgreement("wto_rta", str(one.wto_rta_id), one))
    assert ingester.tally.refusals == []
    return {kind: count for kind, count in ingester.tally.listed.items() if count}


def only(database: Database) -> Agreement:
    with database.read() as session:
        return session.scalars(select(Agreement)).one()


def test_a_listed_agreement_is_known_by_its_facts_and_counts_for_no_text(database: Database) -> None:
    with database.read() as session:
        before = (spread_totals(session), progress(session))
    negotiated = meta(
        wto_rta_id=8,
        name="New Zealand - Peru",
        status="Early announcement-Under negotiation",
        legal_status="in_negotiation",
        date_signed=None,
        date_in_force=None,
        parties=("NZL", "PER"),
    )
    assert take(database, meta(), negotiated) == {"new": 2}
    with database.read() as session:
        assert (spread_totals(session), progress(session)) == before
        assert session.scalar(select(func.count()).select_from(Document)) == 0
        rows = agreement_list(session)
        assert [(row.name, row.facts_only, row.has_text, row.link) for row in rows] == [
            ("New Zealand - Viet Nam", True, False, CARD),
            ("New Zealand - Peru", True, False, CARD),
        ]
        bound = country_agreements(session, "PER")
        assert [(row.name, row.state, row.facts_only) for row in bound] == [
            ("New Zealand - Peru", "draft", True)
        ]
        stored = session.scalars(select(Agreement).where(Agreement.wto_rta_id == 7)).one()
    assert (stored.type, stored.status, stored.notification) == ("FTA & EIA", "In Force", "GATT Art. XXIV")
    assert (stored.date_signed, stored.date_in_force) == (date(2019, 5, 1), date(2020, 1, 1))


def test_the_second_night_writes_nothing(database: Database) -> None:
    take(database, meta())
    before = row_counts(database)
    assert take(database, meta()) == {"unchanged": 1}
    assert row_counts(database) == before


def test_a_changed_date_or_status_is_brought_up_to_date(database: Database) -> None:
    take(database, meta(legal_status="signed", status="Early announcement-Signed", date_in_force=None))
    assert take(database, meta()) == {"changed": 1}
    assert (only(database).legal_status, only(database).status) == ("in_force", "In Force")
    assert only(database).date_in_force == date(2020, 1, 1)
    gone = meta(legal_status="inactive", status="Inactive", date_inactive=date(2026, 3, 1))
    take(database, gone)
    assert (only(database).status, only(database).date_inactive) == ("Inactive", date(2026, 3, 1))
    # A list may also have been wrong.
    take(database, meta())
    assert (only(database).legal_status, only(database).date_inactive) == ("in_force", None)


@pytest.mark.parametrize(
    "listed",
    [
        meta(name="NZVN", date_signed=None),
        meta(wto_rta_id=9),
    ],
)
def test_a_listed_agreement_is_recognised_among_the_known(database: Database, listed: AgreementMeta) -> None:
    store(database, first(wto_rta_id=7 if listed.wto_rta_id == 7 else None))
    run_match(database, workers=1)
    with database.read() as session:
        before = spread_totals(session)
    assert take(database, listed) == {"recognised": 1}
    assert take(database, listed) == {"unchanged": 1}
    stored = only(database)
    assert (stored.name, stored.wto_rta_id) == ("New Zealand - Viet Nam", listed.wto_rta_id)
    with database.read() as session:
        assert spread_totals(session) == before
        assert CARD in session.scalars(select(AgreementUrl.url)).all()
    (link,) = links(database)
    assert link.attached == (f"wto_rta {listed.wto_rta_id}",)


def test_what_the_list_changes_later_reaches_an_agreement_whose_current_text_is_another_sources(
    database: Database,
) -> None:
    store(database, first(wto_rta_id=7))
    take(database, meta())
    assert take(
        database,
        meta(
            date_in_force=date(2020, 3, 1),
            legal_status="inactive",
            status="Inactive",
            date_inactive=date(2026, 1, 1),
            parties=("NZL", "VNM", "AUS"),
        ),
    ) == {"changed": 1}
    stored = only(database)
    assert (stored.date_in_force, stored.legal_status) == (date(2020, 3, 1), "inactive")
    assert (stored.status, stored.date_inactive) == ("Inactive", date(2026, 1, 1))
    with database.read() as session:
        assert "AUS" in session.scalars(select(AgreementParty.iso3)).all()
    # The first source repeats its claims, which is no reason to restore them.
    store(database, first(wto_rta_id=7, region="Oceania"))
    assert (only(database).date_in_force, only(database).region) == (date(2020, 3, 1), "Oceania")
    assert only(database).status == "Inactive"


def test_a_list_names_an_agreement_with_two_texts_once(database: Database) -> None:
    store(database, first(wto_rta_id=7))
    store(database, agreement("2", "New Zealand - Viet Nam (texto)", wto_rta_id=7))
    assert take(database, meta()) == {"recognised": 1}
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Agreement)) == 2


def test_a_doubtful_one_is_offered_to_a_person(database: Database) -> None:
    store(database, first(date_signed=None))
    assert take(database, meta()) == {"new": 1}
    (link,) = links(database, decision="open")
    assert "date unknown" in link.why


def test_a_party_nobody_knows_is_refused_and_the_others_go_on(database: Database) -> None:
    with Ingester(database) as ingester:
        ingester.take_facts(ListedAgreement("wto_rta", "8", meta(wto_rta_id=8, parties=("QQQ",))))
        ingester.take_facts(ListedAgreement("wto_rta", "7", meta()))
    (refusal,) = ingester.tally.refusals
    assert refusal.name == "wto_rta 8" and "QQQ" in refusal.reason
    assert ingester.tally.listed == {"new": 1}


def test_its_own_text_joins_it_and_keeps_what_only_the_list_claims(database: Database) -> None:
    with Ingester(database) as ingester:
        ingester.take_facts(ListedAgreement("wto_rta", "7", meta()))
        raw = raw_document(
            tota_xml(agreement("7", "New Zealand - Viet Nam")),
            "7.xml",
            source="wto_rta",
            media_type="application/xml",
        )
        ingester.take(replace(raw, overrides=replace(raw.overrides, external_id="7")))
    assert ingester.tally.kinds == {"loaded": 1}
    stored = only(database)
    assert (stored.notification, stored.wto_rta_id) == ("GATT Art. XXIV", 7)
    with database.read() as session:
        assert session.scalars(select(Document.current)).all() == [True]
        assert CARD in session.scalars(select(AgreementUrl.url)).all()
        (row,) = agreement_list(session)
        assert (row.facts_only, row.has_text, row.articles) == (False, True, 4)
    assert take(database, meta()) == {"unchanged": 1}


def test_another_sources_text_of_a_listed_agreement_is_shown_and_matched_at_once(database: Database) -> None:
    take(database, meta())
    assert store(database, second(), "mfat").kind == "attached"
    assert run_match(database, workers=1).matched == 4
    with database.read() as session:
        found = len(briefing_rows(session, country="NZL"))
        assert found > 0
    # The list's own source has its text later, which becomes current; nothing counts twice.
    assert store(database, replace(first(), external_id="7"), "wto_rta").kind == "loaded"
    run_match(database, workers=1)
    with database.read() as session:
        shown = session.execute(select(Document.external_id, Document.current).order_by(Document.id)).all()
        assert [tuple(row) for row in shown] == [("nz-vn", False), ("7", True)]
        assert len(briefing_rows(session, country="NZL")) == found
    assert refresh_links(database).merged == 0


def test_a_list_read_before_the_snapshot_doubles_nothing(
    sqlite_url: str, database: Database, tmp_path: Path
) -> None:
    source = open_database(sqlite_url)
    store(source, first(wto_rta_id=7))
    run_match(source, workers=1)
    path = tmp_path / "facts.xz"
    snapshot.build(source, path)
    source.close()
    take(database, meta(name=OFFICIAL))
    slug = only(database).slug
    snapshot.load(database, path)
    stored = only(database)
    assert stored.slug == slug != "new-zealand-viet-nam-2019"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(AgreementKey)) == 2
        (row,) = agreement_list(session)
        assert (row.facts_only, row.articles) == (False, 4)
        assert briefing_rows(session, agreement="new-zealand-viet-nam-2019")
    before = row_counts(database)
    snapshot.load(database, path)
    take(database, meta(name=OFFICIAL))
    assert row_counts(database) == before


def test_a_killed_reading_of_a_list_is_finished_by_the_next(sqlite_url: str) -> None:
    total = 300
    code = (
        "import sys; from dataclasses import replace; from tests.ingest.test_listed import listed_many;"
        "from tracker.ingest.job import Ingester; from tracker.models.database import open_database;"
        "ingester = Ingester(open_database());"
        "[(ingester.take_facts(one), print(one.external_id, flush=True)) for one in listed_many(300)]"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "DATABASE_URL": sqlite_url},
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdout is not None
    for _ in range(130):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    database = open_database(sqlite_url)
    with database.read() as session:
        stored = session.scalar(select(func.count()).select_from(Agreement)) or 0
        keys = session.scalar(select(func.count()).select_from(AgreementKey))
    assert 0 < stored < total and keys == stored
    with Ingester(database) as ingester:
        for one in listed_many(total):
            ingester.take_facts(one)
    assert ingester.tally.listed == {"unchanged": stored, "new": total - stored}
    database.close()


def listed_many(total: int) -> list[ListedAgreement]:
    """Agreements of one pair of countries in as many years and numbers as asked for."""
    return [
        ListedAgreement(
            "wto_rta",
            str(number),
            meta(name=f"Orchard {number} pact", wto_rta_id=number, date_signed=date(1700 + number, 1, 1)),
        )
        for number in range(1, total + 1)
    ]
