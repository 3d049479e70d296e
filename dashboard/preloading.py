"""Answers that are worked out before anybody asks: the queries of a first visit, then those of the busiest pages.

The first are loaded before the server answers (`preload`). The others follow in a thread (`Preloader`), when the server
starts and whenever the data have changed, as after a night: a group of many countries costs up to a second, and the
first visitor to it should not wait. What visitors ask meanwhile comes first, for the thread rests between two answers.
A server for many (`tracker serve`) has them before it lets anybody in.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from dashboard.parts.facts import ask, reader
from dashboard.parts.messages import Messages, languages
from dashboard.parts.pages import PAGES
from tracker.drafts import DraftProblem, prepare
from tracker.errors import TrackerError
from tracker.queries import (
    SpreadFilter,
    agreement_list,
    agreement_outline,
    chapter_topics,
    country_agreements,
    country_commitments,
    country_coverage,
    country_group,
    country_inconsistencies,
    country_list,
    country_pending,
    country_policies,
    coverage,
    group_choices,
    group_coverage,
    headlines,
    plurilateral_texts,
    policies_of_group,
    policy_facts,
    progress,
    provisions_of_group,
    spread_curve,
    spread_totals,
    spread_years,
    status,
    template_facts,
    text_participants,
    timed_clauses,
)

COUNTRIES = 30
"""So many countries, those with most agreements in force, are loaded in advance."""

LOOK_SECONDS = 15.0
"""The thread looks so often whether the data have changed, and begins when they stayed the same since the last look: a
night commits a thousand times."""

REST_SECONDS = 0.1
"""It rests so long between two answers."""

OF_COUNTRY = (
    country_policies,
    country_inconsistencies,
    country_pending,
    country_coverage,
    country_commitments,
    country_agreements,
)
OF_ALL = (spread_totals,)
OF_WTO_TEXT = (timed_clauses, text_participants, agreement_outline)
OF_GROUP = (policies_of_group, provisions_of_group, group_coverage)

Question = tuple[Callable[..., Any], tuple[Any, ...]]
"""A query and its arguments."""


def preload() -> None:
    """Import what the pages need and run the queries of a first visit, so that no visitor waits for them."""
    import altair
    import pandas  # noqa: F401 - Streamlit imports it at the first chart

    from dashboard.views.spread.choice import BASES, DEFAULT_PROVISION

    for page in PAGES:
        import_module(f"dashboard.views.{page}.page")  # loaded for the first visit
    altair.Chart({"values": []}).mark_bar().to_dict()
    for language in languages():
        Messages(language)
    try:
        template_facts()
        policy_facts()
        ask(progress)
        ask(country_list)
        ask(agreement_list)
        ask(spread_years)
        ask(spread_years, BASES[0])
        ask(chapter_topics)
        ask(plurilateral_texts)
        ask(spread_totals, SpreadFilter(basis=BASES[0]))
        ask(spread_curve, DEFAULT_PROVISION, SpreadFilter(basis=BASES[0]))
        ask(coverage)
        ask(headlines)
        ask(status)  # the day on the pictures of charts
    except TrackerError as error:
        # The page reports the error; the server starts nevertheless, and the database may become available later.
        print(error, file=sys.stderr)


def prepare_drafts() -> None:
    """Make ready the process that reads drafts. Where none can be read here that is said, and the page says it too."""
    try:
        prepare()
    except DraftProblem as problem:
        print(f"drafts: {problem}", file=sys.stderr)


def busiest() -> Iterator[Question]:
    """The queries of the pages of all groups, the largest first, of the countries with most agreements in force, and of
    the WTO's texts, the first of which loads the matcher."""
    sizes = ask(group_choices)
    for code in sorted(sizes, key=lambda code: -sizes[code]):
        members = ask(country_group, code).members
        yield from ((question, (members,)) for question in OF_GROUP)
    rows = sorted(ask(country_list), key=lambda row: -row.in_force)[:COUNTRIES]
    yield from ((question, (row.iso3,)) for row in rows for question in OF_COUNTRY)
    yield from ((question, (text.slug,)) for text in ask(plurilateral_texts) for question in OF_WTO_TEXT)
    yield from ((question, ()) for question in OF_ALL)


class Preloader:
    """Answers `busiest` once for each state of the data, in a thread that ends with the server."""

    def __init__(self, look_seconds: float = LOOK_SECONDS, rest_seconds: float = REST_SECONDS) -> None:
        self._look_seconds, self._rest_seconds = look_seconds, rest_seconds
        self._seen = self._done = ""
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._watch, name="preloader", daemon=True).start()

    def stop(self) -> None:
        """End after the present answer."""
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.is_set():
            try:
                self.look()
            except Exception as error:
                # Whatever it is, the page that asks reports it; the thread must see the next state of the data.
                print(f"loading in advance: {error}", file=sys.stderr)
            self._stopped.wait(self._look_seconds)

    def look(self) -> int:
        """Answer what is busiest, where the data changed and have stayed the same since the last look; how many queries
        were answered. It leaves off where the data change meanwhile."""
        token = reader().token()
        settled, self._seen = token == self._seen, token
        if not settled or token == self._done:
            return 0
        return self._answer(token, self._rest_seconds)

    def answer_now(self) -> int:
        """Answer what is busiest at once, before there are visitors; how many queries were answered. What fails is
        said, and the pages will say it too."""
        try:
            return self._answer(reader().token(), 0)
        except Exception as error:
            # Whatever it is, the page that asks reports it; the others must be served.
            print(f"loading in advance: {error}", file=sys.stderr)
            return 0

    def _answer(self, token: str, rest_seconds: float) -> int:
        self._done = token
        answered = 0
        for question, arguments in busiest():
            if self._stopped.wait(rest_seconds) or reader().token() != token:
                break
            ask(question, *arguments)
            answered += 1
        return answered
