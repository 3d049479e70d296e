"""The WTO page: help without a text, facts, participants, what accession adds, articles, what is missing, papers."""

import re
from datetime import UTC, date, datetime

import pytest
import streamlit as st
from sqlalchemy import select, update

from dashboard.parts.messages import Messages
from tests.dashboard.conftest import SCRIPT, Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Agreement, AgreementKey, Document, Paper, Source
from tracker.models.database import open_database
from tracker.registry import registry

GATES = "Each side keeps the gates open for data."


def paper(world: World, made: Agreement | None, symbol: str, title: str, url: str | None) -> None:
    """A paper; `made` is the agreement whose text it is, if any."""
    world.session.add(
        Paper(
            source_id=world.source().id,
            symbol=symbol,
            base=None,
            title=title,
            issued=date(2025, 3, 1),
            members=["CHL", "EU"],
            language="en",
            url=url,
            sha256=f"{symbol:x>64}",
            fetched_at=datetime(2025, 4, 1, tzinfo=UTC),
            text="words",
            agreement_id=made.id if made else None,
        )
    )
    world.session.flush()


def draft(
    world: World, name: str, external_id: str, chapters: tuple[MadeChapter, ...], **facts: bool
) -> Agreement:
    """A text of the series."""
    made = world.agreement(
        name, (), signed=None, legal_status="draft_text", chapters=chapters, urls=(), **facts
    )
    world.session.execute(
        update(Document).where(Document.agreement_id == made.id).values(external_id=external_id)
    )
    return made


@pytest.fixture
def wto(world: str) -> str:
    """The small world, and the text INF/ECOM/87 with four articles, one of them a script's."""
    flows = MadeFinding("data_flows", "hard", False, GATES)
    chapters = (
        MadeChapter("SECTION A", "Opening", articles=(MadeArticle("Article 1", "Words", "Only words."),)),
        MadeChapter(
            "SECTION B",
            "<b>Trade</b>",
            topic="ecommerce",
            articles=(
                MadeArticle("Article 2", "Gates", f"First. {GATES} Last.", (flows,)),
                MadeArticle("Article 3", "<img src=x>", SCRIPT, (MadeFinding("customs_duties", "soft"),)),
                MadeArticle("Article 4", "Ways out", "Closed.", (MadeFinding("general_exceptions"),)),
            ),
        ),
    )
    database = open_database(world)
    with database.session() as session:
        draft(World(session, source_key="mine"), "Lantern agreement", "inf-ecom-87", chapters)
    database.close()
    return world


def test_empty_database_says_what_to_do(open_page: Open) -> None:
    assert "tracker up" in shown(open_page("wto"))


def test_without_a_text_it_says_how_to_get_one(world: str, open_page: Open) -> None:
    page = shown(open_page("wto", country="AAA"))
    assert "The WTO text is not loaded yet" in page
    assert "WTO’s documents" in page and "INF_ECOM_87.pdf" in page
    assert "Who takes part" not in page


def test_facts_and_participants_with_their_source(wto: str, open_page: Open) -> None:
    page = shown(open_page("wto"))
    assert "<h2>Lantern agreement</h2>" in page
    assert "<dt>Symbol</dt><dd>INF/ECOM/87</dd>" in page
    assert "<dt>Issued</dt><dd>2024-07-26</dd>" in page
    assert "<dt>Status</dt><dd>Draft text</dd>" in page
    assert "<dd>Australia, Japan, Singapore</dd>" in page
    assert "do not know whether they take part. Source: INF/ECOM/87, cover note" in page
    assert "<dt>hard rules</dt><dd>1</dd>" in page and "<dt>soft rules</dt><dd>1</dd>" in page
    assert "Choose a country above" in page


def test_accession_in_a_sentence_and_row_by_row(wto: str, open_page: Open) -> None:
    page = shown(open_page("wto", country="aaa", provision="data_flows"))
    assert "<h2>What joining would add for Land AAA</h2>" in page
    assert "Land AAA: not known here whether it takes part" in page
    assert "For Land AAA, of 2 rules in the text: 1 would be new, 1 would lose its exception." in page
    opened = page.partition('<details class="fold" open>')[2].partition("</details>")[0]
    assert "hard, exception → hard, no exception in the clause" in opened
    assert "with an exception that the clause of this text does not have" in opened
    assert 'href="agreement?agreement=north-south&amp;article=tota1%3A1"' in opened
    assert "in force since 2012-03-04" in opened
    [quoted] = re.findall(r'<blockquote lang="en"><p class="full-text">([^/]*)</mark>', opened)[:1]
    assert quoted.endswith(f'<mark class="evidence-hit">{GATES}')
    assert 'href="country?country=AAA"' in page


def test_an_error_can_be_reported_beside_both_sides(
    wto: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_REPORT_ERRORS", "https://forge.example/new")
    page = shown(open_page("wto", country="AAA"))
    today = page[page.index('class="two-sides wto-sides"') :]
    today = today[: today.index("</details>")]
    assert "https://forge.example/new?title=Error%3A" in today


def test_choosing_a_country_writes_the_link(wto: str, open_page: Open) -> None:
    test = open_page("wto")
    test.selectbox(key="link-country").select("BBB").run()
    assert not test.exception
    assert test.query_params["country"] == "BBB"
    assert "What joining would add for Land BBB" in shown(test)


def test_accession_as_a_table(wto: str, open_page: Open) -> None:
    test = open_page("wto", country="AAA", form="table")
    [table] = test.dataframe
    rows = table.value.set_index("Provision")
    assert list(rows["Difference"]) == ["new", "no exception in the clause any more"]
    assert rows.loc["Data flows", "Exception today"] == "exception"
    assert rows.loc["Data flows", "Agreement"] == "North - South (2010)"
    assert rows.loc["Customs duties", "Strictest today"] == ""
    assert rows.loc["Customs duties", "New partners"] == "Australia, Japan, Singapore"


def test_article_by_article(wto: str, open_page: Open) -> None:
    page = shown(open_page("wto")).partition("<h2>Article by article</h2>")[2]
    assert "Nothing of the template here:" in page and "Article 1: Words</a>" in page
    gates = page.partition("Article 2: Gates")[2].partition("</details>")[0]
    assert 'class="chip chip-hard"' in gates and 'class="chip chip-exception-no"' in gates
    assert "Principle 4: " in gates
    assert f'First. <mark class="evidence-hard" title="Data flows">{GATES}</mark> Last.' in gates
    assert "The whole article</a>" in gates
    assert "Article 4: Ways out" in page


def test_articles_as_a_table_leave_accession_alone(wto: str, open_page: Open) -> None:
    test = open_page("wto", country="AAA", articles="table")
    [table] = test.dataframe
    assert list(table.value["Article"]) == ["Article 1", "Article 2", "Article 3", "Article 4"]
    assert list(table.value["Strength"]) == ["", "hard", "soft", "hard"]
    assert "Strictest today" in shown(test)


def test_what_is_not_in_the_text(wto: str, open_page: Open) -> None:
    page = shown(open_page("wto"))
    missing = page.partition("provisions of the template are not in this text")[2].partition("<h2>")[0]
    assert ">Source code<" in missing and "Principle 7: " in missing
    assert ">Data flows<" not in missing and ">General exceptions<" not in missing


def test_comparison_with_the_reference_agreement(wto: str, open_page: Open) -> None:
    assert "The reference agreement (the Trans-Pacific Partnership of 2016) is not loaded here" in shown(
        open_page("wto")
    )
    database = open_database(wto)
    with database.session() as session:
        found = (MadeFinding("data_flows", "soft", False), MadeFinding("source_code", "hard", False))
        World(session, source_key="other").agreement(
            "Trans-Pacific Partnership",
            signed=date(2016, 2, 4),
            chapters=(MadeChapter("14", articles=(MadeArticle("14.1", findings=found),)),),
        )
    database.close()
    page = shown(open_page("wto"))
    assert "Principle 4 · stricter than in the TPP" in page
    assert "Principle 2 · not in the TPP" in page
    assert "view=reference&amp;clause=data_flows" in page
    assert "TPP: hard" in page.partition("not in this text")[2]


def test_papers_and_several_texts(wto: str, open_page: Open) -> None:
    assert "No papers are here yet" in shown(open_page("wto"))
    database = open_database(wto)
    with database.session() as session:
        world = World(session, source_key="wto_ecom")
        article = MadeArticle("1", findings=(MadeFinding("customs_duties"),))
        made = draft(world, "Proposal", "INF/ECOM/99", (MadeChapter("1", articles=(article,)),))
        paper(world, made, "INF/ECOM/99", "A <i>proposal</i>", "https://example.org/99")
        paper(world, None, "WT/GC/W/5", "A letter", "javascript:alert(1)")
    database.close()
    test = open_page("wto")
    page = shown(test)
    assert "2 papers" in page and "A &lt;i&gt;proposal&lt;/i&gt;" in page and "javascript:" not in page
    assert '<a href="https://example.org/99"' in page and "Chile, European Union" in page
    assert "<h2>Lantern agreement</h2>" in page, "the participants' agreement leads, however old"
    test.selectbox(key="link-text").select("proposal").run()
    assert test.query_params["text"] == "proposal"
    page = shown(test)
    assert "<h2>Proposal</h2>" in page and "not the participants’ agreement" in page
    assert "<dt>Submitted the paper</dt><dd>Chile, European Union</dd>" in page
    assert "this text</span>" in page


def test_facts_only_say_that_the_words_are_missing(world: str, open_page: Open) -> None:
    database = open_database(world)
    with database.session() as session:
        article = MadeArticle("1", findings=(MadeFinding("customs_duties"),))
        chapters = (MadeChapter("1", articles=(article,)),)
        draft(World(session, source_key="mine"), "Facts", "inf-ecom-87", chapters, has_text=False)
    database.close()
    page = shown(open_page("wto", country="AAA"))
    assert "Only facts are here" in page
    assert "The text of this clause has not been fetched yet" in page
    assert "1 would be new" in page


def test_unknown_values_get_help(wto: str, open_page: Open) -> None:
    page = shown(open_page("wto", country="<script>x</script>", text="no-such", articles="<b>"))
    assert "No country “&lt;script&gt;x&lt;/script&gt;” here" in page
    assert "text=no-such" in page and "articles=&lt;b&gt;" in page
    assert "<h2>Lantern agreement</h2>" in page
    page = shown(open_page("wto", country="AAA", provision="lanterns", form="round"))
    assert "provision=lanterns" in page and "form=round" in page


def test_nothing_scraped_is_ever_html(wto: str, open_page: Open) -> None:
    for page in (
        shown(open_page("wto", country="AAA", provision="customs_duties")),
        shown(open_page("wto", country="AAA", form="table", articles="table")),
    ):
        for foreign in ("<script", "<img", "<b>", "<i>Tilted"):
            assert foreign not in page
    assert "&lt;script&gt;document.title" in shown(open_page("wto", country="AAA"))


@pytest.mark.parametrize(
    ("lang", "title", "sentence"),
    [
        ("es", "El texto de la OMC sobre comercio electrónico", "1 sería nueva, 1 perdería su excepción"),
        (
            "fr",
            "Le texte de l’OMC sur le commerce électronique",
            "1 serait nouvelle, 1 perdrait son exception",
        ),
    ],
)
def test_in_other_languages(wto: str, open_page: Open, lang: str, title: str, sentence: str) -> None:
    page = shown(open_page("wto", country="AAA", lang=lang))
    assert f"<h1>{title}</h1>" in page and sentence in page
    assert f"country?country=AAA&amp;lang={lang}" in page


def test_the_country_page_leads_here_where_a_text_is(world: str, open_page: Open) -> None:
    assert "wto?country=" not in shown(open_page("country", country="AAA"))


def test_the_country_page_leads_here(wto: str, open_page: Open) -> None:
    assert 'href="wto?country=AAA"' in shown(open_page("country", country="AAA"))


def test_status_and_number_by_the_registry_with_day_and_source(wto: str, open_page: Open) -> None:
    """Without the registry's key the text's own status stands; with it the registry's, and how many have joined."""
    assert "had joined it" not in shown(open_page("wto"))
    known = registry()
    instrument = known.instruments["WTO_ECA"]
    counted = known.participation_of("WTO_ECA")
    assert counted is not None
    database = open_database(wto)
    with database.session() as session:
        made = session.scalars(select(Agreement).where(Agreement.slug == "lantern-agreement")).one()
        source = Source(key="registry", title="Registry")
        session.add(source)
        session.flush()
        session.add(AgreementKey(agreement_id=made.id, source_id=source.id, external_id="WTO_ECA"))
    database.close()
    page = shown(open_page("wto"))
    state = Messages().say(f"wto.state_{instrument.status}")
    assert f"<dt>Status</dt><dd>{state}, as of {instrument.checked_on}." in page
    assert f'href="{instrument.source_url[0].url}"' in page
    numbers = f"{counted.number} members had joined it by {counted.day}; their names are not known here."
    assert numbers in page


def test_accession_for_a_list_of_countries(wto: str, open_page: Open) -> None:
    page = shown(open_page("wto", countries="bbb,AAA", provision="data_flows"))
    assert "<h2>What joining would add for Land BBB, Land AAA</h2>" in page
    opened = page.partition('id="accession-data_flows" open>')[2].partition("</details>")[0]
    assert "new 1<" in opened and "no exception in the clause any more 1<" in opened
    assert ">Land AAA</a>" in opened
    assert 'href="wto?country=AAA&amp;provision=data_flows"' in opened
    test = open_page("wto", countries="AAA,BBB", form="table")
    rows = test.dataframe[0].value
    assert len(rows) == 4 and set(rows["ISO code"]) == {"AAA", "BBB"}
    duties = rows[rows["Provision"] == "Customs duties"]
    assert set(duties["Difference"]) == {"new"}
    assert set(duties["Strictest today"]) == {"nothing found in force"}


def test_opened_without_a_country_it_takes_the_last_one(
    wto: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.parts.country_choice.kept_choice", lambda: {"country": "BBB"})
    test = open_page("wto")
    assert test.query_params["country"] == "BBB"
    assert "What joining would add for Land BBB" in shown(test)


def test_a_list_of_ones_own_is_kept_too(wto: str, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the cookie, where dots stand for the commas; a country that there is not takes nothing."""
    cookie = {"country": "BBB.AAA"}
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: cookie))
    page = shown(open_page("wto"))
    assert "What joining would add for Land BBB, Land AAA" in page
    cookie["country"] = "BBB.XXX"
    assert "What joining would add for" not in shown(open_page("wto"))


TIME = (
    "1. Each Party shall keep a lantern.\n"
    "2. A Party that has few lanterns may name rules for which it needs an implementation period of no more than"
    " five years.\n"
    "3. Lanterns are green."
)
REVIEW = "The Parties shall review this Agreement every three years."


@pytest.fixture
def timed(world: str) -> str:
    """The text with a soft and a hard rule, time to comply and a review."""
    duties = "No Party shall impose customs duties on lantern light that is sent by wire."
    chapters = (
        MadeChapter(
            "SECTION B",
            "Trade",
            topic="ecommerce",
            articles=(
                MadeArticle(
                    "Article 2",
                    "Duties",
                    duties,
                    (MadeFinding("customs_duties", "hard", False, scope="general"),),
                ),
                MadeArticle("Article 3", "Lanterns", GATES, (MadeFinding("cooperation", "hard"),)),
                MadeArticle("Article 20", "Development", TIME),
                MadeArticle("Article 35", "Review", REVIEW),
            ),
        ),
    )
    database = open_database(world)
    with database.session() as session:
        draft(World(session, source_key="mine"), "Lantern agreement", "inf-ecom-87", chapters)
    database.close()
    return world


def test_what_would_be_lost_is_said_in_policies_and_weighs_the_rows(timed: str, open_page: Open) -> None:
    page = shown(open_page("wto", country="AAA"))
    assert "Accession would close 1 and restrict 0 policies of Land AAA beyond what binds it today." in page
    lost = page[page.index("policies-lost") :]
    lost = lost[: lost.index("</ul>")]
    assert lost.count("<li>") == 1
    assert "Charge customs duties on electronic transmissions" in lost and "closed" in lost
    rows = re.findall(r'<summary><span class="fold-name">([^<]*)</span>(.*?)</summary>', page)
    names = [name for name, _ in rows if name in ("Customs duties", "Cooperation")]
    assert names == ["Customs duties", "Cooperation"]  # both are new; what takes a policy comes first
    assert ["takes 1 policy" in chips for name, chips in rows if name in names] == [True, False]


def test_what_would_be_lost_is_as_far_as_is_known_while_a_text_is_missing(
    timed: str, open_page: Open
) -> None:
    database = open_database(timed)
    with database.session() as session:
        facts = World(session, source_key="facts")
        unread = facts.agreement("Unread - Pact", ["AAA", "CCC"], in_force=date(2012, 1, 1))
        session.delete(session.scalars(select(Document).where(Document.agreement_id == unread.id)).one())
    database.close()
    page = shown(open_page("wto", country="AAA"))
    assert "policies of Land AAA beyond what binds it today, as far as is known here." in page
    page = shown(open_page("wto", countries="AAA,BBB"))
    assert "1 policy for members beyond what binds them today, as far as is known here:" in page


def test_for_a_group_what_would_be_lost_is_said_in_policies_too(timed: str, open_page: Open) -> None:
    page = shown(open_page("wto", countries="AAA,BBB"))
    assert "Accession would close or restrict 1 policy for members beyond what binds them today:" in page
    lost = page[page.index("policies-lost") :]
    lost = lost[: lost.index("</ul>")]
    assert "Charge customs duties on electronic transmissions" in lost and "for 2 of 2 members" in lost
    rows = re.findall(r'<summary><span class="fold-name">([^<]*)</span>(.*?)</summary>', page)
    names = [name for name, _ in rows if name in ("Customs duties", "Cooperation")]
    assert names == ["Customs duties", "Cooperation"]
    chips = dict(rows)
    assert "takes policies from 2 members" in chips["Customs duties"]
    assert "takes policies" not in chips["Cooperation"]


def test_time_to_comply_and_reviews_are_quoted(timed: str, open_page: Open) -> None:
    page = shown(open_page("wto"))
    section = page[page.index("Time to comply, and reviews") : page.index("hard rules")]
    assert 'it needs an <mark class="evidence-hit">implementation period' in section
    assert "Lanterns are green" not in section
    assert "shall review" in section
    assert "time to comply" in section and ">review<" in section


def test_a_text_without_such_words_says_so(wto: str, open_page: Open) -> None:
    assert "No such words were found in the text that is here." in shown(open_page("wto"))
