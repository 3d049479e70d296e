"""Messages for translators: offered when all is translated, kept when renewed, marked where the English changed."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard.parts import catalogue, messages, pseudo
from dashboard.parts.messages import Messages, is_language, written_messages
from dashboard.parts.pseudo import PSEUDO, mirrored


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of catalogues; what was read before is forgotten, before and after."""
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogue, "TEMPLATE", tmp_path / "messages.pot")
    caches = (messages.languages, messages._spoken, catalogue.translated)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path
    for cache in caches:
        cache.cache_clear()


def fill_in(language: str, *, without: str | None = None) -> None:
    """Translate every message but one, each form in its own way."""
    catalog = catalogue.renewed(language)
    for message in catalog:
        if message.id and message.context != without:
            forms = catalog.num_plurals
            message.string = (
                f"{language} {message.id}"
                if isinstance(message.id, str)
                else tuple(f"{language}{at} {message.id[1]}" for at in range(forms))
            )
    catalogue.file_of(language).parent.mkdir(parents=True, exist_ok=True)
    catalogue.file_of(language).write_bytes(catalogue.as_file(catalog))


def test_every_english_message_is_in_the_template_once() -> None:
    keys = [str(message.context) for message in catalogue.template() if message.id]
    assert len(keys) == len(set(keys))
    english = written_messages("en")
    stems = {key.removesuffix(".one").removesuffix(".many") for key in english}
    assert set(keys) <= stems | set(english) and "number.agreements" in keys
    placeholder = next(message for message in catalogue.template() if message.context == "named")
    assert "python-brace-format" in placeholder.flags
    assert placeholder.auto_comments[0].startswith("es: ")


@pytest.mark.parametrize("language", catalogue.PREPARED)
def test_prepared_languages_have_a_catalogue_and_are_not_offered_yet(language: str) -> None:
    with catalogue.file_of(language).open("rb") as stream:
        catalog = read_po(stream, locale=language)
    assert catalog.num_plurals == {"ar": 6, "pt": 3}[language]
    assert catalog.get("Country", context="country.nav") is not None
    assert not is_language(language)


def test_language_is_offered_when_nothing_is_open(catalogues: Path) -> None:
    fill_in("ar", without="country.nav")
    assert catalogue.open_keys("ar") == {"country.nav"}
    assert messages.languages() == ("en", "es", "fr")
    messages.languages.cache_clear()
    fill_in("ar")
    assert messages.languages() == ("en", "es", "fr", "ar")
    arabic = Messages("ar")
    assert arabic.direction == "rtl" and Messages("fr").direction == "ltr"
    assert arabic.say("country.nav") == "ar Country"
    forms = [arabic.count("number.agreements", number) for number in (0, 1, 2, 3, 11, 100)]
    assert [form[:3] for form in forms] == [f"ar{at}" for at in range(6)]
    assert forms[3] == "ar3 3 agreements"


def test_catalogues_are_renewed_without_losing_a_translation(
    catalogues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in("pt")
    before = catalogue.file_of("pt").read_bytes()
    catalogue.main()
    assert catalogue.file_of("pt").read_bytes() == before
    changed = {**written_messages("en"), "country.nav": "Nation", "brand.new": "New"}
    monkeypatch.setattr(
        catalogue,
        "written_messages",
        lambda language: changed if language == "en" else written_messages(language),
    )
    catalogue.main()
    assert catalogue.open_keys("pt") == {"country.nav", "brand.new"}
    kept = next(message for message in catalogue.renewed("pt") if message.context == "country.nav")
    assert (kept.string, kept.fuzzy) == ("pt Country", True)


def test_pseudo_locale_is_there_when_it_is_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_language(PSEUDO)
    monkeypatch.setenv("TRACKER_PSEUDO_LOCALE", "1")
    found = Messages(PSEUDO)
    assert found.direction == "rtl"
    assert PSEUDO not in messages.languages()
    assert found.count("number.agreements", 1_234).startswith("1,234 ")


def test_pseudo_locale_keeps_placeholders_and_numbers() -> None:
    assert mirrored("Only {number} of 24") == f"{mirrored('Only')} {{number}} {mirrored('of')} 24"
    assert not any("a" <= letter <= "z" for letter in mirrored("No agreement “here”."))
    assert mirrored(",") == ","
    assert len(pseudo.mirrored("abc")) == 3
