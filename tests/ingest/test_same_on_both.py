"""A corpus ingested, matched and compared: the same rows in every table on SQLite and on PostgreSQL.

Numbers that a database gives, and moments, are left aside; `benchmarks.backends` does the same over the whole corpus.
"""

import random
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CORPUS, PostgresServer
from tests.ingest.test_job import write_archive
from tests.invented import DUTIES, FLOWS, QUOTAS, SPAM, agreement, amended, article, tota_xml
from tests.same_rows import Content, differences, rows_of
from tracker.facts.match_job import run_match
from tracker.ingest.job import ingest_paths
from tracker.lineage.job import run_lineage
from tracker.models.database import open_database
from tracker.texts.types import ChapterText

SEED = 20261129
INVENTED = 120
FROM_TOTA = 40
AGAIN = 20
"""Agreements that come a second time, with another text."""


def invented() -> dict[str, bytes]:
    """Agreements whose articles are drawn from our own clauses, with accents, signs and words of their own."""
    drawn = random.Random(SEED)
    texts = {}
    for number in range(INVENTED):
        clauses = drawn.choices((DUTIES, FLOWS, QUOTAS, SPAM), k=drawn.randint(2, 9))
        articles = tuple(
            article(
                f"1.{place}", f"Título {place} “é”", f"{clause} Número {drawn.randint(1, 30)} \U0001f4dc."
            )
            for place, clause in enumerate(clauses, start=1)
        )
        chapters = (ChapterText("CHAPTER 1", "Electronic Commerce", articles, "c1"),)
        text = agreement(str(number), f"Land {number} - Isle {number}", content=chapters)
        texts[f"pta_{number}.xml"] = tota_xml(text)
    return texts


def from_tota() -> dict[str, bytes]:
    """Texts of the ToTA corpus, drawn with a fixed seed; none where it is not here."""
    if not CORPUS.exists():
        return {}
    with tarfile.open(CORPUS) as archive:
        members = [member for member in archive if member.isfile()]
        chosen = random.Random(SEED).sample(members, FROM_TOTA)
        files = [(Path(member.name).name, archive.extractfile(member)) for member in chosen]
        return {f"tota/{name}": file.read() for name, file in files if file is not None}


def stored(url: str, archives: list[Path]) -> Content:
    database = open_database(url)
    for archive in archives:
        tally = ingest_paths(database, [archive])
        assert tally.articles and not tally.refusals
        run_match(database, workers=1)
        run_lineage(database)
    database.close()
    return rows_of(url)


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    url = postgres_server.fresh_url()
    yield url
    postgres_server.drop(url)


@pytest.mark.parametrize("corpus", ["invented", "tota"])
def test_a_corpus_leaves_the_same_rows(
    sqlite_url: str, postgresql_url: str, tmp_path: Path, corpus: str
) -> None:
    texts = invented() if corpus == "invented" else from_tota()
    if not texts:
        pytest.skip("needs ../shared/corpus/tota.tar.xz, which is not here")
    archives = [write_archive(tmp_path / "first.tar.xz", texts)]
    if corpus == "invented":
        changed = {
            f"pta_{number}.xml": tota_xml(
                amended(
                    agreement(str(number), f"Land {number} - Isle {number}"), "2.1", f"{DUTIES} Or {number}."
                )
            )
            for number in range(AGAIN)
        }
        archives.append(write_archive(tmp_path / "second.tar.xz", changed))
    here, there = stored(sqlite_url, archives), stored(postgresql_url, archives)
    for table in (
        "agreement",
        "document",
        "article",
        "article_match",
        "finding",
        "lineage_clause",
        "lineage_pair",
    ):
        assert here[table], f"nothing to compare in {table}"
    assert differences(here, there) == []
