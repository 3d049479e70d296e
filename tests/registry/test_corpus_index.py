"""Every text of the corpus' index finds its agreement in the registry: by name, parties and year."""

import csv

import pytest

from tests.conftest import SHARED
from tracker.registry import registry

INDEX = SHARED / "corpus" / "INDEX.tsv"

KEYS = {
    "us_malaysia_art_2025.md": "US_MYS_ART",
    "us_cambodia_art_2025.md": "US_KHM_ART",
    "us_jordan_art_2026.md": "US_JOR_ART",
    "rcep_2020_ch12_ecommerce.txt": "RCEP",
    "rcep_2020_ch05_to_ch20.txt": "RCEP",
    "rcep_2020_all_chapters.pdf": "RCEP",
    "cptpp_2018_shell.txt": "CPTPP",
    "tpp_2016_signed_whole_with_annexes.txt": "TPP",
    "pacer_plus_2017.txt": "PACER_PLUS",
    "eu_vietnam_agreed_text_2016_ch8.md": "EVFTA",
    "efta_moldova_2023_de.md": "WTO_1154",
    "efta_india_tepa_2024_de.md": "WTO_598",
    "efta_indonesia_2018_en.txt": "WTO_601",
    "efta_georgia_2016.txt": "WTO_953",
    "korea_singapore_dpa_2022_ko.md": "KSDPA",
    "depa_2020_protocol_2023_ko.md": "DEPA",
    "colombia_mercosur_ace72_2017_es.txt": "ACE_72",
    "uk_japan_cepa_2020_whole.txt": "UK_JPN_CEPA",
    "uk_ukraine_2020_whole.txt": "UK_UKR_FTA",
    "uk_moldova_2020_whole.txt": "WTO_1125",
    "uk_turkey_2020.txt": "UK_TUR",
    "uk_vietnam_2020.txt": "WTO_1130",
    "uk_singapore_fta_2020.txt": "UK_SGP_FTA",
    "uk_canada_tca_2020.txt": "WTO_1133",
    "uk_mexico_2020.txt": "WTO_1124",
    "uk_central_america_2019.txt": "WTO_1098",
    "afcfta_digital_trade_protocol_2024.pdf": "AFCFTA_DIG",
    "afcfta_agreement_2018.pdf": "AFCFTA",
    "aanzfta_2009.pdf": "AANZFTA",
}

NEW = {
    "ceta_2016.txt": "CETA",
    "china_georgia_2017.txt": "WTO_991",
    "eu_japan_2018.txt": "EUJEPA",
    "eu_singapore_2018.txt": "EUSFTA",
    "honduras_peru_2015_es.txt": "PER_HND",
    "korea_new_zealand_2015.txt": "KOR_NZL",
    "peru_australia_2018.txt": "WTO_1032",
    "singapore_turkey_2015.txt": "TUR_SGP",
    "uk_japan_cepa_2020_ch8_sectionF.txt": "UK_JPN_CEPA",
    "uk_moldova_2020_ch6_s6_ecommerce.txt": "WTO_1125",
    "uk_singapore_digital_economy_agreement_2022.txt": "UKSDEA",
    "uk_ukraine_2020_ch6_s6_ecommerce.txt": "UK_UKR_FTA",
    "uk_ukraine_digital_trade_agreement_2023.txt": "UK_UKR_DTA",
}
"""Texts of corpus/new, which the index does not list."""

pytestmark = pytest.mark.skipif(not INDEX.is_file(), reason="the corpus is not beside the project")


def names_in(cell: str) -> list[str]:
    """The name as the index writes it, and without what it adds about the text."""
    short = cell.partition(" (")[0].partition(", agreed")[0].partition(" with ")[0].partition(" and its")[0]
    return list(dict.fromkeys((cell, short, short.removesuffix(" whole"))))


def test_every_text_of_the_index_has_a_row() -> None:
    known = registry()
    with INDEX.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    found = {}
    for row in rows:
        candidates = {hit.key for name in names_in(row["agreement"]) for hit in known.named(name)}
        found[row["file"].partition("/")[2]] = candidates
    assert {file: keys for file, keys in found.items() if keys != {KEYS.get(file)}} == {}


def test_every_other_text_has_a_row() -> None:
    there = {file.name for file in (SHARED / "corpus" / "new").iterdir()}
    assert there == set(NEW)
    assert set(NEW.values()) <= set(registry().instruments)


def test_parties_of_the_index_are_parties_of_the_row() -> None:
    known = registry()
    with INDEX.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    strangers = {}
    for row in rows:
        codes = [code for code in row["parties"].split(";") if len(code) == 3 and code.isupper()]
        key = KEYS[row["file"].partition("/")[2]]
        if extra := sorted(set(codes) - set(known.parties_of(key))):
            strangers[key] = extra
    # Signed by fourteen; the WTO's list has those eleven that went on with it.
    assert strangers == {"PACER_PLUS": ["FSM", "MHL", "PLW"]}
