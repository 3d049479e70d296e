"""What a check finds, and what a check may look at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from tracker.models.database import Database
from tracker.nightly.plan import SourcePlan
from tracker.settings import Settings


class State(StrEnum):
    """`well`; `note`: to be looked at some day; `problem`: to be mended; `unknown`: it cannot be known from here."""

    WELL = "well"
    NOTE = "note"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One answer: the check's name, what was found in one line, and what to do about it ("" where nothing is)."""

    check: str
    state: State
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """What is examined. `plans`: the sources that nights visit; `system`: root folder of the machine's own files."""

    database: Database
    data: Path
    settings: Settings
    plans: Sequence[SourcePlan]
    now: datetime
    system: Path = Path("/")


Check = Callable[[Installation], list[CheckResult]]


def well(check: str, found: str) -> CheckResult:
    """All is well."""
    return CheckResult(check, State.WELL, found)


def problem(check: str, found: str, advice: str) -> CheckResult:
    """Something is to be mended."""
    return CheckResult(check, State.PROBLEM, found, advice)


def note(check: str, found: str, advice: str) -> CheckResult:
    """Something is to be looked at."""
    return CheckResult(check, State.NOTE, found, advice)


def unknown(check: str, found: str, advice: str = "") -> CheckResult:
    """It cannot be known from here."""
    return CheckResult(check, State.UNKNOWN, found, advice)
