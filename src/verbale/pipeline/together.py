"""Which blocks are settled together: those in which people judged that things or threads are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verbale.records.workspace import Links, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from verbale.pipeline.work import HeldMeeting
    from verbale.records.judgements import Judgement, Judgements, Span
    from verbale.records.workspace import Workspace

_KINDS = ("instrument", "project", "mechanism", "thread")
"""Kinds of which one item may be of the meetings of several sets of sides."""


class Together:
    """The blocks of a record, by the keys that `HeldMeeting.block` gives, and how judgements hang them together."""

    def __init__(
        self, workspace: Workspace, judgements: Judgements, held: Callable[[str], Sequence[HeldMeeting]]
    ) -> None:
        """Open the tables.

        Args:
            held: gives the meetings of a component.
        """
        self._rows = [row for row in judgements.rows if row.action == "merge" and row.item in _KINDS]
        self._held = held
        self._judged = Links(workspace, "judged components")
        self._before = Rows(workspace, "settled together", list[str])

    def note(self, component: str, held: Sequence[HeldMeeting]) -> None:
        """Keep which judgements bear on the meetings of a component; none for one that is gone."""
        if self._rows or not held:
            self._judged.set(
                component, [row.id for row in self._rows if any(_bears(row, one) for one in held)]
            )

    def groups(self, blocks: Iterable[str]) -> list[list[str]]:
        """The blocks to be settled anew when some have changed, in groups; a group goes by the first of its keys.

        Blocks that were settled together before and are no longer come by themselves.
        """
        now = self._linked()
        changed: set[str] = set()
        looked = set(blocks)
        while looked:
            changed |= looked
            self._before.fetch(looked)
            beside = {
                other for key in looked for other in (*(self._before.get(key) or ()), *now.get(key, ()))
            }
            looked = beside - changed
        for key in sorted(changed):
            if now.get(key) != self._before.get(key):
                self._before.set(key, now.get(key))
        groups = {min(group): group for key in changed for group in [now.get(key, [key])]}
        return [groups[first] for first in sorted(groups)]

    def flush(self) -> None:
        """Write what has changed."""
        self._judged.flush()
        self._before.flush()

    def _linked(self) -> dict[str, list[str]]:
        """The sorted keys of each group of two blocks or more, by each of its keys."""
        components = self._judged.owners([row.id for row in self._rows]) if self._rows else {}
        group_of: dict[str, set[str]] = {}
        for row in self._rows:
            held = [one for name in components.get(row.id, ()) for one in self._held(name)]
            linked = {one.block for one in held if _bears(row, one)}
            whole = linked.union(*(group_of.get(key, set()) for key in linked))
            group_of.update(dict.fromkeys(whole, whole))
        return {key: sorted(group) for key, group in group_of.items() if len(group) > 1}


def _bears(row: Judgement, held: HeldMeeting) -> bool:
    """Whether a judgement rests on words of what was found in a meeting."""
    anchors = [anchor for party in row.about for anchor in party.anchors]
    return any(
        source == anchor.source and start < anchor.end and anchor.start < end
        for source, start, end in _spans(row.item, held)
        for anchor in anchors
    )


def _spans(kind: str, held: HeldMeeting) -> Iterator[Span]:
    if kind == "thread":
        for draft in held.matters.drafts:
            yield from ((proof.source, proof.start, proof.end) for proof in draft.undertaking.evidence)
        return
    for use in held.matters.uses:
        yield use.source, use.start, use.end
