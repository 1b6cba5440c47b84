"""From the text of a source to its sentences and clauses."""

from collections.abc import Iterator

from verbale.records.ids import content_id
from verbale.records.reading import Segment, Source
from verbale.stages.segment.clauses import clauses, pieces
from verbale.stages.segment.lists import MAX_MARK_CHARS, is_item
from verbale.stages.segment.rules import Rules, rules_for
from verbale.stages.segment.sentences import Span, sentences
from verbale.text.language import identify
from verbale.text.lines import Line, lines_of
from verbale.text.scripts import script_of


def segment(source: Source) -> tuple[Segment, ...]:
    """Return the segments of a source in text order: what clean dropped, and lines without a word, left out.

    A paragraph is a line; sentences are split in any script, long ones of communiqués at semicolons.
    A paragraph in another script than the page gets a language of its own. The items of a list take their lead from
    the sentence that introduces it.
    """
    script = script_of(source.text)
    found: list[Segment] = []
    introduction = ""
    for number, line in enumerate(_kept_lines(source)):
        language = source.language
        if script_of(line.text) != script:
            language = identify(line.text)[0]
        rules = rules_for(language.split("-")[0])
        if introduction and not is_item(line.text, rules):
            introduction = ""
        for start, end, own_lead in _spans(line.text, rules):
            lead = own_lead or (introduction if start <= MAX_MARK_CHARS else "")
            first, last = line.start + start, line.start + end
            found.append(
                Segment(
                    id=content_id("segment", source.id, first, last),
                    source=source.id,
                    start=first,
                    end=last,
                    text=line.text[start:end],
                    language=language,
                    paragraph=number,
                    lead=lead,
                )
            )
        if found and line.text.endswith(rules.introducers):
            introduction = introduction or found[-1].text
    return tuple(found)


def _spans(text: str, rules: Rules) -> Iterator[tuple[int, int, str]]:
    """Yield the segments of one paragraph with their leads."""
    for sentence in sentences(text, rules):
        first: Span | None = None
        for clause in clauses(text, sentence, rules):
            for start, end in pieces(text, clause, rules):
                if any(c.isalnum() for c in text[start:end]):
                    yield start, end, text[slice(*first)] if first else ""
                    first = first or (sentence[0], end)


def _kept_lines(source: Source) -> Iterator[Line]:
    """Yield the lines of a source, or what is left of them around the dropped stretches."""
    kept = []
    at = 0
    for dropped in sorted(source.dropped):
        kept.append((at, dropped.start))
        at = max(at, dropped.end)
    kept.append((at, len(source.text)))
    for start, end in kept:
        for line in lines_of(source.text[start:end]):
            yield Line(line.number, start + line.start, start + line.end, line.text)
