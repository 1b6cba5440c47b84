"""Figures of one indicator over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from verbale.records.items import Target
from verbale.service import wording
from verbale.store.filters import Filter
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, Quote
from verbale.web.views.titles import meeting_title


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of a series at one meeting; `share` is its part of the highest figure in its unit, from 0 to 1."""

    when: str
    figure: str
    by: str
    status: str
    share: float
    href: str
    meeting: Link | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one indicator over time, to reach and reached."""

    name: str
    readings: tuple[Reading, ...]


def targets_of(reader: Reader, series: str) -> list[Target]:
    """Return the targets and readings of one series, by the date of their meeting."""
    return reader.record.some(Target, Filter(marks=(("series", series),)))


def series_of(reader: Reader, targets: Sequence[Target]) -> Series:
    """Return targets of one indicator and unit as a series."""
    highest = max((abs(target.value) for target in targets), default=0.0)
    return Series(
        f"{targets[0].indicator}, {targets[0].unit}",
        tuple(_reading(reader, target, highest) for target in targets),
    )


def _reading(reader: Reader, target: Target, highest: float) -> Reading:
    meeting = reader.meeting(target.meeting)
    return Reading(
        when=words.day_words(meeting.date_start if meeting else None),
        figure=wording.target_value(target),
        by=words.day_words(target.by) if target.by else "",
        status=wording.target_status(target),
        share=round(abs(target.value) / highest, 3) if highest else 0.0,
        href=links.target_path(target.id),
        meeting=Link(meeting_title(meeting), links.meeting_path(meeting.id)) if meeting else None,
        quotes=reader.quotes(target.evidence),
    )
