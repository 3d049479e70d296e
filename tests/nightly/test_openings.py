"""What a withdrawal, the end of an agreement or a clause that is gone opens: said as far as it is known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Agreement, AgreementParty, Document, Finding
from tracker.models.database import Database, open_database
from tracker.nightly.changes import Changes, Opening
from tracker.nightly.digest import compare
from tracker.nightly.language import LANGUAGES
from tracker.nightly.news import with_news
from tracker.nightly.openings import openings
from tracker.nightly.render import COLUMNS, DigestPaper, csv_rows
from tracker.nightly.selection import for_country, for_provision
from tracker.nightly.state import State, pack, take_state, unpack
from tracker.nightly.story import lines
from tracker.nightly.verdicts import Verdict
from tracker.queries.core.agreement_index import agreement_index

OPENED, LATER = date(2020, 1, 1), date(2024, 1, 1)
CODE = MadeFinding("source_code", "hard", False, scope="general")
SERVERS = MadeFinding("data_localisation", "hard", False, scope="general")
FLOWS = MadeFinding("data_flows", "hard", False, scope="general")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """A database of one kind: which makes no difference here."""
    opened = open_database(sqlite_url)
    yield opened
    opened.close()


def chapters(*findings: MadeFinding) -> tuple[MadeChapter, ...]:
    articles = tuple(
        MadeArticle(f"{number}", "Lamps", "Lamps are lit.", (finding,))
        for number, finding in enumerate(findings, 1)
    )
    return (MadeChapter(topic="ecommerce", articles=(*articles, MadeArticle("99", "End", "The end."))),)


def world(session: Session, name: str) -> World:
    """Each agreement has a source of its own, for each world counts its texts from 1."""
    return World(session, source_key=name.partition(" ")[0].lower())


def compact(database: Database, name: str, parties: tuple[str, ...], *findings: MadeFinding) -> None:
    """An agreement in force, read in full."""
    with database.session() as session:
        world(session, name).agreement(name, parties=parties, in_force=OPENED, chapters=chapters(*findings))


def stored(database: Database, rules: str = "rules") -> State:
    """The state as a night stores it, and the next one reads it."""
    with database.read() as session:
        return unpack(pack(take_state(session, rules)))


def night(database: Database, before: State, rules: str = "rules") -> Changes:
    with database.read() as session:
        now = take_state(session, rules)
        return with_news(session, compare(before, now), before, now)


def end(database: Database, name: str) -> None:
    with database.session() as session:
        agreement = session.query(Agreement).filter_by(name=name).one()
        agreement.date_inactive, agreement.legal_status = LATER, "inactive"


def revise(database: Database, name: str, *findings: MadeFinding) -> None:
    """A new version of its text with these clauses."""
    with database.session() as session:
        agreement = session.query(Agreement).filter_by(name=name).one()
        old = session.query(Document).filter_by(agreement_id=agreement.id, current=True).one()
        old.current = False
        session.flush()
        world(session, name).document(
            agreement, chapters(*findings), external_id=old.external_id, version=2, previous=old
        )


def found(changes: Changes, slug: str = "lantern-compact") -> set[Opening]:
    [news] = [row for row in changes.news if row.slug == slug]
    assert news.openings is not None
    return set(news.openings)


def headline(changes: Changes, language: str = "en", name: str = "Lantern Compact") -> str:
    """What is said first of an agreement, with plain spaces."""
    line = next(line for line in lines(changes, language) if line.bold == name)
    return line.text.replace("\u202f", " ")


def ended(database: Database) -> Changes:
    """A compact of New Zealand, Viet Nam and Chile ends; New Zealand has another one, Chile one that was not read."""
    compact(database, "Lantern Compact", ("NZL", "VNM", "CHL"), CODE, SERVERS)
    compact(database, "Candle Compact", ("NZL", "PER"), CODE)
    before = stored(database)
    end(database, "Lantern Compact")
    return night(database, before)


def test_the_end_of_an_agreement_opens_what_nothing_else_closes(database: Database) -> None:
    changes = ended(database)
    assert found(changes) == {
        Opening("inspect_source_code", "closed", "closed", True, ("NZL",)),
        Opening("keep_data_at_home", "closed", "open", True, ("NZL",)),
        # Nothing in force is known for these: what binds them else is not known.
        Opening("inspect_source_code", "closed", "not_known", True, ("CHL", "VNM")),
        Opening("keep_data_at_home", "closed", "not_known", True, ("CHL", "VNM")),
    }
    assert Changes.from_json(changes.to_json()) == changes


EXPECTED = {
    "en": (
        "legal status: in force → no longer in force; date inactive: not known → 2024-01-01;"
        " party left: Chile (CHL); New Zealand (NZL); Viet Nam (VNM)."
        " Opens “Keep data and servers at home” for New Zealand (closed before)."
        " No longer closes “Keep data and servers at home”, “Inspect source code” for Chile; Viet Nam, as far as"
        " the texts read here show: whether those are open now is not known."
        " “Inspect source code” stays closed for New Zealand, by other agreements."
    ),
    "es": (
        "situación jurídica: en vigor → ya no está en vigor; fecha de terminación: no consta → 1.º de enero de"
        " 2024; dejaron de ser parte: Chile (CHL); Nueva Zelandia (NZL); Viet Nam (VNM)."
        " Abre la política «Guardar los datos y los servidores en el país» (antes cerrada) para: Nueva Zelandia."
        " Hasta donde muestran los textos leídos aquí, ya no cierra las políticas «Guardar los datos y los"
        " servidores en el país», «Inspeccionar el código fuente» (no se sabe si ahora están abiertas) para:"
        " Chile; Viet Nam."
        " La política «Inspeccionar el código fuente» sigue cerrada, en virtud de otros acuerdos, para: Nueva"
        " Zelandia."
    ),
    "fr": (
        "statut juridique : en vigueur → n’est plus en vigueur ; date de fin : non connue → 1er janvier 2024 ; ne"
        " sont plus parties : Chili (CHL) ; Nouvelle-Zélande (NZL) ; Viet Nam (VNM)."
        " Ouvre la politique « Garder les données et les serveurs dans le pays » (fermée auparavant) pour :"
        " Nouvelle-Zélande."
        " D’après les textes lus ici, ne ferme plus les politiques « Garder les données et les serveurs dans"
        " le pays », « Examiner le code source » (sans que l’on sache si elles sont désormais ouvertes) pour :"
        " Chili ; Viet Nam."
        " La politique « Examiner le code source » reste fermée, en vertu d’autres accords, pour :"
        " Nouvelle-Zélande."
    ),
}


def test_the_end_of_an_agreement_in_each_language(database: Database) -> None:
    changes = ended(database)
    assert {language: headline(changes, language) for language in LANGUAGES} == EXPECTED


def test_a_withdrawal_opens_for_who_withdraws_alone(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM", "CHL"), CODE)
    compact(database, "Candle Compact", ("CHL", "PER"), FLOWS)
    before = stored(database)
    with database.session() as session:
        session.query(AgreementParty).filter_by(agreement_id=1, iso3="CHL").one().current = False
    changes = night(database, before)
    assert found(changes) == {Opening("inspect_source_code", "closed", "open", True, ("CHL",))}
    assert (
        headline(changes) == "party left: Chile (CHL). Opens “Inspect source code” for Chile (closed before)."
    )
    assert headline(changes, "es") == (
        "dejó de ser parte: Chile (CHL). Abre la política «Inspeccionar el código fuente» (antes cerrada)"
        " para: Chile."
    )
    assert headline(changes, "fr") == (
        "n’est plus partie : Chili (CHL). Ouvre la politique « Examiner le code source » (fermée auparavant) pour :"
        " Chili."
    )
    # Those who subscribed to the country or to the provision read it too, and others do not.
    assert headline(for_country(changes, "CHL")) == headline(changes)
    assert "Opens" not in "".join(line.text for line in lines(for_country(changes, "VNM")))
    assert headline(for_provision(changes, "source_code")) == headline(changes)
    assert for_provision(changes, "data_flows").empty


def test_with_an_agreement_that_was_not_read_it_is_not_known_whether_it_is_open(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM"), CODE)
    with database.session() as session:
        unread = World(session).agreement(
            "Torch Compact", parties=("NZL", "PER"), in_force=OPENED, current=False
        )
        session.query(Document).filter_by(agreement_id=unread.id).one().external_id = "torch"
    before = stored(database)
    end(database, "Lantern Compact")
    assert Opening("inspect_source_code", "closed", "not_known", True, ("NZL", "VNM")) in found(
        night(database, before)
    )
    assert headline(night(database, before)).endswith(
        "No longer closes “Inspect source code” for New Zealand; Viet Nam, as far as the texts read here show:"
        " whether that is open now is not known."
    )


def test_a_clause_that_is_gone_opens_and_an_exception_loosens(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM"), CODE, SERVERS)
    before = stored(database)
    revise(database, "Lantern Compact", replace(SERVERS, exception=True))
    changes = night(database, before)
    assert found(changes) == {
        Opening("inspect_source_code", "closed", "open", True, ("NZL", "VNM")),
        Opening("keep_data_at_home", "closed", "restricted", True, ("NZL", "VNM")),
    }
    assert (
        "Opens “Inspect source code” for New Zealand; Viet Nam (closed before). Loosens “Keep data and servers at"
        " home” for New Zealand; Viet Nam (closed before, only restricted now, as far as the texts read here show)."
    ) in headline(changes)
    assert (
        "Deja más margen a la política «Guardar los datos y los servidores en el país» (antes cerrada, ahora solo"
        " restringida, hasta donde muestran los textos leídos aquí) para: Nueva Zelandia; Viet Nam."
    ) in headline(changes, "es")
    assert (
        "Laisse plus de marge à la politique « Garder les données et les serveurs dans le pays » (fermée"
        " auparavant, seulement restreinte désormais, d’après les textes lus ici) pour : Nouvelle-Zélande ; Viet Nam."
    ) in headline(changes, "fr")


def test_a_text_that_is_lost_opens_nothing(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM"), CODE)
    before = stored(database)
    with database.session() as session:
        session.query(Document).one().current = False
    changes = night(database, before)
    assert found(changes) == {Opening("inspect_source_code", "closed", "not_known", False, ("NZL", "VNM"))}
    said = {language: headline(changes, language) for language in LANGUAGES}
    assert (
        "Whether it still closes “Inspect source code” for New Zealand; Viet Nam is not known" in said["en"]
    )
    assert (
        "No se sabe si todavía cierra la política «Inspeccionar el código fuente» para: Nueva Zelandia; Viet Nam"
        in said["es"]
    )
    assert (
        "On ne sait pas s’il ferme encore la politique « Examiner le code source » pour : Nouvelle-Zélande"
        in said["fr"]
    )
    assert not any(word in "".join(said.values()) for word in ("Opens", "Abre", "Ouvre", "No longer closes"))


def test_a_text_that_is_lost_is_no_news_for_whom_others_close_it(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM"), CODE)
    compact(database, "Candle Compact", ("NZL", "PER"), CODE)
    before = stored(database)
    with database.session() as session:
        session.query(Document).filter_by(agreement_id=1).one().current = False
    assert found(night(database, before)) == {
        Opening("inspect_source_code", "closed", "not_known", False, ("VNM",))
    }


def test_a_clause_that_is_read_otherwise_opens_nothing(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM"), CODE)
    before = stored(database)
    with database.session() as session:
        session.query(Finding).delete()
        session.query(Agreement).one().name = "Lantern Compact of 2020"
    changes = night(database, before, "newer rules")
    assert [row.cause for row in changes.provisions] == ["reading", "reading"]
    assert found(changes) == set()


def test_of_an_agreement_that_may_bind_it_is_not_known(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL",), CODE)
    with database.read() as session:
        [entry] = agreement_index(session)
    before = {"NZL": {"inspect_source_code": Verdict("closed", (entry.slug,))}}
    known = openings(before, {"NZL": {}}, Changes(), {entry.slug: replace(entry, life=None)})
    assert known == {entry.slug: (Opening("inspect_source_code", "closed", "open", False, ("NZL",)),)}
    # Nothing changed in it, and it binds: what made the verdict weaker is not it.
    assert openings(before, {"NZL": {}}, Changes(), {entry.slug: entry}) == {}
    # What is stricter now, or as strict by the same agreement, is not opened.
    restricted = {"NZL": {"inspect_source_code": Verdict("restricted", (entry.slug,))}}
    assert openings(restricted, before, Changes(), {entry.slug: replace(entry, life=None)}) == {}
    assert openings(before, before, Changes(), {entry.slug: replace(entry, life=None)}) == {}


def test_what_was_closed_is_not_known_where_no_verdicts_were_stored(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM"), CODE)
    before = replace(stored(database), verdicts=None)
    end(database, "Lantern Compact")
    changes = night(database, before)
    assert Changes.from_json(changes.to_json()) == changes
    for language, words in (
        ("en", "What it closed before is not known, for no verdicts were stored then."),
        ("es", "No se sabe qué cerraba antes: entonces no se guardaban los veredictos."),
        ("fr", "On ne sait pas ce qu’il fermait : les verdicts n’étaient pas encore conservés."),
    ):
        assert headline(changes, language).endswith(words)
    older = changes.to_json()
    for row in older["news"]:
        del row["openings"]
    assert "closed before" not in headline(Changes.from_json(older)), "nights of older versions did not look"


def test_an_end_that_opens_nothing_says_so(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM"))
    before = stored(database)
    end(database, "Lantern Compact")
    changes = night(database, before)
    for language, words in (
        ("en", "Opens nothing that was closed or restricted before."),
        ("es", "No abre nada que antes estuviera cerrado o restringido."),
        ("fr", "N’ouvre rien de ce qui était fermé ou restreint."),
    ):
        assert headline(changes, language).endswith(words)


def test_of_an_agreement_that_ended_unread_what_it_closed_is_not_known(database: Database) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM"))
    with database.session() as session:
        session.query(Document).one().current = False
    before = stored(database)
    end(database, "Lantern Compact")
    said = {language: headline(night(database, before), language) for language in LANGUAGES}
    assert said["en"].endswith("Its text was not read: what it closed is not known.")
    assert said["es"].endswith("Su texto no se ha leído: no se sabe qué cerraba.")
    assert said["fr"].endswith("Son texte n’a pas été lu : on ne sait pas ce qu’il fermait.")
    assert "nothing" not in said["en"]


def test_openings_are_rows_of_the_table(database: Database) -> None:
    changes = ended(database)
    paper = DigestPaper(1, datetime(2030, 1, 1, tzinfo=UTC), None, changes, "")
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in csv_rows(paper)]
    opened = [row for row in rows if row["what"] == "policy" and row["now"] == "open"]
    assert [(row["policy"], row["before"], row["countries"], row["change"]) for row in opened] == [
        ("keep_data_at_home", "closed", ["NZL"], "no longer")
    ]


def test_news_cost_no_verdict_of_their_own(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    compact(database, "Lantern Compact", ("NZL", "VNM"), CODE)
    before = stored(database)
    end(database, "Lantern Compact")
    with database.read() as session:
        now = take_state(session, "rules")

        def refused(*_given: object) -> None:
            raise AssertionError("a verdict was worked out again")

        monkeypatch.setattr("tracker.nightly.verdicts.country_policies", refused)
        changes = with_news(session, compare(before, now), before, now)
    assert found(changes)
