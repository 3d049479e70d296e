"""The Country page's policies, inconsistencies and pending commitments: shown, linked, escaped, in three languages."""

from datetime import date

import pytest

from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import open_database


def _article(number: str, *findings: MadeFinding) -> MadeArticle:
    return MadeArticle(number, "Rules", "A rule of ours.", findings)


@pytest.fixture
def positions(sqlite_url: str) -> str:
    """AAA: an old digital chapter without rules, a hard one in force, a harder one signed; names with scripts."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        for name, signed, in_force, articles in (
            ("Old <b>Pact</b>", date(2001, 1, 1), date(2002, 1, 1), (_article("1"),)),
            (
                "North - South",
                date(2010, 1, 2),
                date(2012, 3, 4),
                (
                    _article(
                        "14.1", MadeFinding("data_flows", "hard", True, notes=("exception:public_policy",))
                    ),
                    _article("14.2", MadeFinding("customs_duties", "hard", False)),
                ),
            ),
            (
                "East - West",
                date(2016, 2, 4),
                None,
                (
                    _article("2.1", MadeFinding("data_flows", "hard", False)),
                    _article("2.2", MadeFinding("source_code", "soft", False)),
                ),
            ),
        ):
            world.agreement(
                name,
                slug=name[:5].strip().lower(),
                signed=signed,
                in_force=in_force,
                chapters=(MadeChapter("14", "Commerce", "ecommerce", articles),),
            )
    database.close()
    return sqlite_url


def _policy(page: str, code: str) -> str:
    """The row of one policy."""
    start = page.index(f'id="policy-{code}"')
    return page[page.rindex("<details", 0, start) : page.index("</details>", start)]


def test_coverage_comes_first_and_an_opened_row_has_the_words(positions: str, open_page: Open) -> None:
    page = shown(open_page("country", country="AAA"))
    assert page.index("2 agreements in force") < page.index("What this country can still do")
    flows = _policy(page, "condition_data_exports")
    assert "<blockquote" in flows
    assert "A rule of ours." in flows
    assert "binding only" not in flows


def test_policies_come_first_and_say_by_what(positions: str, open_page: Open) -> None:
    page = shown(open_page("country", country="AAA"))
    assert (
        page.index("What this country can still do") < page.index("Inconsistencies") < page.index("Pending")
    )
    assert page.index("Pending") < page.index("What is bound")
    flows = _policy(page, "condition_data_exports")
    assert 'chip-policy-restricted">restricted<' in flows
    assert "signed: will close" in flows
    assert "Article 14.1, North - South (2010), toward Land BBB, since 2012" in flows
    assert "Exception in the clause: legitimate public policy objective." in flows
    duties = _policy(page, "tax_transmissions")
    assert 'chip-policy-closed">closed<' in duties
    code = _policy(page, "inspect_source_code")
    assert 'chip-policy-open">open<' in code
    assert "signed: will restrict" in code
    assert "signed 2016, not in force" in code
    assert "Nothing in force or signed." in _policy(page, "set_encryption_rules")


def test_policy_of_the_link_is_open(positions: str, open_page: Open) -> None:
    page = shown(open_page("country", country="AAA", policy="tax_transmissions", differs="data_flows"))
    assert _opened(page, "policy-tax_transmissions")
    assert _opened(page, "differs-data_flows")
    assert not _opened(page, "policy-inspect_source_code")


def _opened(page: str, name: str) -> bool:
    at = page.index(f'id="{name}"')
    return " open" in page[page.rindex("<details", 0, at) : page.index(">", at)]


def test_policies_as_table(positions: str, open_page: Open) -> None:
    [table] = open_page("country", country="AAA", policies="table").dataframe
    rows = [row for row in table.value.itertuples() if row.Policy == "Let data leave only under conditions"]
    assert [(row.Today, row.Agreement, row.Article) for row in rows] == [
        ("restricted", "North - South (2010)", "Article 14.1"),
        ("restricted", "East - West (2016)", "Article 2.1"),
    ]


def test_inconsistencies_name_both_sides(positions: str, open_page: Open) -> None:
    page = shown(open_page("country", country="AAA"))
    section = page[page.index(">Inconsistencies<") : page.index(">Pending<")]
    assert (
        "Accepted in East - West (2016): hard, no exception in the clause. In North - South (2010): hard, exception."
        in section
    )
    assert (
        "Accepted in North - South (2010): hard, no exception in the clause. In East - West (2016): nothing found."
        in section
    )
    assert "harder over time" in section
    [table] = open_page("country", country="AAA", stances="table").dataframe
    assert len(table.value) == 6


def test_pending_says_what_it_adds(positions: str, open_page: Open) -> None:
    page = shown(open_page("country", country="AAA"))
    section = page[page.index(">Pending<") : page.index(">What is bound<")]
    assert "Leaves less room for 2 policies:" in section
    assert "2 commitments beyond what is in force" in section
    assert "<td>hard, exception</td>" in section
    assert "<td>nothing found in force</td>" in section


def test_nothing_pending_no_section(world: str, open_page: Open) -> None:
    page = shown(open_page("country", country="DDD"))
    assert ">Pending<" not in page
    assert "None found: on no digital rule" in page


def test_facts_only_are_shown_all_the_same(world: str, open_page: Open) -> None:
    page = shown(open_page("country", country="AAA"))
    assert 'chip-policy-restricted">restricted<' in _policy(page, "condition_data_exports")


def test_unknown_values_of_the_link_are_named(positions: str, open_page: Open) -> None:
    page = shown(open_page("country", country="AAA", policy="<script>", differs="x" * 500, policies="??"))
    assert "policy=&lt;script&gt;" in page
    assert "differs=" + "x" * 200 in page
    assert "x" * 201 not in page.partition("</nav>")[2], "long values are cut"
    assert "policies=??" in page
    assert "What this country can still do" in page


def test_nothing_scraped_is_ever_html(positions: str, open_page: Open) -> None:
    page = shown(open_page("country", country="AAA"))
    assert "<b>Pact" not in page
    assert "Old &lt;b&gt;Pact&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("lang", "title", "policy", "chip", "pending"),
    [
        (
            "es",
            "Qué puede hacer todavía este país",
            "Dejar salir los datos solo bajo condiciones",
            "restringida",
            "Deja menos margen a 2 políticas:",
        ),
        (
            "fr",
            "Ce que ce pays peut encore faire",
            "Ne laisser sortir les données que sous conditions",
            "restreinte",
            "Laisse moins de marge à 2 politiques :",
        ),
    ],
)
def test_other_languages(
    positions: str, open_page: Open, lang: str, title: str, policy: str, chip: str, pending: str
) -> None:
    page = shown(open_page("country", country="AAA", lang=lang)).replace("\u202f", " ")
    for words in (title, policy, f">{chip}<", pending):
        assert words in page
    assert "What this country" not in page


def test_an_error_can_be_reported_beside_inconsistencies_and_what_is_pending(
    positions: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_REPORT_ERRORS", "https://forge.example/new")
    page = shown(open_page("country", country="AAA"))
    differs = page[page.index(">Inconsistencies<") : page.index(">Pending<")]
    pending = page[page.index(">Pending<") : page.index(">What is bound<")]
    for section in (differs, pending):
        assert "https://forge.example/new?title=Error%3A%20Data%20flows%20in%20Article%202.1" in section
