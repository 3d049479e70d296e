"""The page "Check a draft": inputs, what was found, problems in words, nothing of the draft in the address or kept."""

import tomllib
from datetime import date
from typing import Any

import pytest
from starlette.formparsers import MultiPartParser
from streamlit.testing.v1 import AppTest

from dashboard.launch import APP
from dashboard.parts import draft_session
from dashboard.parts.draft_session import DraftSession
from dashboard.parts.facts import reader
from dashboard.parts.markup import words_after
from dashboard.parts.messages import Messages, languages
from dashboard.parts.names import provision_name
from dashboard.serve import keep_uploads_in_memory
from dashboard.views.draft import clauses as draft_clauses
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tests.texts.papers import column, pdf_of
from tracker.drafts import MAX_BYTES, check_words
from tracker.drafts.problems import Problem
from tracker.models.database import open_database

DUTIES = "No Party shall impose customs duties on electronic transmissions between persons of the Parties"
DRAFT = f"""Article 1: <b>Picnics</b>

The Parties shall hold a picnic on the first Sunday of each month, and <script>alert(1)</script> bring cake.

Article 2: Duties on Wind

{DUTIES}, nor on kites & <img src=x onerror=alert(1)>.
"""


@pytest.fixture
def corpus(sqlite_url: str) -> str:
    """One agreement that has the clause, hard."""
    database = open_database(sqlite_url)
    with database.session() as session:
        finding = MadeFinding("customs_duties", "hard", evidence=f"{DUTIES}.")
        World(session).agreement(
            "Lake - Hill",
            signed=date(2008, 5, 6),
            chapters=(MadeChapter("9", articles=(MadeArticle("9.3", "Duties", f"{DUTIES}.", (finding,)),)),),
        )
    database.close()
    return sqlite_url


def paste(page: AppTest, words: str) -> AppTest:
    page.text_area[0].set_value(words)
    page.button[0].click().run()
    assert not page.exception
    return page


def upload(page: AppTest, name: str, data: bytes) -> AppTest:
    page.file_uploader[0].set_value((name, data, "application/octet-stream")).run()
    assert not page.exception
    return page


def address(page: AppTest) -> str:
    return str(page.query_params)


def test_inputs_and_the_promise(corpus: str, open_page: Open) -> None:
    page = open_page("draft")
    assert "<h1>Check a draft</h1>" in shown(page)
    assert "Nothing is stored." in shown(page)
    assert len(page.file_uploader) == 1
    assert len(page.text_area) == 1


def test_pasted_words_are_checked_and_compared(corpus: str, open_page: Open) -> None:
    page = paste(open_page("draft"), DRAFT)
    html = shown(page)
    assert "2 articles" in html
    assert "1 flagged article" in html
    assert 'href="provision?provision=customs_duties" target="_blank"' in html
    assert "Nearest clause: Customs duties" in html
    assert "Lake - Hill: Article 9.3: Duties" in html
    assert "agreement=lake-hill" in html
    assert "<ins" in html
    assert "provisions of the template are not in it" in html
    assert len(page.text_area) == 0
    assert "kites" not in address(page)


def test_nothing_in_a_draft_becomes_html(corpus: str, open_page: Open) -> None:
    html = shown(
        paste(
            open_page("draft"), DRAFT.replace("Article 2: Duties", "Article 2: <i><blink>Duties</blink></i>")
        )
    )
    assert "&lt;img src=x onerror=alert" in html
    assert "&lt;blink&gt;Duties&lt;/blink&gt;" in html  # <i> is Markdown's own, and is read as such
    for hostile in ("<script", "<img", "<i>", "<b>", "<blink"):
        assert hostile not in html


def test_uploaded_file_is_checked_and_its_bytes_are_freed(
    corpus: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    freed: list[str] = []
    real = draft_session._files

    def watched(context: Any, session: str) -> None:
        real(context, session)
        freed.append(f"{len(context.uploaded_file_mgr.get_files(session, ['0', '1']))} left")
        assert not context.uploaded_file_mgr.file_storage.get(session)

    monkeypatch.setattr(draft_session, "_files", watched)
    data = pdf_of([column(["Article 2", *f"{DUTIES}.".replace(" on ", "\non ").split("\n")])])
    page = open_page("draft")
    freed.clear()
    html = shown(upload(page, "<wind>.pdf", data))
    assert freed
    assert set(freed) == {"0 left"}
    assert "&lt;wind&gt;.pdf" in html
    assert "1 flagged article" in html


def test_taking_away_and_leaving_forget_the_draft(corpus: str, open_page: Open) -> None:
    page = paste(open_page("draft"), DRAFT)
    current: DraftSession = page.session_state["held-draft"]
    page.button(key="draft-take-away").click().run()
    assert current.report is None
    assert "held-draft" not in page.session_state
    assert len(page.text_area) == 1
    assert "Duties on Wind" not in shown(page)

    page = paste(page, DRAFT)
    current = page.session_state["held-draft"]
    page.switch_page("routes/search.py").run()
    assert current.report is None
    assert current.nearest == {}
    assert "held-draft" not in page.session_state
    page.switch_page("routes/draft.py").run()
    assert len(page.text_area) == 1


def test_the_shared_reader_keeps_no_word_of_the_draft(corpus: str, open_page: Open) -> None:
    paste(open_page("draft"), DRAFT)
    kept = reader()._answers
    assert any("customs_duties" in str(key) for key in kept)
    assert not any("kites" in str(key) or "kites" in str(answer.result()) for key, answer in kept.items())


def test_reports_of_closed_windows_are_emptied() -> None:
    class Sessions:
        connected = True

        def is_active_session(self, session: str) -> bool:
            return session == "mine" and self.connected

    runtime = Sessions()
    draft = DraftSession(check_words(DRAFT), "mine")
    draft_session._SESSIONS.add(draft)
    draft_session.look(runtime)
    draft_session.look(runtime)
    assert draft.report is not None
    runtime.connected = False
    draft_session.look(runtime)
    assert draft.report is not None
    draft_session.look(runtime)
    assert draft.report is None


@pytest.mark.parametrize("language", languages())
def test_problems_are_reported_in_every_language(language: str, open_page: Open) -> None:
    page = open_page("draft", lang=language)
    page = paste(page, "   ")
    messages = Messages(language)
    assert messages.say("draft.problem.empty") in shown(page)
    assert messages.say("draft.not_checked") in shown(page)
    page = upload(page, "junk.txt", bytes(range(256)) * 40)
    assert messages.say("draft.problem.not_a_text") in shown(page)
    assert messages.say("draft.problem.empty") not in shown(page)


def test_every_problem_has_its_words() -> None:
    for code in Problem.__args__:  # type: ignore[attr-defined]
        assert Messages().find(f"draft.problem.{code}"), code


def test_a_draft_in_which_nothing_is_found(corpus: str, open_page: Open) -> None:
    page = paste(open_page("draft", lang="fr"), "Article 1\n\nLes Parties font un pique-nique dans le parc.")
    html = shown(page)
    assert "Aucune clause du modèle" in html
    assert "article class" not in html


def test_language_can_be_given_and_stands_in_the_address(corpus: str, open_page: Open) -> None:
    page = open_page("draft", draft_language="es")
    assert "Spanish" in shown(paste(page, f"Article 2\n\n{DUTIES}."))
    page = open_page("draft", draft_language="<xx>")
    assert "draft_language=&lt;xx&gt;" in shown(page)


def test_empty_database_still_checks(sqlite_url: str, open_page: Open) -> None:
    page = open_page("draft")
    assert "no nearest clause" in shown(page)
    html = shown(paste(page, DRAFT))
    assert "1 flagged article" in html
    assert "nothing alike is here" in html


def test_list_is_cut_into_pages_and_narrowed(
    corpus: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_clauses, "SHOWN", 2)
    words = "\n\n".join(f"Article {n}: Wind {n}\n\n{DUTIES}." for n in range(1, 6))
    page = paste(open_page("draft"), words)
    assert shown(page).count('<article class="card"') == 2
    page.selectbox(key="link-page").select("3").run()
    assert shown(page).count('<article class="card"') == 1
    assert "Wind 5" in shown(page)
    assert page.query_params["page"] in ("3", ["3"])
    page.selectbox(key="link-provision").select("customs_duties").run()
    assert "Wind 1" in shown(page)


def test_words_after_cannot_leave_their_string() -> None:
    style = words_after(".x", 'a"} </style><script>é')
    assert style == (
        '<style>.x::after { content: "a\\000022\\00007d\\000020\\00003c\\00002fstyle\\00003e\\00003cscript'
        '\\00003e\\0000e9"; }</style>'
    )


def test_limits_agree_and_the_largest_upload_stays_in_memory() -> None:
    config = tomllib.loads((APP.parent / ".streamlit" / "config.toml").read_text())
    assert config["server"]["maxUploadSize"] * 2**20 == MAX_BYTES
    keep_uploads_in_memory()
    largest_body = MAX_BYTES + 2**20  # Streamlit's own allowance for what surrounds the file
    assert MultiPartParser.spool_max_size > largest_body


@pytest.mark.parametrize(
    ("language", "words", "promise", "moratorium"),
    [
        (
            "en",
            "Article 1\n\nThe Parties shall reassess within two years the need for rules on the free flow of data.\n\n"
            "Article 2\n\nNo Party shall impose customs duties on electronic transmissions until the next Ministerial"
            " Conference.",
            "No rule: a promise to talk or review",
            "a moratorium, for a time only",
        ),
        (
            "es",
            "Artículo 1\n\nLas Partes reevaluarán en dos años la necesidad de reglas sobre el libre flujo de datos.\n\n"
            "Artículo 2\n\nNinguna Parte impondrá derechos de aduana a las transmisiones electrónicas hasta la próxima"
            " Conferencia Ministerial.",
            "Ninguna regla: promesa de hablar o revisar",
            "moratoria, solo por un tiempo",
        ),
        (
            "fr",
            "Article 1\n\nLes Parties réévaluent dans deux ans la nécessité de règles sur la libre circulation des"
            " données.\n\nArticle 2\n\nAucune Partie n'impose de droits de douane sur les transmissions électroniques"
            " jusqu'à la prochaine Conférence ministérielle.",
            "Aucune règle : une promesse de discuter ou de réexaminer",
            "moratoire, pour un temps seulement",
        ),
    ],
)
def test_a_promise_and_a_moratorium_are_said_to_be_that(
    corpus: str, open_page: Open, language: str, words: str, promise: str, moratorium: str
) -> None:
    html = (
        shown(paste(open_page("draft", lang=language, draft_language=language), words))
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
    messages = Messages(language)
    chips = html[html.index('class="found-name"') :]
    assert promise in chips
    assert moratorium in html[html.index("<tbody") : html.index("</tbody>")]  # in the table of provisions
    assert (
        messages.say("draft.promised") in html
    )  # data flows are not in the draft, only promised to be talked about
    table = html[html.index("<tbody") : html.index("</tbody>")]
    assert table.count("chip-hard") == 1  # the moratorium; the promise is no rule
    assert provision_name(messages, "definitions_scope") not in table  # nor a definition


def test_neighbours_have_the_drafts_language_and_enough_words_in_common(corpus: str, open_page: Open) -> None:
    spanish = "Artículo 2\n\nNinguna Parte impondrá derechos de aduana a las transmisiones electrónicas."
    html = shown(paste(open_page("draft"), spanish))
    assert "Lake - Hill" not in html
    assert "nothing alike is here in the draft’s language (no clause with at least 40% of the words" in html
    far = (
        "Article 2\n\nWhatever the hour and whichever lamp is lit, kites, songs and almanacs that arrive over a wire"
        " stay free of tariffs at every gate, since electronic transmissions bear no customs duties."
    )
    html = shown(paste(open_page("draft"), far))
    assert "Customs duties: nothing alike is here" in html
    assert "Lake - Hill" not in html


def test_the_page_does_not_say_that_a_clause_was_copied(corpus: str, open_page: Open) -> None:
    for language, words in (("en", "no proof"), ("es", "no prueba"), ("fr", "ne prouve pas")):
        assert words in shown(open_page("draft", lang=language))
