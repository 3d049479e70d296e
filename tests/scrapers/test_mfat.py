"""The MFAT spider: PDF chapters, two lists by state."""

from tests.scrapers.local_sites import by_key, crawled, numbers


def test_chapters_and_a_single_text_with_the_state_of_their_list() -> None:
    report, asked = crawled("mfat")
    assert not [path for path in asked if "Tariff" in path or "NIA" in path]
    documents = by_key(report)
    agreement = documents["nz-arcadia-free-trade-agreement"]
    assert agreement["parts"] == [
        "Preamble.pdf",
        "1.-Initial-provisions.pdf",
        "14.-Electronic-Commerce-Chapter.pdf",
    ]
    assert agreement["overrides"]["legal_status"] == "in_force"
    assert numbers(agreement) == ["Article 1.1", "Article 14.1", "Article 14.2"]
    assert agreement["articles"][-1][0] == "14. Electronic commerce"
    assert documents["ruritania"]["overrides"]["legal_status"] == "signed"
    assert documents["ruritania"]["overrides"]["name"] == "New Zealand-Ruritania Closer Partnership"
    assert numbers(documents["ruritania"]) == ["Article 1", "Article 2"]
    assert len(documents) == 2
    assert report["errors"] == []
