"""Made people: a name of syllables, the same person spelled in the script of each page.

Names are drawn so that two people of one state never have family names that sound alike, while over all states family
names repeat, as they do in the world.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from verbale.text.scripts import script_of

SPELLING = Path(__file__).with_name("data") / "made" / "spelling.yaml"

LATIN = "Latn"
_HAN, _KANA, _HANGUL = ("Hani", "Hans", "Hant"), ("Hira", "Kana", "Jpan"), ("Hang", "Kore")
_AS_WRITTEN = {
    **dict.fromkeys(_HAN, "Hans"),
    **dict.fromkeys(_KANA, "Jpan"),
    **dict.fromkeys(_HANGUL, "Kore"),
}

_SOUNDS = ("bpvf", "dt", "gkh", "lr", "m", "n", "sz")
"""Consonants by how alike they sound: family names of a state differ in these."""

FAMILIES = len(_SOUNDS) ** 3
"""Family names that sound different."""

_GIVEN = len(_SOUNDS) ** 2


_SEATS = 49
_POSTS = (
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "party_general_secretary",
    "vice_president",
    "national_security_adviser",
    "defence_minister",
    "speaker",
    "deputy_head_of_government",
    "secretary_of_state",
    "minister",
    "trade_minister",
    "former",
    "other",
)
"""Posts of which a state has one each; any other takes one of the seats that are left."""


class Syllable(NamedTuple):
    """A consonant, a vowel, and a consonant that ends it, or nothing."""

    onset: str
    vowel: str
    coda: str = ""


class MadePerson(NamedTuple):
    """A person by given and family name; `key` is the same wherever the person is named."""

    key: str
    given: tuple[Syllable, ...]
    family: tuple[Syllable, ...]

    def full(self, script: str) -> str:
        """The whole name in a script."""
        joint = str(_spelling().get(as_written(script), {}).get("joint", " "))
        return joint.join((spelled(self.given, script), spelled(self.family, script)))

    def short(self, script: str) -> str:
        """The family name in a script."""
        return spelled(self.family, script)


def number_of(*parts: object) -> int:
    """A number that depends on every part, the same on any machine."""
    joined = "\x1f".join(map(str, parts))
    return int.from_bytes(hashlib.blake2b(joined.encode(), digest_size=8).digest())


@lru_cache(maxsize=200_000)
def made_person(state: str, post: str, term: int, seed: int = 0) -> MadePerson:
    """The person who holds a post of a state in a term of office.

    Family names of one state come from a walk over all sounds, so that they differ from each other.
    """
    first = number_of("family", seed, state) % FAMILIES
    step = 1 + 2 * (number_of("step", seed, state) % (FAMILIES // 4))
    while step % len(_SOUNDS) == 0:
        step += 2
    place = _seat(post) + _SEATS * (term % (FAMILIES // _SEATS))
    key = f"{state}.{post}.{term}"
    family = _syllables((first + step * place) % FAMILIES, 3, f"{state}.{first + step * place}.{seed}")
    return MadePerson(
        key, _syllables(number_of("given", seed, key) % _GIVEN, 2, f"given.{seed}.{key}"), family
    )


def _seat(post: str) -> int:
    if post in _POSTS:
        return _POSTS.index(post)
    return len(_POSTS) + number_of("seat", post) % (_SEATS - len(_POSTS))


def _syllables(number: int, length: int, key: str) -> tuple[Syllable, ...]:
    """Syllables whose consonants sound as a number in the base of the sounds says; the key chooses the rest."""
    table = _spelling()
    vowels, codas = table["vowels"], table["codas"]
    found = []
    for at in range(length):
        number, sound = divmod(number, len(_SOUNDS))
        chance = number_of(key, at)
        onset = _SOUNDS[sound][chance % len(_SOUNDS[sound])]
        last = at == length - 1
        coda = codas[chance // 101 % len(codas)] if last and chance // 7 % 3 else ""
        found.append(Syllable(onset, vowels[chance // 13 % len(vowels)], coda))
    return tuple(found)


def as_written(script: str) -> str:
    """The script whose table spells names on a page, by the ISO 15924 code of its text."""
    known = _AS_WRITTEN.get(script, script)
    return known if known in _spelling() else LATIN


@lru_cache(maxsize=1024)
def script_for(text: str) -> str:
    """The script in which a name would stand among these words; kana for a page in Japanese."""
    return as_written(script_of(text))


@lru_cache(maxsize=200_000)
def spelled(syllables: tuple[Syllable, ...], script: str) -> str:
    """Syllables as a word of a script; with a capital where the script has them."""
    table = _spelling().get(as_written(script))
    if as_written(script) == LATIN or table is None:
        return "".join(s.onset + s.vowel + s.coda for s in syllables).capitalize()
    written = (_written(s, table, last=at == len(syllables) - 1) for at, s in enumerate(syllables))
    return "".join(written).capitalize()


def _written(syllable: Syllable, table: dict[str, Any], *, last: bool) -> str:
    codas = table.get("codas", table.get("consonants", {}))
    if not last:
        codas = table.get("codas_inside", codas)
    coda = str(codas.get(syllable.coda, ""))
    if "syllables" in table:
        row = table["syllables"][syllable.onset]
        return f"{row[_spelling()['vowels'].index(syllable.vowel)]}{coda}"
    consonant, vowel = table["consonants"][syllable.onset], table["vowels"][syllable.vowel]
    if vowel.endswith("-"):
        return f"{vowel[:-1]}{consonant}{coda}"
    return f"{consonant}{vowel}{coda}"


@lru_cache(maxsize=1)
def _spelling() -> dict[str, Any]:
    return dict(yaml.safe_load(SPELLING.read_text("utf-8")))
