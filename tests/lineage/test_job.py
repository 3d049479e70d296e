"""The lineage job: what it stores, that only what changed is compared anew, and that a stopped run goes on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from tests.lineage.invented import NEAR, OTHER, RULE, day, write
from tracker.lineage.job import run_lineage
from tracker.models import Article, Document, Finding, LineageClause, LineagePair
from tracker.models.database import Database, open_database
from tracker.queries import agreement_lineage, family
from tracker.queries.lineage import state
from tracker.queries.lineage.state import lineage_pending


def stored(database: Database) -> tuple[dict[int, int], set[tuple[int, int, int]]]:
    """Id of each article's row, and the pairs by article."""
    with database.read() as session:
        rows = {row.article_id: row.id for row in session.scalars(select(LineageClause))}
        articles = {row_id: article_id for article_id, row_id in rows.items()}
        pairs = {
            (*sorted((articles[pair.first_id], articles[pair.second_id])), pair.common)
            for pair in session.scalars(select(LineagePair))
        }
    return rows, pairs


def article_ids(database: Database) -> list[int]:
    with database.read() as session:
        return list(session.scalars(select(Article.id).order_by(Article.id)))


def test_pairs_alike_are_stored_with_their_words_in_common(database: Database) -> None:
    with database.session() as session:
        write(session, "Elder", day(2001), RULE, OTHER)
        write(session, "Heir", day(2010), NEAR)
        write(session, "Stranger", day(2011), RULE, provision="encryption")
    with database.read() as session:
        assert lineage_pending(session) == {"source_code", "encryption"}
    totals: list[int] = []
    done: list[int] = []
    result = run_lineage(database, on_total=totals.append, on_progress=done.append)
    assert (result.compared, result.pairs, result.provisions) == (4, 1, 2)
    assert (totals, done) == ([2], [1, 1])
    elder, _other, heir, _stranger = article_ids(database)
    assert stored(database)[1] == {(elder, heir, 14)}
    with database.read() as session:
        assert not lineage_pending(session)
        words = dict(session.execute(select(LineageClause.article_id, LineageClause.words)).tuples().all())
    assert words[elder] == 15


def test_only_what_is_new_is_compared(database: Database) -> None:
    with database.session() as session:
        write(session, "Elder", day(2001), RULE)
        write(session, "Heir", day(2010), NEAR)
    run_lineage(database)
    before = stored(database)
    again = run_lineage(database)
    assert (again.compared, again.provisions) == (0, 0)
    with database.session() as session:
        write(session, "Youngest", day(2020), NEAR)
    result = run_lineage(database)
    assert (result.compared, result.pairs) == (1, 2)
    after = stored(database)
    assert before[0].items() <= after[0].items(), "what was compared keeps its row"
    assert before[1] < after[1]


def test_too_many_to_compare_all_are_compared_with_the_nearest(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        for number in range(6):
            write(session, f"Elder {number}", day(2001 + number), RULE if number % 2 else OTHER)
    run_lineage(database)
    every = stored(database)[1]
    assert len(every) == 6
    with database.session() as session:
        session.execute(delete(LineageClause))
    for module in ("tracker.lineage.job", "tracker.queries.lineage.state"):
        monkeypatch.setattr(f"{module}.COMPARED_WITH_ALL", 5)
    monkeypatch.setattr("tracker.lineage.job.NEAREST", 2)
    run_lineage(database)
    assert stored(database)[1] == every, "two of its kind each"
    with database.session() as session:
        youngest = write(session, "Youngest", day(2020), NEAR)
        slug = youngest.slug
    assert run_lineage(database).pairs == 2
    assert stored(database)[1] > every, "what was compared before stays"
    with database.read() as session:
        assert family(session, "source_code").nearest_only
        found = agreement_lineage(session, slug)
        assert found.nearest_only == ("source_code",)
        assert len(found.clauses[0].ancestors) == 2
        monkeypatch.setattr("tracker.queries.lineage.state.COMPARED_WITH_ALL", 7)
        assert not family(session, "source_code").nearest_only
    database.close()


def test_clauses_found_elsewhere_in_their_article_are_compared_anew(database: Database) -> None:
    with database.session() as session:
        write(session, "Elder", day(2001), f"{RULE}\n\n{OTHER}")
        write(session, "Heir", day(2010), NEAR)
        session.execute(update(Finding).where(Finding.article_id == 1).values(spans=[[0, len(RULE)]]))
    run_lineage(database)
    assert [pair[2] for pair in stored(database)[1]] == [14]
    with database.session() as session:
        spans = [[len(RULE) + 2, len(RULE) + 2 + len(OTHER)]]
        session.execute(update(Finding).where(Finding.article_id == 1).values(spans=spans))
    with database.read() as session:
        assert lineage_pending(session) == {"source_code"}
    assert run_lineage(database).compared == 1
    assert stored(database)[1] == set()


def test_what_is_gone_is_deleted_with_its_pairs(database: Database) -> None:
    with database.session() as session:
        write(session, "Elder", day(2001), RULE)
        write(session, "Heir", day(2010), NEAR)
        write(session, "Replaced", day(2011), NEAR)
        write(session, "No finding", day(2012), NEAR)
    run_lineage(database)
    elder, heir, replaced, unfound = article_ids(database)
    with database.session() as session:
        session.execute(delete(Article).where(Article.id == elder))
        session.execute(delete(Finding).where(Finding.article_id == unfound))
        document = select(Article.document_id).where(Article.id == replaced).scalar_subquery()
        session.execute(update(Document).where(Document.id == document).values(current=False))
    result = run_lineage(database)
    assert (result.compared, result.provisions) == (0, 1)
    assert set(stored(database)[0]) == {heir}
    assert stored(database)[1] == set()


def test_another_method_compares_everything_anew(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.session() as session:
        write(session, "Elder", day(2001), RULE)
        write(session, "Heir", day(2010), NEAR)
    run_lineage(database)
    monkeypatch.setattr(state, "METHOD", "next")
    monkeypatch.setattr("tracker.lineage.job.METHOD", "next")
    assert run_lineage(database).compared == 2
    with database.read() as session:
        assert set(session.scalars(select(LineageClause.method))) == {"next"}


def test_facts_without_words_and_structure_are_not_compared(database: Database) -> None:
    with database.session() as session:
        write(session, "Listed", day(2001), RULE, has_text=False)
        write(session, "Terms", day(2002), RULE, provision="definitions_scope")
    assert run_lineage(database).provisions == 0
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(LineageClause)) == 0


KILLED = """
import time
from tracker.lineage.job import run_lineage
from tracker.models.database import open_database

def stop(count):
    print(count, flush=True)
    time.sleep(60)

run_lineage(open_database(), on_progress=stop)
"""


def test_a_killed_run_leaves_whole_provisions_and_the_next_goes_on(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        for provision in ("data_flows", "source_code"):
            write(session, f"Elder {provision}", day(2001), RULE, provision=provision)
            write(session, f"Heir {provision}", day(2010), NEAR, provision=provision)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED],
        env={**os.environ, "DATABASE_URL": sqlite_url, "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with database.read() as session:
        assert lineage_pending(session) == {"source_code"}
        assert len(session.scalars(select(LineagePair)).all()) == 1
    assert run_lineage(database).compared == 2
    assert len(stored(database)[1]) == 2
    database.close()
