"""The message files of every language of the dashboard have the names of provisions, topics and the like."""

import pytest

from dashboard.parts.messages import Messages, languages
from dashboard.parts.missing import missing_parts, missing_words
from dashboard.parts.names import party, provision_name
from dashboard.parts.notes import note_name, promised
from tracker.queries import EnglishWords, template_facts
from tracker.template import load_template
from tracker.texts import chapter_topics


@pytest.mark.parametrize("language", languages())
def test_every_topic_has_a_name_in_every_language(language: str) -> None:
    own = Messages(language).own_keys()
    assert {f"topic.{topic}" for topic in chapter_topics()} == {
        key for key in own if key.startswith("topic.")
    }


@pytest.mark.parametrize("language", languages())
def test_every_group_and_every_kind_of_note_has_a_name(language: str) -> None:
    """Notes in the messages, or in the provision's own file; there in English at least."""
    template = load_template()
    own = Messages(language).own_keys()
    groups = {f"group.{entry.group.replace(' ', '_')}" for entry in template.provisions}
    kinds = {
        f"note.exception.{phrase.kind}" for words in template.words.values() for phrase in words.exceptions
    }
    notes = {
        f"note.{note.code.replace(':', '.')}"
        for entry in template.provisions
        for rules in entry.languages.values()
        for note in rules.notes
        if note.code not in entry.note_names
    }
    named = groups | {key for key in kinds if key.replace("exception", "scope", 1) not in own} | notes
    assert named - own == set()


@pytest.mark.parametrize("language", languages())
def test_no_provision_is_shown_by_its_bare_code(language: str) -> None:
    for entry in template_facts(language).provisions:
        for words in (entry.name, entry.title, entry.explainer):
            assert words.strip() and "_" not in words, entry.code


@pytest.mark.parametrize("language", languages())
def test_no_two_provisions_share_a_short_name(language: str) -> None:
    messages = Messages(language)
    names = [provision_name(messages, entry.code) for entry in load_template().provisions]
    assert len(set(names)) == len(names)


def test_parties_are_named_in_the_language_or_as_the_database_has_them() -> None:
    assert party(Messages("es"), "DZA", "Algeria") == "Argelia"
    assert party(Messages("fr"), "EU", "European Union") == "Union européenne"
    assert party(Messages("fr"), "???", "A party unknown here") == "A party unknown here"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "chapters 2, 14-24; articles 4.1-4.3; annexes 13-B, I; annexes on goods 2-A; schedules"),
        (
            "es",
            "capítulos 2, 14-24; artículos 4.1-4.3; anexos 13-B, I; anexos sobre mercancías 2-A; listas",
        ),
        (
            "fr",
            "chapitres 2, 14-24; articles 4.1-4.3; annexes 13-B, I; annexes sur les marchandises 2-A; listes",
        ),
    ],
)
def test_what_a_text_lacks_is_said_in_words(language: str, words: str) -> None:
    codes = ("chapters:2,14-24", "articles:4.1-4.3", "annexes:13-B,I", "goods_annexes:2-A", "schedules")
    assert missing_words(Messages(language), codes) == words


def test_of_many_annexes_the_first_are_named() -> None:
    code = "annexes:" + ",".join(str(number) for number in range(1, 12))
    assert missing_words(Messages(), (code,)) == "annexes 1, 2, 3, 4, 5, 6, 7, 8 and 3 more"
    assert missing_words(Messages(), (code,), whole=True).endswith(", 8, 9, 10, 11")
    assert missing_words(Messages(), ("annexes",)) == "annexes"


def test_notes_and_gaps_of_texts_are_said_in_the_language_of_the_page() -> None:
    """Parties that are exempt or bound later by name, numbers of parts as numbers, gaps in words; what the registry
    says freely is marked as English."""
    french = Messages("fr")
    assert note_name(french, "transition:VNM") == "partie liée plus tard\u00a0: Viet Nam"
    assert note_name(french, "covers:chapter:two-seven").endswith("2-7")
    assert note_name(french, "covers:annex:iv").endswith("IV")
    assert missing_parts(Messages("es"), ["annexes", "some schedules"]) == ["anexos", "algunas listas"]
    [free] = missing_parts(french, ["the map"])
    assert isinstance(free, EnglishWords)
    assert "Viet Nam" in str(promised(Messages(), ["transition:VNM", "privacy"]))
