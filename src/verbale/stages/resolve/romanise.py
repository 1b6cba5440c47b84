"""A word of any script in small ASCII letters, as it sounds: by rules of its script, then letter by letter."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from anyascii import anyascii

from verbale.stages.resolve import rules
from verbale.text.fold import fold
from verbale.text.scripts import script_of

CACHED_WORDS = 1 << 17

TABLE = "romanise"

DEVANAGARI = 0x900
"""First character of the block after which others are laid out."""

BLOCK = 0x80
"""Characters of such a block."""

_Rules = tuple[tuple[re.Pattern[str], str], ...]


class _Script(NamedTuple):
    """What is known of a script.

    Attributes:
        offset: by which its letters stand after those of Devanagari; 0 when it is laid out otherwise.
        before: done first, with its own letters.
        rules: done afterwards.
        forms: what is done in the place of nothing, each for one more form.
    """

    offset: int
    before: _Rules
    rules: _Rules
    forms: tuple[_Rules, ...]


@lru_cache(maxsize=CACHED_WORDS)
def romans(word: str) -> tuple[str, ...]:
    """Return the ways in which a word may be written in ASCII letters, the usual one first; `""` when none is told."""
    script = _script(script_of(word))
    if script is None:
        return (_plain(word),)
    if script.offset == 0 and script_of(word) == "Grek":
        word = fold(word)
    found = [_spoken(word, script)]
    found += [_spoken(_replaced(word, form), script) for form in script.forms]
    return tuple(dict.fromkeys(found))


def romanise(word: str) -> str:
    """Return a word in ASCII letters, small, in the usual way; empty when nothing can be told."""
    return romans(word)[0]


def _spoken(word: str, script: _Script) -> str:
    word = _replaced(word, script.before)
    if script.offset:
        first = DEVANAGARI + script.offset
        word = "".join(chr(ord(c) - script.offset) if first <= ord(c) < first + BLOCK else c for c in word)
    return _plain(_replaced(word, script.rules))


def _plain(word: str) -> str:
    letters = rules.mapping("scripts", "letters")
    roman = anyascii("".join(letters.get(c, c) for c in word))
    return "".join(c for c in roman.lower() if "a" <= c <= "z")


def _replaced(word: str, some: _Rules) -> str:
    for pattern, replacement in some:
        word = pattern.sub(replacement, word)
    return word


@cache
def _script(code: str) -> _Script | None:
    like = rules.mapping(TABLE, "laid_out_like_devanagari").get(code)
    told = "Deva" if like else code
    own = rules.mapping(TABLE, "rules").get(told)
    if own is None:
        return None
    classes = rules.mapping(TABLE, "classes").get(code, {})
    return _Script(
        offset=ord(like) - DEVANAGARI if like else 0,
        before=_compiled(rules.mapping(TABLE, "before").get(code, ()), classes),
        rules=_compiled(own, classes),
        forms=tuple(_compiled(form, classes) for form in rules.mapping(TABLE, "forms").get(code, ())),
    )


def _compiled(rows: Sequence[Sequence[str]], classes: dict[str, str]) -> _Rules:
    found = []
    for pattern, replacement in rows:
        for name, letters in classes.items():
            pattern = pattern.replace(f"{{{name}}}", f"(?:{letters})")
        found.append((re.compile(pattern), replacement))
    return tuple(found)
