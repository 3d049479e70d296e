"""What queries know of the template: order, titles, stand-ins for unknown codes."""

from tracker.queries import EnglishWords, ProvisionFacts, template_facts
from tracker.queries.core.template_facts import GROUPS, UNKNOWN_GROUP, facts_of
from tracker.template import load_template
from tracker.template.model import ProvisionWords


def test_provisions_come_with_the_core_first_and_in_the_principles_order() -> None:
    facts = template_facts()
    groups = [GROUPS.index(provision.group) for provision in facts.provisions]
    assert groups == sorted(groups)
    core = [provision for provision in facts.provisions if provision.group == "template"]
    first = [min(provision.principles) for provision in core]
    assert first == sorted(first)
    assert [provision.order for provision in facts.provisions] == list(range(len(facts.provisions)))


def test_all_24_principles_are_there_and_say_why_where_not_fully_readable() -> None:
    principles = template_facts().principles
    assert [principle.number for principle in principles] == list(range(1, 25))
    assert all(p.why_not_fully for p in principles if p.text_detectable != "yes")


def test_unknown_code_gets_a_readable_stand_in_at_the_end() -> None:
    facts = template_facts()
    unknown = facts.provision("blockchain_customs")
    assert (unknown.title, unknown.group) == ("Blockchain customs", UNKNOWN_GROUP)
    assert facts.sorted_codes(["blockchain_customs", "data_flows", "data_flows"]) == [
        "data_flows",
        "blockchain_customs",
    ]


def test_words_not_translated_yet_are_english_and_say_so() -> None:
    """Each of the three words by itself; a short name falls back to the title of its own language first."""
    template = load_template()
    code = template.provisions[0].code
    title = ProvisionWords(title="Aceite para lámparas")

    def facts(**translations: ProvisionWords) -> ProvisionFacts:
        entry = template.provisions[0].model_copy(update={"translations": translations, "name": ""})
        return facts_of(
            template.model_copy(update={"provisions": (entry, *template.provisions[1:])}), "es"
        ).provision(code)

    untranslated = facts()
    assert untranslated.title == untranslated.name == template.provisions[0].title
    for words in (untranslated.name, untranslated.title, untranslated.explainer):
        assert isinstance(words, EnglishWords)
    partly = facts(es=title)
    assert partly.title == partly.name == "Aceite para lámparas"
    assert not isinstance(partly.title, EnglishWords) and not isinstance(partly.name, EnglishWords)
    assert isinstance(partly.explainer, EnglishWords)
    assert not isinstance(facts_of(template).provision(code).title, EnglishWords)


def test_names_of_notes_are_in_the_language_or_english() -> None:
    template = load_template()
    names = {"lamp_oil": {"en": "lamp oil", "fr": "huile de lampe"}}
    entry = template.provisions[0].model_copy(update={"note_names": names})
    changed = template.model_copy(update={"provisions": (entry, *template.provisions[1:])})
    assert facts_of(changed, "fr").note_names["lamp_oil"] == "huile de lampe"
    assert not isinstance(facts_of(changed, "fr").note_names["lamp_oil"], EnglishWords)
    assert facts_of(changed, "es").note_names["lamp_oil"] == "lamp oil"
    assert isinstance(facts_of(changed, "es").note_names["lamp_oil"], EnglishWords)
