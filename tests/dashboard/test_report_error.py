"""The link to report an error: absent without an address, prefilled with one, and no request by itself."""

from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.parts.report_error import report_address
from tests.dashboard.conftest import Open, shown
from tracker.errors import BadInput
from tracker.settings import settings

PAGES = (
    ("provision", {"provision": "data_flows"}),
    ("agreement", {"agreement": "north-south", "provision": "data_flows"}),
    ("search", {"q": "gates"}),
    ("compare", {"agreements": "north-south,tilted", "provision": "data_flows"}),
)


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_REPORT_ERRORS", "https://forge.example/issues/new?labels=finding")


@pytest.mark.parametrize(("page", "parameters"), PAGES)
def test_without_an_address_there_is_no_link(
    world: str, open_page: Open, page: str, parameters: dict[str, str]
) -> None:
    assert "Report an error" not in shown(open_page(page, **parameters))


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize(("page", "parameters"), PAGES)
def test_beside_a_finding_stands_a_prefilled_issue(
    world: str, open_page: Open, page: str, parameters: dict[str, str]
) -> None:
    text = shown(open_page(page, **parameters))
    assert (
        'href="https://forge.example/issues/new?labels=finding&amp;title=Error%3A%20Data%20flows%20in%20Article'
        in text
    )
    assert "tota1%3A1" in text
    assert "<script src" not in text


def test_a_mail_has_subject_and_body() -> None:
    address = report_address("desk@example.org", "Error: a & b", "one\ntwo")
    assert address == "mailto:desk@example.org?subject=Error%3A%20a%20%26%20b&body=one%0Atwo"
    issue = urlsplit(report_address("https://forge.example/new", "Error: ü", "one\ntwo"))
    assert parse_qs(issue.query) == {"title": ["Error: ü"], "body": ["one\ntwo"]}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "desk", "https://", "ftp://x.example", "a@b c"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_REPORT_ERRORS", address)
        with pytest.raises(BadInput, match="TRACKER_REPORT_ERRORS"):
            settings()
