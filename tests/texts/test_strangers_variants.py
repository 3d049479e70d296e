"""The audit's kinds of fault as strangers would make them: other markup, numbering, placement and languages.

Only what once failed, with one neighbour of each that must stay as it is (invented texts).
"""

import textwrap
from datetime import date

import pytest

from tests.texts.papers import column, pdf_of
from tests.texts.test_more_of_each_kind import SENTENCE, containers, numbers
from tracker.errors import BadInput
from tracker.plausibility import report
from tracker.texts import read_bytes
from tracker.texts.dates import signature_date
from tracker.texts.error_pages import error_page_words

RULE = SENTENCE["Article"]
PORTUGUESE = SENTENCE["Artigo"]
TITLES = ("Scope", "Kites", "Strings", "Winds", "Tails", "Duties", "Colours", "Committee")


@pytest.mark.parametrize(
    ("word", "run"),
    [
        ("Artigo", "1.º, 2.º, 2.º-A, 2.º-B, 3.º"),
        ("Article", "11, 12, 12 A, 12 B, 13"),
        ("Article", "3, 4, 4/A, 4/B, 5"),
        ("ARTICLE", "XVII, XVIII, XVIIIbis, XIX"),
        ("Article", "1, 2, 2 bis, 2 ter, 2 ter A, 3"),
    ],
)
def test_letters_and_ordinals_in_numbers(word: str, run: str) -> None:
    wanted = run.split(", ")
    sentence = SENTENCE.get(word, RULE)
    assert numbers("".join(f"{word} {number}\nKites\n{sentence}\n\n" for number in wanted)) == wanted


def test_a_title_of_one_capital_and_more_is_no_letter_of_the_number() -> None:
    text = "".join(f"Article {n} A Kite for Every Child\n{RULE}\n\n" for n in range(1, 4))
    assert numbers(text) == ["1", "2", "3"]


def chapters(heading: str, article: str, name: str = "kites.txt") -> list[tuple[str | None, int]]:
    """The containers of three chapters of two articles each; the articles' number is `{c}.{m}` or `{n}`."""
    parts = []
    for c, title in enumerate(("ORCHARDS", "SHEDS", "PLUMS"), start=1):
        parts.append(heading.format(c=c, roman="I" * c, title=title))
        parts += [article.format(c=c, m=m, n=2 * c + m - 2) + f"\n\n{RULE}\n\n" for m in (1, 2)]
    return containers("# AGREEMENT ON KITES\n\n" * name.endswith("md") + "".join(parts), name)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("{c}\n\n{title}\n\n", "a.txt"),
        ("{c}. {title}\n\n", "a.txt"),
        ("{roman} – {title}\n\n", "a.txt"),
        ("## {c}\n\n## {title}\n\n", "a.md"),
    ],
)
def test_a_number_alone_is_a_chapter_where_its_articles_say_so(heading: str, name: str) -> None:
    assert chapters(
        heading, "### Article {c}.{m} Kites" if name == "a.md" else "Article {c}.{m} Kites", name
    ) == [
        ("CHAPTER 1", 2),
        ("CHAPTER 2", 2),
        ("CHAPTER 3", 2),
    ]


def test_numbered_titles_above_articles_numbered_through_are_chapters_without_a_word() -> None:
    found = read_bytes(
        "".join(
            f"{'I' * c}. {title}\n\n" + "".join(f"Article {2 * c + m}\nKites\n\n{RULE}\n\n" for m in (-1, 0))
            for c, title in enumerate(("ORCHARDS", "SHEDS", "PLUMS"), start=1)
        ).encode(),
        "kites.txt",
    ).chapters
    assert [(one.number, one.heading, len(one.articles)) for one in found] == [
        (None, "I. ORCHARDS", 2),
        (None, "II. SHEDS", 2),
        (None, "III. PLUMS", 2),
    ]


def test_a_page_number_above_an_article_is_no_chapter() -> None:
    text = "".join(f"Article {n}\nKites\n\n{RULE}\n\n{n}\n\n" for n in range(1, 6))
    assert containers(f"AGREEMENT ON KITES\n\n{text}") == [(None, 5)]


@pytest.mark.parametrize(
    ("header", "footer"),
    [
        ("Chile - Peru Agreement on Kites {p}", ""),
        ("{p} Official Gazette of the Republic", ""),
        ("Chapter {c} Orchards", "{p}"),
    ],
)
def test_headers_with_a_number_or_a_chapter_are_no_part_of_articles(header: str, footer: str) -> None:
    lines = []
    for p in range(1, 7):
        c = (p + 1) // 2
        lines += [footer.format(p=p), "", header.format(p=p, c=c), ""]
        lines += [f"Chapter {c} Orchards", ""] if p % 2 and "Chapter" not in header else []
        lines += [f"Article {p}", "Kites", "", *textwrap.wrap(RULE, 60), "It ends on the next page", ""]
    found = read_bytes("\n".join(lines).encode(), "kites.txt").chapters
    texts = [article.text for chapter in found for article in chapter.articles if article.number]
    assert len(texts) == 6
    assert not any(words in text for text in texts for words in ("Gazette", "Chile", "Orchards"))


def listed(first: int, last: int, form: str = "Article {n} {title}\n") -> str:
    return "".join(form.format(n=n, title=TITLES[n % 8]) for n in range(first, last + 1))


def written(first: int, last: int) -> str:
    return listed(first, last, "Article {n} {title}\n\n" + RULE + "\n\n")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (written(1, 8) + "INDEX\n\n" + listed(1, 8), 8),
        (
            written(1, 8) + "ANNEX I\nON TAILS\n\nTABLE OF CONTENTS\n" + listed(1, 7) + "\n" + written(1, 7),
            15,
        ),
        ("".join(f"CHAPTER {c}\nTHINGS\n\n{listed(1, 6)}\n{written(1, 6)}" for c in (1, 2, 3)), 18),
        ("SUMARIO\n" + listed(1, 3) + "\n" + written(1, 3), 3),
    ],
    ids=["at the end", "of an annex", "of every chapter", "of three articles"],
)
def test_contents_pages_wherever_they_are(text: str, count: int) -> None:
    assert len(numbers(f"AGREEMENT ON KITES\n\n{text}")) == count


def test_short_rules_without_a_full_stop_that_come_again_in_a_protocol_are_text() -> None:
    rules = listed(1, 8, "Article {n}: {title}\nNo Party shall tax kites\n")
    assert len(numbers(f"AGREEMENT ON KITES\n\n{rules}\nPROTOCOL 1\nON TAILS\n\n{rules}")) == 16


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Executed at Lima, this 4th day of July, A.D. 2018", date(2018, 7, 4)),
        ("FAIT à Lima, ce 21e jour de novembre 2011", date(2011, 11, 21)),
        ("Fait à Lima, ce quatrième jour du mois de juillet deux mille dix-huit", date(2018, 7, 4)),
        ("Conclu à Lima le quatre juillet deux mil dix-huit", date(2018, 7, 4)),
        ("Otorgado en Lima, a cuatro de julio de dos mil veintidós", date(2022, 7, 4)),
        ("KITES\n(Lima, 4 July 2018)\nArticle 1", date(2018, 7, 4)),
        ("KITES\nFecha de firma: 4 de julio de 2018", date(2018, 7, 4)),
        (
            "Done at Lima this fourth day of the month of July of the year two thousand and eighteen",
            date(2018, 7, 4),
        ),
        ("Adopted at Lima on 4 July 2018", None),
        ("A meeting was held (in Lima, on 4 July 2018) before.", None),
    ],
)
def test_days_in_further_words(words: str, day: date | None) -> None:
    assert signature_date(words) == day


def run_in(count: int, form: str, sentence: str = RULE) -> str:
    return " ".join(form.format(n=n) + f" 1. {sentence} 2. {sentence}" for n in range(1, count + 1))


@pytest.mark.parametrize(
    "text",
    [
        "AGREEMENT ON KITES " + run_in(9, "Article {n}. Kites."),
        "AGREEMENT ON KITES:" + run_in(9, "Article {n}: Kites").replace(". Article", ".Article"),
        "ACORDO SOBRE PAPAGAIOS: " + run_in(9, "Artigo {n} Âmbito", PORTUGUESE),
        "AGREEMENT ON KITES " + run_in(9, "Article {n}: Kites").replace("year. Article 5", "year Article 5"),
    ],
    ids=["below the title", "without spaces", "Portuguese", "below no full stop"],
)
@pytest.mark.parametrize("width", [0, 80])
def test_run_together_headings_below_no_full_stop(text: str, width: int) -> None:
    assert numbers(textwrap.fill(text, width) if width else text) == [str(n) for n in range(1, 10)]


def test_a_wrapped_paragraph_of_a_pdf_is_divided_at_its_headings() -> None:
    lines = textwrap.wrap(run_in(8, "Article {n}: Kites"), 80)
    assert numbers(pdf_of([column(["AGREEMENT ON KITES", "", *lines])]), "a.pdf") == [
        str(n) for n in range(1, 9)
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Error Occurred While Processing Request",
        "404 - No se encuentra el archivo o el directorio.",
        "We have moved to a new website",
        "Hmm, we can’t seem to find that page",
        "페이지를 찾을 수 없습니다",
        "您访问的页面不存在",
        "الصفحة غير موجودة",
        "Страница не найдена",
        "Halaman tidak ditemukan",
        "The document is no longer hosted on this server.",
        "The server is busy. Please try again later.",
        "This account has been suspended",
        "Ocurrió un error al procesar su solicitud",
        "No existe la página solicitada",
        "Une erreur s’est produite",
        "Ocorreu um erro inesperado",
        "Index of /texts",
        "Welcome to nginx!",
        "Loading...",
    ],
)
def test_error_pages_in_further_words(words: str) -> None:
    assert error_page_words(words) is not None


def test_an_unread_language_is_said_whatever_its_punctuation() -> None:
    rule = "各缔约方应当保障数据的自由流动和企业的利益。"
    text = read_bytes("\n\n".join(f"第 {n} 条\n\n{rule}{rule}" for n in range(1, 30)).encode(), "zh.txt")
    assert text.language == "zh"
    assert [remark.kind for remark in report(text)] == ["unread_language"]


def test_a_text_of_headings_alone_in_another_language_is_refused() -> None:
    with pytest.raises(BadInput, match="nothing but headings"):
        read_bytes("\n\n".join(f"第 {n} 条" for n in range(1, 300)).encode(), "zh.txt")


@pytest.mark.parametrize("text", ["_a" * 9_000, "Zorblax quux vemni torpil grunf. " * 300])
def test_letters_without_headings_in_no_known_language_are_no_agreement(text: str) -> None:
    with pytest.raises(BadInput, match="no article headings found"):
        read_bytes(text.encode(), "a.txt")


@pytest.mark.parametrize(
    "footer",
    [
        "<p>Publicado em 12/03/2024 10h00</p><p>Atualizado em 13/03/2024</p><p>Compartilhe: <a href=f>Facebook</a></p>",
        "<p>¿Te fue útil esta página?</p><p>Compartir en Facebook</p>",
        "<p>Contenido relacionado</p><p><a href=a>Otro documento</a></p><p>Comparte en redes sociales</p>",
        "<section><p>Here’s how you know</p></section><p>Visitors: 123456</p>",
    ],
)
def test_footers_of_further_templates_are_no_part_of_the_last_article(footer: str) -> None:
    articles = "".join(f"<h3>Article {n}</h3><p>{RULE}</p>" for n in (1, 2, 3))
    page = f"<html><body>{articles}{footer}</body></html>"
    assert read_bytes(page.encode(), "a.html").chapters[-1].articles[-1].text == RULE


def test_a_last_line_about_sharing_is_text() -> None:
    last = "Las Partes podrán:</p><p>compartir experiencias"
    articles = "".join(f"<h3>Artículo {n}</h3><p>{SENTENCE['Artículo']}</p>" for n in (1, 2))
    page = f"<html><body>{articles}<h3>Artículo 3</h3><p>{last}</p></body></html>"
    text = read_bytes(page.encode(), "a.html").chapters[-1].articles[-1].text
    assert text.endswith("compartir experiencias")
