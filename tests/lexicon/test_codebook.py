import re
from collections import Counter

from verbale.lexicon.codebook import codebook
from verbale.lexicon.indicators import indicators
from verbale.lexicon.labelled import labelled_segments
from verbale.text.scripts import script_of

CAP_TOPICS = {*range(1, 11), *range(12, 22), 23}
PLOVER_DEEDS = {
    "AGREE",
    "AID",
    "COERCE",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "RETREAT",
    "SANCTION",
    "SUPPORT",
}
"""Classes of the ontology that a deed can be of; the others are words or violence."""

LANGUAGES, SCRIPTS = 40, 15


def test_every_kind_has_topics_that_exist() -> None:
    for kind in codebook().values():
        assert kind.cap in CAP_TOPICS, kind.code
        assert kind.plover in PLOVER_DEEDS, kind.code


def test_kinds_are_told_apart_by_their_words() -> None:
    kinds = codebook().values()
    for words in ([k.label for k in kinds], [k.definition for k in kinds]):
        assert [text for text, count in Counter(words).items() if count > 1] == []
    texts = Counter(example.text for kind in kinds for example in kind.examples)
    assert [text for text, count in texts.items() if count > 1] == []


def test_a_label_goes_on_after_a_verb() -> None:
    """Such as "agree to": no capital, no full stop, no "to" of its own."""
    for kind in codebook().values():
        assert re.match(r"(?!to )[a-z].*[^.]$", kind.label), kind.code
        assert kind.named is None or re.fullmatch(
            r"[a-z][^{}]*\{(project|instrument|mechanism)\}[^{}]*", kind.named
        ), kind.code


def test_examples_come_from_languages_and_scripts_of_the_whole_world() -> None:
    examples = [example for kind in codebook().values() for example in kind.examples]
    assert len({example.language for example in examples}) >= LANGUAGES
    assert len({script_of(example.text) for example in examples}) >= SCRIPTS


def test_kinds_that_others_name_are_in_the_codebook() -> None:
    for labelled in labelled_segments():
        kind, act = labelled.segment.kind, labelled.segment.act
        assert kind is None or (kind in codebook() and act in ("undertaking", "proposal")), labelled.text
    for indicator in indicators().values():
        assert indicator.kinds <= set(codebook()), indicator.code
