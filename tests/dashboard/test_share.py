"""Sharing a page: its link, picture, frame and citations; the country and the opened rows that links keep."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from dashboard.parts import share
from dashboard.parts.messages import Messages
from dashboard.preview import Preview
from tests.dashboard.conftest import Open, shown
from tracker.queries import Status
from tracker.queries.operations.status import Progress, VersionUse

NOW = Status(
    agreements=1,
    countries=1,
    findings=1,
    languages={},
    progress=Progress(1, 1, 1, 1, 1),
    latest_fetch=datetime(2026, 1, 2, tzinfo=UTC),
    last_runs=(),
    versions_in_use=(VersionUse("3", "7", 5),),
)
DAY = date(2026, 11, 29)
SHOWN = Preview("", "", "Land & Sea_1: {free}")
LINK = "https://t.example/country?country=AAA"


def test_citations_name_the_versions_of_the_data() -> None:
    assert share.apa(Messages(), SHOWN, NOW, LINK, DAY) == (
        "Digital Trade Tracker. (2026). Land & Sea_1: {free} [Data set; texts of 2026-01-02, template 3, matcher 7]. "
        f"Retrieved November 29, 2026, from {LINK}"
    )
    entry = share.bibtex(Messages(), SHOWN, NOW, LINK, DAY)
    assert entry.startswith("@misc{land-sea-1-free-20261129,\n  author = {{Digital Trade Tracker}},")
    assert r"title = {Land \& Sea\_1: \{free\}}" in entry
    assert "note = {Data: texts of 2026-01-02, template 3, matcher 7}" in entry
    assert f"url = {{{LINK}}}" in entry and "urldate = {2026-11-29}" in entry


def test_page_of_a_country_can_be_shared(world: str, open_page: Open) -> None:
    html = shown(open_page("country", country="AAA", row="policy-x,other"))
    fold = html[html.index('id="share"') :]
    copied = re.findall(r'data-copy="([^"]*)"', fold)
    assert copied[0] == "", "the button copies the address as it is then"
    assert "row=policy-x%2Cother" in fold
    (card,) = re.findall(r'href="(\./card\.png[^"]+)" download="land-aaa\.png"', fold)
    assert unescape(card) == "./card.png?country=AAA&card=country"
    assert "iframe" not in fold, "no site may show it in a frame"


def test_frame_is_offered_where_the_setting_allows_it(
    world: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_FRAME_ANCESTORS", "*")
    html = unescape(shown(open_page("country", country="AAA")))
    assert re.search(r'<iframe src="[^"]*country\?country=AAA&amp;embed=1" title="Land AAA"', html)


@pytest.mark.parametrize("page", ["draft", "data", "search", "briefings"])
def test_pages_that_state_nothing_offer_nothing(world: str, open_page: Open, page: str) -> None:
    assert 'id="share"' not in shown(open_page(page))


def test_links_to_pages_about_a_country_keep_it(world: str, open_page: Open) -> None:
    test = open_page("country", country="AAA")
    queries = {link.proto.page: link.proto.query_string for link in test.get("page_link")}
    assert queries["briefings"] == queries["wto"] == "country=AAA"
    assert queries["country"] == "", "a link to the page itself leads to all countries"
    assert queries["search"] == ""


@pytest.mark.parametrize("value", ["<script>", "A", "x" * 40])
def test_what_is_no_code_is_not_kept(world: str, open_page: Open, value: str) -> None:
    test = open_page("country", country=value)
    assert {link.proto.query_string for link in test.get("page_link")} == {""}


def test_briefings_opened_without_a_country_take_the_last_one_once(
    world: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.parts.country_choice.kept_choice", lambda: {"country": "AAA"})
    test = open_page("briefings")
    assert test.query_params["country"] == "AAA"
    test.selectbox(key="link-country").set_value(None).run()
    assert not test.exception and "country" not in test.query_params
    assert "country" not in open_page("briefings", countries="AAA,BBB").query_params
    monkeypatch.setattr("dashboard.parts.country_choice.kept_choice", lambda: {"country": "XXX"})
    assert "country" not in open_page("briefings").query_params
