"""From mentions to people: full names are clustered, bare ones join a full one of their source."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from verbale.stages.resolve.aliases import alias_of
from verbale.stages.resolve.align import part_likeness
from verbale.stages.resolve.blocks import pairs
from verbale.stages.resolve.cluster import clusters
from verbale.stages.resolve.compare import Candidate, Decision, compare
from verbale.stages.resolve.seen import LeftOut, Seen, left_out, spelling_of
from verbale.stages.resolve.spelling import Spelling
from verbale.stages.resolve.tally import Tally, stated_countries

BARE = 0.9
"""How alike a bare name and a part of a full name of the same source are: spellings within a page hardly differ."""

_SEPARATOR = "\x1f"


class Group(msgspec.Struct, frozen=True):
    """Mentions of one person, in order of source and place."""

    seen: tuple[Seen, ...]

    def names(self) -> tuple[str, ...]:
        """Return the spellings, each once, sorted."""
        return tuple(sorted({seen.name for seen in self.seen}))


class _Names(msgspec.Struct):
    """Mentions by the key of their spelling."""

    seen: dict[str, list[Seen]]
    spelling: dict[str, Spelling]


def groups(mentions: Sequence[Seen]) -> tuple[list[Group], list[Decision], list[LeftOut]]:
    """Bring the mentions of each person together.

    Returns:
        the people; decisions on pairs of names that were the same or unsure; mentions that stand for nobody.
    """
    full, bare = _split(mentions)
    clustered, decisions = _clustered(_by_key(full, lambda _: ""))
    known = _Known(clustered)
    joined, alone, left = _join_bare(bare, known)
    single, more = _clustered(_by_key(alone, _office_key))
    found = [
        Group(tuple(sorted((*members, *joined.get(at, ())), key=place)))
        for at, members in enumerate(clustered)
    ]
    found.extend(Group(tuple(members)) for members in single)
    return sorted(found, key=lambda group: place(group.seen[0])), decisions + more, left


def place(seen: Seen) -> tuple[str, int]:
    """Return where a mention stands."""
    return seen.source, seen.mention.start


def candidate(spelling: Spelling, seen: Iterable[Seen]) -> Candidate:
    """Return a name with the states and offices that its mentions state."""
    return Tally.of(seen).candidate(spelling)


def _split(mentions: Sequence[Seen]) -> tuple[list[Seen], list[Seen]]:
    """Split mentions into full and bare names; a name that is part of a longer one of its source is bare."""
    longer = _longer_names(mentions)
    full: list[Seen] = []
    bare: list[Seen] = []
    for seen in mentions:
        name = _spelling(seen)
        whole = _is_full(name) and not _is_cut(name, longer.get(seen.source, ()))
        (full if whole else bare).append(seen)
    return full, bare


def _longer_names(mentions: Sequence[Seen]) -> dict[str, set[Spelling]]:
    found: dict[str, set[Spelling]] = {}
    for seen in mentions:
        name = _spelling(seen)
        if len(name.telling) > 1:
            found.setdefault(seen.source, set()).add(name)
    return found


def _spelling(seen: Seen) -> Spelling:
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


def _by_key(mentions: Iterable[Seen], more: Callable[[Seen], str]) -> _Names:
    seen: dict[str, list[Seen]] = {}
    for one in mentions:
        seen.setdefault(_spelling(one).key + more(one), []).append(one)
    spelling = {
        key: spelling_of(min(s.name for s in members), (s.language for s in members))
        for key, members in seen.items()
    }
    return _Names(seen, spelling)


def _office_key(seen: Seen) -> str:
    """Return what tells bearers of the same single name apart: their offices and states."""
    kinds = sorted({office.kind or office.title.casefold() for office in seen.mention.offices})
    return _SEPARATOR.join(["", *sorted(stated_countries(seen)), *kinds])


def _clustered(names: _Names) -> tuple[list[list[Seen]], list[Decision]]:
    candidates = {key: candidate(names.spelling[key], seen) for key, seen in names.seen.items()}
    known: dict[tuple[str, str], Decision] = {}

    def decide(left: str, right: str) -> Decision:
        pair = (left, right) if left <= right else (right, left)
        if pair not in known:
            known[pair] = compare(candidates[pair[0]], candidates[pair[1]])
        return known[pair]

    decided = [(left, right, decide(left, right)) for left, right in pairs(names.spelling)]
    found = clusters(names.seen, decided, decide)
    telling = [decision for _, _, decision in decided if decision.verdict in ("same", "unsure")]
    members = [sorted((seen for key in keys for seen in names.seen[key]), key=place) for keys in found]
    return members, telling


class _Known:
    """The people with full names, to be found by source, by parts of their names and by offices."""

    def __init__(self, members: Sequence[Sequence[Seen]]) -> None:
        self.in_source: dict[str, dict[int, set[Spelling]]] = {}
        self.by_part: dict[str, set[int]] = {}
        self.candidates: list[Candidate] = []
        for at, seen in enumerate(members):
            for one in seen:
                name = _spelling(one)
                self.in_source.setdefault(one.source, {}).setdefault(at, set()).add(name)
                for part in name.telling:
                    self.by_part.setdefault(part.plain, set()).add(at)
            self.candidates.append(candidate(_spelling(seen[0]), seen))


def _join_bare(
    bare: Sequence[Seen], known: _Known
) -> tuple[dict[int, list[Seen]], list[Seen], list[LeftOut]]:
    """Join bare names to people; give those that stand alone with an office, and those that are left out."""
    joined: dict[int, list[Seen]] = {}
    alone: list[Seen] = []
    left: list[LeftOut] = []
    titled = {(seen.source, _spelling(seen).key) for seen in bare if seen.mention.offices}
    for seen in bare:
        here = _here(seen, known)
        found = here or _elsewhere(seen, known)
        if len(found) == 1:
            joined.setdefault(found[0], []).append(seen)
        elif found and here:
            left.append(left_out(seen, "a bare name that may be several people's"))
        elif seen.mention.offices:
            alone.append(seen)
        elif (seen.source, _spelling(seen).key) in titled:
            left.append(left_out(seen, "a bare name"))
        else:
            left.append(left_out(seen, "a bare name without an office"))
    return joined, alone, left


def _here(seen: Seen, known: _Known) -> list[int]:
    """Return who of the same source bears a full name with the bare one in it, as few as can be told."""
    name = _spelling(seen)
    people = known.in_source.get(seen.source, {})
    found = [at for at, full in sorted(people.items()) if any(_bears(name, one, ends=False) for one in full)]
    if len(found) > 1:
        found = [at for at in found if any(_bears(name, one, ends=True) for one in people[at])] or found
    return _of_office(seen, known, found) if len(found) > 1 else found


def _elsewhere(seen: Seen, known: _Known) -> list[int]:
    """Return who bears the bare name in other sources and has the same office in the same state."""
    name = _spelling(seen)
    found = {at for part in name.telling for at in known.by_part.get(part.plain, ())}
    return _of_office(seen, known, sorted(found))


def _of_office(seen: Seen, known: _Known, found: Sequence[int]) -> list[int]:
    kinds = {(office.kind, office.country) for office in seen.mention.offices if office.kind}
    return [at for at in found if _holds_one_of(known.candidates[at], kinds)]


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
