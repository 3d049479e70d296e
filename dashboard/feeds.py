"""Feeds to subscribe to: what changed for one country, or on one provision (`/feeds/country/KEN.atom?lang=es`).

They are made from the records of the nights when they are asked for; feed readers run no scripts.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.parts.facts import ask
from dashboard.parts.messages import Messages
from dashboard.parts.names import party
from tracker.errors import TrackerError
from tracker.nightly.feed import Subject
from tracker.nightly.language import ENGLISH, LANGUAGES
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
        wanted = request.query_params.get("lang", ENGLISH)
        language = wanted if wanted in LANGUAGES else ENGLISH
        subject = _subject(request.path_params["kind"], request.path_params["code"], language)
        if subject is None:
            return PlainTextResponse("There is no such feed.\n", 404)
        content = ask(subject_feed, subject, str(request.url), language)
    except TrackerError as error:
        return PlainTextResponse(f"{error}\n", 503)
    headers = {"Cache-Control": f"max-age={_MAX_AGE_SECONDS}"}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def _subject(kind: str, code: str, language: str) -> Subject | None:
    """What is asked for, under its name in the language; None where there is no such country or provision."""
    if kind == "country":
        names = {row.iso3: row.name for row in ask(country_list)}
        return Subject("country", code, _country(code, names[code], language)) if code in names else None
    if kind == "provision" and code in template_facts().by_code:
        return Subject("provision", code, template_facts(language).provision(code).title)
    return None


def _country(code: str, known: str, language: str) -> str:
    """A country's name in the language; in English, and where no other is known, that of the database."""
    return known if language == ENGLISH else party(Messages(language), code, known)
