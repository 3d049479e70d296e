"""kill -9 at ten random moments of the long jobs: run again, each ends with the rows of a run nobody disturbed.

The long form is `python -m benchmarks.killed`. Kills of matching's worker processes are in tests/facts.
"""

from collections.abc import Iterator

import pytest

from tests.killed import Grounds, grounds, kill_rounds

SEED = 20261129
ROUNDS = {"ingest": 4, "match": 4, "nightly": 1, "up": 1}
AGREEMENTS = 40


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    yield from grounds(tmp_path_factory.mktemp("killed") / "grounds", AGREEMENTS)


@pytest.mark.parametrize("job", list(ROUNDS))
def test_a_job_killed_at_random_moments_ends_with_the_same_rows(shared: Grounds, job: str) -> None:
    wanted = shared.undisturbed(job).content
    filled = {name for name, rows in wanted.items() if rows}
    assert {"agreement", "document", "article"} <= filled
    assert job == "ingest" or {"article_match", "finding", "lineage_pair"} <= filled
    tried = kill_rounds(shared, {job: ROUNDS[job]}, SEED)[job]
    assert len(tried.moments) == ROUNDS[job]
    assert tried.faults == []
