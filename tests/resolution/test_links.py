"""The same agreement at two sources becomes one; amendments, protocols and accessions find their base."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.ingest.test_store import articles, row_counts
from tests.invented import agreement, amended
from tracker.errors import BadInput
from tracker.facts.match_job import run_match
from tracker.ingest.store import Outcome, store_agreement
from tracker.models import Agreement, AgreementKey, AgreementUrl, Document, Finding
from tracker.models.database import Database
from tracker.queries import briefing_rows
from tracker.resolution.agreements import SourceFacts
from tracker.resolution.links import refresh_links
from tracker.resolution.names import name_score, names_conflict, relation_of
from tracker.resolution.review import LinkRow, accept_link, link_rows, reject_link
from tracker.texts.types import AgreementText, SourceLink

OFFICIAL = "Free Trade Agreement between the Government of New Zealand and the Socialist Republic of Viet Nam"


def store(database: Database, given: AgreementText, source: str = "tota") -> Outcome:
    with database.session() as session:
        return store_agreement(session, replace(given, source=source), SourceFacts(source, source))


def first(**facts: object) -> AgreementText:
    return agreement("1", "New Zealand - Viet Nam", **facts)


def second(external_id: str = "nz-vn", name: str = OFFICIAL, **facts: object) -> AgreementText:
    return agreement(external_id, name, **facts)


def links(database: Database, **wanted: str) -> list[LinkRow]:
    with database.read() as session:
        return link_rows(session, **wanted)


def agreements(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Agreement.slug).order_by(Agreement.id)))


def documents(database: Database) -> list[tuple[str, int, bool]]:
    with database.read() as session:
        rows = session.execute(
            select(Document.external_id, Document.version, Document.current).order_by(Document.id)
        )
        return [tuple(row) for row in rows]


def test_a_second_source_adds_a_text_and_no_agreement(database: Database) -> None:
    store(database, first())
    run_match(database, workers=1)
    with database.read() as session:
        clauses = len(briefing_rows(session, country="NZL"))
        found = session.scalar(select(func.count()).select_from(Finding))
    outcome = store(
        database, second(sources=(SourceLink("https://mfat.example/nz-vn"),), region="Asia"), "mfat"
    )
    assert outcome.kind == "attached"
    run_match(database, workers=1)
    assert agreements(database) == ["new-zealand-viet-nam-2019"]
    assert documents(database) == [("1", 1, True), ("nz-vn", 1, False)]
    with database.read() as session:
        assert clauses == len(briefing_rows(session, country="NZL")) > 0
        assert session.scalar(select(func.count()).select_from(Finding)) == found
        stored = session.scalars(select(Agreement)).one()
        assert (stored.name, stored.region) == ("New Zealand - Viet Nam", "Asia")
        assert set(session.scalars(select(AgreementUrl.url))) == {
            "https://example.org/text",
            "https://mfat.example/nz-vn",
        }
    (link,) = links(database)
    assert (link.kind, link.decision, link.attached) == ("same", "auto", ("mfat nz-vn",))


def test_it_is_found_again_and_nothing_is_written_twice(database: Database) -> None:
    store(database, first())
    store(database, second(), "mfat")
    before = row_counts(database)
    assert store(database, second(), "mfat").kind == "unchanged"
    assert store(database, first()).kind == "unchanged"
    assert refresh_links(database).merged == 0
    assert row_counts(database) == before


def test_a_second_source_moves_the_legal_status_forward_only(database: Database) -> None:
    store(database, first(legal_status="signed", date_in_force=None))
    store(database, second(legal_status="in_force", date_in_force=date(2021, 1, 1)), "mfat")
    store(database, first(legal_status="signed", date_in_force=None))
    with database.read() as session:
        stored = session.scalars(select(Agreement)).one()
        assert (stored.legal_status, stored.date_in_force) == ("in_force", date(2021, 1, 1))


def test_a_text_that_changes_becomes_current(database: Database) -> None:
    store(database, first())
    run_match(database, workers=1)
    store(database, second(), "mfat")
    outcome = store(database, amended(second(), "2.1", "Duties may be imposed."), "mfat")
    assert outcome.kind == "updated"
    assert documents(database) == [("1", 1, False), ("nz-vn", 1, False), ("nz-vn", 2, True)]
    with database.read() as session:
        assert articles(session, current=True)["ARTICLE 2.1"] == "Duties may be imposed."
    # Only the changed article waits: the others keep what was found in the text that led before.
    assert run_match(database, workers=1).matched == 1


@pytest.mark.parametrize(
    "other",
    [
        second(parties=("NZL", "AUS"), original_parties=("NZL", "AUS")),
        second(date_signed=date(2011, 5, 1)),
        second(wto_rta_id=8),
    ],
)
def test_other_parties_years_or_wto_numbers_are_other_agreements(
    database: Database, other: AgreementText
) -> None:
    store(database, first(wto_rta_id=7))
    assert store(database, other, "mfat").kind == "loaded"
    assert len(agreements(database)) == 2
    assert links(database) == []


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (second(name="New Zealand - Viet Nam Digital Economy Agreement"), "only one is called digital"),
        (second(legal_status="draft_text"), "a draft is another text"),
        (second(date_signed=None), "date unknown"),
    ],
)
def test_doubtful_pairs_wait_for_a_person(database: Database, other: AgreementText, why: str) -> None:
    store(database, first())
    assert store(database, other, "mfat").kind == "loaded"
    (link,) = links(database, decision="open")
    assert why in link.why
    assert refresh_links(database).merged == 0
    assert [one.id for one in links(database)] == [link.id]


def test_the_same_wto_number_is_certain(database: Database) -> None:
    store(database, first(wto_rta_id=7))
    assert store(database, second(name="NZVN", date_signed=None, wto_rta_id=7), "wto_rta").kind == "attached"


def test_accepting_makes_one_of_two(database: Database) -> None:
    store(database, first())
    store(database, second(date_signed=None), "mfat")
    (link,) = links(database)
    assert "one agreement now: new-zealand-viet-nam-2019" in accept_link(database, link.id)
    assert agreements(database) == ["new-zealand-viet-nam-2019"]
    assert documents(database) == [("1", 1, True), ("nz-vn", 1, False)]
    (kept,) = links(database)
    assert (kept.decision, kept.attached) == ("accepted", ("mfat nz-vn",))
    assert store(database, second(date_signed=None), "mfat").kind == "unchanged"
    assert refresh_links(database).merged == 0


def test_rejecting_makes_two_of_one_for_good(database: Database) -> None:
    store(database, first())
    store(database, second(), "mfat")
    (link,) = links(database)
    reject_link(database, link.id)
    assert len(agreements(database)) == 2
    assert documents(database) == [("1", 1, True), ("nz-vn", 1, True)]
    (kept,) = links(database)
    assert (kept.id, kept.decision) == (link.id, "rejected")
    assert refresh_links(database).merged == 0
    assert store(database, second(), "mfat").kind == "unchanged"
    store(database, first())
    assert len(agreements(database)) == 2
    assert [one.decision for one in links(database)] == ["rejected"]
    with database.read() as session:
        names = set(session.scalars(select(Agreement.name)))
        keys = session.execute(select(AgreementKey.agreement_id, AgreementKey.external_id)).all()
    assert names == {"New Zealand - Viet Nam", OFFICIAL}
    assert len({key.agreement_id for key in keys}) == 2
    # A person may think again.
    accept_link(database, link.id)
    assert len(agreements(database)) == 1


def test_taking_out_the_current_text_makes_the_first_current_again(database: Database) -> None:
    store(database, first())
    store(database, second(), "mfat")
    store(database, amended(second(), "2.1", "Duties may be imposed."), "mfat")
    (link,) = links(database)
    reject_link(database, link.id)
    assert documents(database) == [("1", 1, True), ("nz-vn", 1, False), ("nz-vn", 2, True)]


def test_an_open_link_that_was_rejected_stays_rejected(database: Database) -> None:
    store(database, first())
    store(database, second(date_signed=None), "mfat")
    (link,) = links(database)
    reject_link(database, link.id)
    refresh_links(database)
    store(database, second(), "mfat")  # the site now claims a date
    assert refresh_links(database).merged == 0
    assert [(one.id, one.decision) for one in links(database)] == [(link.id, "rejected")]


def test_a_date_claimed_later_makes_one_of_two(database: Database) -> None:
    store(database, first())
    store(database, second(date_signed=None), "mfat")
    store(database, second(), "mfat")
    assert refresh_links(database).merged_names == [(OFFICIAL, "New Zealand - Viet Nam")]
    assert len(agreements(database)) == 1
    (link,) = links(database)
    assert (link.decision, link.attached) == ("auto", ("mfat nz-vn",))


def test_two_that_fit_equally_well_are_left_to_a_person(database: Database) -> None:
    store(database, first())
    store(database, agreement("2", "Viet Nam - New Zealand"))
    assert store(database, second(), "mfat").kind == "loaded"
    refresh_links(database)
    assert [one.decision for one in links(database)] == ["open", "open"]
    assert len(agreements(database)) == 3


def test_two_languages_at_one_source_are_offered_and_not_merged(database: Database) -> None:
    store(database, first())
    store(database, replace(agreement("2", "New Zealand - Viet Nam", languages=("es",)), language="es"))
    assert refresh_links(database).open == 1
    (link,) = links(database)
    assert (link.kind, link.decision) == ("same", "open")
    assert "languages es/en" in link.why
    assert len(agreements(database)) == 2


def test_relations_find_their_base(database: Database) -> None:
    group = {"parties": ("NZL", "VNM", "AUS"), "original_parties": ("NZL", "VNM")}
    store(database, first())
    store(database, agreement("2", "Rice Pact", **group))
    store(
        database,
        agreement(
            "3", "Protocol amending the New Zealand - Viet Nam Agreement", date_signed=date(2022, 1, 1)
        ),
    )
    store(
        database, agreement("4", "Rice Pact - Accession of Australia", date_signed=date(2023, 1, 1), **group)
    )
    store(
        database, agreement("5", "New Zealand - Viet Nam Additional Protocol", date_signed=date(2001, 1, 1))
    )
    refresh_links(database)
    found = {(link.kind, link.slug, link.other_slug, link.decision) for link in links(database)}
    assert found >= {
        ("accession", "rice-pact-accession-of-australia-2023", "rice-pact-2019", "auto"),
        (
            "amends",
            "protocol-amending-the-new-zealand-viet-nam-agreement-2022",
            "new-zealand-viet-nam-2019",
            "auto",
        ),
    }
    # Its base would have to be older.
    assert not [link for link in links(database) if link.slug.endswith("protocol-2001")]


def test_a_base_that_comes_later_is_found_then(database: Database) -> None:
    store(database, agreement("2", "New Zealand - Viet Nam Protocol", date_signed=date(2022, 1, 1)))
    assert refresh_links(database).auto == 0
    store(database, first())
    assert refresh_links(database).auto == 1
    (link,) = links(database)
    reject_link(database, link.id)
    refresh_links(database)
    assert [one.decision for one in links(database)] == ["rejected"]


def test_a_number_that_is_not_there_is_reported(database: Database) -> None:
    with pytest.raises(BadInput, match="no link 5"):
        accept_link(database, 5)


@pytest.mark.parametrize(
    ("name", "kind", "base"),
    [
        (
            "Protocol amending the Free Trade Agreement between A and B",
            "amends",
            "Free Trade Agreement between A and B",
        ),
        ("Protocolo modificatorio del Tratado entre A y B", "amends", "Tratado entre A y B"),
        ("Accession of Peru to the Pacific Pact", "accession", "Pacific Pact"),
        ("Adhesión de Perú al Pacto", "accession", "Pacto"),
        ("Pacific Pact - Accession of Peru", "accession", "Pacific Pact"),
        ("EU (28) Enlargement", "accession", "EC Treaty"),
        ("EC - Turkey Additional Protocol", "protocol", "EC - Turkey"),
        ("Upgraded ASEAN Pact", "amends", "ASEAN Pact"),
    ],
)
def test_what_a_name_says_about_a_base(name: str, kind: str, base: str) -> None:
    relation = relation_of(name)
    assert relation is not None
    assert (relation.kind, relation.base) == (kind, base)


def test_names_are_compared_beyond_their_parties() -> None:
    assert relation_of("Chile - Peru") is None
    assert name_score("Chile - Peru", "Tratado de Libre Comercio entre Perú y Chile") == 100
    assert name_score("Chile - Peru Pacific Pact", "Chile - Peru Mountain Accord") < 60
    assert names_conflict("EC - Bulgaria Europe Agreement", "EC - Bulgaria Interim Agreement") is not None
    assert names_conflict("EC - Spain Agreement of 1970", "EC - Spain Agreement of 1986") is not None
    assert names_conflict("Chile - Peru", "Chile - Peru Free Trade Agreement") is None
