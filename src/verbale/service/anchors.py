"""From items to the words they rest on, and from words back to the items of now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from verbale.errors import ItemNotFoundError, JudgementError
from verbale.records.items import Body, Evidence, Item, Meeting, Person, SegmentItem, Thread, Undertaking
from verbale.records.judgements import Anchor, Judgement, Party
from verbale.records.overlays import EDITABLE, JudgedItem, evidence_spans, name_of
from verbale.records.reading import OrganisationMention, PersonMention, Reading
from verbale.store.facets import kind_of
from verbale.store.filters import Filter
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from verbale.records.judgements import Span
    from verbale.store.store import Store

T = TypeVar("T", bound=Item)

KINDS: dict[str, type[JudgedItem]] = {kind_of(kind): kind for kind in EDITABLE}  # type: ignore[misc]
"""Kinds that can be judged, by the word of the export."""

SHOWN = 5
"""Ids that are named when the beginning of one fits several."""


def find_item(store: Store, asked: str) -> JudgedItem:
    """The item of an id, of the unique beginning of one, or of an id that an item had when it was judged.

    Raises:
        ItemNotFoundError: when there is none, or several.
    """
    fitting = [(kind, id_) for kind, id_ in store.ids(asked) if kind in KINDS]
    exact = [row for row in fitting if row[1] == asked] or fitting
    if len(exact) > 1:
        named = ", ".join(id_ for _kind, id_ in exact[:SHOWN])
        raise ItemNotFoundError(f"{len(exact)} items of {store.path} begin with {asked}: {named}")
    if exact:
        kind, id_ = exact[0]
        item = store.item(KINDS[kind], id_)
        if item is not None:
            return item
    item = _judged_before(store, asked)
    if item is None:
        raise ItemNotFoundError(_not_there(store, asked))
    return item


def _not_there(store: Store, asked: str) -> str:
    """What to tell of an id that no item has that can be judged."""
    if not asked:
        return "name an item by its id, or by the beginning of it"
    other = next((kind for kind, id_ in store.ids(asked) if id_ == asked), None)
    if other is not None:
        return f"{asked} is a {other}; a judgement is on one of {', '.join(KINDS)}"
    return f"{store.path} holds no {', '.join(KINDS)} {asked}; its page and `verbale export` tell the ids"


def _judged_before(store: Store, asked: str) -> JudgedItem | None:
    """The item that has become of one that was judged under another id."""
    for row in reversed(store.judgements()):
        for party in row.about:
            if party.id == asked:
                item = locate(store, row, party)
                if item is not None:
                    return item
    return None


def party_of(store: Store, item: JudgedItem) -> Party:
    """An item as a judgement keeps it.

    Raises:
        JudgementError: when it rests on no words.
    """
    anchors = anchors_of(store, item)
    if not anchors:
        raise JudgementError(f"{item.id} rests on no words that could be judged")
    return Party(id=item.id, name=name_of(item), anchors=anchors)


def anchors_of(store: Store, item: JudgedItem) -> tuple[Anchor, ...]:
    """The words that an item rests on: of a person or body the names themselves, not the sentences around them."""
    if isinstance(item, Person | Body):
        return _of_names(store, item, _sources(item.evidence), within=item.evidence)
    if isinstance(item, Thread):
        held = [store.item(Undertaking, name) for name in item.undertakings]
        return _anchors(proof for one in held if one for proof in one.evidence)
    return _anchors(item.evidence)


def anchors_in(store: Store, item: JudgedItem, source: str) -> tuple[Anchor, ...]:
    """The words of one source that an item rests on; of a person or body all mentions there."""
    if isinstance(item, Person | Body):
        return _of_names(store, item, [source], within=None)
    return tuple(anchor for anchor in anchors_of(store, item) if anchor.source == source)


def locate(store: Store, row: Judgement, party: Party) -> JudgedItem | None:
    """The item of now that rests on the words that were judged: the one that bears the judgement, else its like."""
    kind = KINDS[row.item]
    counts: Counter[str] = Counter()
    for source in {anchor.source for anchor in party.anchors}:
        spans = [(a.start, a.end) for a in party.anchors if a.source == source]
        for found in _found(store, kind, source):
            counts[found[0]] += any(start < found[2] and found[1] < end for start, end in spans)
    near = [item for id_ in sorted(counts) if counts[id_] and (item := store.item(kind, id_))]
    if not near:
        return store.item(kind, party.id)
    return min(near, key=lambda item: (_strangeness(item, row, party), -counts[item.id], item.id))


def _found(store: Store, kind: type[JudgedItem], source: str) -> Iterator[tuple[str, int, int]]:
    """Items of a kind that rest on words of a source, with the words."""
    asked = kind_of(Undertaking if kind is Thread else kind)
    for found in store.evidence_in(source, rejected=True):
        if found.kind == asked and kind is not Thread:
            yield found.item, found.start, found.end
        elif found.kind == asked:
            held = store.item(Undertaking, found.item)
            if held and held.thread:
                yield held.thread, found.start, found.end


def _strangeness(item: JudgedItem, row: Judgement, party: Party) -> tuple[bool, bool, bool]:
    """What sets an item apart from the one that was judged: two people may be named in the same sentences."""
    names = {name_of(item)} | (
        {name.text for name in item.names} if isinstance(item, Person | Body) else set()
    )
    marked = any(judged.judgement == row.id for judged in item.judged)
    return not marked, item.id != party.id, party.name not in names


def _anchors(proofs: Iterable[Evidence]) -> tuple[Anchor, ...]:
    return tuple(sorted({Anchor(p.source, p.start, p.end, p.quote) for p in proofs}))


def _sources(proofs: Iterable[Evidence]) -> list[str]:
    return sorted({proof.source for proof in proofs})


def _of_names(
    store: Store, item: Person | Body, sources: Sequence[str], within: Sequence[Evidence] | None
) -> tuple[Anchor, ...]:
    """The mentions of an item in some sources; the quotes themselves where a reading holds no mentions."""
    readings = {stored.reading.source.id: stored.reading for stored in store.readings_of(sources)}
    found: list[Anchor] = []
    for source in sources:
        proofs = [p for p in item.evidence if p.source == source]
        named = list(_mentions(readings[source], item)) if source in readings else []
        if within is not None:
            near = [a for a in named if any(p.start <= a.start and a.end <= p.end for p in proofs)]
            named = near or named
        found += named or [Anchor(p.source, p.start, p.end, p.quote) for p in proofs]
    return tuple(sorted(set(found)))


def _mentions(reading: Reading, item: Person | Body) -> Iterator[Anchor]:
    if isinstance(item, Body):
        yield from _mentions_of_body(reading, item)
        return
    names = {fold(name.text) for name in item.names}
    for mention in reading.mentions:
        if isinstance(mention, PersonMention) and _is_named(fold(mention.text), names):
            yield Anchor(reading.source.id, mention.start, mention.end, mention.text)


def _mentions_of_body(reading: Reading, body: Body) -> Iterator[Anchor]:
    from verbale.stages.resolve import bodies_in, state_of_key  # noqa: PLC0415  stages load late

    names = {name.text for name in body.names}
    ends = {
        mention.start: mention.end for mention in reading.mentions if isinstance(mention, OrganisationMention)
    }
    for seen in bodies_in(reading).seen:
        if seen.name in names and state_of_key(seen.key) in (None, body.country):
            end = ends[seen.start]
            yield Anchor(reading.source.id, seen.start, end, reading.source.text[seen.start : end])


def _is_named(text: str, names: set[str]) -> bool:
    return text in names or any(name in text for name in names if " " in name)


def sides_of(store: Store, item: JudgedItem) -> tuple[str, ...]:
    """The states and organisations of states that met where an undertaking was made."""
    meeting = store.item(Meeting, item.meeting) if isinstance(item, Undertaking) and item.meeting else None
    return (*meeting.countries, *meeting.bodies) if meeting else ()


def spans_of(store: Store, item: JudgedItem) -> list[Span]:
    """The words that an item of the record rests on."""
    if isinstance(item, Thread):
        from verbale.pipeline.judged import thread_spans  # noqa: PLC0415  0.3 s: the stages come with it

        return list(thread_spans(store.select(Undertaking, Filter(thread=item.id, rejected=True)))(item))
    return list(evidence_spans(item))


def segment_at(store: Store, id_: str) -> SegmentItem | None:
    """A segment of the record."""
    return store.item(SegmentItem, id_)
