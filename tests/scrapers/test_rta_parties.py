"""What the WTO's list says of single parties: its column of days, its sheet of changes, names it spells its own way."""

from typing import Any

import pytest
from openpyxl import Workbook

from scrapers.rta_list import ListedAgreement, listed_agreements
from tests.conftest import SHARED
from tests.fixtures.wto_rta.site import xlsx

RTA_LIST = SHARED / "registry" / "AllRTAs_2026-04.xlsx"

COLUMNS = [
    "RTA ID",
    "RTA Name",
    "Status",
    "Date of Entry into Force (G)",
    "Current signatories",
    "Original signatories",
    "Specific Entry/Exit dates",
]
CHANGES = ["RTA ID", "Parties concerned", "Date of entry into force of changes", "Remarks"]


def read(rows: list[list[Any]], changes: list[list[Any]] | None = None) -> dict[int, ListedAgreement]:
    """The agreements of a list with these rows, by number."""

    def sheet(book: Workbook) -> None:
        more = book.create_sheet("RTA Changes")
        for row in [CHANGES, *(changes or [])]:
            more.append(row)

    return {each.rta_id: each for each in listed_agreements(xlsx(COLUMNS, rows, sheet), "the list")}


def row(
    number: int, parties: str, dates: str = "", *, in_force: str = "2010-01-01", original: str = ""
) -> list[Any]:
    return [number, f"Agreement {number}", "In Force", in_force, parties, original or parties, dates]


def events(found: ListedAgreement) -> list[tuple[str, str, str | None]]:
    return [(each.iso3, each.event, each.day and each.day.isoformat()) for each in found.meta.party_events]


def test_the_column_of_days_gives_entries_exits_and_who_is_not_bound() -> None:
    dates = (
        "India(11-Sep-2007 - ); Venezuela, Bolivarian Republic of( - 22-Apr-2006); Canada(01-Jan-9999 - );"
        " Kosovo (under UNSC res. 1244)(26-Jul-2007 - ); Finland(01-Jan-1986 - 31-Dec-1994)"
    )
    found = read([row(7, "India; Canada; Finland", dates)])[7]
    assert events(found) == [
        ("IND", "entry", "2007-09-11"),
        ("VEN", "exit", "2006-04-22"),
        ("CAN", "not_in_force", None),
        ("XKX", "entry", "2007-07-26"),
        ("FIN", "entry", "1986-01-01"),
        ("FIN", "exit", "1994-12-31"),
    ]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("Chile since 2010", "'Chile since 2010' is not understood"),
        ("Chile( - )", "'Chile( - )' is not understood"),
        ("Chile(31-Feb-2010 - )", "'Chile(31-Feb-2010 - )' names a day that does not exist"),
        ("Ruritania(01-Feb-2010 - )", "the party 'Ruritania' is not known"),
        ("European Union(01-Feb-2010 - )", "the party 'European Union' is not known"),
    ],
)
def test_what_is_not_understood_is_a_problem_and_the_rest_is_read(cell: str, problem: str) -> None:
    found = read([row(7, "Chile; Peru", f"Peru(01-Mar-2011 - ); {cell}")])[7]
    assert events(found) == [("PER", "entry", "2011-03-01")]
    assert found.problems == (f"Specific Entry/Exit dates: {problem}",)


@pytest.mark.parametrize(
    "cell",
    [
        "Hong Kong, China\nPeru",
        "Hong Kong, China \r\n\r\n Republic of Peru",
        "Hong Kong, China, Peru",
        "Hong Kong, China | Peru",
        "Hong Kong, China Peru",
        "Hong Kong, China / Peru;",
    ],
)
def test_names_are_parted_by_whatever_sign(cell: str) -> None:
    found = read([row(7, cell)])[7]
    assert (found.meta.parties, found.problems) == (("HKG", "PER"), ())


def test_of_names_in_a_row_one_that_is_not_known_leaves_none() -> None:
    assert read([row(7, "Peru Ruritania Chile")])[7].meta.parties == ()


@pytest.mark.parametrize(
    "cell",
    [
        "Peru(1 March 2011 - ), Chile( - 31-Dec-2012)",
        "Peru [01.03.2011 - ]\nChile( -\n31-Dec-2012)",
        "Peru: 01-Mar-2011 - ; Chile(until 31 December 2012)",
        "Peru(from Mar 1, 2011); Chile( - 31-Dec.-2012)",
    ],
)
def test_days_of_single_parties_in_further_forms(cell: str) -> None:
    found = read([row(7, "Chile; Peru", cell)])[7]
    assert events(found) == [("PER", "entry", "2011-03-01"), ("CHL", "exit", "2012-12-31")]
    assert found.problems == ()


def test_a_day_with_its_month_in_doubt_is_a_problem() -> None:
    found = read([row(7, "Chile; Peru", "Peru (01/03/2011 - )")])[7]
    assert events(found) == []
    assert len(found.problems) == 1


def test_an_exit_on_the_day_of_coming_in_elsewhere_is_the_first_day_without() -> None:
    rows = [
        row(
            1, "Bulgaria; Croatia; Moldova, Republic of", "Bulgaria( - 01-Jan-2007)"
        ),  # joined the EU that day
        row(2, "Armenia; Kazakhstan; Georgia", "Armenia( - 17-Oct-2012); Kazakhstan( - 20-Sep-2012)"),
        row(3, "Armenia; Kazakhstan", "Armenia(17-Oct-2012 - )", in_force="2012-09-20"),
        row(4, "Chile; Peru", "Chile( - 31-Dec-2020)"),
    ]
    found = read(rows)
    assert events(found[1]) == [("BGR", "exit", "2006-12-31")]
    assert events(found[2]) == [("ARM", "exit", "2012-10-16"), ("KAZ", "exit", "2012-09-19")]
    assert events(found[4]) == [("CHL", "exit", "2020-12-31")]


def test_one_unknown_name_leaves_the_others_and_is_reported() -> None:
    found = read([row(7, "Chile; Ruritania; Peru", original="Ruritania; Chile")])[7]
    assert (found.meta.parties, found.meta.original_parties) == (("CHL", "PER"), ("CHL",))
    assert found.facts.parties == ("CHL", "PER")
    assert found.problems == (
        "Current signatories: the party 'Ruritania' is not known",
        "Original signatories: the party 'Ruritania' is not known",
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ASEAN Free Trade Area (AFTA)", "ASEAN"),
        ("Netherlands, Kingdom of, with respect to Aruba", "ABW"),
        ("British Overseas Territory of Saint Helena, Ascension and Tristan da Cunha", "SHN"),
        ("Wallis and Futuna Islands", "WLF"),
        ("Republic of China", "TWN"),
        ("People's Republic of China", "CHN"),
        ("Falkland Islands (Islas Malvinas)", "FLK"),
    ],
)
def test_names_as_the_list_writes_them(name: str, code: str) -> None:
    found = read([row(7, f"{name}; Peru")])[7]
    assert found.meta.parties == (code, "PER") and found.problems == ()


def test_a_change_says_between_whom_the_agreement_entered_into_force() -> None:
    between = "was provisionally applied between {0}. This notification relates to a change to entry into force of the"
    tail = " Agreement only as between {0} in relation to all provisions of the Agreement."
    changes = [
        [7, "Peru, Chile", "2013-02-01", f"It {(between + tail).format('Peru and Chile')}"],
        [
            7,
            "Peru, Chile",
            "2012-09-01",
            f"It {(between + tail).format('the Republic of Peru, Japan and Mexico')}",
        ],
        [
            7,
            "Peru, Chile",
            "2014-01-01",
            "A new annex, with access for more goods; entered into force for all.",
        ],
        [99, "Peru, Chile", "2014-01-01", "Of an agreement that is not in the list."],
    ]
    rows = [row(7, "Chile; Japan; Mexico; Peru", "Chile(01-Sep-2012 - )", in_force="2011-12-01")]
    assert events(read(rows, changes)[7]) == [
        ("CHL", "provisional", "2011-12-01"),
        ("CHL", "entry", "2013-02-01"),
        ("JPN", "provisional", "2011-12-01"),
        ("JPN", "entry", "2012-09-01"),
        ("MEX", "provisional", "2011-12-01"),
        ("MEX", "entry", "2012-09-01"),
        ("PER", "provisional", "2011-12-01"),
        ("PER", "entry", "2012-09-01"),
    ]


def test_a_change_says_for_whom_a_treaty_ceased_to_apply() -> None:
    remark = "The Treaty ceased to apply to the Republic of Chile pursuant to Article 9, after a transition."
    rows = [row(7, "Peru; Chile"), row(8, "Peru; Chile", "Chile( - 30-Nov-2020)")]
    changes = [[number, "Peru", "2021-01-01", remark] for number in (7, 8)]
    found = read(rows, changes)
    assert events(found[7]) == [("CHL", "exit", "2020-12-31")]
    assert events(found[8]) == [("CHL", "exit", "2020-11-30")]


@pytest.mark.skipif(not RTA_LIST.exists(), reason="the WTO's list is not beside the project")
def test_the_lists_own_file_of_april_2026_is_read_whole() -> None:
    found = {each.rta_id: each for each in listed_agreements(RTA_LIST.read_bytes(), "the list")}
    assert len(found) == 655
    assert sum(bool(each.meta.party_events) for each in found.values()) == 108
    assert [problem for each in found.values() for problem in each.problems] == []
    nameless = [number for number, each in found.items() if each.may_have_text and not each.meta.parties]
    assert nameless == [201]  # the list names no party of the Borneo Free Trade Area
    assert all("ASEAN" in found[number].meta.parties for number in (42, 169, 176, 437, 438, 994))
    assert {"ABW", "ANT", "EU", "SHN", "WLF"} <= set(found[148].meta.parties)
    assert ("CAN", "not_in_force", None) in events(found[1218])
    assert ("HRV", "exit", "2013-06-30") in events(found[4])
    assert [each for each in events(found[1173]) if each[0] == "ISL"] == [
        ("ISL", "provisional", "2021-12-01"),
        ("ISL", "entry", "2023-02-01"),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "Romania( - 01-Jan-2007); Canada(01-Jan-9999 - ); India(11-Sep-2007 - )",
        "Romania( – 01-Jan-2007);Canada(01-Jan-9999 – );India(11-Sep-2007 – )",
        "Romania ( - 01 Jan 2007)\r\nCanada (01 JAN 9999 - )\r\nIndia (11 Sep 2007 - )",
        "Romania(-2007-01-01); Canada(9999-01-01 -); India(2007-09-11 -).",
        "; Romania( - 01-Jan-2007) ; ; Canada(01-jan-9999 - ); India(11-SEP-2007 - );",
    ],
)
def test_the_column_of_days_in_other_typings(cell: str) -> None:
    found = read([row(1, "Canada; India", cell)])[1]
    assert found.problems == ()
    assert ("CAN", "not_in_force", None) in events(found)
    assert ("IND", "entry", "2007-09-11") in events(found)
    assert [event for iso3, event, _day in events(found) if iso3 == "ROU"] == ["exit"]
