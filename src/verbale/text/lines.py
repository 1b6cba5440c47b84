"""Lines of a text as stretches with offsets."""

from dataclasses import dataclass
from functools import cache

from verbale.text.data import load_yaml


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the spaces at its ends: `text` is exactly the text from `start` to `end`.

    Attributes:
        number: from 0, blank lines counted.
    """

    number: int
    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """Return the lines that hold more than spaces, in order. Only a line feed ends a line."""
    found = []
    at = 0
    for number, raw in enumerate(text.split("\n")):
        stripped = raw.strip()
        if stripped:
            start = at + len(raw) - len(raw.lstrip())
            found.append(Line(number, start, start + len(stripped), stripped))
        at += len(raw) + 1
    return found


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a sign that ends sentences or clauses in some script."""
    closers, signs = _final_signs()
    return text.rstrip().rstrip(closers).endswith(signs)


@cache
def _final_signs() -> tuple[str, tuple[str, ...]]:
    rules = load_yaml("segmentation", "any")
    signs = rules["spaced_terminators"] + rules["bare_terminators"] + rules["semicolons"] + ":："
    return rules["closers"], tuple(signs)
