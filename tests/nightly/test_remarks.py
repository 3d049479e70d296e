"""The digest says what looks wrong in a text that a night brought, and nothing of texts that were here before."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from tests.factory import World
from tests.nightly.test_digest import document, one
from tracker.models import Document
from tracker.models.database import Database
from tracker.nightly.changes import Changes
from tracker.nightly.digest import compare
from tracker.nightly.render import COLUMNS, DigestPaper, csv_rows, markdown
from tracker.nightly.state import State, take_state
from tracker.plausibility import Remark

GAP = "3 numbers are missing in the run of 20 article numbers: after Article 7"


def paper(changes: Changes) -> DigestPaper:
    return DigestPaper(1, datetime(2026, 11, 28, tzinfo=UTC), None, changes, changes.sentence())


def test_a_revised_text_is_reported_with_its_remarks() -> None:
    before = one({"tota/1": replace(document(), remarks=("something older",))})
    now = one({"tota/1": replace(document("b", 2), remarks=(GAP,))})
    changes = compare(before, now)
    assert [text.remarks for text in changes.texts] == [(GAP,)]
    assert f"  - **Looks wrong**: {GAP}" in markdown(paper(changes))
    (row,) = [row for row in csv_rows(paper(changes)) if row[COLUMNS.index("what")] == "remark"]
    assert row[COLUMNS.index("change")] == GAP
    assert Changes.from_json(json.loads(json.dumps(changes.to_json()))) == changes


def test_a_new_agreement_is_reported_with_those_of_its_text() -> None:
    changes = compare(State("rules"), one({"tota/1": replace(document(), remarks=(GAP,))}))
    assert [new.remarks for new in changes.new_agreements] == [(GAP,)]
    assert f"**Looks wrong**: {GAP}" in markdown(paper(changes))
    assert Changes.from_json(json.loads(json.dumps(changes.to_json()))) == changes


def test_a_text_that_was_here_is_not_reported_again() -> None:
    state = one({"tota/1": replace(document(), remarks=(GAP,))})
    assert compare(state, state) == Changes()


def test_nights_of_older_versions_have_no_remarks() -> None:
    changes = compare(State("rules"), one({"tota/1": document()}))
    stored = json.loads(json.dumps(changes.to_json()))
    for row in (*stored["new_agreements"], *stored["texts"]):
        del row["remarks"]
    assert Changes.from_json(stored) == changes


def test_the_state_has_the_remarks_of_the_current_texts(database: Database) -> None:
    remark = Remark("number_gaps", False, 3, 20, ("after Article 7",))
    with database.session() as session:
        World(session).agreement("North - South")
        session.query(Document).one().remarks = [remark.to_json()]
    with database.read() as session:
        state = take_state(session, "rules")
    (agreement,) = state.agreements.values()
    assert [one.remarks for one in agreement.documents.values()] == [(GAP,)]
