"""More inputs of the audit's kinds: other languages, markup, places, numbers and sizes (invented texts)."""

import textwrap
from datetime import date

import pytest

from tests.texts.papers import column, docx_of, paragraph, pdf_of
from tracker.errors import BadInput
from tracker.parties import countries_named_in
from tracker.texts import read_bytes
from tracker.texts.dates import signature_date
from tracker.texts.error_pages import error_page_words
from tracker.texts.language import detect_language
from tracker.texts.naming import title_in

SENTENCE = {
    "Article": "Each Party shall tend its gardens and report the harvest to the Committee at the end of the year.",
    "Artículo": "Cada Parte cuidará sus huertos e informará de la cosecha al Comité antes de que termine el año.",
    "Artigo": "Cada Parte cuidará dos seus pomares e informará da colheita ao Comitê antes do fim do ano civil.",
}


def numbers(text: str | bytes, name: str = "kites.txt") -> list[str]:
    """The numbers of the articles in order, without the word before them."""
    data = text.encode() if isinstance(text, str) else text
    chapters = read_bytes(data, name).chapters
    return [one.number.split(" ", 1)[1] for chapter in chapters for one in chapter.articles if one.number]


def containers(text: str | bytes, name: str = "kites.txt") -> list[tuple[str | None, int]]:
    """The containers with articles, each with how many."""
    data = text.encode() if isinstance(text, str) else text
    found = [
        (one.number, sum(article.number is not None for article in one.articles))
        for one in read_bytes(data, name).chapters
    ]
    return [(number, count) for number, count in found if count]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Article {}\nPears\n{}\n", "a.txt"),
        ("Artículo {}.- Peras\n{}\n", "a.txt"),
        ("Artigo {}\nPeras\n{}\n", "a.txt"),
        ("**Article {}**\n\n{}\n", "a.md"),
        ("<h3>Article {}</h3><p>{}</p>", "a.html"),
        ('<p class="ti-art">Article {}</p><p>{}</p>', "a.html"),
    ],
)
@pytest.mark.parametrize(
    "run",
    [
        "1, 2, 2a, 2b, 3",
        "1, 2, 2 a, 2 b, 3",
        "1, 1 bis, 1 ter, 1 quater, 1 quinquies, 1 sexies, 1 septies, 1 octies, 2",
        "131, 132, 132-A, 132-B, 132-AA, 133",
        "22, 23, 23bis, 23ter, 24",
        "1, 2, 2 bis, 2 bis 1, 3",
        "8.1, 8.2, 8.2a, 8.3",
        "I, II, II bis, III",
        "1, 1a, 1aa, 1ab, 2",
    ],
)
def test_letters_in_numbers(run: str, form: str, name: str) -> None:
    wanted = run.split(", ")
    sentence = next(words for word, words in SENTENCE.items() if word in form)
    assert numbers("\n".join(form.format(number, sentence) for number in wanted), name) == wanted


@pytest.mark.parametrize("run", [("2", "2/1", "2/2", "3"), ("2", "2 (a)", "2 (b)", "3")])
def test_a_number_that_the_source_marks_as_a_heading_is_believed(run: tuple[str, ...]) -> None:
    page = "".join(f"<h3>Article {number}</h3><p>{SENTENCE['Article']}</p>" for number in run)
    assert numbers(page, "a.html") == list(run)


@pytest.mark.parametrize("word", ["CHAPTER", "SECTION", "CAPÍTULO"])
def test_headings_that_are_printed_again_on_the_next_page_open_nothing(word: str) -> None:
    lines = textwrap.wrap(SENTENCE["Article"], 60)
    pages = [
        [f"{word} 1", "ORCHARDS", "Article 1", *lines, "Article 2", *lines],
        [f"{word} 2", "SHEDS", "Article 3", *lines, "Article 4", *lines],
        [f"{word} 2", "Article 5", *lines],
        [f"{word} 3", "PLUMS", "Article 6", *lines],
    ]
    pdf = pdf_of([[*column(page), (300, 40, str(place))] for place, page in enumerate(pages, start=1)])
    assert containers(pdf, "a.pdf") == [(f"{word} 1", 2), (f"{word} 2", 3), (f"{word} 3", 1)]


def test_short_sentences_in_chapters_that_count_from_one_are_no_contents_page() -> None:
    titles = ("Scope", "Kites", "Strings", "Winds", "Duties", "Committee")
    articles = "\n".join(
        f"Article {place}: {title}\n\nNo duty.\n" for place, title in enumerate(titles, start=1)
    )
    text = "AGREEMENT ON KITES\n\n" + "\n".join(f"CHAPTER {number}\n\n{articles}" for number in (1, 2, 3))
    assert containers(text) == [("CHAPTER 1", 6), ("CHAPTER 2", 6), ("CHAPTER 3", 6)]


@pytest.mark.parametrize(
    "heading",
    [
        "MEMORANDUM OF UNDERSTANDING ON KITES",
        "RULES OF PROCEDURE",
        "FINAL ACT",
        "Code of Conduct",
        "ADDITIONAL PROTOCOL",
        "PROTOCOL NO. 2 ON TAILS",
        "ATTACHMENT 1\nSTRINGS",
        "REGLAMENTO DE ARBITRAJE",
        "ACTA DE ENTENDIMIENTO",
        "PROTOCOLE ADDITIONNEL",
        "MÉMORANDUM D'ENTENTE\n\nLes Parties sont convenues de ce qui suit :",
    ],
)
def test_an_instrument_is_a_container_whatever_it_is_called(heading: str) -> None:
    def articles(last: int) -> str:
        return "\n\n".join(f"Article {n}\nKites\n{SENTENCE['Article']}" for n in range(1, last + 1))

    found = containers(f"AGREEMENT ON KITES\n\n{articles(4)}\n\n{heading}\n\n{articles(3)}")
    assert [count for _number, count in found] == [4, 3]
    assert found[1][0] is not None
    assert heading.split()[0].upper() == found[1][0].split()[0].upper()


@pytest.mark.parametrize("title", ["PROTOCOLS", "ANNEXES", "ANEXOS", "PARTIES", "SCHEDULES OF CONCESSIONS"])
def test_a_plural_as_an_articles_title_is_no_container(title: str) -> None:
    text = "\n\n".join(
        f"Article {n}\n{title if n == 3 else 'Kites'}\n{SENTENCE['Article']}" for n in range(1, 6)
    )
    assert containers(f"AGREEMENT ON KITES\n\n{text}") == [(None, 5)]


RUN = {
    "en": (
        "Article",
        "Each Party shall let kites fly and shall not tax their strings. It shall report under Article 3 (Winds) to"
        " the Committee every second year, subject to Article 2.",
    ),
    "es": (
        "Artículo",
        "Cada Parte dejará volar las cometas y no gravará sus hilos. Informará conforme al Artículo 3 al Comité cada"
        " dos años, con sujeción al artículo 2.",
    ),
    "fr": (
        "Article",
        "Chaque Partie laisse voler les cerfs-volants et n'impose pas leurs fils. Elle en rend compte conformément à"
        " l'article 3 au Comité tous les deux ans, sous réserve de l'article 2.",
    ),
}


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("form", ["{} {}: Kites {}", "{} {} (Kites) {}", "{} {}. Kites. {}", "{} {}.- {}"])
@pytest.mark.parametrize("layout", ["one line", "lines of 80", "paragraphs of three"])
def test_headings_inside_short_paragraphs_and_wrapped_lines(language: str, form: str, layout: str) -> None:
    word, sentence = RUN[language]
    articles = [form.format(word, number, sentence) for number in range(1, 13)]
    text = "AGREEMENT ON KITES The Parties have agreed as follows: " + " ".join(articles)
    if layout == "lines of 80":
        text = textwrap.fill(text, 80)
    elif layout == "paragraphs of three":
        text = "\n\n".join(" ".join(articles[first : first + 3]) for first in range(0, 12, 3))
    assert numbers(text) == [str(number) for number in range(1, 13)]


def test_a_word_and_its_number_on_two_lines_are_one_heading() -> None:
    text = "".join(f"Article 6.{n}:\nKites\n1. {SENTENCE['Article']}\n" for n in range(1, 6))
    text = text.replace("Article 6.3", "Article\n6.3")
    assert numbers(text) == [f"6.{n}" for n in range(1, 6)]


def test_lost_headings_at_the_end_of_a_chapter_are_found_by_the_contents_page() -> None:
    contents = "".join(f"Chapter {n} Kites (Articles {n}.1 to {n}.4)\n" for n in range(1, 7))
    chapters = "".join(
        f"CHAPTER {n}\nKITES\n"
        + "".join(
            f"ARTICLE {n}.{m}\nThe winds of spring\n1.\n{SENTENCE['Article']}\n\n"
            if (n, m) not in {(2, 3), (2, 4)}
            else f"The winds of autumn\n1.\n{SENTENCE['Article']}\n\n"
            for m in range(1, 5)
        )
        for n in range(1, 7)
    )
    found = numbers(f"AGREEMENT ON KITES\n\nTABLE OF CONTENTS\n{contents}\n{chapters}")
    assert found == [f"{n}.{m}" for n in range(1, 7) for m in range(1, 5)]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Każda Strona przepuszcza latawce drugiej Strony i nie nakłada na nie ceł w swoim kraju oraz", "pl"),
        ("Кожна Сторона пропускає повітряних зміїв іншої Сторони і не стягує з них мита", "uk"),
        ("Каждая Сторона пропускает воздушных змеев другой Стороны и не облагает их пошлинами", "ru"),
        ("Varje part ska låta den andra partens drakar flyga och får inte ta ut tullar på dem för att", "sv"),
        (
            "Setiap Pihak membiarkan layang-layang yang terbang dan tidak mengenakan bea untuk para Pihak",
            "id",
        ),
    ],
)
def test_a_language_is_named_by_its_own_name(words: str, language: str) -> None:
    assert detect_language(f"{words}. " * 4) == (language, True)


def test_a_short_text_in_another_language_is_refused_with_its_language() -> None:
    with pytest.raises(BadInput, match="its language, 'ru', is not read"):
        read_bytes("Статья 1\nКаждая Сторона пропускает змеев другой Стороны.".encode(), "ru.txt")
    german = (
        "Abkommen\n\nArtikel 1\nJede Vertragspartei lässt die Drachen und die Schnüre der anderen steigen.\n"
    )
    assert read_bytes(german.encode(), "de.txt").language == "de"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (
            ("AGREEMENT ON KITES BETWEEN CHILE AND PERU", "PROTOCOL ON STRINGS"),
            "Protocol on Strings (Agreement on Kites between Chile and Peru)",
        ),
        (
            (
                "ACUERDO DE COMETAS ENTRE CHILE Y PERÚ",
                "PROTOCOLO ADICIONAL AL ACUERDO DE COMETAS",
                "ENTRE CHILE Y PERÚ",
            ),
            "Protocolo Adicional al Acuerdo de Cometas entre Chile y Perú",
        ),
        (
            ("FREE TRADE", "AGREEMENT", "BETWEEN CHILE AND PERU"),
            "Free Trade Agreement between Chile and Peru",
        ),
    ],
)
def test_the_name_is_that_of_the_protocol(lines: tuple[str, ...], name: str) -> None:
    assert title_in(lines) == name


def test_a_title_that_could_be_any_agreements_has_the_parties_beside_it() -> None:
    text = f"FREE TRADE AGREEMENT\n\nPREAMBLE\n\nChile and Peru, loving wind,\n\nArticle 1\n{SENTENCE['Article']}\n"
    assert read_bytes(text.encode(), "kites.txt").meta.name == "Free Trade Agreement (Chile - Peru)"


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Acuerdo entre la República de China (Taiwán) y el Perú", ("TWN", "PER")),
        ("Accord entre la République de Chine et le Pérou", ("TWN", "PER")),
        ("Hong Kong Special Administrative Region of the People's Republic of China", ("HKG",)),
        ("Taiwan, China", ("TWN",)),
        ("República Democrática del Congo", ("COD",)),
        ("Protocol on Northern Ireland", ()),
        ("signed in Mexico City by Peru", ("PER",)),
        ("República Popular China", ("CHN",)),
    ],
)
def test_names_that_are_part_of_other_names(title: str, codes: tuple[str, ...]) -> None:
    assert countries_named_in(title) == codes


@pytest.mark.parametrize(
    "words",
    [
        "Done at Lima, on November the 21st, 2011",
        "Done at Lima on 21.11.2011",
        "Signed in Lima on 21/11/2011",
        "Dado en Lima, el día 21 de noviembre de 2011",
        "Firmada en Lima a los veintiún (21) días del mes de noviembre del año dos mil once (2011)",
        "FAIT à Lima, ce vingt-et-unième jour de novembre deux mille onze",
        "Feito em Lima, aos vinte e um dias do mês de novembro de dois mil e onze",
        "Given at Lima this 21st day of November, 2011",
        "IN WITNESS WHEREOF they have signed this Agreement at Lima on the 21st day of November 2011",
        "EN FE DE LO CUAL, suscriben el presente Acuerdo en Lima, a los 21 días de noviembre de 2011",
        "Done at Lima on 21 Nov. 2011",
        "Text.\ndone at Lima on 21 November 2011",
    ],
)
def test_days_of_signature(words: str) -> None:
    assert signature_date(words) == date(2011, 11, 21)


@pytest.mark.parametrize(
    "words", ["Signed in Lima on 3/4/2011", "the Convention, done at Lima on 3 April 2011"]
)
def test_a_day_that_is_not_certain_is_none(words: str) -> None:
    assert signature_date(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "We couldn't find that page. It may have been moved.",
        "Sorry, we can't find what you're looking for.",
        "The document you are looking for has been archived.",
        "Your session has expired. Please log in again.",
        "Página não encontrada",
        "Désolé, nous n'avons pas trouvé cette page.",
        "No se pudo encontrar la página",
        "Erreur 404",
        "Coming soon!",
        "Forbidden",
        "\n".join(["Page not found", *["Links of the ministry that are long enough to fill a page"] * 40]),
    ],
)
def test_pages_that_say_that_something_is_missing(words: str) -> None:
    assert error_page_words(words) is not None


@pytest.mark.parametrize(
    "words",
    [
        "A Party may refuse access where a document is not found in the register within ten days.",
        "ANNEX II\nLIST OF PERSONS WITH ACCESS DENIED PARTIES",
        "The annex to this chapter is not available in print and forms a part of the agreement.",
        "Reserved.",
    ],
)
def test_words_of_an_annex_are_no_error_page(words: str) -> None:
    assert error_page_words(words) is None


def test_chapters_of_a_word_file_are_no_page_numbers() -> None:
    lines = [
        line
        for number in range(1, 5)
        for line in (f"CAPÍTULO {number}", "HUERTOS", f"Artículo {number}", SENTENCE["Artículo"])
    ]
    body = "".join(paragraph(line, style="Heading2" if line.isupper() else "") for line in lines)
    assert containers(docx_of(body), "a.docx") == [(f"CAPÍTULO {number}", 1) for number in range(1, 5)]
