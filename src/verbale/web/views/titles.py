"""What a meeting is called, and what comes first of it, as far as that is known."""

from collections.abc import Sequence

from verbale.records.items import Meeting, Participant, Undertaking
from verbale.web import words

SHOWN_NAMES = 3
"""Names in a title; more are counted."""


def meeting_when(meeting: Meeting) -> str:
    """Return the date of a meeting in words."""
    return words.date_words(meeting.date_start, meeting.date_end, meeting.date_precision)


def pair_words(meeting: Meeting) -> str:
    """Return the states of a meeting: `Egypt – India`."""
    return words.sides(meeting.countries, meeting.bodies) or "states not said"


def meeting_who(meeting: Meeting) -> str:
    """Return the names of those who led a meeting, else of those who took part, else the states."""
    for role in ("chair", "participant"):
        people = [person for person in meeting.participants if person.role == role]
        if people:
            return _names(people)
    sides = [*map(words.state_name, meeting.countries), *meeting.bodies]
    return words.joined(sides) or "Participants not said"


def meeting_title(meeting: Meeting) -> str:
    """Return `Who and who, place, date`."""
    parts = [meeting_who(meeting), words.isolated(meeting.place or ""), meeting_when(meeting)]
    return ", ".join(part for part in parts if part)


def weight(item: Undertaking) -> tuple[bool, int]:
    """Return what orders the undertakings of a meeting: proposals last, what most accounts say first."""
    return item.act == "proposal", -len({words_of.source for words_of in item.evidence})


def _names(people: Sequence[Participant]) -> str:
    names = list(dict.fromkeys(words.isolated(person.name) for person in people))
    if len(names) > SHOWN_NAMES:
        rest = len(names) - SHOWN_NAMES + 1
        names = [*names[: SHOWN_NAMES - 1], words.counted(rest, "other")]
    return words.joined(names)
