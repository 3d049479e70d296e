"""Headings in brackets, between signs or run into their titles, on lines and in running text (invented texts)."""

import textwrap
import time

import pytest

from tests.texts.papers import docx_of, paragraph
from tests.texts.test_more_of_each_kind import RUN, SENTENCE, containers, numbers
from tracker.texts import read_bytes
from tracker.texts.blocks import plain_blocks
from tracker.texts.bracketed import without_brackets

RULE = SENTENCE["Article"]
TITLES = ("Kites", "Scope and Coverage", "Winds of the Agreement", "Use of Lanterns")


def headings(text: str | bytes, name: str = "kites.txt") -> list[tuple[str | None, str | None]]:
    data = text.encode() if isinstance(text, str) else text
    return [
        (one.number, one.heading)
        for chapter in read_bytes(data, name).chapters
        for one in chapter.articles
        if one.number
    ]


def running(form: str, language: str = "en", count: int = 8) -> str:
    word, sentence = RUN[language]
    articles = (
        form.format(w=word, W=word.upper(), n=number, t=TITLES[number % 4], T=TITLES[number % 4].upper())
        for number in range(1, count + 1)
    )
    return "AGREEMENT ON KITES The Parties agree: " + " ".join(f"{head}{sentence}" for head in articles)


@pytest.mark.parametrize(
    "form",
    [
        "({w} {n}) {t}. ",
        "({W} {n}) {T} ",
        "({w} {n}) ",
        "({w} {n}) 1. ",
        "[{w} {n}] {t}: ",
        "{{{w} {n}}} {t}. ",
        "**{w} {n}** {t} ",
        "— {w} {n} — {t}. ",
        "• {w} {n} {t}. ",
        "{W} {n}{t} ",
        "{W} {n}{T} ",
        "{w}{n} {t} ",
        "{w} {n}.{t}. ",
        "{w} {n}:{t}. ",
        "{w} No. {n} {t}. ",
        "{w} {n} ({t}). ",
        "{w} {n}. 1. ",
    ],
)
@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("width", [0, 80])
def test_running_text(form: str, language: str, width: int) -> None:
    text = running(form, language)
    assert numbers(textwrap.fill(text, width) if width else text) == [str(n) for n in range(1, 9)]


@pytest.mark.parametrize("form", ["({w} {n}) {t}. ", "[{w} {n}] {t}: ", "{w} {n}: {t} "])
def test_a_line_an_article(form: str) -> None:
    word, sentence = RUN["en"]
    lines = "\n\n".join(form.format(w=word, n=n, t=TITLES[n - 1]) + sentence for n in range(1, 5))
    wanted = [(f"Article {n}", TITLES[n - 1]) for n in range(1, 5)]
    assert headings(f"AGREEMENT ON KITES\n\n{lines}") == wanted
    body = "".join(map(paragraph, ["AGREEMENT ON KITES", *lines.split("\n\n")]))
    assert headings(docx_of(body), "a.docx") == wanted


@pytest.mark.parametrize(
    "form", ["{w} {n} “{t}” ", "{w} {n} [{t}] ", "{w} {n}.- {t}.- ", "{w} {n} {t}.— ", "{W} {n}{t} "]
)
def test_titles_in_running_text_are_without_their_signs(form: str) -> None:
    assert [title for _number, title in headings(running(form, count=4))] == [
        TITLES[n % 4] for n in range(1, 5)
    ]


@pytest.mark.parametrize(
    ("line", "title", "begins"),
    [
        ("Artículo {n} Cometas Cada Parte dejará volar las cometas de la otra.", "Cometas", "Cada Parte"),
        ("Article {n} Fils Chaque Partie laisse voler les fils de l'autre Partie.", "Fils", "Chaque Partie"),
        ("Article {n}: Kites 1. Each Party shall let kites fly.", "Kites", "1. Each"),
        (
            "Article {n} Functions of The Committee Each Party shall fly.",
            "Functions of The Committee",
            "Each",
        ),
        ("Article {n} Each Party shall let kites fly. The Committee meets.", None, "Each Party"),
        ("Article {n}. Fees. No fee is due.", "Fees", "No fee"),
        ("Article {n} “Kite” means a toy that flies and shall include its string.", None, "“Kite” means"),
    ],
)
def test_title_and_text_on_one_line(line: str, title: str | None, begins: str) -> None:
    text = "AGREEMENT ON KITES\n\n" + "\n\n".join(line.format(n=n) for n in range(1, 5))
    articles = [a for c in read_bytes(text.encode(), "a.txt").chapters for a in c.articles if a.number]
    assert len(articles) == 4
    assert all(one.heading == title and one.text.startswith(begins) for one in articles)


@pytest.mark.parametrize(
    "text",
    [
        f"(Article 4) of it applies. {RULE} (Article 9) too. (Article 2) Kites.",
        "".join(f"Article {n}\nKites (Article 7)\n{RULE}\n\n" for n in range(1, 5)),
        "".join(f"Article {n}\nKites\n{RULE} (Article {n}) Kites are free.\n\n" for n in range(1, 5)),
    ],
    ids=["not counted", "beside headings", "counted beside headings"],
)
def test_references_in_brackets_stay(text: str) -> None:
    blocks = plain_blocks(text)
    assert without_brackets(blocks) == blocks


def test_chapters_between_headings_in_brackets_are_found() -> None:
    word, sentence = RUN["en"]
    text = "AGREEMENT ON KITES " + " ".join(
        f"CHAPTER {c} STRINGS ({word} {2 * c - 1}) Winds. {sentence} ({word} {2 * c}) Fees. {sentence}"
        for c in (1, 2, 3)
    )
    assert containers(text) == [(f"CHAPTER {c}", 2) for c in (1, 2, 3)]


@pytest.mark.serial
@pytest.mark.parametrize("unit", ["(Article 1) Kites. ", "(Article ", "**Article 1** ", "Article 1Kites "])
def test_hostile_lines_take_no_more_than_their_time(unit: str) -> None:
    started = time.process_time()
    without_brackets(plain_blocks(unit * 40_000))
    without_brackets(plain_blocks(f"{unit}\n" * 20_000))
    assert time.process_time() - started < 20
