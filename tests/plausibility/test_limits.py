"""The data file of limits: whole, and measured."""

from pathlib import Path

import pytest

from tracker.plausibility import KINDS, Measured, thresholds
from tracker.plausibility.limits import ThresholdError, remark_of


def test_every_kind_was_measured_or_cannot_be() -> None:
    unmeasured = {
        kind
        for kind, limits in thresholds().items()
        if limits.tota_markup is None and limits.tota_plain is None
    }
    assert unmeasured == {"stray_footnotes", "lost_part"}
    for kind, limits in thresholds().items():
        for figure in (limits.tota_markup, limits.tota_plain):
            assert figure is None or 0 <= figure <= 0.05, kind


def test_both_figures_of_a_limit_must_be_reached() -> None:
    assert remark_of(Measured("empty_articles", 2, 100), 8) is None
    assert remark_of(Measured("empty_articles", 1, 4), 8) is None
    remark = remark_of(Measured("empty_articles", 2, 10, ("a", "b", "c")), 2)
    assert remark is not None and (remark.grave, remark.where) == (False, ("a", "b"))
    grave = remark_of(Measured("empty_articles", 6, 10), 8)
    assert grave is not None and grave.grave


def test_a_file_that_lacks_a_kind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "thresholds.yaml"
    file.write_text("kinds:\n  error_page:\n    what: x\n    remark: [{count: 1}]\n")
    monkeypatch.setattr("tracker.plausibility.limits.FILE", file)
    thresholds.cache_clear()
    try:
        with pytest.raises(ThresholdError, match="no limits for number_gaps"):
            thresholds()
    finally:
        monkeypatch.undo()
        thresholds.cache_clear()
    assert len(thresholds()) == len(KINDS)
