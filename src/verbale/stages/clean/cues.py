"""Words that tell furniture from an account, in all languages at once, read from `resources/furniture`.

A page in one language may carry the furniture of another, as machine translations do: every list is tried.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from verbale.text.data import load_yaml, names_in
from verbale.text.fold import fold, fold_words

FOLDER = "furniture"

MAX_CUE_CHARS = 80
"""A line that is one furniture word; the longest that is listed has 35."""

MIN_PHRASE = 12
"""Letters of a copyright phrase that is told anywhere in a line (`all rights reserved`)."""

_LABEL_SIGNS = ":：=|"
"""What may stand between a label and what it labels; plain words may follow only where a rule says so."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line that begins with a furniture word and a colon: its kind, and where the rest begins."""

    kind: str
    rest: str


@dataclass(frozen=True, slots=True)
class Cues:
    """The furniture words, folded, by kind.

    Attributes:
        kinds: furniture word -> its kinds, most specific first.
        languages: that have a file.
        copyright_phrases: those that say so wherever they stand in a line.
        notices: phrases that no account holds, with a space at either end.
        photo: finds a photo word at the start of a text.
        photo_label: finds a photo word with a colon anywhere, or one that is written with a full stop.
        photo_open, photo_end: begin and end a caption without a colon.
    """

    kinds: dict[str, tuple[str, ...]]
    services: frozenset[str]
    agencies: frozenset[str]
    unended_scripts: frozenset[str]
    languages: frozenset[str]
    copyright_phrases: tuple[str, ...]
    notices: tuple[str, ...]
    photo: re.Pattern[str]
    photo_label: re.Pattern[str]
    photo_open: tuple[str, ...]
    photo_end: tuple[str, ...]

    def knows(self, language: str) -> bool:
        """Whether a language (BCP 47) has a file of furniture words."""
        return language in self.languages

    def alone(self, text: str) -> tuple[str, ...]:
        """Return the kinds of a text that is one furniture word, with a number or not (`Comments (3)`)."""
        if len(text) > MAX_CUE_CHARS:
            return ()
        words = " ".join(w for w in fold_words(text).split() if not w.isdigit())
        return self.kinds.get(words, ())

    def label(self, text: str) -> tuple[Label, ...]:
        """Return what a line is labelled as, when it begins with a furniture word and a colon."""
        found = re.match(rf"[\W_]*(.{{1,40}}?)\s*\d{{0,2}}[)）\]]?\s*[{_LABEL_SIGNS}]\s*", text)
        if not found:
            return ()
        rest = text[found.end() :]
        return tuple(Label(kind, rest) for kind in self.kinds.get(fold_words(found.group(1)), ()))

    def only(self, text: str, kinds: Iterable[str]) -> bool:
        """Whether a text consists of furniture words of these kinds, services and signs alone."""
        wanted = set(kinds)
        parts = [fold_words(p) for p in re.split(r"[|/,،、·•:：\[\]()]+|\s[-–—]\s|\s{2,}", text)]
        return all(self._is_only(part.split(), wanted) for part in parts if part)

    def _is_only(self, words: list[str], wanted: set[str]) -> bool:
        """Whether words can be read as furniture words one after the other, longest first."""
        at = 0
        while at < len(words):
            for length in range(len(words) - at, 0, -1):
                phrase = " ".join(words[at : at + length])
                if phrase in self.services or phrase.isdigit() or wanted & set(self.kinds.get(phrase, ())):
                    at += length
                    break
            else:
                return False
        return True


@cache
def cues() -> Cues:
    """Return the furniture words of every language that has a file."""
    data = [load_yaml(FOLDER, name) for name in names_in(FOLDER)]
    kinds: dict[str, dict[str, None]] = {}
    for kind in (
        "comments",
        "related",
        "share",
        "subscribe",
        "source",
        "copyright",
        "tags",
        "menu",
        "photo",
        "byline",
        "dated",
    ):
        for words in data:
            for word in words.get(kind, ()):
                kinds.setdefault(fold_words(word), {})[kind] = None
    special = load_yaml(FOLDER, "any")
    photo = [w for words in data for w in words.get("photo", ())]
    dotted = [w for w in photo if w.endswith(".")]
    return Cues(
        kinds={word: tuple(found) for word, found in kinds.items() if word},
        services=frozenset(fold_words(w) for w in special["services"]),
        agencies=frozenset(fold_words(w) for w in special["agencies"]),
        unended_scripts=frozenset(special["unended_scripts"]),
        languages=frozenset(names_in(FOLDER)) - {"any"},
        copyright_phrases=tuple(
            w for w, found in kinds.items() if "copyright" in found and len(w) >= MIN_PHRASE
        ),
        notices=tuple(sorted({f" {fold_words(w)} " for words in data for w in words.get("notice", ())})),
        photo=re.compile(rf"(?:{_alternatives(photo)})(?![^\W\d_])", re.IGNORECASE),
        photo_label=re.compile(
            rf"(?<![^\W\d_])(?:(?:{_alternatives(photo)})\s*[:：]|(?:{_alternatives(dotted)})\s)",
            re.IGNORECASE,
        ),
        photo_open=tuple(w for words in data for w in words.get("photo_open", ())),
        photo_end=tuple(w for words in data for w in words.get("photo_end", ())),
    )


def _alternatives(words: Iterable[str]) -> str:
    spellings = {*words, *(fold(w) for w in words)}
    return "|".join(sorted(map(re.escape, spellings), key=lambda w: (-len(w), w)))
