"""Made accounts: readings of real text with other people, states, days, cities and figures.

No model runs: each account is the reading of a real page, rewritten so that every offset, quote and id fits, with
vectors of its own. The truth is known: which meeting each account tells of. Pairs of states meet again within days,
call and talk on one day, and pages leave out days, people and paragraphs, as real ones do.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple

from bench.made_edits import states
from bench.made_names import number_of
from bench.made_pages import Maker, Meeting, Page
from bench.made_templates import Group, load_groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from verbale.pipeline import ReadSource

FIRST_DAY = date(1995, 1, 2)
"""When the first made meetings are held."""

EUROPEAN_UNION = "EU"

_EU_SHARE = 25
"""One in so many pairs is of a state and the European Union."""

_GAP_DAYS = (3, 40)
"""Days between what one pair does and does next."""

_ACCOUNTS = (1, 1, 2, 2, 2, 3, 3, 4, 6)
"""How many accounts a meeting has, to be drawn from."""

_SKEW, _SKEW_FROM = 0.8, 5
"""How often pairs meet falls with their rank, as `1 / (rank + from) ** skew`."""

_PATTERNS = ("one", "one", "one", "one", "twice", "twice", "call and talks", "call, then talks", "two levels")
"""What a pair does in one go, to be drawn from."""


class MadeAccount(NamedTuple):
    """An account with the truth about it.

    Attributes:
        read: the reading, with vectors.
        meeting: the meeting that it is an account of; the same for all accounts of it.
        day: when the meeting was held.
        pair: the two sides (ISO 3166-1 alpha-2, or EU).
        call: whether it was a call.
        people: who is named, by source and first character of the mention: the same key for the same person.
        template: the real meeting whose account it was made from.
    """

    read: ReadSource
    meeting: str
    day: date
    pair: tuple[str, str]
    call: bool
    people: dict[tuple[str, int], str]
    template: str


def made_accounts(
    count: int,
    seed: int = 0,
    pairs: int = 0,
    templates: Literal["all", "train", "test"] = "all",
    groups: Sequence[Group] | None = None,
) -> Iterator[MadeAccount]:
    """Make accounts, one after the other; the same ones for the same arguments, in memory that does not grow.

    Args:
        count: how many.
        pairs: of states that meet; 0 means one for 25 accounts. The fewer, the oftener each meets.
        templates: the real meetings that they are made from: all, or one of two halves without overlap.
        groups: these real meetings instead of those of the pages that are here.
    """
    groups = [g for g in (load_groups() if groups is None else groups) if templates in ("all", _half(g))]
    maker = Maker(groups, seed)
    rng = Random(f"{seed}.{templates}")  # noqa: S311  no secret
    chosen = _pairs(pairs or max(12, count // 25), rng)
    if not any(EUROPEAN_UNION in group.sides for group in groups):
        chosen = [pair for pair in chosen if EUROPEAN_UNION not in pair]
    weights = list(accumulate((rank + _SKEW_FROM) ** -_SKEW for rank in range(len(chosen))))
    free: dict[int, date] = defaultdict(lambda: FIRST_DAY + timedelta(days=rng.randrange(120)))
    made = 0
    while made < count:
        at = rng.choices(range(len(chosen)), cum_weights=weights)[0]
        meetings = _episode(chosen[at], free[at], groups, rng)
        free[at] = max(m.day for m in meetings) + timedelta(days=rng.randint(*_GAP_DAYS))
        for meeting in meetings:
            for page in _accounts(meeting, made, rng):
                if made == count:
                    return
                read, people = maker.account(page)
                key = f"{'-'.join(meeting.pair)} {meeting.day} {meeting.number}"
                yield MadeAccount(
                    read, key, meeting.day, meeting.pair, meeting.group.call, people, meeting.group.name
                )
                made += 1


def _half(group: Group) -> str:
    return "train" if number_of("half", group.name) % 2 else "test"


def _pairs(count: int, rng: Random) -> list[tuple[str, str]]:
    """Pairs of states, the first ones with states that meet many."""
    known = list(states())
    rng.shuffle(known)
    found: dict[tuple[str, str], None] = {}
    while len(found) < min(count, len(known) * (len(known) - 1) // 3):
        one, other = (known[int(len(known) * rng.random() ** 2)] for _ in range(2))
        if len(found) % _EU_SHARE == _EU_SHARE - 1:
            found[one, EUROPEAN_UNION] = None
        elif one != other:
            found[min(one, other), max(one, other)] = None
    return list(found)


def _episode(pair: tuple[str, str], day: date, groups: Sequence[Group], rng: Random) -> list[Meeting]:
    """What a pair does within a few days."""
    fitting = [group for group in groups if (EUROPEAN_UNION in group.sides) == (EUROPEAN_UNION in pair)]
    calls = [group for group in fitting if group.call]
    talks = [group for group in fitting if not group.call] or fitting
    first = _pick(talks, rng)
    swapped = rng.random() < 0.5 and EUROPEAN_UNION not in pair
    later = day + timedelta(days=rng.randint(1, 5))
    pattern = rng.choice(_PATTERNS) if fitting != talks or len(talks) > 1 else "one"
    rows = [(first, day)]
    if pattern == "twice":
        rows.append((first if rng.random() < 0.5 else _pick(talks, rng), later))
    elif pattern == "two levels":
        rows.append((_pick([g for g in talks if _posts(g).isdisjoint(_posts(first))] or talks, rng), day))
        rows = rows[:1] if rows[1][0] is first else rows
    elif pattern.startswith("call") and calls:
        rows = [(_pick(calls, rng), day), (first, day if pattern == "call and talks" else later)]
    elif rng.random() < 0.3 and calls:
        rows = [(_pick(calls, rng), day)]
    return [
        Meeting(
            group, pair[::-1] if swapped else pair, held, at, rng.choice((1, 2, 3, 4, 6)), rng.getrandbits(32)
        )
        for at, (group, held) in enumerate(rows)
    ]


def _pick(groups: Sequence[Group], rng: Random) -> Group:
    """A group; half of the time one that has accounts in several languages."""
    several = [group for group in groups if len(group.templates) > 1]
    return rng.choice(several if several and rng.random() < 0.5 else groups)


def _posts(group: Group) -> set[str]:
    return {role.post for role in group.roles if role.state in group.sides}


def _accounts(meeting: Meeting, first: int, rng: Random) -> Iterator[Page]:
    """The pages that tell of a meeting: all templates of its group in turn, each page with lapses of its own."""
    templates = list(meeting.group.templates)
    rng.shuffle(templates)
    for at in range(rng.choice(_ACCOUNTS)):
        yield Page(
            meeting=meeting,
            template=templates[at % len(templates)],
            number=first + at,
            copy=at // len(templates),
            late=rng.choices((0, 1, 2, None), (60, 25, 4, 11))[0],
            undated=rng.random() < 0.15,
            cut=rng.choice((0.0, 0.0, 0.15, 0.4)),
            without=rng.random() < 0.1,
            elsewhere=rng.random() < 0.03,
            seed=rng.getrandbits(32),
        )
