"""The parts pages are made of: escaping, evidence, messages, charts, the start page, the launch command."""

import html
import json
import re
import socket
import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.launch import APP, free_port, streamlit_command, streamlit_environment
from dashboard.parts import charts
from dashboard.parts.evidence import Span, excerpts, highlighted, marked
from dashboard.parts.markup import Markup, escape, join, page_address, tag, web_link, woven
from dashboard.parts.messages import DEFAULT_LANGUAGE, Messages, languages
from dashboard.parts.names import article_name, chapter_name, provision_name
from dashboard.parts.pages import PAGES
from dashboard.parts.spread_chart import spread_chart
from dashboard.parts.strength import FILLS, ORDER
from dashboard.preview import Preview
from dashboard.serve import STATIC, options, start_page
from tracker.addresses import is_web_address
from tracker.queries import ArticleRef, EnglishWords, Matrix, SpreadPoint, template_facts
from tracker.queries.spread.matrix import MatrixCell, MatrixRow

ARTICLE = ArticleRef(1, None, None, None, None, "digital", 1, None, "x")


def words_of(markup: str) -> str:
    """The text a browser would show."""
    import html

    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_children_and_attributes_are_escaped_unless_markup() -> None:
    assert (
        tag("p", "<b>", tag("em", "&"), title='"x"') == '<p title="&quot;x&quot;">&lt;b&gt;<em>&amp;</em></p>'
    )
    assert tag("p", None, class_="a", hidden=True, lang=None) == '<p class="a" hidden></p>'
    assert escape(Markup("<b>")) == "<b>"
    assert join(["<", Markup("<i>")], "; ") == "&lt;; <i>"


@pytest.mark.parametrize("name", ["script onload", "<p", "P", ""])
def test_tag_names_are_checked(name: str) -> None:
    with pytest.raises(ValueError, match="tag name"):
        tag(name)


def test_event_handlers_are_refused() -> None:
    with pytest.raises(ValueError, match="attribute"):
        tag("p", onclick="alert(1)")


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, good: bool) -> None:
    assert is_web_address(url) is good
    assert ("<a " in web_link(url, "label")) is good


def test_page_addresses_carry_their_parameters() -> None:
    assert page_address("country", country="VNM", provision=None) == "country?country=VNM"
    assert page_address("spread", view="heat & map") == "./?view=heat+%26+map"
    assert page_address("agreement") == "agreement"


TEXT = st.text(alphabet=string.ascii_letters + " <>&\"'\n", max_size=300)
SPANS = st.lists(
    st.builds(Span, st.integers(-5, 320), st.integers(-5, 320), st.sampled_from(["hard", "soft"])), max_size=6
)


@given(TEXT, SPANS)
def test_highlighting_never_changes_the_words(text: str, spans: list[Span]) -> None:
    rendered = highlighted(text, spans)
    assert words_of(rendered) == text
    assert set(re.findall(r"<(\w+)", rendered)) <= {"mark"}


@settings(deadline=None)
@given(TEXT, SPANS)
def test_excerpts_show_every_marked_word(text: str, spans: list[Span]) -> None:
    whole = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", highlighted(text, spans), re.S))
    cut = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", excerpts(Messages(), text, spans), re.S))
    assert "".join(html.unescape(cut).split()) == "".join(html.unescape(whole).split())


TEST = (
    "1. A side may keep a rule of its own.\n"
    "2. No side shall stop a kite that crosses the border, provided that the rule:\n"
    "(a) is not a hidden barrier; and\n"
    "(b) asks no more than its aim needs.\n"
    "3. Each side shall publish its rules."
)


def test_an_excerpt_is_the_whole_paragraph_with_its_conditions() -> None:
    at = TEST.index("(b)")
    [paragraph] = re.findall(
        r"<p[^>]*>(.*?)</p>", excerpts(Messages(), TEST, [Span(at, at + 20, "hard")]), re.S
    )
    shown = words_of(paragraph)
    assert shown.startswith("… 2. No side shall stop a kite")
    assert "(a) is not a hidden barrier; and" in shown
    assert shown.endswith("its aim needs. …")
    assert "<mark" in paragraph and "Each side shall publish" not in shown


def test_a_long_paragraph_is_folded_and_says_how_long_it_is() -> None:
    text = "Filler " * 300 + "needle" + " filler" * 300
    at = text.index("needle")
    shown = excerpts(Messages(), text, [Span(at, at + 6, "hard")])
    first, folded = re.findall(r"<p[^>]*>(.*?)</p>", shown, re.S)
    assert first.startswith("… Filler ") and first.endswith(" filler …")
    assert len(words_of(first)) < 400
    assert words_of(folded) == text
    assert f"({len(text):,} characters)" in shown


def test_marked_snippet() -> None:
    assert marked("a <b>", [(2, 5)]) == 'a <mark class="evidence-hit">&lt;b&gt;</mark>'


def test_every_message_used_in_the_code_exists() -> None:
    messages = Messages()
    source = "\n".join(file.read_text() for file in APP.parent.rglob("*.py"))
    used = set(re.findall(r'\.say\(\s*"([\w.]+)"', source))
    used |= {
        f"{key}.{form}" for key in re.findall(r'\.count\(\s*"([\w.]+)"', source) for form in ("one", "many")
    }
    assert len(used) > 50
    assert {key for key in used if messages.find(key) is None} == set()


@pytest.mark.parametrize("language", languages())
def test_every_language_has_all_messages_with_their_placeholders(language: str) -> None:
    def placeholders(of: str) -> dict[str, list[str]]:
        messages = Messages(of)
        return {
            key: sorted(set(re.findall(r"\{(\w+)\}", messages.find(key) or "")))
            for key in messages.own_keys()
        }

    assert placeholders(language) == placeholders(DEFAULT_LANGUAGE)


def test_messages_by_number_and_thousands() -> None:
    messages = Messages()
    assert messages.count("agreement.flagged", 1) == "1 flagged article"
    assert messages.count("agreement.flagged", 1234) == "1,234 flagged articles"
    with pytest.raises(KeyError):
        messages.say("no.such.message")
    with pytest.raises(KeyError):
        Messages("xx")


def test_every_provision_has_a_short_name_of_its_own() -> None:
    names = [provision_name(Messages(), code) for code in template_facts().by_code]
    assert len(set(names)) == len(names)
    assert all("_" not in name for name in names)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("ARTICLE 14.11", "Article 14.11"),
        ("14.11", "Article 14.11"),
        ("Artículo 3", "Artículo 3"),
        ("ARTICLE XIV", "Article XIV"),
        (None, "Article not numbered here"),
    ],
)
def test_article_names(number: str | None, shown: str) -> None:
    from dataclasses import replace

    assert article_name(Messages(), replace(ARTICLE, number=number)) == shown


def test_chapter_names() -> None:
    messages = Messages()
    assert chapter_name(messages, "CHAPTER ONE", "Goods") == "Chapter One · Goods"
    assert chapter_name(messages, "14", None) == "Chapter 14"
    assert chapter_name(messages, None, None) == "Chapter without heading"


def test_hard_and_soft_differ_in_lightness_as_well() -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    assert contrast(FILLS["hard"], FILLS["soft"]) > 3.5
    assert all(contrast(FILLS[name], "#FCFBF8") >= 3 for name in ORDER)


def test_spread_chart_is_valid_and_stacks_hard_below_soft() -> None:
    points = [
        SpreadPoint(2000, "agreements", "hard", 1, 1),
        SpreadPoint(2000, "agreements", "soft", 2, 2),
        SpreadPoint(2001, "agreements", "hard", 0, 1),
    ]
    spec = spread_chart(Messages(), "data_flows", points, cumulative=True)
    rows = spec["datasets"]["rows"]
    assert [(row["year"], row["strength"], row["number"]) for row in rows] == [
        (2000, "hard", 1),
        (2000, "soft", 2),
        (2001, "hard", 1),
    ]
    assert [(row["bottom"], row["top"]) for row in rows] == [(0, 1), (1, 3), (0, 1)]
    assert spec["layer"][0]["encoding"]["color"]["scale"] == {
        "domain": ["hard", "soft"],
        "range": [FILLS["hard"], FILLS["soft"]],
    }
    new = spread_chart(Messages(), "data_flows", points, cumulative=False)["datasets"]["rows"]
    assert [row["number"] for row in new] == [1, 2, 0]
    json.dumps(spec)


def test_heatmap_has_one_column_per_agreement_in_order() -> None:
    from datetime import date

    rows = tuple(MatrixRow(f"a{n}", f"<A{n}>", date(2000 + n, 1, 1), "in_force", 1) for n in range(3))
    cells = (MatrixCell("a2", "data_flows", "hard", True, 1), MatrixCell("a0", "encryption", "soft", None, 1))
    spec = charts.heatmap(Messages(), Matrix(rows, ("data_flows", "encryption"), cells))
    values = spec["datasets"]["rows"]
    assert [(v["from"], v["provision"], v["excepted"]) for v in values] == [
        (2, "Data flows", True),
        (0, "Encryption", False),
    ]
    assert values[0]["thickness"] > values[1]["thickness"]
    json.dumps(spec)


def test_start_page_has_our_title_and_no_foreign_address() -> None:
    html = (STATIC / "index.html").read_text(encoding="utf-8")
    page = start_page(html, Messages(), Preview("Digital Trade Tracker", "Who is bound"))
    assert "<title>Digital Trade Tracker</title>" in page
    assert "BACKEND_BASE_URL" in page
    assert set(re.findall(r'(?:src|href)="(https?:[^"]+)"', page)) == set()


def test_options_are_read_and_others_refused() -> None:
    assert options(["--server.port=1", "--server.headless=true"]) == {
        "server.port": "1",
        "server.headless": "true",
    }
    with pytest.raises(ValueError, match="not an option"):
        options(["8501"])


def test_free_port_steps_over_taken_ones() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port


def test_launch_command_works_from_any_folder(tmp_path: Path) -> None:
    command = streamlit_command(9, headless=True)
    assert command[0] == sys.executable
    assert "--server.port=9" in command
    assert streamlit_environment()["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"
    run = subprocess.run(
        [*command[:3], "nonsense"],
        cwd=tmp_path,
        env={"PATH": "", **streamlit_environment()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.strip().endswith("write --name=value")


def test_every_page_has_a_file_and_a_name() -> None:
    for page in PAGES:
        assert (APP.parent / "routes" / f"{page}.py").is_file()
        assert Messages().find(f"{page}.nav")


def test_english_words_say_that_they_are_english() -> None:
    words = EnglishWords("Lamp <oil>")
    assert tag("h1", words) == '<h1><span lang="en">Lamp &lt;oil&gt;</span></h1>'
    assert join(["a", words], ", ") == 'a, <span lang="en">Lamp &lt;oil&gt;</span>'
    assert woven("{name}: {words}", name="x", words=words) == 'x: <span lang="en">Lamp &lt;oil&gt;</span>'
    assert tag("p", title=words) == '<p title="Lamp &lt;oil&gt;"></p>', "an attribute holds no tags"
