"""More variants of the audit's kinds: numbers in words and letters, contents pages, days, names, error pages, PDF."""

import textwrap
from datetime import date

import pytest

from tests.texts.papers import column, pdf_of
from tests.texts.test_more_of_each_kind import SENTENCE, containers, numbers
from tracker.texts import read_bytes
from tracker.texts.dates import signature_date
from tracker.texts.error_lines import line_of_error_page
from tracker.texts.error_pages import error_page_words
from tracker.texts.headings import recognise
from tracker.texts.language import detect_language

RULE = SENTENCE["Article"]
TITLES = ("Scope", "Kites", "Strings", "Winds", "Tails", "Duties", "Colours", "Committee")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Artigo Sétimo", 7),
        ("ARTIGO OITO", 8),
        ("Artigo Dezessete", 17),
        ("Artigo Dezasseis", 16),
        ("Artigo Vinte e dois", 22),
        ("Artigo Trinta", 30),
        ("Article Dix-sept", 17),
        ("Article Dix-neuvième", 19),
        ("Article Dix", 10),
    ],
)
def test_numbers_in_words(words: str, number: int) -> None:
    heading = recognise(words)
    assert heading is not None and heading.value is not None
    assert heading.value.path == (number,)


@pytest.mark.parametrize(
    "run",
    [
        "1, 2, 2-a, 2-b, 3",
        "1, 2, 2.bis, 3",
        "10, 11, 11 undecies, 11 duodecies, 11 terdecies, 12",
        "1, 2, 2A, 2A bis, 2B, 3",
        "1, 2, 2 (a), 2 (b), 3",
        "1, 2, 2(a), 2(b), 2(c), 3",
        "1, 2, 2/1, 2/2, 3",
    ],
)
@pytest.mark.parametrize("form", ["Article {}\nKites\n{}\n\n", "Article {} (Kites)\n{}\n\n"])
def test_letters_behind_the_number(run: str, form: str) -> None:
    wanted = run.split(", ")
    assert numbers("".join(form.format(number, RULE) for number in wanted)) == wanted


@pytest.mark.parametrize(
    "lines", ["Article 2 (a)", "Article 2 (b)\nArticle 2 (a)", "Article 4 (a)\nArticle 4 (b)"]
)
def test_paragraphs_that_are_named_on_lines_of_their_own_are_no_articles(lines: str) -> None:
    text = f"Article 1\n{RULE}\n\nArticle 2\n{RULE}\n\n{lines}\n\nArticle 3\n{RULE}\n"
    assert numbers(text) == ["1", "2", "3"]


def listed(last: int, form: str = "Article {n} {title}\n") -> str:
    return "".join(form.format(n=n, title=TITLES[n - 1]) for n in range(1, last + 1))


def written(last: int) -> str:
    return listed(last, "Article {n}\n{title}\n\n" + RULE + "\n\n")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            written(4)
            + "ANNEX I\nON TAILS\n\nCONTENTS\n\n"
            + listed(4, "Article {n} {title} ........ {n}\n")
            + written(4),
            8,
        ),
        (listed(6, "Article {n}. {title}. No duty.\n\n") + "PROTOCOL 1\nON TAILS\n\n" + written(6), 12),
        (listed(4) + "\n" + written(4), 4),
        (written(8) + listed(8), 8),
        (written(8) + "CONTEÚDO\n\n" + listed(8), 8),
        (written(8) + "ANNEX I\n\n" + listed(8, "Article {n} {title}\n\nNo Party shall tax kites.\n\n"), 16),
        (written(4) + "CHAPTER II\nTAILS\n\n" + listed(4, "Article {n} {title} Two\n\nReserved\n\n"), 8),
    ],
    ids=[
        "dots in the middle",
        "text on the line",
        "four at the start",
        "not announced",
        "pt",
        "annex",
        "reserved",
    ],
)
def test_contents_pages_go_and_short_articles_stay(text: str, count: int) -> None:
    assert len(numbers(f"AGREEMENT ON KITES\n\n{text}")) == count


def test_articles_on_top_of_every_page_are_no_headers() -> None:
    lines = textwrap.wrap(RULE, 60)
    pages = [
        [
            f"CHAPTER {c}",
            TITLES[c].upper(),
            "Article 1",
            f"Kites {c}",
            *lines,
            "Article 2",
            f"Winds {c}",
            *lines[: c % 3 + 1],
        ]
        for c in range(1, 6)
    ]
    pdf = pdf_of([[*column(page), (300, 30, str(place))] for place, page in enumerate(pages, start=1)])
    assert containers(pdf, "a.pdf") == [(f"CHAPTER {c}", 2) for c in range(1, 6)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Done at Lima, on July fourth, two thousand eighteen", date(2018, 7, 4)),
        ("Date of signature: 4 July 2018", date(2018, 7, 4)),
        ("Lugar y fecha de firma: Lima, 4 de julio de 2018", date(2018, 7, 4)),
        ("Subscribed at Lima on the 4th day of July, 2018", date(2018, 7, 4)),
        ("Drawn up in Lima on 4 July 2018", date(2018, 7, 4)),
        ("Celebrado en Lima el 4 de julio de 2018", date(2018, 7, 4)),
        ("Suscripto en Lima a los cuatro días del mes de julio de 2018", date(2018, 7, 4)),
        ("Établi à Lima, le 4 juillet 2018", date(2018, 7, 4)),
        ("Feito em Lima, a dezassete de julho de dois mil e dezanove", date(2019, 7, 17)),
        ("In Lima, on the 4th day of July 2018, this Agreement was signed", date(2018, 7, 4)),
        ("L'an deux mille dix-neuf et le dix-sept octobre a été signé le présent accord", date(2019, 10, 17)),
        ("Kites fly since 4 July 2018. This Agreement was signed in a hurry.", date(2018, 7, 4)),
        ("This Agreement applies from 4 July 2018.", None),
    ],
)
def test_days_of_signature_in_further_words(words: str, day: date | None) -> None:
    assert signature_date(words) == day


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (
            "Annex 3 to the Agreement on Kites\nProtocol on Ropes to the Agreement on Kites",
            "Protocol on Ropes to the Agreement on Kites",
        ),
        ("Annex 3 to the Agreement on Kites\nProtocol on Ropes", "Protocol on Ropes (Agreement on Kites)"),
        ("ANNEX 3\nPROTOCOL ON ROPES", "Protocol on Ropes"),
        ("ANEXO I\n\nPROTOCOLO SOBRE CUERDAS", "Protocolo sobre Cuerdas"),
    ],
)
def test_a_protocol_that_is_an_annex_has_its_own_name(lines: str, name: str) -> None:
    text = f"{lines}\n\n" + "".join(f"Article {n}\nKites\n\n{RULE}\n\n" for n in (1, 2))
    assert read_bytes(text.encode(), "kites.txt").meta.name == name


def test_danish_is_not_norwegian() -> None:
    danish = "Parterne opkræver ikke told af drager mellem deres områder, og ingen af parterne må begrænse overførsel."
    assert detect_language(f"{danish} " * 4) == ("da", True)


@pytest.mark.parametrize(
    "words",
    [
        "The webpage cannot be found",
        "You are not authorized to view this page",
        "Attention Required! | Shield",
        "This link is broken",
        "The link you followed may be outdated",
        "This item has been withdrawn",
        "No records found",
        "Login required",
        "Website disabled",
        "Text to follow",
        "301 Moved Permanently",
        "Servicio no disponible",
        "El enlace no es válido",
        "Su sesión ha expirado",
        "Esta página se ha trasladado",
        "Vous allez être redirigé",
        "Votre session a expiré",
        "Vous n’êtes pas autorisé à consulter cette page",
        "Serviço temporariamente indisponível",
        "Esta página foi movida",
        "Você não tem permissão para acessar esta página",
        "Zugriff verweigert",
        "La pagina richiesta non esiste",
        "Доступ запрещён",
        "존재하지 않는 페이지입니다",
        "الصفحة غير متوفرة",
        "Home\nAbout us\nNews\nThe page is gone\nContact",
    ],
)
def test_lines_of_error_pages(words: str) -> None:
    assert error_page_words(words) is not None


@pytest.mark.parametrize(
    "words",
    [
        "This Chapter applies where the service is unavailable for technical reasons.",
        "ANNEX\nMeasures that are under construction or maintenance by the Parties",
        "Services not covered",
        "Documents required for each lantern",
        "On the request of an unsuccessful applicant, an authority gives its reasons.",
        "Files of each site that has been closed by a Party are kept.",
        "Ủy ban chung về đèn lồng",
        "Sitios y páginas de cada Parte",
    ],
)
def test_lines_of_agreements_are_no_error_pages(words: str) -> None:
    assert error_page_words(words) is None
    assert line_of_error_page(words) is None
