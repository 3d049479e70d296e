"""Names of agreements in the language of the page."""

import pytest

from dashboard.parts.messages import Messages, languages
from dashboard.parts.official_names import agreement_name, official_names
from tracker.facts import snapshot

TPP = "trans-pacific-partnership-2016"


def test_every_entry_names_its_source_and_an_agreement_there_is() -> None:
    known = {agreement["slug"] for agreement in snapshot.read()["agreements"]}
    for slug, names in official_names().items():
        assert slug in known, slug
        assert names["source"]
        spoken = set(names) - {"source"}
        assert spoken and spoken <= {*languages(), "pt", "ar"}, slug
        assert all(len(names[language]) > 5 for language in spoken)


@pytest.mark.parametrize(
    ("language", "slug", "name", "shown"),
    [
        ("en", TPP, "Trans-Pacific Partnership", "Trans-Pacific Partnership"),
        ("es", TPP, "Trans-Pacific Partnership", "Acuerdo de Asociación Transpacífico (TPP)"),
        ("fr", TPP, "Trans-Pacific Partnership", "Accord de partenariat transpacifique (PTP)"),
        ("es", "x", "Peru - Korea, Republic of", "Perú - República de Corea"),
        ("fr", "x", "Mexico - Uruguay", "Mexique - Uruguay"),
        ("fr", "x", "Mexico - Atlantis", "Mexico - Atlantis"),
        ("es", "x", "Some Framework Agreement", "Some Framework Agreement"),
        ("es", "x", "<b>Peru</b> - Chile", "<b>Peru</b> - Chile"),
    ],
)
def test_official_name_else_the_sides_else_the_name(language: str, slug: str, name: str, shown: str) -> None:
    assert agreement_name(Messages(language), slug, name) == shown
