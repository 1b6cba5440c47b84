"""Figures and dates of an undertaking: its deadline, and the targets that it names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from verbale.lexicon.amounts import PERCENT
from verbale.lexicon.data import base_language
from verbale.lexicon.indicators import indicators, is_currency
from verbale.lexicon.meetings import meeting_words
from verbale.records.ids import content_id
from verbale.records.items import Change, Evidence, Meeting, Target
from verbale.records.reading import AmountMention, DateMention, NamedMention
from verbale.records.vocabulary import Bound, TargetStatus
from verbale.stages.merge.measures import Measure, all_measures, between
from verbale.stages.merge.types import Code, Statement

_DAY, _MONTH, _YEAR = (len(date) for date in ("2030-12-31", "2030-12", "2030"))
_CUT = {"day": _DAY, "month": _MONTH}

_FEW_DAYS = 14
_SOME_MONTHS = 200

_NEAR = 16
"""Characters between a date and a word such as `earlier`."""


class Aim(NamedTuple):
    """An amount of one statement, with what makes a target of it."""

    meeting: str | None
    indicator: str
    value: float
    unit: str
    status: TargetStatus
    hoped: bool
    bound: Bound | None
    change: Change | None
    by: str | None
    countries: tuple[str, ...]
    bodies: tuple[str, ...]
    evidence: Evidence

    @property
    def key(self) -> tuple[str | None, str, float, str, TargetStatus]:
        """What makes two amounts one target: everything but the date and the words."""
        return self.meeting, self.indicator, self.value, self.unit, self.status


def is_measure(amount: AmountMention) -> bool:
    """Whether an amount is told in the label of an undertaking: a currency (ISO 4217) or a share."""
    return is_currency(amount.unit) or amount.unit == PERCENT


def iso(mention: DateMention) -> str:
    """The last day of a date, cut to what is known of it: a day, a month, or else a year.

    A few days end on a day; some months, such as a quarter, in a month.
    """
    days = (mention.last - mention.first).days
    length = _DAY if days < _FEW_DAYS else _MONTH if days < _SOME_MONTHS else _YEAR
    return mention.last.isoformat()[: _CUT.get(mention.precision, length)]


def later_dates(statement: Statement, meeting: Meeting | None) -> list[DateMention]:
    """Dates in a statement that lie after its meeting; none when the date of the meeting is not known.

    A year in the name of a thing is no date by which something is to be done, nor is a period of which words say that
    what was done in it is over (`earlier this year`).
    """
    if meeting is None or meeting.date_start is None:
        return []
    held = date.fromisoformat(_full(meeting.date_end or meeting.date_start))
    names = [m for m in statement.mentions if isinstance(m, NamedMention)]
    return [
        mention
        for mention in statement.mentions
        if isinstance(mention, DateMention)
        and mention.last > held
        and not any(name.start <= mention.start and mention.end <= name.end for name in names)
        and not (mention.first <= held and _is_over(mention, statement))
    ]


def _is_over(mention: DateMention, statement: Statement) -> bool:
    """Whether a word beside a period says that what was done in it is over."""
    words = meeting_words(base_language(statement.language)).earlier
    start, end = mention.start - statement.start, mention.end - statement.start
    return any(
        found.end >= start - _NEAR and found.start <= end + _NEAR for found in words.find(statement.text)
    )


def deadline_of(group: Iterable[Statement], meeting: Meeting | None) -> str | None:
    """The date to reach an undertaking by: the later date that most accounts give, of several the last."""
    holders: dict[str, set[str]] = defaultdict(set)
    for statement in group:
        for mention in later_dates(statement, meeting):
            holders[iso(mention)].add(statement.source)
    return max(holders, key=lambda when: (len(holders[when]), when), default=None)


def aims_of(group: Sequence[Statement], meeting: Meeting | None, code: Code | None, pillar: str) -> list[Aim]:
    """Every target and reading of a group, with the next later date in its statement."""
    when = (meeting.date_end or meeting.date_start) if meeting else None
    held = date.fromisoformat(_full(when)) if when else None
    return [
        _aim(statement, meeting, measure) for statement, measure in all_measures(group, code, pillar, held)
    ]


def _aim(statement: Statement, meeting: Meeting | None, measure: Measure) -> Aim:
    reached = measure.stance == "reached"
    countries = between(statement, meeting.countries if meeting else ())
    of_meeting = meeting is not None and set(countries) == set(meeting.countries)
    return Aim(
        statement.meeting,
        measure.indicator,
        measure.value,
        measure.unit,
        "reached" if reached else "target",
        measure.stance == "hope",
        measure.amount.bound,
        measure.change,
        None if reached else _date_for(measure.amount, later_dates(statement, meeting)),
        countries,
        tuple(sorted(meeting.bodies)) if meeting and of_meeting else (),
        statement.evidence,
    )


def targets_from(aims: Iterable[Aim]) -> dict[tuple[object, ...], Target]:
    """Make one target of all aims with one key, with all their quotes."""
    by_key: dict[tuple[object, ...], list[Aim]] = defaultdict(list)
    for aim in aims:
        by_key[aim.key].append(aim)
    return {key: _target(group) for key, group in by_key.items()}


def _target(aims: list[Aim]) -> Target:
    first = min(aims, key=lambda aim: aim.evidence)
    evidence = tuple(sorted({aim.evidence for aim in aims}))
    places = [part for e in evidence for part in (e.source, e.start, e.end)]
    dates = sorted({aim.by for aim in aims if aim.by})
    told = Counter((aim.countries, aim.bodies) for aim in aims)
    bounds = sorted(aim.bound for aim in aims if aim.bound)
    countries, bodies = min(told, key=lambda sides: (-told[sides], sides))
    changes = [aim.change for aim in sorted(aims, key=lambda aim: aim.evidence) if aim.change]
    return Target(
        id=content_id("target", first.value, first.unit, first.status, *places),
        indicator=first.indicator,
        value=first.value,
        unit=first.unit,
        by=dates[-1] if dates else None,
        countries=countries,
        meeting=first.meeting,
        status=first.status,
        evidence=evidence,
        hoped=all(aim.hoped for aim in aims),
        bound=bounds[0] if bounds else None,
        change=changes[0] if changes else None,
        series=series_of(first.indicator, first.unit, (*countries, *bodies)),
        bodies=bodies,
    )


def series_of(indicator: str, unit: str, sides: Sequence[str]) -> str | None:
    """The id that targets and readings of one indicator, unit and set of states and organisations share.

    None for an indicator that no word named: it stands for a kind of undertaking, not for one thing that is counted.
    """
    if not sides or indicator not in {known.label for known in indicators().values()}:
        return None
    return content_id("series", indicator, unit, *sides)


def _date_for(amount: AmountMention, dates: list[DateMention]) -> str | None:
    """The first date after an amount, else the last before it."""
    after = [mention for mention in dates if mention.start >= amount.end]
    chosen = min(after, key=lambda m: m.start) if after else max(dates, key=lambda m: m.start, default=None)
    return iso(chosen) if chosen else None


def _full(when: str) -> str:
    """An ISO date of a year or month as its last certain day, for comparing."""
    return when + "-12-31"[len(when) - 4 :] if len(when) == 4 else when + "-28" if len(when) == 7 else when
