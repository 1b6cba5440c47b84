"""Small readings for the tests of stages: each line says what a segment does and whom it names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from verbale.records.ids import content_id, text_digest
from verbale.records.reading import (
    AnyMention,
    Classified,
    DateMention,
    OfficeHeld,
    OfficeMention,
    PersonMention,
    PlaceMention,
    Reading,
    Segment,
    Source,
    Speaker,
)
from verbale.records.vocabulary import ACTS, Act, MeetingType, Performer


@dataclass
class Line:
    """One segment: `text` with what is read of it."""

    text: str
    act: Act = "position"
    performer: Performer = "one"
    meeting: MeetingType | None = None
    people: dict[str, str | None] = field(default_factory=dict)
    offices: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    day: date | None = None
    lead: str = ""
    paragraph: int | None = None
    act_p: float = 0.9


def source(text: str, name: str = "page", published: str | None = None) -> Source:
    """A source with this text."""
    return Source(
        id=content_id("source", name),
        path=f"{name}.txt",
        url=None,
        outlet=None,
        title=None,
        language="en",
        published=published,
        published_from="metadata" if published else None,
        sha256=text_digest(text),
        text=text,
    )


def classified(line: Line) -> Classified:
    """What the line does."""
    return Classified(
        act=line.act,
        act_p=line.act_p,
        act_ps=tuple(line.act_p if act == line.act else (1 - line.act_p) / 8 for act in ACTS),
        strength="agree" if line.act == "undertaking" else None,
        pillars=(("economy", 0.9),),
        performer=line.performer,
        performer_p=0.9,
        meeting=line.meeting or "other",
        meeting_p=0.9 if line.meeting else 0.1,
    )


def mentions(line: Line, segment: Segment) -> list[AnyMention]:
    """The mentions that the line names, where they stand in its text."""
    found: list[AnyMention] = []

    def at(words: str) -> tuple[int, int]:
        start = segment.start + line.text.index(words)
        return start, start + len(words)

    for name, country in line.people.items():
        start, end = at(name)
        held = OfficeHeld(title="president", start=start, end=start, country=country)
        found.append(
            PersonMention(
                segment=segment.id, start=start, end=end, text=name, offices=(held,), country=country
            )
        )
    for title in line.offices:
        start, end = at(title)
        found.append(OfficeMention(segment=segment.id, start=start, end=end, text=title))
    for place, country in line.places.items():
        start, end = at(place)
        found.append(
            PlaceMention(segment=segment.id, start=start, end=end, text=place, country=country, name=place)
        )
    if line.day is not None:
        found.append(
            DateMention(
                segment=segment.id,
                start=segment.end - 1,
                end=segment.end,
                text=line.text[-1],
                first=line.day,
                last=line.day,
                precision="day",
                year_from="text",
            )
        )
    return sorted(found, key=lambda mention: mention.start)


def segments_of(lines: list[Line], page: Source) -> list[Segment]:
    """One segment a line, in its place in the text."""
    made, at = [], 0
    for number, line in enumerate(lines):
        at = page.text.index(line.text, at)
        made.append(
            Segment(
                id=content_id("segment", page.id, at),
                source=page.id,
                start=at,
                end=at + len(line.text),
                text=line.text,
                language="en",
                paragraph=number if line.paragraph is None else line.paragraph,
                lead=line.lead,
            )
        )
        at += len(line.text)
    return made


def reading(lines: list[Line], name: str = "page", published: str | None = None) -> Reading:
    """A reading of these lines; each act that is spoken is spoken by the first person of its line."""
    page = source("\n".join(line.text for line in lines), name, published)
    segments = segments_of(lines, page)
    found = [mentions(line, segment) for line, segment in zip(lines, segments, strict=True)]
    return Reading(
        source=page,
        segments=tuple(segments),
        classified=tuple(classified(line) for line in lines),
        speakers=tuple(_speaker(line, some) for line, some in zip(lines, found, strict=True)),
        mentions=tuple(mention for some in found for mention in some),
    )


def _speaker(line: Line, found: list[AnyMention]) -> Speaker:
    if line.act in ("encounter", "background", "furniture"):
        return Speaker(performer="none")
    person = next((m for m in found if isinstance(m, PersonMention)), None)
    if line.performer == "one" and person is not None:
        return Speaker(performer="one", at=person.start, country=person.country)
    return Speaker(performer=line.performer)
