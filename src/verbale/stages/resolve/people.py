"""Full names and bare ones; a bare name joins a full one of its source."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from verbale.stages.resolve.aliases import alias_of
from verbale.stages.resolve.align import part_likeness
from verbale.stages.resolve.compare import Candidate
from verbale.stages.resolve.seen import LeftOut, Seen, left_out, spelling_of
from verbale.stages.resolve.spelling import Spelling
from verbale.stages.resolve.tally import stated_countries

BARE = 0.9
"""How alike a bare name and a part of a full name of the same source are: spellings within a page hardly differ."""

_SEPARATOR = "\x1f"


def place(seen: Seen) -> tuple[str, int]:
    """Return where a mention stands."""
    return seen.source, seen.mention.start


def split(mentions: Sequence[Seen]) -> tuple[list[Seen], list[Seen]]:
    """Split the mentions of one source into full and bare names; a part of a longer name there is bare."""
    longer = {name for seen in mentions if len((name := spelling(seen)).telling) > 1}
    full: list[Seen] = []
    bare: list[Seen] = []
    for seen in mentions:
        name = spelling(seen)
        whole = _is_full(name) and not _is_cut(name, longer)
        (full if whole else bare).append(seen)
    return full, bare


def spelling(seen: Seen) -> Spelling:
    """Return the name of a mention, taken apart."""
    return spelling_of(seen.name, (seen.language,))


def _is_full(name: Spelling) -> bool:
    return len(name.telling) > 1 or alias_of(name) is not None


def _is_cut(name: Spelling, others: Iterable[Spelling]) -> bool:
    """Tell whether a name written without spaces is the start or a word of a longer one: `岩屋` of `岩屋毅`."""
    if " " in name.text or name.script not in ("Hani", "Hang", "Jpan", "Kore"):
        return False
    return any(
        len(other.text) > len(name.text) and (other.text.startswith(name.text) or name.text in _words(other))
        for other in others
    )


def _words(name: Spelling) -> list[str]:
    return name.text.replace("·", " ").replace("・", " ").split()


def single_key(seen: Seen) -> str:
    """Return a single name with what tells its bearers apart: their offices and states."""
    kinds = sorted({office.kind or office.title.casefold() for office in seen.mention.offices})
    return _SEPARATOR.join([spelling(seen).key, *sorted(stated_countries(seen)), *kinds])


class Known(NamedTuple):
    """The people with full names to whom the bare names of one source may belong, by the id of their cluster.

    Attributes:
        here: those named in the source, with the spellings that stand there.
        by_part: those of all sources by the parts of their names, in plain letters.
        candidate: what is known of each from all sources.
    """

    here: Mapping[str, Set[Spelling]]
    by_part: Mapping[str, Iterable[str]]
    candidate: Callable[[str], Candidate]


class Joined(NamedTuple):
    """The bare names of a source: with the people they stand for, those that stand alone with an office, the rest."""

    people: list[tuple[Seen, str]]
    alone: list[Seen]
    left: list[LeftOut]


def join_bare(bare: Sequence[Seen], known: Known) -> Joined:
    """Join the bare names of one source to people."""
    joined = Joined([], [], [])
    titled = {spelling(seen).key for seen in bare if seen.mention.offices}
    for seen in bare:
        here = _here(seen, known)
        found = here or _elsewhere(seen, known)
        if len(found) == 1:
            joined.people.append((seen, found[0]))
        elif found and here:
            joined.left.append(left_out(seen, "a bare name that may be several people's"))
        elif seen.mention.offices:
            joined.alone.append(seen)
        elif spelling(seen).key in titled:
            joined.left.append(left_out(seen, "a bare name"))
        else:
            joined.left.append(left_out(seen, "a bare name without an office"))
    return joined


def _here(seen: Seen, known: Known) -> list[str]:
    """Return who of the same source bears a full name with the bare one in it, as few as can be told."""
    name = spelling(seen)
    found = [
        at for at, full in sorted(known.here.items()) if any(_bears(name, one, ends=False) for one in full)
    ]
    if len(found) > 1:
        ends = [at for at in found if any(_bears(name, one, ends=True) for one in known.here[at])]
        found = ends or found
    return _of_office(seen, known, found) if len(found) > 1 else found


def _elsewhere(seen: Seen, known: Known) -> list[str]:
    """Return who bears the bare name in other sources and has the same office in the same state."""
    found = {at for part in spelling(seen).telling for at in known.by_part.get(part.plain, ())}
    return _of_office(seen, known, sorted(found))


def _of_office(seen: Seen, known: Known, found: Sequence[str]) -> list[str]:
    kinds = {(office.kind, office.country) for office in seen.mention.offices if office.kind}
    return [at for at in found if kinds and _holds_one_of(known.candidate(at), kinds)]


def _holds_one_of(holder: Candidate, kinds: Iterable[tuple[str | None, str | None]]) -> bool:
    return any(
        kind == held and (country is None or country in (held_country, *holder.countries))
        for kind, country in kinds
        for held, held_country in holder.offices
    )


def _bears(bare: Spelling, full: Spelling, ends: bool) -> bool:
    """Tell whether a bare name is a part of a full one, or its first or last part."""
    if bare.script in ("Hani", "Hang", "Jpan", "Kore") and full.text.startswith(bare.text):
        return True
    parts = (full.telling[0], full.telling[-1]) if ends else full.telling
    return bare.script == full.script and any(
        part_likeness(one, part, bare, full) >= BARE for one in bare.telling for part in parts
    )
