"""Feeds of one country and one provision, as the server answers them."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.routing import Match

from dashboard.feeds import MEDIA_TYPE, feed_routes
from tests.dashboard.conftest import Open, shown
from tracker.models import NightlyRun
from tracker.models.database import open_database
from tracker.nightly.digest import compare
from tracker.nightly.feed import ATOM
from tracker.nightly.records import CHANGES
from tracker.nightly.state import State, take_state


def _night(url: str) -> None:
    """A finished night in which everything in the database was new."""
    database = open_database(url)
    with database.session() as session:
        changes = compare(State("rules"), take_state(session, "rules"))
        session.add(
            NightlyRun(
                started_at=datetime(2030, 1, 2, 3, tzinfo=UTC),
                state="finished",
                sources={},
                digest={CHANGES: changes.to_json()},
                alerts=[],
                summary="night",
            )
        )
    database.close()


def _get(path: str, query: str = "") -> tuple[int, str, str]:
    """Status, media type and text of the answer at a path."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [],
        "scheme": "http",
        "server": ("tracker.example", 80),
    }
    [route] = feed_routes()
    match, found = route.matches(scope)
    assert match is Match.FULL
    answer = route.endpoint(Request({**scope, **found}))
    return answer.status_code, answer.media_type, answer.body.decode()


def test_a_country_s_feed_has_its_agreements_only(world: str) -> None:
    _night(world)
    status, kind, text = _get("/feeds/country/DDD.atom")
    assert (status, kind) == (200, MEDIA_TYPE)
    feed = ET.fromstring(text)
    [entry] = feed.findall(f"{{{ATOM}}}entry")
    content = entry.findtext(f"{{{ATOM}}}content") or ""
    assert "Tilted" in content
    assert "North - South" not in content
    assert "<i>" not in content
    assert ET.fromstring(_get("/feeds/country/AAA.atom")[2]).findtext(f"{{{ATOM}}}id") != feed.findtext(
        f"{{{ATOM}}}id"
    )


def test_a_provision_s_feed_has_its_changes_only(world: str) -> None:
    _night(world)
    _status, _kind, text = _get("/feeds/provision/data_flows.atom")
    content = ET.fromstring(text).findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content") or ""
    assert "North - South" in content
    assert "Tilted" not in content


def test_a_feed_without_nights_is_empty_and_valid(world: str) -> None:
    status, _kind, text = _get("/feeds/provision/data_flows.atom")
    feed = ET.fromstring(text)
    assert status == 200
    assert feed.findtext(f"{{{ATOM}}}updated")
    assert not feed.findall(f"{{{ATOM}}}entry")


def test_unknown_feeds_are_not_found(world: str) -> None:
    for path in ("/feeds/country/QQQ.atom", "/feeds/provision/nope.atom", "/feeds/planet/AAA.atom"):
        assert _get(path)[0] == 404


def test_pages_have_a_link_to_their_feed(world: str, open_page: Open) -> None:
    assert 'href="feeds/country/AAA.atom"' in shown(open_page("country", country="AAA"))
    assert 'href="feeds/provision/data_flows.atom"' in shown(open_page("provision", provision="data_flows"))


def test_a_feed_comes_in_the_language_asked_for(world: str, open_page: Open) -> None:
    _night(world)
    english = ET.fromstring(_get("/feeds/country/DDD.atom")[2])
    for language, word in (("es", "acuerdo"), ("fr", "accord")):
        feed = ET.fromstring(_get("/feeds/country/DDD.atom", f"lang={language}")[2])
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert word in (feed.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}title") or "")
        assert feed.findtext(f"{{{ATOM}}}id") != english.findtext(f"{{{ATOM}}}id")
        page = shown(open_page("country", country="AAA", lang=language))
        assert f'href="feeds/country/AAA.atom?lang={language}"' in page
    unknown = ET.fromstring(_get("/feeds/country/DDD.atom", "lang=xx")[2])
    assert unknown.findtext(f"{{{ATOM}}}id") == english.findtext(f"{{{ATOM}}}id")
    provision = ET.fromstring(_get("/feeds/provision/data_flows.atom", "lang=es")[2])
    assert "Los datos pueden salir del país" in (provision.findtext(f"{{{ATOM}}}title") or "")
