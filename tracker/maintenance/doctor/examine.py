"""All checks, one after the other; one that raises is a finding itself, and the others go on."""

from collections.abc import Iterator

from tracker.errors import TrackerError
from tracker.maintenance.doctor import machine, stored
from tracker.maintenance.doctor.checks import Check, CheckResult, Installation, State, problem
from tracker.models.database import HEAD_REVISION, current_revision

ALWAYS: tuple[tuple[str, Check], ...] = (
    ("installation", machine.installation),
    ("space", machine.space),
    ("certificates", machine.certificates),
    ("backups", stored.saved),
    ("schema", stored.schema),
)
AT_THE_PRESENT_SCHEMA: tuple[tuple[str, Check], ...] = (
    ("index", stored.index),
    ("schedule", machine.schedule),
    ("sources", stored.sources),
    ("matching", stored.matching),
    ("plausibility", stored.plausibility),
    ("archive", stored.archive),
)
"""Checks that read tables: of a database at another migration nothing can be said by them."""


def examine(installed: Installation) -> Iterator[CheckResult]:
    """What every check finds. None writes anything."""
    for name, check in ALWAYS:
        yield from _run(name, check, installed)
    try:
        present = current_revision(installed.database) == HEAD_REVISION
    except Exception:
        present = False  # `schema` has said why
    for name, check in AT_THE_PRESENT_SCHEMA:
        if present:
            yield from _run(name, check, installed)
        else:
            yield CheckResult(
                name, State.UNKNOWN, "not looked at: the database cannot be read as it is", "see schema"
            )


def _run(name: str, check: Check, installed: Installation) -> list[CheckResult]:
    try:
        return check(installed)
    except TrackerError as error:
        return [problem(name, str(error), "mend that, and run this again")]
    except OSError as error:
        return [
            problem(
                name,
                f"{error.filename or 'disk'}: {error.strerror or error}",
                "check the path and its rights",
            )
        ]
    except Exception as error:
        reason = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        return [
            problem(
                name,
                f"the check itself failed: {reason}",
                "mend what it names; if nothing is wrong there, report it",
            )
        ]
