"""Correct a record: merge, split, edit, confirm, reject, and undo. What was read stays; judgements lie on top."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Self

from verbale.errors import ItemNotFoundError, JudgementError
from verbale.records.items import Body, Instrument, Mechanism, Meeting, Person, Project, Thread, Undertaking
from verbale.records.judgements import Action, Anchor, Edit, Judgement, Party
from verbale.service.anchors import (
    anchors_in,
    anchors_of,
    find_item,
    party_of,
    segment_at,
    sides_of,
)
from verbale.service.edits import edits_of
from verbale.service.reading import Engine, Pipeline, build_items
from verbale.store.facets import kind_of
from verbale.store.store import Store

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

    from verbale.records.overlays import JudgedItem

LONGEST_AUTHOR, LONGEST_REASON = 200, 2000
"""Characters of who judges and why."""

MERGED = (Person, Body, Meeting, Undertaking, Thread, Instrument, Project, Mechanism)
"""Kinds of which several may be one, and one several."""

_SEVERAL = 2
"""Sides of which what they undertake is followed from meeting to meeting."""


class Judge:
    """Judges items of a record in somebody's name. Items follow when `build` is called, or at the end of `with`.

    Items are named by id, by the unique beginning of one, or by an id that they had when they were judged before.
    """

    def __init__(self, record: str | os.PathLike[str], author: str, engine: Engine | None = None) -> None:
        """Open the record at a path for judging.

        Args:
            record: the file.
            author: in whose name.
            engine: what builds the items; None means the pipeline.

        Raises:
            RecordFileError: when it is missing, is no record, or was made by a newer version.
            JudgementError: when the author has no name.
        """
        self.author = _line(author, LONGEST_AUTHOR, "the author")
        if not self.author:
            raise JudgementError("a judgement needs the name of its author")
        self.store = Store(Path(record), write=True)
        self._engine = engine or Pipeline()
        self._added = False

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            if self._added:
                self.build()
        finally:
            self.close()

    def build(self, before: Callable[[], None] | None = None) -> bool:
        """Bring the items up to date; returns whether there was need to.

        Args:
            before: called before they are built, if they are.
        """
        self._added = False
        return build_items(self.store, self._engine, before)

    def merge(self, items: Sequence[str], reason: str | None = None) -> Judgement:
        """Judge that two items or more are one; undertakings of several meetings become one thread.

        Raises:
            ItemNotFoundError: when the record holds no such item.
            JudgementError: when they do not go together.
        """
        found = list({item.id: item for item in (find_item(self.store, asked) for asked in items)}.values())
        if len(found) < 2:
            raise JudgementError("to merge takes two different items or more")
        kind = self._kind_of_merged(found)
        return self._add("merge", kind, [party_of(self.store, item) for item in found], reason)

    def split(self, item: str, at: Sequence[str], reason: str | None = None) -> Judgement:
        """Judge that some of the words on which an item rests are of another one.

        Args:
            item: its id.
            at: which words: a source, a segment, `SOURCE:START`, or for a thread an undertaking.
            reason: why.

        Raises:
            ItemNotFoundError: when the record holds no such item.
            JudgementError: when the item does not rest on such words, or on no others.
        """
        found = find_item(self.store, item)
        if not isinstance(found, MERGED):
            raise JudgementError(f"{found.id} is a {kind_of(type(found))}, which cannot be split")
        goes = {anchor for one in at for anchor in self._taken(found, one)}
        whole = set(anchors_of(self.store, found))
        if isinstance(found, Meeting):
            # What a source tells of a meeting is one account: it goes or stays whole.
            goes |= {anchor for anchor in whole if anchor.source in {a.source for a in goes}}
        stays = whole - goes
        if not goes or not stays:
            what = "all" if goes else "nothing"
            raise JudgementError(
                f"{what} that {found.id} rests on would go; name some of its words with --at"
            )
        kept = Party(id=found.id, name=party_of(self.store, found).name, anchors=tuple(sorted(stays)))
        other = Party(id="", name=kept.name, anchors=tuple(sorted(goes)))
        return self._add("split", kind_of(type(found)), [kept, other], reason)

    def apart(self, items: Sequence[str], reason: str | None = None) -> Judgement:
        """Judge that items are different ones, so that they are never put together.

        Raises:
            ItemNotFoundError: when the record holds no such item.
            JudgementError: when they are not of one kind.
        """
        found = [find_item(self.store, asked) for asked in items]
        kinds = {kind_of(type(item)) for item in found}
        if len({item.id for item in found}) < 2 or len(kinds) > 1:
            raise JudgementError("to keep apart takes two different items of one kind or more")
        return self._add("split", kinds.pop(), [party_of(self.store, item) for item in found], reason)

    def edit(self, item: str, values: Mapping[str, object], reason: str | None = None) -> Judgement:
        """Give fields of an item other values; what was read stays beside them.

        Args:
            item: its id.
            values: by field; texts are read as the field's type, an empty one as no value, lists are parted by commas.
            reason: why.

        Raises:
            ItemNotFoundError: when the record holds no such item.
            JudgementError: when a field cannot be edited or a value is none that it can hold.
        """
        found = find_item(self.store, item)
        if not values:
            raise JudgementError("to edit takes a field and its value, such as place=Vientiane")
        edits = edits_of(found, values, lambda id_: self.store.item(Person, id_) is not None)
        return self._add("edit", kind_of(type(found)), [party_of(self.store, found)], reason, edits)

    def confirm(self, item: str, reason: str | None = None) -> Judgement:
        """Judge that an item is right as the record shows it. Raises ItemNotFoundError."""
        return self._single("confirm", item, reason)

    def reject(self, item: str, reason: str | None = None) -> Judgement:
        """Judge that an item does not belong in the record: lists leave it out. Raises ItemNotFoundError."""
        return self._single("reject", item, reason)

    def undo(self, judgement: str, reason: str | None = None) -> Judgement:
        """Judge that an earlier judgement (an undoing too) no longer holds.

        Raises:
            ItemNotFoundError: when the record holds no such judgement.
            JudgementError: when it was undone before.
        """
        rows = [row for row in self.store.judgements() if row.id.startswith(judgement)]
        rows = [row for row in rows if row.id == judgement] or rows
        if len(rows) != 1:
            held = "no judgement" if not rows else f"{len(rows)} judgements that begin with"
            told = "; `verbale history` of an item tells those on it" if not rows else ""
            raise ItemNotFoundError(f"{self.store.path} holds {held} {judgement}{told}")
        (row,) = rows
        if row.undone_by:
            raise JudgementError(f"{row.id} was undone before, by {row.undone_by}")
        return self._add("undo", row.item, row.about, reason, undoes=row.id)

    def _single(self, action: Action, item: str, reason: str | None) -> Judgement:
        found = find_item(self.store, item)
        return self._add(action, kind_of(type(found)), [party_of(self.store, found)], reason)

    def _add(
        self,
        action: Action,
        kind: str,
        about: Sequence[Party],
        reason: str | None,
        edits: tuple[Edit, ...] = (),
        undoes: str | None = None,
    ) -> Judgement:
        judgement = Judgement(
            id="",
            action=action,
            item=kind,
            about=tuple(about),
            author=self.author,
            reason=_line(reason, LONGEST_REASON, "the reason") or None,
            edits=edits,
            undoes=undoes,
        )
        self._added = True
        return self.store.add_judgement(judgement)

    def _kind_of_merged(self, items: Sequence[JudgedItem]) -> str:
        """The kind of what items become that are one."""
        kinds = {kind_of(type(item)) for item in items}
        first = items[0]
        if len(kinds) > 1:
            raise JudgementError(f"items of different kinds cannot be one: {', '.join(sorted(kinds))}")
        if not isinstance(first, MERGED):
            raise JudgementError(
                f"two of the kind {kind_of(type(first))} cannot be merged; reject one of them"
            )
        threaded = isinstance(first, Undertaking) and len({getattr(i, "meeting", None) for i in items}) > 1
        if threaded and any(len(sides_of(self.store, item)) < _SEVERAL for item in items):
            raise JudgementError(
                "what only one side is known to have met for cannot go on: edit the countries of its meeting first"
            )
        return kind_of(Thread) if threaded else kinds.pop()

    def _taken(self, item: JudgedItem, at: str) -> tuple[Anchor, ...]:
        """The words of an item that are meant by a source, a segment, a place or an undertaking."""
        source, _, start = at.partition(":")
        if start:
            return self._at_place(item, source, start)
        kinds = {id_: kind for kind, id_ in self.store.ids(at)}
        if len(kinds) != 1:
            raise ItemNotFoundError(
                f"{self.store.path} holds {len(kinds) or 'no'} items that begin with {at}"
            )
        ((id_, kind),) = kinds.items()
        found: tuple[Anchor, ...] = ()
        if kind == "source":
            found = anchors_in(self.store, item, id_)
        elif kind == "segment" and (segment := segment_at(self.store, id_)):
            near = anchors_in(self.store, item, segment.source)
            found = tuple(a for a in near if a.start < segment.end and segment.start < a.end)
        elif kind == "undertaking" and isinstance(item, Thread) and id_ in item.undertakings:
            held = self.store.item(Undertaking, id_)
            found = anchors_of(self.store, held) if held else ()
        if not found:
            raise JudgementError(f"{item.id} does not rest on {id_}")
        return found

    def _at_place(self, item: JudgedItem, source: str, start: str) -> tuple[Anchor, ...]:
        sources = [id_ for kind, id_ in self.store.ids(source) if kind == "source"]
        if len(sources) != 1 or not start.isdecimal():
            raise JudgementError(
                f"{source}:{start} is no place; write SOURCE:START, with the id of one source"
            )
        here = anchors_in(self.store, item, sources[0])
        found = tuple(anchor for anchor in here if anchor.start <= int(start) < anchor.end)
        if not found:
            places = ", ".join(str(anchor.start) for anchor in here) or "none"
            raise JudgementError(f"{item.id} does not rest on {source}:{start}; its places there: {places}")
        return found


def _line(text: str | None, longest: int, what: str) -> str:
    """A text that people wrote, in one normal form."""
    plain = unicodedata.normalize("NFC", (text or "").strip())
    if len(plain) > longest or any(
        unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in plain
    ):
        raise JudgementError(f"{what} is longer than {longest} characters, or holds control characters")
    return plain
