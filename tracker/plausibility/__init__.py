"""Does what was read look like an agreement? Remarks on a text after reading, with measured limits. Pure."""

from tracker.plausibility.limits import Threshold, thresholds
from tracker.plausibility.remarks import KINDS, Kind, Measured, Remark, words
from tracker.plausibility.report import measures, report

__all__ = ["KINDS", "Kind", "Measured", "Remark", "Threshold", "measures", "report", "thresholds", "words"]
