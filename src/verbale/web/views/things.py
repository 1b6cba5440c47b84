"""Targets, and things with a name: instruments, projects and mechanisms."""

from dataclasses import dataclass

from verbale.records.items import Named, Target
from verbale.service import wording
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, Quote
from verbale.web.views.titles import meeting_title


@dataclass(frozen=True, slots=True)
class Thing:
    """A target or a named thing, with the words that it rests on."""

    anchor: str
    history: str
    name: str
    about: str
    meeting: Link | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Things of one kind."""

    name: str
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class ThingsPage:
    """Things by kind."""

    title: str
    lede: str
    shelves: tuple[Shelf, ...]


def targets_page(reader: Reader) -> ThingsPage:
    """Return the figures to reach and the figures reported as reached, latest first."""
    targets = list(reversed(reader.record.targets()))
    shelves = [
        Shelf(name, tuple(_target(reader, target) for target in targets if target.status == status))
        for name, status in (("To reach", "target"), ("Reported as reached", "reached"))
    ]
    return ThingsPage("Targets", "Figures that states set themselves, and those they report.", tuple(shelves))


def named_page(reader: Reader) -> ThingsPage:
    """Return instruments, projects and mechanisms, by name."""
    record = reader.record
    kinds: tuple[tuple[str, list[Named]], ...] = (
        ("Instruments", [*record.instruments()]),
        ("Projects", [*record.projects()]),
        ("Mechanisms", [*record.mechanisms()]),
    )
    shelves = [Shelf(name, tuple(_named(reader, item) for item in items)) for name, items in kinds]
    return ThingsPage("Named things", "Agreements, works and standing formats, by name.", tuple(shelves))


def _target(reader: Reader, target: Target) -> Thing:
    meeting = reader.meeting(target.meeting)
    return Thing(
        anchor=target.id,
        history=links.history_path(target.id),
        name=wording.target(target),
        about=_states(target.countries),
        meeting=Link(meeting_title(meeting), links.meeting_path(meeting.id)) if meeting else None,
        quotes=reader.quotes(target.evidence),
    )


def _named(reader: Reader, item: Named) -> Thing:
    number = f"session {item.number}" if item.number is not None else ""
    parts = [_states(item.countries), number, item.period or ""]
    return Thing(
        anchor=item.id,
        history=links.history_path(item.id),
        name=item.name,
        about=" · ".join(part for part in parts if part),
        meeting=None,
        quotes=reader.quotes(item.evidence),
    )


def _states(codes: tuple[str, ...]) -> str:
    return " – ".join(words.state_name(code) for code in codes)
