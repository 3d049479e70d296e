"""The ToTA spider against a local site: first crawl, second crawl, and all that goes wrong on the way."""

import gzip
import hashlib
import json
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from tests.processes import PROJECT
from tests.scrapers.crawl_site import command, run
from tests.scrapers.site import Answer, Page, Site, serving

FIXTURES = PROJECT / "tests" / "fixtures" / "tota"
TEXTS = {number: (FIXTURES / f"pta_{number}.xml").read_bytes() for number in (1, 2, 3)}


def page(number: int) -> Answer:
    """A fixture as the site serves it, with an ETag."""
    digest = hashlib.sha256(TEXTS[number]).hexdigest()[:12]
    return Answer(TEXTS[number], headers={"ETag": f'"{digest}"', "Content-Type": "text/plain; charset=utf-8"})


def pages(**changed: Page) -> dict[str, Page]:
    """The three fixtures, with some pages changed (`pta_2=Answer(...)`)."""
    return {f"/pta_{number}.xml": page(number) for number in TEXTS} | {
        f"/{name}.xml" if name.startswith("pta") else f"/{name}.txt": answer
        for name, answer in changed.items()
    }


def crawl(site: Site, cache: Path, **wanted: Any) -> dict[str, Any]:
    """One crawl in a process of its own, of a source that is said to have three texts."""
    return by_name(run("tota", site.address, cache, timeout=120, **{"known": 3, **wanted}))


def by_name(report: dict[str, Any]) -> dict[str, Any]:
    """The report with `documents` as digests by file name, `not_modified` as names, and what all are."""
    documents = report["documents"]
    return report | {
        "documents": {document["name"]: document["sha256"] for document in documents},
        "not_modified": [document["name"] for document in documents if document["not_modified"]],
        "media_types": sorted({document["media_type"] for document in documents}),
        "sources": sorted({document["source"] for document in documents}),
    }


def digest(number: int) -> str:
    return hashlib.sha256(TEXTS[number]).hexdigest()


def test_a_first_crawl_brings_every_text_unchanged(tmp_path: Path) -> None:
    with serving(pages()) as site:
        report = crawl(site, tmp_path)
    assert report["documents"] == {f"pta_{number}.xml": digest(number) for number in TEXTS}
    assert report["media_types"] == ["application/xml"]
    assert report["sources"] == ["tota"]
    stats = report["stats"]
    assert (stats["pages"], stats["documents"], stats["not_modified"]) == (3, 3, 0)
    assert stats["bytes"] == sum(map(len, TEXTS.values()))
    assert report["errors"] == []
    assert stats["state"] == "finished"
    assert report["progress"][-1][0] >= 3
    assert {total for _done, total in report["progress"]} == {3}


def test_it_looks_for_new_numbers_behind_the_last_known(tmp_path: Path) -> None:
    with serving(pages()) as site:
        report = crawl(site, tmp_path, known=1)
        asked = [path for path in site.asked if path.startswith("/pta_")]
    assert set(report["documents"]) == {"pta_1.xml", "pta_2.xml", "pta_3.xml"}
    assert report["errors"] == []
    assert {"/pta_4.xml", "/pta_5.xml", "/pta_6.xml"} <= set(asked)
    assert "/pta_20.xml" not in asked


def test_a_second_crawl_asks_whether_anything_changed(tmp_path: Path) -> None:
    with serving(pages()) as site:
        crawl(site, tmp_path)
        before = site.statuses[200]
        report = crawl(site, tmp_path)
        assert site.statuses[200] == before
        assert site.statuses[304] == 3
    assert report["stats"]["not_modified"] == 3
    assert report["stats"]["bytes"] == 0
    assert sorted(report["not_modified"]) == ["pta_1.xml", "pta_2.xml", "pta_3.xml"]
    assert report["documents"] == {f"pta_{number}.xml": digest(number) for number in TEXTS}


def test_a_changed_text_comes_anew(tmp_path: Path) -> None:
    amended = Answer(TEXTS[2].replace(b"sin pagar", b"sin pagar nada"), headers={"ETag": '"new"'})
    with serving(pages()) as site:
        crawl(site, tmp_path)
        site.pages["/pta_2.xml"] = amended
        report = crawl(site, tmp_path)
    assert sorted(report["not_modified"]) == ["pta_1.xml", "pta_3.xml"]
    assert report["documents"]["pta_2.xml"] == hashlib.sha256(amended.body).hexdigest()


def test_a_limit_is_kept(tmp_path: Path) -> None:
    with serving(pages()) as site:
        report = crawl(site, tmp_path, limit=2)
        assert "/pta_3.xml" not in site.asked
    assert set(report["documents"]) == {"pta_1.xml", "pta_2.xml"}


def test_robots_txt_is_obeyed_and_the_crawler_says_who_it_is(tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /pta_2.xml\n", headers={"Content-Type": "text/plain"})
    with serving(pages(robots=robots)) as site:
        report = crawl(site, tmp_path)
        assert "/pta_2.xml" not in site.asked
        assert all(
            headers["user-agent"].startswith("digital-trade-tracker/") for headers in site.request_headers
        )
    assert set(report["documents"]) == {"pta_1.xml", "pta_3.xml"}
    assert report["errors"] == [f"{site.address}pta_2.xml: robots.txt forbids it"]


def test_a_server_error_is_retried(tmp_path: Path) -> None:
    def shaky(times: int) -> Answer:
        return Answer(b"sorry", 500) if times == 1 else page(2)

    with serving(pages(pta_2=shaky)) as site:
        report = crawl(site, tmp_path)
        assert site.asked.count("/pta_2.xml") == 2
    assert set(report["documents"]) == {"pta_1.xml", "pta_2.xml", "pta_3.xml"}
    assert report["errors"] == []


def test_a_server_error_that_stays_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    with serving(pages(pta_2=Answer(b"sorry", 503))) as site:
        report = crawl(site, tmp_path)
        assert site.asked.count("/pta_2.xml") == 4
    assert set(report["documents"]) == {"pta_1.xml", "pta_3.xml"}
    assert report["errors"] == [f"{site.address}pta_2.xml: status 503"]


def test_a_pause_the_site_asks_for_is_kept(tmp_path: Path) -> None:
    def busy(times: int) -> Answer:
        return Answer(b"", 429, {"Retry-After": "1"}) if times == 1 else page(2)

    with serving(pages(pta_2=busy)) as site:
        report = crawl(site, tmp_path)
    assert set(report["documents"]) == {"pta_1.xml", "pta_2.xml", "pta_3.xml"}


def test_a_missing_number_is_reported(tmp_path: Path) -> None:
    site_pages = pages()
    del site_pages["/pta_2.xml"]
    with serving(site_pages) as site:
        report = crawl(site, tmp_path)
    assert set(report["documents"]) == {"pta_1.xml", "pta_3.xml"}
    assert report["errors"] == [f"{site.address}: number 2 is missing"]
    assert report["stats"]["state"] == "finished"


def test_a_mirror_that_ends_early_is_not_asked_for_everything(tmp_path: Path) -> None:
    with serving(pages()) as site:
        report = crawl(site, tmp_path, known=450)
        assert len(site.asked) < 40
    assert len(report["documents"]) == 3
    assert any("numbers 4 to " in error and error.endswith("are missing") for error in report["errors"])
    assert report["stats"]["state"] == "finished"


def test_a_site_without_any_text_is_a_failure(tmp_path: Path) -> None:
    with serving({}) as site:
        report = crawl(site, tmp_path, known=450)
        assert len(site.asked) < 40
    assert report["stats"]["state"] == "failed"
    assert report["stats"]["documents"] == 0


NOT_TEXTS = [
    (Answer(b"<!DOCTYPE html><html><title>Just a moment...</title></html>"), "a challenge or block page"),
    (Answer(b"<html><body>Moved, sorry</body></html>"), "an HTML page instead of XML"),
    (Answer(b""), "empty answer (status 200)"),
    (Answer(b"<treaty/>", 202), "answered 202"),
    (Answer(b"version https://git-lfs.github.com/spec/v1"), "not XML"),
]


def test_what_is_no_text_is_reported_and_never_delivered(tmp_path: Path) -> None:
    bad = {f"pta_{number}": answer for number, (answer, _reason) in enumerate(NOT_TEXTS, start=4)}
    with serving(pages(**bad)) as site:
        report = crawl(site, tmp_path, known=8)
    assert set(report["documents"]) == {"pta_1.xml", "pta_2.xml", "pta_3.xml"}
    assert report["stats"]["rejected"] == len(NOT_TEXTS)
    errors = dict(error.split(": ", 1) for error in report["errors"])
    for number, (_answer, reason) in enumerate(NOT_TEXTS, start=4):
        assert errors[f"{site.address}pta_{number}.xml"].startswith(reason)


def test_a_truncated_answer_is_never_delivered(tmp_path: Path) -> None:
    cut = Answer(TEXTS[2], cut_to=100)
    with serving(pages(pta_2=cut)) as site:
        report = crawl(site, tmp_path)
        assert site.asked.count("/pta_2.xml") == 4
    assert set(report["documents"]) == {"pta_1.xml", "pta_3.xml"}
    assert "pta_2.xml" in report["errors"][0]


def test_a_truncated_answer_that_comes_whole_later_is_delivered(tmp_path: Path) -> None:
    def shaky(times: int) -> Answer:
        return Answer(TEXTS[2], cut_to=100) if times == 1 else page(2)

    with serving(pages(pta_2=shaky)) as site:
        report = crawl(site, tmp_path)
    assert report["documents"]["pta_2.xml"] == digest(2)


def test_an_answer_larger_than_any_text_is_broken_off(tmp_path: Path) -> None:
    with serving(pages(pta_2=Answer(b"<treaty>" + b" " * 200_000))) as site:
        report = crawl(site, tmp_path, settings={"DOWNLOAD_MAXSIZE": 100_000})
    assert set(report["documents"]) == {"pta_1.xml", "pta_3.xml"}
    assert "pta_2.xml" in report["errors"][0]


def test_a_small_answer_that_unpacks_to_a_huge_one_is_broken_off(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<a>" + b" " * 80_000_000)
    packed = Answer(bomb, headers={"Content-Encoding": "gzip", "Content-Type": "application/xml"})
    assert len(bomb) < 100_000
    with serving(pages(pta_2=packed)) as site:
        report = crawl(site, tmp_path)
    assert sorted(report["documents"]) == ["pta_1.xml", "pta_3.xml"]
    assert any("pta_2.xml" in error for error in report["errors"])


def test_an_answer_that_only_drips_is_given_up_after_its_time(tmp_path: Path) -> None:
    with serving(pages(pta_2=Answer(TEXTS[2], drip_seconds=0.2))) as site:
        report = crawl(site, tmp_path, settings={"DOWNLOAD_TIMEOUT": 1, "RETRY_TIMES": 1})
        assert site.asked.count("/pta_2.xml") == 2
        assert site.given_up == 2, "the other side waited for the end, which would be minutes"
    assert sorted(report["documents"]) == ["pta_1.xml", "pta_3.xml"]
    assert any("pta_2.xml" in error for error in report["errors"])


def test_a_charset_the_server_gets_wrong_does_no_harm(tmp_path: Path) -> None:
    wrong = Answer(TEXTS[2], headers={"Content-Type": "text/xml; charset=iso-8859-1"})
    with serving(pages(pta_2=wrong)) as site:
        report = crawl(site, tmp_path)
    assert report["documents"]["pta_2.xml"] == digest(2)


def test_redirects_to_another_host_are_not_followed(tmp_path: Path) -> None:
    with serving(pages()) as elsewhere:
        away = Answer(
            status=301,
            headers={"Location": elsewhere.address.replace("127.0.0.1", "localhost") + "pta_2.xml"},
        )
        with serving(pages(pta_2=away)) as site:
            report = crawl(site, tmp_path)
        assert elsewhere.asked == []
    assert set(report["documents"]) == {"pta_1.xml", "pta_3.xml"}
    assert report["errors"] == [
        f"{site.address}pta_2.xml: redirects to localhost, which is not a host of this source"
    ]


def test_a_site_that_is_down_is_given_up_soon(tmp_path: Path) -> None:
    with serving({}) as site:
        pass
    report = crawl(site, tmp_path, known=450, settings={"RETRY_TIMES": 0})
    assert report["stats"]["state"] == "failed"
    assert report["stats"]["message"].startswith("stopped: too many requests failed")
    assert set(report["kinds"]) == {"network", "aborted"}
    assert len(report["errors"]) < 20


def test_what_the_sink_raises_ends_the_crawl_and_comes_out(tmp_path: Path) -> None:
    with serving(pages()) as site:
        report = crawl(site, tmp_path, known=450, sink_fails_at=2)
        assert len(site.asked) < 12
    assert report["failure"] == "the database is gone; start it again"
    assert len(report["documents"]) == 1


def test_an_address_that_cannot_be_crawled_is_refused(tmp_path: Path) -> None:
    report = crawl(Site("file:///etc/"), tmp_path)
    assert "is no address to crawl" in report["failure"]


def test_an_interrupted_crawl_says_so_and_the_next_one_goes_on(tmp_path: Path) -> None:
    reached = threading.Event()

    def slow(_times: int) -> Answer:
        reached.set()
        time.sleep(1)
        return Answer(b"late", 404)

    later = {f"pta_{number}": slow for number in range(4, 60)}
    with serving(pages(**later)) as site:
        process = subprocess.Popen(
            command("tota", site.address, tmp_path, known=60), cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        assert reached.wait(60)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        printed, _errors = process.communicate(timeout=60)
        assert process.returncode == 0
        report = by_name(json.loads(printed))
        assert report["stats"]["state"] == "interrupted"
        assert set(report["documents"]) == {"pta_1.xml", "pta_2.xml", "pta_3.xml"}
        assert len(site.asked) < 20

        again = crawl(site, tmp_path)
        assert again["stats"]["not_modified"] == 3
