"""The log of a night: named in its record, also where the night itself breaks off."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tracker.models import NightlyRun
from tracker.models.database import Database
from tracker.nightly.night import NightBroken, run_night
from tracker.queries.operations.nights import last_nights


def broken(*_arguments: object, **_options: object) -> None:
    raise ZeroDivisionError("no articles\nto divide by")


def test_a_night_in_which_code_raises_is_failed_in_one_line(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.nightly.night.run_match", broken)
    lines: list[str] = []
    with pytest.raises(
        NightBroken, match="the night broke off: ZeroDivisionError: no articles to divide by"
    ) as error:
        run_night(database, tmp_path, [], timeout=5, at_once=1, say=lines.append)
    assert error.value.exit_code == 9
    with database.read() as session:
        (night,) = last_nights(session, 2)
        (row,) = session.scalars(select(NightlyRun))
        started = f"{row.started_at:%Y-%m-%d}"
    assert (night.state, night.summary) == ("failed", "ZeroDivisionError: no articles to divide by")
    assert night.log == f"digests/{started}/night-{night.id}.log"
    log = (tmp_path / night.log).read_text(encoding="utf-8")
    assert str(tmp_path / night.log) in str(error.value)
    assert "Traceback (most recent call last)" in log and "in broken" in log
    assert "ERROR tracker.nightly.night: the night failed: ZeroDivisionError" in log


def test_two_nights_of_a_day_have_a_log_each(database: Database, tmp_path: Path) -> None:
    first = run_night(database, tmp_path, [], timeout=5, at_once=1, say=lambda _line: None)
    second = run_night(database, tmp_path, [], timeout=5, at_once=1, say=lambda _line: None)
    assert first.log != second.log
    assert first.log.parent == first.digest.parent
    with database.read() as session:
        nights = last_nights(session, 5)
    assert [tmp_path / (night.log or "") for night in nights] == [second.log, first.log]
    for result in (first, second):
        assert result.log.read_text(encoding="utf-8").endswith(
            f"INFO tracker.nightly.night: {result.summary}\n"
        )
