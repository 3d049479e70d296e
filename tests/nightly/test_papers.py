"""The digest's forms: Markdown, CSV, JSON, Atom; whatever names hold, files stay well-formed."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.nightly.test_digest import document, one
from tracker.nightly.changes import Changes
from tracker.nightly.digest import compare
from tracker.nightly.feed import ATOM, atom, entry_id
from tracker.nightly.files import digest_path, write_digest
from tracker.nightly.render import COLUMNS, DigestPaper, as_html, markdown
from tracker.nightly.state import AgreementState, State

EVIL = "=HYPERLINK(\"x\") <script>alert('1')</script> & **B** [l](http://x.example)\x0b\n# Not a heading"
NOTHING = "Nothing changed."
DAY = datetime(2030, 1, 2, 3, 30, tzinfo=UTC)


def paper(changes: Changes, night_id: int = 5, when: datetime = DAY) -> DigestPaper:
    return DigestPaper(night_id, when, None, changes, f"night: {changes.sentence()}")


def evil_changes() -> Changes:
    agreement = AgreementState(
        EVIL, "in_force", ("NZL",), {"tota/1": document(data_flows={"<b>ARTICLE 1": ["h-"]})}
    )
    return compare(State("rules"), State("rules", {"evil": agreement}))


def test_an_empty_night_says_so_in_every_form(tmp_path: Path) -> None:
    empty = paper(Changes())
    path = digest_path(tmp_path, empty, 1)
    write_digest(path, empty, {"articles": 3})
    assert path == tmp_path / "digests" / "2030-01-02" / "digest.md"
    assert NOTHING in path.read_text(encoding="utf-8")
    assert path.with_suffix(".csv").read_text(encoding="utf-8-sig").splitlines() == [",".join(COLUMNS)]
    digest = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert digest["statistics"] == {"articles": 3} and not any(digest["counts"].values())
    assert NOTHING in path.with_suffix(".atom").read_text(encoding="utf-8")
    assert sorted(file.name for file in path.parent.iterdir()) == sorted(
        [
            "digest.csv",
            "digest.json",
            *(f"digest{ending}" for ending in (".md", ".es.md", ".fr.md", ".atom", ".es.atom", ".fr.atom")),
        ]
    )


def test_names_are_escaped_everywhere(tmp_path: Path) -> None:
    evil = paper(evil_changes())
    digest = markdown(evil)
    assert "<script" not in digest.replace(r"\<", "") and r"\[l\]" in digest
    assert not re.search(r"^# Not", digest, re.MULTILINE)
    assert "<script" not in as_html(evil) and "&lt;script&gt;" in as_html(evil)
    path = digest_path(tmp_path, evil, 2)
    write_digest(path, evil, {})
    assert path.name == "digest-2.md"
    rows = list(csv.DictReader(io.StringIO(path.with_suffix(".csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 4
    assert all(row["agreement"].startswith("'=") for row in rows)
    root = ET.fromstring(path.with_suffix(".atom").read_bytes())
    content = root.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content") or ""
    assert "&lt;script&gt;" in content and "\x0b" not in content


def test_a_changed_clause_is_described_in_words() -> None:
    before = one({"tota/1": document(data_flows={"ARTICLE 1": ["s-"]})})
    now = one({"tota/1": document("b", 2, data_flows={"ARTICLE 1": ["h+"]})})
    digest = markdown(paper(compare(before, now)))
    assert "Article 1: changed (soft, without exception → hard, with exception)" in digest
    assert "### New Zealand (NZL), Viet Nam (VNM)" in digest
    changed = "Data may leave the country (soft, without exception → hard, with exception)"
    assert f"stricter than anything known that it signed before: {changed}" in digest
    assert "## New agreements" not in digest and "Read otherwise" not in digest


def test_the_feed_has_all_that_atom_asks_for_and_stable_ids() -> None:
    earlier = paper(evil_changes(), 4, datetime(2030, 1, 1, 3, 30, tzinfo=UTC))
    first = atom([earlier])
    feed = ET.fromstring(atom([earlier, paper(Changes())], self_url="https://campaign.example/feed.xml"))

    def name(tag: str) -> str:
        return f"{{{ATOM}}}{tag}"

    assert feed.tag == name("feed")
    assert all(feed.find(name(tag)) is not None for tag in ("id", "title", "updated", "author", "link"))
    entries = feed.findall(name("entry"))
    assert [
        len(entry.findall(name(tag))) for entry in entries for tag in ("id", "title", "updated", "content")
    ] == [1] * 8
    ids = [entry.findtext(name("id")) for entry in entries]
    assert ids == [entry_id(5, DAY), entry_id(4, earlier.started_at)]
    assert ET.fromstring(first).findtext(f"{name('entry')}/{name('id')}") == ids[1]
    assert len({*ids, feed.findtext(name("id"))}) == 3
    moments = [node.text or "" for node in feed.iter(name("updated"))]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment) for moment in moments)
    assert feed.findtext(name("updated")) == "2030-01-02T03:30:00Z"
