"""Finding documents: files, folders, sidecar files, archives, and what archives may hold against us."""

import hashlib
import io
import os
import tarfile
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tracker.errors import BadInput
from tracker.texts import (
    RawDocument,
    Refusal,
    count_documents,
    iter_raw,
    overrides_from,
    raw_document,
    read_documents,
)
from tracker.texts import raw as limits
from tracker.texts.types import AgreementText

FIXTURES = PROJECT / "tests" / "fixtures" / "tota"
ORCHARD = (FIXTURES / "pta_1.xml").read_bytes()
HUERTOS = (FIXTURES / "pta_2.xml").read_bytes()
PLAIN = b"Arcadia Fruit Agreement\nArticle 1: Scope\nFruit is free.\nArticle 2: End\nThis ends in May.\n"


def tar_of(path: Path, members: Iterable[tuple[str, bytes]], extra: Iterable[tarfile.TarInfo] = ()) -> Path:
    with tarfile.open(path, "w:xz") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return path


def zip_of(path: Path, members: Iterable[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def read(path: Path) -> tuple[list[AgreementText], dict[str, str]]:
    """The agreements under a path, and the refusals by name."""
    found = list(read_documents(path))
    return (
        [item for item in found if not isinstance(item, Refusal)],
        {item.name: item.reason for item in found if isinstance(item, Refusal)},
    )


def test_a_single_file_is_one_document() -> None:
    (raw,) = iter_raw(FIXTURES / "pta_1.xml")
    assert isinstance(raw, RawDocument)
    assert raw.name == "pta_1.xml"
    assert raw.sha256 == hashlib.sha256(ORCHARD).hexdigest()
    assert raw.media_type == "application/xml"
    assert count_documents(FIXTURES / "pta_1.xml") == 1


def test_a_folder_is_read_with_all_below_it_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "pta_2.xml").write_bytes(HUERTOS)
    (tmp_path / "a.xml").write_bytes(ORCHARD)
    (tmp_path / "c.txt").write_bytes(PLAIN)
    (tmp_path / "photo.jpg").write_bytes(b"no text")
    (tmp_path / ".hidden.xml").write_bytes(b"no text")
    assert count_documents(tmp_path) == 3
    names = [(item.name, item.progress) for item in iter_raw(tmp_path) if isinstance(item, RawDocument)]
    assert [name for name, _progress in names] == ["a.xml", "b/pta_2.xml", "c.txt"]
    assert [progress for _name, progress in names] == pytest.approx([1 / 3, 2 / 3, 1])
    texts, refusals = read(tmp_path)
    assert [text.external_id for text in texts] == ["1", "2", "c"]
    assert refusals == {}


def test_formats_not_read_yet_are_refused_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(ORCHARD)
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "c.docx").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "d.txt").write_bytes(b"\xd0\xcf\x11\xe0")
    texts, refusals = read(tmp_path)
    assert len(texts) == 1
    assert refusals == {
        "b.doc": ".doc files cannot be read yet; save it as docx, PDF or text.",
        "c.docx": "is an encrypted or old Word document; save it as docx without a password.",
        "d.txt": "is an old Office file inside, not a text.",
    }


def test_one_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(ORCHARD[:900])
    (tmp_path / "b.xml").write_bytes(HUERTOS)
    texts, refusals = read(tmp_path)
    assert [text.external_id for text in texts] == ["2"]
    assert refusals["a.xml"].startswith("broken XML")


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.xml"
    outside.write_bytes(ORCHARD)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "b.xml").write_bytes(HUERTOS)
    (inside / "a.xml").symlink_to(outside)
    assert [item.name for item in iter_raw(inside)] == ["b.xml"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path / "missing.xml", "no such file or folder"),
        (lambda path: path, "holds no .* file"),
        (lambda path: _written(path / "table.xlsx", b"PK"), "not a format that can be read"),
        (lambda path: _written(path / "a.tar.xz", b"no archive"), "not a readable archive"),
        (lambda path: _written(path / "a.zip", b"no archive"), "not a readable archive"),
    ],
)
def test_a_path_that_cannot_be_read_is_refused_before_anything_is(tmp_path: Path, make, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadInput, match=message):
        list(iter_raw(make(tmp_path)))


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path / "a.xml", ORCHARD)
    path.chmod(0)
    assert "cannot be read" in read(tmp_path)[1]["a.xml"]


def test_a_file_larger_than_any_text_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 1000)
    _written(tmp_path / "a.xml", ORCHARD)
    assert "the limit for one text is" in read(tmp_path)[1]["a.xml"]


@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_archives_are_read_without_unpacking(tmp_path: Path, kind: str) -> None:
    members = [("xml/pta_1.xml", ORCHARD), ("xml/pta_2.xml", HUERTOS), ("readme.pic", b"")]
    path = tar_of(tmp_path / "a.tar.xz", members) if kind == "tar" else zip_of(tmp_path / "a.zip", members)
    texts, refusals = read(path)
    assert [text.external_id for text in texts] == ["1", "2"]
    assert refusals == {}
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("suffix", "mode"), [(".tar", "w"), (".tar.gz", "w:gz"), (".tgz", "w:gz"), (".tar.bz2", "w:bz2")]
)
def test_other_compressions_are_read(tmp_path: Path, suffix: str, mode: str) -> None:
    path = tmp_path / f"a{suffix}"
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        archive.add(FIXTURES, arcname="xml")
    assert len(read(path)[0]) == 3


def test_members_that_lead_outside_are_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    link = tarfile.TarInfo("link.xml")
    link.type = tarfile.SYMTYPE
    link.linkname = "/etc/passwd"
    device = tarfile.TarInfo("device.xml")
    device.type = tarfile.CHRTYPE
    path = tar_of(
        tmp_path / "a.tar.xz",
        [("../up.xml", ORCHARD), ("/root.xml", ORCHARD), ("ok.xml", HUERTOS)],
        [link, device],
    )
    texts, refusals = read(path)
    assert [text.external_id for text in texts] == ["2"]
    assert set(refusals) == {"../up.xml", "/root.xml", "link.xml", "device.xml"}
    assert "leads outside the archive" in refusals["../up.xml"]
    assert "never followed" in refusals["link.xml"]


def test_zip_members_that_lead_outside_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.xml")
    link.external_attr = 0o120777 << 16
    path = zip_of(
        tmp_path / "a.zip",
        [("../up.xml", ORCHARD), ("/root.xml", ORCHARD), ("C:\\dir\\x.xml", ORCHARD), ("ok.xml", HUERTOS)],
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    texts, refusals = read(path)
    assert [text.external_id for text in texts] == ["2"]
    assert len(refusals) == 4


class Zeros(io.RawIOBase):
    """An endless stream of zero bytes, up to a length."""

    def __init__(self, length: int) -> None:
        self._left = length

    def read(self, size: int = -1) -> bytes:
        size = self._left if size < 0 else min(size, self._left)
        self._left -= size
        return b"\0" * size


def bomb(path: Path, size: int) -> Path:
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name, length in (("bomb.xml", size), ("after.xml", 10)):
            info = tarfile.TarInfo(name)
            info.size = length
            archive.addfile(info, Zeros(length))  # type: ignore[arg-type]
    return path


def test_a_bomb_is_not_unpacked_and_ends_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ARCHIVE_BYTES", 50_000_000)
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 1_000_000)
    path = bomb(tmp_path / "bomb.tar.gz", 100_000_000)
    refusals = list(iter_raw(path))
    assert [(item.name, isinstance(item, Refusal)) for item in refusals] == [("bomb.tar.gz", True)]
    assert "at bomb.xml (100 MB)" in refusals[0].reason  # type: ignore[union-attr]
    assert "the rest of the archive was not read" in refusals[0].reason  # type: ignore[union-attr]


def test_a_large_member_is_skipped_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 1_000_000)
    path = bomb(tmp_path / "a.tar.gz", 5_000_000)
    names = [(item.name, isinstance(item, Refusal)) for item in iter_raw(path)]
    assert names == [("bomb.xml", True), ("after.xml", False)]


def test_a_zip_member_that_lies_about_its_size_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zip_of(tmp_path / "a.zip", [("bomb.xml", b" " * 3_000_000), ("ok.xml", HUERTOS)])
    honest = (3_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(honest, (10).to_bytes(4, "little")))
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 1_000_000)
    texts, refusals = read(path)
    assert [text.external_id for text in texts] == ["2"]
    assert list(refusals) == ["bomb.xml"]


def test_a_header_of_gigabytes_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 1_000_000)
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        header = tarfile.TarInfo("PaxHeaders")
        header.type = tarfile.XHDTYPE
        header.size = 200_000_000
        archive.addfile(header, Zeros(header.size))  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="a header is larger than any text may be"):
        list(iter_raw(path))


def test_a_truncated_archive_gives_what_it_has(tmp_path: Path) -> None:
    path = tar_of(
        tmp_path / "a.tar.xz", [("a.xml", ORCHARD), ("b.xml", os.urandom(400_000)), ("c.xml", HUERTOS)]
    )
    path.write_bytes(path.read_bytes()[:-100_000])
    texts, refusals = read(path)
    assert [text.external_id for text in texts] == ["1"]
    assert "damaged from here on" in refusals["a.tar.xz"]


def test_the_same_identifier_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "a.tar.xz", [("a.xml", ORCHARD), ("b.xml", ORCHARD + b"\n")])
    texts, refusals = read(path)
    assert len(texts) == 1
    assert refusals == {"b.xml": "identifier 1 was already given by a.xml; one of them must go."}


def test_facts_beside_a_file_are_taken(tmp_path: Path) -> None:
    _written(tmp_path / "fruit.txt", PLAIN)
    _written(
        tmp_path / "fruit.yaml", b"parties: [Chile, EU]\ndate_signed: 2020-02-03\nlegal_status: draft_text\n"
    )
    ((text,), refusals) = read(tmp_path)
    assert refusals == {}
    assert text.meta.parties == ("CHL", "EU")
    assert text.meta.date_signed == date(2020, 2, 3)
    assert text.meta.legal_status == "draft_text"


@pytest.mark.parametrize(
    ("sidecar", "message"),
    [
        ("partys: [CHL]", "unknown key 'partys'; known are name, type, parties"),
        ("date_signed: May 2020", "date_signed 'May 2020' is not a date like 2016-02-04."),
        ("legal_status: alive", "legal_status 'alive' is not one of in_negotiation, draft_text"),
        ("parties: {CHL: yes}", "parties must be a list of countries or groups."),
        ("[CHL", "not valid YAML"),
        ("- CHL", "must hold `key: value` pairs."),
    ],
)
def test_facts_that_cannot_be_used_are_refused(tmp_path: Path, sidecar: str, message: str) -> None:
    _written(tmp_path / "fruit.txt", PLAIN)
    _written(tmp_path / "fruit.txt.yaml", sidecar.encode())
    texts, refusals = read(tmp_path)
    assert texts == []
    assert refusals["fruit.txt"].startswith(f"fruit.txt.yaml: {message}")


def test_a_party_nobody_knows_is_refused_with_a_suggestion() -> None:
    overrides = overrides_from({"parties": "Chili con carne, Perru"}, "options")
    raw = raw_document(PLAIN, "fruit.txt", overrides=overrides)
    from tracker.texts import parse

    with pytest.raises(BadInput, match="unknown country"):
        parse(raw)
