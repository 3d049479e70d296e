"""What a link says before it is opened, as the server sends it; short addresses lead to pages."""

import html
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from dashboard.parts.messages import Messages
from dashboard.preview import preview
from dashboard.serve import routes


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


def answer(path: str, query: str = "", **choice: str) -> Response:
    """What the server answers to a request for a path, as its route does."""
    headers = [(b"host", b"tracker.example")]
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
    assert 'property="og:image" content="https://tracker.example/favicon.png"' in page


def test_short_addresses_lead_to_pages(world: str) -> None:
    short = answer("/country/KEN", "lang=fr")
    assert (short.status_code, short.headers["location"]) == (307, "../country?lang=fr&country=KEN")
    hostile = answer("/provision/x&lang=es#<b>")
    assert hostile.headers["location"] == "../provision?provision=x%26lang%3Des%23%3Cb%3E"
