"""The strongest findings: an exception that is not known stays not known."""

import pytest

from tests.factory import MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.queries.core.strongest import StrongestFinding, strongest_findings

UNKNOWN, NONE, SOME = (MadeFinding("source_code", "hard", exception) for exception in (None, False, True))
SOFT = MadeFinding("source_code", "soft", False)


@pytest.mark.parametrize(
    ("findings", "exception"),
    [
        ((UNKNOWN,), None),
        ((UNKNOWN, SOME), None),  # the reported clause may have none, or one as well
        ((UNKNOWN, SOFT), None),
        ((UNKNOWN, NONE), False),
        ((SOME, SOFT), True),
    ],
)
def test_beside_clauses_that_are_known(
    database: Database, findings: tuple[MadeFinding, ...], exception: bool | None
) -> None:
    with database.session() as session:
        provision_agreement(World(session), "Pact", findings)
    with database.read() as session:
        (found,) = strongest_findings(session)
    strongest: StrongestFinding = found.strongest
    assert (strongest.strength, strongest.exception) == ("hard", exception)
