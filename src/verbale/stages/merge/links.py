"""Names of one thing brought together, the surest links first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from verbale.stages.merge.alike import Profile, contradict, family, joined_profiles, likeness, sole_by_source
from verbale.stages.merge.types import Use
from verbale.text.fold import fold_words

Key: TypeAlias = tuple[str, str]
"""The kind of a thing and a spelling of its name, folded."""

COMMON = 200
"""Spellings that share a word from which the word is no reason to compare them: it would be the square of them."""


BEGINNING = 3
"""Letters that two spellings of one word have in common at their beginning."""


def key_of(use: Use) -> Key:
    """The key that spellings with the same letters share."""
    return use.what, fold_words(use.text)


class Clusters:
    """Spellings in clusters, each with what its names say together."""

    def __init__(self, profiles: Mapping[Key, Profile]) -> None:
        """Begin with every spelling by itself."""
        self._parent = {key: key for key in profiles}
        self._profiles = dict(profiles)

    def root(self, key: Key) -> Key:
        """The spelling that stands for the cluster of a spelling."""
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def join(self, keys: Iterable[Key]) -> None:
        """Bring spellings together, but those that contradict what is together already."""
        ordered = sorted(set(keys))
        for key in ordered[1:]:
            self._join(ordered[0], key)

    def join_alike(self) -> None:
        """Bring together all spellings whose words say that they are of one thing."""
        links = []
        for a, b in sorted(self._candidates()):
            if not contradict(self._profiles[a], self._profiles[b]):
                score = likeness(self._profiles[a], self._profiles[b])
                if score:
                    links.append((-score, a, b))
        for _, a, b in sorted(links):
            self._join(a, b)

    def _join(self, a: Key, b: Key) -> None:
        a, b = sorted((self.root(a), self.root(b)))
        if a != b and not contradict(self._profiles[a], self._profiles[b]):
            self._parent[b] = a
            self._profiles[a] = joined_profiles(self._profiles[a], self._profiles[b])

    def _candidates(self) -> set[tuple[Key, Key]]:
        """Pairs of clusters that share a word, an acronym, or what they are."""
        roots = sorted({self.root(key) for key in self._parent})
        shared: dict[tuple[str, str], list[Key]] = defaultdict(list)
        for key in roots:
            for sign in _signs(self._profiles[key]):
                shared[key[0], sign].append(key)
        return {pair for keys in shared.values() if len(keys) <= COMMON for pair in combinations(keys, 2)}


def _signs(profile: Profile) -> set[str]:
    """What a name must share with another to be compared with it."""
    topics = " ".join(sorted(profile.topics))
    headed = profile.heads if topics else ()
    return {
        *(f"acronym {acronym}" for acronym in profile.acronyms),
        *(f"word {word[:BEGINNING]}" for word in profile.own),
        *(f"head {family(head)} {topics}" for head in headed),
        *(f"year {head} {year}" for head in profile.heads for year in profile.years),
        *(
            f"session {head} {number // 3 + step}"
            for head in profile.heads
            for number in profile.numbers
            for step in (0, 1)
        ),
    }


def aligned_names(uses: Sequence[Use]) -> Iterable[set[Key]]:
    """Names at corresponding places of aligned statements: each account has one of a kind, or of a kind and head."""
    groups: dict[int, list[Use]] = defaultdict(list)
    for use in uses:
        groups[use.group].append(use)
    for _, group in sorted(groups.items()):
        for kind in sorted({use.what for use in group}):
            given = [use for use in group if use.what == kind]
            whole = _one_each(given)
            if whole:
                yield whole
                continue
            for head in sorted({use.head for use in given if use.head}):
                linked = _one_each([use for use in given if use.head == head])
                if linked:
                    yield linked
            rest = _one_each([use for use in given if not use.head])
            if rest:
                yield rest


def sole_names(uses: Sequence[Use]) -> Iterable[set[Key]]:
    """Names that stand alone of their kind and head in each account of a meeting that has one."""
    for (what, _), texts in sorted(sole_by_source(uses).items()):
        yield {(what, fold_words(text)) for spellings in texts for text in spellings}


def _one_each(uses: Sequence[Use]) -> set[Key]:
    """The names, when there are two accounts or more and each has just one."""
    by_source: dict[str, set[Key]] = defaultdict(set)
    for use in uses:
        by_source[use.source].add(key_of(use))
    if len(by_source) < 2 or any(len(keys) > 1 for keys in by_source.values()):
        return set()
    return set().union(*by_source.values())
