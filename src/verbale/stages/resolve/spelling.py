"""A name as it is written, taken apart: its parts, what is left out of comparison, and how the parts may sound."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.words import WORD
from verbale.stages.resolve import rules
from verbale.stages.resolve.romanise import romanise, romans
from verbale.stages.resolve.sounds import fold_sounds
from verbale.text.fold import fold
from verbale.text.scripts import script_of

MIN_STEM = 3
"""Letters that a part keeps before an ending or after a prefix."""

MIN_SHORT_STEM = 2
"""The same in Hangul, where a character is a syllable, and before endings of two letters or more: `Ян` in `Яном`."""

MAX_CUT = 6
"""Letters that may follow a mark such as the apostrophe of Turkish when they are an ending."""

LONGEST_CHINESE = 4
"""Characters of a Chinese name."""

CACHED_NAMES = 1 << 17

_APOSTROPHES = re.compile("['’ʼ‘`´ʻʿʾ׳]")
_GERESH = re.compile("([\u05d2\u05d6\u05e6\u05e5])['’׳]")
"""Hebrew letters with a sign that gives them another sound; the point stands for it, which is part of a word."""

_VOWELS = frozenset(["", *"aeiouy"])
_POINT = frozenset(".．")


class Part(NamedTuple):
    """One word of a name.

    Attributes:
        text: in small letters, with its marks (NFC).
        plain: `text` without marks.
        sounds: how it may sound: as written first, then with each ending or prefix taken off.
        initial: whether it stands for a longer name.
        particle: whether it may be left out, such as `bin` and `van`.
        joined: whether it is written together with the part before it, by a hyphen.
    """

    text: str
    plain: str
    sounds: tuple[str, ...]
    initial: bool = False
    particle: bool = False
    joined: bool = False


class Spelling(NamedTuple):
    """A name as written in the languages of some sources.

    Attributes:
        text: the name without words of courtesy and without endings that a mark sets apart.
        script: ISO 15924.
        parts: at least one, unless there is no letter in the text.
        silent: whether the characters do not tell the sound, as with Japanese names in Han characters.
        marks_tell: whether marks on letters tell names apart in its languages.
        pinyin: whether a name in Latin letters has syllables of Pinyin only, or one in Han characters is no longer than
            those of Chinese: then the two are written alike or are two.
        respells: whether its languages write foreign names as they sound, in an alphabet that others share.
    """

    text: str
    script: str
    parts: tuple[Part, ...]
    silent: bool
    marks_tell: bool
    respells: bool = False
    pinyin: bool = False

    @property
    def telling(self) -> tuple[Part, ...]:
        """The parts that are compared: all but particles."""
        return tuple(part for part in self.parts if not part.particle) or self.parts

    @property
    def has_marks(self) -> bool:
        """Whether a part is written with marks."""
        return any(part.text != part.plain for part in self.parts)

    @property
    def key(self) -> str:
        """What is the same for the same spelling in other letter case and with other signs between the parts."""
        return " ".join(part.text for part in self.parts)


@lru_cache(maxsize=CACHED_NAMES)
def spell(text: str, languages: tuple[str, ...]) -> Spelling:
    """Take a name apart.

    Args:
        text: the words of a mention.
        languages: codes of the languages of the pages in which it stands (BCP 47).
    """
    name = _without_cut_endings(without_honorifics(unicodedata.normalize("NFC", text), languages), languages)
    script = script_of(name)
    silent = script in ("Hani", "Jpan") and all(
        code in rules.words("scripts", "free_readings") for code in languages
    )
    parts = _with_ranks(tuple(_parts(name, script, languages)))
    return Spelling(
        text=name,
        script=script,
        parts=parts,
        silent=silent and bool(languages),
        marks_tell=any(rules.marks_tell(code) for code in languages),
        respells=bool(languages) and all(rules.respells(code, script) for code in languages),
        pinyin=_is_pinyin(parts, script),
    )


def _is_pinyin(parts: tuple[Part, ...], script: str) -> bool:
    if script == "Hani":
        return len(parts) == 2 and sum(len(part.text) for part in parts) <= LONGEST_CHINESE
    pinyin = rules.pinyin()
    return script == "Latn" and len(parts) > 1 and all(pinyin.fullmatch(part.text) for part in parts)


def without_honorifics(name: str, languages: tuple[str, ...] = ()) -> str:
    """Return a name without the words of courtesy before and after it."""
    known = rules.honorifics(languages)
    for affix in rules.ordered("particles", "honorific_prefixes"):
        if name.startswith(affix) and len(name) > len(affix) + 1:
            name = name[len(affix) :]
            break
    for affix in rules.ordered("particles", "honorific_suffixes"):
        if name.endswith(affix) and len(name) > len(affix):
            name = name[: -len(affix)]
            break
    words = name.split()
    while len(words) > 1 and (_bare_word(words[0]) in known or " ".join(words[:2]).casefold() in known):
        words = words[1 if _bare_word(words[0]) in known else 2 :]
    while len(words) > 1 and _bare_word(words[-1]) in known and len(_bare_word(words[-1])) > 1:
        words = words[:-1]
    return " ".join(words).strip(' ,;:-–—"«»“”()')


def _bare_word(word: str) -> str:
    return word.strip(".,").casefold()


def _parts(name: str, script: str, languages: tuple[str, ...]) -> Iterator[Part]:
    bare = _APOSTROPHES.sub("", _GERESH.sub("\\1\u05bf", name.replace("\u200d", "")))
    words = list(WORD.finditer(bare))
    if len(words) == 1 and script in rules.value("scripts", "unspaced_names"):
        yield from (_part(word, script, languages) for word in _split_unspaced(words[0].group(), script))
        return
    for word in words:
        point = bare[word.end() : word.end() + 1] in _POINT
        hyphen = bare[word.start() - 1 : word.start()] == "-"
        yield _part(
            word.group(),
            script,
            languages,
            point=point,
            hyphen=hyphen,
            after=bare[word.end() : word.end() + 1],
        )


def _without_cut_endings(name: str, languages: tuple[str, ...]) -> str:
    """Take off endings that a mark sets apart: `Erdoğan'ın`."""
    marks = "".join(rules.cut_marks(code) for code in languages)
    if not marks:
        return name
    pattern = rf"(?<=\w\w\w)[{re.escape(marks)}]([^\W\d_A-Z]{{1,{MAX_CUT}}})(?!\w)"
    return re.sub(pattern, lambda found: "" if found[1].islower() else found[0], name)


def _with_ranks(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Leave ranks such as `Sheikh` out of comparison where two other parts remain."""
    ranks = rules.words("particles", "ranks")
    others = [part for part in parts if not part.particle and part.text not in ranks]
    if len(others) < 2:
        return parts
    return tuple(part._replace(particle=part.particle or part.text in ranks) for part in parts)


def _split_unspaced(word: str, script: str) -> list[str]:
    """Split family and given name of a name of two to four characters written without a space."""
    if len(word) > (4 if script == "Hani" else 3) or len(word) < 2:
        return [word]
    size = 2 if len(word) > 2 and word[:2] in rules.value("scripts", "long_family_names") else 1
    return [word[:size], word[size:]]


def _part(
    word: str,
    script: str,
    languages: tuple[str, ...],
    point: bool = False,
    hyphen: bool = False,
    after: str = "",
) -> Part:
    text = word.casefold()
    letter = rules.mapping("scripts", "spelled_letters").get(text) if point else None
    if letter:
        return Part(text, text, (letter,), initial=True, joined=hyphen)
    cased = word.lower() != word.upper()
    return Part(
        text=text,
        plain=fold(text),
        sounds=_sounds(text, script, languages),
        initial=len(text) == 1 and cased,
        particle=_is_particle(word, cased, after == "-"),
        joined=hyphen,
    )


def _is_particle(word: str, cased: bool, before_hyphen: bool) -> bool:
    if word.casefold() in rules.words("particles", "always"):
        return True
    small = cased and (word == word.lower() or before_hyphen)
    return small and word.casefold() in rules.words("particles", "small")


def _sounds(text: str, script: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    forms = dict.fromkeys([text])
    for language in languages or ("und",):
        forms.update(dict.fromkeys(_without_prefixes(text, language)))
    for form in list(forms):
        for language in languages or ("und",):
            forms.update(dict.fromkeys(_plain_forms(form, language, script)))
    for form in list(forms):
        forms.update(dict.fromkeys(_respelt(form, script, languages)))
    if script == "Latn" and fold(text) != text:  # pages in other languages leave the marks out
        forms.update(dict.fromkeys(map(fold, list(forms))))
    told = [first for first, *_ in map(romans, forms)] + [
        roman for form in forms for roman in romans(form)[1:]
    ]
    told += rules.mapping("scripts", "readings").get(text, ())
    for table in rules.romanised(script):
        told.append(table.apply(told[0]))
    return tuple(dict.fromkeys(sounds for roman in told if (sounds := fold_sounds(roman))))


def _respelt(form: str, script: str, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield the form as the rules of its script and of the languages of its pages would have it sound."""
    tables = [("respelt", script), *(("respelt_languages", code) for code in languages)]
    for table, key in tables:
        letters = rules.respelt(table, key)
        if letters is not None:
            yield letters.apply(form)


def _without_prefixes(text: str, language: str) -> Iterator[str]:
    for prefix in rules.prefixes(language):
        stem = MIN_SHORT_STEM if len(prefix) > 1 else MIN_STEM
        if text.startswith(prefix) and len(text) >= len(prefix) + stem:
            yield text[len(prefix) :]


def _plain_forms(text: str, language: str, script: str) -> Iterator[str]:
    for ending, plain in rules.endings(language, script):
        stem = len(text) - len(ending)
        short = script == "Hang" or len(ending) > 1
        if text.endswith(ending) and stem >= (MIN_SHORT_STEM if short else MIN_STEM):
            yield from (text[:stem] + ending_before for ending_before in plain)
            vowel = rules.fleeting(language)
            if vowel and "" in plain and stem >= MIN_STEM and _is_cluster(text[stem - 2 : stem]):
                yield text[: stem - 1] + vowel + text[stem - 1 : stem]


def _is_cluster(letters: str) -> bool:
    """Tell whether two letters are consonants."""
    return all(romanise(c)[:1] not in _VOWELS for c in letters)
