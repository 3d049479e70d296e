"""The server's own arrangements before the first visitor, and tables that take columns of any kind."""

import gc
from datetime import date

from dashboard.parts.chart_table import _alike
from dashboard.serve import settle_memory


def test_what_is_loaded_is_not_looked_through_after_every_run() -> None:
    try:
        settle_memory()
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects()) < gc.get_freeze_count()
    finally:
        gc.unfreeze()


def test_columns_of_a_table_have_one_kind() -> None:
    day = date(2020, 1, 2)
    assert _alike([day, None, day]) == [day, None, day]
    assert _alike([1, "", 2]) == ["1", "", "2"]
    assert _alike(["", None, "b"]) == ["", None, "b"]
    assert _alike([day, 1999, None]) == ["2020-01-02", "1999", None]
