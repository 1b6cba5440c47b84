"""The closed vocabularies of the record, in the order in which they are shown.

Acts follow Searle's classes of speech acts; strengths are ordered from weakest to strongest.
"""

from typing import Literal, get_args

Act = Literal[
    "encounter",
    "undertaking",
    "proposal",
    "position",
    "objection",
    "assessment",
    "courtesy",
    "background",
    "furniture",
]
Strength = Literal["consider", "discuss", "intend", "agree", "commit", "signed", "reported done"]
Performer = Literal["both", "one", "none"]
MeetingType = Literal[
    "talks", "call", "visit", "session", "summit", "signing", "ceremony", "reception", "other"
]
MeetingStatus = Literal["held", "announced", "postponed", "cancelled", "recalled"]
Role = Literal["chair", "participant", "mentioned"]
DateOrigin = Literal["page", "url", "metadata", "text", "given"]
Precision = Literal["day", "month", "season", "quarter", "year", "period"]
Relation = Literal["same", "only"]
DifferenceKind = Literal["figure", "date", "strength"]
TargetStatus = Literal["target", "reached"]
Bound = Literal["at least", "up to", "more than", "nearly", "about", "from"]
Way = Literal["up", "down"]
ThreadEvent = Literal[
    "made", "repeated", "raised", "lowered", "strengthened", "weakened", "reported done", "overdue", "silent"
]
JudgedAction = Literal["merge", "split", "edit", "confirm", "reject"]

ACTS: tuple[Act, ...] = get_args(Act)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
PERFORMERS: tuple[Performer, ...] = get_args(Performer)
MEETING_TYPES: tuple[MeetingType, ...] = get_args(MeetingType)

PILLARS: dict[str, str] = {
    "politics": "politics",
    "defence": "defence and security",
    "economy": "economy",
    "transport": "transport and infrastructure",
    "energy": "energy, climate and environment",
    "agriculture": "agriculture and food",
    "science": "science, technology and digital",
    "education": "education and training",
    "culture": "culture, media and tourism",
    "health": "health",
    "justice": "justice, migration and consular",
    "people": "people and localities",
    "aid": "aid and humanitarian",
    "regional": "regional and multilateral",
}
"""Short code of each pillar, as labelled segments use it, and the name that the record shows."""
