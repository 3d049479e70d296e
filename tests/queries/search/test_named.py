"""Agreements and articles by name, terms in other languages, and other spellings: alike on both databases."""

from datetime import date

import pytest

from tests.factory import MadeArticle, MadeChapter, World
from tracker.models.database import Database
from tracker.models.search_index import plain_words
from tracker.queries import named, search_articles, suggestion
from tracker.template.loader import shipped_template
from tracker.template.terms import template_terms


@pytest.fixture(scope="module")
def both(empty_pair: tuple[Database, Database]) -> tuple[Database, Database]:
    """Three invented agreements: one with names in use, one of two known countries, one without text."""
    for database in empty_pair:
        _store(database)
    return empty_pair


def _store(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        first = world.agreement(
            "Grand Harbour Partnership",
            chapters=(
                MadeChapter(
                    articles=(
                        MadeArticle("ARTICLE 14.11", "Ferries", "Ferries carry encrypted parcels."),
                        MadeArticle("ARTÍCULO 4-05", "Faros", "El código fuente del faro."),
                        MadeArticle("ARTICLE 7", "Lanterns", "Encryption of lanterns; encryption of bells."),
                    )
                ),
            ),
        )
        first.short_name, first.names = "GHP", ["GHP-9", "Gran Asociación de Puertos"]
        world.agreement(
            "Korea, Republic of - US",
            parties=("KOR", "USA"),
            signed=date(2007, 1, 1),
            chapters=(MadeChapter(articles=(MadeArticle("Article 15.8", "Tides", "Tides rise."),)),),
        )
        world.agreement("Lagoon Compact", has_text=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def harbours(request: pytest.FixtureRequest, both: tuple[Database, Database]) -> Database:
    """One of the two."""
    return both[request.param == "postgresql"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("GHP 14.11", "ARTICLE 14.11"),
        ("ghp art. 14.11", "ARTICLE 14.11"),
        ("GHP, artículo 14.11(3)", "ARTICLE 14.11"),
        ("Article 14.11 of the GHP", "ARTICLE 14.11"),
        ("14.11 GHP", "ARTICLE 14.11"),
        ("GHP-9 4.5", "ARTÍCULO 4-05"),
        ("gran asociacion de puertos 7", "ARTICLE 7"),
        ("Korea-US 15.8", "Article 15.8"),
        ("États-Unis Corée art 15.8", "Article 15.8"),
    ],
)
def test_a_name_with_a_number_is_an_article(harbours: Database, typed: str, number: str) -> None:
    with harbours.read() as session:
        found = named(session, typed)
    assert [one.article.number for one in found.articles] == [number]
    assert found.number is None


@pytest.mark.parametrize(
    ("typed", "names", "missing"),
    [
        ("GHP", ["Grand Harbour Partnership"], None),
        ("harbour partnership", ["Grand Harbour Partnership"], None),
        ("Lagoon Compact", ["Lagoon Compact"], None),
        ("GHP 99.1", ["Grand Harbour Partnership"], "99.1"),
        ("GHP 1994", [], None),
        ("lagoon compact art. 3", ["Lagoon Compact"], "3"),
        ("ferries", [], None),
        ("ferries 14.11", [], None),
        ("", [], None),
        ("12.1", [], None),
    ],
)
def test_a_name_alone_is_an_agreement_read_or_not(
    harbours: Database, typed: str, names: list[str], missing: str | None
) -> None:
    with harbours.read() as session:
        found = named(session, typed)
    assert [one.name for one in found.agreements] == names
    assert found.number == missing
    assert not found.articles


@pytest.mark.parametrize(
    "typed", ["source code", '"source code"', "code source", "codigo fuente", "SOURCE CODES"]
)
def test_a_term_is_found_in_the_other_languages(harbours: Database, typed: str) -> None:
    with harbours.read() as session:
        wide, narrow = search_articles(session, typed), search_articles(session, typed, exact=True)
    assert [hit.article.number for hit in wide.hits] == ["ARTÍCULO 4-05"]
    assert wide.also
    assert narrow.total == (typed == "codigo fuente")
    assert not narrow.also


def test_what_is_excluded_stays_as_typed(harbours: Database) -> None:
    with harbours.read() as session:
        found = search_articles(session, 'faro NOT "source code"')
    assert found.total == 1
    assert not found.also


def test_every_term_belongs_to_a_provision_and_no_language_says_the_same_twice() -> None:
    codes = {provision.code for provision in shipped_template().provisions}
    for subject in template_terms():
        assert subject.provision in codes
        for names in subject.by_language:
            plain = [tuple(plain_words(name)) for name in names]
            assert len(plain) == len(set(plain)), names


@pytest.mark.parametrize(
    ("typed", "other", "total"),
    [
        ("encription", "encryption", 1),
        ("ENCRIPTION of bells", "encryption of bells", 1),
        ("lantrens", "lanterns", 1),
        ("codgio fuente", "codigo fuente", 1),
        ("lagon compact", "lagoon compact", 0),
    ],
)
def test_another_spelling_is_offered_where_it_finds_more(
    harbours: Database, typed: str, other: str, total: int
) -> None:
    with harbours.read() as session:
        found = suggestion(session, typed, total=search_articles(session, typed).total)
    assert found is not None
    assert (found.typed, found.total) == (other, total)


@pytest.mark.parametrize("typed", ["encryption", "ferries tides", "zzzzzz", "xy", "14.11", ""])
def test_no_spelling_is_offered_for_known_words_or_where_nothing_is_similar(
    harbours: Database, typed: str
) -> None:
    with harbours.read() as session:
        assert suggestion(session, typed, total=search_articles(session, typed).total) is None
