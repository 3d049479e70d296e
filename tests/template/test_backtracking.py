"""Which regular expressions `tracker template check` refuses, because their time grows with a power of the text."""

from pathlib import Path

import pytest

from tests.template.test_loader import folder, spoil
from tracker.errors import TemplateError
from tracker.template import load_template
from tracker.template.backtracking import backtracking_problem

__all__ = ["folder"]  # the fixture: a copy of the shipped data files


@pytest.mark.parametrize(
    "regex",
    [
        "(a+)+b",
        "(a*)*b",
        "(?:[a-z]+,? ?)*x",
        r"(?:data\w* ?)*x",
        r"(?=(?:\w+ ?)+x)",
        ".*.*",
        ".*foo.*bar",
        r"\s*\s+x",
        r"^\W*(?:the )?\W*x",
        "[^.;]*data[^.;]*x",
    ],
)
def test_refused(regex: str) -> None:
    assert backtracking_problem(regex)


@pytest.mark.parametrize(
    "regex",
    [
        r"(?: \w+)*",
        r"\w+ \w+ \w*",
        "foo.{0,60}?bar.{0,160}?baz",
        r"\s*,\s*",
        "(?:foo|bar)+",
        r"^\W*(?:\d{1,2}\W+)?the",
        ".*?data",
        r"(?:a|b|\d)*x",
        "(?:the ){0,5}x",
        "(?:(?:a|an) ?)*x",
    ],
)
def test_allowed(regex: str) -> None:
    assert backtracking_problem(regex) == ""


def test_the_check_names_file_and_line(folder: Path) -> None:
    file = sorted((folder / "provisions").glob("*.yaml"))[0]
    line = spoil(file, "regex: '", "regex: '(?:x+)+ ")
    with pytest.raises(
        TemplateError, match=rf"{file.name}:{line}: bad regular expression \(a part of any length"
    ):
        load_template(folder)
