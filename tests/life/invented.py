"""Agreements for the tests of lives, as short as they can be written."""

from collections.abc import Iterable
from datetime import date

from tracker.life import AgreementFacts, Day, Ending, PartyEvent, PartyFact
from tracker.parties import country_codes, group_members, groups

AS_OF = date(2026, 4, 30)


def day(text: str | None) -> Day | None:
    """`2020-07-01`, `2020-07`, `2020`, or nothing."""
    return Day.parse(text) if text else None


def parties(
    codes: str, *, via: str | None = None, original: bool = True, current: bool = True
) -> tuple[PartyFact, ...]:
    """Parties with these codes, written with spaces between them."""
    return tuple(PartyFact(code, via, original, current) for code in codes.split())


def members(group: str, on: str) -> tuple[PartyFact, ...]:
    """All members of a group on a day, as its agreement of that day has them: those of today are current."""
    today = set(group_members(group, None))
    return tuple(
        PartyFact(code, group, True, code in today) for code in group_members(group, date.fromisoformat(on))
    )


def events(written: str) -> tuple[PartyEvent, ...]:
    """`CHL entry 2023-02-21; CAN not_in_force; GBR not_in_force > CAN`: party, event, day, and toward whom."""
    return tuple(_event(each.split()) for each in written.split(";") if each.strip())


def _event(words: list[str]) -> PartyEvent:
    toward = tuple(words[words.index(">") + 1 :]) if ">" in words else ()
    rest = words[: words.index(">")] if ">" in words else words
    return PartyEvent(rest[0], rest[1], day(rest[2] if len(rest) > 2 else None), toward)  # type: ignore[arg-type]


def agreement(
    key: str,
    who: Iterable[PartyFact] = (),
    *,
    state: str = "unknown",
    signed: str | None = None,
    provisional: str | None = None,
    in_force: str | None = None,
    ended: str | None = None,
    happened: str = "",
    **more: object,
) -> AgreementFacts:
    """One agreement as of 30 April 2026."""
    return AgreementFacts(
        key,
        AS_OF,
        state,  # type: ignore[arg-type]
        day(signed),
        day(provisional),
        day(in_force),
        day(ended),
        tuple(who),
        events=events(happened),
        **more,  # type: ignore[arg-type]
    )


def mixed(count: int) -> list[AgreementFacts]:
    """So many agreements, a third each: of the EU, of two parties, of twelve."""
    alone = [code for code in country_codes() if code not in groups()["EU"].ever_members()]
    found = []
    for number in range(count):
        year = 1975 + number % 50
        years = {"signed": f"{year}-03-05", "in_force": f"{year + 1}-05-01", "state": "in_force"}
        some = [alone[(number * 7 + step * 5) % len(alone)] for step in range(12)]
        if number % 3 == 0:
            who = (*members("EU", f"{year}-03-05"), *parties(some[0]))
            found.append(
                agreement(f"a{number}", who, groups=("EU",), happened="GBR exit 2020-12-31", **years)
            )
        elif number % 3 == 1:
            endings = (Ending("superseded", by=f"a{number + 3}"),) if number % 9 == 1 else ()
            found.append(agreement(f"a{number}", parties(" ".join(some[:2])), endings=endings, **years))
        else:
            own = "; ".join(f"{code} entry {year + 2}-01-01" for code in some[:5])
            found.append(agreement(f"a{number}", parties(" ".join(some)), happened=own, **years))
    return found
