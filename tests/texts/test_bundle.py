"""Bundles: several files that together are one agreement."""

import zipfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from tests.texts.papers import column, docx_of, paragraph, pdf_of, scan_of
from tracker.errors import BadInput
from tracker.texts import (
    BUNDLE,
    NO_OVERRIDES,
    MetaOverrides,
    RawDocument,
    bundle,
    bundle_parts,
    parse,
    raw_document,
)
from tracker.texts import raw as limits
from tracker.texts.types import AgreementText

FACTS = MetaOverrides(name="Arcadia - Ruritania", parties=("NZL", "CHL"), external_id="arcadia")


def part(text: str | bytes, name: str, title: str | None = None, charset: str | None = None) -> RawDocument:
    data = text.encode() if isinstance(text, str) else text
    return raw_document(
        data, name, url=f"http://x/{name}", charset=charset, overrides=MetaOverrides(name=title)
    )


APPLES = part(
    "<html><head><title>Fruit Treaty - Chapter 1 - Fruit</title></head><body><p>Article 1.1: Apples</p>"
    "<p>Apples shall pass.</p></body></html>",
    "1.html",
)
NUTS = part("Article 2.1: Nuts\nNuts[^1] shall pass.\n\n[^1]: All of them.\n", "2.md", "Nuts and Seeds")
WINE = part(
    pdf_of([column(["Chapter 3", "Wine", "Article 3.1: Red", "Red wine shall pass."])]), "3.pdf", "Chapter 3"
)
SEEDS = part(
    docx_of(paragraph("Article 4.1: Seeds") + paragraph("Seeds pass.^7")),
    "4.docx",
    "Chapter 4: Seeds",
)


def packed(*parts: RawDocument, name: str = "arcadia", url: str | None = "http://x/") -> RawDocument:
    return bundle(parts, name, source="ministry", url=url, overrides=FACTS)


def chapters(text: AgreementText) -> list[tuple[str | None, str | None, list[str | None]]]:
    return [
        (chapter.number, chapter.heading, [article.number for article in chapter.articles])
        for chapter in text.chapters
    ]


def test_parts_are_read_as_one_agreement_in_their_order() -> None:
    text = parse(packed(APPLES, NUTS, WINE, SEEDS))
    assert (text.source, text.external_id, text.media_type) == ("ministry", "arcadia", BUNDLE)
    assert text.meta.name == "Arcadia - Ruritania"
    assert [link.url for link in text.meta.sources] == ["http://x/"]
    assert chapters(text) == [
        ("Chapter 1", "Fruit", ["Article 1.1"]),
        (None, "Nuts and Seeds", ["Article 2.1"]),
        ("Chapter 3", "Wine", ["Article 3.1"]),
        ("Chapter 4", "Seeds", ["Article 4.1"]),
    ]


def test_equal_parts_give_equal_bytes_and_any_change_other_ones() -> None:
    first = packed(APPLES, NUTS)
    assert packed(APPLES, NUTS).data == first.data
    assert packed(APPLES, NUTS, url="http://elsewhere/").sha256 == first.sha256
    assert packed(NUTS, APPLES).sha256 != first.sha256
    assert packed(APPLES, replace(NUTS, charset="cp1252")).sha256 != first.sha256


def test_the_parts_come_back_as_they_went_in() -> None:
    back = list(bundle_parts(packed(APPLES, replace(NUTS, charset="utf-8"))))
    assert [(item.name, item.data, item.media_type, item.url) for item in back] == [
        (item.name, item.data, item.media_type, item.url) for item in (APPLES, NUTS)
    ]
    assert back[1].charset == "utf-8"
    assert back[1].overrides == MetaOverrides(name="Nuts and Seeds")
    assert back[0].overrides == NO_OVERRIDES


def test_footnotes_of_two_parts_are_not_mixed_up() -> None:
    other = part("Article 3.1: Berries\nBerries[^1] pass.\n\n[^1]: None of them.\n", "3.md", "Berries")
    texts = [article.text for chapter in parse(packed(NUTS, other)).chapters for article in chapter.articles]
    assert texts == [
        "Nuts[^1] shall pass.\n\n[1] All of them.",
        "Berries[^1] pass.\n\n[1] None of them.",
    ]


def test_a_title_already_on_the_page_does_not_come_twice() -> None:
    page = part(
        "<html><body><h1>Nuts and Seeds</h1><p>Article 1: Nuts</p><p>Nuts pass.</p></body></html>", "n.html"
    )
    (chapter,) = parse(packed(replace(page, overrides=MetaOverrides(name="Nuts and seeds")))).chapters
    assert (chapter.heading, len(chapter.articles)) == ("Nuts and seeds", 1)


def test_page_numbers_of_every_part_are_dropped() -> None:
    def chapter(n: int) -> RawDocument:
        lines = [f"Article {n}.{k}: Kind\nIt shall pass.\n{k}" for k in range(1, 5)]
        return part("\n".join(lines), f"{n}.txt", f"Chapter {n}: Kinds")

    text = parse(packed(chapter(1), chapter(2)))
    assert {article.text for chapter in text.chapters for article in chapter.articles} == {"It shall pass."}
    assert [len(chapter.articles) for chapter in text.chapters] == [4, 4]


def test_each_part_is_read_in_its_own_encoding() -> None:
    page = "<html><head><meta charset='windows-1252'></head><body><p>Article 1: Año</p><p>Señas.</p></body></html>"
    mac = part("Article 2: Fruit\nThe “apple” and the “pear” pass.".encode("mac_roman"), "2.txt")
    text = parse(packed(part(page.encode("cp1252"), "1.html"), mac))
    first, second = (article for chapter in text.chapters for article in chapter.articles)
    assert (first.heading, second.text) == ("Año", "The “apple” and the “pear” pass.")
    assert "2.txt: read as mac_roman" in text.warnings


def test_scanned_parts_are_left_out_and_reported_unless_all_are() -> None:
    schedule = part(scan_of(2), "schedule.pdf")
    text = parse(packed(APPLES, schedule))
    assert chapters(text) == [("Chapter 1", "Fruit", ["Article 1.1"])]
    assert any(warning.startswith("left out: schedule.pdf: is a scan") for warning in text.warnings)
    with pytest.raises(
        BadInput, match="arcadia: all its parts are scans without a text layer; run OCR first"
    ):
        parse(packed(schedule))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (part(b"<html>sign in</html>", "2.pdf"), r"arcadia: 2\.pdf: is an HTML page, not a PDF"),
        (part(b"%PDF-1.7 rest", "2.pdf"), r"arcadia: 2\.pdf: broken PDF"),
        (part(b"  ", "2.html"), r"arcadia: 2\.html: the file is empty"),
    ],
)
def test_a_part_that_cannot_be_read_fails_the_whole(bad: RawDocument, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        parse(packed(APPLES, bad))


def test_what_makes_no_bundle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="no parts"):
        packed()
    with pytest.raises(BadInput, match="cannot be part of an agreement"):
        packed(APPLES, packed(NUTS))
    # `tracker.texts.bundle` the function hides the module of that name.
    monkeypatch.setattr(import_module("tracker.texts.bundle"), "MAX_PARTS", 1)
    with pytest.raises(BadInput, match="2 parts; no agreement has more than 1"):
        packed(APPLES, NUTS)
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 10)
    with pytest.raises(BadInput, match="allowed for one text"):
        packed(APPLES)


@pytest.mark.parametrize("kind", ["cut", "packed", "foreign", "no ZIP"])
def test_a_bundle_that_is_none_is_refused(tmp_path: Path, kind: str) -> None:
    whole = packed(APPLES)
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(
        path, "w", zipfile.ZIP_DEFLATED if kind == "packed" else zipfile.ZIP_STORED
    ) as archive:
        archive.writestr("readme", b"fruit " * 100)
    data = {"cut": whole.data[:-30], "no ZIP": b"fruit"}.get(kind, path.read_bytes())
    with pytest.raises(BadInput, match=r"^arcadia: (?:is a packed archive, not|not a whole) "):
        parse(raw_document(data, "arcadia", media_type=BUNDLE))


def test_a_part_that_is_an_error_page_fails_the_agreement() -> None:
    page = part(
        "<html><head><title>The page cannot be found</title></head><body><h1>The page cannot be found</h1>"
        "<p>It might have been removed.</p></body></html>",
        "3.html",
        "Chapter 3",
    )
    with pytest.raises(BadInput, match=r"3\.html reads like an error page"):
        parse(packed(APPLES, NUTS, page))


def test_lines_dropped_from_a_part_are_reported() -> None:
    contents = "".join(f"Article 2.{n} Nuts ......... {n}\n" for n in range(1, 5))
    read = parse(
        packed(APPLES, part(f"CONTENTS\n{contents}Article 2.1: Nuts\nNuts shall pass.\n", "2.txt", "Nuts"))
    )
    assert read.trace is not None
    assert read.trace.removed == tuple(f"Article 2.{n} Nuts ......... {n}" for n in range(1, 5))
