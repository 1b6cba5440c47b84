"""What ends a sentence in a language, read from `resources/segmentation`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from verbale.stages.segment.spaces import SpaceRules
from verbale.text.data import load_yaml, names_in

FOLDER = "segmentation"
ANY = "any"


@dataclass(frozen=True, slots=True)
class Rules:
    """How sentences of one language end.

    Attributes:
        terminators: finds the signs that may end a sentence, with the closing quotes and brackets after them.
        bare: signs that end a sentence without a space after them.
        abbreviations: words, casefolded and without their last dot, that a dot follows within a sentence.
        may_end: those that end the sentence when a capital follows.
        units: those that do so when a number stands before them (`2025 г.` but `г. Вьентьян`).
        ordinal_dot: whether a number and a dot stand for an ordinal (`2. Dezember`).
        initial_chars: longest initial of a name, which a dot follows within a sentence.
        after_quote: words that go on with the sentence after a quotation that is closed.
        introducers: signs at the end of a line that a list follows.
        spaces: how clauses are told where no sign ends one.
    """

    terminators: re.Pattern[str]
    bare: frozenset[str]
    closers: str
    openers: str
    semicolons: frozenset[str]
    commas: frozenset[str]
    abbreviations: frozenset[str]
    may_end: frozenset[str]
    units: frozenset[str]
    ordinal_dot: bool
    initial_chars: int
    after_quote: tuple[str, ...]
    introducers: tuple[str, ...]
    spaces: SpaceRules


@cache
def rules_for(language: str) -> Rules:
    """Return the rules of a language (BCP 47 primary code); those of every language when it has no file."""
    data: dict[str, Any] = dict(load_yaml(FOLDER, ANY))
    common = data["abbreviations"]
    if language in names_in(FOLDER):
        data |= load_yaml(FOLDER, language)
    ends = re.escape(data["spaced_terminators"] + data["bare_terminators"])
    may_end, units = _folded(data.get("may_end", ())), _folded(data.get("units", ()))
    spaced = data.get("spaced_closers", "")
    after = f"[{re.escape(data['closers'])}]*" + (rf"(?:\s[{re.escape(spaced)}])?" if spaced else "")
    return Rules(
        terminators=re.compile(f"[{ends}]+{after}"),
        bare=frozenset(data["bare_terminators"]),
        closers=data["closers"],
        openers=data["openers"],
        semicolons=frozenset(data["semicolons"]),
        commas=frozenset(data["commas"]),
        abbreviations=_folded([*common, *data["abbreviations"]]) | may_end | units,
        may_end=may_end,
        units=units,
        ordinal_dot=data.get("ordinal_dot", False),
        initial_chars=data["initial_chars"],
        after_quote=tuple(data.get("after_quote", ())),
        introducers=tuple(sign for sign in data["introducers"] if sign not in ends),
        spaces=SpaceRules(
            openers=tuple(data.get("sentence_openers", ())),
            predicates=tuple(data.get("predicates", ())),
            subjects=tuple(data.get("subjects", ())),
            joiners=tuple(data.get("joiners", ())),
            joined_after=tuple(data.get("joined_after", ())),
            joined_before=tuple(data.get("joined_before", ())),
        ),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(str(word).casefold() for word in words)
