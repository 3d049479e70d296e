"""A text filed under two agreements of the same parties counts for the later one only, unless a person says no."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import func, select

from tests.resolution.test_links import links, store
from tests.resolution.test_translations import text
from tracker.models import Agreement, Document
from tracker.models.database import Database
from tracker.queries import agreement_list
from tracker.resolution.links import refresh_links
from tracker.resolution.review import reject_link

OLD, NEW = date(1976, 4, 26), date(2002, 4, 22)


def other_lengths(number: int) -> int:
    """Lengths that do not go together with the usual ones."""
    return 1 + number * 5 % 9


def two(
    database: Database, *, signed: date = OLD, lengths: Callable[[int], int] | None = None, **facts: object
) -> None:
    """An older and a newer agreement of the same parties, with one text unless `lengths` says otherwise."""
    given = {"lengths": lengths} if lengths else {}
    store(database, text("1", "en", name="Old", date_signed=signed, **given, **facts), "tota")  # type: ignore[arg-type]
    store(database, text("2", "en", name="New", date_signed=NEW), "tota")


def shown(database: Database) -> list[str]:
    """Names of the agreements whose text is shown."""
    with database.read() as session:
        return list(
            session.scalars(
                select(Agreement.name)
                .join(Document, Document.agreement_id == Agreement.id)
                .where(Document.current)
                .order_by(Agreement.name)
            )
        )


def test_the_older_one_keeps_its_facts_only(database: Database) -> None:
    two(database)
    assert refresh_links(database).misfiled_names == [("Old", "New")]
    assert shown(database) == ["New"]
    assert [(link.kind, link.decision) for link in links(database)] == [("misfiled", "auto")]
    with database.read() as session:
        assert {row.name: row.facts_only for row in agreement_list(session)} == {"Old": True, "New": False}
        assert session.scalar(select(func.count()).select_from(Document)) == 2, "nothing is thrown away"


def test_looking_again_changes_nothing(database: Database) -> None:
    two(database)
    refresh_links(database)
    assert refresh_links(database).misfiled_names == []
    assert shown(database) == ["New"]
    assert len(links(database)) == 1


def test_a_person_can_say_that_the_text_is_its_own(database: Database) -> None:
    two(database)
    refresh_links(database)
    [link] = links(database)
    assert "its own again" in reject_link(database, link.id)
    assert shown(database) == ["New", "Old"]
    assert refresh_links(database).misfiled_names == []
    assert shown(database) == ["New", "Old"]


def test_texts_that_differ_are_left_alone(database: Database) -> None:
    two(database, lengths=other_lengths)
    assert refresh_links(database).misfiled_names == []
    assert shown(database) == ["New", "Old"]


def test_texts_signed_close_together_are_left_alone(database: Database) -> None:
    two(database, signed=date(2001, 9, 1))
    assert refresh_links(database).misfiled_names == []


def test_a_model_used_with_another_partner_is_left_alone(database: Database) -> None:
    two(database, parties=("NZL", "CHL"), original_parties=("NZL", "CHL"))
    assert refresh_links(database).misfiled_names == []
    assert shown(database) == ["New", "Old"]
