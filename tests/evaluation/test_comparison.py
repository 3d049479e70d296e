"""Codings of invented agreements against invented findings, counted by hand."""

from pathlib import Path

import pytest

from tracker.errors import BadInput
from tracker.evaluation.comparison import KnownAgreement, compare, read_codings, read_map

MAP = """
agreement: {wto_rta_id: id, name: agreement, year: year}
variables:
  - {column: flows, provision: data_flows, present: ["1", "2"], hard: ["2"], absent: ["0"]}
  - {column: spam, provision: unsolicited_messages, present: ["1"], absent: ["0"]}
"""
CODES = ("data_flows", "unsolicited_messages")


def known(
    slug: str, number: int | None, name: str, year: int, reading: str = "read", **codes: str
) -> KnownAgreement:
    return KnownAgreement(slug, name, (), number, year, reading, codes)


KNOWN = [
    known("one", 1, "Ruritania - Zenda", 2001, data_flows="hard"),
    known("two", 2, "Ruritania - Zembla", 2002, data_flows="soft", unsolicited_messages="soft"),
    known("three", 3, "Zenda - Zembla", 2003),
    known("four", None, "Ruritania and Syldavia Free Trade Agreement", 2004, data_flows="hard"),
    known("five", 5, "Zembla - Borduria", 2005, "not_read"),
]
SHEET = """id,agreement,year,flows,spam
1,,,2,1
2.0,,,2,1
3,,,1,0
,Ruritania and Syldavia Free Trade Agreement,2004,0,NA
5,,,1,1
99,,,1,1
,Nowhere,2000,1,1
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    sheet, columns = tmp_path / "sheet.csv", tmp_path / "map.yaml"
    sheet.write_text(SHEET, encoding="utf-8")
    columns.write_text(MAP, encoding="utf-8")
    return sheet, columns


def test_counts_kappa_and_strength_by_hand(files: tuple[Path, Path]) -> None:
    columns = read_map(files[1], CODES)
    result = compare(read_codings(files[0], columns), KNOWN, columns)
    flows, spam = result.scores
    assert (flows.both, flows.only_they, flows.only_we, flows.neither, flows.not_counted) == (2, 1, 1, 0, 0)
    assert (flows.precision, flows.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert flows.kappa == pytest.approx((0.5 - 0.625) / (1 - 0.625))
    assert (flows.same_strength, flows.with_strength) == (1, 2)
    assert (spam.both, spam.only_they, spam.only_we, spam.neither, spam.not_counted) == (1, 1, 0, 1, 1)
    assert result.agreements == 4


def test_disagreements_name_the_agreement_the_line_and_both_sides(files: tuple[Path, Path]) -> None:
    columns = read_map(files[1], CODES)
    result = compare(read_codings(files[0], columns), KNOWN, columns)
    found = [
        (one.provision, one.slug, one.line, one.kind, one.theirs, one.ours) for one in result.disagreements
    ]
    assert found == [
        ("unsolicited_messages", "one", 2, "only they", "1", "not found"),
        ("data_flows", "two", 3, "strength", "2", "soft"),
        ("data_flows", "three", 4, "only they", "1", "not found"),
        ("data_flows", "four", 5, "only we", "0", "hard"),
    ]


def test_rows_that_cannot_be_compared_are_named(files: tuple[Path, Path]) -> None:
    columns = read_map(files[1], CODES)
    result = compare(read_codings(files[0], columns), KNOWN, columns)
    assert [row.label for row in result.unread] == ["5"]
    assert [row.label for row in result.unknown] == ["99", "Nowhere"]


def test_two_agreements_of_one_name_are_not_guessed_between(files: tuple[Path, Path]) -> None:
    columns = read_map(files[1], CODES)
    twice = [known("a", None, "Ruritania and Syldavia Free Trade Agreement", 2004), KNOWN[3]]
    result = compare(read_codings(files[0], columns), twice, columns)
    assert "Ruritania and Syldavia Free Trade Agreement" in [row.label for row in result.unknown]


def test_nothing_to_measure_gives_no_figure(files: tuple[Path, Path]) -> None:
    columns = read_map(files[1], CODES)
    scores = compare([], KNOWN, columns).scores
    assert {(score.kappa, score.precision, score.recall) for score in scores} == {(None, None, None)}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("provision: data_flows", "provision: data_flaws", "unknown provision data_flaws"),
        ('absent: ["0"]}\n  - {column: spam', 'absent: ["1"]}\n  - {column: spam', "both present and absent"),
        ('hard: ["2"]', 'hard: ["3"]', "hard but not present"),
        ("{wto_rta_id: id, name: agreement, year: year}", "{year: year}", "name the column"),
    ],
)
def test_a_broken_map_names_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    file = tmp_path / "map.yaml"
    file.write_text(MAP.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput, match=message) as fault:
        read_map(file, CODES)
    assert str(file) in str(fault.value)


def test_a_missing_column_is_named(files: tuple[Path, Path]) -> None:
    files[0].write_text("id,agreement,year,flows\n1,,,1\n", encoding="utf-8")
    columns = read_map(files[1], CODES)
    with pytest.raises(BadInput, match="no column 'spam'"):
        read_codings(files[0], columns)
