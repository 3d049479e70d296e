"""What queries know of the template: order, titles, stand-ins for unknown codes."""

from tracker.queries import template_facts
from tracker.queries.core.template_facts import GROUPS, UNKNOWN_GROUP


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
