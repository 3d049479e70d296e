"""The registry in the database: agreements, life, relations, coded and reported facts, texts known by their bytes."""

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.ingest.job import ingest_paths
from tracker.ingest.registered import store_registry
from tracker.models import Agreement, AgreementRelation, Article, Document, Finding, PartyEvent
from tracker.models.database import Database
from tracker.queries import agreement_index, country_coverage, country_policies
from tracker.registry import registry


def count(database: Database, table: type) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_shipped_registry_is_stored_once(database: Database) -> None:
    first = store_registry(database, registry())
    tables = (Agreement, PartyEvent, AgreementRelation, Document, Article, Finding)
    before = [count(database, table) for table in tables]
    again = store_registry(database, registry())
    assert [count(database, table) for table in tables] == before
    assert (first.instruments, again.instruments) == (len(registry().instruments),) * 2
    assert before[0] == first.instruments and again.recognised == 0
    assert before[1] == first.events and before[2] == first.relations


def test_what_the_audit_found_false_is_true_by_the_registry(with_registry: Database) -> None:
    database = with_registry
    with database.read() as session:
        known = {agreement.short_name or agreement.name: agreement for agreement in agreement_index(session)}
    day = date(2026, 11, 28)
    tpp, nafta, cptpp = known["TPP"], known["NAFTA"], known["CPTPP"]
    assert {tpp.status_for(iso3, day).kind for iso3 in ("USA", "VNM", "CHL")} == {"never_took_effect"}
    for iso3 in ("USA", "VNM", "CHL"):
        kinds = [tpp.status_for(iso3, date(2017, 1, on)).kind for on in (29, 30)]
        assert kinds == ["signed", "never_took_effect"], iso3
        assert tpp.status_for(iso3, date(2016, 2, 4)).kind == "signed"
    eea = known["United Kingdom - Iceland, Liechtenstein and Norway"]
    assert [
        eea.status_for("ISL", on).kind for on in (date(2022, 8, 31), date(2022, 9, 1), date(2023, 2, 1))
    ] == [
        "signed",
        "provisionally_applied",
        "in_force",
    ]
    assert eea.status_for("NOR", date(2021, 12, 1)).kind == "provisionally_applied"
    assert eea.status_for("NOR", date(2022, 9, 1)).kind == "in_force"
    sadc = known["SADC"]
    assert not any(sadc.status_for(iso3, day).binds for iso3 in ("AGO", "COD", "COM"))
    assert sadc.status_for("ZAF", day).kind == "in_force"
    assert nafta.status_for("MEX", date(2020, 6, 30)).kind == "in_force"
    assert nafta.status_for("MEX", date(2020, 7, 1)).kind == "superseded"
    begins = {iso3: cptpp.status_for(iso3, day).since for iso3 in ("VNM", "PER", "CHL", "MYS")}
    assert {iso3: since and since.exact for iso3, since in begins.items()} == {
        "VNM": date(2019, 1, 14),
        "PER": date(2021, 9, 19),
        "CHL": date(2023, 2, 21),
        "MYS": date(2022, 11, 29),
    }
    assert cptpp.status_for("VNM", date(2019, 1, 13)).kind != "in_force"


def test_cptpp_carries_the_articles_of_the_tpp_but_those_it_suspends(database: Database) -> None:
    chapter = MadeChapter(
        "14",
        topic="ecommerce",
        articles=(
            MadeArticle("14.13", findings=(MadeFinding("data_localisation", "hard", True),)),
            MadeArticle("18.82", findings=(MadeFinding("intermediary_liability", "hard"),)),
        ),
    )
    with database.session() as session:
        World(session).agreement(
            "Trans-Pacific Partnership",
            ("AUS", "BRN", "CAN", "CHL", "JPN", "MEX", "MYS", "NZL", "PER", "SGP", "USA", "VNM"),
            signed=date(2016, 2, 4),
            chapters=(chapter,),
        )
    store_registry(database, registry())
    with database.read() as session:
        carried = session.execute(
            select(Article.number, Finding.provision, Document.basis)
            .join(Finding, Finding.article_id == Article.id)
            .join(Document, Document.id == Article.document_id)
            .join(Agreement, Agreement.id == Document.agreement_id)
            .where(Agreement.short_name == "CPTPP", Document.current)
        ).all()
        row = next(row for row in country_policies(session, "VNM") if row.policy == "keep_data_at_home")
        usa = next(row for row in country_policies(session, "USA") if row.policy == "keep_data_at_home")
    assert [tuple(one) for one in carried] == [("14.13", "data_localisation", "incorporated")]
    ground = next(ground for ground in row.grounds if ground.basis.kind == "incorporated")
    assert (row.state, ground.since, ground.article.number) == ("restricted", date(2019, 1, 14), "14.13")
    assert all(ground.agreement.name != "Trans-Pacific Partnership" for ground in usa.grounds)


def test_coded_and_reported_facts_are_labelled_and_a_text_takes_their_place(with_registry: Database) -> None:
    database = with_registry
    with database.read() as session:
        bases = dict(
            session.execute(
                select(Document.basis, func.count()).where(Document.current).group_by(Document.basis)
            ).all()
        )
        references = session.scalars(
            select(Finding.reference).join(Article).join(Document).where(Document.basis != "incorporated")
        ).all()
        chile = country_coverage(session, "CHL")
    assert bases["coded"] > 0 and bases["reported"] > 0
    assert references and all(reference.startswith("https://") for reference in references if reference)
    assert chile.by_state["coded"] >= 1 and not chile.complete
    with database.session() as session:
        depa = session.scalars(select(Agreement).where(Agreement.short_name == "DEPA")).one()
        article = MadeArticle("1", findings=(MadeFinding("data_flows"),))
        made = World(session).agreement("Other", chapters=(MadeChapter(articles=(article,)),))
        text = session.scalars(select(Document).where(Document.agreement_id == made.id)).one()
        text.agreement_id = depa.id
        session.flush()
    store_registry(database, registry())
    with database.read() as session:
        current = session.scalars(
            select(Document.basis).join(Agreement).where(Agreement.short_name == "DEPA", Document.current)
        ).all()
    assert set(current) == {"read"}


def test_equal_bytes_are_one_text_of_one_agreement_whatever_the_file_says(
    with_registry: Database, tmp_path: Path
) -> None:
    database = with_registry
    words = (
        "Any enquiries regarding this publication\n\nArticle 1\nScope\nKites may fly over the harbour.\n\n"
        "Article 2\nTrade\nBoats may land at noon.\n"
    )
    for name in ("one.txt", "two/copy.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(words)
    before = count(database, Agreement)
    ingest_paths(database, [tmp_path / "one.txt"])
    ingest_paths(database, [tmp_path / "two"])
    assert count(database, Agreement) == before + 1
