"""The Provision page: explainer, first appearance, timeline, exceptions, and every clause with its proof."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from dashboard.views.provision.clauses import SHOWN
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.facts import snapshot
from tracker.models import Document
from tracker.models.database import open_database
from tracker.queries import ProvisionRow, provision_overview, template_facts
from tracker.template import load_template

GATES = "Each side keeps the gates open for data."


@pytest.fixture
def variants(sqlite_url: str) -> str:
    """A soft clause of 2007, a hard one without exception of 2016 in two articles, one without any date."""
    soft = MadeFinding("data_flows", "soft", True, evidence=GATES)
    hard = MadeFinding("data_flows", "hard", False, evidence=GATES, notes=("exception:security",))
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        for name, signed, articles in (
            ("Old - Soft", date(2007, 6, 30), (MadeArticle("15.8", "Flows", GATES, (soft,)),)),
            (
                "New - Hard",
                date(2016, 2, 4),
                (
                    MadeArticle("14.11", "Flows", f"First. {GATES} Last.", (hard,)),
                    MadeArticle("14.12", "More flows", GATES, (soft,)),
                ),
            ),
            ("No - Date", None, (MadeArticle("1", "Flows", GATES, (soft,)),)),
        ):
            world.agreement(name, signed=signed, chapters=(MadeChapter("14", articles=articles),))
    database.close()
    return sqlite_url


def test_empty_database_says_what_to_do(open_page: Open) -> None:
    loaded = len(snapshot.read()["agreements"])
    assert f"Run “tracker up” to load {loaded:,} agreements" in shown(open_page("provision"))
    assert "tracker up" in shown(open_page("provision", provision="data_flows"))


def test_without_choice_every_provision_is_listed(world: str, open_page: Open) -> None:
    page = shown(open_page("provision"))
    assert '<a href="provision?provision=data_flows" target="_self">Data flows</a>' in page
    assert '<a href="provision?provision=artificial_intelligence"' in page
    assert "here. Links name" not in page


def test_unknown_code_gets_help_and_the_list(world: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="<script>alert(1)</script>"))
    assert "No provision “&lt;script&gt;alert(1)&lt;/script&gt;” here" in page
    assert "provision?provision=source_code" in page
    assert "<script" not in page


def test_choosing_writes_the_link(world: str, open_page: Open) -> None:
    test = open_page("provision")
    test.selectbox(key="link-provision").select("cooperation").run()
    assert not test.exception
    assert test.query_params["provision"] == "cooperation"


def test_explainer_and_principle(variants: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="data_flows"))
    assert "<h1>Data may leave the country</h1>" in page
    assert "Principle 4 of the Digital 2 Dozen" in page
    assert "<dt>Who asked for it</dt><dd>" in page
    assert "<dt>What it takes off the table</dt><dd>" in page


def test_provision_beyond_the_template_names_its_group(variants: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="general_exceptions"))
    assert "Group: Policy space kept" in page
    assert "None of the texts read here has this provision" in page


def test_first_appearance_and_first_hard(variants: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="data_flows"))
    link = '<a href="agreement?agreement={}&amp;provision=data_flows" target="_self">{}</a>'
    assert f"First found in {link.format('old-soft', 'Old - Soft (2007)')}, 2007-06-30." in page
    assert page.count("Article 14.11: Flows</a>") == 2, "in the list and as first hard clause"
    assert f"First hard in {link.format('new-hard', 'New - Hard (2016)')}, 2016-02-04." in page


def test_first_hard_is_not_said_twice(world: str, open_page: Open) -> None:
    assert "First hard in" not in shown(open_page("provision", provision="data_flows"))


def test_first_appearance_names_what_may_be_as_early(variants: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="data_flows"))
    said = "by what is known of their dates, these may be as early: "
    assert page.count(said) == 1, "of the hard ones each is dated"
    assert "No - Date</a>." in page.split(said)[1]


def test_a_year_without_a_day_may_be_as_early_as_a_day_of_it() -> None:
    def row(
        slug: str, signed: date | None = None, year: int | None = None, in_force: date | None = None
    ) -> ProvisionRow:
        return ProvisionRow(slug, slug, "in_force", signed, in_force, (), "hard", None, 1, year_signed=year)

    dated, same_year = row("dated", date(2007, 6, 30)), row("same-year", year=2007)
    later, undated = row("later", year=2008), row("undated", in_force=date(2020, 1, 1))
    assert provision_overview("data_flows", [dated, same_year, later, undated]).first_doubts == (
        same_year,
        undated,
    )
    assert provision_overview(
        "data_flows", [same_year, row("soon", date(2007, 12, 31)), later]
    ).first_doubts == (row("soon", date(2007, 12, 31)),)
    assert provision_overview("data_flows", [dated, later]).first_doubts == ()
    unsigned = replace(undated, legal_status="draft_text")
    assert provision_overview("data_flows", [dated, unsigned]).first_doubts == ()
    assert provision_overview("data_flows", []).first_hard_doubts == ()


def test_timeline_as_table_and_what_is_not_in_it(variants: str, open_page: Open) -> None:
    assert not open_page("provision", provision="data_flows").dataframe
    test = open_page("provision", provision="data_flows", form="table")
    table = test.dataframe[0].value
    new = {(row.Year, row.Strength): row.New for row in table.itertuples() if row.New}
    assert new == {(2007, "soft"): 1, (2016, "hard"): 1}
    assert "1 agreement without a date is in the list, not in the chart" in shown(test)


def test_share_without_exception(variants: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="data_flows"))
    assert "1 of 3 agreements (33%) allow no exception in the clause itself" in page


def test_no_share_where_the_provision_has_no_flag(world: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="cooperation"))
    assert "1 agreement carries it" in page
    assert "allow no exception" not in page


def test_cards_newest_first_with_chips_links_and_marked_evidence(variants: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="data_flows")).partition("3 agreements carry it")[2]
    assert page.index("New - Hard") < page.index("Old - Soft") < page.index("No - Date")
    card = page[: page.index("Old - Soft")]
    assert 'class="chip chip-hard"' in card
    assert 'class="chip chip-exception-no"' in card
    assert (
        'href="agreement?agreement=new-hard&amp;article=tota2%3A2" target="_self">Article 14.11: Flows'
        in card
    )
    assert '<a href="https://example.org/text" target="_blank" rel="noopener noreferrer">Source</a>' in card
    assert "Read the 2 clauses" in card
    assert f'First. <mark class="evidence-hard" title="Data flows">{GATES}</mark> Last.' in card
    assert '<blockquote lang="en">' in card
    assert "Noted: security." in card


def test_list_as_table_leaves_the_chart_alone(variants: str, open_page: Open) -> None:
    test = open_page("provision", provision="data_flows", list="table")
    [table] = test.dataframe
    assert list(table.value["Article"]) == ["Article 14.11", "Article 14.12", "Article 15.8", "Article 1"]
    assert list(table.value["Strength"]) == ["hard", "soft", "soft", "soft"]
    assert list(table.value["Exception"]) == [
        "no exception in the clause",
        "exception",
        "exception",
        "exception",
    ]
    assert list(table.value["Source"]) == ["https://example.org/text"] * 4
    assert "Read the clause" not in shown(test)


def test_clause_without_text_says_so_and_links_to_its_source(world: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="cooperation"))
    assert "The text of this clause has not been fetched yet" in page
    assert 'href="https://example.org/east-west"' in page
    assert "javascript:" not in page


def test_nothing_scraped_is_ever_html(world: str, open_page: Open) -> None:
    for page in (
        shown(open_page("provision", provision="source_code")),
        shown(open_page("provision", provision="source_code", list="table", form="table")),
    ):
        for foreign in ("<script", "<img", "<b>", "<h1>Loud", "<i>Tilted"):
            assert foreign not in page
    page = shown(open_page("provision", provision="source_code"))
    assert "&lt;script&gt;document.title" in page
    assert "Each side keeps &lt;b&gt;parcels&lt;/b&gt;</mark>" in page
    assert "&lt;i&gt;Tilted&lt;/i&gt;" in page


def test_malformed_parameters_are_named(variants: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="data_flows", form="<b>", list="upside-down"))
    assert "form=&lt;b&gt;" in page
    assert "list=upside-down" in page


def test_only_the_newest_are_shown_and_all_are_in_the_table(sqlite_url: str, open_page: Open) -> None:
    number = SHOWN + 3
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        for at in range(number):
            article = MadeArticle("1", findings=(MadeFinding("data_flows", "hard", False),))
            name = f"Pact {at:02}"
            world.agreement(name, signed=date(1960 + at, 1, 1), chapters=(MadeChapter(articles=(article,)),))
    database.close()
    page = shown(open_page("provision", provision="data_flows"))
    assert page.count('<article class="card">') == SHOWN
    assert f"The newest {SHOWN} are shown. All {number} are in the table" in page
    assert "Pact 02" not in page.partition("agreements carry it")[2]
    [table] = open_page("provision", provision="data_flows", list="table").dataframe
    assert len(table.value) == number


@pytest.mark.parametrize(
    ("page_name", "asked"),
    [("provision", {}), ("spread", {"by": "signed"}), ("spread", {"view": "map", "by": "signed"})],
)
def test_what_was_not_read_is_said_under_the_chart(
    variants: str, open_page: Open, page_name: str, asked: dict[str, str]
) -> None:
    read = 3 if page_name == "provision" else 2  # one has no date, and stands in no chart of Spread
    page = shown(open_page(page_name, provision="data_flows", **asked))
    assert f"Of the agreements counted: {read} read here." in page
    database = open_database(variants)
    with database.session() as session:
        document = session.scalars(select(Document).order_by(Document.id)).first()
        assert document is not None
        document.basis = "reported"
    database.close()
    page = shown(open_page(page_name, provision="data_flows", **asked))
    assert f"{read - 1} read here, 1 only reported by public sources." in page


def test_a_provision_that_is_not_translated_is_shown_in_english_and_says_so(
    variants: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On its own page, on the list of all provisions, and where an agreement is shown; the others stay Spanish."""
    template = load_template()
    provisions = tuple(
        entry.model_copy(update={"translations": {}}) if entry.code == "data_flows" else entry
        for entry in template.provisions
    )
    monkeypatch.setattr(
        "tracker.queries.core.template_facts.shipped_template",
        lambda: template.model_copy(update={"provisions": provisions}),
    )
    template_facts.cache_clear()
    try:
        english = template_facts("en").provision("data_flows")
        page = shown(open_page("provision", lang="es", provision="data_flows"))
        assert f'<h1><span lang="en">{english.title}</span></h1>' in page
        assert f'<span lang="en">{english.explainer}</span>' in page
        listed = shown(open_page("provision", lang="es"))
        assert f'target="_self"><span lang="en">{english.name}</span></a>' in listed
        other = template_facts("es").provision("data_localisation")
        assert f'target="_self">{other.name}</a>' in listed
        [slug, *_] = re.findall(r"agreement\?agreement=([\w-]+)", page)
        agreement = shown(open_page("agreement", lang="es", agreement=slug))
        assert f'<span lang="en">{english.name}</span>' in agreement
    finally:
        monkeypatch.undo()
        template_facts.cache_clear()
