"""How much paper the briefing takes: estimates, what is left out for them, the sheet of a group; and that spreadsheet
and sheet of a country say the same, row by row."""

import csv
import io
import re
from datetime import date

import pytest

from dashboard.parts.addresses import Addresses
from dashboard.parts.country_choice import Chosen
from dashboard.parts.facts import ask, ask_once
from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import agreement_names, article_name, provision_name
from dashboard.views.briefings import fit
from dashboard.views.briefings.group_sheet import NAMED_MEMBERS, group_sheet
from dashboard.views.briefings.sheet import LEAST, asked_brief, briefing_sheet, fitted
from dashboard.views.briefings.sheet_parts import SheetFacts
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.export.briefing import briefing_csv
from tracker.models.database import open_database
from tracker.queries import (
    CORE_POLICIES,
    CORE_PROVISIONS,
    BriefCommitment,
    agreement_list,
    own_group,
    status,
    template_facts,
)
from tracker.queries.core.template_facts import TEMPLATE_GROUPS

LACKING = "source_code"
"""The one core provision that no agreement of the invented country has."""


@pytest.fixture
def full(sqlite_url: str) -> str:
    """AAA with nearly every provision of the template in each of three agreements, hard in the first, soft in the
    others; and a fourth that nobody read."""
    facts = template_facts()
    codes = [
        provision.code
        for provision in facts.provisions
        if provision.has_strength and provision.group in TEMPLATE_GROUPS and provision.code != LACKING
    ]
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        for place, (name, strength) in enumerate(
            (("Long and winding agreement", "hard"), ("Second one", "soft"), ("Third one", "soft"))
        ):
            articles = tuple(
                MadeArticle(f"{at + 1}", code, "A rule of ours.", (MadeFinding(code, strength, at % 3 == 0),))
                for at, code in enumerate(codes)
            )
            world.agreement(
                name,
                parties=["AAA", f"BB{place}"],
                signed=date(2001 + place, 1, 1),
                in_force=date(2002 + place, 1, 1),
                chapters=(MadeChapter("14", "Commerce", "ecommerce", articles),),
            )
        world.agreement("Unread one", parties=["AAA", "BB1"], in_force=date(2013, 1, 1), current=False)
    database.close()
    return sqlite_url


def sheet_facts(name: str = "Land & Sea", language: str = "en") -> SheetFacts:
    names = agreement_names(Messages(language), ask(agreement_list))
    return SheetFacts(name, date(2026, 5, 6), ask(status), names, Addresses("https://t.example/", {}))


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def rows_under(sheet: Markup, heading: str) -> list[list[str]]:
    """The cells of the table below a heading, as plain words."""
    section = sheet[sheet.index(f">{heading}</h3>") :].partition("</section>")[0]
    body = section.partition("<tbody>")[2]
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", body)
    ]


def test_width_counts_letters_and_labels_and_no_markup() -> None:
    letter = fit.LETTER
    assert fit.lines("abcd abcd", 6 * letter) == 2 and fit.lines("abcd abcd", 12 * letter) == 1
    assert fit.lines(Markup("<b>a&amp;b</b> <i>abcd</i>"), 9 * letter) == 1
    assert fit.lines("a&amp;b abcd", 9 * letter) == 2, "words that are no markup are taken as they are"
    chip = tag("span", "hard soft", class_="chip chip-hard")
    assert fit.lines(chip, 10 * letter) == 2 and fit.lines(chip, 10 * letter + fit.CHIP_EXTRA) == 1
    assert fit.lines("a" * 35, 10 * letter) == 4, "an address longer than a line is broken"
    small = tag("span", "abcd abcd", class_="sheet-small")
    assert fit.lines(small, 9 * fit.LETTER * 0.95) == 1 < fit.lines("abcd abcd", 9 * fit.LETTER * 0.95)


def test_height_grows_with_the_lines_of_the_longest_cell() -> None:
    one = fit.row_height(["a", "b"], ["50%", "50%"])
    assert one == fit.LINE + fit.ROW_EXTRA
    longer = "word " * 40
    assert fit.lines(longer) > 1 and fit.lines(longer, fit.WIDTH / 2) > fit.lines(longer)
    assert fit.row_height(["a", longer], ["80%", "20%"]) > fit.row_height(["a", longer], ["20%", "80%"]) > one
    assert fit.table_height([], ["100%"]) == 0
    assert fit.table_height([["a", "b"]], ["50%", "50%"]) == one + fit.LINE + fit.ROW_EXTRA
    assert fit.paragraph_height(longer) == fit.lines(longer) * fit.LINE + fit.PARAGRAPH_EXTRA


@pytest.mark.parametrize(
    ("free", "at_least", "taken"), [(35, 0, 3), (34, 0, 2), (0, 0, 0), (0, 2, 2), (-9, 9, 4), (1000, 0, 4)]
)
def test_parts_are_taken_while_they_fit_and_never_fewer_than_wanted(
    free: float, at_least: int, taken: int
) -> None:
    assert fit.fitting([10, 20, 5, 30], free, at_least) == taken


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_nothing_is_left_out_while_there_is_paper(full: str, language: str) -> None:
    messages, brief = Messages(language), asked_brief("AAA")
    cut = fitted(messages, brief, sheet_facts(language=language))
    assert len(cut.commitments) + cut.commitments_left == len(brief.commitments) > 25
    assert len(cut.commitments) > LEAST[0], "the second page is used"
    assert len(cut.inconsistencies) + cut.inconsistencies_left == len(brief.inconsistencies) > 3
    assert len(cut.inconsistencies) >= LEAST[2]
    sheet = briefing_sheet(messages, brief, sheet_facts(language=language))
    listed = [
        messages.count(f"briefings.left_{kind}", number)
        for kind, number in (
            ("commitments", cut.commitments_left),
            ("inconsistencies", cut.inconsistencies_left),
        )
        if number
    ]
    assert ", ".join(listed) in plain(sheet), "what is left out is counted on the sheet"


def test_core_provisions_have_a_row_though_nothing_is_known(full: str) -> None:
    messages = Messages()
    sheet = briefing_sheet(messages, asked_brief("AAA"), sheet_facts())
    first = [row[0] for row in rows_under(sheet, "Strongest commitments in force")][: len(CORE_PROVISIONS)]
    assert set(first) == {provision_name(messages, code) for code in CORE_PROVISIONS}
    [lacking] = [
        row
        for row in rows_under(sheet, "Strongest commitments in force")
        if row[0] == provision_name(messages, LACKING)
    ]
    assert lacking[1:] == ["not known", "Nothing found in what was read.", "", ""]
    assert "4 agreements in force: 3 read, 1 not read." in plain(sheet)


def test_reason_that_policies_share_is_said_once(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        World(session).agreement("Unread", parties=["AAA", "BBB"], in_force=date(2013, 1, 1), current=False)
    database.close()
    sheet = plain(briefing_sheet(Messages(), asked_brief("AAA"), sheet_facts()))
    reason = "Not known: nothing was found, but 1 of 1 agreements in force have not been read in full."
    assert sheet.count(reason) == 1
    core = len(CORE_POLICIES) + len(CORE_PROVISIONS)
    assert sheet.count("Nothing found in what was read.") == core


def said(messages: Messages, row: BriefCommitment) -> tuple[str, str, str]:
    """Strength, article and agreement of a commitment as the sheet names them."""
    article = row.commitment.articles[0].article
    return row.commitment.strength, article_name(messages, article), row.commitment.agreement.slug


def test_spreadsheet_and_sheet_of_a_country_agree_row_by_row(full: str) -> None:
    messages, facts = Messages(), sheet_facts()
    raw = ask_once(briefing_csv, country="AAA").decode("utf-8-sig")
    of_file: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(raw, newline="")):
        if row["Provision code"]:
            of_file.setdefault(row["Provision code"], []).append(row)
    brief = asked_brief("AAA")
    assert {row.commitment.provision for row in brief.commitments} == set(of_file)
    shown = fitted(messages, brief, facts)
    printed = {
        row[0]: row
        for row in rows_under(briefing_sheet(messages, brief, facts), "Strongest commitments in force")
    }
    for row in shown.commitments:
        strength, article, slug = said(messages, row)
        [own] = [one for one in of_file[row.commitment.provision] if one["Agreement link"] == slug]
        cells = printed[provision_name(messages, row.commitment.provision)]
        assert own["Strength"] == strength and cells[1].startswith(strength)
        assert (own["Exception"] == "yes") == ("exception" in cells[1] and "no exception" not in cells[1])
        assert article == f"Article {own['Article']}" and cells[2].startswith(
            f"{article} , {facts.names[slug]}"
        )
        others = len(of_file[row.commitment.provision]) - 1
        assert ("more)" in cells[2]) == bool(others) and (not others or f"(+ {others} more)" in cells[2])
        assert cells[4] == own["In force"][:4]


def test_sheet_of_a_group_has_every_policy_and_counts_what_it_leaves_out(full: str) -> None:
    group = ask(own_group, ("AAA", "BB0", "BB1", "BB2"))
    chosen = Chosen("AAA-BB0-BB1-BB2", "Four lands", group)
    sheet = group_sheet(Messages(), chosen, sheet_facts("Four lands"))
    policies = rows_under(sheet, "What these countries can still do")
    assert all(sum(int(cell) for cell in row[1:5] if cell != "–") == 4 for row in policies)
    rules = rows_under(sheet, "Rules that bind the members")
    names = [row[0] for row in rules]
    assert names[: len(CORE_PROVISIONS)] == [provision_name(Messages(), code) for code in CORE_PROVISIONS]
    lacking = rules[names.index(provision_name(Messages(), LACKING))]
    assert lacking[1:] == ["Found for no member; not read everywhere.", "–"]
    flows = rules[names.index("Data flows")]
    assert flows[1].startswith("hard 2 of 4: ") and flows[2].startswith("soft 2 of 4: ")
    left = re.search(r"(\d+) more provisions? in force", plain(sheet))
    total = len(template_facts().provisions)
    assert len(rules) + (int(left[1]) if left else 0) <= total and len(rules) > 20
    assert group_sheet(Messages("fr"), chosen, sheet_facts("Four lands")).count("<h3>") == 3


def test_many_members_are_counted_and_one_word_names_all(full: str) -> None:
    members = ("BB0", "BB1", "BB2", "AAA", "KEN", "PER", "CHL")
    assert len(members) > NAMED_MEMBERS
    sheet = group_sheet(Messages(), Chosen("own", "Seven", ask(own_group, members)), sheet_facts("Seven"))
    who = {row[5] for row in rows_under(sheet, "What these countries can still do")}
    assert "all members" not in who and any("," in cell for cell in who)
    pair = group_sheet(Messages(), Chosen("own", "Two", ask(own_group, ("AAA", "BB0"))), sheet_facts("Two"))
    assert "all members" in {row[5] for row in rows_under(pair, "What these countries can still do")}
