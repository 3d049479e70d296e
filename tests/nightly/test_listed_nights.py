"""Three nights over the WTO's list: the first stores every agreement, the second reports nothing, the third a
change."""

from pathlib import Path

from sqlalchemy import select

from tests.fixtures.wto_rta.site import XLSX, rta_list, xlsx
from tests.nightly.nights import House
from tests.nightly.test_all_sources import every_source
from tests.scrapers.local_sites import site_of
from tests.scrapers.site import Answer, serving
from tracker.models import Agreement
from tracker.queries import agreement_list, last_nights, progress, status


def listed(house: House) -> dict[int, tuple[bool, str]]:
    """Whether only facts are known, and the legal status, by the WTO's number."""
    database = house.database()
    with database.read() as session:
        numbers = dict(session.execute(select(Agreement.slug, Agreement.wto_rta_id)).tuples().all())
        rows = {numbers[row.slug] or 0: (row.facts_only, row.legal_status) for row in agreement_list(session)}
        assert progress(session).complete
        assert (status(session).agreements, status(session).facts_only) == (2, 4)
    database.close()
    return rows


def test_three_nights_over_the_list(tmp_path: Path) -> None:
    with serving(site_of("wto_rta")) as site:
        house = every_source(tmp_path / "house", {"wto_rta": site})
        first = house.night("--source", "wto_rta")
        assert first.code == 0, first.out + first.err
        assert "2 new agreements, 4 new agreements known by their facts only" in first.last_line
        assert "list of 6, 6 new, 0 changed" in first.out
        assert listed(house) == {
            1201: (False, "in_force"),
            1202: (True, "signed"),
            1203: (False, "in_force"),
            1204: (True, "in_negotiation"),
            1205: (True, "signed"),
            1206: (True, "inactive"),
        }
        rows = house.rows()

        second = house.night("--source", "wto_rta")
        assert second.code == 0, second.out + second.err
        assert second.last_line.endswith("nothing changed; no alerts")
        assert house.rows() == rows

        columns, changed = rta_list()
        changed[1][columns.index("Status")] = "In Force"
        changed[1][columns.index("Date of Entry into Force (G)")] = "Feb  1 2026"
        site.pages["/UI/ExportAllRTAList.aspx"] = Answer(
            xlsx(columns, changed), headers={"Content-Type": XLSX}
        )
        third = house.night("--source", "wto_rta")
        assert "2 facts changed; no alerts" in third.last_line
        assert house.rows() == rows
        digest = house.digest()
        assert [(row["fact"], row["before"], row["now"]) for row in digest["changes"]["facts"]] == [
            ("legal status", "signed", "in_force"),
            ("date in force", None, "2026-02-01"),
        ]
        assert listed(house)[1202] == (True, "in_force")
        database = house.database()
        with database.read() as session:
            assert [night.changed for night in last_nights(session, 3)] == [True, False, True]
        database.close()

        # A list that shrank is looked into; what it no longer names stays.
        site.pages["/UI/ExportAllRTAList.aspx"] = Answer(
            xlsx(columns, changed[:3]), headers={"Content-Type": XLSX}
        )
        fourth = house.night("--source", "wto_rta")
        assert fourth.code == 8
        assert "3 agreements in the list, 6 last time" in fourth.out
        assert house.rows() == rows
