"""Targets: all of them, and each with its words and the other figures of its indicator."""

from dataclasses import dataclass
from typing import get_args

from verbale.records.items import Target
from verbale.records.vocabulary import TargetStatus
from verbale.service import wording
from verbale.store.filters import Filter, Part
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, Option, Pager, Quote, choices, pager
from verbale.web.views.series import Series, series_of, targets_of
from verbale.web.views.titles import meeting_title

PAGE_SIZE = 100
"""Targets on one page of the list."""
STATUS_WORDS: dict[str, str] = {"target": "to reach", "reached": "reported as reached"}


@dataclass(frozen=True, slots=True)
class TargetFilter:
    """What the list is narrowed to; empty strings mean everything."""

    state: str = ""
    status: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.state or self.status)


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """A target as the list shows it."""

    id: str
    href: str
    indicator: str
    figure: str
    by: str
    status: str
    states: str
    meeting: Link | None


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """Targets and readings, latest first, with the filters as they stand."""

    path: str
    entries: tuple[TargetEntry, ...]
    count: str
    filter: TargetFilter
    states: tuple[Option, ...]
    statuses: tuple[Option, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class TargetPage:
    """One target with what is known of it."""

    title: str
    facts: tuple[tuple[str, Link], ...]
    quotes: tuple[Quote, ...]
    series: tuple[Series, ...]


def targets_page(reader: Reader, asked: TargetFilter, page: int) -> TargetsPage:
    """Return the figures to reach and the figures reported as reached, latest first, narrowed as asked."""
    record = reader.record
    only = Filter(country=asked.state or None, marks=(("status", asked.status),) if asked.status else ())
    count = record.count(Target, only)
    shown = record.some(Target, only, Part(PAGE_SIZE, (page - 1) * PAGE_SIZE, latest=True))
    states = {code: words.state_name(code) for code in record.tally(Target, "state")}
    return TargetsPage(
        path=_page_path(asked, page),
        entries=tuple(_entry(reader, target) for target in shown),
        count=words.counted(count, "figure"),
        filter=asked,
        states=choices(states, asked.state),
        statuses=tuple(
            Option(status, STATUS_WORDS[status], status == asked.status) for status in get_args(TargetStatus)
        ),
        pager=pager(lambda at: _page_path(asked, at), page, PAGE_SIZE, count),
    )


def _page_path(asked: TargetFilter, page: int) -> str:
    return links.with_query(
        "/targets", state=asked.state, status=asked.status, page=page if page > 1 else None
    )


def _entry(reader: Reader, target: Target) -> TargetEntry:
    return TargetEntry(
        id=target.id,
        href=links.target_path(target.id),
        indicator=target.indicator,
        figure=wording.target_value(target),
        by=words.day_words(target.by) if target.by else "",
        status=wording.target_status(target),
        states=words.sides(target.countries, target.bodies),
        meeting=_told_at(reader, target),
    )


def _told_at(reader: Reader, target: Target) -> Link | None:
    meeting = reader.meeting(target.meeting)
    return Link(meeting_title(meeting), links.meeting_path(meeting.id)) if meeting else None


def target_page(reader: Reader, id_: str) -> TargetPage:
    """Return the page of one target. Raises ItemNotFoundError."""
    target = reader.record.target(id_)
    group = targets_of(reader, target.series) if target.series else []
    facts = (
        ("Status", Link(wording.target_status(target))),
        ("To reach by", Link(words.day_words(target.by, "not said"))),
        ("States", Link(words.sides(target.countries, target.bodies) or "not said")),
        ("Told at", _told_at(reader, target) or Link("meeting not told")),
    )
    return TargetPage(
        title=wording.target(target),
        facts=facts,
        quotes=reader.quotes(target.evidence),
        series=(series_of(reader, group),) if len(group) > 1 else (),
    )
