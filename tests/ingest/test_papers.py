"""Papers of the WTO: with articles also an agreement, without only a paper; nothing twice, nothing lost."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.texts.papers import column, pdf_of, scan_of
from tracker.ingest.job import Ingester, ingest_paths
from tracker.ingest.quarantine_review import accept_quarantined
from tracker.ingest.reparse import reparse
from tracker.ingest.tally import Tally
from tracker.models import Agreement, Document, Paper, QuarantinedText
from tracker.models.database import Database, open_database
from tracker.texts import MetaOverrides, RawDocument, raw_document

FIRST = "INF/ECOM/901"
WORDS = ["Lanterns for all", "", "1. A lantern that is shared shines for two villages."]


def articles(*numbers: int) -> list[str]:
    return [
        line
        for number in numbers
        for line in (f"Article {number}", f"Rule {number}", "Each Party shall keep its lanterns lit.", "")
    ]


def sent(symbol: str, lines: list[str], *, of: str | None = None, **facts: object) -> RawDocument:
    """A paper as the spider hands it over; `of`: the document it is a version of."""
    overrides = MetaOverrides(
        name=f"Lanterns ({of or symbol})",
        parties=("CHL", "EU"),
        legal_status="draft_text",
        external_id=of or symbol,
        symbol=symbol,
        title="Lanterns - Communication from Chile and the European Union",
        issued=date(2025, 3, 14),
    )
    return raw_document(
        pdf_of([column(lines)]),
        f"{(of or symbol).replace('/', '-')}.pdf",
        media_type="application/pdf",
        source="wto_ecom",
        overrides=replace(overrides, **facts),  # type: ignore[arg-type]
    )


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))


def take(database: Database, *documents: RawDocument) -> Tally:
    with Ingester(database, keep_raw=True) as ingester:
        for document in documents:
            ingester.take(document, url=f"https://docs.example/{document.name}")
    return ingester.tally


def stored(database: Database) -> dict[str, tuple[str | None, str | None]]:
    """By symbol: what it builds on, and the slug of the agreement it is a text of."""
    with database.read() as session:
        rows = session.execute(
            select(Paper.symbol, Paper.base, Agreement.slug).outerjoin(
                Agreement, Agreement.id == Paper.agreement_id
            )
        )
        return {symbol: (base, slug) for symbol, base, slug in rows}


def count(database: Database, model: type[Agreement] | type[Document] | type[Paper]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_paper_without_articles_is_a_paper_only_and_no_refusal(database: Database) -> None:
    tally = take(database, sent(FIRST, WORDS))
    assert (tally.refusals, tally.quarantined, tally.kinds) == ([], [], {"papers": 1})
    assert count(database, Agreement) == count(database, Document) == 0
    with database.read() as session:
        (paper,) = session.scalars(select(Paper))
    assert (paper.symbol, paper.title, paper.issued, paper.language) == (
        FIRST,
        "Lanterns - Communication from Chile and the European Union",
        date(2025, 3, 14),
        "en",
    )
    assert paper.members == ["CHL", "EU"] and paper.agreement_id is None
    assert paper.text.splitlines()[0] == "Lanterns for all" and "two villages" in paper.text
    assert paper.url == "https://docs.example/INF-ECOM-901.pdf"

    again = take(database, sent(FIRST, WORDS))
    assert again.kinds == {"unchanged": 1} and count(database, Paper) == 1


def test_revisions_are_versions_of_one_agreement_and_each_is_a_paper(database: Database) -> None:
    first = sent(FIRST, articles(1, 2, 3))
    second = sent(f"{FIRST}/Rev.1", articles(1, 2, 3, 4), of=FIRST)
    correction = sent(f"{FIRST}/Rev.1/Corr.1", articles(2))
    tally = take(database, first, second, correction)
    assert tally.kinds == {"loaded": 1, "updated": 1, "papers": 1} and tally.refusals == []
    (slug,) = {slug for _, slug in stored(database).values() if slug}
    assert stored(database) == {
        FIRST: (None, slug),
        f"{FIRST}/Rev.1": (FIRST, slug),
        f"{FIRST}/Rev.1/Corr.1": (f"{FIRST}/Rev.1", None),
    }
    with database.read() as session:
        assert session.scalars(select(Agreement.legal_status)).one() == "draft_text"

    # Fetched again with another title: the old revision is no new version of the agreement.
    again = take(
        database, replace(first, overrides=replace(first.overrides, title="Bells")), second, correction
    )
    assert again.kinds == {"unchanged": 3}
    assert count(database, Document) == 2 and count(database, Paper) == 3
    with database.read() as session:
        assert session.scalars(select(Paper.title).where(Paper.symbol == FIRST)).one() == "Bells"
        assert session.scalars(select(Document.version).where(Document.current)).one() == 2


def test_other_bytes_under_one_symbol_take_the_place_of_the_old(database: Database) -> None:
    take(database, sent(FIRST, WORDS))
    tally = take(database, sent(FIRST, [*WORDS, "2. So it was agreed."]))
    assert tally.kinds == {"papers": 1} and count(database, Paper) == 1
    with database.read() as session:
        assert session.scalars(select(Paper.text)).one().endswith("2. So it was agreed.")


def test_a_scan_is_refused_and_no_paper(database: Database) -> None:
    scan = replace(sent(FIRST, WORDS), data=scan_of(2), sha256="0" * 64)
    tally = take(database, scan)
    assert "scan" in tally.refusals[0].reason.lower() or "OCR" in tally.refusals[0].reason
    assert count(database, Paper) == 0


def test_a_revision_that_lost_its_articles_waits_for_a_look(database: Database) -> None:
    take(database, sent(FIRST, articles(1, 2, 3)))
    tally = take(database, sent(f"{FIRST}/Rev.1", WORDS, of=FIRST))
    assert tally.quarantined == [("INF-ECOM-901.pdf", "INF/ECOM/901/Rev.1 has no articles")]
    assert tally.refusals == [] and tally.kinds["papers"] == 0
    assert stored(database)[f"{FIRST}/Rev.1"] == (FIRST, None)
    with database.read() as session:
        assert session.scalars(select(Document.version).where(Document.current)).one() == 1


def test_a_quarantined_text_that_is_accepted_is_the_papers_agreement(database: Database) -> None:
    take(database, sent(FIRST, articles(1, 2, 3, 4)))
    tally = take(database, sent(f"{FIRST}/Rev.1", articles(1), of=FIRST))
    assert len(tally.quarantined) == 1 and stored(database)[f"{FIRST}/Rev.1"] == (FIRST, None)
    with database.read() as session:
        quarantine_id = session.scalars(select(QuarantinedText.id)).one()
    outcome = accept_quarantined(database, quarantine_id)
    assert stored(database)[f"{FIRST}/Rev.1"] == (FIRST, outcome.slug)


def test_all_papers_are_read_again_offline(database: Database) -> None:
    take(
        database,
        sent(FIRST, articles(1, 2)),
        sent(f"{FIRST}/Rev.1", articles(1, 2, 3), of=FIRST),
        sent("WT/GC/W/9", WORDS),
    )
    before = stored(database)
    with database.session() as session:
        for paper in session.scalars(select(Paper)):
            paper.text = "read badly"
    tally = reparse(database)
    assert tally.refusals == [] and stored(database) == before
    assert count(database, Document) == 2
    with database.read() as session:
        assert not [text for text in session.scalars(select(Paper.text)) if text == "read badly"]


def test_a_file_beside_a_text_can_say_that_it_is_a_paper(database: Database, tmp_path: Path) -> None:
    (tmp_path / "leak.txt").write_text("\n".join(WORDS), encoding="utf-8")
    facts = "symbol: inf/ecom/99/rev2\ntitle: Leaked\nissued: 2025-01-02\nparties: [Chile]\n"
    (tmp_path / "leak.yaml").write_text(facts, encoding="utf-8")
    tally = ingest_paths(database, [tmp_path / "leak.txt"])
    assert tally.refusals == [] and tally.kinds == {"papers": 1}
    assert stored(database) == {"INF/ECOM/99/Rev.2": ("INF/ECOM/99", None)}


def test_a_killed_ingest_of_papers_is_finished_by_the_next(sqlite_url: str, tmp_path: Path) -> None:
    """kill -9 after the first papers: whole rows only, the rest comes next time, nothing twice."""
    for number in range(1, 41):
        lines = articles(1, number + 1) if number % 2 else WORDS
        (tmp_path / f"p{number:02}.txt").write_text("\n".join(lines), encoding="utf-8")
        (tmp_path / f"p{number:02}.yaml").write_text(f"symbol: INF/ECOM/{number}\n", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from tracker.ingest import job;"
        "from tracker.models.database import open_database; job.BATCH_ARTICLES = 0;"
        "say = lambda item: print(item.name, flush=True);"
        "job.ingest_paths(open_database(), [Path(sys.argv[1])], on_document=say)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        env={**os.environ, "DATABASE_URL": sqlite_url},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    process.stdout.close()
    database = open_database(sqlite_url)
    after = count(database, Paper)
    assert 4 <= after < 40
    assert ingest_paths(database, [tmp_path]).refusals == []
    assert (count(database, Paper), count(database, Agreement)) == (40, 20)
    assert sum(slug is not None for _, slug in stored(database).values()) == 20
    database.close()
