"""What of a reading is needed to tell who its people are."""

import msgspec

from verbale.records.reading import OfficeMention, PersonMention, PlaceMention, Reading, StateMention


def trimmed(reading: Reading) -> Reading:
    """Return a reading with its mentions of people, offices, places and states, and the segments that name people.

    It takes a tenth of the room of the whole one, and `resolve` finds the same people in it.
    """
    mentions = tuple(
        mention
        for mention in reading.mentions
        if isinstance(mention, PersonMention | OfficeMention | PlaceMention | StateMention)
    )
    naming = {mention.segment for mention in mentions if isinstance(mention, PersonMention)}
    return Reading(
        source=msgspec.structs.replace(reading.source, text="", dropped=()),
        segments=tuple(segment for segment in reading.segments if segment.id in naming),
        mentions=mentions,
    )
