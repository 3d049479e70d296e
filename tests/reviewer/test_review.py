"""What the reviewer says: with an invented model, and with the shipped one on invented articles."""

import json
import math
from pathlib import Path

import pytest

from tracker.errors import TemplateError
from tracker.matching import ArticleInput, Finding
from tracker.reviewer.model import LONGEST, Reviewer, load_reviewer, shipped_reviewer, terms
from tracker.reviewer.review import proposals, reviewed
from tracker.template import load_template

MODEL = Reviewer(
    language="en",
    rarity={"ports": 2.0, "open ports": 1.0, "ships": 1.0},
    weights={"ports": {"data_flows": 4.0}, "ships": {"data_flows": -4.0}},
    bias={"data_flows": -1.0, "customs_duties": -3.0},
    uncertain_below=0.05,
    propose_above=0.7,
)


def finding(code: str) -> Finding:
    return Finding(code, "hard", None, 0.9, ((0, 5),))


def test_probability_is_the_logistic_of_weighted_terms_of_unit_length() -> None:
    probable = MODEL.probabilities(ArticleInput(text="Open ports. Ports!"))
    ports, pair = (1 + math.log(2)) * 2.0, 1.0
    share = ports / math.sqrt(ports**2 + pair**2)
    assert probable["data_flows"] == pytest.approx(1 / (1 + math.exp(1 - 4 * share)))
    assert probable["customs_duties"] == pytest.approx(1 / (1 + math.exp(3)))


def test_an_improbable_finding_is_uncertain_and_nothing_else_of_it_changes() -> None:
    article = ArticleInput(text="Ships only.")
    (found,) = reviewed([finding("data_flows")], article, MODEL)
    assert found.uncertain
    assert (found.code, found.strength, found.spans) == ("data_flows", "hard", ((0, 5),))


def test_a_probable_finding_and_one_without_an_opinion_stay_certain() -> None:
    found = reviewed([finding("data_flows"), finding("patents")], ArticleInput(text="Open ports."), MODEL)
    assert [one.uncertain for one in found] == [False, False]


def test_other_languages_are_not_judged() -> None:
    article = ArticleInput(text="Ships only.", language="es")
    assert MODEL.probabilities(article) == {}
    assert not reviewed([finding("data_flows")], article, MODEL)[0].uncertain


def test_what_is_probable_and_was_not_found_is_proposed() -> None:
    article = ArticleInput(text="Open ports, ports.")
    probable = MODEL.probabilities(article)
    (proposal,) = proposals([], probable, MODEL)
    assert (proposal.code, proposal.probability > 0.7) == ("data_flows", True)
    assert proposals(["data_flows"], probable, MODEL) == []


def test_words_and_pairs_are_the_terms() -> None:
    assert list(terms("open ports, 3 ships")) == ["open", "ports", "ships", "open ports", "ports ships"]


def test_a_text_of_any_length_takes_bounded_time() -> None:
    long = ArticleInput(text="ships " * LONGEST)
    assert MODEL.probabilities(long) == MODEL.probabilities(ArticleInput(text="ships " * (2 * LONGEST)))


def test_a_broken_file_is_one_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "weights.json"
    for content in ("{", json.dumps({"language": "en"})):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(TemplateError, match=r"weights\.json:1: not the reviewer's weights"):
            load_reviewer(file)


def test_the_shipped_model_knows_provisions_of_the_template_and_says_how_it_was_measured() -> None:
    shipped = shipped_reviewer()
    assert shipped.provisions <= load_template().by_code.keys()
    assert 0 < shipped.uncertain_below < 0.5 < shipped.propose_above < 1
    facts = json.loads(
        (Path(load_reviewer.__code__.co_filename).with_name("weights.json")).read_text("utf-8")
    )
    assert facts["command"] == "uv run python -m benchmarks.reviewer"
    assert facts["measured"]["certain"] > facts["measured"]["uncertain"] > 0


def test_the_shipped_model_doubts_a_rule_on_spam_in_an_article_on_fish_and_not_in_one_on_spam() -> None:
    spam = ArticleInput(
        heading="Unsolicited Commercial Electronic Messages",
        text="Each Party shall require that senders of unsolicited commercial electronic messages let people refuse.",
    )
    fish = ArticleInput(
        heading="Fisheries", text="Each Party shall conserve fish stocks and manage its fleet."
    )
    shipped = shipped_reviewer()
    assert not reviewed([finding("unsolicited_messages")], spam, shipped)[0].uncertain
    assert reviewed([finding("unsolicited_messages")], fish, shipped)[0].uncertain
