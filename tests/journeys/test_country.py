"""A campaigner looks up what a country can still do, and a lawyer where a clause was copied from."""

import pytest

from tests.journeys.conftest import DESKTOP, PHONE, Dashboard, Visit
from tracker.queries import (
    Reader,
    agreement_lineage,
    agreement_list,
    country_list,
    country_policies,
    policy_facts,
)


@pytest.fixture(scope="module")
def known(dashboard: Dashboard) -> dict[str, str]:
    """The busiest country, a policy that some clause closes for it, and the newest agreement with a model."""
    reader = Reader(dashboard.database_url)
    country = max(reader.ask(country_list), key=lambda row: row.provisions_hard)
    closed = next(
        row.policy
        for row in reader.ask(country_policies, country.iso3)
        if row.state != "open" and row.grounds
    )
    agreement, clause = next(
        (row.slug, one.clause.provision)
        for row in reversed(reader.ask(agreement_list))
        if row.provisions_hard > 3
        for one in reader.ask(agreement_lineage, row.slug).clauses
        if one.main
    )
    reader.close()
    return {"country": country.iso3, "policy": closed, "agreement": agreement, "clause": clause}


def test_policy_to_the_clause_that_closes_it_on_a_desk(
    dashboard: Dashboard, visit: Visit, known: dict[str, str]
) -> None:
    window = visit(dashboard, DESKTOP)
    page = window.open(f"country?country={known['country']}")
    assert page.locator("h2").first.inner_text() == "What this country can still do"
    fold = page.locator(f"#policy-{known['policy']}")
    assert fold.locator(".commitments").first.is_hidden()
    fold.locator("summary").click()
    fold.locator(".commitments li p.quiet a").first.click()
    page.wait_for_selector(".full-text")
    window.settle()
    window.check()
    page.go_back()
    window.settle()
    page.wait_for_selector(f"#policy-{known['policy']}")
    page.wait_for_selector(".card h3, .fold-group")


def test_policies_in_spanish_on_a_phone(dashboard: Dashboard, visit: Visit, known: dict[str, str]) -> None:
    window = visit(dashboard, PHONE)
    page = window.open(f"country?country={known['country']}&policy={known['policy']}&lang=es")
    title = next(facts.title for facts in policy_facts("es") if facts.code == known["policy"])
    fold = page.locator(f"#policy-{known['policy']}")
    assert fold.locator(".fold-name").inner_text() == title
    assert fold.locator(".commitments").first.is_visible()
    assert page.locator("html").get_attribute("lang") == "es"
    window.check()


@pytest.mark.parametrize("view", ["reference", "origins", "versions"])
def test_views_of_an_agreement_in_french_on_a_phone(
    dashboard: Dashboard, visit: Visit, known: dict[str, str], view: str
) -> None:
    window = visit(dashboard, PHONE)
    link = f"agreement?agreement={known['agreement']}&view={view}&lang=fr"
    page = window.open(link if view == "versions" else f"{link}&clause={known['clause']}")
    page.wait_for_selector(".card, .notice")
    assert page.locator(".notice-warning").count() == 0
    window.check()
