"""Version history: what changed from one text of an agreement to the next."""

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Document
from tracker.models.database import Database
from tracker.queries import VersionStep, version_history


def chapter(*articles: MadeArticle, number: str = "CHAPTER 14") -> MadeChapter:
    return MadeChapter(number, "Rules", "ecommerce", articles)


def history(
    database: Database, old: MadeChapter, new: MadeChapter, *, has_text: bool = True
) -> list[VersionStep]:
    with database.session() as session:
        world = World(session)
        agreement = world.agreement("One", chapters=(old,), current=False, has_text=has_text)
        first = session.query(Document).one()
        world.document(agreement, (new,), external_id=first.external_id, version=2, previous=first)
    with database.read() as session:
        return version_history(session, "one")


def test_articles_and_provisions_that_changed(database: Database) -> None:
    newest, oldest = history(
        database,
        chapter(
            MadeArticle(
                "Article 1", text="Gates stay open.", findings=(MadeFinding("data_flows", "soft", False),)
            ),
            MadeArticle("Article 2", text="Lanterns are lit."),
            MadeArticle("Article 3", text="Ferries run.", findings=(MadeFinding("cooperation", "soft"),)),
        ),
        chapter(
            MadeArticle(
                "1", text="Gates shall stay open.", findings=(MadeFinding("data_flows", "hard", True),)
            ),
            MadeArticle("2", text="Lanterns\n are  lit."),
            MadeArticle("4", text="Barley is weighed.", findings=(MadeFinding("encryption", "hard"),)),
            number="14",
        ),
    )
    assert (newest.number, newest.current, newest.replaces, newest.articles) == (2, True, 1, 3)
    assert (oldest.number, oldest.current, oldest.replaces, oldest.articles_changed) == (1, False, None, None)
    assert newest.articles_changed is not None
    assert [
        (change.kind, (change.now or change.before).number)  # type: ignore[union-attr]
        for change in newest.articles_changed
    ] == [("changed", "1"), ("added", "4"), ("removed", "Article 3")]
    assert {change.provision: (change.kind, change.before, change.now) for change in newest.provisions} == {
        "data_flows": ("changed", ("soft", False), ("hard", True)),
        "encryption": ("added", None, ("hard", None)),
        "cooperation": ("removed", ("soft", None), None),
    }


def test_same_text_again_changes_nothing(database: Database) -> None:
    same = chapter(MadeArticle("1", text="Gates stay open."), MadeArticle("1", text="Twice the same number."))
    newest, _ = history(database, same, same)
    assert (newest.provisions, newest.articles_changed) == ((), ())


def test_texts_without_words_are_not_compared_article_by_article(database: Database) -> None:
    newest, oldest = history(
        database, chapter(MadeArticle("1")), chapter(MadeArticle("1", text="Gates.")), has_text=False
    )
    assert newest.articles_changed is None
    assert not oldest.has_text


def test_unknown_agreement_has_no_history(database: Database) -> None:
    with database.read() as session:
        assert version_history(session, "nowhere") == []
