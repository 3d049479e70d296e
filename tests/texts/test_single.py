"""One agreement in one file: encodings, formats, facts taken from the text, and the files we have by us."""

from datetime import date

import pytest

from tests.conftest import SHARED
from tracker.errors import BadInput
from tracker.template import template_languages
from tracker.texts import MetaOverrides, Refusal, read_bytes, read_documents
from tracker.texts.decoding import clean, decode
from tracker.texts.html import html_blocks
from tracker.texts.language import READ_LANGUAGES, detect_language
from tracker.texts.markdown import markdown_blocks

PLAIN = """Free Fruit Agreement
between New Zealand and the Republic of Chile
The Parties are fond of fruit and wish to share it with each other.
Article 1: Apples
The Parties shall let apples pass and the duties on them shall be nil.
Article 2: Pears
For the purposes of this Article, a pear is a fruit that is shaped like a pear.
DONE at Valparaíso, on the 3rd day of May 2019, in the English language.
"""


def numbers(text: str | bytes, name: str = "fruit.txt") -> list[str | None]:
    data = text.encode() if isinstance(text, str) else text
    return [part.number for chapter in read_bytes(data, name).chapters for part in chapter.articles]


def test_facts_are_taken_from_the_text() -> None:
    text = read_bytes(PLAIN.encode(), "nzl-chl.txt", url="https://example.org/nzl-chl.txt")
    meta = text.meta
    assert meta.name == "Free Fruit Agreement between New Zealand and the Republic of Chile"
    assert meta.parties == meta.original_parties == ("NZL", "CHL")
    assert (meta.date_signed, meta.year) == (date(2019, 5, 3), 2019)
    assert meta.legal_status == "signed"
    assert (text.source, text.external_id, text.language) == ("file", "nzl-chl", "en")
    assert [link.url for link in meta.sources] == ["https://example.org/nzl-chl.txt"]
    assert text.warnings == (f"name taken from the text: {meta.name}",)


def test_what_is_not_known_is_reported() -> None:
    text = read_bytes(
        b"Article 1: Apples\nThe duties on apples shall be nil and the rest is for later.", "x.txt"
    )
    assert any("parties are not known" in warning for warning in text.warnings)
    assert any("date of signature not known" in warning for warning in text.warnings)


def test_facts_given_need_no_remark() -> None:
    given = MetaOverrides(
        name="Fruit",
        parties=("NZL", "CHL"),
        date_signed=date(2020, 1, 1),
        legal_status="signed",
        language="en",
        external_id="fruit-1",
    )
    text = read_bytes(PLAIN.encode(), "x.txt", overrides=given)
    assert text.warnings == ()
    assert text.external_id == "fruit-1"
    assert text.meta.date_signed == date(2020, 1, 1)


def test_a_collectors_first_line_gives_title_and_year() -> None:
    comment = (
        "# UK-Japan Fruit Partnership Agreement, Chapter 8 Section F (Arts 8.1-8.2) | 2020 | a collection\n\n"
    )
    text = read_bytes((comment + PLAIN.split("\n", 3)[3]).encode(), "x.txt")
    assert text.meta.name == "UK-Japan Fruit Partnership Agreement"
    assert text.meta.parties == ("GBR", "JPN")
    assert (text.meta.date_signed, text.meta.year) == (None, 2020)  # signed in 2019, says the text: not ours


def test_a_text_without_a_title_is_named_after_its_file() -> None:
    text = read_bytes(
        b"Article 1: Apples\nThe duties shall be nil.\nArticle 2: End\nIt ends.", "honduras_peru_2015.txt"
    )
    assert text.meta.name == "Honduras - Peru"
    assert text.meta.parties == ("HND", "PER")
    assert text.meta.year == 2015


@pytest.mark.parametrize(
    ("cover", "name"),
    [
        (
            "FREE FRUIT AGREEMENT ON\nPEARS AND\nAPPLES\n\nPREAMBLE\n",
            "Free Fruit Agreement on Pears and Apples",
        ),
        ("source_url: https://fruit.example/agreement\n\nPear Agreement\n", "Pear Agreement"),
        (
            "Enquiries regarding this agreement should be sent to us at Pear Street, Valparaíso\n\nPEAR AGREEMENT\n",
            "Pear Agreement",
        ),
        (
            "Agreement\non Pears between New Zealand and Chile\n",
            "Agreement on Pears between New Zealand and Chile",
        ),
    ],
)
def test_a_title_is_no_sentence_field_or_address_and_may_be_wrapped(cover: str, name: str) -> None:
    assert read_bytes((cover + PLAIN.split("\n", 3)[3]).encode(), "fruit.txt").meta.name == name


def test_an_agreed_text_is_a_draft() -> None:
    assert read_bytes(PLAIN.encode(), "fruit_agreed_text_2019.txt").meta.legal_status == "draft_text"


def test_members_of_a_named_group_are_not_parties_of_their_own() -> None:
    text = read_bytes(
        PLAIN.replace("the Republic of Chile", "the European Union, Spain and Italy").encode(), "x.txt"
    )
    assert text.meta.parties == ("EU", "NZL")


@pytest.mark.parametrize("word", ["DRAFT", "Consolidated negotiating text", "Chair's text"])
def test_a_draft_says_so(word: str) -> None:
    assert read_bytes(f"{word}\n{PLAIN}".encode(), "x.txt").meta.legal_status == "draft_text"


def test_a_file_without_article_headings_is_refused() -> None:
    with pytest.raises(BadInput, match=r"x\.txt: no article headings found"):
        read_bytes(b"Dear Minister,\n\nfruit is nice.\n" * 50, "x.txt")


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 300, b"%PDF-1.7 ...", b"PK\x03\x04rest"])
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="inside, not a text"):
        read_bytes(data, "x.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman"])
def test_encodings_are_found(encoding: str) -> None:
    written = "Artículo 1: Señas\n“Año” según el niño, y así también según la canción."
    text, _encoding = decode(written.encode(encoding))
    assert text == written


def test_mac_quotation_marks_are_distinguished_from_accented_letters() -> None:
    written = "Article 1: Fruit\nThe word “apple” and the Party’s “pear” mean fruit."
    assert decode(written.encode("mac_roman")) == (written, "mac_roman")


def test_a_declared_encoding_counts_unless_it_is_wrong() -> None:
    assert decode("Łódź".encode("cp1250"), "cp1250") == ("Łódź", "cp1250")
    assert decode("señal".encode(), "cp1250") == ("señal", "utf-8")
    assert decode("señal".encode("cp1252"), "utf-8") == ("señal", "cp1252")
    assert decode(b"\x93fruit\x94", "iso-8859-1")[0] == "“fruit”"


def test_mac_pages_served_as_windows_pages_with_bare_carriage_returns_are_read() -> None:
    page = (
        "<html><head><meta charset='iso-8859-1'></head><body><h3>Artículo 1: Señas</h3>\n<p>La “manzana”, el\n"
        "“níspero” y el “plátano” pasarán según la canción.</p></body></html>"
    ).replace("\n", "\r")
    text = read_bytes(page.encode("mac_roman"), "x.asp", media_type="text/html")
    (article,) = text.chapters[-1].articles
    assert article.heading == "Señas"
    assert article.text == "La “manzana”, el “níspero” y el “plátano” pasarán según la canción."
    assert "read as mac_roman" in text.warnings


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("line_end", ["\r", "\r\n", "\n"])
def test_old_files_are_read_whatever_machine_wrote_them(encoding: str, line_end: str) -> None:
    text = "Artículo 1\nSeñas\nSe dirá “año” según la canción.\nArtículo 2\nFin\nEl “fin” llegó."
    found = read_bytes(text.replace("\n", line_end).encode(encoding), "x.txt")
    assert [(part.heading, part.text) for part in found.chapters[-1].articles] == [
        ("Señas", "Se dirá “año” según la canción."),
        ("Fin", "El “fin” llegó."),
    ]


def test_line_ends_and_invisible_characters_are_evened_out() -> None:
    assert clean("a\rb\r\nc\u2028d\u00a0e\u200bf\u00adg\x00h\x07") == "a\nb\nc\nd efgh"
    assert numbers(PLAIN.replace("\n", "\r")) == [None, "Article 1", "Article 2"]


def test_control_characters_never_get_through() -> None:
    text = read_bytes(PLAIN.replace("pear", "pe\x00ar", 1).encode(), "x.txt")
    assert all("\x00" not in part.text for chapter in text.chapters for part in chapter.articles)
    assert any("control or unreadable characters" in warning for warning in text.warnings)


def test_markdown_is_read() -> None:
    text = read_bytes(
        b"# FRUIT AGREEMENT\n\n## Article 1: Apples[^1]\n\n_Each_ **Party** shall share\\(d\\).\n\n"
        b"[^1]: Of any colour.\n\n### Article 2: Pears\n\n```\n(a) see [the list](http://x.example);\n```\n",
        "x.md",
    )
    first, second = text.chapters[-1].articles
    assert (first.number, first.heading) == ("Article 1", "Apples")
    assert first.text == "Each Party shall share(d).\n\n[1] Of any colour."
    assert second.text == "(a) see the list;"


def test_markdown_headings_are_marked() -> None:
    assert [(block.text, block.marked) for block in markdown_blocks("## Title\ntext\n---\n> quoted")] == [
        ("Title", True),
        ("text", False),
        ("quoted", False),
    ]


PAGE = """<!DOCTYPE html><html><head><title>Arcadia - Chile Fruit Agreement</title><style>p {}</style></head>
<body><nav>Home &gt; Fruit</nav><h2>Chapter 1: Fruit</h2><h3>Article 1: Apples</h3>
<p>Each Party<sup><a href="#n1">1</a></sup> shall:</p>
<ol class="lst-lwr-alph"><li>let apples pass; and<ol type="i"><li>red ones;</li><li>green ones;</li></ol></li>
<li>ask for nothing.</li></ol>
<h3>Article 2: Pears</h3>
<table><tr><td><p>(a)</p></td><td><p>pears of size;</p></td></tr>
<tr><td>(b)</td><td>all others.</td></tr></table>
<p>1.</p><p>So it is.<br>It ends.</p><footer>Contact us</footer></body></html>"""


def test_html_is_read() -> None:
    text = read_bytes(PAGE.encode(), "x.html")
    first, second = text.chapters[-1].articles
    assert text.media_type == "text/html"
    assert text.chapters[-1].number == "Chapter 1"
    assert first.text.split("\n\n") == [
        "Each Party [1] shall:",
        "(a) let apples pass; and",
        "(i) red ones;",
        "(ii) green ones;",
        "(b) ask for nothing.",
    ]
    assert second.text.split("\n\n") == ["(a) pears of size;", "(b) all others.", "1. So it is.", "It ends."]


def test_html_under_another_name_is_read_as_html() -> None:
    assert read_bytes(PAGE.encode(), "x.txt").media_type == "text/html"


def test_html_declares_its_encoding() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("Apples", "Äpfel")
    text = read_bytes(page.encode("cp1252"), "x.html")
    assert text.chapters[-1].articles[0].heading == "Äpfel"


def test_letters_of_lists_are_written_out_once() -> None:
    blocks = html_blocks(
        '<ol type="a" start="3"><li>x</li><li value="27">y</li><li>(z) z</li></ol><ol><li>n</li></ol>'
    )
    assert [block.text for block in blocks] == ["(c) x", "(aa) y", "(z) z", "1. n"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Parties shall, in accordance with the law of each Party, let the fruit pass.", "en"),
        ("Las Partes permitirán, de conformidad con la ley de cada Parte, el paso de las frutas.", "es"),
        ("Les Parties laissent passer les fruits dans le respect du droit de chacune des Parties.", "fr"),
    ],
)
def test_the_language_is_found(text: str, language: str) -> None:
    assert detect_language(text) == (language, True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("a menos que la otra Parte haya dado aviso en un plazo de treinta días a partir de la fecha", "es"),
        (
            "(d) que en la bodega no haya cometa alguna de la otra Parte a la que se aplique esta medida;",
            "es",
        ),
        (
            "8. Cuando una Parte no acepte la cometa de la otra Parte, dará aviso a la Comisión de Vuelo.",
            "es",
        ),
        (
            "cometa originaria significa una cometa o cuerda que califica como originaria conforme al Anexo",
            "es",
        ),
        (
            "(e) growing, folding, mending, painting, launching, towing, storing or lending any kite or string",
            "en",
        ),
        (
            "Kite Office means an office at which a request may be made under Section C or any other Annex",
            "en",
        ),
        (
            "-«Cerf-volant» : tout engin volant de l'Union au bout d'une ficelle, visé à l'article 3 ci-dessus ;",
            "fr",
        ),
    ],
)
def test_a_short_part_of_a_text_is_in_its_language(text: str, language: str) -> None:
    assert detect_language(text)[0] == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Cada Parte dará às pipas da outra Parte um tratamento não menos favorável que às suas.", "pt"),
        (
            "Ciascuna Parte accorda agli aquiloni della Parte che li importa il volo nelle ore del mattino.",
            "it",
        ),
        (
            "Cada Part permet que els estels de l'altra Part volin amb el fil que porten, i no els grava.",
            "ca",
        ),
        (
            "Fiecare parte permite ca zmeele din cealaltă parte să zboare și nu aplică taxe pentru sfoară.",
            "ro",
        ),
    ],
)
def test_a_short_text_in_a_language_like_spanish_is_not_taken_for_it(text: str, language: str) -> None:
    assert detect_language(text)[0] == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Die Vertragsparteien erheben keine Zölle auf Drachen und auf die Schnur, mit der sie steigen.",
            "de",
        ),
        ("Le Parti non applicano dazi sugli aquiloni e non ne limitano il volo per motivi di colore.", "it"),
        ("As Partes não aplicam direitos aduaneiros às pipas e não limitam o voo das pipas na praia.", "pt"),
        ("양 당사국은 연에 관세를 부과하지 아니한다. 각 당사국은 연을 보호한다.", "ko"),
        ("締約国は、凧に関税を課してはならない。各締約国は凧を保護する。", "ja"),
        ("Стороны не взимают таможенных пошлин с воздушных змеев.", "ru"),
        ("Xyzzy plugh frotz gnusto blorb rezrov nitfol yomin vezza ozmoo lleps zifmia zork.", "und"),
    ],
)
def test_a_language_that_the_rules_do_not_read_is_named(text: str, language: str) -> None:
    assert detect_language(text) == (language, True)


def test_the_languages_read_are_those_of_the_template() -> None:
    assert set(READ_LANGUAGES) == template_languages()


def test_a_text_in_a_language_that_is_not_read_is_kept_without_article_headings() -> None:
    words = "제1조 연에 대한 관세를 부과하지 아니한다. 각 당사국은 연을 보호한다.\n\n" * 60
    read = read_bytes(words.encode(), "yeon.txt")
    assert (read.language, read.article_count) == ("ko", 1)
    assert any("'ko', is not read by the rules" in warning for warning in read.warnings)
    with pytest.raises(BadInput, match="no article headings"):
        read_bytes(
            ("Kites fly. The Parties shall let them, and shall not tax the string. " * 60).encode(),
            "kites.txt",
        )


def test_the_language_of_a_short_text_is_uncertain() -> None:
    assert detect_language("Fruit!")[1] is False


# Numbered articles in each file, and some that must be among them (those on digital trade).
KNOWN = {
    "ceta-2016": (369, {"Article 16.3", "Article 16.4", "Article 16.7"}),
    "china-georgia-2017": (185, {"ARTICLE 12.2"}),
    "eu-japan-2018": (424, {f"ARTICLE 8.{n}" for n in range(70, 82)}),
    "eu-singapore-2018": (333, {f"ARTICLE 8.{n}" for n in range(57, 62)}),
    "honduras-peru-2015-es": (248, set()),
    "korea-new-zealand-2015": (252, set()),
    "peru-australia-2018": (386, {f"Article 13.{n}" for n in range(1, 17)}),
    "singapore-turkey-2015": (239, {f"Article 9.{n}" for n in range(1, 10)}),
    "uk-japan-cepa-2020-ch8-sectionf": (17, {f"ARTICLE 8.{n}" for n in range(70, 87)}),
    "uk-moldova-2020-ch6-s6-ecommerce": (7, {f"ARTICLE {n}" for n in range(226, 233)}),
    "uk-singapore-digital-economy-agreement-2022": (
        41,
        {f"ARTICLE 8.{n}" for n in range(57, 62)}
        | {f"ARTICLE 8.61-{chr(n)}" for n in range(ord("A"), ord("Y"))},
    ),
    "uk-ukraine-2020-ch6-s6-ecommerce": (2, {"ARTICLE 131", "ARTICLE 132"}),
    "uk-ukraine-digital-trade-agreement-2023": (
        36,
        {"ARTICLE 132-AA"} | {f"ARTICLE 132-{chr(n)}" for n in range(ord("A"), ord("Z") + 1)},
    ),
    "inf-ecom-87": (38, {f"Article {n}" for n in range(1, 39)}),
}


@pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="the shared corpus is not beside the project")
@pytest.mark.parametrize("folder", ["new", "wto"])
def test_the_later_texts_are_read_article_by_article(folder: str) -> None:
    for text in read_documents(SHARED / "corpus" / folder):
        assert not isinstance(text, Refusal), text
        count, expected = KNOWN[text.external_id]
        found = [part.number for chapter in text.chapters for part in chapter.articles if part.number]
        assert len(found) == count, text.external_id
        assert expected <= set(found), (text.external_id, expected - set(found))


def test_a_page_is_read_from_its_main_part_and_without_words_for_screen_readers() -> None:
    page = (
        "<html><body><header><p>Français</p></header><main><h1>Chapter 3: Fiddles</h1><h2>Article 3.1: Strings</h2>"
        '<p>A fiddle sings<sup><a href="#f"><span class="wb-inv">Footnote </span>1</a></sup> at noon on every day.</p>'
        "</main></body></html>"
    )
    text = read_bytes(page.encode(), "fiddles.html")
    assert [chapter.heading for chapter in text.chapters] == ["Fiddles"]
    [article] = text.chapters[0].articles
    assert "sings [1] at noon" in article.text
