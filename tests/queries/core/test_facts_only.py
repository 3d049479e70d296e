"""Agreements known by their facts only change no count of texts and findings; old slugs still find agreements."""

from datetime import date

import pytest

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.errors import BadInput
from tracker.export.briefing import check_known
from tracker.models import AgreementAlias, Document
from tracker.models.database import Database
from tracker.queries import (
    agreement_header,
    agreement_list,
    agreement_outline,
    agreement_score,
    applicable_exceptions,
    briefing_rows,
    canonical_slug,
    country_agreements,
    country_list,
    progress,
    spread_curve,
    spread_matrix,
    spread_totals,
    spread_years,
    status,
    strongest_commitments,
)

FLOWS = MadeChapter(articles=(MadeArticle("1", findings=(MadeFinding("data_flows", "hard", False),)),))


@pytest.fixture
def world(database: Database) -> Database:
    """One agreement with a text, which was two once."""
    with database.session() as session:
        kept = World(session).agreement("Kept", chapters=(FLOWS,), in_force=date(2011, 1, 1))
        session.add(AgreementAlias(slug="gone", agreement_id=kept.id))
    return database


def list_another(database: Database) -> None:
    """An agreement without a text, of later years and of one more country."""
    with database.session() as session:
        listed = World(session, "wto_rta").agreement(
            "Listed",
            ("AAA", "DDD"),
            signed=date(2024, 1, 1),
            in_force=date(2025, 1, 1),
            urls=("https://card",),
        )
        session.query(Document).filter_by(agreement_id=listed.id).delete()


def test_a_listed_agreement_changes_no_count(world: Database) -> None:
    with world.read() as session:
        counted = (
            spread_years(session),
            spread_years(session, "in_force"),
            spread_curve(session, "data_flows"),
            spread_totals(session),
            spread_matrix(session),
            progress(session),
            status(session).agreements,
            status(session).countries,
        )
        countries = country_list(session)
    list_another(world)
    with world.read() as session:
        assert counted == (
            spread_years(session),
            spread_years(session, "in_force"),
            spread_curve(session, "data_flows"),
            spread_totals(session),
            spread_matrix(session),
            progress(session),
            status(session).agreements,
            status(session).countries,
        )
        assert status(session).facts_only == 1
        assert progress(session).complete
        rows = {row.iso3: row for row in country_list(session)}
    # It is one agreement in force more for its party, as coverage says, and adds nothing to what was read.
    assert [(rows[row.iso3].in_force, rows[row.iso3].provisions_hard) for row in countries] == [
        (2, 1),
        (1, 1),
    ]
    assert {iso3: row.facts_only for iso3, row in rows.items()} == {"AAA": 1, "BBB": 0, "DDD": 1}
    assert (rows["DDD"].in_force, rows["DDD"].pending, rows["DDD"].ended) == (1, 0, 0)


def test_a_listed_agreement_is_shown_as_one_with_a_link_to_its_source(world: Database) -> None:
    list_another(world)
    with world.read() as session:
        rows = {row.slug: row for row in agreement_list(session)}
        bound = {row.slug: row for row in country_agreements(session, "AAA")}
        header = agreement_header(session, "listed")
        kept = agreement_header(session, "kept")
        assert agreement_outline(session, "listed") == []
    assert (rows["listed"].facts_only, rows["listed"].link, rows["listed"].score) == (
        True,
        "https://card",
        None,
    )
    assert (rows["kept"].facts_only, rows["kept"].articles) == (False, 1)
    assert (bound["listed"].facts_only, bound["listed"].link) == (True, "https://card")
    assert not bound["kept"].facts_only
    assert header is not None and header.facts_only and not header.has_text
    assert kept is not None and not kept.facts_only


def test_an_old_name_is_as_good_as_the_present_one(world: Database) -> None:
    with world.read() as session:
        assert canonical_slug(session, "gone") == "kept"
        assert canonical_slug(session, "never") is None
        header = agreement_header(session, "gone")
        assert header is not None and header.slug == "kept"
        assert agreement_header(session, "never") is None
        assert agreement_outline(session, "gone") == agreement_outline(session, "kept") != []
        assert agreement_score(session, "gone") == agreement_score(session, "kept")
        assert agreement_score(session, "never") is None
        assert len(briefing_rows(session, agreement="gone")) == 1
        assert briefing_rows(session, agreement="never") == []
        assert [applicable.provision for applicable in applicable_exceptions(session, agreement="gone")] == [
            "data_flows"
        ]
        assert applicable_exceptions(session, agreement="never") == []
        assert [row.agreement for row in strongest_commitments(session, agreements=["gone"])] == ["kept"]
        check_known(session, agreement="gone", provision=None)
        with pytest.raises(BadInput, match="never"):
            check_known(session, agreement="never", provision=None)
