"""What a link says before it is opened, as the server sends it; short addresses lead to pages."""

import html
import re
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from dashboard.card import card_svg
from dashboard.parts.facts import ask
from dashboard.parts.messages import Messages
from dashboard.preview import Preview, preview
from dashboard.serve import routes
from tracker.queries import country_policies


def test_country_says_its_verdicts_and_what_was_read(world: str) -> None:
    found = preview(Messages(), "country", {"country": "aaa"})
    assert found.title == "Land AAA: Digital Trade Tracker"
    assert "open: 25, restricted: 1." in found.description
    assert "1 agreement in force: 1 read" in found.description


def test_agreement_and_provision_say_what_they_are(world: str) -> None:
    agreement = preview(Messages(), "agreement", {"agreement": "tilted"})
    assert agreement.title == "<i>Tilted</i> - =Land: Digital Trade Tracker"
    assert agreement.description == "In force, read"
    provision = preview(Messages("es"), "provision", {"provision": "source_code"})
    assert provision.title.endswith("Digital Trade Tracker")
    assert provision.description


@pytest.mark.parametrize("parameters", [{}, {"country": "<script>"}, {"agreement": "nope"}])
def test_what_is_not_known_is_the_page_in_general(world: str, parameters: dict[str, str]) -> None:
    messages = Messages("fr")
    assert preview(messages, "country", parameters).description == messages.say("country.intro")


def test_address_of_a_policy_or_article_states_it(world: str) -> None:
    free = preview(Messages(), "country", {"country": "AAA", "policy": "inspect_source_code"})
    assert (free.heading, free.description) == ("Land AAA: Inspect source code", "Open.")
    closing = next(row for row in ask(country_policies, "AAA") if row.state == "restricted")
    ground = preview(Messages(), "country", {"country": "AAA", "policy": closing.policy})
    assert "By North - South, Article 14.1: Gates, since 2012-03-04." in ground.description
    article = preview(Messages(), "agreement", {"agreement": "north-south", "article": "tota1:1"})
    assert article.heading == "North - South: Article 14.1: Gates"
    assert article.description == "In force. Data flows (hard, exception)"
    assert article.quote == "Each side keeps the gates open for data."


def test_card_holds_the_statement_its_source_and_its_link(world: str) -> None:
    shown = preview(Messages(), "agreement", {"agreement": "north-south", "article": "tota1:1"})
    svg = card_svg(shown, "Digital Trade Tracker", "Texts as of 2026-01-02.", "t.example/agreement?a=<b>")
    words = html.unescape(" ".join(re.findall(r">([^<]+)</text>", svg)))
    for part in (*shown.heading.split(), shown.description, f"“{shown.quote}”", "Texts as of 2026-01-02."):
        assert part in words
    assert "t.example/agreement?a=<b>" in words and "<b>" not in svg


def test_long_words_end_above_the_foot_of_a_card() -> None:
    svg = card_svg(Preview("", "long " * 400, "title " * 60, "quote " * 400), "N", "S " * 200, "a" * 300)
    places = [int(place) for place in re.findall(r'<text x="72" y="(\d+)"', svg)]
    assert max(places[:-3]) < 512 - 24 and len(places) < 20
    assert all(len(words) < 100 for words in re.findall(r">([^<]+)</text>", svg))


@pytest.mark.parametrize("query", ["card=country&country=AAA&lang=es", "card=data"])
def test_server_draws_the_card(world: str, query: str) -> None:
    drawn = answer("/card.png", query)
    assert (drawn.status_code, drawn.media_type) == (200, "image/png")
    size = bytes(drawn.body)[16:24]
    assert (int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big")) == (1200, 630)


def test_no_card_of_a_page_that_is_not_there(world: str) -> None:
    assert answer("/card.png", "card=nope").status_code == 404


@pytest.mark.parametrize(
    ("allowed", "query", "ancestors"),
    [
        ("https://news.example", "country=AAA&embed=1", "'self' https://news.example"),
        ("https://news.example", "country=AAA", "'self'"),
        ("", "country=AAA&embed=1", "'self'"),
    ],
)
def test_frames_are_for_those_the_setting_names(
    world: str, monkeypatch: pytest.MonkeyPatch, allowed: str, query: str, ancestors: str
) -> None:
    monkeypatch.setenv("TRACKER_FRAME_ANCESTORS", allowed)
    page = answer("/country", query)
    assert page.headers["content-security-policy"] == f"frame-ancestors {ancestors}"
    assert ('<html lang="en" class="embedded">' in bytes(page.body).decode()) == ("embed=1" in query)


@pytest.mark.parametrize(
    ("path", "up"), [("/nowhere", "./"), ("/country/KEN/more", "../../"), ("/<script>", "./")]
)
def test_unknown_address_says_so_in_the_browsers_language(world: str, path: str, up: str) -> None:
    page = answer(path, accept="text/html", accept_language="de, es;q=0.8, en;q=0.5")
    assert page.status_code == 404
    said = bytes(page.body).decode()
    assert '<html lang="es">' in said and "Aquí no hay ninguna página" in said
    assert f'<a href="{up}country">' in said
    assert "<script>" not in said


@pytest.mark.parametrize("path", ["/_stcore/health", "/static/js/a.js", "/manifest.json", "/media/x"])
def test_addresses_of_streamlit_are_left_to_it(world: str, path: str) -> None:
    with pytest.raises(AssertionError, match=path):
        answer(path, accept="text/html")


def answer(path: str, query: str = "", accept: str = "*/*", accept_language: str = "") -> Response:
    """What the server answers to a request for a path, as its route does."""
    headers = [(b"host", b"tracker.example"), (b"accept", accept.encode())]
    headers.append((b"accept-language", accept_language.encode()))
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "headers": headers}
    scope |= {"query_string": query.encode(), "scheme": "https", "server": ("tracker.example", 443)}
    for route in routes():
        match, found = route.matches(scope)
        if match is Match.FULL:
            response: Response = route.endpoint(Request({**scope, **found}))
            return response
    raise AssertionError(path)


def test_server_sends_it_escaped(world: str) -> None:
    page = bytes(answer("/agreement", "agreement=tilted&lang=es").body).decode()
    assert '<html lang="es">' in page
    assert f'property="og:title" content="{html.escape("<i>Tilted</i> - =Land")}' in page
    assert "<i>Tilted" not in page
    assert (
        'property="og:image" content="https://tracker.example/card.png?agreement=tilted&amp;lang=es&amp;card=agreement"'
        in page
    )


def test_short_addresses_lead_to_pages(world: str) -> None:
    short = answer("/country/KEN", "lang=fr")
    assert (short.status_code, short.headers["location"]) == (307, "../country?lang=fr&country=KEN")
    hostile = answer("/provision/x&lang=es#<b>")
    assert hostile.headers["location"] == "../provision?provision=x%26lang%3Des%23%3Cb%3E"


def test_group_and_list_say_how_many_members_are_limited(world: str) -> None:
    rules = {iso3: ask(country_policies, iso3) for iso3 in ("AAA", "BBB")}
    limited = sum(
        all(own[at].state in ("closed", "restricted") for own in rules.values())
        for at in range(len(rules["AAA"]))
    )
    found = preview(Messages(), "country", {"countries": "aaa,BBB,ZZZ"})
    assert found.heading == "Land AAA, Land BBB" and found.named
    assert found.description.startswith("2 members on ")
    assert f"limited for all members: {limited}" in found.description or not limited
    policy = preview(Messages(), "briefings", {"countries": "AAA,BBB", "policy": "inspect_source_code"})
    assert policy.heading == "Land AAA, Land BBB: Inspect source code"
    assert re.search(r"2 members on .*: .*open for \d", policy.description)


def test_card_of_the_wto_page_names_country_or_group(world: str) -> None:
    for parameters in ({"country": "aaa"}, {"countries": "AAA,BBB"}):
        heading = preview(Messages(), "wto", parameters).heading
        assert heading.startswith("What joining would add for Land AAA")
    assert preview(Messages(), "wto", {"country": "<b>"}).heading == Messages().say("wto.title")
