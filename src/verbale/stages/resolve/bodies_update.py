"""The bodies of a record, kept up to date: what sources say is added up by key, and keys of one body are put together.

Every step depends on sums alone, so one source more does not ask for the others again; only where a source no longer
says what it said are the sums of its keys made anew. Which keys are of one body depends on the two keys, on who else
has the abbreviation of one, and on what people judged; so the bodies are the same whatever the order of the sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from verbale.records.items import Body, Review
from verbale.records.judgements import NONE, Judgements
from verbale.records.overlays import overlay
from verbale.records.workspace import Links, Rows
from verbale.stages.resolve.bodies import KNOWN, SaidBodies
from verbale.stages.resolve.bodies_judged import BodyStanding, standing
from verbale.stages.resolve.bodies_known import GIVEN
from verbale.stages.resolve.bodies_pairs import Pair, by_abbreviation, by_sound, claims, sounds_of
from verbale.stages.resolve.bodies_reviews import review_of
from verbale.stages.resolve.bodies_sum import BodySum, make_body, sums_in
from verbale.stages.resolve.owners import batches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from verbale.records.judgements import Span
    from verbale.records.workspace import Workspace


class BodyRow(msgspec.Struct):
    """A body, under the first of its keys.

    Attributes:
        keys: all of them.
        shown: as it is in the record.
        doubts: first keys of bodies with which it may be one.
    """

    keys: list[str] = []
    shown: Body | None = None
    doubts: list[str] = []


class BodyNote(msgspec.Struct, array_like=True):
    """By what a key is found: keys of the abbreviations beside its names, and how these sound."""

    shorts: list[str] = []
    sounds: list[str] = []


class BodiesChanged(NamedTuple):
    """What an update changed.

    Attributes:
        bodies: by first key; None for those that are gone.
        reviews: pairs that may be one, by their first keys; None for those that are no longer in doubt.
    """

    bodies: dict[str, Body | None]
    reviews: dict[str, Review | None]


class Bodies:
    """The bodies of a record, in a workspace."""

    def __init__(self, workspace: Workspace, judgements: Judgements = NONE) -> None:
        """Open the tables.

        Args:
            judgements: those that hold.
        """
        self._judgements = Judgements(row for row in judgements.rows if row.item == "body")
        self._said = Rows(workspace, "bodies said", SaidBodies)
        self._sums = Rows(workspace, "body sums", BodySum)
        self._root = Rows(workspace, "body of", str)
        self._rows = Rows(workspace, "bodies", BodyRow)
        self._standing_rows = Rows(workspace, "bodies judged", BodyStanding)
        self._in = Links(workspace, "bodies in")
        self._notes = Rows(workspace, "body notes", BodyNote)
        self._claims = Links(workspace, "body claims")
        self._sounds = Links(workspace, "body sounds")
        self._standing = self._standing_rows.get("") or BodyStanding()
        self._before: dict[str, SaidBodies | None] = {}
        self._near: dict[str, dict[str, list[str]]] = {}

    def say(self, said: SaidBodies) -> None:
        """Take what a source says; it is looked at by the next update."""
        held = self._said.get(said.source)
        if held != said:
            self._before.setdefault(said.source, held)
            self._said.set(said.source, said)

    def first_key(self, key: str) -> str | None:
        """The first key of the body that has a key; None when there is none."""
        return self._root.get(key)

    def update(self, gone: Iterable[str] = ()) -> BodiesChanged:
        """Bring the bodies up to date with what sources now say, and let go of others."""
        for source in gone:
            self._before.setdefault(source, self._said.get(source))
            self._said.set(source, None)
        before, now = self._standing, standing(self._judgements, self._said.get)
        self._standing = now
        changed = self._add(sorted({*self._before, *before.moved, *now.moved}), before)
        for pairs in (before.joined ^ now.joined, before.parted ^ now.parted):
            changed |= {key for pair in pairs for key in pair}
        bodies, reviews = self._make(changed, before.sources | now.sources)
        self._flush()
        return BodiesChanged(bodies, reviews)

    def _add(self, sources: Sequence[str], standing_before: BodyStanding) -> set[str]:
        """Add what sources say to the sums; give the keys of which something else is said now."""
        fresh: set[str] = set()
        anew: set[str] = set()
        for some in batches(sources):
            self._said.fetch(some)
            for source in some:
                said = self._said.get(source)
                held = self._before.get(source, said)
                old = sums_in(standing_before.seen(held)) if held else {}
                new = sums_in(self._standing.seen(said)) if said else {}
                anew |= {key for key in old if old[key] != new.get(key)}
                for key in sorted(new.keys() - old.keys()):
                    whole = self._sums.get(key) or BodySum()
                    whole.add(new[key])
                    self._sums.set(key, whole)
                    fresh.add(key)
                self._in.set(source, sorted(new))
        self._draw_anew(anew)
        return anew | fresh

    def _draw_anew(self, keys: set[str]) -> None:
        """Make sums anew from all sources that name a key."""
        owners = self._in.owners(keys)
        for key in sorted(keys):
            whole: BodySum | None = None
            sources = owners.get(key, [])
            self._said.fetch(sources)
            for source in sources:
                said = self._said.get(source)
                part = sums_in(self._standing.seen(said)).get(key) if said else None
                if part is not None:
                    whole = whole or BodySum()
                    whole.add(part)
            self._sums.set(key, whole)

    def _make(
        self, changed: set[str], judged: Collection[str]
    ) -> tuple[dict[str, Body | None], dict[str, Review | None]]:
        """Put keys together anew where that may have changed, and make their items.

        Args:
            changed: keys of which something else is said.
            judged: sources on whose words judgements bear, or bore before.
        """
        touched = self._touched(changed)
        self._root.fetch(touched)
        old = {root for key in touched if (root := self._root.get(key)) is not None}
        self._rows.fetch(old)
        keys = touched | {key for root in old for key in (self._rows.get(root) or BodyRow()).keys}
        groups = self._groups(keys)
        doubted = {root for first in old for root in (self._rows.get(first) or BodyRow()).doubts}
        before = {root: self._rows.get(root) or BodyRow() for root in old}
        for key in keys:
            self._root.set(key, None)
        for root in old:
            self._rows.set(root, None)
        for group in groups:
            for key in group:
                self._root.set(key, group[0])
            self._rows.set(group[0], BodyRow(keys=list(group)))
        firsts = {group[0] for group in groups}
        bodies: dict[str, Body | None] = dict.fromkeys(sorted(old - firsts))
        spans = self._spans(judged)
        before |= {root: self._rows.get(root) or BodyRow() for root in spans.keys() - firsts}
        made = self._items(sorted({*firsts, *spans}), before, spans)
        looked = {root: row for root, row in before.items() if root in old or root in made}
        return {**bodies, **made}, self._reviews(sorted({*firsts, *made}), looked, doubted)

    def _touched(self, changed: set[str]) -> set[str]:
        """The keys that may now be put together with others: those that changed, and those near them."""
        notes = [note for key in sorted(changed) for note in self._note(key)]
        shorts = {short for note in notes for short in note.shorts}
        claiming = self._claims.under([*changed, *shorts])
        sounding = self._sounds.under(sound for note in notes for sound in note.sounds)
        near = {*shorts, *claiming, *sounding}
        self._sums.fetch(near)
        touched = {key for key in near if self._sums.get(key) is not None} | changed
        self._notes.fetch(touched)
        held = [self._notes.get(key) or BodyNote() for key in sorted(touched)]
        asked = {*touched, *(short for note in held for short in note.shorts)}
        heard = {sound for note in held for sound in note.sounds}
        claimed, mates = self._claims.owners(asked), self._sounds.owners(heard)
        self._near = {
            "claims": {key: claimed.get(key, []) for key in asked},
            "sounds": {sound: mates.get(sound, []) for sound in heard},
        }
        return touched

    def _note(self, key: str) -> tuple[BodyNote, BodyNote]:
        """Keep by what a key is found; give that of before and of now."""
        before, told = self._notes.get(key) or BodyNote(), self._sums.get(key)
        now = BodyNote()
        if told is not None:
            now = BodyNote(sorted(claims(key, told)) if _may_claim(key) else [], sorted(sounds_of(key, told)))
        self._notes.set(key, now if told is not None else None)
        self._claims.set(key, now.shorts)
        self._sounds.set(key, now.sounds)
        return before, now

    def _claimed(self, key: str) -> list[str]:
        """The keys beside whose names an abbreviation is given."""
        held = self._near["claims"]
        if key not in held:
            held[key] = self._claims.owners([key]).get(key, [])
        return held[key]

    def _sounding(self, sound: str) -> list[str]:
        held = self._near["sounds"]
        if sound not in held:
            held[sound] = self._sounds.owners([sound]).get(sound, [])
        return held[sound]

    def _groups(self, keys: Iterable[str]) -> list[list[str]]:
        """The keys of each body that holds one of some keys; each sorted."""
        joined = self._standing.beside()
        left = sorted(key for key in set(keys) if self._sums.get(key) is not None)
        done: set[str] = set()
        found: list[list[str]] = []
        for start in left:
            if start in done:
                continue
            group, ahead = {start}, [start]
            while ahead:
                for other in self._beside(ahead.pop(), joined):
                    if other not in group:
                        group.add(other)
                        ahead.append(other)
            done |= group
            found.append(sorted(group))
        return found

    def _beside(self, key: str, joined: Mapping[str, set[str]]) -> Iterator[str]:
        """The keys that are surely of the same body as one, by one decision."""
        for other, pair in self._pairs(key):
            if pair.same and self._standing.says(key, other) is not False:
                yield other
        yield from (other for other in sorted(joined.get(key, ())) if self._sums.get(other) is not None)

    def _pairs(self, key: str) -> Iterator[tuple[str, Pair]]:
        """The keys that are, or may be, of the same body as one."""
        told = self._sums.get(key)
        if told is None:
            return
        note = self._notes.get(key) or BodyNote()
        for other in self._claimed(key):
            sure = by_abbreviation(key, self._claimed(key)) == other
            yield other, Pair(sure, "abbreviation", 0.95 if sure else 0.5)
        for short in note.shorts:
            if self._sums.get(short) is not None:
                sure = by_abbreviation(short, self._claimed(short)) == key
                yield short, Pair(sure, "abbreviation", 0.95 if sure else 0.5)
        for other in sorted({mate for sound in note.sounds for mate in self._sounding(sound)}):
            mate = self._sums.get(other) if other != key else None
            pair = by_sound(key, told, other, mate) if mate else None
            if pair is not None:
                yield other, pair

    def _items(
        self, firsts: Collection[str], before: Mapping[str, BodyRow], spans: Mapping[str, Sequence[Span]]
    ) -> dict[str, Body]:
        """Make the items of bodies, with what people judged; give those that are new or have changed."""
        made: dict[str, Body] = {}
        for first in firsts:
            keys = self._row(first).keys
            made[first] = make_body(keys, [one for key in keys if (one := self._sums.get(key))])
        first_of = {body.id: first for first, body in made.items()}
        laid = overlay(made.values(), self._judgements, lambda body: spans.get(first_of[body.id], ()))
        changed: dict[str, Body] = {}
        shown = {first: before[first].shown for first in made if first in before}
        for first, body in zip(made, laid, strict=True):
            row = self._row(first)
            row.shown = body
            self._rows.set(first, row)
            if shown.get(first) != body:
                changed[first] = body
        return changed

    def _spans(self, judged: Collection[str]) -> dict[str, list[Span]]:
        """Where the names of bodies stand in sources on which something was judged, by their first keys."""
        found: dict[str, list[Span]] = {}
        for source in sorted(judged):
            said = self._said.get(source)
            for seen in self._standing.seen(said).seen if said else ():
                root = self._root.get(seen.key)
                if root is not None:
                    found.setdefault(root, []).append((source, seen.start, seen.start + len(seen.name)))
        return found

    def _reviews(
        self, firsts: Collection[str], before: Mapping[str, BodyRow], doubted: Iterable[str]
    ) -> dict[str, Review | None]:
        """The pairs that may be one, of bodies that have changed."""
        found: dict[str, Review | None] = {
            _pair_key(first, other): None for first, row in before.items() for other in row.doubts
        }
        for first in firsts:
            for other, pair, left, right in self._doubts(first):
                row, mate = self._row(first), self._row(other)
                if other not in row.doubts:
                    row.doubts = sorted({*row.doubts, other})
                    mate.doubts = sorted({*mate.doubts, first})
                    self._rows.set(first, row)
                    self._rows.set(other, mate)
                found[_pair_key(first, other)] = self._review(first, other, pair, (left, right))
        for root in set(doubted) - set(firsts):
            row = self._row(root)
            kept = [other for other in row.doubts if found.get(_pair_key(root, other), True) is not None]
            if row.keys and kept != row.doubts:
                row.doubts = kept
                self._rows.set(root, row)
        return found

    def _doubts(self, first: str) -> Iterator[tuple[str, Pair, str, str]]:
        """Bodies with which one may be one, by an unsure decision and no sure one or judgement."""
        found: dict[str, list[tuple[float, list[str], Pair, str, str]]] = {}
        judged: set[str] = set()
        for key in self._row(first).keys:
            for other, pair in self._pairs(key):
                root = self._root.get(other)
                if root is None or root == first or self._row(root).shown is None:
                    continue
                if self._standing.says(key, other) is not None:
                    judged.add(root)
                found.setdefault(root, []).append((-pair.score, sorted((key, other)), pair, key, other))
        for root, rows in sorted(found.items()):
            if root not in judged:
                yield (root, *min(rows)[2:])

    def _review(self, first: str, other: str, pair: Pair, keys: tuple[str, str]) -> Review | None:
        sides = [(self._row(first).shown, keys[0]), (self._row(other).shown, keys[1])]
        told = [(body, self._sums.get(key) or BodySum()) for body, key in sides if body is not None]
        return review_of(told, pair)

    def _row(self, first: str) -> BodyRow:
        return self._rows.get(first) or BodyRow()

    def _flush(self) -> None:
        self._standing_rows.set("", self._standing)
        self._before = {}
        self._near = {}
        for rows in (self._said, self._sums, self._notes, self._root, self._rows, self._standing_rows):
            rows.flush()
        for links in (self._in, self._claims, self._sounds):
            links.flush()


def _pair_key(one: str, other: str) -> str:
    return "\x1f".join(sorted((one, other)))


def _may_claim(key: str) -> bool:
    """Tell whether the abbreviation of a body stands for it on other pages too; not of what every state has."""
    return not (key.startswith(KNOWN) and ":" in key) or key.startswith(GIVEN)
