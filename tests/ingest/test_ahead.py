"""Texts are read ahead of being stored: in order, with limits, and what goes wrong with one is said of that one."""

import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.invented import agreement, tota_xml
from tracker.confined import end_children
from tracker.errors import BadInput
from tracker.ingest import ahead, job
from tracker.ingest.ahead import ReadingAhead, some_ahead
from tracker.ingest.job import ingest_paths
from tracker.models import Document
from tracker.models.database import Database
from tracker.plausibility import ReadText, first_look
from tracker.texts import RawDocument, parse, raw_document


def texts_under(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"pta_{number}.xml").write_bytes(
            tota_xml(agreement(str(number), f"Land {number} - Isle {number}"))
        )


def raw(number: int) -> RawDocument:
    return raw_document(tota_xml(agreement(str(number), f"Land {number} - Isle")), f"pta_{number}.xml")


def ahead_of_first(items: list[int]) -> int:
    """The sum of the items begun and not taken while the first is in hand: those that wait for their turn, and the one
    that waits for space."""
    begun: list[int] = []

    def begin(item: int) -> int:
        begun.append(item)
        return item

    came = some_ahead(items, begin)
    first = next(came)
    deadline = time.monotonic() + 10
    before = -1
    while (len(begun) != before or before < 3) and time.monotonic() < deadline:
        before = len(begun)
        time.sleep(0.05)
    waiting = sum(begun) - first
    assert [first, *came] == begun == items
    return waiting


def test_no_more_documents_than_allowed_are_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MOST_DOCUMENTS", 3)
    assert 2 <= ahead_of_first([1] * 8) <= 3 + 1


def test_no_more_bytes_than_allowed_are_read_ahead_but_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MOST_BYTES", 10)
    assert 8 <= ahead_of_first([4] * 8) <= 8 + 4
    assert 8 <= ahead_of_first([100, 4, 4, 50, 4]) <= 8 + 50, "whatever its size, one can be read ahead"


def test_what_came_before_an_error_comes_first() -> None:
    def items() -> Iterator[int]:
        yield from (1, 2)
        raise BadInput("gone")

    came = some_ahead(items(), lambda item: item)
    assert [next(came), next(came)] == [1, 2]
    with pytest.raises(BadInput, match="gone"):
        next(came)


def test_who_finds_the_items_ends_when_nobody_takes_them() -> None:
    ended = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            ended.set()

    came = some_ahead(endless(), lambda item: item)
    assert isinstance(came, Generator)
    assert next(came) == 1
    came.close()
    assert ended.wait(10)


def test_a_document_is_read_once_in_another_thread_and_its_error_is_raised_where_it_is_taken() -> None:
    threads = []

    def read(document: RawDocument) -> ReadText:
        threads.append(threading.current_thread())
        if document.name == "pta_2.xml":
            raise BadInput("pta_2.xml: torn")
        text = parse(document)
        return ReadText(text, first_look(text))

    reading = ReadingAhead()
    documents = [raw(1), raw(2), raw(3)]
    for document in documents:
        reading.begin(document, read)
    taken = [reading.take(document) for document in documents]
    assert reading.take(documents[0]) is None
    first, second, third = (future for future in taken if future is not None)
    assert first.result().text == parse(documents[0])
    with pytest.raises(BadInput, match="torn"):
        second.result()
    assert third.result().text.external_id == "3"
    reading.close()
    assert len(threads) == 3 and threading.current_thread() not in threads
    for thread in set(threads):
        thread.join(10)
        assert not thread.is_alive()


def test_an_ingest_stores_the_same_in_the_same_order_whatever_is_read_ahead(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts_under(tmp_path, 5)
    (tmp_path / "pta_2.xml").write_bytes(b"<treaty>broken")
    (tmp_path / "pta_5.xml").write_bytes((tmp_path / "pta_1.xml").read_bytes())
    shown: list[str] = []
    tally = ingest_paths(database, [tmp_path], on_document=lambda item: shown.append(item.name))
    assert shown == [f"pta_{number}.xml" for number in range(6)]
    assert [refusal.name for refusal in tally.refusals] == ["pta_2.xml", "pta_5.xml"]
    with database.read() as session:
        stored = session.scalars(select(Document.external_id).order_by(Document.id)).all()
        missing_look = session.scalars(select(Document.id).where(Document.remarks.is_(None))).all()
    assert (stored, missing_look) == (["0", "1", "3", "4"], [])
    monkeypatch.setattr(job, "read_text", lambda _raw: pytest.fail("read again"))
    again = ingest_paths(database, [tmp_path / f"pta_{number}.xml" for number in (0, 1, 3, 4)])
    assert again.kinds == {"unchanged": 4}
    end_children()
