"""For whom names stand: the key of a person for every mention that is a name, kept up to date.

In this order, each step for the sources that the steps before it have changed:

1. words: what each folded name stands for in all sources tells which mentions are names of people;
2. full names are tallied, compared with those that share a block, and clustered (`graph`);
3. bare names join a full one of their source or of their office; those alone with an office are clustered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from verbale.records.workspace import Links, Rows
from verbale.stages.resolve.graph import NameGraph
from verbale.stages.resolve.people import Known, join_bare, single_key, spelling, split
from verbale.stages.resolve.seen import LeftOut, Seen, Words, folded, left_out, seen_in, why_not, words_in
from verbale.stages.resolve.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from verbale.records.reading import Reading
    from verbale.records.workspace import Workspace
    from verbale.stages.resolve.compare import Candidate, Decision
    from verbale.stages.resolve.spelling import Spelling

    Load = Callable[[Sequence[str]], Iterable[Reading]]

AT_ONCE = 256
"""Sources that are loaded together."""

READ_HELD = 5_000
"""Readings that are kept at hand from one step of an update to the next: some 80 MB."""

_FULL, _ALONE = "full", "alone"
_IN = "\x1e"
"""Between the name of a graph and a cluster of it, in the key of a person."""


class Said(msgspec.Struct):
    """What one source says of people.

    Attributes:
        words: what its folded names and words stand for.
        full: tallies of its full names, by key.
        bare: parts of its bare names, in plain letters.
        alone: tallies of its single names with an office, by key.
        single: key of the single name at a place.
        owner: key of the person for whom the name at a place stands.
        left: mentions that stand for nobody.
    """

    words: dict[str, Words] = {}
    full: dict[str, Tally] = {}
    bare: list[str] = []
    alone: dict[str, Tally] = {}
    single: dict[int, str] = {}
    owner: dict[int, str] = {}
    left: list[LeftOut] = []


class OwnersChanged(NamedTuple):
    """What an update changed.

    Attributes:
        sources: those that were looked at again.
        persons: keys of people who gained, kept or lost mentions, or of whose names more or less is known.
    """

    sources: frozenset[str]
    persons: frozenset[str]


class Owners:
    """The names of a record with the people for whom they stand, in a workspace."""

    def __init__(self, workspace: Workspace, load: Load) -> None:
        """Open the tables.

        Args:
            load: gives the (trimmed) readings of sources by id.
        """
        self._load = load
        self._read: dict[str, tuple[Reading, list[Seen]]] = {}
        self._words = Rows(workspace, "words", Words)
        self._said = Rows(workspace, "said", Said)
        self._folded = Links(workspace, "folded")
        self._full_in = Links(workspace, "full names")
        self._bare_in = Links(workspace, "bare names")
        self._single_in = Links(workspace, "single names")
        self._owned = Links(workspace, "owned")
        self._full = NameGraph(workspace, _FULL)
        self._alone = NameGraph(workspace, _ALONE)

    def update(self, fresh: Sequence[str], gone: Sequence[str]) -> OwnersChanged:
        """Take in sources that are new or have changed, and let go of others."""
        touched = self._count_words(fresh, gone)
        persons = self._let_go(gone)
        self._count_full(touched)
        settled = self._full.settle()
        looked = {*touched, *self._full_in.under(settled.moved), *self._bare_in.under(settled.parts)}
        joined = sorted(looked)
        for some in batches(joined):
            persons |= self._join(some, set(touched))
        alone = self._alone.settle()
        persons |= self._own(sorted({*joined, *self._single_in.under(alone.moved)}), set(touched))
        persons |= {_FULL + _IN + cluster for cluster in settled.changed}
        persons |= {_ALONE + _IN + cluster for cluster in alone.changed}
        self._flush()
        return OwnersChanged(frozenset(looked | set(self._single_in.under(alone.moved))), frozenset(persons))

    def sources_of(self, persons: Iterable[str]) -> dict[str, list[str]]:
        """The sources that name each person, by the person's key; those whom none names are left out."""
        return self._owned.owners(persons)

    def owner_at(self, source: str) -> dict[int, str]:
        """The key of the person for whom the name at a place of a source stands."""
        said = self._said.get(source)
        return said.owner if said else {}

    def fetch(self, sources: Iterable[str]) -> None:
        """Have what sources say at hand."""
        self._said.fetch(sources)

    def left_out(self, source: str) -> list[LeftOut]:
        """Mentions of a source that stand for nobody, with the reason."""
        said = self._said.get(source)
        return said.left if said else []

    def decisions(self, source: str) -> Iterator[Decision]:
        """Decisions on the full and single names of a source."""
        said = self._said.get(source)
        if said:
            yield from self._full.decisions(said.full)
            yield from self._alone.decisions(said.alone)

    def unsure(self, person: str) -> Iterator[tuple[str, Decision]]:
        """People who may be the same as one, by key, with the decisions on pairs of their names."""
        name, _, cluster = person.partition(_IN)
        graph = self._full if name == _FULL else self._alone
        for other, edge in graph.unsure(cluster):
            yield f"{name}{_IN}{other}", edge.decision

    def _count_words(self, fresh: Sequence[str], gone: Sequence[str]) -> list[str]:
        """Count the words of sources; give those sources, and the ones in which a word now tells something else."""
        before: dict[str, tuple[bool, bool]] = {}
        self._said.fetch([*fresh, *gone])
        for source in [*fresh, *gone]:
            said = self._said.get(source)
            if said:
                self._add_words(said.words, -1, before)
        for reading, mentions in self.read(fresh):
            said = self._said.get(reading.source.id) or Said()
            said.words = words_in(reading, mentions)
            self._add_words(said.words, 1, before)
            self._said.set(reading.source.id, said)
            self._folded.set(reading.source.id, {folded(seen.name) for seen in mentions})
        for source in gone:
            self._folded.set(source, ())
        turned = [word for word, told in before.items() if told != self._tells(word)]
        return sorted({*fresh, *self._folded.under(turned)})

    def _add_words(
        self, words: Mapping[str, Words], times: int, before: dict[str, tuple[bool, bool]]
    ) -> None:
        self._words.fetch(words)
        for word, counts in words.items():
            before.setdefault(word, self._tells(word))
            held = self._words.get(word) or Words()
            held.add(counts, times)
            self._words.set(word, None if held.none else held)

    def _tells(self, word: str) -> tuple[bool, bool]:
        words = self._words.get(word) or Words()
        return words.once, words.elsewhere

    def _let_go(self, gone: Sequence[str]) -> set[str]:
        """Take away what sources said of names; give the people whom they named."""
        named: set[str] = set()
        for source in gone:
            said = self._said.get(source)
            if said:
                self._full.count(said.full, -1)
                self._alone.count(said.alone, -1)
                named.update(said.owner.values())
            for links in (self._full_in, self._bare_in, self._single_in, self._owned):
                links.set(source, ())
            self._said.set(source, None)
        return named

    def _count_full(self, touched: Sequence[str]) -> None:
        for reading, mentions in self.read(touched):
            source = reading.source.id
            said = self._said.get(source) or Said()
            self._full.count(said.full, -1)
            full, bare = split(self._kept(mentions))
            said.full = _tallied((spelling(seen).key, seen) for seen in full)
            said.bare = sorted({part.plain for seen in bare for part in spelling(seen).telling})
            self._full.count(said.full, 1)
            self._said.set(source, said)
            self._full_in.set(source, list(said.full))
            self._bare_in.set(source, said.bare)

    def _kept(self, mentions: Sequence[Seen]) -> list[Seen]:
        self._words.fetch(folded(seen.name) for seen in mentions)
        return [seen for seen in mentions if self._why_not(seen) is None]

    def _why_not(self, seen: Seen) -> str | None:
        return why_not(seen, self._words.get(folded(seen.name)) or Words())

    def _join(self, sources: Sequence[str], touched: set[str]) -> set[str]:
        """Join the bare names of sources; give the people whom that concerns."""
        self._said.fetch(sources)
        said = {source: self._said.get(source) or Said() for source in sources}
        cluster_of = self._full.clusters_of(key for one in said.values() for key in one.full)
        bearers = self._full.bearers(part for one in said.values() for part in one.bare)
        persons: set[str] = set()
        for reading, mentions in self.read(sources):
            source = reading.source.id
            one = said[source]
            full, bare = split(self._kept(mentions))
            here: dict[str, set[Spelling]] = {}
            for seen in full:
                here.setdefault(cluster_of[spelling(seen).key], set()).add(spelling(seen))
            joined = join_bare(bare, Known(here, bearers, self._candidate))
            owner = {seen.mention.start: _FULL + _IN + cluster_of[spelling(seen).key] for seen in full}
            owner |= {seen.mention.start: _FULL + _IN + cluster for seen, cluster in joined.people}
            persons |= _concerned(one.owner, owner, all_of_them=source in touched)
            one.owner = owner
            one.single = {seen.mention.start: single_key(seen) for seen in joined.alone}
            reasons = [left_out(seen, why) for seen in mentions if (why := self._why_not(seen)) is not None]
            one.left = sorted([*reasons, *joined.left])
            self._alone.count(one.alone, -1)
            one.alone = _tallied((single_key(seen), seen) for seen in joined.alone)
            self._alone.count(one.alone, 1)
            self._single_in.set(source, list(one.alone))
            self._said.set(source, one)
        return persons

    def _candidate(self, cluster: str) -> Candidate:
        known = self._full.known_of(cluster)
        return known.candidate(known.spelling())

    def _own(self, sources: Sequence[str], touched: set[str]) -> set[str]:
        """Give the single names of sources to people, and note whose names stand where."""
        self._said.fetch(sources)
        said = {source: self._said.get(source) or Said() for source in sources}
        cluster_of = self._alone.clusters_of(key for one in said.values() for key in one.single.values())
        persons: set[str] = set()
        for source, one in said.items():
            owner = {**one.owner, **{at: _ALONE + _IN + cluster_of[key] for at, key in one.single.items()}}
            persons |= _concerned(one.owner, owner, all_of_them=source in touched)
            one.owner = owner
            self._said.set(source, one)
            self._owned.set(source, sorted(set(owner.values())))
        return persons

    def read(self, sources: Iterable[str]) -> Iterator[tuple[Reading, list[Seen]]]:
        """The readings of sources with their mentions of people, sources in order of their ids."""
        for some in batches(sorted(set(sources))):
            missing = [source for source in some if source not in self._read]
            self._read.update((r.source.id, (r, list(seen_in(r)))) for r in self._load(missing))
            yield from [self._read[source] for source in some if source in self._read]
            while len(self._read) > READ_HELD:
                del self._read[next(iter(self._read))]

    def forget(self) -> None:
        """Let go of the readings that are kept at hand."""
        self._read.clear()

    def _flush(self) -> None:
        self._words.flush()
        self._said.flush()
        for links in (self._folded, self._full_in, self._bare_in, self._single_in, self._owned):
            links.flush()
        self._full.flush()
        self._alone.flush()


def batches(sources: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a list into parts that are loaded together."""
    for at in range(0, len(sources), AT_ONCE):
        yield sources[at : at + AT_ONCE]


def _tallied(mentions: Iterable[tuple[str, Seen]]) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for key, seen in mentions:
        found.setdefault(key, Tally()).count(seen)
    return found


def _concerned(before: Mapping[int, str], now: Mapping[int, str], *, all_of_them: bool) -> set[str]:
    """The people who gain or lose a mention; or all, when what the mentions say may have changed."""
    if all_of_them:
        return {*before.values(), *now.values()}
    return {person for _, person in before.items() ^ now.items()}
