"""The audit's kinds of fault in further layouts, signs, languages and file types (invented texts)."""

import unicodedata

import pytest

from tests.texts.papers import docx_of, paragraph
from tests.texts.test_more_of_each_kind import SENTENCE, containers, numbers
from tracker.texts import read_bytes
from tracker.texts.language import detect_language

RULE = SENTENCE["Article"]
REGLA = SENTENCE["Artículo"]


def written(*given: object, form: str = "Article {n}\nKites\n\n{rule}\n\n", rule: str = RULE) -> str:
    return "".join(form.format(n=n, rule=rule) for n in given)


@pytest.mark.parametrize(
    ("form", "run"),
    [
        ("Article {n}\nKites\n{rule}\n\n", "1, 2, 2(bis), 2(ter), 3"),
        ("Art {n} Kites\n\n{rule}\n\n", "1, 2, 2a, 2b, 3"),
        ("Article {n}\nKites\n{rule}\n\n", "I, II, IIa, IIb, III"),
        ("§ {n} Kites\n\n{rule}\n\n", "1, 2, 3, 4"),
        ("A R T I C L E  {n}\n\n{rule}\n\n", "1, 2, 3, 4"),
    ],
)
def test_numbers_and_words_of_articles(form: str, run: str) -> None:
    wanted = run.split(", ")
    assert numbers(written(*wanted, form=form)) == wanted
    lines = [line for line in written(*wanted, form=form).split("\n") if line]
    assert numbers(docx_of("".join(map(paragraph, lines))), "kites.docx") == wanted


@pytest.mark.parametrize(
    "form",
    ["• Article {n}: Kites\n\n{rule}\n\n", "¶ Article {n}\n{rule}\n\n", "- Article {n}. Kites. {rule}\n\n"],
)
def test_a_sign_before_every_heading_is_no_part_of_it(form: str) -> None:
    assert numbers(written(1, 2, 3, form=form)) == ["1", "2", "3"]


def test_a_sign_before_some_headings_is_that_of_a_list() -> None:
    listed = "".join(f"• Article {n}: Kites\n" for n in (5, 6, 7))
    assert numbers(written(1, 2, 3) + listed) == ["1", "2", "3"]


def test_accents_apart_from_their_letters_are_put_together() -> None:
    text = unicodedata.normalize(
        "NFD", written(1, 2, 3, form="Artículo {n}\nCometas\n\n{rule}\n\n", rule=REGLA)
    )
    chapters = read_bytes(text.encode(), "cometas.txt").chapters
    assert [article.text for chapter in chapters for article in chapter.articles] == [REGLA] * 3


def test_the_sign_of_a_section_inside_articles_is_a_paragraph() -> None:
    page = "".join(
        f"<h3>Article {n}</h3><h4>§ 1 Kites</h4><p>{RULE}</p><h4>§ 2 Tails</h4>" for n in (1, 2, 3)
    )
    assert numbers(page, "a.html") == ["1", "2", "3"]


@pytest.mark.parametrize(
    "headings",
    [
        ["CHAP. I", "CHAP. II", "CHAP. III"],
        ["C H A P T E R  1", "C H A P T E R  2", "C H A P T E R  3"],
        ["FIRST CHAPTER", "SECOND CHAPTER", "THIRD CHAPTER"],
        ["PRIMERA PARTE", "SEGUNDA PARTE", "TERCERA PARTE"],
        ["PREMIÈRE PARTIE", "DEUXIÈME PARTIE", "TROISIÈME PARTIE"],
    ],
)
def test_chapters_whose_word_or_number_is_printed_otherwise(headings: list[str]) -> None:
    parts = "".join(f"{one}\nORCHARDS\n\n" + written(2 * c + 1, 2 * c + 2) for c, one in enumerate(headings))
    wanted = ["".join(one.split()) for one in headings]
    found = [("".join((number or "").split()), count) for number, count in containers("KITES\n\n" + parts)]
    assert found == [(one, 2) for one in wanted]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (written(1, 2) + f"Article 3\nKites\n\n{RULE} Article 4 Tails\n{RULE}\n\n" + written(5, 6), 6),
        (
            written(1, 2)
            + f"Article 3\nKites\n\n{RULE} Article 4 Tails 1. {RULE} Article 5 [Winds] 1. {RULE}\n\n"
            + written(6, 7),
            7,
        ),
        (f"AGREEMENT ON KITES Article 1 Scope\n\n{RULE}\n\n" + written(2, 3, 4), 4),
        (f"Agreement on Kites Article 1 Scope\n\n{RULE}\n\n" + written(2, 3, 4), 4),
    ],
    ids=["one", "two", "below a title in capitals", "below a title"],
)
def test_a_few_headings_that_lost_their_line(text: str, count: int) -> None:
    assert numbers(text) == [str(n) for n in range(1, count + 1)]


def test_a_reference_at_a_sentences_beginning_is_no_lost_heading() -> None:
    text = written(1, 2) + f"Article 3\nKites\n\n{RULE} Article 1 Kites apply. {RULE}\n\n" + written(5, 6)
    assert numbers(text) == ["1", "2", "3", "5", "6"]


@pytest.mark.parametrize(
    ("heading", "opening", "number"),
    [
        ("ANNEX", "The Parties shall let kites fly.", "ANNEX"),
        ("ANNEX I", "Each Party shall let kites fly.", "ANNEX I"),
        ("ANEXO", "Las Partes podrán volar cometas.", "ANEXO"),
    ],
)
def test_a_containers_heading_with_its_first_sentence(heading: str, opening: str, number: str) -> None:
    text = f"AGREEMENT ON KITES\n\n{written(1, 2, 3)}{heading} {opening} {RULE}\n"
    last = read_bytes(text.encode(), "kites.txt").chapters[-1]
    assert (last.number, last.articles[0].text) == (number, f"{opening} {RULE}")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "nl",
            "Elke Partij laat de vliegers van de andere Partij toe en heft daarop geen rechten in haar gebied. ",
        ),
        ("hr", "Svaka stranka dopušta zmajevima druge stranke da lete i ne nameće carine. "),
        ("hu", "Mindkét Fél engedélyezi a másik Fél sárkányainak repülését, és nem vet ki rájuk vámot. "),
        ("cs", "Každá strana umožní drakům druhé strany létat a neuloží na ně cla. "),
        ("tr", "Her Taraf diğer Tarafın uçurtmalarına izin verir ve bunlardan gümrük vergisi almaz. "),
        ("no", "Hver part skal tillate den annen parts drager og skal ikke ilegge toll på dem. "),
        ("pt", "Cada Parte deixa passar os papagaios da outra Parte e não cobra direitos sobre eles. "),
        ("es", "Cada Parte dejará pasar las cometas de la otra Parte y no cobrará derechos sobre ellas. "),
    ],
)
def test_a_language_is_named_by_words_that_others_have_too(language: str, sentence: str) -> None:
    assert detect_language(sentence * 2)[0] == language
