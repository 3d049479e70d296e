"""Every page's question on a corpus of the real one's size, as a ratio of reading all findings once.

Run: uv run python -m benchmarks.questions. The corpus is invented (450 agreements, 40,950 articles, 9,000 findings) and
lies in an SQLite file. The baseline, *read all findings*, is one query for every finding's columns: a question costs
what the machine makes of it that day, the ratio does not.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factory import large_corpus
from tracker.lineage.job import run_lineage
from tracker.models import Finding
from tracker.models.database import Database, open_database
from tracker.queries import (
    SearchFilter,
    SpreadFilter,
    accession,
    agreement_header,
    agreement_lineage,
    agreement_list,
    agreement_outline,
    agreement_score,
    applicable_exceptions,
    briefing_rows,
    chapter_topics,
    compare_with_reference,
    country_agreements,
    country_commitments,
    country_inconsistencies,
    country_list,
    country_pending,
    country_policies,
    family,
    progress,
    provision_clauses,
    provision_rows,
    search_articles,
    spread_countries,
    spread_curve,
    spread_matrix,
    spread_totals,
    spread_years,
    status,
    template_facts,
    version_history,
)

TARGET_RATIO = 5.0
"""A guard: the slowest, of 31 questions, was 4.0 in November 2026."""
COUNTRIES = [f"X{first}{second}" for first in "ABCDEFGHIJ" for second in "ABCDEFGHIJKLMNOPQRST"]

QUESTIONS: dict[str, Callable[[Session], Any]] = {
    "spread_years": spread_years,
    "chapter_topics": chapter_topics,
    "spread_curve": lambda session: spread_curve(session, "data_flows"),
    "spread_curve in force": lambda s: spread_curve(s, "data_flows", SpreadFilter(basis="in_force")),
    "spread_totals": spread_totals,
    "spread_totals filtered": lambda s: spread_totals(s, SpreadFilter(party="XAA", topics=("digital",))),
    "spread_matrix": spread_matrix,
    "spread_matrix of all agreements": lambda s: spread_matrix(s, SpreadFilter(), "all"),
    "spread_countries": lambda session: spread_countries(session, "data_flows"),
    "country_list": country_list,
    "country_agreements": lambda session: country_agreements(session, "XAA"),
    "country_commitments": lambda session: country_commitments(session, "XAA"),
    "agreement_list": agreement_list,
    "agreement_header": lambda session: agreement_header(session, "agreement-7"),
    "agreement_outline": lambda session: agreement_outline(session, "agreement-7"),
    "room_left": lambda session: applicable_exceptions(session, agreement="agreement-7"),
    "agreement_score": lambda session: agreement_score(session, "agreement-7"),
    "provision_rows": lambda session: provision_rows(session, "data_flows"),
    "provision_clauses": lambda session: provision_clauses(session, "data_flows"),
    "country_policies": lambda session: country_policies(session, "XAA"),
    "country_inconsistencies": lambda session: [country_inconsistencies(session, "XAA")],
    "country_pending": lambda session: [country_pending(session, "XAA")],
    "compare_with_reference": lambda s: compare_with_reference(s, "agreement-7", "agreement-8"),
    "agreement_lineage": lambda session: [agreement_lineage(session, "agreement-440")],
    "family": lambda session: family(session, "data_flows").members,
    "version_history": lambda session: version_history(session, "agreement-7"),
    "joining": lambda session: accession(session, "agreement-7", "XAA"),
    "progress": progress,
    "status": status,
    "briefing of a country": lambda session: briefing_rows(session, country="XAA"),
    "search, a common word": lambda session: search_articles(session, "data").hits,
    "search, filtered": lambda session: (
        search_articles(session, '"postal clerk" OR ferry', SearchFilter(party="XAA", year_from=1990)).hits
    ),
}


@contextmanager
def invented_corpus(folder: Path, traced: Collection[str] | None = None) -> Iterator[Database]:
    """450 invented agreements, 40,950 articles, 9,000 findings in an SQLite file of `folder`.

    The lineage is worked out, of these provisions alone where some are named.
    """
    database = open_database(f"sqlite:///{folder / 'large.db'}")
    with database.session() as session:
        large_corpus(session, codes=list(template_facts().by_code), countries=COUNTRIES)
    run_lineage(database, provisions=traced)
    yield database
    database.close()


def seconds(database: Database, question: Callable[[Session], Any]) -> float:
    """Processor seconds of one answer, in a session of its own."""
    with database.read() as session:
        started = time.process_time()
        question(session)
        return time.process_time() - started


def read_all_findings(session: Session) -> int:
    """The baseline: how many findings there are, by reading every one."""
    columns = Finding.__table__.c
    return len(session.execute(select(*columns)).all())


def measure(database: Database, rounds: int) -> dict[str, float]:
    """The median ratio of each question; question and baseline are timed in turns."""
    ratios: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    for _ in range(rounds):
        for name, question in QUESTIONS.items():
            baseline = seconds(database, read_all_findings)
            ratios[name].append(seconds(database, question) / baseline)
    return {name: statistics.median(found) for name, found in ratios.items()}


def main() -> None:
    """Print a line for each question, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, invented_corpus(Path(folder)) as database:
        measured = measure(database, rounds)
    for name, ratio in sorted(measured.items(), key=lambda entry: -entry[1]):
        print(f"{name:35} {ratio:6.2f} x read all findings{'' if ratio <= TARGET_RATIO else '  OVER'}")


if __name__ == "__main__":
    main()
