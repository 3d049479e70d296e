"""The digest where another source's text becomes current: the texts are compared, and changed facts are reported."""

import base64
import json
import zlib
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from tests.ingest.test_listed import meta, take
from tests.invented import amended
from tests.nightly.test_digest import BEFORE, FLOWS, SPAM, document, one
from tests.resolution.test_current_text import renumbered
from tests.resolution.test_links import accept_link, first, links, second, store
from tracker.facts.match_job import run_match
from tracker.models import Document
from tracker.models.database import Database
from tracker.nightly.changes import Changes, FactChange, ProvisionChange, TextChange
from tracker.nightly.digest import compare
from tracker.nightly.language import words_in
from tracker.nightly.state import State, pack, take_state, unpack
from tracker.nightly.statistics import take_statistics
from tracker.nightly.wording import new_agreement_words, text_words


def state(database: Database) -> State:
    run_match(database, workers=1)
    with database.read() as session:
        return take_state(session, "rules")


def test_another_sources_text_that_says_the_same_changes_no_provision() -> None:
    now = one({"mfat/x": document("z", data_flows={"Article 1": ["h+"], "2": ["s-"]})})
    changes = compare(BEFORE, now)
    assert changes.provisions == () and changes.countries == ()
    assert changes.texts == (TextChange("fruit", "Fruit", "mfat/x", "leads", 1, 1, "tota/1"),)
    assert "another source's text is shown now (mfat/x instead of tota/1" in text_words(
        words_in("en"), changes.texts[0]
    )
    assert Changes.from_json(changes.to_json()) == changes
    assert changes.sentence() == "1 text added or withdrawn"


def test_what_another_sources_text_has_otherwise_is_reported_clause_by_clause() -> None:
    now = one(
        {
            "mfat/x": document(
                "z",
                data_flows={"Article 1": ["h-"], "Article 9": ["s-"]},
                unsolicited_messages={"Article 7": ["s"]},
            )
        }
    )
    changes = compare(BEFORE, now)
    assert changes.provisions == (
        ProvisionChange("fruit", "Fruit", FLOWS, None, None, "changed", "h+", "h-", "source"),
        ProvisionChange("fruit", "Fruit", SPAM, None, None, "appeared", None, "s", "source"),
        ProvisionChange("fruit", "Fruit", FLOWS, "Article 1", "mfat/x", "changed", "h+", "h-", "source"),
        ProvisionChange("fruit", "Fruit", SPAM, "Article 7", "mfat/x", "appeared", None, "s", "source"),
    )
    assert {(row.iso3, row.provision, row.kind, row.cause) for row in changes.countries} == {
        (iso3, provision, kind, "source")
        for iso3 in ("NZL", "VNM")
        for provision, kind in ((FLOWS, "changed"), (SPAM, "appeared"))
    }
    back = compare(now, BEFORE)
    assert {(row.provision, row.article, row.kind) for row in back.provisions if row.article} == {
        (FLOWS, "ARTICLE 1", "changed"),
        (SPAM, "Article 7", "disappeared"),
    }


def test_a_switch_of_sources_in_the_database(database: Database) -> None:
    store(database, first())
    store(database, renumbered(second()), "mfat")
    before = state(database)
    changed = amended(renumbered(second()), "2.1", "x")
    words = "Neither Party shall impose a customs duty on a song sent by electronic transmission."
    chapters = tuple(
        replace(
            chapter,
            articles=tuple(
                replace(part, text=words) if part.number == "Article 2.1" else part
                for part in chapter.articles
            ),
        )
        for chapter in changed.chapters
    )
    store(database, replace(changed, chapters=chapters), "mfat")
    with database.read() as session:
        assert session.scalars(select(Document.external_id).where(Document.current)).all() == ["nz-vn"]
    changes = compare(before, state(database))
    assert [(row.kind, row.text, row.instead_of) for row in changes.texts] == [
        ("leads", "mfat/nz-vn", "tota/1")
    ]
    assert {row.kind for row in changes.provisions} <= {"changed"}


def test_agreements_that_became_one_are_compared_with_what_both_were(database: Database) -> None:
    store(database, first())
    store(database, second(date_signed=None), "mfat")
    before = state(database)
    assert len(before.agreements) == 2
    (link,) = links(database)
    accept_link(database, link.id)
    changes = compare(before, state(database))
    (gone,) = changes.facts
    assert (gone.fact, gone.now) == ("gone", "new-zealand-viet-nam-2019")
    assert (changes.provisions, changes.countries, changes.texts, changes.new_agreements) == ((), (), (), ())


def test_facts_of_a_list_are_reported_once_and_their_changes_later(database: Database) -> None:
    empty = state(database)
    take(database, meta(legal_status="signed", status="Early announcement-Signed", date_in_force=None))
    listed = state(database)
    changes = compare(empty, listed)
    (new,) = changes.new_agreements
    assert new_agreement_words(words_in("en"), new).endswith("facts only, no text here")
    assert changes.sentence() == "1 new agreement known by its facts only"
    assert (changes.counts()["new_agreements"], changes.counts()["new_by_facts"]) == (0, 1)
    assert compare(listed, state(database)).empty
    take(database, meta(date_signed=date(2019, 5, 2)))
    now = state(database)
    slug = new.slug
    assert compare(listed, now).facts == (
        FactChange(slug, new.name, "legal status", "signed", "in_force"),
        FactChange(slug, new.name, "date signed", "2019-05-01", "2019-05-02"),
        FactChange(slug, new.name, "date in force", None, "2020-01-01"),
    )
    with database.read() as session:
        statistics = take_statistics(session)
    assert (statistics["agreements"], statistics["facts_only"]) == ({}, 1)


def test_the_first_text_of_a_listed_agreement_is_reported_article_by_article(database: Database) -> None:
    take(database, meta())
    before = state(database)
    store(database, second(), "mfat")
    changes = compare(before, state(database))
    assert changes.new_agreements == ()
    assert [(row.kind, row.text) for row in changes.texts] == [("added", "mfat/nz-vn")]
    assert {row.kind for row in changes.provisions} == {"appeared"}
    assert {row.cause for row in changes.provisions} == {"text"}
    assert "CHAPTER 2, ARTICLE 2.3" in {row.article for row in changes.provisions}
    assert {row.iso3 for row in changes.countries} == {"NZL", "VNM"}


def test_a_night_of_before_dates_were_kept_can_be_compared_with(database: Database) -> None:
    store(database, first())
    now = state(database)
    plain = json.loads(zlib.decompress(base64.b85decode(pack(now))))
    plain["agreements"] = {slug: values[:5] for slug, values in plain["agreements"].items()}
    old = unpack(base64.b85encode(zlib.compress(json.dumps(plain).encode())).decode())
    assert compare(old, now).empty
    assert unpack(pack(now)) == now
