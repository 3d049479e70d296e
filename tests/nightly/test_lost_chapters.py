"""A chapter's page that turns into something else: the stored text stays, the night says so, and the digest does not
report clauses as gone."""

from pathlib import Path
from typing import Any

from tests.nightly.nights import House
from tests.nightly.test_all_sources import LOOSE
from tests.scrapers.entries import entry_of, write_entries
from tests.scrapers.site import Page, served, serving

RULE = "{} and Ruritania consult each other on whatever may hinder the carriage of kites between the two."
DUTY = "Neither Party shall impose customs duties on electronic transmissions."
BODIES = {
    1: ("INITIAL PROVISIONS", (("Scope", RULE), ("Aims", RULE))),
    2: ("ELECTRONIC COMMERCE", (("Customs Duties", DUTY), ("Papers", RULE))),
    3: ("FINAL PROVISIONS", (("Entry into Force", RULE), ("Withdrawal", RULE))),
}


def page(title: str, body: str) -> Page:
    return served(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode())


def site(*lands: str) -> dict[str, Page]:
    rows = "".join(
        f"<p><a href='/Trade/{land}_RUR/{land}_RUR_ind_e.asp'>{land.title()} - Ruritania Free Trade Agreement</a></p>"
        for land in lands
    )
    pages = {"/agreements_e.asp": page("SICE", rows), "/agreements_s.asp": page("SICE", rows)}
    index = "".join(f"<p><a href='Chap{n}_e.asp'>Chapter {n}</a></p>" for n in BODIES)
    for land in lands:
        folder = f"/Trade/{land}_RUR"
        pages[f"{folder}/{land}_RUR_ind_e.asp"] = page(
            f"{land.title()} - Ruritania Free Trade Agreement", index
        )
        for number, (heading, articles) in BODIES.items():
            text = "".join(
                f"<p><b>Article {number}.{at}: {title}</b></p><p>{words.format(land.title())}</p>"
                for at, (title, words) in enumerate(articles, 1)
            )
            head = f"<p><b>CHAPTER {number}<br>{heading}</b></p>"
            pages[f"{folder}/Chap{number}_e.asp"] = page("", f"{head}{text}")
    return pages


NEWS = "<p>What is new in trade policy this week and this month, with links to all of it.</p>" * 30
HEADED = "<p><b>CHAPTER 2<br>ELECTRONIC COMMERCE</b></p>"
TURNED = {
    "NEWS": page("SICE", NEWS),
    "POINTER": page("", f"{HEADED}<p>See the text on the site of the ministry.</p>"),
    "BARE": page("", f"{HEADED}<p><b>Article 2.1: Customs Duties</b></p>"),
    "GONE": page("Página no encontrada", NEWS),
}


def test_what_a_chapter_turns_into_never_replaces_it(tmp_path: Path) -> None:
    pages = site(*TURNED)
    with serving(pages) as local:
        house = House(tmp_path / "house", None)
        quick: dict[str, Any] = {**entry_of("sice"), "delay_seconds": 0.1, "expect": LOOSE}
        write_entries(house.sources, {"sice": quick})
        house.environment["TRACKER_SICE_BASE_URL"] = local.address
        house.night()
        rows = house.rows()
        assert rows["article"] == 6 * len(TURNED)
        assert rows["finding"] >= len(TURNED)
        for land, turned in TURNED.items():
            local.pages[f"/Trade/{land}_RUR/Chap2_e.asp"] = turned
        night = house.night()
    assert house.rows() == rows
    assert night.code == 8
    assert "3 quarantined, 1 errors (1 not_found)" in night.out
    assert "nothing changed" in night.last_line
    (written,) = (house.data / "digests").glob("*/digest-2.md")
    said = written.read_text(encoding="utf-8")
    assert "disappeared" not in said
    (alert,) = [line for line in night.out.splitlines() if "; runbook: " in line]
    assert "quarantine" in alert
    assert "chapters or annexes of the stored text are gone with all their articles" in alert
