"""Sentences with names of bodies marked, made into readings without a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from verbale.lexicon import Lexicon
from verbale.records.reading import Reading, Segment, Source
from verbale.stages.extract import extract

if TYPE_CHECKING:
    from collections.abc import Sequence

LEXICON = Lexicon.load()
_NAME = re.compile(r"\[\[(.+?)\]\]")


class Tagged(NamedTuple):
    """A name as a tagger gives it."""

    start: int
    end: int
    tag: str = "ORG"
    p: float = 0.95


def reading(
    id_: str, language: str, *sentences: str, url: str | None = None, day: str | None = None
) -> Reading:
    """A page of some sentences; `[[...]]` marks what a tagger takes for a body."""
    text, segments, spans = "", [], []
    for number, marked in enumerate(sentences):
        plain, here = _plain(marked)
        segments.append(
            Segment(
                id=f"{id_}-{number}",
                source=id_,
                start=len(text),
                end=len(text) + len(plain),
                text=plain,
                language=language,
                paragraph=number,
            )
        )
        spans.append(here)
        text += plain + "\n"
    source = Source(
        id=id_,
        path=f"{id_}.txt",
        url=url,
        outlet=None,
        title=None,
        language=language,
        published=day,
        published_from="given" if day else None,
        sha256="",
        text=text,
    )
    mentions = extract(source, segments, spans, LEXICON)
    return Reading(source=source, segments=tuple(segments), mentions=mentions)


def _plain(marked: str) -> tuple[str, Sequence[Tagged]]:
    text, at = "", 0
    spans = []
    for match in _NAME.finditer(marked):
        text += marked[at : match.start()]
        spans.append(Tagged(len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + marked[at:], spans
