"""What a monitor asks: `/healthz` for whether all is well and how fresh the data are, `/metrics` for figures."""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.parts.facts import ask
from tracker.errors import TrackerError
from tracker.queries import Freshness, Status, freshness, status
from tracker.settings import settings


def health_routes() -> list[Route]:
    """The two addresses; not `async`, since they ask the database."""
    return [Route("/healthz", healthz), Route("/metrics", metrics)]


def healthz(_request: Request) -> Response:
    """200 where the database answers and its nights are no older than `TRACKER_STALE_HOURS`, else 503, with the
    reason. An installation without nights is not judged by their age: how fresh its texts are is `latest_fetch`."""
    now = datetime.now(UTC)
    try:
        found, facts = ask(freshness), ask(status)
    except TrackerError:
        return _answer(503, {"status": "database does not answer"})
    stale = is_stale(found, now, settings().stale_hours)
    age = found.night_age(now)
    return _answer(
        503 if stale else 200,
        {
            "status": "nights are stale" if stale else "ok",
            "data_version": data_version(facts),
            "documents": found.documents,
            "articles_to_match": found.to_match,
            "latest_fetch": _written(found.latest_fetch),
            "last_good_night": _written(found.last_night),
            "last_good_night_hours": round(age / timedelta(hours=1), 1) if age is not None else None,
        },
    )


def is_stale(found: Freshness, now: datetime, hours: float) -> bool:
    """Whether nights were begun, but none finished within so many hours."""
    age = found.night_age(now)
    return found.nights > 0 and (age is None or age > timedelta(hours=hours))


def data_version(facts: Status) -> str | None:
    """By which template and matcher most findings were made; None without findings."""
    return next((f"template {use.template}, matcher {use.matcher}" for use in facts.versions_in_use), None)


def metrics(request: Request) -> Response:
    """Figures in Prometheus' text format, for whoever has the token of `TRACKER_METRICS_TOKEN`; without one in the
    settings there is no such address."""
    token = settings().metrics_token
    if token is None:
        return PlainTextResponse("Not found", 404)
    given = request.headers.get("authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {token.get_secret_value()}".encode()):
        return PlainTextResponse(
            "A bearer token is needed.", 401, headers={"WWW-Authenticate": 'Bearer realm="metrics"'}
        )
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Figures())
    return Response(
        generate_latest(registry), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


class _Figures:
    """Prometheus' collector of what the database says; `tracker_up` is 0 where it does not answer."""

    def collect(self) -> Iterator[Metric]:
        try:
            found, facts = ask(freshness), ask(status)
        except TrackerError:
            yield GaugeMetricFamily("tracker_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("tracker_up", "Whether the database answers", value=1)
        version = {"version": data_version(facts) or ""}
        yield InfoMetricFamily("tracker_data", "Template and matcher of the findings", value=version)
        for name, words, value in (
            ("agreements", "Agreements with a text or facts of one", facts.agreements),
            ("documents", "Documents stored", found.documents),
            ("articles", "Articles known", found.articles),
            ("articles_to_match", "Articles that wait for the matcher", found.to_match),
            ("findings", "Flagged clauses", facts.findings),
            ("nights", "Nights begun", found.nights),
        ):
            yield GaugeMetricFamily(f"tracker_{name}", words, value=value)
        for name, words, moment in (
            ("latest_fetch", "When the newest text was fetched", found.latest_fetch),
            ("last_good_night", "When the last night ended that finished", found.last_night),
        ):
            if moment is not None:
                yield GaugeMetricFamily(f"tracker_{name}_timestamp_seconds", words, value=moment.timestamp())


def _answer(code: int, said: dict[str, Any]) -> Response:
    return JSONResponse(said, code, headers={"Cache-Control": "no-store"})


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
