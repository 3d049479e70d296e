"""Every number on Spread, Country, Data, Provision, Agreement, Compare, Coverage and of a list of countries, of a
small invented corpus, and on the WTO page and of a group, of another, against sheets worked out by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import update

from dashboard.views.data import method
from tests.dashboard.answers import number_lines
from tests.dashboard.conftest import Open
from tests.factory import MadeFinding, World, provision_agreement
from tracker.evaluation import CodeScore
from tracker.evaluation.accuracy import Accuracy, JudgedFindings, MeasuredSet, Use
from tracker.models import Document
from tracker.models.database import open_database

SHEET: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("answer_sheet.yaml").read_text(encoding="utf-8")
)
GROUPS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("answer_sheet_groups.yaml").read_text(encoding="utf-8")
)


def _measured(key: str, use: Use, articles: int, **counts: tuple[int, int, int]) -> MeasuredSet:
    """A set of the invented measurement; `counts` by provision: right, wrong, missed."""
    gold = sum(right + missed for right, _, missed in counts.values())
    codes = {code: CodeScore(code, *counted) for code, counted in counts.items()}
    none = {
        "exception": 1.0,
        "exception_count": 0,
        "scope": 1.0,
        "scope_count": 0,
        "bound": 1.0,
        "bound_count": 0,
    }
    return MeasuredSet(
        key, use, articles, gold, 0.8, 0.75, strength=0.5, strength_count=12, codes=codes, **none
    )  # type: ignore[arg-type]


KEPT = _measured("ecommerce-held", "held_out", 30, data_flows=(16, 4, 4), source_code=(4, 0, 0))
MEASURED = Accuracy(
    measured=date(2020, 1, 31),
    template="t-1",
    matcher="m-1",
    sets=(_measured("dev", "in_sample", 40, data_flows=(15, 0, 5), source_code=(4, 0, 0)), KEPT),
    held_out=KEPT,
    judged=JudgedFindings(12, 9, 1, {"data_flows": (12, 9)}),
)
"""An invented measurement: the shares 0.8, 0.75 and 0.5 of every set are given, all else follows."""


@pytest.fixture
def corpus(sqlite_url: str) -> str:
    """Five agreements of four countries, one of them without a text; `answer_sheet.yaml` says what follows of them."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        provision_agreement(
            world,
            "Reed - Moss",
            [
                MadeFinding("data_flows", "hard", False, scope="general"),
                MadeFinding("customs_duties", "hard", False, scope="general"),
                MadeFinding("source_code", "soft", False, scope="general"),
            ],
            topic="ecommerce",
            parties=["AAA", "BBB"],
            signed=date(2008, 3, 1),
            in_force=date(2009, 6, 1),
        )
        provision_agreement(
            world,
            "Moss - Fern",
            [
                MadeFinding("data_flows", "hard", True, notes=("exception:public_policy",), scope="general"),
                MadeFinding("customs_duties", "hard", False, scope="general"),
            ],
            topic="ecommerce",
            parties=["BBB", "CCC"],
            signed=date(2012, 5, 1),
            in_force=date(2013, 1, 1),
        )
        provision_agreement(
            world,
            "Wire - Post",
            [MadeFinding("data_flows", "hard", False, scope="telecoms")],
            topic="telecoms",
            parties=["CCC", "DDD"],
            signed=date(2010, 2, 1),
            in_force=date(2011, 2, 1),
        )
        provision_agreement(
            world,
            "Reed - Fern",
            [MadeFinding("data_flows", "soft", False, scope="general")],
            topic="ecommerce",
            parties=["AAA", "CCC"],
            signed=date(2015, 7, 1),
        )
        world.agreement(
            "Blank - Page",
            ["AAA", "DDD"],
            signed=date(2012, 9, 1),
            in_force=date(2014, 1, 1),
            current=False,
        )
    database.close()
    return sqlite_url


@pytest.fixture
def alps(sqlite_url: str) -> str:
    """Three agreements of EFTA's members and the WTO text, invented; `answer_sheet_groups.yaml` says what follows of
    them."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        provision_agreement(
            world,
            "Fjord - Palm",
            [MadeFinding("data_flows", "hard", False, scope="general")],
            topic="ecommerce",
            parties=["ISL", "CHL"],
            signed=date(2008, 3, 1),
            in_force=date(2009, 6, 1),
        )
        provision_agreement(
            world,
            "Alps - Palm",
            [
                MadeFinding("data_flows", "soft", False, scope="general"),
                MadeFinding("customs_duties", "hard", False, scope="general"),
            ],
            topic="ecommerce",
            parties=["CHE", "LIE", "CHL"],
            signed=date(2012, 5, 1),
            in_force=date(2013, 1, 1),
        )
        world.agreement(
            "Fjord - Sand", ["NOR", "QAT"], signed=date(2012, 9, 1), in_force=date(2014, 1, 1), current=False
        )
        text = provision_agreement(
            world,
            "Lantern text",
            [
                MadeFinding("data_flows", "hard", False, scope="general"),
                MadeFinding("customs_duties", "hard", False, scope="general"),
                MadeFinding("cooperation", "soft", None, scope="general"),
            ],
            topic="ecommerce",
            parties=[],
            signed=None,
            legal_status="draft_text",
        )
        session.execute(
            update(Document).where(Document.agreement_id == text.id).values(external_id="inf-ecom-87")
        )
    database.close()
    return sqlite_url


def _lines(entry: dict[str, Any]) -> list[str]:
    """The lines of a page as the sheet has them; `times` stands for the same line so often in a row."""
    lines = []
    for line in entry["lines"]:
        lines += [line["line"]] * line["times"] if isinstance(line, dict) else [line]
    return lines


@pytest.mark.parametrize(
    ("invented", "entry"),
    [*(("corpus", entry) for entry in SHEET), *(("alps", entry) for entry in GROUPS)],
    ids=lambda value: value["name"] if isinstance(value, dict) else "",
)
def test_every_number_is_that_of_the_sheet(
    request: pytest.FixtureRequest,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    invented: str,
    entry: dict[str, Any],
) -> None:
    request.getfixturevalue(invented)
    monkeypatch.setattr(method, "measured_accuracy", lambda: MEASURED)
    page = open_page(entry["page"], **entry.get("parameters", {}))
    shown = [line for line in number_lines(page) if not _of_the_frame(line)]
    assert shown == _lines(entry)


FRAME = (
    "To cite it (APA): CopyDigital Trade Tracker. TODAY. ",
    "To cite it (BibTeX): Copy@misc{",
    "year = TODAY,",
    "note = {Data: texts of 2026-01-02, template test-1, matcher test-1},",
    "urldate = {TODAY}",
    "Agreements: Texts of Trade Agreements (ToTA) by Alschner, Seiermann and Skougarevskiy, CC BY-NC 4.0; ",
)
"""What stands on every page: how to cite it, with the day of the newest text (`tests.factory`), and the sources."""


def _of_the_frame(line: str) -> bool:
    return line.startswith(FRAME)


def test_a_page_with_another_number_fails(corpus: str, open_page: Open) -> None:
    """The comparison sees a changed number, a missing line and one too many."""
    shown = number_lines(open_page("country"))
    (line,) = (line for line in shown if line.startswith("Land AAA"))
    expected = _lines(next(entry for entry in SHEET if entry["name"] == "countries"))
    assert line in expected
    assert line.replace("2", "3", 1) not in expected
    assert [one for one in shown if not _of_the_frame(one)] == expected
    assert number_lines(open_page("data")) != number_lines(open_page("country"))
