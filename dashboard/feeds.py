"""Feeds to subscribe to: what changed for one country, or on one provision (`/feeds/country/KEN.atom`).

They are made from the records of the nights when they are asked for; feed readers run no scripts.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.parts.facts import ask
from tracker.errors import TrackerError
from tracker.nightly.feed import Subject
from tracker.nightly.subscriptions import subject_feed
from tracker.queries import country_list, template_facts

MEDIA_TYPE = "application/atom+xml"
_MAX_AGE_SECONDS = 3600


def feed_routes() -> list[Route]:
    """The addresses of all feeds."""
    return [Route("/feeds/{kind}/{code}.atom", _feed)]


def _feed(request: Request) -> Response:
    # Not `async`: it asks the database, and Starlette runs it in a thread then.
    try:
        subject = _subject(request.path_params["kind"], request.path_params["code"])
        if subject is None:
            return PlainTextResponse("There is no such feed.\n", 404)
        content = ask(subject_feed, subject, str(request.url))
    except TrackerError as error:
        return PlainTextResponse(f"{error}\n", 503)
    headers = {"Cache-Control": f"max-age={_MAX_AGE_SECONDS}"}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def _subject(kind: str, code: str) -> Subject | None:
    """What is asked for, None where there is no such country or provision. Feeds are in English, as digests are."""
    if kind == "country":
        names = {row.iso3: row.name for row in ask(country_list)}
        return Subject("country", code, names[code]) if code in names else None
    if kind == "provision" and code in template_facts().by_code:
        return Subject("provision", code, template_facts().provision(code).title)
    return None
