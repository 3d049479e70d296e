"""The Data page: method, measured accuracy from the one file, the whole database, citations, errors of visits."""

import re
from datetime import UTC, datetime

from sqlalchemy import select

from dashboard.parts.messages import Messages, languages
from dashboard.views.data.method import MEASURED_FROM, percent
from scrapers.sources import get_source
from tests.dashboard.conftest import Open, shown
from tests.factory import World
from tracker.evaluation.accuracy import measured_accuracy
from tracker.models import CrawlRun, Document, NightlyRun
from tracker.models.database import open_database
from tracker.plausibility import KINDS, thresholds
from tracker.queries import template_facts


def test_empty_database_offers_no_download(open_page: Open) -> None:
    test = open_page("data")
    assert "tracker up" in shown(test)
    assert not test.get("download_button")


def test_figures_are_those_of_the_file(world: str, open_page: Open) -> None:
    page = shown(open_page("data"))
    accuracy = measured_accuracy()
    held_out = accuracy.held_out
    assert f"Measured on {accuracy.measured} with template {accuracy.template}" in page
    kept = [entry for entry in accuracy.sets if entry.use == "held_out"]
    assert len(kept) >= 4
    for entry in kept:  # by kind of text, as counts: never all kinds together, never a share of a handful
        found = sum(score.true_positive for score in entry.codes.values())
        flagged = found + sum(score.false_positive for score in entry.codes.values())
        kind = Messages().say(f"data.set.{entry.key}")
        assert f"<li>{kind}: {entry.articles} articles. {found} of {flagged} findings are right" in page
    assert "All held out" not in page
    judged = accuracy.judged
    assert f"{judged.right} of {judged.findings} findings drawn at random were right" in page
    code, many = max(held_out.codes.items(), key=lambda one: one[1].gold)
    assert f"{100 * many.f1:.1f}".removesuffix(".0") in _row_of(page, code)


def _row_of(page: str, code: str) -> str:
    row = page[page.index(f">{template_facts().provision(code).name}</th>") :]
    return row[: row.index("</tr>")]


def test_no_share_of_a_handful_is_shown(world: str, open_page: Open) -> None:
    page = shown(open_page("data"))
    few = {
        code: one for code, one in measured_accuracy().held_out.codes.items() if 0 < one.gold < MEASURED_FROM
    }
    assert few
    for code, score in few.items():
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", _row_of(page, code))
        assert cells[:4] == [str(score.gold), "–", "–", "–"], code
    sets = page[page.index('aria-label="Sets of hand-coded articles"') :]
    of = re.findall(r"<td[^>]*>[\d.]+% of (\d+)</td>", sets[: sets.index("</table>")])
    assert of and min(map(int, of)) >= MEASURED_FROM


def test_every_provision_has_a_row_and_what_is_not_measured_a_dash(world: str, open_page: Open) -> None:
    page = shown(open_page("data"))
    table = page[page.index('aria-label="Provision by provision"') :]
    table = table[: table.index("</table>")]
    assert table.count("<tr>") == len(template_facts().provisions) + 1
    assert "–</td>" in table[table.index(">Patents</th>") :]
    sets = page[page.index('aria-label="Sets of hand-coded articles"') :]
    vacuous = next(
        entry for entry in measured_accuracy().sets if entry.macro_f1 is None and entry.use == "held_out"
    )
    assert vacuous.key == "outside-ecommerce-chapters"
    assert '<td class="number wide">–</td>' in sets[: sets.index("</table>")]


def test_every_set_and_use_has_a_name_in_every_language() -> None:
    for language in languages():
        messages = Messages(language)
        for entry in (*measured_accuracy().sets, measured_accuracy().held_out):
            assert f"data.set.{entry.key}" in messages.own_keys()
            assert f"data.use.{entry.use}" in messages.own_keys()


def test_shares_in_the_language_s_own_numbers() -> None:
    assert percent(Messages("en"), 0.9694) == "96.9"
    assert percent(Messages("es"), 0.9694) == "96,9"
    assert percent(Messages("fr"), 1.0) == "100"


def test_findings_of_other_versions_are_reported(world: str, open_page: Open) -> None:
    assert "The findings here were made with other versions" in shown(open_page("data"))


def test_whole_database_licences_and_citation(world: str, open_page: Open) -> None:
    database = open_database(world)
    with database.session() as session:
        World(session).source().cite = get_source("tota").cite
    database.close()
    test = open_page("data")
    page = shown(test)
    assert "Download everything (ZIP)" in [button.label for button in test.get("download_button")]
    assert "Facts only: neither the words nor the headings of treaties are in it." in page
    assert '<p class="citation" lang="en">Digital Trade Tracker 0.1.0 (template ' in page
    assert "texts of 2026-01-02" in page
    assert "Text-as-data analysis of preferential trade agreements" in page
    assert "<td>CC0</td>" in page


def test_errors_of_visits_and_nights_are_shown_and_escaped(world: str, open_page: Open) -> None:
    database = open_database(world)
    with database.session() as session:
        now = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
        source = World(session).source()
        session.add(
            CrawlRun(source_id=source.id, started_at=now, state="failed", counters={}, message="<b>down</b>")
        )
        session.add(
            NightlyRun(
                started_at=now,
                finished_at=now,
                state="finished",
                summary="nothing",
                alerts=[
                    {
                        "source": "tota",
                        "monitor": "few",
                        "message": "<i>too few</i>.",
                        "runbook": "look at it",
                    }
                ],
            )
        )
    database.close()
    page = shown(open_page("data"))
    assert '<li lang="en">tota, 2026-05-06 02:00 UTC: &lt;b&gt;down&lt;/b&gt;</li>' in page
    assert "&lt;i&gt;too few&lt;/i&gt;. What to do: look at it" in page
    assert "<b>down" not in page


def test_spanish_and_french(world: str, open_page: Open) -> None:
    spanish = shown(open_page("data", lang="es"))
    assert "<h1>Datos y método</h1>" in spanish
    assert "Cómo se encuentran las cláusulas" in spanish
    assert "Medido en artículos apartados, por tipo de texto" in spanish
    assert "Descargarlo todo (ZIP)" in [b.label for b in open_page("data", lang="es").get("download_button")]
    assert "<h1>Données et méthode</h1>" in shown(open_page("data", lang="fr"))


def test_what_looks_wrong_in_the_texts(world: str, open_page: Open) -> None:
    remark = {"kind": "number_gaps", "grave": False, "count": 4, "of": 20, "where": ["after ARTICLE 7"]}
    database = open_database(world)
    with database.session() as session:
        first, *others = session.scalars(
            select(Document).where(Document.current, Document.has_text).order_by(Document.id)
        ).all()
        first.remarks = [remark]
        for other in others[:1]:
            other.remarks = []
        unlooked, looked = len(others[1:]), 1 + len(others[:1])
    database.close()
    page = shown(open_page("data"))
    assert f"1 of {looked} texts looked at have remarks." in page
    assert (f"{unlooked} texts were not looked at yet." in page) == bool(unlooked)
    table = page[page.index('aria-label="What looks wrong in the texts"') :]
    table = table[: table.index("</table>")]
    assert table.count("<tr>") == len(KINDS) + 1
    row = table[table.index(">Numbers missing in the run of articles</th>") :]
    alarms = thresholds()["number_gaps"]
    rate = percent(Messages("en"), max(alarms.tota_markup or 0, alarms.tota_plain or 0))
    cells = "".join(f'<td class="number">{cell}</td>' for cell in (1, 0, rate))
    assert row[row.index("<td") :].startswith(cells)
    assert "Numbers missing in the run of articles: 4" in page


def test_every_kind_of_remark_has_a_name_in_every_language() -> None:
    for language in languages():
        assert {f"data.remark.{kind}" for kind in KINDS} <= set(Messages(language).own_keys())
