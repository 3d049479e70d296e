"""Numbers in the README are those of the files: it is the one place where they are written, not counted."""

import re

from scrapers.sources import get_source
from tests.conftest import PROJECT
from tracker.facts import snapshot

README = re.sub(r"\s+", " ", (PROJECT / "README.md").read_text("utf-8"))


def numbers(words: str) -> list[int]:
    """The numbers in the place of each N in these words of the README."""
    pattern = re.escape(words).replace("N", r"([\d,]+)")
    (found,) = re.finditer(pattern, README)
    return [int(number.replace(",", "")) for number in found.groups()]


def test_the_agreements_of_the_snapshot() -> None:
    agreements = snapshot.read()["agreements"]
    with_text = sum(bool(agreement["documents"]) for agreement in agreements)
    opens = "opens the dashboard on N real agreements at once (the text of N was read; of the others facts are known)"
    assert numbers(opens) == [len(agreements), with_text]
    assert numbers("reads the agreements themselves, N of them and counting") == [with_text]


def test_the_texts_of_tota() -> None:
    of_tota = sum(agreement["key"][0] == "tota" for agreement in snapshot.read()["agreements"])
    assert numbers("The N texts of N agreements come from ToTA") == [
        get_source("tota").expect.documents,
        of_tota,
    ]


def test_no_other_number_of_agreements_or_texts_is_written() -> None:
    """A number that nothing above checks would grow old unseen."""
    counted = re.findall(r"\d[\d,]* (?:real )?(?:agreements|texts)|\d[\d,]* of them|text of \d[\d,]*", README)
    assert len(counted) == 5
