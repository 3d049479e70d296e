"""One agreement in two languages is one: by its source's key, or by the build of its texts; others are left apart."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.invented import agreement
from tests.resolution.test_links import agreements, documents, links, store
from tracker.models import Agreement, Document
from tracker.models.database import Database
from tracker.resolution.links import refresh_links
from tracker.resolution.review import reject_link
from tracker.resolution.translations import Build, base_key, build_similarity
from tracker.texts.types import AgreementText, ArticleText, ChapterText

ENGLISH = "The postman of each Party shall carry pears. "
SPANISH = "El cartero de cada una de las Partes llevará las peras. "


def text(
    external_id: str,
    language: str,
    lengths: Callable[[int], int] = lambda number: 1 + number * 7 % 11,
    *,
    articles: int = 24,
    name: str = "New Zealand - Viet Nam",
    **facts: object,
) -> AgreementText:
    """An agreement of two chapters, its articles as long as `lengths` says; the facts of `agreement` by default."""
    word, sentence = ("ARTICLE", ENGLISH) if language == "en" else ("ARTÍCULO", SPANISH)
    chapters = tuple(
        ChapterText(
            f"CHAPTER {chapter}",
            f"Pears {chapter}",
            tuple(
                ArticleText(
                    f"{word} {chapter}.{number}",
                    "Pears",
                    sentence * lengths(number + chapter),
                    f"{chapter}{number}",
                )
                for number in range(1, articles // 2 + 1)
            ),
            f"c{chapter}",
        )
        for chapter in (1, 2)
    )
    given = agreement(external_id, name, content=chapters, **{"languages": (language,), **facts})
    return replace(given, language=language)


def test_a_key_with_a_language_is_the_same_agreement(database: Database) -> None:
    store(database, text("cafa", "en"), "gac")
    assert store(database, text("cafa/fr", "fr", name="Accord de libre-échange"), "gac").kind == "attached"
    assert store(
        database, text("other", "en", name="Pears and Plums", date_signed=date(2001, 1, 1)), "gac"
    ).kind == ("loaded")
    assert len(agreements(database)) == 2
    assert documents(database) == [("cafa", 1, True), ("cafa/fr", 1, False), ("other", 1, True)]
    (link,) = links(database, kind="same")
    assert (link.decision, link.attached, link.why) == ("auto", ("gac cafa/fr",), "languages fr")
    # Again, and changed: a new version of that text, and still the English one is counted.
    assert store(database, text("cafa/fr", "fr", name="Accord de libre-échange"), "gac").kind == "unchanged"
    assert store(database, text("cafa/fr", "fr", lambda _number: 5, name="Accord"), "gac").kind == "updated"
    with database.read() as session:
        shown = session.scalars(select(Document.external_id).where(Document.current)).all()
        assert sorted(shown) == ["cafa", "other"]
        assert (
            session.scalars(select(Agreement.name).order_by(Agreement.id)).first() == "New Zealand - Viet Nam"
        )


def test_the_other_language_may_come_first_and_be_taken_out_again(database: Database) -> None:
    store(database, text("cafa/fr", "fr"), "gac")
    assert store(database, text("cafa", "en"), "gac").kind == "attached"
    assert len(agreements(database)) == 1
    (link,) = links(database, kind="same")
    reject_link(database, link.id)
    assert len(agreements(database)) == 2
    assert store(database, text("cafa", "en", lambda _number: 4), "gac").kind == "updated"
    refresh_links(database)
    assert len(agreements(database)) == 2, "what a person took apart stays apart"


@pytest.mark.parametrize(
    ("external_id", "base"),
    [
        ("cusma/fr", "cusma"),
        ("22099A0101(01)/es", "22099A0101(01)"),
        ("INF/ECOM/62", "INF/ECOM/62"),
        ("a/b/c", "a/b/c"),
    ],
)
def test_a_language_at_the_end_of_a_key(external_id: str, base: str) -> None:
    assert base_key(external_id) == base


def test_two_texts_of_one_source_built_alike_are_one_agreement_in_two_languages(database: Database) -> None:
    store(database, text("182", "en", name="Pear Partnership"))
    store(database, text("450", "es", name="Alianza de las Peras"))
    counts = refresh_links(database)
    assert counts.merged_names == [("Alianza de las Peras", "Pear Partnership")]
    assert agreements(database) == ["pear-partnership-2019"]
    assert documents(database) == [("182", 1, True), ("450", 1, False)]
    with database.read() as session:
        assert session.scalar(select(func.count()).where(Document.current)) == 1
    again = refresh_links(database)
    assert again.merged == 0


@pytest.mark.parametrize(
    "other",
    [
        text("2", "en"),  # the same language: two agreements
        text("2", "es", lambda number: 1 + number * 5 % 13),  # as many articles, but not as long ones
        text("2", "es", articles=40),  # more articles
        text("2", "es", date_signed=date(2019, 5, 2)),
        text("2", "es", parties=("NZL", "CHL"), original_parties=("NZL", "CHL")),
        text("2", "es", wto_rta_id=77),
        text("2", "es", name="Protocolo adicional de las Peras"),
        text("2", "es", legal_status="draft_text"),
    ],
    ids=["language", "lengths", "articles", "day", "parties", "number", "protocol", "draft"],
)
def test_what_may_be_another_agreement_is_never_merged(database: Database, other: AgreementText) -> None:
    store(database, text("1", "en", name="New Zealand - Viet Nam Pears"))
    store(database, other)
    assert refresh_links(database).merged == 0
    assert len(agreements(database)) == 2


def test_another_source_may_not_know_the_number_but_two_numbers_are_two_agreements(
    database: Database,
) -> None:
    store(database, text("1", "en", name="Pear Partnership", wto_rta_id=7))
    store(database, text("per", "es", name="Alianza de las Peras"), "sice")
    assert refresh_links(database).merged == 1
    store(database, text("3", "es", name="Alianza Segunda", wto_rta_id=8), "mirror")
    assert refresh_links(database).merged == 0


def test_a_build_nearly_alike_is_offered_for_review(database: Database) -> None:
    store(database, text("1", "en", name="Pear Partnership"))
    store(database, text("2", "es", articles=28, name="Alianza de las Peras"))
    assert refresh_links(database).merged == 0
    (link,) = links(database, kind="same", decision="open")
    assert "not built quite alike" in link.why and "languages es/en" in link.why


def test_texts_of_which_only_facts_are_known_are_never_certain() -> None:
    places = {(1, str(number), 0): 0 for number in range(30)}
    found = build_similarity(Build(1, places), Build(1, places))
    assert found is not None and not found.certain
    assert build_similarity(Build(1, {}), Build(1, {})) is None
