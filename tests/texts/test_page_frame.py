"""What a site prints around its texts is no part of an article, and footnotes belong to the place of their mark."""

import pytest

from tracker.texts import read_bytes
from tracker.texts.html import html_blocks

FIRST = "The Parties shall consult each other on the carriage of kites between the two of them."
LAST = "Neither Party shall cut the strings of the kites of the other Party without a day's notice."
ARTICLES = f"<h2>Article 19.1: Kites</h2><p>{FIRST}</p><h2>Article 19.2: Strings</h2><p>{LAST}</p>"


def texts(page: str) -> list[str]:
    """The texts of all articles of a page, those before the first numbered one too."""
    text = read_bytes(page.encode(), "19.html")
    return [article.text for chapter in text.chapters for article in chapter.articles]


WET = (
    "<section class='pagedetails'><h2 class='wb-inv'>Page details</h2><div class='row'><div class='gc-pft'><details>"
    "<summary>Report a problem or mistake on this page</summary><form><p>Please select all that apply:</p></form>"
    "</details></div></div><dl id='wb-dtmd'><dt>Date modified:</dt><dd><time>2020-05-28</time></dd></dl></section>"
)
BELOW = {
    "canada": WET,
    "canada, older": "<div class='datemod'><dl><dt>Date Modified:</dt><dd>2013-11-08</dd></dl></div>",
    "canada, no class": "<p>Date de modification : </p><p>2020-05-28</p>",
    "gov.uk": (
        "<div class='gem-c-feedback'><h2>Is this page useful?</h2><p>Yes this page is useful</p>"
        "<p>Report a problem with this page</p></div>"
    ),
    "gov.uk, words only": "<h2>Is this page useful?</h2><p>Yes</p><p>No</p><p>Report a problem with this page</p>",
    "europa": (
        "<div class='ecl-social-media-share'><p>Share this page</p><ul><li>X</li><li>Bluesky</li></ul></div>"
    ),
    "cookies": (
        "<div id='cookie-notice' role='dialog'><span>We use cookies to give you the best of this site.</span>"
        "<a>Ok</a></div>"
    ),
    "cookies, words only": "<p>Utilizamos cookies para mejorar su visita.</p><p>Accept all cookies</p>",
    "last updated": "<p>Last updated: 12 March 2023</p><p>Share this page</p><p>Back to top</p>",
    "sice": (
        "<p><a href='#top'>Return to Index</a></p><p><a href='a.asp'>Previous</a> | <a href='c.asp'>Next</a></p>"
        "<hr><font size=1>Copyright Organization of Kites. All Rights Reserved.</font>"
    ),
    "news": (
        "<h3>News</h3><p>12 Enero 2026</p><p><a href='/n1'>Arcadia and Sylvania begin to talk of kites</a></p>"
        "<p>05 Enero 2026</p><p><a href='/n2'>Text of the agreement</a></p><p><a href='/n3'>Lists of strings</a></p>"
    ),
    "related": (
        "<aside><h2>Related information</h2><ul><li><a href='/a'>Strings</a></li><li><a href='/b'>Winds</a></li></ul>"
        "</aside>"
    ),
    "breadcrumbs": "<div class='breadcrumbs'><a href='/'>Home</a> &gt; <a href='/t'>Trade</a> &gt; Chapter 19</div>",
    "french": "<p>Dernière mise à jour : 3 mai 2024</p><p>Haut de la page</p>",
}


@pytest.mark.parametrize("site", BELOW)
def test_what_a_site_prints_below_is_no_part_of_the_last_article(site: str) -> None:
    assert texts(f"<html><body><div>{ARTICLES}</div>{BELOW[site]}</body></html>") == [FIRST, LAST]
    assert texts(f"<html><body><main>{ARTICLES}{BELOW[site]}</main></body></html>") == [FIRST, LAST]


@pytest.mark.parametrize(
    "above",
    [
        "<div id='global-cookie-message'><h2>Cookies</h2><p>We use some essential cookies.</p></div>",
        "<a class='skip-link' href='#main'>Skip to main content</a>",
        "<ul class='menu'><li><a href='/'>Home</a></li><li><a href='/t'>Trade</a></li></ul>",
        "<p><a href='/'>Home</a></p><p><a href='/d'>Disciplines</a></p><p>Countries</p><p><a href='/n'>News</a></p>",
    ],
)
def test_what_a_site_prints_above_is_no_part_of_the_preamble(above: str) -> None:
    assert texts(f"<html><body>{above}{ARTICLES}</body></html>") == [FIRST, LAST]


def test_a_link_back_after_each_article_is_left_out() -> None:
    back = "<p><a href='#top'>Back to top</a></p>"
    page = ARTICLES.replace(f"<p>{FIRST}</p>", f"<p>{FIRST}</p>{back}") + back
    assert texts(f"<html><body>{page}</body></html>") == [FIRST, LAST]


@pytest.mark.parametrize(
    "inside", ["<form id='form1' method='post'>{}</form>", "<main><form>{}</form></main>"]
)
def test_a_page_that_is_a_form_as_a_whole_is_read(inside: str) -> None:
    script = "<script>var x = 'a very long script that is no text at all';</script>" * 9
    search = "<form><p>Search this site</p></form>"
    page = inside.format(f"<input type='hidden' name='__VIEWSTATE'><div>{ARTICLES}</div>")
    assert texts(f"<html><body>{search}{script}{page}</body></html>") == [FIRST, LAST]


@pytest.mark.parametrize(
    "below",
    [
        "<p>Done at Zenda, 5 June 2019.</p><p>For Arcadia</p><p>5 June 2019</p>",
        "<div class='share'><h3>Article 19.3: Shares</h3><p>A share is a part of a kite.</p></div>",
        "<p>A Party updates its list: <a href='/list'>of strings</a>.</p>",
        "<p>No Party shall share this page of its register.</p>",
        "<div class='footnotes'><p>1 A kite has a string.</p></div>",
    ],
)
def test_words_of_the_text_itself_stay(below: str) -> None:
    found = " ".join(texts(f"<html><body>{ARTICLES}{below}</body></html>"))
    for word in ("5 June 2019", "part of a kite", "of strings", "its register", "has a string"):
        assert (word in below) == (word in found)


def test_a_page_without_articles_keeps_its_links() -> None:
    index = "<p>Index</p>" + "".join(f"<p><a href='{n}.asp'>Kites of kind {n}</a></p>" for n in "ABC")
    assert len(html_blocks(f"<html><body>{index}</body></html>")) == 4


MARKED = "kites{} of the other"
NOTE = "A kite has at least one string."
NOTES = {
    "wet": (
        "<sup id='fn1-rf'><a class='fn-lnk' href='#fn1'><span class='wb-inv'>Footnote </span>1</a></sup>",
        "<aside class='wb-fnote' role='note'><h2 id='fn'>Footnotes</h2><dl><dt>Footnote 1</dt><dd id='fn1'><p>{}</p>"
        "<p class='fn-rtn'><a href='#fn1-rf'><span class='wb-inv'>Return to footnote </span>1"
        "<span class='wb-inv'> referrer</span></a></p></dd></dl></aside>",
    ),
    "gov.uk": (
        "<sup id='fnref:1' role='doc-noteref'><a href='#fn:1' class='govuk-link' rel='footnote'>[footnote 1]</a></sup>",
        "<div class='footnotes' role='doc-endnotes'><ol><li id='fn:1' role='doc-endnote'><p>{} "
        "<a href='#fnref:1' class='govuk-link'>&#8617;</a></p></li></ol></div>",
    ),
    "word": (
        "<a href='#_ftn1' name='_ftnref1' title=''><span class=MsoFootnoteReference>[1]</span></a>",
        "<div><br clear=all><hr width='33%'><div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'>"
        "<span class=MsoFootnoteReference>[1]</span></a> {}</p></div></div>",
    ),
    "eur-lex": (
        "<a id='ntc1-L_1' href='#ntr1-L_1'>(<span class='oj-super oj-note-tag'>1</span>)</a>",
        "<hr class='oj-note'/><p class='oj-note'><a id='ntr1-L_1' href='#ntc1-L_1'>"
        "(<span class='oj-super'>1</span>)</a>  {}</p>",
    ),
    "plain": (
        "<sup><a name='r1' href='#n1'>1</a></sup>",
        "<p>Notes</p><table><tr><td><a name='n1' href='#r1'>1.</a> {}</td></tr></table>",
    ),
}


@pytest.mark.parametrize("template", NOTES)
def test_a_footnote_stands_below_the_article_with_its_mark(template: str) -> None:
    mark, note = NOTES[template]
    marked = ARTICLES.replace("of kites between", f"of kites{mark} between")
    first, last = texts(f"<html><body><main>{marked}{note.format(NOTE)}</main></body></html>")
    assert first == f"{FIRST.replace('kites between', 'kites [^1] between')}\n\n[1] {NOTE}"
    assert last in {LAST, f"{LAST}\n\nNotes"}


def test_footnotes_of_lists_keep_their_numbers_and_the_list_its_own() -> None:
    mark, note = NOTES["gov.uk"]
    other = note.replace(":1", ":2").format("A string is long.")
    marked = ARTICLES.replace("of kites between", f"of kites{mark} between").replace(
        "strings of", f"strings{mark.replace(':1', ':2').replace('footnote 1', 'footnote 2')} of"
    )
    points = "<ol type='a'><li>red;</li><li>blue.</li></ol>"
    first, last = texts(f"<html><body>{marked}{points}{note.format(NOTE)}{other}</body></html>")
    assert first.endswith(f"[1] {NOTE}")
    assert last.endswith("(a) red;\n\n(b) blue.\n\n[2] A string is long.")


def test_links_within_a_page_that_are_no_notes_stay() -> None:
    contents = "<p><a href='#a1' name='c1'>1</a> Kites</p>"
    page = ARTICLES.replace("<h2>Article 19.1", "<a name='a1'></a><h2>Article 19.1")
    assert "1 Kites" in " ".join(block.text for block in html_blocks(f"<body>{contents}{page}</body>"))
