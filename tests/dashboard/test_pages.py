"""The pages' logic, run by Streamlit's test driver: what is shown, links as state, helpful messages."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.dashboard.conftest import SCRIPT, Open, shown
from tests.factory import MadeFinding, World, provision_agreement
from tracker.models import CrawlRun, NightlyRun
from tracker.models.database import open_database


def test_empty_database_says_what_to_do(open_page: Open) -> None:
    for page in ("", "country", "agreement", "data"):
        assert "tracker up" in shown(open_page(page)), page


def test_broken_database_is_reported_in_one_sentence(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database at all, only words" * 40)
    import streamlit as st

    with monkeypatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{broken}")
        st.cache_resource.clear()
        page = shown(open_page())
    assert "not a usable SQLite database" in page
    assert "Traceback" not in page


def test_spread_shows_the_whole_template_and_the_chosen_provision(world: str, open_page: Open) -> None:
    page = shown(open_page(provision="source_code"))
    assert "In force in 1 agreement for 2 countries: 1 hard, 0 soft" in page
    assert page.count('class="principle"') >= 24
    assert "not found" in page


def test_spread_of_nothing_says_so(world: str, open_page: Open) -> None:
    page = shown(open_page(party="DDD", status="signed"))
    assert "No agreement fits these filters" in page


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "In force in 1 agreement for 3 countries"),
        ({"by": "signed"}, "Signed in 1 agreement by 3 countries"),
        ({"party": "BBB"}, "It was found in none of the chosen agreements"),
        ({"by": "signed", "from_": "2005"}, "Signed in 1 agreement by 3 countries"),
        ({"to": "2005"}, "It was found in none of the chosen agreements"),
        ({"by": "signed", "topic": "digital", "status": "in_force"}, "Signed in 1 agreement"),
    ],
)
def test_spread_filters_come_from_the_link(
    world: str, open_page: Open, parameters: dict[str, str], sentence: str
) -> None:
    test = open_page(**parameters)
    assert sentence in shown(test)
    assert "ignored" not in shown(test)


def test_choosing_writes_the_link(world: str, open_page: Open) -> None:
    test = open_page(by="signed")
    test.selectbox(key="link-provision").select("cooperation").run()
    assert not test.exception
    assert test.query_params["provision"] == "cooperation"
    assert "0 hard, 1 soft" in shown(test)
    test.selectbox(key="link-provision").select("data_flows").run()
    assert "provision" not in test.query_params, "what is the default stays out of the link"


def test_malformed_parameters_are_named_and_left_aside(world: str, open_page: Open) -> None:
    test = open_page(view="upside-down", from_="19x9", party="<b>Z</b>", provision="n" * 5_000, form="??")
    page = shown(test)
    assert "view=upside-down" in page
    assert "from=19x9" in page
    assert "party=&lt;b&gt;Z&lt;/b&gt;" in page
    assert "form=??" in page
    assert "n" * 201 not in page, "long values are cut"
    assert "1 agreement for 3 countries" in page, "the page is drawn all the same"


def test_years_in_the_wrong_order_are_put_right(world: str, open_page: Open) -> None:
    assert "1 agreement by 3 countries" in shown(open_page(by="signed", from_="2016", to="2005"))


def test_heatmap_and_its_chart_table(world: str, open_page: Open) -> None:
    chart = open_page(view="heatmap", by="signed")
    assert "3 agreements with a rule of the template" in shown(chart)
    assert not chart.dataframe
    table = open_page(view="heatmap", by="signed", form="table").dataframe[0].value
    assert list(table["Agreement"]) == ["<i>Tilted</i> - =Land", "North - South", "East - West"]
    assert list(table["Data flows"]) == ["", "hard, exception", ""]


def test_country_without_choice_lists_all(world: str, open_page: Open) -> None:
    page = shown(open_page("country"))
    assert page.count('<tr><th scope="row"><a href="country?country=') == 5


def test_country_shows_commitments_with_article_counterpart_and_date(world: str, open_page: Open) -> None:
    page = shown(open_page("country", country="AAA"))
    assert "Land AAA" in page
    assert "toward Union UNI · in force since 2012-03-04" in page
    assert "Article 14.1, Chapter 14 · Electronic Commerce" in page
    assert 'href="agreement?agreement=north-south&amp;article=tota1%3A1"' in page
    assert "signed: soft" in page, "the pending one says so"


def test_country_code_in_small_letters_is_understood(world: str, open_page: Open) -> None:
    test = open_page("country", country="aaa")
    assert "in force since 2012-03-04" in shown(test)
    assert test.query_params["country"] == "AAA"


def test_country_lists_what_was_not_found(world: str, open_page: Open) -> None:
    page = shown(open_page("country", country="DDD"))
    found, _, not_found = page.partition("Not found")
    assert ">Source code</span>" in found
    assert ">Encryption</span>" in not_found
    assert ">Source code</span>" not in not_found


def test_unknown_country_gets_help_and_the_list(world: str, open_page: Open) -> None:
    page = shown(open_page("country", country="Nowhere<script>"))
    assert "No country “Nowhere&lt;script&gt;” here" in page
    assert "country?country=AAA" in page


def test_country_as_table(world: str, open_page: Open) -> None:
    table = open_page("country", country="AAA", form="table").dataframe[0].value
    assert list(table["Provision"]) == ["Data flows", "Cooperation"]
    assert list(table["Reference"]) == ["tota1:1", "tota2:3"]


def test_agreement_without_choice_lists_all(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement"))
    assert "All 3 agreements" in page
    assert page.index("East - West") < page.index("North - South"), "newest first"


def test_unknown_agreement_gets_help_and_the_list(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="nope"))
    assert "No agreement “nope” here" in page
    assert "agreement?agreement=north-south" in page


def test_agreement_marks_the_evidence(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="north-south"))
    assert "1 flagged article" in page
    assert (
        '<mark class="evidence-hard" title="Data flows">Each side keeps the gates open for data.</mark>'
        " A side may close them for a good public reason." in page
    )
    assert "Template score" in page


def test_agreement_keeps_groups_and_names_members(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="north-south"))
    assert "Union UNI (2 members)" in page
    assert 'href="country?country=CCD"' in page


def test_single_article_shows_all_of_it_with_neighbours(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="north-south", article="tota1:1"))
    assert 'class="full-text"' in page
    assert "Article 14.2: Scales →" in page
    assert "Scales are tested" not in page


def test_unknown_article_is_named(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="north-south", article="tota9:9"))
    assert "article=tota9:9" in page
    assert "1 flagged article" in page


def test_agreement_by_provision(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="north-south", provision="encryption"))
    assert "provision=encryption" in page, "an agreement does not have every provision"
    assert "1 flagged article" in shown(
        open_page("agreement", agreement="north-south", provision="data_flows")
    )


def test_contents_list_every_article(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="north-south", view="all"))
    assert "2 articles" in page
    assert "Article 14.2: Scales" in page


def test_agreement_without_text_says_so_and_links_to_the_source(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="east-west"))
    assert "Only facts are here" in page
    assert 'href="https://example.org/east-west"' in page
    assert "Article 2.1" in page
    assert "Cooperation" in page
    single = shown(open_page("agreement", agreement="east-west", article="tota2:3"))
    assert "The text of this article has not been fetched yet" in single
    assert "javascript:" not in page


def test_nothing_scraped_is_ever_html(world: str, open_page: Open) -> None:
    pages = [
        open_page("agreement"),
        open_page("agreement", agreement="tilted"),
        open_page("agreement", agreement="tilted", article="tota3:4"),
        open_page("agreement", agreement="tilted", view="all"),
        open_page("country", country="DDD"),
        open_page(view="heatmap"),
    ]
    for page in map(shown, pages):
        for foreign in ("<script", "<img", "<b>", "<h1>Loud", "<i>Tilted"):
            assert foreign not in page
    whole = shown(pages[2])
    assert "&lt;script&gt;document.title" in whole
    marked = (
        '<mark class="evidence-hard" title="Source code">Each side keeps &lt;b&gt;parcels&lt;/b&gt;</mark>'
    )
    assert marked in whole
    assert SCRIPT not in whole


def test_progress_line_while_texts_are_missing(world: str, open_page: Open) -> None:
    assert "Texts are coming in: 2 of 3 agreements fetched" in shown(open_page())


def test_no_progress_line_when_all_is_there(sqlite_url: str, open_page: Open) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        provision_agreement(World(session), "Whole", [MadeFinding("data_flows")])
    database.close()
    page = shown(open_page())
    assert "coming in" not in page
    assert "not been fetched" not in page


def test_page_shows_new_data_at_the_next_run(sqlite_url: str, open_page: Open) -> None:
    test = open_page()
    assert "No agreements are loaded yet" in shown(test)
    database = open_database(sqlite_url)
    with database.session() as session:
        provision_agreement(World(session), "Fresh", [MadeFinding("data_flows")], in_force=date(2012, 1, 1))
    database.close()
    test.run()
    assert "1 agreement for 2 countries" in shown(test)


def test_principle_that_is_not_text_detectable_is_shown_as_such(
    world: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from tracker.queries import TemplateFacts, template_facts

    known = template_facts()
    first, *others = known.principles
    unreadable = replace(first, text_detectable="no", why_not_fully="It stands in schedules only.")
    facts = TemplateFacts(known.version, (unreadable, *others), known.provisions)
    for module in ("spread.page", "country.commitments", "agreement.page"):
        monkeypatch.setattr(f"dashboard.views.{module}.template_facts", lambda *_language: facts)
    monkeypatch.setattr("tracker.queries.agreement.agreements.template_facts", lambda *_language: facts)
    for page in (
        open_page(),
        open_page("country", country="AAA"),
        open_page("agreement", agreement="north-south"),
    ):
        assert "It stands in schedules only." in shown(page)
    assert "Counts 23 principles" in shown(open_page("agreement", agreement="north-south"))


def test_single_article_says_why_and_its_applicable_exceptions(world: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="north-south", article="tota1:1"))
    assert "Why it was flagged" in page
    assert "Applicable exceptions" in page
    assert "In this article" in page
    tilted = shown(open_page("agreement", agreement="tilted", article="tota3:4"))
    assert "None found, neither in this article nor elsewhere" in tilted


def test_data_page_shows_coverage_visits_and_nights(world: str, open_page: Open) -> None:
    page = shown(open_page("data"))
    assert "Texts by language: English 3." in page
    assert "No source has been visited yet" in page
    assert "No nightly job has run here yet" in page
    database = open_database(world)
    with database.session() as session:
        source = World(session).source()
        now = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
        session.add(
            CrawlRun(
                source_id=source.id,
                started_at=now,
                state="failed",
                counters={"pages": 7},
                message="<b>down</b>",
            )
        )
        session.add(
            NightlyRun(started_at=now, finished_at=now, state="finished", summary="1 <i>new</i> text")
        )
    database.close()
    page = shown(open_page("data"))
    assert "2026-05-06 02:00 UTC" in page
    assert "failed" in page
    assert "1 &lt;i&gt;new&lt;/i&gt; text" in page
    assert "<b>down</b>" not in page
