"""The start page: whose template and why, find your country, headlines; the answer before the controls."""

import pytest

from dashboard.parts.messages import Messages, languages
from tests.dashboard.conftest import Open, shown


@pytest.mark.parametrize("language", languages())
def test_visitor_learns_whose_list_it_is_and_finds_a_country(
    world: str, open_page: Open, language: str
) -> None:
    test = open_page("spread", lang=language)
    html = shown(test)
    messages = Messages(language)
    assert messages.say("start.why") in html
    assert "Digital 2 Dozen" in messages.say("start.why") and "2016" in messages.say("start.why")
    assert messages.say("purpose") in html
    assert test.selectbox(key="find-country").label == messages.say("start.find")


def test_headline_is_what_the_facts_prove(world: str, open_page: Open) -> None:
    html = shown(open_page("spread"))
    assert (
        "Data may leave the country</a>: binding for at least 3 countries, by at least 1 agreement in force."
        in html
    )
    assert "North - South</a>, in force since 2012-03-04, has 1 binding rule from the list." in html
    assert "no other aim has spread faster" not in html, "nothing took effect of late"


def test_answer_comes_before_the_controls_and_what_explains_it_after(world: str, open_page: Open) -> None:
    html = shown(open_page("spread"))
    assert html.index("figure-line") < html.index("provision=source_code") < html.index("</footer>")


def test_with_a_choice_in_the_address_the_page_begins_with_it(world: str, open_page: Open) -> None:
    test = open_page("spread", provision="source_code")
    assert Messages().say("start.why") not in shown(test)
    assert not [box for box in test.selectbox if box.key == "find-country"]


def test_choosing_a_country_leads_to_its_page(world: str, open_page: Open) -> None:
    test = open_page("spread", lang="fr")
    test.selectbox(key="find-country").select("AAA").run()
    assert not test.exception
    assert dict(test.query_params) == {"country": "AAA", "lang": "fr"}
    assert "<h1>Land AAA</h1>" in shown(test)
