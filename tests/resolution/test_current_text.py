"""Which text is current where several sources have an agreement, and slugs of agreements that were merged."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.invented import agreement, amended
from tests.resolution.test_links import agreements, documents, first, links, second, store
from tracker.facts import snapshot
from tracker.facts.match_job import run_match
from tracker.models import AgreementAlias, Finding
from tracker.models.database import Database, open_database
from tracker.queries import briefing_rows, canonical_slug, progress, spread_totals
from tracker.resolution.links import refresh_links
from tracker.resolution.review import accept_link, reject_link
from tracker.texts.numbering import plain_number
from tracker.texts.types import AgreementText

NEAR = "New Zealand - Viet Nam Trade Agreement"


@pytest.fixture
def facts(sqlite_url: str, tmp_path: Path) -> Path:
    """A snapshot of the first source's agreement, matched."""
    source = open_database(sqlite_url)
    store(source, first())
    run_match(source, workers=1)
    path = tmp_path / "facts.xz"
    snapshot.build(source, path)
    source.close()
    return path


def renumbered(text: AgreementText) -> AgreementText:
    """The same text from a source that prints its numbers otherwise."""
    chapters = tuple(
        replace(
            chapter,
            articles=tuple(
                replace(part, number=(part.number or "").replace("ARTICLE", "Article"))
                for part in chapter.articles
            ),
        )
        for chapter in text.chapters
    )
    return replace(text, chapters=chapters, sha256="f" * 64)


def counted(database: Database) -> list[tuple[str, str | None]]:
    with database.read() as session:
        return sorted((row.provision, row.strength) for row in briefing_rows(session))


def test_a_second_sources_text_stands_for_facts_at_once_until_the_first_comes(
    database: Database, facts: Path
) -> None:
    snapshot.load(database, facts)
    known = counted(database)
    assert store(database, renumbered(second()), "mfat").kind == "attached"
    assert documents(database) == [("1", 1, False), ("nz-vn", 1, True)]
    assert counted(database) == known, "in view until matched"
    assert run_match(database, workers=1).matched == 4
    assert counted(database) == known
    with database.read() as session:
        assert progress(session).complete
        totals = spread_totals(session)
        assert all(row.evidence for row in briefing_rows(session))
    assert store(database, first()).kind == "filled"
    assert documents(database) == [("1", 1, True), ("nz-vn", 1, False)]
    assert counted(database) == known
    assert run_match(database, workers=1).matched == 4
    assert counted(database) == known
    with database.read() as session:
        assert spread_totals(session) == totals
        assert session.scalar(select(func.count()).where(Finding.signal == "snapshot")) == 0
    assert store(database, renumbered(second()), "mfat").kind == "unchanged"
    assert documents(database) == [("1", 1, True), ("nz-vn", 1, False)]


def test_the_first_sources_text_is_current_also_where_it_changed_since_the_snapshot(
    database: Database, facts: Path
) -> None:
    snapshot.load(database, facts)
    store(database, second(), "mfat")
    assert store(database, amended(first(), "2.1", "Duties may be imposed.")).kind == "updated"
    assert documents(database) == [("1", 1, False), ("nz-vn", 1, False), ("1", 2, True)]


def test_a_mere_part_of_the_text_does_not_stand_for_the_whole(database: Database, facts: Path) -> None:
    snapshot.load(database, facts)
    known = counted(database)
    whole = second()
    part = replace(whole, chapters=(replace(whole.chapters[1], articles=whole.chapters[1].articles[:1]),))
    assert store(database, part, "mfat").kind == "attached"
    assert documents(database) == [("1", 1, True), ("nz-vn", 1, False)]
    assert counted(database) == known


def test_a_merge_shows_the_text_that_is_here(database: Database, facts: Path) -> None:
    snapshot.load(database, facts)
    store(database, second(date_signed=None), "mfat")
    (link,) = links(database)
    accept_link(database, link.id)
    assert documents(database) == [("1", 1, False), ("nz-vn", 1, True)]
    (own,) = links(database)
    reject_link(database, own.id)
    assert documents(database) == [("1", 1, True), ("nz-vn", 1, True)]


def test_old_links_lead_to_what_two_agreements_became(database: Database) -> None:
    store(database, first())
    store(database, second(name=NEAR, date_signed=None), "mfat")
    gone = agreements(database)[1]
    (link,) = links(database)
    accept_link(database, link.id)
    with database.read() as session:
        assert canonical_slug(session, gone) == "new-zealand-viet-nam-2019"
        assert canonical_slug(session, "new-zealand-viet-nam-2019") == "new-zealand-viet-nam-2019"
        assert canonical_slug(session, "nothing") is None
    # The name is not given to another agreement.
    store(
        database, agreement("9", NEAR, date_signed=None, parties=("PER", "CHL"), original_parties=()), "dfat"
    )
    assert agreements(database)[-1] == f"{gone}-dfat-9"
    (own,) = links(database, decision="accepted")
    reject_link(database, own.id)
    with database.read() as session:
        assert canonical_slug(session, gone) == gone
        assert session.scalars(select(AgreementAlias)).all() == []


def test_names_move_on_with_an_agreement_that_is_merged_again(database: Database) -> None:
    store(database, first(date_signed=date(2019, 5, 1)))
    store(database, second(name=NEAR, date_signed=None), "mfat")
    store(
        database, second("x", "NZVN", date_signed=None, parties=("PER", "CHL"), original_parties=()), "dfat"
    )
    before = agreements(database)
    store(database, second("x", "NZVN", date_signed=None, wto_rta_id=7), "dfat")
    store(database, second(name=NEAR, date_signed=None, wto_rta_id=7), "mfat")
    assert refresh_links(database).merged == 1
    store(database, first(wto_rta_id=7, region="Asia"))
    assert refresh_links(database).merged == 1
    assert agreements(database) == before[:1]
    with database.read() as session:
        assert {canonical_slug(session, slug) for slug in before} == {before[0]}


@pytest.mark.parametrize(
    "printed", ["ARTICLE 14.11", "Article 14.11:", "Artículo 14.11", "Art. 14.11", "14.11"]
)
def test_numbers_are_compared_without_the_word(printed: str) -> None:
    assert plain_number(printed) == "14.11"
