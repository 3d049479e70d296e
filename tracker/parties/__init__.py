"""Countries (ISO 3166 alpha-3), their aliases, and groups with dated membership."""

from tracker.parties.agreement import (
    AgreementParties,
    PartyMember,
    agreement_parties,
    detect_groups,
    expand_parties,
    resolve_party,
    signing_codes,
)
from tracker.parties.countries import (
    canonical_code,
    countries_named_in,
    country_codes,
    country_name,
    find_country,
    is_country_code,
    resolve_country,
    with_codes,
)
from tracker.parties.groups import (
    Group,
    find_group,
    group,
    group_members,
    groups,
    groups_named_in,
    is_group_code,
)
from tracker.parties.lists import CountryList, country_list_of, country_lists
from tracker.parties.naming import party_name

__all__ = [
    "AgreementParties",
    "CountryList",
    "Group",
    "PartyMember",
    "agreement_parties",
    "canonical_code",
    "countries_named_in",
    "country_codes",
    "country_list_of",
    "country_lists",
    "country_name",
    "detect_groups",
    "expand_parties",
    "find_country",
    "find_group",
    "group",
    "group_members",
    "groups",
    "groups_named_in",
    "is_country_code",
    "is_group_code",
    "party_name",
    "resolve_country",
    "resolve_party",
    "signing_codes",
    "with_codes",
]
