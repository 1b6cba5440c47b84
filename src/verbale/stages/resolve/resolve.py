"""People once each, whatever the script, spelling or inflection of their names.

What each step depends on, so that a change touches only what is near it:

- whether a mention is a name of a person: the counts of its own folded words as a person, place and state (`seen`);
- whether two names are compared: the two spellings alone (`blocks`);
- what is decided of them: the two spellings, and the states, offices and months that stand with each (`compare`);
- which names are one person: the names connected with them by decisions that they are the same (`cluster`);
- for whom a bare name stands: the full names of its source, else the people with that part in their names (`people`);
- the state of a person: the mentions of the person, and in each source of those the others there (`countries`);
- which pairs are left to a person: the decisions between names of the two, and what was judged of them (`reviews`).
"""

from collections.abc import Sequence

from verbale.records.judgements import NONE, Judgements
from verbale.records.reading import Reading
from verbale.records.workspace import MemoryWorkspace
from verbale.stages.resolve.resolution import Resolution
from verbale.stages.resolve.update import People


def resolve(readings: Sequence[Reading], judgements: Judgements = NONE) -> Resolution:
    """Find the people of all sources, each once, and for whom each mention stands.

    The result does not depend on the order of the readings.

    Args:
        judgements: those that hold; they say which people are one, and who are several.
    """
    by_id = {reading.source.id: reading for reading in readings}
    people = People(MemoryWorkspace(), lambda sources: [by_id[source] for source in sources], judgements)
    changed = people.update(by_id)
    maps = {source: people.map_of(source) for source in sorted(by_id)}
    decisions = {d for source in maps for d in people.owners.decisions(source)}
    return Resolution(
        people=tuple(sorted((item for item in changed.people.values() if item), key=lambda item: item.id)),
        person_of={
            (source, at): id_ for source, found in maps.items() for at, id_ in found.person_at.items()
        },
        decisions=tuple(sorted(decisions, key=lambda d: (d.left, d.right, d.verdict, -d.score))),
        reviews=tuple(
            sorted((one for some in changed.reviews.values() for one in some), key=lambda item: item.id)
        ),
        left_out=tuple(sorted(left for source in maps for left in people.owners.left_out(source))),
    )
