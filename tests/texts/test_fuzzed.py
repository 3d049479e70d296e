"""Readers on inputs that nobody thought of: each is read, or refused as bad input; nothing else is raised.

Readers run in child processes, where any exception is a refusal; here they must know their faults themselves.
"""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile import HEAD, REPEATED_IN_PAGES, REPEATED_IN_TEXTS, docx, packed, paragraph
from tests.invented import agreement, tota_xml
from tracker.errors import BadInput
from tracker.texts import parse, raw_document
from tracker.texts.overrides import parse_sidecar

few = settings(
    max_examples=60,
    deadline=timedelta(seconds=20),
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

GOOD = {
    "x.xml": tota_xml(agreement("1")),
    "x.docx": docx(paragraph("Article 1") + paragraph("Each Party shall fold its boats.")),
    "x.html": b"<html><body><h2>Article 1</h2><table><tr><td>(a)<td>boats</table><ol type=i><li>x</body></html>",
    "x.md": f"# {HEAD}\n\n## Article 2\n\n[a](b) **bold** [^1]\n\n[^1]: note".encode(),
    "x.yaml": b"name: Boats\nparties: [NZL, VNM]\ndate_signed: 2020-01-02\nwto_rta_id: 4\n",
    "x.json": json.dumps({"name": "Boats", "parties": ["NZL"], "date_signed": "2020-01-02"}).encode(),
}


def read(data: bytes, name: str) -> None:
    try:
        if name.endswith((".yaml", ".json")):
            parse_sidecar(data, name)
        else:
            parse(raw_document(data, name))
    except BadInput as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("name", sorted(GOOD))
@few
@given(st.data())
def test_a_good_file_changed_anywhere(name: str, data: st.DataObject) -> None:
    good = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(good) - 1))
        length = data.draw(st.integers(0, 8))
        good[at : at + length] = data.draw(st.binary(max_size=8))
        if not good:
            break
    read(bytes(good), name)


@pytest.mark.parametrize("name", sorted(GOOD))
@few
@given(st.binary(max_size=400))
def test_any_bytes(name: str, data: bytes) -> None:
    read(data, name)


@few
@given(st.lists(st.sampled_from(REPEATED_IN_TEXTS), max_size=60), st.sampled_from(["x.md", "x.txt"]))
def test_parts_of_texts_in_any_order(parts: list[str], name: str) -> None:
    read((HEAD + "".join(parts)).encode(), name)


@few
@given(st.lists(st.sampled_from(REPEATED_IN_PAGES), max_size=60))
def test_parts_of_pages_in_any_order(parts: list[str]) -> None:
    read(f"<html><body><h2>Article 1</h2>{''.join(parts)}".encode(), "x.html")


@few
@given(
    st.dictionaries(
        st.sampled_from(["word/document.xml", "word/numbering.xml", "word/styles.xml", "a"]), st.text()
    )
)
def test_packages_of_any_parts(members: dict[str, str]) -> None:
    read(packed({name: text.encode("utf-8", "replace").decode() for name, text in members.items()}), "x.docx")
