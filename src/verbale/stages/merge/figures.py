"""Figures and dates of an undertaking: its deadline, and the targets that it names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from verbale.records.ids import content_id
from verbale.records.items import Evidence, Meeting, Target
from verbale.records.reading import AmountMention, DateMention
from verbale.records.vocabulary import TargetStatus
from verbale.stages.merge.types import Statement

PERCENT = "percent"
"""Unit that the finder of amounts gives for a share."""

_CUT = {"day": 10, "month": 7}


class Aim(NamedTuple):
    """An amount of one statement, with what makes a target of it."""

    meeting: str | None
    indicator: str
    value: float
    unit: str
    status: TargetStatus
    by: str | None
    evidence: Evidence

    @property
    def key(self) -> tuple[str | None, str, float, str, TargetStatus]:
        """What makes two amounts one target: everything but the date and the words."""
        return self.meeting, self.indicator, self.value, self.unit, self.status


def is_measure(amount: AmountMention) -> bool:
    """Whether an amount can be a target: a currency (ISO 4217) or a share, not a count of people or days."""
    currency = len(amount.unit) == 3 and amount.unit.isascii() and amount.unit.isupper()
    return currency or amount.unit == PERCENT


def iso(mention: DateMention) -> str:
    """The last day of a date, cut to what is known of it: a day, a month, or else a year."""
    return mention.last.isoformat()[: _CUT.get(mention.precision, 4)]


def later_dates(statement: Statement, meeting: Meeting | None) -> list[DateMention]:
    """Dates in a statement that lie after its meeting; none when the date of the meeting is not known."""
    if meeting is None or meeting.date_start is None:
        return []
    held = meeting.date_end or meeting.date_start
    dates = [mention for mention in statement.mentions if isinstance(mention, DateMention)]
    return [mention for mention in dates if mention.last > date.fromisoformat(_full(held))]


def deadline_of(group: Iterable[Statement], meeting: Meeting | None) -> str | None:
    """The date to reach an undertaking by: the later date that most accounts give, of several the last."""
    holders: dict[str, set[str]] = defaultdict(set)
    for statement in group:
        for mention in later_dates(statement, meeting):
            holders[iso(mention)].add(statement.source)
    return max(holders, key=lambda when: (len(holders[when]), when), default=None)


def aims_of(
    group: Iterable[Statement], meeting: Meeting | None, indicator: str, status: TargetStatus
) -> list[Aim]:
    """Every amount of a group that can be a target, with the next later date in its statement."""
    return [
        Aim(
            statement.meeting,
            indicator,
            amount.value,
            amount.unit,
            status,
            _date_for(amount, later_dates(statement, meeting)),
            statement.evidence,
        )
        for statement in group
        for amount in statement.mentions
        if isinstance(amount, AmountMention) and is_measure(amount)
    ]


def targets_from(aims: Iterable[Aim], meetings: Mapping[str, Meeting]) -> dict[tuple[object, ...], Target]:
    """Make one target of all aims with one key, with all their quotes."""
    by_key: dict[tuple[object, ...], list[Aim]] = defaultdict(list)
    for aim in aims:
        by_key[aim.key].append(aim)
    return {key: _target(group, meetings) for key, group in by_key.items()}


def _target(aims: list[Aim], meetings: Mapping[str, Meeting]) -> Target:
    first = min(aims, key=lambda aim: aim.evidence)
    evidence = tuple(sorted({aim.evidence for aim in aims}))
    places = [part for e in evidence for part in (e.source, e.start, e.end)]
    dates = sorted({aim.by for aim in aims if aim.by})
    meeting = meetings.get(first.meeting or "")
    return Target(
        id=content_id("target", first.value, first.unit, first.status, *places),
        indicator=first.indicator,
        value=first.value,
        unit=first.unit,
        by=dates[-1] if dates else None,
        countries=meeting.countries if meeting else (),
        meeting=first.meeting,
        status=first.status,
        evidence=evidence,
    )


def _date_for(amount: AmountMention, dates: list[DateMention]) -> str | None:
    """The first date after an amount, else the last before it."""
    after = [mention for mention in dates if mention.start >= amount.end]
    chosen = min(after, key=lambda m: m.start) if after else max(dates, key=lambda m: m.start, default=None)
    return iso(chosen) if chosen else None


def _full(when: str) -> str:
    """An ISO date of a year or month as its last certain day, for comparing."""
    return when + "-12-31"[len(when) - 4 :] if len(when) == 4 else when + "-28" if len(when) == 7 else when
