"""A text of bytes that nobody knows finds its agreement by names in use, parties and year, or is put to a person."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.invented import agreement
from tracker.ingest.store import Outcome, store_agreement
from tracker.models import Agreement, AgreementKey, AgreementLink, Document, Source
from tracker.models.database import Database
from tracker.registry import registry
from tracker.resolution import SourceFacts
from tracker.resolution.links import refresh_links
from tracker.resolution.names import is_named, is_same_title, label_of
from tracker.resolution.review import link_rows, reject_link
from tracker.texts.types import AgreementText

FILES = SourceFacts("file", "Files given by the user")
SITE = SourceFacts("site", "A site that lists agreements", "https://site.example")


def text(
    external_id: str, name: str, parties: tuple[str, ...] = (), year: int | None = None, **facts: object
) -> AgreementText:
    """An invented text under a real agreement's name: only the names, parties and days matter here."""
    own = {"date_signed": None, "date_in_force": None, "legal_status": "signed", "year": year, **facts}
    return agreement(external_id, name, parties=parties, original_parties=parties, **own)


def store(database: Database, given: AgreementText, source: SourceFacts = FILES) -> Outcome:
    with database.session() as session:
        return store_agreement(session, replace(given, source=source.key), source)


def key_of(database: Database, outcome: Outcome) -> str | None:
    """The registry's key of the agreement that a text was stored for; None where the registry does not have it."""
    with database.read() as session:
        return session.scalar(
            select(AgreementKey.external_id)
            .join(Source, Source.id == AgreementKey.source_id)
            .join(Document, Document.agreement_id == AgreementKey.agreement_id)
            .where(Source.key == "registry", Document.id == outcome.document_id)
        )


def proposals(database: Database, outcome: Outcome) -> set[str]:
    """The registry's keys of the agreements that a person is asked about."""
    with database.read() as session:
        return set(
            session.scalars(
                select(AgreementKey.external_id)
                .join(Source, Source.id == AgreementKey.source_id)
                .join(AgreementLink, AgreementLink.other_id == AgreementKey.agreement_id)
                .join(Agreement, Agreement.id == AgreementLink.agreement_id)
                .where(
                    Source.key == "registry",
                    Agreement.slug == outcome.slug,
                    AgreementLink.kind == "same",
                    AgreementLink.decision == "open",
                )
            )
        )


def agreements(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Agreement)) or 0


UK_JAPAN = (
    "Agreement between the United Kingdom of Great Britain and Northern Ireland and Japan for a "
    "Comprehensive Economic Partnership"
)
CETA = "Comprehensive Economic and Trade Agreement (CETA) between Canada and the European Union"
AFCFTA = "Agreement Establishing the African Continental Free Trade Area"
RECIPROCAL = "Agreement between the United States of America and Jordan on Reciprocal Trade"

FOUND = (
    (text("rcep-2020-ch12-ecommerce", "rcep 2020 ch12 ecommerce", (), 2020), "RCEP"),
    (text("rcep-book", "Regional Comprehensive Economic Partnership Agreement", (), 2020), "RCEP"),
    (text("scan-7", UK_JAPAN, ("GBR", "JPN")), "UK_JPN_CEPA"),
    (text("scan-8", "UK-Japan CEPA", ("GBR", "JPN"), 2020), "UK_JPN_CEPA"),
    (text("t-mec", "T-MEC", ("CAN", "MEX", "USA")), "USMCA"),
    (text("cusma-2018", "cusma 2018", (), 2018), "USMCA"),
    (text("cptpp-2018", "CPTPP", (), 2018), "CPTPP"),
    (text("scan-9", CETA, ("EU", "CAN")), "CETA"),
    (text("acuerdo-ace72-2017-es", "que suscriben", ("COL", "MERCOSUR"), 2017), "ACE_72"),
    (text("afcfta-digital-trade-protocol-2024", AFCFTA, (), 2024), "AFCFTA_DIG"),
    (text("scan-10", AFCFTA, (), 2018, date_signed=date(2018, 3, 21)), "AFCFTA"),
    (text("us-jordan-2026", RECIPROCAL, ("USA", "JOR"), 2026), "US_JOR_ART"),
)
"""Texts, and the agreement that each is."""

DOUBTFUL = (
    # Two agreements of the same parties, and the day is not known.
    (text("scan-11", RECIPROCAL, ("USA", "JOR")), {"US_JOR_ART", "US_JOR_FTA"}),
    # The title page of a protocol names the agreement first; nothing else says which of them it is.
    (text("scan-12", AFCFTA), {"AFCFTA"}),
    # A name that two have had.
    (text("scan-13", "AFTA"), {"AFTA_1992", "ATIGA"}),
    # A draft is another text than the agreement that was signed.
    (
        text(
            "draft-2016", "EU-Viet Nam Free Trade Agreement", ("EU", "VNM"), 2016, legal_status="draft_text"
        ),
        {"EVFTA"},
    ),
)
"""Texts that nothing decides, and the agreements that a person is asked about."""

APART = (
    text("scan-14", "Protocol on Services to the RCEP Agreement", (), 2020),
    text("scan-15", "RCEP Agreement", (), 2024),
    text("scan-16", "UK-Japan CEPA", ("GBR", "KOR"), 2020),
    text("scan-17", "Digital Trade Agreement", (), 2025),
    text("scan-18", "Digital Economy Agreement", (), 2020),
)
"""A protocol, another year, other parties, a word that many have: other agreements than those of like names."""


def test_unknown_bytes_find_their_agreement_or_a_person_is_asked(with_registry: Database) -> None:
    database = with_registry
    before = agreements(database)
    for given, key in FOUND:
        outcome = store(database, given)
        assert (given.external_id, outcome.kind) == (given.external_id, "attached")
        assert (given.external_id, key_of(database, outcome)) == (given.external_id, key)
    assert agreements(database) == before
    refresh_links(database)
    assert agreements(database) == before
    asked = [(store(database, given), wanted) for given, wanted in DOUBTFUL]
    apart = [store(database, given) for given in APART]
    refresh_links(database)
    assert agreements(database) == before + len(DOUBTFUL) + len(APART)
    for outcome, wanted in asked:
        assert key_of(database, outcome) is None
        assert wanted <= proposals(database, outcome), outcome.slug
    assert [key_of(database, outcome) for outcome in apart] == [None] * len(APART)


def test_the_days_of_list_and_registry_fill_a_text_without_any(with_registry: Database) -> None:
    database = with_registry
    outcome = store(database, text("scan-1", "Peru-Australia Free Trade Agreement", ("PER", "AUS")))
    with database.read() as session:
        stored = session.scalars(select(Agreement).where(Agreement.slug == outcome.slug)).one()
        facts = (stored.date_signed, stored.date_in_force, stored.legal_status, stored.year_signed)
    wanted = registry().instruments["WTO_1032"]
    assert wanted.date_signed is not None
    assert facts == (wanted.date_signed.day, wanted.in_force_from, "in_force", None)


def test_a_source_that_lists_agreements_has_each_once(with_registry: Database) -> None:
    database = with_registry
    first = store(database, text("11", "CPTPP", (), 2018), SITE)
    second = store(database, text("12", "CPTPP, other edition", (), 2018), SITE)
    assert (key_of(database, first), key_of(database, second)) == ("CPTPP", None)
    refresh_links(database)
    assert key_of(database, second) is None


def test_two_files_that_only_files_know_are_left_to_a_person(database: Database) -> None:
    store(database, text("one", "New Zealand - Viet Nam Pact", ("NZL", "VNM"), 2019))
    outcome = store(database, text("two", "New Zealand - Viet Nam Pact", ("NZL", "VNM"), 2019))
    assert outcome.kind == "loaded"
    assert agreements(database) == 2


def test_equal_bytes_are_one_text_until_a_person_says_otherwise(database: Database) -> None:
    given = text("one", "New Zealand - Viet Nam Pact", ("NZL", "VNM"), 2019)
    first = store(database, given)
    copy = replace(
        given, external_id="two", meta=replace(given.meta, name="Pear Pact", parties=("PER", "CHL"))
    )
    second = store(database, copy, SITE)
    assert (second.kind, second.document_id, second.slug) == ("unchanged", first.document_id, first.slug)
    assert store(database, copy, SITE).kind == "unchanged"
    with database.read() as session:
        (link,) = link_rows(session)
        assert session.scalar(select(func.count()).select_from(Document)) == 1
    assert (link.attached, link.why) == (("site two",), "the same bytes")
    reject_link(database, link.id)
    apart = store(database, copy, SITE)
    assert (apart.kind, agreements(database)) == ("loaded", 2)
    assert apart.slug != first.slug
    assert store(database, copy, SITE).kind == "unchanged"
    refresh_links(database)
    assert agreements(database) == 2


def test_a_year_without_a_day_is_stored_but_not_that_of_a_draft(database: Database) -> None:
    signed = store(database, text("one", "New Zealand - Viet Nam Pact", ("NZL", "VNM"), 2019))
    draft = store(database, text("two", "Peru - Chile Pact", ("PER", "CHL"), 2018, legal_status="draft_text"))
    with database.read() as session:
        years = dict(session.execute(select(Agreement.slug, Agreement.year_signed)).tuples().all())
    assert (years[signed.slug], years[draft.slug]) == (2019, None)


@pytest.mark.parametrize(
    ("external_id", "label"),
    [
        ("rcep-2020-ch12-ecommerce", "rcep 2020"),
        ("rcep-2020-ch05-to-ch20", "rcep 2020"),
        ("tpp-2016-with-annexes", "tpp 2016"),
        ("leaks/kite-pact.txt", "kite pact"),
        ("427", ""),
        ("2016-5", ""),
    ],
)
def test_what_a_file_name_says(external_id: str, label: str) -> None:
    assert label_of(external_id) == label


def test_names_in_use() -> None:
    assert is_named("colombia mercosur ace72 2017 es", "ACE 72")
    assert is_named(
        "Pacific Agreement on Closer Economic Relations Plus", registry().instruments["PACER_PLUS"].name
    )
    assert not is_named("Peru - Chile Free Trade Agreement", "Chile - Peru")
    assert is_same_title(UK_JAPAN, "UK-Japan CEPA")
    assert is_same_title(
        "Free Trade Agreement between the Republic of Turkey and Singapore", "Turkey-Singapore FTA"
    )
    assert not is_same_title("Chile - Peru", "Peru and Chile")
    assert not is_same_title(
        "Canada-Ukraine Free Trade Agreement", "Canada-Ukraine Free Trade Agreement (2016)"
    )
