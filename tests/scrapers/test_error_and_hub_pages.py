"""Sites as they are: error pages with status 200, and pages between an agreement's page and its index."""

from pathlib import Path

from tests.scrapers.crawl_site import run
from tests.scrapers.local_sites import by_key, numbers
from tests.scrapers.site import Page, served, serving

FOLDER = "/Trade/arcsyl_e"
RULE = "The Parties consult each other on whatever may hinder the carriage of kites between the two of them."


def page(title: str, body: str) -> Page:
    return served(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode())


def chapter(letter: str, heading: str) -> Page:
    other = {"A": "B", "B": "A"}[letter]
    articles = "".join(f"<p><b>Article {letter}-0{n}: Kites</b></p><p>{RULE}</p>" for n in (1, 2))
    return page(
        "Text",
        f"<p><b>Chapter {letter}<br>{heading}</b></p>{articles}<p><a href='chap{other}_e.asp'>Chapter {other}</a></p>",
    )


def site(index: str, **more: Page) -> dict[str, Page]:
    row = f'<table><tr><td><a href="{FOLDER}/Arc_Syl_Index_e.asp">Arcadia - Sylvania</a></td></tr></table>'
    return {
        "/agreements_e.asp": page("SICE: Trade Agreements in Force", row),
        "/agreements_s.asp": page("SICE: Acuerdos", row),
        f"{FOLDER}/Arc_Syl_Index_e.asp": page("SICE: Trade Agreements: Arcadia-Sylvania", index),
        f"{FOLDER}/chapA_e.asp": chapter("A", "Aims"),
        f"{FOLDER}/chapB_e.asp": chapter("B", "Electronic Commerce"),
        **{f"{FOLDER}/{name}_e.asp": found for name, found in more.items()},
    }


CHAPTERS = "".join(f'<p><a href="chap{letter}_e.asp">Chapter {letter}</a></p>' for letter in "AB")
LISTED = "".join(
    f'<p><a href="chap{letter}_e.asp#{letter}{n}">Article {letter}-0{n}</a> Kites</p>'
    for letter in "AB"
    for n in (1, 2)
)
AMENDMENT = page("Text", f"<p>AMENDING AGREEMENT</p><p>Article 1: Council</p><p>{RULE}</p>")


def test_the_index_behind_a_hub_page_is_followed(tmp_path: Path) -> None:
    hub = (
        '<p><a href="text_e.asp">Text of the Arcadia - Sylvania Agreement</a></p>'
        '<p><a href="amend_e.asp">Arcadia - Sylvania Amending Protocol</a></p>'
    )
    pages = site(hub, text=page("Arcadia-Sylvania", CHAPTERS + LISTED), amend=AMENDMENT)
    with serving(pages) as served_site:
        report = run("sice", served_site.address, tmp_path, parse=True)
    (agreement,) = by_key(report).values()
    assert agreement["overrides"]["name"] == "Arcadia-Sylvania"
    assert agreement["parts"] == ["chapA_e.html", "chapB_e.html"]
    assert numbers(agreement) == ["Article A-01", "Article A-02", "Article B-01", "Article B-02"]
    assert report["errors"] == []


def test_a_link_to_the_whole_text_beside_its_annexes_is_the_text(tmp_path: Path) -> None:
    beside = '<p><a href="chapA_e.asp">Text of the Agreement</a></p><p><a href="chapB_e.asp">Annex on Wires</a></p>'
    with serving(site(beside)) as served_site:
        report = run("sice", served_site.address, tmp_path, parse=True)
    (agreement,) = by_key(report).values()
    assert agreement["parts"] == ["chapA_e.html", "chapB_e.html"]


def test_an_error_page_with_status_200_leaves_the_agreement_as_it_was(tmp_path: Path) -> None:
    gone = page(
        "The page cannot be found", "<h1>The page cannot be found</h1><p>It might have been removed.</p>"
    )
    with serving(site(CHAPTERS) | {f"{FOLDER}/chapB_e.asp": gone}) as served_site:
        report = run("sice", served_site.address, tmp_path)
    assert report["documents"] == []
    (error,) = report["errors"]
    assert "a page that says 'page cannot be found' with status 200" in error
    assert "arcsyl left as it was, 1 of 2 parts fetched" in error


def test_lists_of_annexes_and_protocols_are_followed(tmp_path: Path) -> None:
    hub = (
        f'{CHAPTERS}<p><a href="annexes_e.asp">Annexes</a></p><p><a href="letters_e.asp">Side letters</a></p>'
        '<p><a href="prot_e.asp">Protocols</a></p>'
    )
    annexes = '<p><a href="annA_e.asp">Annex A: Strings</a></p><p><a href="annB_e.asp">Annex B: Tails</a></p>'

    def attached(title: str) -> Page:
        return page("Text", f"<p><b>{title}</b></p><p><b>Article 1: Kites</b></p><p>{RULE}</p>")

    pages = site(
        hub,
        annexes=page("Annexes", annexes),
        prot=page("Protocols", '<p><a href="prot1_e.asp">Protocol on Winds</a></p>'),
        letters=page("Letters", "<p>Letters</p>"),
        annA=attached("ANNEX A"),
        annB=attached("ANNEX B"),
        prot1=attached("PROTOCOL ON WINDS"),
    )
    with serving(pages) as served_site:
        report = run("sice", served_site.address, tmp_path, parse=True)
    (agreement,) = by_key(report).values()
    names = ["chapA", "chapB", "annA", "annB", "prot1"]
    assert agreement["parts"] == [f"{name}_e.html" for name in names]
    assert report["errors"] == []


def test_a_list_of_instruments_names_an_agreement_a_file(tmp_path: Path) -> None:
    treaty = page("Treaty", f"<h1>Treaty of Zenda</h1><p><b>Article 1: Kites</b></p><p>{RULE}</p>")
    protocol = page("Protocol", f"<h1>Protocol of Streslau</h1><p><b>Article 1: Kites</b></p><p>{RULE}</p>")
    listed = (
        '<p><a href="/Trade/CSF/zenda_e.asp">Treaty of Zenda</a></p>'
        '<p><a href="/Trade/CSF/streslau_e.asp">Protocol of Streslau</a></p>'
        '<p><a href="/Trade/CSF/Decisions/dec1_e.asp">Decision 1</a></p>'
    )
    pages = site(CHAPTERS) | {
        "/csf/instmt_e.asp": page("Instruments", listed),
        "/Trade/CSF/zenda_e.asp": treaty,
        "/Trade/CSF/streslau_e.asp": protocol,
    }
    row = f'<a href="{FOLDER}/Arc_Syl_Index_e.asp">Arcadia - Sylvania</a><a href="/csf/instmt_e.asp">CSF</a>'
    pages["/agreements_e.asp"] = page(
        "SICE: Trade Agreements in Force", f"<table><tr><td>{row}</td></tr></table>"
    )
    with serving(pages) as served_site:
        report = run("sice", served_site.address, tmp_path, parse=True)
    assert set(by_key(report)) == {"arcsyl", "csf/zenda_e", "csf/streslau_e"}
    assert report["errors"] == []


def test_a_page_that_sends_browsers_on_is_followed(tmp_path: Path) -> None:
    on = served(
        b'<html><head><meta http-equiv="refresh" content="0; url=new_e.asp"></head><body>Moved.</body></html>'
    )
    pages = site(CHAPTERS, new=chapter("B", "Electronic Commerce")) | {f"{FOLDER}/chapB_e.asp": on}
    with serving(pages) as served_site:
        report = run("sice", served_site.address, tmp_path, parse=True)
    (agreement,) = by_key(report).values()
    assert agreement["parts"] == ["chapA_e.html", "new_e.html"]
    assert report["errors"] == []


KINDS = (
    *(
        ("iis", "404 - File or directory not found.", "<h1>Server Error</h1>"),
        ("asp", "", "VBScript runtime error"),
    ),
    *(("es", "SICE", "<h2>La página que busca no existe</h2>"), ("fr", "Page non trouvée | Canada.ca", "")),
    *(("pt", "", "A página não foi encontrada."), ("de", "Amt", "<h1>Seite nicht gefunden</h1>")),
    *(("login", "Sign in", "<input type=password>"), ("consent", "Before you continue", "<p>Accept all</p>")),
    *(("robot", "Human verification", "captcha"), ("maint", "Site under maintenance", "<p>Soon.</p>")),
    *(
        ("script", "", "<script>location = '/x'</script>"),
        ("notice", "OAS", "<p class='error'>File not found</p>"),
    ),
)


def test_no_kind_of_error_page_becomes_a_chapter(tmp_path: Path) -> None:
    """An agreement per kind: its first chapter is there, its second one is an error page with status 200."""
    pages: dict[str, Page] = {}
    rows = []
    for kind, title, body in KINDS:
        folder = f"/Trade/{kind}_syl"
        rows.append(f'<tr><td><a href="{folder}/Index_e.asp">{kind.title()} - Sylvania</a></td></tr>')
        pages[f"{folder}/Index_e.asp"] = page(f"{kind.title()} - Sylvania Agreement", CHAPTERS)
        pages[f"{folder}/chapA_e.asp"] = chapter("A", "Aims")
        pages[f"{folder}/chapB_e.asp"] = page(title, body)
    pages["/agreements_e.asp"] = page("SICE: Trade Agreements in Force", f"<table>{''.join(rows)}</table>")
    pages["/agreements_s.asp"] = pages["/agreements_e.asp"]
    with serving(pages) as served_site:
        report = run("sice", served_site.address, tmp_path)
    assert report["documents"] == []
    assert len(report["errors"]) == len(KINDS)
    for kind, _title, _body in KINDS:
        (error,) = [error for error in report["errors"] if f"/{kind}_syl/chapB_e.asp" in error]
        assert f"({kind}_syl left as it was, 1 of 2 parts fetched)" in error


INDEX = "Arcadia-Sylvania"
HUBS: dict[str, tuple[str, dict[str, str]]] = {
    "side": (
        "<p><a href='i.asp'>Text of the {0} Agreement</a></p><p><a href='e.asp'>Text of the Agreement on Air</a></p>",
        {"i": INDEX, "e": "Air"},
    ),
    "full": ("<p><a href='i.asp'>Full text</a></p>", {"i": INDEX}),
    "lang": ("<p><a href='i.asp'>English</a> <a href='s.pdf'>PDF</a></p>", {"i": INDEX}),
    "name": (
        "<p><a href='i.asp'>{0} Free Trade Agreement</a></p><p><a href='b.asp'>Background</a></p>",
        {"i": INDEX, "b": "Background"},
    ),
    "later": (
        "<p><a href='b.asp'>Background</a></p><p><a href='i.asp'>{0} Free Trade Agreement</a></p>",
        {"i": INDEX, "b": "Background"},
    ),
    "texto": ("<p><a href='i.asp'>Texto del Tratado</a></p>", {"i": INDEX}),
    "toc": ("<p><a href='i.asp'>Table of Contents</a></p>", {"i": INDEX}),
    "hops": (
        "<p><a href='h.asp'>Text of the Agreement</a></p>",
        {"h": "<p><a href='i.asp'>Contents</a></p>", "i": INDEX},
    ),
    "new": (
        "<p><a href='i.asp'>Modernized text of the agreement</a></p><p><a href='o.asp'>Text of the agreement</a></p>",
        {"i": INDEX, "o": INDEX},
    ),
    "plain": (CHAPTERS, {}),
}


def test_whatever_way_a_hub_leads_to_the_index_the_chapters_are_the_text(tmp_path: Path) -> None:
    """An agreement per kind of hub, all with the same two chapters; each chapter links the other one, too."""
    pages: dict[str, Page] = {}
    rows = []
    for kind, (hub, behind) in HUBS.items():
        folder = f"/Trade/{kind}_syl"
        rows.append(f'<tr><td><a href="{folder}/Index_e.asp">{kind.title()} - Sylvania</a></td></tr>')
        pages[f"{folder}/Index_e.asp"] = page(
            f"SICE: Trade Agreements: {kind.title()}-Sylvania", hub.format(kind)
        )
        for name, body in behind.items():
            content = CHAPTERS + LISTED if body == INDEX else body
            pages[f"{folder}/{name}.asp"] = page("Arcadia-Sylvania", content)
        for letter, heading in (("A", "Aims"), ("B", "Electronic Commerce")):
            pages[f"{folder}/chap{letter}_e.asp"] = chapter(letter, heading)
    pages["/agreements_e.asp"] = page("SICE: Trade Agreements in Force", f"<table>{''.join(rows)}</table>")
    pages["/agreements_s.asp"] = pages["/agreements_e.asp"]
    with serving(pages) as served_site:
        report = run("sice", served_site.address, tmp_path, parse=True)
    found = by_key(report)
    assert report["errors"] == []
    assert set(found) == {f"{kind}_syl" for kind in HUBS}
    for key, agreement in found.items():
        assert agreement["parts"] == ["chapA_e.html", "chapB_e.html"], key
        assert numbers(agreement) == ["Article A-01", "Article A-02", "Article B-01", "Article B-02"], key
        assert agreement["overrides"]["name"] == f"{key.removesuffix('_syl').title()}-Sylvania"
