"""The registry against the WTO's own list of April 2026: what both know is the same, or the note says why not."""

from datetime import date
from pathlib import Path

import pytest

from scrapers.xlsx import date_in, table, xlsx_rows
from tests.conftest import SHARED
from tracker.registry import Instrument, registry

LIST = SHARED / "registry" / "AllRTAs_2026-04.xlsx"

pytestmark = pytest.mark.skipif(not LIST.is_file(), reason="the WTO's list is not beside the project")


@pytest.fixture(scope="module")
def listed() -> dict[int, dict[str, str]]:
    rows = table(xlsx_rows(Path(LIST).read_bytes(), LIST.name), "RTA ID")
    return {int(row["RTA ID"].removesuffix(".0")): row for row in rows}


def numbered() -> list[Instrument]:
    return [row for row in registry().instruments.values() if row.wto_rta_id is not None]


def days_of(row: dict[str, str], column: str) -> set[date]:
    days = {date_in(row[name]) for name in row if name.startswith(column)}
    return {day for day in days if day is not None}


def test_the_list_knows_every_number(listed: dict[int, dict[str, str]]) -> None:
    assert len(numbered()) > 120
    assert [row.key for row in numbered() if row.wto_rta_id not in listed] == []


def test_days_are_those_of_the_list_or_the_note_speaks_of_it(listed: dict[int, dict[str, str]]) -> None:
    differ = []
    for row in numbered():
        assert row.wto_rta_id is not None
        there = listed[row.wto_rta_id]
        signed = days_of(there, "Date of Signature")
        if signed and (row.date_signed is None or row.date_signed.day not in signed):
            differ.append(row)
        begin = days_of(there, "Date of Entry into Force")
        if begin and not begin & {row.date_provisional, row.in_force_from}:
            differ.append(row)
    assert {row.key for row in differ} == {"EU_UKR", "UK_UKR_FTA"}
    assert all("the WTO list" in row.note for row in differ)


def test_an_agreement_has_the_day_of_its_goods_not_of_a_later_services_part(
    listed: dict[int, dict[str, str]],
) -> None:
    goods = {row.key: date_in(listed[row.wto_rta_id or 0]["Date of Signature (G)"]) for row in numbered()}
    signed = {row.key: row.date_signed.day if row.date_signed else None for row in numbered()}
    assert len(goods) > 120
    assert {key: (day, signed[key]) for key, day in goods.items() if day and day != signed[key]} == {}


def test_what_the_list_calls_inactive_has_ended(listed: dict[int, dict[str, str]]) -> None:
    ended = {row.key: row for row in numbered() if listed[row.wto_rta_id or 0]["Status"] == "Inactive"}
    assert {"NAFTA", "EU_CHL_AA", "AFTA_1992", "TUR_JOR", "CAN_UKR_2017"} <= set(ended)
    for row in ended.values():
        inactive = date_in(listed[row.wto_rta_id or 0]["Inactive Date"])
        assert inactive is not None and row.date_ended is not None
        assert (inactive - row.date_ended).days == 1, row.key  # the list gives the first day without it
