"""The Agreement page against the reference, earlier agreements and its own earlier texts."""

from datetime import date

import pytest

from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.lineage.job import run_lineage
from tracker.models import Agreement, Document
from tracker.models.database import open_database

RULE = "No side shall ask for a <b>lantern</b> as the price of passing through its gate."
NEAR = RULE.replace("price", "condition")
FAR = "Ferries carry barley and wool to the harbour whenever the tide allows it."


def _chapter(*articles: MadeArticle) -> MadeChapter:
    return MadeChapter("14", "Commerce", "ecommerce", articles)


@pytest.fixture
def family(sqlite_url: str) -> str:
    """An older model, the reference, and a later copy of both with two versions."""
    hard = MadeFinding("source_code", "hard", False)
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        world.agreement(
            "Elder", signed=date(2001, 1, 1), chapters=(_chapter(MadeArticle("5", "Code", RULE, (hard,))),)
        )
        world.agreement(
            "Trans-Pacific Partnership",
            slug="tpp",
            signed=date(2016, 2, 4),
            chapters=(
                _chapter(
                    MadeArticle("14.17", "Code", RULE, (MadeFinding("source_code", "hard", True),)),
                    MadeArticle("14.3", "Duties", FAR, (MadeFinding("customs_duties", "hard"),)),
                ),
            ),
        )
        copy = world.agreement(
            "Copy",
            signed=date(2018, 1, 1),
            chapters=(
                _chapter(
                    MadeArticle("9", "Code", RULE, (MadeFinding("source_code", "soft", False),)),
                    MadeArticle("11", "Tides", FAR),
                ),
            ),
        )
        first = session.query(Document).filter_by(agreement_id=copy.id).one()
        first.current = False
        world.document(
            copy,
            (
                _chapter(
                    MadeArticle("9", "Code", NEAR, (hard,)),
                    MadeArticle("10", "Ciphers", FAR, (MadeFinding("encryption", "hard"),)),
                ),
            ),
            external_id=first.external_id,
            version=2,
            previous=first,
        )
    run_lineage(database)
    database.close()
    return sqlite_url


def test_reference_lists_verdicts(family: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="copy", view="reference"))
    assert "Compared with the TPP" in page
    assert 'class="verdict verdict-stronger">stricter<' in page
    assert 'class="verdict verdict-missing">missing here<' in page
    assert 'class="verdict verdict-beyond">beyond it<' in page
    assert 'href="agreement?agreement=copy&amp;view=reference&amp;clause=customs_duties"' in page


def test_reference_redline_of_the_chosen_provision(family: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="copy", view="reference", clause="source_code"))
    assert "of the words are in both" in page
    assert '<del><span class="heard">taken out: </span>price</del>' in page
    assert '<ins><span class="heard">added: </span>condition</ins>' in page
    assert "&lt;b&gt;lantern&lt;/b&gt;" in page
    assert "<b>lantern" not in page
    missing = shown(open_page("agreement", agreement="copy", view="reference", clause="customs_duties"))
    assert "this agreement: no clause, or its text is not here." in missing
    assert FAR in missing


def test_reference_itself_and_not_loaded(family: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="tpp", view="reference"))
    assert "This is the reference agreement itself" in page


def test_reference_that_is_not_loaded_is_said_so(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="north-south", view="reference"))
    assert "is not loaded here" in page


def test_lineage_names_the_oldest_model_and_its_share(family: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="copy", view="origins", clause="source_code"))
    assert "For 1 of 2 provisions an earlier clause has words in common with the one here." in page
    assert '<a href="agreement?agreement=elder" target="_self">Elder (2001)</a> (1)' in page
    assert "94 % of its 17 words are also in" in page
    assert "Article 5, in the same order; 94 % of the words there are here." in page
    assert "Signed: 2001-01-01. Today: Signed, not in force." in page
    assert '<ins><span class="heard">added: </span>condition</ins>' in page
    assert '<td class="quiet">none</td>' in page
    assert "<b>lantern" not in page
    assert "copied from" not in page.partition("</nav>")[2].replace(
        "does not prove that one was copied from", ""
    )


def test_lineage_lists_who_took_it_up_later(family: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="elder", view="origins", clause="source_code"))
    assert "For 1 of 1 provisions the words here appear in later agreements." in page
    assert "2 later clauses have words of Article 5" in page
    assert 'href="agreement?agreement=tpp&amp;view=origins&amp;clause=source_code"' in page
    later = page.partition("2 later clauses have words of Article 5")[2]
    assert later.index("tpp") < later.index("agreement=copy"), "those with most words first"
    assert "No earlier clause has enough words in common" in page


def test_clause_without_a_model_is_shown_for_itself(family: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="copy", view="origins", clause="encryption"))
    assert "No earlier clause has enough words in common" in page
    assert f'<p class="full-text">{FAR}</p>' in page


def test_lineage_that_is_older_than_the_findings_is_said_not_to_be_worked_out(
    family: str, open_page: Open
) -> None:
    database = open_database(family)
    with database.session() as session:
        hard = MadeFinding("source_code", "hard", False)
        world = World(session, source_key="other")
        world.agreement("Newest", chapters=(_chapter(MadeArticle("1", "Code", RULE, (hard,))),))
    database.close()
    page = shown(open_page("agreement", agreement="copy", view="origins"))
    assert "Not worked out yet for the texts and findings of today: Source code" in page
    assert "For 0 of 1 provisions the words here appear in later agreements." in page


def test_origins_without_texts(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="east-west", view="origins"))
    assert "There is no clause here whose words we have" in page


def test_versions_say_what_changed(family: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="copy", view="versions"))
    assert "Replaced text 1." in page
    assert "soft, no exception in the clause → hard, no exception in the clause" in page
    assert "appeared (hard)" in page
    assert "3 articles differ" in page
    assert "Article 11: Tides" in page
    assert "<del" not in page


def test_version_redline_of_the_chosen_article(family: str, open_page: Open) -> None:
    overview = open_page("agreement", agreement="copy", view="versions")
    link = shown(overview).partition("change=")[2].partition('"')[0].replace("%3A", ":")
    page = shown(open_page("agreement", agreement="copy", view="versions", version="2", change=link))
    assert '<del><span class="heard">taken out: </span>price</del>' in page
    assert "<b>lantern" not in page


def test_one_version_only(world: str, open_page: Open) -> None:
    assert "So far there is one text" in shown(
        open_page("agreement", agreement="north-south", view="versions")
    )


@pytest.mark.parametrize("view", ["reference", "origins", "versions"])
def test_malformed_parameters_are_named(family: str, open_page: Open, view: str) -> None:
    name = "version" if view == "versions" else "clause"
    test = open_page("agreement", agreement="copy", view=view, **{name: "<script>" + "x" * 500})
    page = shown(test)
    assert f"{name}=&lt;script&gt;xxx" in page
    assert "x" * 201 not in page.partition("</nav>")[2], "long values are cut"


@pytest.mark.parametrize(
    ("lang", "view", "title"),
    [
        ("es", "reference", "Comparado con el TPP"),
        ("es", "origins", "Dónde estaban antes sus palabras"),
        ("es", "versions", "Historial de versiones"),
        ("fr", "reference", "Comparé au TPP"),
        ("fr", "origins", "Où ses mots figuraient avant"),
        ("fr", "versions", "Historique des versions"),
    ],
)
def test_other_languages(family: str, open_page: Open, lang: str, view: str, title: str) -> None:
    assert title in shown(open_page("agreement", agreement="copy", view=view, lang=lang))


def test_the_foot_says_what_the_text_lacks(family: str, open_page: Open) -> None:
    database = open_database(family)
    with database.session() as session:
        session.query(Agreement).filter_by(name="Copy").one().missing = ["chapters:14-24", "annexes:13-B"]
        slug = session.query(Agreement).filter_by(name="Copy").one().slug
    database.close()
    assert "chapters 14-24; annexes 13-B" in shown(open_page("agreement", agreement=slug))
    assert "Not in the text here" not in shown(open_page("agreement", agreement="tpp"))
