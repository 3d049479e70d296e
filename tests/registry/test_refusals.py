"""Whatever is wrong in the registry's files is one line that names file and line."""

import re
from pathlib import Path

import pytest

from tests.registry.conftest import INSTRUMENT, ROWS, SOURCE, Changed, Row
from tracker.errors import RegistryError
from tracker.registry import Registry, check_wanted, load_registry

EVENT = {"key": "OLD", "party": "PER", "event": "entry", "day": "2012-01-01", "source_url": SOURCE}
RELATION = {"key": "OLD", "relation": "amends", "target": "NEW", "source_url": SOURCE}
WANTED = {**ROWS["most_wanted"][0], "url": "https://orchards.example/other"}
CODING = dict(ROWS["hand_codings"][0], article="9.9")
REPORT = dict(ROWS["reported_facts"][0], article="9.9")


def other(**changes: str) -> Row:
    return {"key": "OTHER", **INSTRUMENT, "name": "Peru - Singapore Pear Agreement", **changes}


def test_the_invented_registry_is_in_order(invented: Registry) -> None:
    assert list(invented.instruments) == ["OLD", "NEW", "UNION"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (other(parties="PER;XXX"), "unknown party 'XXX'"),
        (other(parties="PER;PER"), "PER stands twice"),
        (other(groups="ACME"), "unknown group 'ACME'"),
        (other(kind="treaty"), "kind: 'treaty' is none of fta,"),
        (other(status="alive"), "status: 'alive' is none of in_force,"),
        (other(confidence="sure"), "confidence: 'sure' is none of high,"),
        (other(confidence="low"), "confidence low is a lead, not a fact"),
        (other(has_digital_rules="maybe"), "has_digital_rules: 'maybe' is none of y, n, unknown"),
        (other(unlisted=""), "unlisted: '' is none of bound, unknown"),
        (other(date_signed="2010-02-30"), "'2010-02-30' is no day"),
        (other(date_signed="1 March 2010"), "'1 March 2010' is no day"),
        (other(date_signed="2010-13"), "'2010-13' is no month"),
        (other(date_ended="2015"), "date_ended: '2015' is no day"),
        (other(date_in_force="2010-02-28"), "in force in 2010-02-28, before it was signed"),
        (other(date_provisional="2011-02-01"), "in force on 2011-01-01, before it was applied provisionally"),
        (other(date_ended="2010-12-31", status="terminated"), "ended on 2010-12-31, before it bound anyone"),
        (
            other(status="never_took_effect", date_in_force="", date_ended="2009-01-01"),
            "ended on 2009-01-01, before it was signed",
        ),
        (other(status="never_took_effect"), "status never_took_effect does not go with a date_in_force"),
        (other(date_in_force=""), "status in_force wants a date_in_force"),
        (other(status="signed"), "status signed does not go with a date_in_force"),
        (other(status="terminated"), "status terminated wants a date_ended"),
        (other(status="superseded", date_ended="2015-01-01"), "relations.csv does not say by what"),
        (other(source_url=""), "source_url: no source"),
        (other(source_url="a friend"), "'a friend' is no source"),
        (other(checked_on=""), "checked_on is empty"),
        (other(text_url="somewhere"), "text_url: "),
        (other(wto_rta_id="seven"), "wto_rta_id: "),
        (
            other(kind="protocol", wto_rta_id="9"),
            "wto_rta_id 9 is that of the agreement which this protocol changes",
        ),
        (other(key="other one"), "key: "),
        (other(note="word " * 70), "note: "),
        (other(key="OLD"), "key OLD stands in line 2 too"),
        (
            other(name="Orchard agreement, Peru-Singapore", names="Peru - Singapore orchard AGREEMENT"),
            "same name",
        ),
    ],
)
def test_a_wrong_agreement_is_refused(folder: Changed, row: Row, problem: str) -> None:
    refused(folder(instruments=[row]), "instruments.csv", 5, problem)


def test_an_agreement_numbered_twice_is_refused(folder: Changed) -> None:
    rows = [other(wto_rta_id="7"), other(key="THIRD", name="Peru - Singapore Plum Agreement", wto_rta_id="7")]
    refused(folder(instruments=rows), "instruments.csv", 6, "wto_rta_id 7 is that of OTHER in line 5")


def test_the_same_name_with_another_year_is_another_agreement(folder: Changed) -> None:
    later = other(name="Peru - Singapore Orchard Agreement", date_signed="2018", date_in_force="2019")
    known = load_registry(folder(instruments=[later]))
    assert [row.key for row in known.named("peru-singapore orchard agreement")] == ["OLD", "OTHER"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**EVENT, "key": "NONE"}, "unknown agreement 'NONE'"),
        ({**EVENT, "party": "ZZZ"}, "unknown party 'ZZZ'"),
        ({**EVENT, "party": "PER;SGP"}, "2 of party"),
        ({**EVENT, "party": "FRA"}, "FRA is no party to OLD"),
        ({**EVENT, "event": "left"}, "'left' is none of entry, provisional, exit, not_in_force"),
        ({**EVENT, "day": ""}, "day: "),
        ({**EVENT, "day": "2012-1-1"}, "'2012-1-1' is no day"),
        ({**EVENT, "day": "2010-02-01"}, "entry of PER on 2010-02-01, before OLD was signed"),
        ({**EVENT, "day": "2010-12-31"}, "entry of PER on 2010-12-31, before that of anyone"),
        ({**EVENT, "event": "exit", "day": "2010-12-31"}, "exit of PER on 2010-12-31, before it was bound"),
        ({**EVENT, "source_url": ""}, "source_url: no source"),
        (
            {**EVENT, "key": "UNION", "party": "CHL", "event": "provisional", "day": "2013-01-01"},
            "CHL has such an event in UNION in line 2 too",
        ),
    ],
)
def test_a_wrong_event_is_refused(folder: Changed, row: Row, problem: str) -> None:
    refused(folder(entry_by_party=[row]), "entry_by_party.csv", 3, problem)


def test_entry_and_not_in_force_exclude_each_other(folder: Changed) -> None:
    rows = [EVENT, {**EVENT, "event": "not_in_force", "day": "2013-01-01"}]
    refused(
        folder(entry_by_party=rows), "entry_by_party.csv", 4, "PER has such an event in OLD in line 3 too"
    )


def test_provisional_application_may_come_before_signature(folder: Changed) -> None:
    early = other(date_provisional="2009-01-01")
    row = {**EVENT, "key": "OTHER", "event": "provisional", "day": "2009-06-01"}
    known = load_registry(folder(instruments=[early], entry_by_party=[row]))
    assert [event.day.isoformat() for event in known.events_of("OTHER")] == ["2009-06-01"]


def test_an_event_after_the_end_is_refused(folder: Changed) -> None:
    ended = other(status="terminated", date_ended="2015-01-01")
    row = {**EVENT, "key": "OTHER", "day": "2015-01-02"}
    problem = "entry of PER on 2015-01-02, after the end on 2015-01-01"
    refused(folder(instruments=[ended], entry_by_party=[row]), "entry_by_party.csv", 3, problem)


def test_who_a_group_s_treaty_binds_is_said_in_groups_yaml_only(folder: Changed) -> None:
    treaty = other(
        key="EAEU",
        name="Treaty",
        parties="",
        groups="EAEU",
        date_signed="2014-05-29",
        date_in_force="2015-01-01",
    )
    row = {**EVENT, "key": "EAEU", "party": "ARM", "day": "2015-01-02"}
    problem = "who is bound by EAEU and since when follows from groups.yaml"
    refused(folder(instruments=[treaty], entry_by_party=[row]), "entry_by_party.csv", 3, problem)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**RELATION, "key": "NONE"}, "key: unknown agreement 'NONE'"),
        ({**RELATION, "target": "NONE"}, "target: unknown agreement 'NONE'"),
        ({**RELATION, "relation": "improves"}, "'improves' is none of incorporates,"),
        ({**RELATION, "target": "OLD"}, "OLD amends itself"),
        ({**RELATION, "relation": "suspends"}, "suspends wants articles"),
        ({**RELATION, "articles": "fourteen"}, "'fourteen' is no article"),
        ({**RELATION, "articles": "14.11;14.11"}, "14.11 stands twice"),
        ({**RELATION, "articles": "*;14.11"}, "* means all articles"),
        ({**RELATION, "articles": "-14.11"}, "leaves a whole article out of *"),
        ({**RELATION, "party": "PER"}, "party is for withdrawn_from"),
        ({**RELATION, "relation": "withdrawn_from", "target": "OLD"}, "withdrawn_from wants one"),
        (
            {**RELATION, "relation": "withdrawn_from", "target": "OLD", "party": "PER"},
            "withdrawn_from wants a day",
        ),
        (
            {**RELATION, "relation": "withdrawn_from", "target": "OLD", "party": "FRA", "day": "2014-01-01"},
            "FRA is no party to OLD",
        ),
        ({**RELATION, "day": "2009-01-01"}, "holds from 2009-01-01, before OLD was signed"),
        ({**RELATION, "source_url": " "}, "source_url: no source"),
        ({**RELATION, "relation": "incorporates", "articles": "*"}, "incorporates in a circle: "),
        (dict(ROWS["relations"][0]), "the same stands in line 2"),
    ],
)
def test_a_wrong_relation_is_refused(folder: Changed, row: Row, problem: str) -> None:
    refused(folder(relations=[row]), "relations.csv", 3, problem)


def test_a_longer_circle_is_found(folder: Changed) -> None:
    chain = {"relation": "incorporates", "articles": "*", "source_url": SOURCE}
    rows = [{**chain, "key": "OTHER", "target": "NEW"}, {**chain, "key": "OLD", "target": "OTHER"}]
    problem = "incorporates in a circle: NEW -> OLD -> OTHER -> NEW"
    refused(folder(instruments=[other()], relations=rows), "relations.csv", 3, problem)


@pytest.mark.parametrize("relation", ["incorporates", "replaces", "suspends"])
def test_what_incorporates_articles_is_not_replaced_by_their_agreement(
    folder: Changed, relation: str
) -> None:
    """NEW incorporates OLD: OLD cannot take articles of NEW over or out of effect, nor by a third."""
    row = {"relation": relation, "articles": "3.3", "source_url": SOURCE}
    problem = f"{relation} in a circle: NEW -> OLD -> NEW"
    refused(folder(relations=[{**row, "key": "OLD", "target": "NEW"}]), "relations.csv", 3, problem)
    rows = [{**row, "key": "OTHER", "target": "NEW"}, {**row, "key": "OLD", "target": "OTHER"}]
    problem = f"{relation} in a circle: NEW -> OLD -> OTHER -> NEW"
    refused(folder(instruments=[other()], relations=rows), "relations.csv", 3, problem)


def test_an_end_that_is_not_the_eve_of_what_came_after_is_refused(folder: Changed) -> None:
    ended = other(status="superseded", date_ended="2020-06-01")
    row = {
        "key": "NEW",
        "relation": "supersedes",
        "target": "OTHER",
        "day": "2020-06-01",
        "source_url": SOURCE,
    }
    problem = "OTHER ended on 2020-06-01 by instruments.csv, not on the eve of 2020-06-01"
    refused(folder(instruments=[ended], relations=[row]), "relations.csv", 3, problem)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**CODING, "key": "NONE"}, "unknown agreement 'NONE'"),
        ({**CODING, "code": "data_flow"}, "unknown provision 'data_flow'"),
        ({**CODING, "strength": "firm"}, "strength: 'firm' is none of hard, soft"),
        ({**CODING, "exception": "some"}, "exception: 'some' is none of y, n"),
        ({**CODING, "scope": "space"}, "scope: 'space' is none of general,"),
        ({**CODING, "bound": "FRA"}, "FRA is no party to OLD"),
        ({**CODING, "bound": "XXX"}, "unknown party 'XXX'"),
        ({**CODING, "article": ""}, "article: "),
        ({**CODING, "source_url": ""}, "source_url: no source"),
        ({**CODING, "article": "3.4"}, "the same article and provision stand in line 2"),
    ],
)
def test_a_wrong_coding_is_refused(folder: Changed, row: Row, problem: str) -> None:
    refused(folder(hand_codings=[row]), "hand_codings.csv", 3, problem)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**REPORT, "key": "NONE"}, "unknown agreement 'NONE'"),
        ({**REPORT, "code": "none"}, "unknown provision 'none'"),
        ({**REPORT, "strength": ""}, "strength: '' is none of hard, soft, unknown"),
        ({**REPORT, "exception": ""}, "exception: '' is none of y, n, unknown"),
        ({**REPORT, "scope": ""}, "scope: '' is none of general,"),
        ({**REPORT, "confidence": "full"}, "confidence: 'full' is none of high, medium, low"),
        ({**REPORT, "source_kind": "rumour"}, "source_kind: 'rumour' is none of treaty_text,"),
        ({**REPORT, "source_url": ""}, "source_url: no source"),
    ],
)
def test_a_wrong_report_is_refused(folder: Changed, row: Row, problem: str) -> None:
    refused(folder(reported_facts=[row]), "reported_facts.csv", 3, problem)


def test_provisions_to_come_wait_and_others_do_not(folder: Changed, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "lamp_oil_tax"
    monkeypatch.setattr("tracker.registry.checks.CODES_TO_COME", frozenset({code}))
    known = load_registry(
        folder(hand_codings=[{**CODING, "code": code}], reported_facts=[{**REPORT, "code": code}])
    )
    assert [row.code for row in known.waiting] == [code, code]
    assert {row.code for row in (*known.codings, *known.reports)} == {"data_flows", "source_code"}


def test_wrong_columns_are_refused(folder: Changed) -> None:
    file = folder() / "relations.csv"
    file.write_text(file.read_text().replace("articles", "article"))
    refused(file.parent, "relations.csv", 1, "columns are not key,relation,target,party,articles")


def test_a_comma_too_many_is_refused(folder: Changed) -> None:
    file = folder() / "entry_by_party.csv"
    file.write_text(file.read_text() + "OLD,PER,entry,2012-01-01,https://example.org,more\n")
    refused(file.parent, "entry_by_party.csv", 3, "6 cells instead of 5")


def test_lines_are_those_of_the_file_where_a_cell_holds_a_line_break(folder: Changed) -> None:
    rows = [{**CODING, "note": "two\nlines"}, {**CODING, "article": "8.1", "code": "pears"}]
    refused(folder(hand_codings=rows), "hand_codings.csv", 5, "unknown provision 'pears'")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b'"open'])
def test_a_file_that_cannot_be_read_is_refused(folder: Changed, content: bytes) -> None:
    file = folder() / "relations.csv"
    file.write_bytes(content)
    refused(file.parent, "relations.csv", 1, "")


def test_a_missing_file_is_refused(folder: Changed) -> None:
    at = folder()
    (at / "hand_codings.csv").unlink()
    refused(at, "hand_codings.csv", 1, "cannot be read")


def refused(folder: Path, file: str, line: int, problem: str) -> None:
    with pytest.raises(RegistryError) as error:
        load_registry(folder)
    message = str(error.value)
    assert message.startswith(f"{folder / file}:{line}: ")
    assert problem in message
    assert "\n" not in message
    assert re.search(r"; [^;]+$", message), "says what to do"


TEXT = {"sha256": "cd" * 32, "key": "OLD", "language": "en", "source_url": SOURCE}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**TEXT, "key": "NONE"}, "unknown agreement 'NONE'"),
        ({**TEXT, "sha256": "cd"}, "sha256: "),
        ({**TEXT, "language": "english"}, "language: "),
        ({**TEXT, "source_url": ""}, "source_url: no source"),
        ({**TEXT, "sha256": "ab" * 32}, "the same text stands in line 2"),
    ],
)
def test_a_wrong_text_is_refused(folder: Changed, row: Row, problem: str) -> None:
    refused(folder(texts=[row]), "texts.csv", 3, problem)


NUMBER = {"key": "OLD", "number": "12", "day": "2011", "source_url": SOURCE}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**NUMBER, "key": "NONE"}, "unknown agreement 'NONE'"),
        ({**NUMBER, "number": "some"}, "number: "),
        ({**NUMBER, "number": "0"}, "number: "),
        ({**NUMBER, "day": ""}, "day: "),
        ({**NUMBER, "day": "2011-13"}, "'2011-13' is no month"),
        ({**NUMBER, "source_url": ""}, "source_url: no source"),
        ({**NUMBER, "key": "UNION", "day": "2013-05"}, "the number of 2013-05 stands in line 2 too"),
    ],
)
def test_a_wrong_number_of_participants_is_refused(folder: Changed, row: Row, problem: str) -> None:
    refused(folder(participants=[row]), "participants.csv", 3, problem)


def test_the_latest_number_of_participants_counts(folder: Changed) -> None:
    later = {"key": "UNION", "number": "9", "day": "2014", "source_url": SOURCE}
    known = load_registry(folder(participants=[later]))
    found = known.participation_of("UNION")
    assert found is not None and (found.number, str(found.day)) == (9, "2014")
    assert known.participation_of("OLD") is None


def test_texts_are_known_by_their_bytes(folder: Changed) -> None:
    known = load_registry(folder())
    [text] = known.texts_of("NEW")
    assert (text.missing, known.texts["ab" * 32]) == (("annexes", "chapters 1-4"), text)
    assert known.texts_of("OLD") == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**WANTED, "key": "NONE"}, "unknown agreement 'NONE'"),
        (
            {**WANTED, "url": "http://orchards.example/other"},
            "'http://orchards.example/other' is no https address",
        ),
        ({**WANTED, "url": "https:///other"}, "is no https address"),
        ({**WANTED, "url": "https://orchards.example/an other"}, "is no https address"),
        ({**WANTED, "source": "The Orchards"}, "source: "),
        ({**WANTED, "language": "english"}, "language: "),
        ({**WANTED, "official": "perhaps"}, "'perhaps' is none of y, n"),
        ({**WANTED, "basis": "guess"}, "'guess' is none of read, shape"),
        ({**WANTED, "seen_in": ""}, "basis read wants a seen_in"),
        ({**WANTED, "basis": "shape"}, "basis shape has none"),
        ({**WANTED, "looked_on": ""}, "looked_on is empty"),
        (dict(ROWS["most_wanted"][0]), "the same address stands in line 2"),
    ],
)
def test_a_wrong_address_of_a_wanted_text_is_refused(folder: Changed, row: Row, problem: str) -> None:
    refused(folder(most_wanted=[row]), "most_wanted.csv", 3, problem)


def test_an_address_that_the_agreement_has_already_is_refused(folder: Changed) -> None:
    row = {**WANTED, "key": "OTHER"}
    known = folder(instruments=[other(text_url=WANTED["url"])], most_wanted=[row])
    refused(known, "most_wanted.csv", 3, "the address is the text_url of OTHER in line 5 of instruments.csv")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**WANTED, "source": "gardens"}, "unknown source 'gardens'; use one that exists, or other"),
        ({**WANTED, "url": "https://gardens.example/old"}, "gardens.example is no host of orchards"),
    ],
)
def test_a_wanted_text_lies_on_a_host_of_its_source(folder: Changed, row: Row, problem: str) -> None:
    at = folder(most_wanted=[row])
    with pytest.raises(RegistryError, match=re.escape(f"{at / 'most_wanted.csv'}:3: {problem}")):
        check_wanted({"orchards": ("orchards.example",)}, at)


def test_a_wanted_text_of_no_source_may_lie_anywhere(folder: Changed) -> None:
    row = {**WANTED, "source": "other", "url": "https://gardens.example/old"}
    at = folder(most_wanted=[row])
    assert check_wanted({"orchards": ("orchards.example",)}, at) == 2
    assert [wanted.url for wanted in load_registry(at).wanted_of("OLD")] == [
        "https://orchards.example/old",
        "https://gardens.example/old",
    ]
