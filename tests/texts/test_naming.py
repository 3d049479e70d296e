"""Titles of invented agreements, and the parties that a title or a preamble names."""

import pytest

from tracker.texts import read_bytes
from tracker.texts.naming import title_in


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["TRADE AGREEMENT", "BETWEEN PERU AND CHILE", "PREAMBLE"], "Trade Agreement between Peru and Chile"),
        (["NEW ZEALAND - PERU", "FREE TRADE AGREEMENT"], "New Zealand - Peru Free Trade Agreement"),
        (
            ["CHILE –", "NEW ZEALAND", "CLOSER", "ECONOMIC PARTNERSHIP", "AGREEMENT"],
            "Chile – New Zealand Closer Economic Partnership Agreement",
        ),
        (
            ["Agreement on Kites", "Protocol to the Agreement on Kites", "on String", "Adopted at Zenda"],
            "Protocol to the Agreement on Kites on String",
        ),
        (
            ["Agreement Establishing the Arcadian Kite Area", "Protocol to the Agreement Establishing the Arcadian",
             "Kite Area on String", "Adopted at Zenda on 18 May 2024"],
            "Protocol to the Agreement Establishing the Arcadian Kite Area on String",
        ),
        (
            ["Treaty Series No. 5 (2020)", "CHILE No. 1 (2021)", "KITE AGREEMENT", "BETWEEN PERU AND CHILE", "II"],
            "Kite Agreement between Peru and Chile",
        ),
        (["KITE AGREEMENT BETWEEN THE EFTA STATES AND PERU", "II"], "Kite Agreement between the EFTA States and Peru"),
        (["Agreement on Flying Kites", "Agreement on Flying Kites"], "Agreement on Flying Kites"),
        (
            ["MainText:", "Kite Agreement between Peru and the Republic of Chile THE REPUBLIC OF PERU (\"Peru\") and "
             "THE REPUBLIC OF CHILE, wishing that kites should fly in both countries on every day of the year that has "
             "wind enough, and recalling that they flew in the days of old; HAVE AGREED AS FOLLOWS: ARTICLE 1"],
            "Kite Agreement between Peru and the Republic of Chile",
        ),
        (
            ["AGREEMENT FOR A KITE PARTNERSHIP PREAMBLE The Parties to this Agreement, resolving to fly kites in all "
             "of their countries on every day of the year that has wind enough, and recalling that they flew of old, "
             "have agreed as follows: ARTICLE 1"],
            "Agreement for a Kite Partnership",
        ),
        (["AGREEMENT ESTABLISHING THE ASEAN-PERU-", "NEW ZEALAND KITE AREA"],
         "Agreement Establishing the ASEAN-Peru-New Zealand Kite Area"),
        (
            ["Kite Agreement", "London, 29 December 2020", *["Presented to Parliament"] * 14,
             "KITE AGREEMENT BETWEEN PERU AND CHILE"],
            "Kite Agreement between Peru and Chile",
        ),
        (["Enquiries regarding this treaty should be sent to Zenda"], None),
        (["Kites and string"], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_title_is_the_most_specific_whole_one(lines: list[str], title: str | None) -> None:
    assert title_in(lines) == title


def parties(text: str) -> tuple[str, ...]:
    return read_bytes(text.encode(), "kites.txt").meta.parties


ARTICLES = "\n\nArticle 1\nScope\n\nThis applies to kites.\n\nArticle 2\nFees\n\nNo Party shall tax kites.\n"


@pytest.mark.parametrize(
    ("opening", "codes"),
    [
        ("NEW ZEALAND - PERU\nFREE TRADE AGREEMENT", ("NZL", "PER")),
        (
            "PREAMBLE\n\nThe Republic of Peru (hereinafter “Peru”) and the Republic of Korea (hereinafter “Korea”),"
            " recalling their friendship with Japan, have agreed as follows:",
            ("PER", "KOR"),
        ),
        (
            "PREÁMBULO\n\nEl Gobierno del Perú y el Gobierno de Chile, conscientes de su amistad, acuerdan:",
            ("PER", "CHL"),
        ),
        ("AGREEMENT BETWEEN THE REPUBLIC OF CHINA (TAIWAN) AND PANAMA", ("TWN", "PAN")),
        ("AGREEMENT BETWEEN THE REPUBLIC OF CHINA AND PANAMA", ("TWN", "PAN")),
        (
            "PREAMBLE\n\nConscious of the friendship between kites in Peru and kites in Chile, we fly.",
            (),
        ),
        ("PREAMBLE\n\nRecalling that Japan and Peru have kites, the Parties agree:", ()),
    ],
)
def test_parties_are_those_of_the_title_or_of_the_preamble(opening: str, codes: tuple[str, ...]) -> None:
    assert parties(opening + ARTICLES) == codes


def test_the_first_line_below_the_word_preamble_is_not_its_title() -> None:
    text = (
        "KITE AGREEMENT\n\nPREAMBLE\nThe Governments of Peru, Chile, the\nRepublic of Korea and Japan, agree:"
        + ARTICLES
    )
    read = read_bytes(text.encode(), "kites.txt")
    assert "The Governments of Peru, Chile, the" in read.chapters[0].articles[0].text
    assert read.meta.parties == ("PER", "CHL", "KOR", "JPN")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (
            "PROTOCOL\nto the Agreement on Kites\nbetween Chile and Peru",
            "Protocol to the Agreement on Kites between Chile and Peru",
        ),
        (
            "PROTOCOL\n\nTO THE AGREEMENT ON KITES BETWEEN CHILE AND PERU",
            "Protocol to the Agreement on Kites between Chile and Peru",
        ),
        (
            "PROTOCOLO\nal Acuerdo de Cometas\nentre Chile y Perú",
            "Protocolo al Acuerdo de Cometas entre Chile y Perú",
        ),
    ],
)
def test_a_protocol_that_begins_with_its_word_alone_has_the_whole_title(title: str, name: str) -> None:
    rule = "Each Party shall let kites fly on windy days and shall not tax their strings."
    text = f"{title}\n\n" + "".join(f"Article {n}\nKites\n\n{rule}\n\n" for n in range(1, 5))
    meta = read_bytes(text.encode(), "kites.txt").meta
    assert (meta.name, sorted(meta.parties)) == (name, ["CHL", "PER"])
