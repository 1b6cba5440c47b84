"""Bodies by the words for them: organisations that are known, and kinds of which each state has one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from babel import Locale, UnknownLocaleError

from verbale.lexicon.data import ANY, FALLBACK, language_data, table
from verbale.lexicon.phrases import PhraseIndex, stems
from verbale.lexicon.words import WORD, is_unspaced
from verbale.text.data import load_yaml
from verbale.text.fold import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = "bodies"

MIN_FOREIGN = 12
"""Letters of an English name that is also looked for in pages of other languages."""

MIN_LETTERS = 3
"""Letters of the shortest name that tells a body in any language: two letters have too many senses."""

INTERNATIONAL = "international organisation"
"""Type of an organisation of several states, unless the table says otherwise."""


class BodyEntry(NamedTuple):
    """A body that is known beforehand.

    Attributes:
        code: of the table, or of the kind and the state: `foreign_ministry:VN`.
        name: to show, in English or in Latin letters.
        type: such as `ministry`.
        country: ISO 3166-1 alpha-2; None for organisations of several states.
        wikidata: where it is certain.
    """

    code: str
    name: str
    type: str
    country: str | None
    wikidata: str | None


class Meant(NamedTuple):
    """What words for a body may mean.

    Attributes:
        code: of a body; of a kind when `of_state`.
        of_state: whether the state has to be told beside the words.
        states: the only ones that can be meant, as (state, code); empty for any.
        beside: whether a state that only the page tells is not enough.
    """

    code: str
    of_state: bool = False
    states: tuple[tuple[str, str], ...] = ()
    beside: bool = False


class BodyFound(NamedTuple):
    """Words for a body from `start` to `end`."""

    start: int
    end: int
    meant: Meant


class BodyFinder:
    """The bodies that are known in one language."""

    def __init__(self, language: str) -> None:
        """Prepare the words of a base language; one without any has those used everywhere, and names in CLDR."""
        uninflected = language in table("languages")["uninflected"]
        self._index: PhraseIndex[Meant] = PhraseIndex(
            inflected=not uninflected, proclitics=table("languages")["proclitics"].get(language, ())
        )
        for phrase, meant in _phrases(language):
            self._index.add(phrase, meant)
            if "ё" in phrase:
                self._index.add(phrase.replace("ё", "е"), meant)
        kinds = load_yaml(FOLDER, "kinds")
        self._not_before = tuple(kinds["not_before"].get(language, ()))
        self.several = stems(kinds["several"].get(language, ()))
        self.state_after = language in kinds["state_after"]

    def find(self, text: str) -> list[BodyFound]:
        """Return the bodies of a text in order and without overlap; no abbreviations in text all in capitals."""
        shouted = text.isupper() and len(text.split()) > 1
        return [
            BodyFound(match.start, match.end, match.value)
            for match in self._index.find(text)
            if (match.value.code or match.value.states)
            and not (self._not_before and text.startswith(self._not_before, match.end))
            and not (shouted and len(WORD.findall(text[match.start : match.end])) == 1)
        ]


def _phrases(language: str) -> Iterator[tuple[str, Meant]]:
    """Yield phrases with what they mean, those of one body first; an empty code for what is no body."""
    yield from ((form, Meant("")) for form in load_yaml(FOLDER, "kinds")["others"].get(language, ()))
    for code, row in load_yaml(FOLDER, "organisations").items():
        yield from ((form, Meant(code)) for form in _forms(row, language))
        yield from ((name, Meant(code)) for name in _cldr_name(row.get("cldr"), language))
    homes: dict[str, list[tuple[str, str]]] = {}
    for row in load_yaml(FOLDER, "institutions"):
        code = _code(row)
        yield from ((form, Meant(code)) for form in _forms(row, language))
        for form in row.get("home", {}).get(language, ()):
            homes.setdefault(form, []).append((row["state"], code))
    yield from ((form, Meant("", of_state=True, states=tuple(states))) for form, states in homes.items())
    kinds = load_yaml(FOLDER, "kinds")
    beside = frozenset(kinds["beside"].get(language, ()))
    for kind, row in kinds["kinds"].items():
        forms = dict.fromkeys((*row.get(language, ()), *row.get(ANY, ())))
        yield from ((form, Meant(kind, of_state=True, beside=form in beside)) for form in forms)


def _forms(row: dict[str, Any], language: str) -> Iterable[str]:
    """The names of a body in a language, those used in any, and its longer English ones."""
    english = [row["name"], *row.get(FALLBACK, ())]
    foreign = [name for name in english if " " in name and len(name) >= MIN_FOREIGN]
    own = english if language == FALLBACK else row.get(language, ())
    return dict.fromkeys((*own, *row.get(ANY, ()), *(foreign if "(" not in row["name"] else foreign[1:])))


def body_names() -> Iterator[tuple[str, str]]:
    """Yield the code and every name, in any language, of the bodies that have names of their own; no stems."""
    for code, row in load_yaml(FOLDER, "organisations").items():
        yield from ((code, name) for name in _all_forms(row))
    for row in load_yaml(FOLDER, "institutions"):
        yield from ((_code(row), name) for name in _all_forms(row))


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """The code of the only body that has a name, by the name in folded form."""
    found: dict[str, set[str]] = {}
    for code, name in body_names():
        found.setdefault(fold_words(name), set()).add(code)
    return {
        name: codes.pop() for name, codes in found.items() if len(codes) == 1 and len(name) >= MIN_LETTERS
    }


def code_of_name(name: str) -> str | None:
    """Return the code of the only body that has a name in any language, or None."""
    return _codes().get(fold_words(name))


def _all_forms(row: dict[str, Any]) -> Iterator[str]:
    forms = [name for names in row.values() if isinstance(names, list) for name in names]
    yield from (name for name in dict.fromkeys([row["name"], *forms]) if "*" not in name)


def _cldr_name(territory: str | None, language: str) -> Iterator[str]:
    if territory is None:
        return
    try:
        name = Locale.parse(language).territories.get(territory)
    except (UnknownLocaleError, ValueError):
        return
    if name and (" " in name or not name.isascii()):
        yield str(name)


def _code(row: dict[str, Any]) -> str:
    return f"{row['kind']}:{row['state']}" if "kind" in row else str(row["code"])


@lru_cache(maxsize=1)
def _entries() -> dict[str, BodyEntry]:
    found: dict[str, BodyEntry] = {}
    for code, row in load_yaml(FOLDER, "organisations").items():
        name = row.get("shown", row["name"])
        found[code] = BodyEntry(code, name, row.get("type", INTERNATIONAL), None, row.get("q"))
    kinds = load_yaml(FOLDER, "kinds")["kinds"]
    for row in load_yaml(FOLDER, "institutions"):
        type_ = kinds[row["kind"]]["type"] if "kind" in row else row["type"]
        found[_code(row)] = BodyEntry(_code(row), row["name"], type_, row["state"], row.get("q"))
    return found


@lru_cache(maxsize=4096)
def body_entry(code: str) -> BodyEntry | None:
    """Return what is known of a body by its code, `kind:STATE` for the body of a kind that a state has."""
    known = _entries().get(code)
    if known is not None or ":" not in code:
        return known
    kind, _, state = code.partition(":")
    row = load_yaml(FOLDER, "kinds")["kinds"].get(kind)
    if row is None:
        return None
    names = language_data(FALLBACK).territories.get(state)
    return BodyEntry(code, row["name"].format(names[0] if names else state), row["type"], state, None)


class TypeWords(NamedTuple):
    """The words of one language that tell what kind of body a name is of, and those that tell nothing.

    Attributes:
        kinds: with the type of body that each tells.
        plain: words such as `national`, with which a name is still of no certain body.
        none: words such as `summit`, which end names of what is no body.
    """

    kinds: PhraseIndex[str]
    plain: PhraseIndex[str]
    none: PhraseIndex[str]

    def is_none(self, name: str) -> bool:
        """Tell whether a name ends, or where kinds stand first begins, with a word for what is no body."""
        found = self.none.find(name)
        return bool(found) and (found[-1].end == len(name) or found[0].start == 0)

    def type_of(self, name: str) -> str | None:
        """Return the type that a name tells: the first word for a kind, or the last where those stand last."""
        found = self.kinds.find(name)
        if not found:
            return None
        return (found[0] if found[0].start == 0 else found[-1]).value

    def is_generic(self, name: str) -> bool:
        """Tell whether a name has no word of its own."""
        said = [*self.kinds.find(name), *self.plain.find(name)]
        covered = {at for match in said for at in range(match.start, match.end)}
        return all(at in covered or not name[at].isalnum() for at in range(len(name)))


@lru_cache(maxsize=64)
def type_words(language: str) -> TypeWords:
    """Return the words for kinds of body in a base language."""
    index: PhraseIndex[str] = PhraseIndex()
    for type_, forms in load_yaml(FOLDER, "types").items():
        index.update((form, type_) for form in forms.get(language, ()))
    kinds = load_yaml(FOLDER, "kinds")
    return TypeWords(
        index, stems(kinds["plain"].get(language, ())), stems(kinds["no_bodies"].get(language, ()))
    )


@lru_cache(maxsize=64)
def body_finder(language: str) -> BodyFinder:
    """Return the finder of a base language, made once."""
    return BodyFinder(language)


def is_one_word(name: str) -> bool:
    """Tell whether a name is a single word of a script with spaces."""
    return not is_unspaced(name) and len(WORD.findall(name)) == 1
