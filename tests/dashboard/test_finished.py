"""Finished parts of pages: shared while the data stay the same, never beyond that, and not without limit."""

from typing import Any

import pytest
from sqlalchemy import text
from streamlit.elements import vega_charts
from streamlit.testing.v1 import AppTest

from dashboard.parts import finished as module
from dashboard.parts.addresses import Addresses
from dashboard.parts.chart_table import _show
from dashboard.parts.facts import one_state, reader
from dashboard.parts.finished import Shelf, finished, finished_chart, finished_names
from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from tracker.models.database import open_database


def test_a_part_is_made_once_for_a_language_and_its_parameters(world: str) -> None:
    made: list[str] = []

    def build(words: str) -> Markup:
        made.append(words)
        return tag("p", words)

    for language, parameters in (("en", ("AAA", None)), ("es", ("AAA", None)), ("en", ("BBB", None))) * 2:
        words = f"{language} {parameters[0]}"
        shown = finished(Messages(language), "part", parameters, lambda words=words: build(words))
        assert shown == f"<p>{words}</p>" and isinstance(shown, Markup)
    assert made == ["en AAA", "es AAA", "en BBB"]


def test_what_names_the_site_is_made_for_each_address_of_it(
    world: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    for base in ("https://rules.example/", "http://10.0.0.7:8501/") * 2:
        monkeypatch.setattr(module, "addresses_here", lambda base=base: Addresses(base, {}))
        shown.append(finished(Messages(), "report", (), lambda base=base: Markup(base)))
    assert shown == ["https://rules.example/", "http://10.0.0.7:8501/"] * 2


def test_names_stay_in_their_order(world: str) -> None:
    for _ in range(2):
        names = finished_names(Messages(), "names", (), lambda: {"ZAF": "Afrique", "AFG": "Zentral"})
        assert list(names.items()) == [("ZAF", "Afrique"), ("AFG", "Zentral")]
        names.clear()


def test_a_chart_is_a_copy_for_each_visitor(world: str) -> None:
    first = finished_chart(Messages(), "chart", (), lambda: {"mark": {"type": "bar"}})()
    first["mark"]["type"] = "changed by Streamlit"
    assert finished_chart(Messages(), "chart", (), dict)() == {"mark": {"type": "bar"}}


def test_nothing_outlives_a_change_of_the_data(world: str) -> None:
    assert finished(Messages(), "part", (), lambda: Markup("old")) == "old"
    before = reader().token()
    database = open_database(world)
    with database.session() as session:
        session.execute(text("UPDATE agreement SET name = name || '!'"))
    database.close()
    assert reader().token() != before
    assert finished(Messages(), "part", (), lambda: Markup("new")) == "new"


def test_what_a_page_builds_while_the_data_change_is_not_kept(world: str) -> None:
    def build() -> Markup:
        database = open_database(world)
        with database.session() as session:
            session.execute(text("UPDATE agreement SET name = name || '!'"))
        database.close()
        return Markup("old")

    with one_state():
        assert finished(Messages(), "changing", (), build) == "old"
        assert finished(Messages(), "changing", (), lambda: Markup("new")) == "new"
    with one_state():
        assert finished(Messages(), "changing", (), lambda: Markup("newer")) == "newer"


def test_a_shelf_drops_what_was_not_asked_for_last() -> None:
    shelf = Shelf(max_bytes=25)
    for name in "abc":
        shelf.put("now", (name, "en", ()), name * 10)
        shelf.get("now", ("a", "en", ()))
    assert [shelf.get("now", (name, "en", ())) for name in "abc"] == ["a" * 10, None, "c" * 10]
    assert shelf.bytes == 20
    assert shelf.get("later", ("a", "en", ())) is None
    shelf.put("later", ("a", "en", ()), "ä")
    assert shelf.get("now", ("c", "en", ())) is None
    assert shelf.bytes == 2


def test_a_chart_is_converted_for_the_wire_once(monkeypatch: pytest.MonkeyPatch) -> None:
    converted: list[str] = []
    convert = vega_charts._marshall_chart_data

    def counted(proto: Any, spec: Any, data: Any = None) -> None:
        converted.append(str(spec["mark"]))
        convert(proto, spec, data)

    def page() -> None:
        from dashboard.parts.chart_table import _show

        _show('{"mark": "bar", "datasets": {"rows": [{"year": 1994}]}}', "chart-years", "One bar.")

    monkeypatch.setattr(vega_charts, "_marshall_chart_data", counted)
    _show.clear()
    shown = [AppTest.from_function(page).run().get("vega_lite_chart")[0].proto for _ in range(2)]
    assert converted == ["bar"]
    assert shown[0].spec == shown[1].spec and '"bar"' in shown[1].spec
    assert [chart.alt for chart in shown] == ["One bar."] * 2
    assert shown[1].datasets[0].data.data == shown[0].datasets[0].data.data != b""
