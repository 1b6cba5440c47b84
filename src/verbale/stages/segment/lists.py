"""Lists under a sentence that ends with a colon: which lines are their items."""

import re

from verbale.stages.segment.rules import Rules

MAX_MARK_CHARS = 6
"""Where the words of an item begin, after its sign or number."""

_MARK = re.compile(
    r"(?:[-–—•·*▪●○◦‣⁃]|[(（]?(?:\d{1,2}|[^\W\d_]|[ivx]{1,4}|[一二三四五六七八九十]{1,2})[.)）、])\s?",
    re.IGNORECASE,
)


def is_item(text: str, rules: Rules) -> bool:
    """Whether a line is an item: it begins with a sign or a number, or in the middle of a sentence, or ends there."""
    return bool(_MARK.match(text)) or text[:1].islower() or text[-1:] in rules.semicolons
