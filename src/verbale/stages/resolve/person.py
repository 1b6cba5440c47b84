"""From what sources say of one person to the item of the record."""

import msgspec

from verbale.records.ids import content_id
from verbale.records.items import Name, Person
from verbale.stages.resolve.aliases import alias_of, aliases
from verbale.stages.resolve.countries import wikidata_of
from verbale.stages.resolve.offices import offices_of
from verbale.stages.resolve.portrait import Portrait
from verbale.stages.resolve.quotes import again
from verbale.stages.resolve.seen import spelling_of
from verbale.stages.resolve.spelling import Spelling
from verbale.text.fold import fold_words


def make_person(portrait: Portrait, country: str | None) -> Person:
    """Make the item of a person; its id is the one that the name gives.

    Args:
        portrait: what sources say of the person.
        country: the state of the person, if known.
    """
    name = display_name(portrait)
    wikidata = wikidata_of(portrait)
    person = Person(
        id="",
        name=name,
        names=_names(portrait),
        country=country,
        offices=offices_of(portrait, country),
        wikidata=wikidata,
        evidence=again(portrait.quotes),
    )
    return msgspec.structs.replace(person, id=base_id(person))


def base_id(person: Person) -> str:
    """Return the id that a name gives, or the id in Wikidata: that of several people when they read the same."""
    return content_id("person", person.wikidata or fold_words(person.name))


def _names(portrait: Portrait) -> tuple[Name, ...]:
    return tuple(
        sorted(
            Name(text, language, spelling_of(text, (language,)).script) for text, language in portrait.names
        )
    )


def display_name(portrait: Portrait) -> str:
    """Return the name to show: full, in Latin letters, not inflected, and the most frequent of those.

    When no name is in Latin letters and the table of aliases has the person, its name is shown.
    """
    counts = portrait.names
    spellings = {row: spelling_of(row[0], (row[1],)) for row in counts}
    best = min(counts, key=lambda row: (*_rank(spellings[row], list(spellings.values())), -counts[row], row))
    if spellings[best].script != "Latn":
        known = {number for spelling in spellings.values() if (number := alias_of(spelling)) is not None}
        if len(known) == 1:
            return aliases()[known.pop()].name
    return best[0]


def _rank(name: Spelling, others: list[Spelling]) -> tuple[bool, bool, bool, bool]:
    return (
        len(name.telling) < 2,
        name.script != "Latn",
        any(part.initial for part in name.parts),
        any(_is_inflected(name, other) for other in others),
    )


def _is_inflected(name: Spelling, other: Spelling) -> bool:
    """Tell whether a name is another one with endings: `То Лама` of `То Лам`."""
    if (
        name.script != other.script
        or len(name.parts) != len(other.parts)
        or len(name.text) <= len(other.text)
    ):
        return False
    return all(
        bool(theirs.sounds) and theirs.sounds[0] in mine.sounds
        for mine, theirs in zip(name.parts, other.parts, strict=True)
    )
