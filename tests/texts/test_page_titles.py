"""The name of an agreement in the title of a web page."""

import pytest

from tracker.texts.page_titles import name_in_page_title

NAMED = {
    "SICE: Trade Agreements: Arcadia-Sylvania": "Arcadia-Sylvania",
    "SICE: Trade Policy Developments: Arcadia-Sylvania Free Trade Agreement": "Arcadia-Sylvania Free Trade Agreement",
    "SICE: Acuerdos Comerciales: Acuerdo de Cometas Arcadia-Silvania": "Acuerdo de Cometas Arcadia-Silvania",
    "SICE - Arcadia - Sylvania Free Trade Agreement": "Arcadia - Sylvania Free Trade Agreement",
    "Arcadia-Sylvania Free Trade Agreement | Department of Kites": "Arcadia-Sylvania Free Trade Agreement",
    "Arcadia-Sylvania FTA official text | Government of Sylvania Department of Kites": "Arcadia-Sylvania FTA",
    "Arcadia-Sylvania Agreement: Text of the agreement - Trade - European Commission": "Arcadia-Sylvania Agreement",
    "EU-Arcadia: Text of the agreement": "EU-Arcadia",
    "Text of the agreement - Arcadia-Sylvania Agreement (ASA) - Global Affairs": "Arcadia-Sylvania Agreement (ASA)",
    "Text of the Arcadia-Sylvania Agreement | Ministry of Kites": "Arcadia-Sylvania Agreement",
    "Arcadia-Sylvania Agreement (ASA) – Chapter 19 – Digital Trade": "Arcadia-Sylvania Agreement (ASA)",
    "Arcadia–Sylvania Agreement text and resources | New Sylvania Ministry": "Arcadia–Sylvania Agreement",
    "MTI - Arcadia-Sylvania Digital Economy Agreement": "Arcadia-Sylvania Digital Economy Agreement",
    "Home | Arcadia-Sylvania Free Trade Agreement": "Arcadia-Sylvania Free Trade Agreement",
    "Ministry of Trade » Agreements » Arcadia - Sylvania Partnership Agreement": (
        "Arcadia - Sylvania Partnership Agreement"
    ),
    "Acuerdo de Cometas Arcadia - Silvania | Ministerio de Cometas": "Acuerdo de Cometas Arcadia - Silvania",
    "Texto del Acuerdo de Cometas Arcadia - Silvania": "Acuerdo de Cometas Arcadia - Silvania",
    "UK/Arcadia: Free Trade Agreement [CS Arcadia No.1/2024] - GOV.UK": (
        "UK/Arcadia: Free Trade Agreement [CS Arcadia No.1/2024]"
    ),
    "EFTA - Arcadia Free Trade Agreement": "EFTA - Arcadia Free Trade Agreement",
    "UK - Arcadia Agreement | Trade": "UK - Arcadia Agreement",
    "Agreement on Kites": "Agreement on Kites",
}


@pytest.mark.parametrize("title", NAMED)
def test_the_name_is_what_is_left_without_the_site(title: str) -> None:
    assert name_in_page_title(title) == NAMED[title]


@pytest.mark.parametrize(
    "title",
    [
        "Text of the agreement | Department of Kites",
        "Text of the agreement",
        "SICE: Acuerdos Comerciales:",
        "SICE: Multilateral Agreements: the Lake",
        "Title Page – Preamble – Table of Contents (web version)",
        "Final Text | United Lands Trade Representative",
        "Free Trade Agreements | EFTA",
        "Arcadia | Lake Free Trade Association",
        "Chapter 19 - Digital Trade",
        "",
    ],
)
def test_a_title_that_names_none_gives_none(title: str) -> None:
    assert name_in_page_title(title) is None
