"""The limits of each kind of remark, from the data file beside this one."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tracker.data_files import read_entry
from tracker.errors import TrackerError
from tracker.plausibility.remarks import KINDS, Kind, Measured, Remark

FILE = Path(__file__).parent / "data" / "thresholds.yaml"


class ThresholdError(TrackerError):
    """The data file of thresholds is broken."""


class Limit(BaseModel):
    """From which figures on: both must be reached."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    count: int = Field(default=1, ge=1)
    share: float = Field(default=0.0, ge=0.0, le=1.0)

    def reached(self, measured: Measured) -> bool:
        """Whether a figure is at or beyond the limit."""
        return measured.count >= self.count and measured.share >= self.share


class Threshold(BaseModel):
    """One kind: what it is, from which figures on it is remarked and, if ever, grave, and what was measured.

    - A figure is remarked, or grave, if it reaches one of the limits.
    - `tota_markup` and `tota_plain`: share of the texts of ToTA with the remark, as read from its XML and as plain text
      read by the structure parser (`benchmarks/plausibility.py`); None where a format cannot show the kind.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str
    remark: list[Limit] = Field(min_length=1)
    grave: list[Limit] = []
    tota_markup: float | None = None
    tota_plain: float | None = None


class Thresholds(BaseModel):
    """The data file: one entry for each kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: dict[Kind, Threshold]


@cache
def thresholds() -> dict[Kind, Threshold]:
    """The limits by kind. Raises ThresholdError, with file and line, where the file is broken or lacks a kind."""
    found = read_entry(FILE, Thresholds, ThresholdError).kinds
    if missing := [kind for kind in KINDS if kind not in found]:
        raise ThresholdError(f"{FILE}: no limits for {', '.join(missing)}; add them")
    return found


def remark_of(measured: Measured, places: int) -> Remark | None:
    """The remark that a figure becomes, with at most `places` places; None where it is within its limit."""
    limits = thresholds()[measured.kind]
    grave = any(limit.reached(measured) for limit in limits.grave)
    if not grave and not any(limit.reached(measured) for limit in limits.remark):
        return None
    return Remark(measured.kind, grave, measured.count, measured.of, measured.where[:places])
