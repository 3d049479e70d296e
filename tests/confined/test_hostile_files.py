"""Files of strangers that are odd or too large, read as the product does it: in a child process within its limits."""

import pytest

from tests.hostile import (
    CHARSETS_OF_NO_TEXT,
    FORM_THAT_DRAWS_ITSELF,
    ODD_TEXTS,
    page_declaring,
    page_of_nested,
)
from tracker.confined import OverLimit, confined
from tracker.texts import parse, raw_document
from tracker.texts.types import AgreementText


def read(data: bytes, name: str) -> AgreementText:
    return confined(parse, raw_document(data, name))


@pytest.mark.parametrize("name", sorted(ODD_TEXTS))
def test_a_part_that_is_nonsense_does_not_lose_the_text(name: str) -> None:
    text = read(ODD_TEXTS[name], name)
    assert "shall fold its boats" in text.chapters[-1].articles[-1].text


@pytest.mark.parametrize("charset", CHARSETS_OF_NO_TEXT)
def test_a_page_that_declares_what_is_no_encoding_of_texts_is_read(charset: str) -> None:
    text = read(page_declaring(charset), "x.html")
    assert "Caf\u00e9" in text.chapters[-1].articles[-1].text


def test_marks_within_marks_are_no_footnotes() -> None:
    assert read(page_of_nested("sup", 20), "x.html").chapters


def test_what_a_library_in_c_cannot_read_is_one_line() -> None:
    with pytest.raises(
        OverLimit, match=r"^ended the process that read it \(SIG\w+\), as for want of memory\.$"
    ):
        read(FORM_THAT_DRAWS_ITSELF, "form.pdf")
