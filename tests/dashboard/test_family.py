"""The family tree of a provision: its sentences, its picture, its files, and what is said before it is worked out."""

import csv
import io
from dataclasses import replace

import pytest

from dashboard.parts.family_chart import drawn_members, family_chart
from dashboard.parts.lineage import share_shown
from dashboard.parts.messages import Messages, languages
from dashboard.parts.picture import Caption, picture
from tests.dashboard.conftest import Open, shown
from tests.lineage.invented import NEAR, OTHER, RULE, day, write
from tracker.lineage.job import run_lineage
from tracker.models.database import open_database
from tracker.queries import Family, family

FAR = NEAR.replace("gate", "door")


@pytest.fixture
def traced(sqlite_url: str) -> str:
    """A family of four clauses in three generations, one of two by year alone, and one alone."""
    database = open_database(sqlite_url)
    with database.session() as session:
        write(session, "Root <b>", day(2001), RULE, slug="root").state = "never_took_effect"
        write(session, "Child", day(2005), NEAR)
        write(session, "Grandchild", day(2010), FAR)
        write(session, "Heir", day(2012), RULE)
        write(session, "Alone", day(1999), OTHER)
        write(
            session, "Harbour", day(2003), "Barley is carried by ferries at low tide only, wool at high tide."
        )
        write(session, "Port", None, "Barley is carried by ferries at low tide only.").year_signed = 2007
    run_lineage(database)
    database.close()
    return sqlite_url


def read(url: str) -> Family:
    database = open_database(url)
    with database.read() as session:
        found = family(session, "source_code")
    database.close()
    return found


def test_page_says_how_the_clauses_hang_together(traced: str, open_page: Open) -> None:
    page = shown(open_page("provision", provision="source_code"))
    assert "Family tree of the clauses" in page
    assert "6 of 7 clauses are connected with another one." in page
    assert "The first family begins with" in page
    assert "Root &lt;b&gt; (2001)</a>" in page
    assert "(2001-01-01): 3 clauses beneath it." in page
    assert "it does not prove copying" in page
    most = page.partition("Most often found again")[2]
    assert "Never took effect" in most
    assert "Root <b>" not in page


@pytest.mark.parametrize("lang", ["es", "fr"])
def test_other_languages(traced: str, open_page: Open, lang: str) -> None:
    page = shown(open_page("provision", provision="source_code", lang=lang))
    assert Messages(lang).say("family.title") in page
    assert "(2001-01-01)" in page


def test_one_family_alone_by_its_address(traced: str, open_page: Open) -> None:
    link = next(one.clause.article.link for one in read(traced).members if one.clause.slug == "harbour")
    page = open_page("provision", provision="source_code", family=link)
    assert not page.exception
    [chosen] = [box for box in page.selectbox if box.label == "Show one family"]
    assert chosen.value == link
    unknown = shown(open_page("provision", provision="source_code", family="<script>"))
    assert "family=&lt;script&gt;" in unknown


def test_not_worked_out_is_said(traced: str, open_page: Open) -> None:
    database = open_database(traced)
    with database.session() as session:
        write(session, "Newest", day(2020), RULE)
    database.close()
    page = shown(open_page("provision", provision="source_code"))
    assert "The family tree is not worked out yet for the texts and findings of today." in page
    assert "clauses are connected" not in page


def test_nothing_is_said_of_what_is_not_compared(traced: str, open_page: Open) -> None:
    database = open_database(traced)
    with database.session() as session:
        write(session, "Terms", day(2020), RULE, provision="definitions_scope")
        write(session, "Single", day(2020), RULE, provision="encryption")
    run_lineage(database)
    database.close()
    assert "Family tree" not in shown(open_page("provision", provision="definitions_scope"))
    assert "No clause on this provision has 40 %" in shown(open_page("provision", provision="encryption"))


def test_a_parent_is_drawn_wherever_its_child_is(traced: str) -> None:
    found = read(traced)
    for most in range(1, len(found.related) + 1):
        drawn = drawn_members(found, most=most)
        ids = {one.clause.id for one in drawn}
        assert len(drawn) == most
        assert all(one.nearest is None or one.nearest.clause.id in ids for one in drawn)
    assert [one.clause.slug for one in drawn_members(found, most=5)] == [
        *("root", "child", "grandchild", "heir", "harbour")
    ]
    assert [one.clause.slug for one in drawn_members(found, tree=2)] == ["harbour", "port"]


def test_rules_for_all_sectors_come_first(traced: str) -> None:
    found = read(traced)
    sizes = [one.below + 1 for one in found.related if one.depth == 0]
    assert sizes == [4, 2]
    assert all(one.clause.sector is None for one in found.members)


@pytest.mark.parametrize("lang", languages())
def test_the_picture_is_drawn_with_every_clause_and_share(traced: str, lang: str) -> None:
    found, messages = read(traced), Messages(lang)
    drawn = drawn_members(found)
    spec = family_chart(messages, drawn)
    said = {point["clause"]: point["said"] for point in spec["datasets"]["points"]}
    assert len(said) == 6
    assert set(said.values()) >= {"", "93 %", "100 %"}
    assert len(spec["datasets"]["lines"]) == 2 * 4, "down and across to each but the two roots"
    drawing = picture(spec, Caption("Tree", "Words", ("Source",)), "svg").decode("utf-8")
    assert "Grandchild 2010" in drawing
    shapes = {point["clause"]: point["binds"] for point in spec["datasets"]["points"]}
    assert not shapes[next(clause for clause in shapes if clause.startswith("Root"))]


def test_what_is_not_drawn_is_counted_beside_its_parent(traced: str) -> None:
    drawn = drawn_members(read(traced), most=2)
    points = family_chart(Messages(), drawn)["datasets"]["points"]
    assert [point["said"] for point in points] == ["+1", "93 % +1"]


def test_a_hundred_percent_is_all() -> None:
    assert [share_shown(share) for share in (1.0, 0.999, 0.994, 0.4)] == ["100 %", "99 %", "99 %", "40 %"]


def test_names_of_any_length_and_kind_are_drawn(traced: str) -> None:
    drawn = drawn_members(read(traced))
    named = [
        replace(one, clause=replace(one.clause, agreement='A "quoted" <name> \\ of many letters, more'))
        for one in drawn
    ]
    spec = family_chart(Messages(), named)
    drawing = picture(spec, Caption("Tree", "Words", ("Source",)), "svg").decode("utf-8")
    assert "&lt;name&gt;" in drawing
    assert "<name>" not in drawing


def test_the_table_has_all_clauses(traced: str, open_page: Open) -> None:
    page = open_page("provision", provision="source_code", tree="table")
    tables = [frame.value for frame in page.dataframe if "Nearest earlier clause" in frame.value.columns]
    [table] = tables
    assert len(table) == 7
    rows = list(csv.DictReader(io.StringIO(table.to_csv())))
    by_name = {row["Agreement"]: row for row in rows}
    assert by_name["Port (2007)"]["Nearest earlier clause"] == "Harbour (2003)"
    assert by_name["Port (2007)"]["Signed"] == "2007"
    assert by_name["Port (2007)"]["Of its words there"] == "100 %"
