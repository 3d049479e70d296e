"""How findings are known, on every page and in every file; agreements of which only the year of signature is known."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from dashboard.parts.basis import basis_chip, basis_words, sourced_words
from dashboard.parts.messages import Messages, languages
from dashboard.views.agreement.about import link_words
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.export.briefing import write_briefing
from tracker.facts.incorporation import refresh_incorporations
from tracker.models import Agreement, AgreementRelation, Article, Document, Finding
from tracker.models.database import open_database
from tracker.queries import FindingBasis, TextLink

TETHER = "No side shall tie servers to its own pier."
WORDS = "by incorporation of OP 14.13"
SITE = "gazette.example.org"
SOURCE = f"https://www.{SITE}/notice (page 3) ; https://news.example.org/a"


def known_as(world: World, name: str, basis: str, **facts: object) -> Agreement:
    """An agreement whose one finding is coded or reported."""
    finding = MadeFinding("data_localisation", "hard", False)
    made = world.agreement(
        name,
        chapters=(MadeChapter("1", articles=(MadeArticle("5.1", findings=(finding,)),)),),
        has_text=False,
        **facts,
    )  # type: ignore[arg-type]
    document = world.session.scalars(select(Document).where(Document.agreement_id == made.id)).one()
    document.basis = basis
    own = select(Article.id).where(Article.document_id == document.id)
    world.session.execute(update(Finding).where(Finding.article_id.in_(own)).values(reference=SOURCE))
    return made


@pytest.fixture
def bases(sqlite_url: str) -> str:
    """Old Pact (OP) is read, New Pact incorporates it, one agreement is coded, one reported."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        finding = MadeFinding("data_localisation", "hard", False, TETHER)
        old = world.agreement(
            "Old Pact",
            parties=["AAA", "BBB"],
            signed=date(2016, 2, 4),
            in_force=date(2017, 1, 1),
            chapters=(
                MadeChapter("14", articles=(MadeArticle("Article 14.13", "Piers", TETHER, (finding,)),)),
            ),
        )
        old.short_name = "OP"
        new = world.agreement(
            "New Pact",
            parties=["AAA", "CCC"],
            signed=date(2018, 3, 8),
            in_force=date(2019, 1, 1),
            current=False,
        )
        session.add(
            AgreementRelation(agreement_id=new.id, target_id=old.id, relation="incorporates", articles=["*"])
        )
        session.flush()
        refresh_incorporations(session)
        known_as(world, "Coded Pact", "coded", parties=["DDD", "EEE"], in_force=date(2020, 1, 1))
        known_as(world, "Rumoured Pact", "reported", parties=["FFF", "EEE"], in_force=date(2021, 1, 1))
    database.close()
    return sqlite_url


COUNTED = (
    "1 read here, 1 by incorporation of another agreement’s text, 1 coded by hand from the official text, "
    "1 only reported by public sources."
)


def test_the_words_of_a_basis() -> None:
    messages = Messages()
    assert basis_chip(messages, FindingBasis()) is None
    taken = FindingBasis("incorporated", "OP", "14.13", "coded", SOURCE)
    assert basis_words(messages, taken) == f"{WORDS} (by hand coding of the official text)"
    assert SITE in sourced_words(messages, taken)
    read = FindingBasis("incorporated", "OP", "14.13", "read", "https://texts.example.org/op")
    assert sourced_words(messages, read) == WORDS
    assert sourced_words(messages, FindingBasis("reported", source=SOURCE)) == (
        f"by reported facts, not by the text: {SITE}, news.example.org"
    )
    for language in languages():
        for basis in ("incorporated", "coded", "reported"):
            assert basis_words(Messages(language), FindingBasis(basis))


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("spread", {"provision": "data_localisation"}),
        ("spread", {"provision": "data_localisation", "view": "map"}),
        ("provision", {"provision": "data_localisation"}),
    ],
)
def test_counts_say_how_many_of_each(bases: str, open_page: Open, page: str, asked: dict[str, str]) -> None:
    assert f"Of the agreements counted: {COUNTED}" in shown(open_page(page, **asked))


def test_spread_as_tables(bases: str, open_page: Open) -> None:
    asked = {"provision": "data_localisation", "form": "table"}
    curve = open_page("spread", **asked).dataframe[0].value
    last = curve[(curve["Year"] == curve["Year"].max()) & (curve["Strength"] == "hard")].iloc[0]
    total = [
        last[f"Total: {name}"] for name in ("read here", "by incorporation", "coded by hand", "only reported")
    ]
    assert (last["Total"], total) == (4, [1, 1, 1, 1])
    map_ = open_page("spread", view="map", **asked).dataframe[0].value.set_index("ISO code")
    assert map_.loc["CCC", "Basis"] == WORDS
    assert map_.loc["AAA", "Basis"] == "read here"  # by the older one of the two
    assert map_.loc["FFF", "Source of the basis"] == SOURCE
    heat = open_page("spread", view="heatmap", form="table").dataframe[0].value.set_index("Agreement")
    assert heat.loc["New Pact", "Data localisation"] == f"hard, no exception in the clause, {WORDS}"
    assert (
        heat.loc["Rumoured Pact", "Data localisation"]
        == "hard, no exception in the clause, by reported facts, not by the text"
    )
    assert (heat.loc["New Pact", "read here"], heat.loc["New Pact", "by incorporation"]) == (0, 1)
    page = shown(open_page("spread", view="heatmap"))
    assert f"Of the findings shown: {COUNTED}" in page
    template = shown(open_page("spread", provision="data_localisation"))
    assert "4 hard (1 by incorporation, 1 coded by hand, 1 only reported)" in template


def test_provision_names_article_and_source(bases: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="data_localisation"))
    assert f'<span class="chip chip-basis-incorporated">{WORDS}</span>' in page
    assert f"by reported facts, not by the text: {SITE}, news.example.org</span>" in page
    assert f'href="https://www.{SITE}/notice"' in page and "(page 3)" in page
    [table] = open_page("provision", provision="data_localisation", list="table").dataframe
    rows = table.value.set_index("Agreement")
    assert rows.loc["New Pact (2018)", "Basis"] == WORDS
    assert rows.loc["Coded Pact (2010)", "Source of the basis"] == SOURCE
    listed = shown(open_page("provision"))
    assert ">only reported</th>" in listed


def test_agreement_page_labels_articles_findings_and_roll_up(bases: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="new-pact"))
    assert page.count(f'<span class="chip chip-basis-incorporated">{WORDS}</span>') == 2  # card and roll-up
    assert "Of the findings shown: 1 by incorporation" in page
    assert "Of the provisions counted: 1 by incorporation" in page
    assert WORDS in shown(open_page("agreement", agreement="new-pact", view="all"))
    listed = shown(open_page("agreement"))
    assert "(1 by incorporation)" in listed and "(1 only reported)" in listed
    assert 'class="chip chip-basis' not in shown(open_page("agreement", agreement="old-pact"))


def test_compare_search_and_country(bases: str, open_page: Open) -> None:
    page = shown(open_page("compare", agreements="old-pact,new-pact,rumoured-pact"))
    assert page.count(f"{WORDS}</span>") == 2  # table and clause
    assert f"not by the text: {SITE}" in page
    hits = shown(open_page("search", q="pier"))
    assert hits.count(f"{WORDS}</span>") == 2  # the article, and its finding
    country = shown(open_page("country", country="CCC"))
    assert WORDS in country and "Of the provisions counted: 1 by incorporation" in country


def test_every_export_says_how_many(bases: str, tmp_path: Path) -> None:
    database = open_database(bases)
    path = tmp_path / "all.csv"
    with database.read() as session:
        assert write_briefing(session, path) == (
            ("read", 1),
            ("incorporated", 1),
            ("coded", 1),
            ("reported", 1),
        )
    database.close()
    assert WORDS in path.read_text(encoding="utf-8-sig")


def test_a_year_without_a_day_has_its_place(bases: str, open_page: Open) -> None:
    database = open_database(bases)
    with database.session() as session:
        changes = {"date_signed": None, "year_signed": 2017, "date_in_force": None}
        session.execute(update(Agreement).where(Agreement.slug == "coded-pact").values(**changes))
    database.close()
    [table] = open_page("provision", provision="data_localisation", list="table").dataframe
    assert table.value["Agreement"].tolist() == [
        "New Pact (2018)",
        "Coded Pact (2017)",
        "Old Pact (2016)",
        "Rumoured Pact (2010)",
    ]
    assert table.value.set_index("Agreement").loc["Coded Pact (2017)", "Signed"] == "2017"
    choice = open_page("compare").multiselect[0].options
    assert choice[:3] == ["New Pact (2018)", "Coded Pact (2017)", "Old Pact (2016)"]
    about = shown(open_page("agreement", agreement="coded-pact"))
    assert "<dd>2017</dd>" in about


def test_a_link_to_an_archived_copy_says_of_which_day_in_every_language() -> None:
    link = TextLink("https://archive.example/1", "en", "archived copy of 2024-05-01")
    own = TextLink("https://ministry.example/1", "en", "full text")
    for language, words in (
        ("en", "archived copy of"),
        ("es", "copia archivada del"),
        ("fr", "copie archivée du"),
    ):
        messages = Messages(language)
        assert link_words(messages, link).startswith(f"{words} 2024-05-01, ")
        assert "2024" not in link_words(messages, own)
