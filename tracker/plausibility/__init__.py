"""Does what was read look like an agreement? Remarks on a text after reading, with measured limits. Pure."""

from tracker.plausibility.first_look import FirstLook, ReadPaper, ReadText, first_look
from tracker.plausibility.limits import Threshold, thresholds
from tracker.plausibility.remarks import KINDS, Kind, Measured, Remark, words
from tracker.plausibility.report import measures, report, with_losses

__all__ = [
    "KINDS",
    "FirstLook",
    "Kind",
    "Measured",
    "ReadPaper",
    "ReadText",
    "Remark",
    "Threshold",
    "first_look",
    "measures",
    "report",
    "thresholds",
    "with_losses",
    "words",
]
