"""What the words of a named thing say: what it is, what it is about, and what is its own name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from anyascii import anyascii

from verbale.lexicon.data import base_language, table
from verbale.lexicon.phrases import STEM_MARK
from verbale.lexicon.words import BREAKS, WORD, ascii_digits, has_case, has_unspaced, is_unspaced
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ANY_WORK = "centre"
"""The head of works in general: a project may be any of the others."""

MIN_TOKEN = 3
"""Letters of a word in Latin letters from which it can be compared."""

MIN_COMPOUND = 4
"""Letters of a form that may stand at the end of a word that is written together."""

MIN_COMPOUND_SIGNS = 2
"""The same in scripts without case, whose signs are syllables."""

_BREAK = re.compile(f"[{BREAKS}]")
_MODIFIER = re.compile("[\u02b0-\u02ff]")
"""Letters that modify others, such as the turned comma of Uzbek: they are written in many ways."""

_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z][A-Z0-9]*(?:[-+][A-Z0-9]+)*(?![a-z])")
_MIN_ACRONYM = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")


class Found(NamedTuple):
    """Words from `start` to `end` of a text that stand for a concept."""

    start: int
    end: int
    code: str


class Described(NamedTuple):
    """What the words of a name say.

    Attributes:
        head: code of what it is, such as `committee`; None when no word says it.
        topics: codes of what it is about, sorted; other heads in the name stand here too.
        own: the words left over, in Latin letters, sorted.
        acronyms, years, numbers: as they stand in the name, sorted.
        relation: whether it is what states call their relation, such as a partnership.
    """

    head: str | None
    topics: tuple[str, ...]
    own: tuple[str, ...]
    acronyms: tuple[str, ...]
    years: tuple[str, ...]
    numbers: tuple[str, ...]
    relation: bool


@lru_cache(maxsize=1)
def head_kinds() -> dict[str, str]:
    """`instrument`, `project` or `mechanism` by the code of a head."""
    return {code: row["kind"] for code, row in table("things")["heads"].items()}


@lru_cache(maxsize=64)
def thing_words(language: str) -> ThingWords:
    """The words of a base language, made once."""
    return ThingWords(language)


def described(name: str, language: str, what: str, states: Sequence[tuple[int, int]] = ()) -> Described:
    """Read a name.

    Args:
        name: as it stands.
        language: of the page, BCP 47.
        what: `instrument`, `project` or `mechanism`.
        states: places in the name that name a state, which say nothing within one set of states.
    """
    words = thing_words(base_language(language))
    heads = words.heads(name)
    fitting = [head for head in heads if head_kinds()[head.code] == what] or heads
    fitting = [head for head in fitting if head.code != ANY_WORK] or fitting
    main = max(fitting, key=lambda head: (head.end - head.start, -head.start)) if fitting else None
    about = [topic for topic in words.topics(name) if not main or words.apart(topic, main)]
    others = {head.code for head in heads if main and head.code not in (main.code, ANY_WORK)}
    taken = [*((f.start, f.end) for f in (*heads, *about, *words.generic(name))), *states]
    relations = words.relations(name)
    years = tuple(sorted(set(_YEAR.findall(ascii_digits(name)))))
    return Described(
        head=main.code if main else None,
        topics=tuple(sorted({topic.code for topic in about} | others)),
        own=tuple(sorted(set(_own(name, [*taken, *((f.start, f.end) for f in relations)])))),
        acronyms=tuple(sorted({a for a in _ACRONYM.findall(name) if _MIN_ACRONYM <= len(a) < len(name) - 2})),
        years=years,
        numbers=tuple(sorted(set(_NUMBER.findall(ascii_digits(name))))),
        relation=bool(relations),
    )


def _own(name: str, taken: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The words of a name that stand outside what was understood, romanised."""
    plain = "".join(
        " " if any(start <= at < end for start, end in taken) else character
        for at, character in enumerate(name)
    )
    for match in WORD.finditer(plain):
        latin = anyascii(fold(match.group())).lower()
        token = "".join(letter for letter in latin if letter.isalpha())
        if len(token) >= MIN_TOKEN:
            yield token


class ThingWords:
    """The words of one language for things, as expressions over a text and over its folded words."""

    def __init__(self, language: str) -> None:
        """Prepare the words of a base language."""
        data = table("things")
        self._prefixes = tuple(data["prefixes"].get(language, ()))
        self._compounds = language in data["compounds"]
        self.known = any(language in row for row in data["heads"].values())
        self.linkers = frozenset(data["linkers"].get(language, ()))
        self._heads = self._matcher(_coded(data["heads"], language))
        self._topics = self._matcher(_coded(data["topics"], language))
        self._generic = self._matcher((form, "generic") for form in data["generic"].get(language, ()))
        self._relations = self._matcher((form, "relation") for form in data["relations"].get(language, ()))
        self._joint = self._matcher((form, "joint") for form in data["joint"].get(language, ()))
        self._signing = self._matcher((form, "signing") for form in data["signing"].get(language, ()))

    def apart(self, topic: Found, head: Found) -> bool:
        """Whether a topic stands beside a head, or is written together with it in one word."""
        return self._compounds or topic.start >= head.end or topic.end <= head.start

    def heads(self, text: str) -> list[Found]:
        """Words for what a thing is, in order."""
        return self._heads.find(text)

    def topics(self, text: str) -> list[Found]:
        """Words for what a thing is about, in order."""
        return self._topics.find(text)

    def generic(self, text: str) -> list[Found]:
        """Words that make no name, in order."""
        return self._generic.find(text)

    def joint(self, text: str) -> list[Found]:
        """Words that say of a committee that it is one of two states, in order."""
        return self._joint.find(text)

    def relations(self, text: str) -> list[Found]:
        """Words that states call their relation, in order."""
        return self._relations.find(text)

    def signing(self, text: str) -> list[Found]:
        """Words that say that something is or was signed, in order."""
        return self._signing.find(text)

    def _matcher(self, forms: Iterable[tuple[str, str]]) -> _Matcher:
        return _Matcher(forms, self._prefixes, self._compounds)


class _Matcher:
    """Finds forms in a text: as words, or anywhere in scripts that are written without spaces."""

    def __init__(self, forms: Iterable[tuple[str, str]], prefixes: Sequence[str], compounds: bool) -> None:
        codes: dict[str, set[str]] = defaultdict(set)
        for form, code in forms:
            codes[form].add(code)
        given = [(form, sorted(codes[form])) for form in sorted(codes, key=lambda form: (-len(form), form))]
        spaced = [(form, code) for form, code in given if not is_unspaced(form.replace(" ", ""))]
        run = [(form, code) for form, code in given if is_unspaced(form.replace(" ", ""))]
        before = rf"(?:{'|'.join(sorted(map(fold, prefixes), key=len, reverse=True))})?" if prefixes else ""
        patterns = [(rf"{before}{_pattern(form, compounds)}", code) for form, code in spaced]
        # Alternatives without groups: only so does the engine pass over those that begin with another letter.
        self._spaced = (
            re.compile(rf"(?<!\S)(?:{'|'.join(pattern for pattern, _ in patterns)})(?!\S)")
            if spaced
            else None
        )
        self._run = re.compile("|".join(re.escape(form) for form, _ in run)) if run else None
        self._spaced_codes = [(re.compile(pattern), code) for pattern, code in patterns]
        self._run_codes = dict(run)

    def find(self, text: str) -> list[Found]:
        found: list[Found] = []
        if self._spaced is not None:
            joined, starts = _folded(text)
            for match in self._spaced.finditer(joined):
                start, end = starts[match.start()], starts[match.end() - 1] + 1
                found += [Found(start, end, code) for code in self._codes(match.group())]
        if self._run is not None and has_unspaced(text):
            for match in self._run.finditer(text):
                found += [Found(*match.span(), code) for code in self._run_codes[match.group()]]
        return sorted(found)

    def _codes(self, words: str) -> list[str]:
        """The codes of the first form that folded words are of."""
        return next((codes for pattern, codes in self._spaced_codes if pattern.fullmatch(words)), [])


def _coded(rows: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    for code, row in rows.items():
        for form in row.get(language, ()):
            yield form, code


def _pattern(form: str, compounds: bool) -> str:
    """One form as an expression over folded words with one space between them."""
    words = [
        re.escape(fold(word.rstrip(STEM_MARK))) + (r"\S*" if word.endswith(STEM_MARK) else "")
        for word in form.split()
    ]
    letters = len(form.rstrip(STEM_MARK))
    ends = letters >= (MIN_COMPOUND if has_case(form) else MIN_COMPOUND_SIGNS)
    return (r"\S*" if compounds and ends else "") + " +".join(words)


@cache
def _letter(character: str) -> str:
    """A folded character; nothing for letters that only mark others."""
    return "" if unicodedata.category(character) == "Lm" else fold(character)


@lru_cache(maxsize=512)
def _folded(text: str) -> tuple[str, Sequence[int]]:
    """A text folded, with spaces for all that stands between words, and where in the text each letter stands."""
    plain = fold(text)
    if len(plain) == len(text) and unicodedata.is_normalized("NFKC", text) and not _MODIFIER.search(plain):
        return _BREAK.sub(" ", plain), range(len(text))
    letters: list[str] = []
    starts: list[int] = []
    for at, character in enumerate(text):
        folded = "" if unicodedata.category(character) == "Lm" else fold(character)
        letters += folded
        starts += [at] * len(folded)
    return _BREAK.sub(" ", "".join(letters)), starts
