"""Reference: an agreement against the template's own."""

import itertools
from datetime import date

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import Database
from tracker.queries import compare_with_reference, reference_agreement
from tracker.queries.agreement.reference import stricter_than
from tracker.queries.core.wording import Similarities, similarity
from tracker.template import Reference

NUMBERS = itertools.count(1)
"""Keys of agreements and articles, each once however many sessions write them."""

FACTS = Reference(names=("Lantern Pact",), year_signed=2016, short_name="LP")
RULE = "No side shall ask for a lantern as the price of passing through its gate."
OTHER = "Ferries carry barley and wool to the harbour whenever the tide allows it."


def write(
    database: Database,
    name: str,
    signed: date | None,
    *found: tuple[str, MadeFinding],
    topic: str = "ecommerce",
    slug: str | None = None,
) -> None:
    articles = tuple(
        MadeArticle(str(at), text=text, findings=(finding,))
        for at, (text, finding) in enumerate(found, start=1)
    )
    with database.session() as session:
        World(session, _external=NUMBERS, _article_ids=NUMBERS).agreement(
            name, signed=signed, slug=slug, chapters=(MadeChapter("14", "Rules", topic, articles),)
        )


def test_reference_is_found_by_name_and_year(database: Database) -> None:
    write(database, "Lantern Pact", date(2005, 1, 1), slug="of-2005")
    with database.read() as session:
        assert reference_agreement(session, facts=FACTS) is None
    write(database, "LANTERN PACT", date(2016, 2, 4))
    with database.read() as session:
        found = reference_agreement(session, facts=FACTS)
    assert found is not None
    assert (found.name, found.short_name, found.language) == ("LANTERN PACT", "LP", "en")


def test_verdicts_and_similarity(database: Database) -> None:
    write(
        database,
        "Lantern Pact",
        date(2016, 2, 4),
        (RULE, MadeFinding("source_code", "hard", True)),
        (RULE, MadeFinding("data_flows", "hard", False)),
        (RULE, MadeFinding("customs_duties", "hard")),
        (RULE, MadeFinding("cooperation", "soft")),
        (RULE, MadeFinding("definitions_scope", None)),
    )
    write(
        database,
        "Other",
        date(2018, 1, 1),
        (RULE, MadeFinding("source_code", "hard", False)),
        (OTHER, MadeFinding("data_flows", "soft", False)),
        (RULE.upper(), MadeFinding("cooperation", "soft")),
        (OTHER, MadeFinding("encryption", "hard")),
    )
    with database.read() as session:
        rows = compare_with_reference(session, "other", "lantern-pact")
    assert {row.provision: row.verdict for row in rows} == {
        "source_code": "stronger",
        "data_flows": "weaker",
        "customs_duties": "missing",
        "cooperation": "same",
        "encryption": "beyond",
    }
    alike = {row.provision: row.similarity for row in rows}
    assert alike["cooperation"] == 1.0
    assert alike["data_flows"] == similarity(RULE, OTHER)
    assert alike["customs_duties"] is None


def test_where_an_exception_is_unknown_nobody_is_stricter(database: Database) -> None:
    known, unknown = MadeFinding("source_code", "hard", True), MadeFinding("source_code", "hard")
    write(
        database, "Lantern Pact", date(2016, 2, 4), (RULE, known), (RULE, MadeFinding("data_flows", "soft"))
    )
    write(
        database,
        "Later",
        date(2020, 1, 1),
        (RULE, unknown),
        (RULE, MadeFinding("data_flows", "hard")),
        slug="later",
    )
    with database.read() as session:
        reference = reference_agreement(session, facts=FACTS)
        assert reference is not None
        rows = compare_with_reference(session, "later", reference.slug)
        stricter = stricter_than(session, ["later"], reference.slug)
    assert {row.provision: row.verdict for row in rows} == {
        "source_code": "not_known",
        "data_flows": "stronger",
    }
    assert stricter == {"later": ("data_flows",)}


def test_digital_chapter_stands_for_the_provision(database: Database) -> None:
    write(database, "Lantern Pact", date(2016, 2, 4), (RULE, MadeFinding("data_flows", "hard", True)))
    with database.session() as session:
        World(session, _external=NUMBERS, _article_ids=NUMBERS).agreement(
            "Two chapters",
            chapters=(
                MadeChapter(
                    "9",
                    "Banks",
                    "financial_services",
                    (MadeArticle("9.1", text=OTHER, findings=(MadeFinding("data_flows", "hard", False),)),),
                ),
                MadeChapter(
                    "14",
                    "Rules",
                    "ecommerce",
                    (MadeArticle("14.1", text=RULE, findings=(MadeFinding("data_flows", "soft", False),)),),
                ),
            ),
        )
    with database.read() as session:
        [row] = compare_with_reference(session, "two-chapters", "lantern-pact")
    assert row.here is not None
    assert (row.verdict, row.here.article.number, row.similarity, row.here.articles) == (
        "weaker",
        "14.1",
        1.0,
        2,
    )


def test_many_similarities_are_those_of_two() -> None:
    many = Similarities().of(RULE, [OTHER, RULE.upper(), "", RULE.replace("gate", "door")])
    assert [at for at, _ in many][:2] == [1, 3]
    assert dict(many) == {
        0: similarity(RULE, OTHER),
        1: 1.0,
        2: 0.0,
        3: similarity(RULE, RULE.replace("gate", "door")),
    }
    assert [at for at, _ in Similarities().of(RULE, [OTHER, RULE], least=0.9)] == [1]
