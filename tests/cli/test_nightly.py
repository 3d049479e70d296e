"""`tracker schedule`, `tracker sources`, and the options of `tracker nightly`; whole nights are in tests/nightly."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from scrapers.check import page_problem
from scrapers.run import spider_of
from tests.cli.conftest import Run
from tests.invented import tota_xml
from tests.nightly.nights import House, page, pages, text
from tests.scrapers.site import serving
from tracker.cli.nightly import mirrors, source_plans
from tracker.cli.schedule import Place, container, cron, systemd
from tracker.crawls import ErrorKind
from tracker.errors import BadInput

ODD = Place(
    Path("/opt/my venv/bin/python"), Path("/opt/100% tracker"), Path("/var/it's 100%"), "campaign", "03:05"
)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(
        tmp_path / "house", None, {"tota": {}, "second": {"enabled": False, "verified": "2030-01-02"}}
    )
    monkeypatch.setenv("TRACKER_SOURCES", str(house.sources))
    monkeypatch.setenv("TRACKER_DATA", str(house.data))
    return house


def test_schedule_prints_all_three_with_the_paths_of_this_machine(run: Run, listed: House) -> None:
    ran = run("schedule", "--at", "04:15")
    assert ran.code == 0
    assert "OnCalendar=*-*-* 04:15:00" in ran.out
    assert "\n15 4 * * * cd " in ran.out
    assert 'CMD ["tracker", "nightly"]' in ran.out
    assert ran.out.count(str(listed.data)) >= 4
    assert "://" not in ran.out
    assert "[Service]" not in run("schedule", "cron").out


@pytest.mark.parametrize("words", [("schedule", "--at", "24:00"), ("schedule", "launchd")])
def test_schedule_refuses_what_it_does_not_know(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert ran.err.startswith("tracker: ")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    place = Place(Path("/bin/true"), Path("/"), Path("/var/it's 100% here"), "root", "03:05")
    service, timer = systemd(place).split("# --- /etc/systemd/system/tracker-nightly.timer\n")
    for name, content in (("service", service), ("timer", timer)):
        (tmp_path / f"tracker-nightly.{name}").write_text(content, encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.glob("tracker-nightly.*")))],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in checked.stderr.splitlines() if "tracker-nightly" in line]
    assert said == []


def test_a_container_may_write_to_the_data_and_holds_no_texts() -> None:
    place = Place(Path("/bin/true"), Path("/srv/tracker"), Path("/srv/data"), "ann", "03:05", 1234, 100)
    output = container(place)
    assert " --userns=keep-id -v /srv/data:/data " in output and "`--user 1234:100` in place of" in output
    as_root = container(replace(place, uid=0, gid=0))
    assert " --user 0:0 -v " in as_root and "keep-id" not in as_root
    ignored = output.partition(".containerignore")[2].partition("# ---")[0].splitlines()
    assert {".git", ".venv", "var"} <= set(ignored)


def test_odd_paths_are_quoted() -> None:
    output = systemd(ODD)
    assert 'ExecStart="/opt/my venv/bin/python" -m tracker.cli nightly' in output
    assert "WorkingDirectory=/opt/100%% tracker" in output
    assert 'Environment="TRACKER_DATA=/var/it\'s 100%%"' in output
    line = cron(ODD).splitlines()[1]
    assert "%" not in line.replace(r"\%", "")
    shell = line.split(" * * * ", 1)[1].replace(r"\%", "%")
    assert subprocess.run(["sh", "-n", "-c", shell], check=False).returncode == 0


def test_sources_lists_all_of_them(run: Run, listed: House) -> None:
    ran = run("sources")
    assert ran.code == 0
    tota, second = (next(line for line in ran.out.splitlines() if key in line) for key in ("tota", "second"))
    assert "unverified" in tota and "yes" in tota and "never visited" in tota
    assert "seen 2030-01-02" in second and " no " in second


def test_mirrors_come_from_the_environment_and_from_options(
    listed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TOTA_BASE_URL", "http://127.0.0.1:1/")
    monkeypatch.setenv("TRACKER_SECOND_BASE_URL", "http://127.0.0.1:2/")
    assert mirrors(["tota=http://127.0.0.1:3/?a=b"]) == {
        "tota": "http://127.0.0.1:3/?a=b",
        "second": "http://127.0.0.1:2/",
    }
    for words in ("http://127.0.0.1:3/", "tota=", "lemuria=http://127.0.0.1:3/"):
        with pytest.raises(BadInput):
            mirrors([words])


def test_only_enabled_sources_are_visited_unless_one_is_named(listed: House) -> None:
    (plan,) = source_plans([], {"tota": "http://127.0.0.1:3/"})
    assert plan.key == "tota"
    assert plan.command[-4:] == ("tota", "--json-progress", "--base-url", "http://127.0.0.1:3/")
    assert (plan.min_documents, plan.max_documents, plan.crawl_every_days) == (1, 9, 30)
    assert [plan.key for plan in source_plans(["second", "second"], {})] == ["second"]
    with pytest.raises(BadInput, match="unknown source"):
        source_plans(["lemuria"], {})
    listed.list_sources({"tota": {"enabled": False}})


def test_check_says_whether_the_markup_fits(tmp_path: Path) -> None:
    with serving(pages(1)) as site:
        house = House(tmp_path, site)
        fits = house.run("sources", "check", "tota")
        assert fits.code == 0, fits.out + fits.err
        assert fits.out == f"tota: {site.address}pta_1.xml: the markup fits\n"
        site.pages["/pta_1.xml"] = page(tota_xml(text(1)).replace(b"<article", b"<clause"))
        changed = house.run("sources", "check", "tota")
        assert changed.code == 5
        assert "no <article> in the file [markup]" in changed.out
        (line,) = [line for line in changed.out.splitlines() if line.startswith("  when ")]
        assert line.startswith("  when a page instead of XML: "), (
            "the line that answers to markup, and no other"
        )
        assert not (house.data / "http-cache").exists()


def test_a_challenge_page_is_no_markup_to_judge() -> None:
    body = b"<!DOCTYPE html><html><title>Just a moment...</title></html>"
    spider = spider_of("tota")
    blocked = page_problem(spider, HtmlResponse("http://127.0.0.1/pta_1.xml", body=body))
    assert blocked is not None and blocked.kind is ErrorKind.BLOCKED
    assert "challenge or block page" in blocked.reason
    empty = page_problem(spider, HtmlResponse("http://127.0.0.1/pta_1.xml", body=b"", status=202))
    assert empty is not None and "holding robots off" in empty.reason


def test_check_of_an_unknown_source_is_refused(run: Run, listed: House) -> None:
    ran = run("sources", "check", "lemuria")
    assert ran.code == 2
    assert ran.err.startswith("tracker: unknown source 'lemuria'")
