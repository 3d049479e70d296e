"""Agreements for the tests of lives, as short as they can be written."""

from collections.abc import Iterable
from datetime import date

from tracker.life import AgreementFacts, Day, PartyEvent, PartyFact
from tracker.parties import group_members

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
