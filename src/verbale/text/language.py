"""Which language a text is in: py3langid over its pieces, each weighing as much as it has letters."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from verbale.text.data import load_yaml
from verbale.text.lines import lines_of

UNDETERMINED = "und"
"""BCP 47 for a language that could not be told."""

MIN_LETTERS = 8
"""Fewer letters are a name or a number; shared/lab measured .946 on clauses of 15-40 characters."""

MIN_SHARE = 0.4
"""Of the probability of all pieces, what the language of a page must have."""

HINT_SHARE = 0.1
"""A declared language is believed when the text gives it this much: `lang` attributes are often wrong."""

MAX_PIECES = 60
PIECE_CHARS = 600
"""How much is looked at: pieces spread over the text, 0.25 ms each (py3langid 0.4.0, 4,400 sentences/s)."""

_CODES = {"no": "nb"}
"""Codes of py3langid that BCP 47 writes otherwise."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def identify(text: str, hint: str | None = None) -> tuple[str, float]:
    """Return the language (BCP 47, primary code only) and its probability; `und` and 0 when unsure.

    Args:
        text: of any length.
        hint: a language that the page or its table declares, such as `pt-BR`; wins over a close rival only.
    """
    shares = _shares(text)
    if not shares:
        return UNDETERMINED, 0.0
    declared = hint.replace("_", "-").split("-")[0].lower() if hint else None
    best = max(shares, key=lambda code: (shares[code], code))
    believed = declared and shares.get(declared, 0.0) >= HINT_SHARE
    best = declared if believed and declared else _among_close(best, text)
    share = sum(shares.get(code, 0.0) for code in (best, *_rivals(best)))
    return (best, round(share, 4)) if share >= MIN_SHARE else (UNDETERMINED, 0.0)


def _shares(text: str) -> dict[str, float]:
    """Mean probability of each language over the pieces of a text, weighted by letters."""
    votes: Counter[str] = Counter()
    total = 0
    for piece in _pieces(text):
        letters = sum(not c.isascii() or c.isalpha() for c in piece)
        if letters < MIN_LETTERS:
            continue
        total += letters
        for code, p in _identifier().rank(piece)[:3]:
            votes[_CODES.get(code, code)] += p * letters
    return {code: vote / total for code, vote in votes.items()} if total else {}


def _pieces(text: str) -> Iterator[str]:
    """Lines, long ones cut; evenly thinned out when there are many."""
    pieces = [
        line.text[at : at + PIECE_CHARS]
        for line in lines_of(text)
        for at in range(0, len(line.text), PIECE_CHARS)
    ]
    step = max(1, len(pieces) // MAX_PIECES)
    yield from pieces[::step]


def _among_close(best: str, text: str) -> str:
    """Decide between languages that letter statistics confuse, by the words that only one of them uses."""
    for group in _groups():
        if best in group:
            words = Counter(w.casefold() for w in _WORD.findall(text[: MAX_PIECES * PIECE_CHARS]))
            counts = {code: sum(words[w] for w in telling) for code, telling in group.items()}
            return max(counts, key=lambda code: counts[code])
    return best


def _rivals(code: str) -> list[str]:
    return [other for group in _groups() if code in group for other in group if other != code]


@cache
def _groups() -> tuple[dict[str, frozenset[str]], ...]:
    """Telling words of each language of a group, without those that another of the group also lists."""
    groups = []
    for entry in load_yaml("identification", "close"):
        words = {code: {w.casefold() for w in listed} for code, listed in entry.items()}
        seen = Counter(w for listed in words.values() for w in listed)
        groups.append({code: frozenset(w for w in listed if seen[w] == 1) for code, listed in words.items()})
    return tuple(groups)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
