"""The ToTA reader: what it reads, what it refuses, and the whole corpus where it is at hand."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import PROJECT, SHARED
from tracker.errors import BadInput
from tracker.texts import Refusal, overrides_from, raw_document, read_bytes, read_documents
from tracker.texts.reading import parse

FIXTURES = PROJECT / "tests" / "fixtures" / "tota"
CORPUS = SHARED / "corpus" / "tota.tar.xz"
ORCHARD = (FIXTURES / "pta_1.xml").read_bytes()


def test_an_agreement_is_read_with_its_facts() -> None:
    text = read_bytes(ORCHARD, "pta_1.xml")
    meta = text.meta
    assert (text.source, text.external_id, text.language) == ("tota", "1", "en")
    assert meta.name == "EFTA - Singapore Orchard Agreement"
    assert (meta.status, meta.legal_status, meta.wto_rta_id) == ("In Force", "in_force", 9001)
    assert (meta.date_signed, meta.date_in_force, meta.date_inactive) == (
        date(2011, 3, 4),
        date(2012, 1, 1),
        None,
    )
    assert meta.parties == meta.original_parties == ("CHE", "ISL", "LIE", "NOR", "SGP")
    assert [(link.language, link.kind) for link in meta.sources] == [("en", "full text"), ("fr", "annex")]
    assert meta.related_wto_rta_ids == (152,)
    assert [chapter.heading for chapter in text.chapters] == ["Preamble", "Fruit", "Electronic Commerce"]
    first = text.chapters[1].articles[0]
    assert (first.number, first.heading, first.external_id) == ("ARTICLE 1.1", "Apples", "102")
    assert first.text.splitlines() == ["1. Apples cross the border untaxed.", "2. So do pears."]
    assert text.chapters[1].articles[1].heading is None
    assert text.article_count == 4


def test_an_agreement_no_longer_in_force_has_no_current_parties() -> None:
    meta = read_bytes((FIXTURES / "pta_2.xml").read_bytes(), "pta_2.xml").meta
    assert meta.legal_status == "inactive"
    assert meta.parties == ()
    assert meta.original_parties == ("CHL", "PER")
    assert meta.wto_rta_id is None


def test_codes_outside_iso_are_known_or_put_right() -> None:
    meta = read_bytes((FIXTURES / "pta_3.xml").read_bytes(), "pta_3.xml").meta
    assert meta.parties == ("XKX", "YUG")
    assert meta.legal_status == "signed"


def test_an_announced_agreement_with_a_date_of_entry_counts_as_in_force() -> None:
    data = (FIXTURES / "pta_3.xml").read_bytes()
    entered = data.replace(b"<date_into_force/>", b"<date_into_force>2002-01-01</date_into_force>")
    assert read_bytes(entered, "pta_3.xml").meta.legal_status == "in_force"


def test_facts_given_beside_the_file_win() -> None:
    overrides = overrides_from({"legal_status": "inactive", "parties": "UK, Norway"}, "options")
    meta = parse(raw_document(ORCHARD, "pta_1.xml"), overrides).meta
    assert meta.legal_status == "inactive"
    assert meta.parties == meta.original_parties == ("GBR", "NOR")


LAUGHS = b'<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><treaty><meta/><body>&b;</body></treaty>'
OUTSIDE = b'<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><treaty><meta/><body>&a;</body></treaty>'
REFUSED = {
    "truncated": (ORCHARD[: ORCHARD.index(b"follow in")], "broken XML (Premature end of data"),
    "entities that expand": (LAUGHS, "declares a document type or entities"),
    "entity from outside": (OUTSIDE, "declares a document type or entities"),
    "wrong encoding declared": (ORCHARD.replace(b"Apples", b"Apfel \xe4"), "broken XML (Invalid bytes"),
    "UTF-8 under another name": (
        ORCHARD.replace(b"UTF-8", b"ISO-8859-1", 1).replace(b"pears", "pérs".encode()),
        "declares encoding ISO-8859-1 but its bytes are UTF-8",
    ),
    "unknown encoding": (ORCHARD.replace(b"UTF-8", b"KLINGON", 1), "broken XML (Unsupported encoding"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "is a PNG picture inside, not a text"),
    "binary data": (b"\x01\x02\0\0\x03" * 100, "is binary data inside, not a text"),
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\t ", "the file is empty"),
    "other XML": (b"<rss><channel/></rss>", "not a ToTA file"),
    "no articles": (
        b"<treaty><meta><treaty_identifier>9</treaty_identifier></meta><body><chapter/></body></treaty>",
        "the agreement has no articles",
    ),
    "no identifier": (
        ORCHARD.replace(b"<treaty_identifier>1<", b"<treaty_identifier><"),
        "no treaty_identifier",
    ),
    "unknown party": (ORCHARD.replace(b">SGP<", b">QQQ<"), "unknown party code 'QQQ'"),
    "repeated article": (ORCHARD.replace(b'"103"', b'"102"'), "article_identifier 102 occurs twice"),
    "not a date": (ORCHARD.replace(b"2011-03-04", b"4 March"), "date_signed '4 March' is not a date"),
    "not a number": (ORCHARD.replace(b">9001<", b">RTA 9<"), "wto_rta_id 'RTA 9' is not a whole number"),
    "unknown status": (ORCHARD.replace(b">In Force<", b">Asleep<"), "unknown status 'Asleep'"),
    "NUL": (ORCHARD.replace(b"pears", b"pe\0rs"), "is binary data inside"),
    "no name": (ORCHARD.replace(b"EFTA - Singapore  Orchard Agreement", b""), "the agreement has no name"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_in_one_line(case: str) -> None:
    data, message = REFUSED[case]
    with pytest.raises(BadInput) as refusal:
        read_bytes(data, "pta_9.xml")
    assert str(refusal.value).startswith(f"pta_9.xml: {message}")
    assert "\n" not in str(refusal.value)


def test_comments_and_markup_inside_an_article_do_not_cut_its_text() -> None:
    data = ORCHARD.replace(b"So do pears.", b"So do <!-- green --> <b>ripe</b> pears.")
    article = read_bytes(data, "pta_1.xml").chapters[1].articles[0]
    assert article.text.endswith("So do  ripe pears.")


@pytest.mark.skipif(not CORPUS.exists(), reason="the ToTA archive is not beside the project")
def test_the_whole_corpus_is_read() -> None:
    languages: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    articles = 0
    for text in read_documents(Path(CORPUS)):
        assert not isinstance(text, Refusal), text
        languages[text.language] += 1
        statuses[text.meta.legal_status] += 1
        articles += text.article_count
    assert languages == {"en": 424, "es": 24, "fr": 2}
    assert articles == 40_993
    assert statuses == {"in_force": 273, "inactive": 174, "signed": 3}
