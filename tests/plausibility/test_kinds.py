"""For each kind of remark an invented text that must raise it, and a near miss that must not."""

import pytest

from tests.invented import agreement
from tracker.plausibility import KINDS, Kind, Remark, report, thresholds, words
from tracker.texts import read_bytes
from tracker.texts.types import AgreementText, ArticleText, ChapterText, ReadingTrace

RULE = "Each Party shall let the kites of the other Party fly as high as its own, and shall charge no fee for the wind."
SPANISH = (
    "Cada una de las Partes permitirá que las cometas de la otra Parte vuelen tan alto como las suyas, y ninguna de"
    " ellas cobrará por el viento que las lleva, por los hilos con los que se sujetan ni por el aire de las tardes. "
)
GERMAN = (
    "Jede Vertragspartei gestattet, dass die Drachen der anderen Vertragspartei so hoch fliegen wie ihre eigenen, und"
    " erhebt für den Wind, der sie trägt, und für die Schnur, an der sie hängen, und für die Luft keine Abgabe. "
)


def art(number: str | None, text: str = RULE, heading: str | None = "Kites") -> ArticleText:
    return ArticleText(f"Article {number}" if number else None, heading if number else None, text)


def run(*numbers: str) -> tuple[ArticleText, ...]:
    return tuple(art(number, heading=f"Kites {number}") for number in numbers)


def text(*chapters: ChapterText, trace: ReadingTrace | None = None, language: str = "en") -> AgreementText:
    made = agreement(content=chapters)
    return AgreementText(
        made.source,
        made.external_id,
        made.meta,
        language,
        made.media_type,
        made.sha256,
        chapters,
        trace=trace,
    )


def chapter(number: int, *articles: ArticleText, heading: str = "Kites") -> ChapterText:
    return ChapterText(f"CHAPTER {number}", heading, articles)


def plain(*numbers: int) -> AgreementText:
    return text(chapter(1, *run(*map(str, numbers))))


FORMER = (chapter(1, *run("1.1", "1.2")), chapter(2, *run("2.1", "2.2"), heading="Electronic Commerce"))
TEN = tuple(range(1, 11))
LONG = f"{RULE} " * 500

RAISING: dict[Kind, AgreementText] = {
    "number_gaps": plain(1, 2, 3, 7, 8, 9, 10, 11, 12, 13),
    "repeated_numbers": text(chapter(1, *run("1", "2", "3", "2", "3", "4"))),
    "references_beyond": text(
        chapter(1, *run("1.1"), art("1.2", "As Article 1.9 (Strings) says, strings are free."))
    ),
    "long_article": text(chapter(1, *run("1", "2"), art("3", LONG))),
    "headings_inside": text(
        chapter(1, *run("1"), art("2", f"{RULE} Article 3: Strings. {RULE} Article 4: Tails. {RULE}"))
    ),
    "empty_articles": text(chapter(1, *run("1", "2", "3"), art("4", ""), art("5", "[Reserved]"))),
    "headings_removed": text(
        chapter(1, *run("1", "3")), trace=ReadingTrace(removed=("Article 2", "Article 3"))
    ),
    "headings_without_text": text(
        chapter(1, *run("1")), trace=ReadingTrace(bare=("CHAPTER 2 Strings", "CHAPTER 3 Tails"))
    ),
    "outside_articles": text(chapter(1, *run("1", "2")), chapter(2, art(None, f"{RULE} " * 30))),
    "stray_footnotes": text(chapter(1, *run("1")), trace=ReadingTrace(stray_footnotes=("7",))),
    "error_page": text(
        chapter(1, *run("1.1")),
        chapter(2, art(None, "We are sorry. The page you are looking for cannot be found.")),
    ),
    "unread_language": text(
        chapter(1, *run(*map(str, TEN)), art("11", SPANISH * 12), art("12", GERMAN * 12)),
    ),
    "lost_part": text(FORMER[0], ChapterText("CHAPTER 2", "Electronic Commerce", (art(None),))),
}
NEAR: dict[Kind, AgreementText] = {
    # One number that the Parties left out, among many; and numbers by hundreds.
    "number_gaps": plain(*(number for number in range(1, 31) if number != 12)),
    # The same numbers in another chapter.
    "repeated_numbers": text(chapter(1, *run("1", "2", "3")), chapter(2, *run("1", "2", "3"))),
    # A citation of another treaty, and one of an article that is here.
    "references_beyond": text(
        chapter(
            1,
            *run("1.1"),
            art("1.2", "Article 1.9 (Strings) of the Kite Convention and Article 1.1 (Kites) stand."),
        )
    ),
    # As long, in an agreement of many articles.
    "long_article": text(chapter(1, *run(*map(str, range(1, 300))), art("300", LONG[:15_000]))),
    # Articles that are cited at the beginning of a sentence, or are here.
    "headings_inside": text(
        chapter(
            1,
            *run("1"),
            art("2", f"{RULE} Article 3 of the Kite Convention applies. Article 4 shall apply. {RULE}"),
        )
    ),
    # One article deleted in a long run.
    "empty_articles": text(chapter(1, *run(*map(str, range(1, 30))), art("30", "[Deleted]"))),
    # A contents page: every line left out comes again as a heading, or is of an annex.
    "headings_removed": text(
        chapter(1, *run("1", "2")),
        trace=ReadingTrace(removed=("CHAPTER 1", "Article 1", "Article 2 Kites", "Annex 2-B")),
    ),
    "headings_without_text": text(
        *(chapter(number, *run(f"{number}.1")) for number in range(1, 9)),
        trace=ReadingTrace(bare=("ANNEX 9",)),
    ),
    # A long annex of tables.
    "outside_articles": text(
        chapter(1, *run("1", "2")), ChapterText("ANNEX 1", "Tariff Lines", (art(None, f"{RULE} " * 30),))
    ),
    "stray_footnotes": text(chapter(1, *run("1")), trace=ReadingTrace()),
    # A rule about pages that are not found is no error page.
    "error_page": text(
        chapter(1, art("1.1", "Each Party shall mend within a day a page that cannot be found."))
    ),
    # The closing formula in the other language of the Parties.
    "unread_language": text(chapter(1, *run(*map(str, TEN * 9)), art("99", SPANISH * 2))),
    # The chapter has another number and heading, and one of its articles other words.
    "lost_part": text(
        FORMER[0], ChapterText("PART II", "Trade by Wire", (FORMER[1].articles[0], art("2.2", "New.")))
    ),
}


def kinds(remarks: tuple[Remark, ...]) -> set[Kind]:
    return {remark.kind for remark in remarks}


def test_every_kind_has_a_case_and_a_near_miss() -> None:
    assert set(RAISING) == set(NEAR) == set(KINDS) == set(thresholds())


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_the_kind_raises_it(kind: Kind) -> None:
    found = report(RAISING[kind], FORMER if kind == "lost_part" else ())
    remark = next(one for one in found if one.kind == kind)
    assert remark.count > 0
    assert remark == Remark.from_json(remark.to_json())
    assert "{" not in words(remark)


@pytest.mark.parametrize("kind", KINDS)
def test_a_near_miss_does_not(kind: Kind) -> None:
    assert kind not in kinds(report(NEAR[kind], FORMER if kind == "lost_part" else ()))


@pytest.mark.parametrize(
    ("kind", "grave"),
    [
        ("empty_articles", text(chapter(1, art("1", ""), art("2", ""), art("3")))),
        (
            "headings_removed",
            text(chapter(1, *run("1")), trace=ReadingTrace(tuple(f"Article {n}" for n in range(2, 8)))),
        ),
        (
            "headings_inside",
            text(
                chapter(1, *run("1"), art("2", " ".join(f"{RULE} Article {n}: Tails." for n in range(3, 15))))
            ),
        ),
        ("long_article", text(chapter(1, *run("1"), art("2", LONG)))),
        ("error_page", RAISING["error_page"]),
    ],
)
def test_what_must_wait_for_a_person_is_grave(kind: Kind, grave: AgreementText) -> None:
    assert kind in {remark.kind for remark in report(grave) if remark.grave}


def test_a_lost_part_is_grave_and_named() -> None:
    (first, *_others) = report(RAISING["lost_part"], FORMER)
    assert (first.kind, first.grave, first.count, first.of) == ("lost_part", True, 1, 2)
    assert first.where == ("CHAPTER 2 Electronic Commerce",)


def test_numbers_by_hundreds_and_lettered_numbers_have_no_gaps() -> None:
    hundreds = text(
        chapter(1, *run("101", "102", "103")), chapter(2, *run("201", "202")), chapter(3, *run("301"))
    )
    letters = plain_of("8.60", "8.61", "8.61-A", "8.61-B", "8.62")
    assert "number_gaps" not in kinds(report(hundreds)) | kinds(report(letters))


def plain_of(*numbers: str) -> AgreementText:
    return text(
        *(chapter(number, *run(*(f"{number}.{at}" for at in range(1, 60)))) for number in range(1, 8)),
        chapter(8, *run(*(f"8.{at}" for at in range(1, 60))), *run(*numbers)),
    )


def test_a_text_in_an_unread_language_is_said_whole() -> None:
    german = text(chapter(1, *(art(str(number), GERMAN * 5) for number in TEN)), language="de")
    (remark,) = [one for one in report(german) if one.kind == "unread_language"]
    assert (remark.count, remark.where) == (remark.of, ("de",))


def test_readers_say_what_they_removed() -> None:
    contents = "".join(f"Article {n} Kites of kind {n} ......... {n}\n" for n in range(1, 9))
    body = "".join(f"Article {n}\nKites of kind {n}\n{RULE}\n" for n in range(1, 7))
    read = read_bytes(f"AGREEMENT ON KITES\nCONTENTS\n{contents}\n{body}".encode(), "kites.txt")
    assert read.trace is not None
    assert len(read.trace.removed) == 8
    (remark,) = [one for one in report(read) if one.kind == "headings_removed"]
    assert remark.count == 2
    assert remark.where[0].startswith("Article 7")


def test_an_ordinary_text_has_no_remark() -> None:
    assert report(agreement()) == ()


def test_headings_inside_are_found_in_short_form_too() -> None:
    inside = " ".join(f"{RULE} ART. {number}. - Tails. {RULE}" for number in range(3, 15))
    found = report(text(chapter(1, *run("1"), art("2", inside))))
    assert ("headings_inside", True, 12) in {(one.kind, one.grave, one.count) for one in found}


def test_a_short_sentence_is_text() -> None:
    short = text(chapter(1, *(art(str(number), "Kites fly.") for number in TEN)))
    assert "empty_articles" not in kinds(report(short))
