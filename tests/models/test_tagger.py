"""The decoder against brute force, and the tagger on vectors that say their label."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import numpy as np
import pytest

from verbale.errors import EngineError
from verbale.models import TokenVectors
from verbale.models.tagger import TaggedSpan, Tagger
from verbale.models.tagger.decode import Field
from verbale.models.tagger.labels import (
    FREE,
    LABELS,
    NO_BEGIN,
    NO_END,
    OUTSIDE,
    TAGS,
    TIED,
    allowed_transitions,
    begins,
    inside,
)
from verbale.models.tagger.network import Network
from verbale.models.tagger.units import CLUES, cut_units

PER, OFF = TAGS.index("PER"), TAGS.index("OFF")
LABEL_NAMES = ["O", *(f"{place}-{tag}" for tag in TAGS for place in "BI")]


def tagger(**meta: object) -> Tagger:
    """A tagger whose token vectors are the scores of the labels; spans would rather go on than stop."""
    same = np.eye(LABELS, dtype=np.float32)
    none = np.zeros(LABELS, np.float32)
    made = {"into": same, "into_bias": none, "out": same, "out_bias": none}
    made |= {"part": same, "part_bias": none, "part_out": 0 * same}
    made["clues"] = np.zeros((CLUES, LABELS), np.float32)
    made["transitions"] = np.zeros((LABELS, LABELS), np.float32)
    for number in range(len(TAGS)):
        made["transitions"][[begins(number), inside(number)], inside(number)] = 5
    told = {"tags": TAGS, "layers_around": 0} | meta
    return Tagger.from_arrays(made | {"meta": np.array(json.dumps(told))})


def tag(text: str, *marked: tuple[str, str]) -> list[tuple[str, str]]:
    """Tag a text of the given tokens, each with the label that its vector says."""
    offsets, at = [], 0
    for token, _ in marked:
        start = text.index(token, at)
        at = start + len(token)
        offsets.append((start, at))
    vectors = np.zeros((len(marked), LABELS), np.float32)
    for row, (_, label) in enumerate(marked):
        vectors[row, LABEL_NAMES.index(label)] = 10
        if label.startswith("B"):
            vectors[row, LABEL_NAMES.index("I" + label[1:])] = 9
    tokens = TokenVectors(np.array(offsets, np.int32).reshape(-1, 2), vectors)
    return [(text[span.start : span.end], span.tag) for span in tagger().tag(tokens, text)]


def boundaries(text: str, *tokens: str) -> list[int]:
    """What may not happen before each unit."""
    offsets, at = [], 0
    for token in tokens:
        start = text.index(token, at)
        at = start + len(token)
        offsets.append((start, at))
    found: list[int] = cut_units(text, np.array(offsets, np.int32)).boundaries.tolist()
    return found


@pytest.mark.parametrize(
    ("text", "tokens", "expected"),
    [
        ("Moskva är", ["Mosk", "va", "är"], [FREE, TIED, FREE]),
        ("Sino-Lao", ["Sino", "-", "Lao"], [FREE] * 3),
        ("O'Brien", ["O", "'", "Brien"], [FREE] * 3),
        ("习近平在", ["习近平", "在"], [FREE] * 4),
        ("नई", ["नई"], [FREE]),
        ("विदेश", ["वि", "देश"], [FREE, TIED]),
        ("นอุท", ["น", "อ", "ุท"], [FREE, FREE, TIED, FREE]),
        ("총리는", ["총리", "는"], [FREE, NO_BEGIN, NO_BEGIN]),
        ("בפ", ["ב", "פ"], [FREE, NO_END]),
        ("EU와", ["EU", "와"], [FREE, NO_BEGIN]),
    ],
)
def test_where_spans_may_begin_and_end(text: str, tokens: list[str], expected: list[int]) -> None:
    assert boundaries(text, *tokens) == expected


def test_a_character_cut_in_two_is_one_word() -> None:
    assert cut_units("ﬁ", np.array([[0, 1], [0, 1]], np.int32)).boundaries.tolist() == [FREE, TIED]


def test_transitions_over_each_boundary() -> None:
    steps = allowed_transitions()
    begin, go_on = begins(PER), inside(PER)
    for boundary in (FREE, NO_BEGIN, NO_END, TIED):
        assert steps[boundary, OUTSIDE, OUTSIDE]
        assert steps[boundary, begin, go_on]
        assert not steps[boundary, OUTSIDE, go_on]
        assert not steps[boundary, begins(OFF), go_on]
        assert steps[boundary, OUTSIDE, begin] == (not boundary & NO_BEGIN)
        assert steps[boundary, go_on, OUTSIDE] == (not boundary & NO_END)
        assert steps[boundary, go_on, begin] == (boundary == FREE)


def test_best_labelling_and_its_probability_by_brute_force() -> None:
    random = np.random.default_rng(0)
    emissions = random.normal(size=(3, LABELS)).astype(np.float32) * 2
    transitions = random.normal(size=(LABELS, LABELS)).astype(np.float32)
    bound = np.array([FREE, FREE, TIED])
    allowed = allowed_transitions()
    weights: dict[tuple[int, ...], float] = {}
    for labels in product(range(LABELS), repeat=3):
        steps = [
            allowed[FREE, OUTSIDE, labels[0]],
            allowed[FREE, labels[0], labels[1]],
            allowed[TIED, labels[1], labels[2]],
        ]
        if all(steps):
            score = sum(emissions[row, label] for row, label in enumerate(labels))
            score += transitions[labels[0], labels[1]] + transitions[labels[1], labels[2]]
            weights[labels] = float(np.exp(score))
    best = max(weights, key=weights.__getitem__)
    for span in Field(transitions).spans(emissions, bound):
        path = [begins(span.tag)] + [inside(span.tag)] * (span.last - span.first - 1)
        assert list(best[span.first : span.last]) == path
        share = sum(
            weight
            for labels, weight in weights.items()
            if list(labels[span.first : span.last]) == path
            and (span.last == 3 or labels[span.last] != inside(span.tag))
        )
        assert span.p == pytest.approx(share / sum(weights.values()), rel=1e-3)
    assert sum(label != OUTSIDE for label in best) == sum(
        span.last - span.first for span in Field(transitions).spans(emissions, bound)
    )


def test_an_office_and_the_name_after_it_are_two_spans() -> None:
    said = tag("Prime Minister Anutin", ("Prime", "B-OFF"), ("Minister", "I-OFF"), ("Anutin", "B-PER"))
    assert said == [("Prime Minister", "OFF"), ("Anutin", "PER")]


def test_a_word_is_never_cut() -> None:
    assert tag("Moskvas mål", ("Mosk", "B-LOC"), ("vas", "I-LOC"), ("mål", "O")) == [("Moskvas", "LOC")]
    assert tag("Moskvas mål", ("Mosk", "O"), ("vas", "B-LOC"), ("mål", "O")) in ([], [("Moskvas", "LOC")])


def test_names_may_end_within_a_word_where_particles_are_written_with_them() -> None:
    assert tag("총리는", ("총리", "B-OFF"), ("는", "O")) == [("총리", "OFF")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Anutin”,", "Anutin"),
        ("Anutin.", "Anutin"),
        ("U.S.", "U.S."),
        ("(AIT).", "(AIT)"),
        ("ASEAN (bloc)", "ASEAN (bloc)"),
        ("ASEAN)", "ASEAN"),
        ("กรุงเทพฯ", "กรุงเทพฯ"),
        ("मोदी", "मोदी"),
    ],
)
def test_punctuation_around_a_span_is_left_out(text: str, expected: str) -> None:
    assert tag(text, (text, "B-ORG")) == [(expected, "ORG")]


def test_punctuation_alone_is_no_span() -> None:
    assert tag("—", ("—", "B-PER")) == []


def test_nothing_to_tag() -> None:
    assert tag("") == []


def test_spans_carry_a_probability() -> None:
    vectors = np.zeros((1, LABELS), np.float32)
    vectors[0, begins(PER)] = 10
    (span,) = tagger().tag(TokenVectors(np.array([[0, 2]], np.int32), vectors), "Lê")
    assert span == TaggedSpan(0, 2, "PER", span.p)
    assert 0.99 < span.p <= 1


def test_weights_for_other_tags_are_refused() -> None:
    with pytest.raises(EngineError, match="GPE"):
        tagger(tags=["GPE"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moskva", ["Moskva"]),
        ("在北京", ["在", "北", "京"]),
        ("총리는", ["총", "리", "는"]),
        ("ลัง", ["ลั", "ง"]),
        ("2028年", ["2028年"]),
        ("年2028", ["年", "2028"]),
    ],
)
def test_tokens_are_cut_where_a_name_may_begin_inside_a_word(text: str, expected: list[str]) -> None:
    units = cut_units(text, np.array([[0, len(text)]], np.int32))
    assert [text[first:last] for first, last in units.offsets] == expected
    assert units.tokens.tolist() == [0] * len(expected)
    assert units.clues.max() < CLUES


def test_a_name_can_be_found_inside_a_token() -> None:
    """With weights by which the letter 在 at the beginning of a token is outside, whatever the token is."""
    taught = tagger()
    place, letter = cut_units("在北", np.array([[0, 2]], np.int32)).clues[0, :2]
    taught._network.clues[[place, letter], OUTSIDE] = 1
    taught._network.part[1][OUTSIDE] = -1
    taught._network.part_out[OUTSIDE, OUTSIDE] = 100
    vectors = np.zeros((1, LABELS), np.float32)
    vectors[0, LABEL_NAMES.index("B-LOC")], vectors[0, LABEL_NAMES.index("I-LOC")] = 10, 9
    (span,) = taught.tag(TokenVectors(np.array([[0, 3]], np.int32), vectors), "在北京")
    assert (span.start, span.end, span.tag) == (1, 3, "LOC")


def test_weights_that_lack_a_part_are_refused() -> None:
    with pytest.raises(EngineError, match="lack"):
        Tagger.from_arrays({"meta": np.array(json.dumps({"tags": TAGS, "layers_around": 0}))})


def test_point_of_an_abbreviation_belongs_to_the_name_where_the_sentence_goes_on() -> None:
    words = ("Lund", "B-ORG"), ("Corp", "I-ORG"), (".", "I-ORG"), ("sold", "O")
    assert tag("Lund Corp. sold", *words) == [("Lund Corp.", "ORG")]
    assert tag("Lund Corp. Sold", *words[:3], ("Sold", "O")) == [("Lund Corp", "ORG")]


def test_manner_of_the_corpora_shifts_the_hidden_layer() -> None:
    nothing, square = np.zeros(LABELS, np.float32), np.zeros((LABELS, LABELS), np.float32)
    arrays: dict[str, np.ndarray[Any, Any]] = dict.fromkeys(
        ("into", "part", "part_out", "transitions"), square
    )
    arrays |= {"into_bias": nothing.copy(), "part_bias": nothing, "out_bias": nothing}
    arrays |= {"clues": np.zeros((CLUES, LABELS), np.float32), "out": np.eye(LABELS, dtype=np.float32)}
    arrays["into_bias"][LABEL_NAMES.index("B-LOC")] = 5
    arrays |= {"corpora_bias": -arrays["into_bias"], "corpora_out_bias": nothing}
    made = arrays | {"meta": np.array(json.dumps({"tags": TAGS, "layers_around": 0}))}
    tokens = TokenVectors(np.array([[0, 7]], np.int32), np.zeros((1, LABELS), np.float32))
    assert [span.tag for span in Tagger.from_arrays(made).tag(tokens, "Laotian")] == ["LOC"]
    assert Tagger.from_arrays(made, "corpora").tag(tokens, "Laotian") == ()


def test_a_layer_looks_as_far_as_its_reach() -> None:
    same, nothing = np.eye(LABELS, dtype=np.float32), np.zeros(LABELS, np.float32)
    three = np.stack([same, 0 * same, 0 * same])
    network = Network(
        (same, nothing),
        ((three, nothing),),
        (2,),
        (same, nothing),
        (same, nothing),
        np.zeros((CLUES, LABELS), np.float32),
        0 * same,
    )
    vectors = np.zeros((4, LABELS), np.float32)
    vectors[1, OUTSIDE] = 1
    units = cut_units("a b c d", np.array([[0, 1], [2, 3], [4, 5], [6, 7]], np.int32))
    assert network(vectors, units)[:, OUTSIDE].tolist() == [0, 1, 0, 1]
