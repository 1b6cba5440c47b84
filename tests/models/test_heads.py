"""The heads: what they were learned from, and that they read what nobody prepared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from verbale.errors import EngineError
from verbale.lexicon.codebook import codebook, codebook_text
from verbale.lexicon.labelled import labelled_digest, labelled_segments, unmark
from verbale.models.heads import PARTS, Head, Heads, load_heads, pool, save_heads
from verbale.models.protocols import TokenVectors
from verbale.records.vocabulary import ACTS, PILLARS

if TYPE_CHECKING:
    from pathlib import Path


def tokens(rows: int, features: int = 3) -> TokenVectors:
    """Tokens whose vectors count upwards."""
    vectors = np.arange(rows * features, dtype=np.float32).reshape(rows, features)
    return TokenVectors(offsets=np.zeros((rows, 2), np.int32), vectors=vectors)


def test_the_shipped_heads_were_learned_from_the_shipped_data() -> None:
    learned_from = hashlib.sha256(labelled_digest().encode() + codebook_text()).hexdigest()
    assert load_heads().labelled == learned_from, "learn them anew: python -m bench.heads --write"


def test_the_shipped_heads_know_the_vocabulary() -> None:
    heads = load_heads()
    assert set(heads["act"].labels) == set(ACTS)
    assert heads["pillar"].labels == tuple(PILLARS)
    assert set(heads["kind"].labels) == set(codebook())


def test_pooling_keeps_whole_opening_ending_and_largest_apart() -> None:
    pooled = pool([tokens(30)], 3)[0].reshape(PARTS, 3)
    column = np.arange(30) * 3
    assert pooled[:, 0] == pytest.approx([column.mean(), column[:12].mean(), column[-8:].mean(), column[-1]])


def test_a_text_without_tokens_gives_zeros() -> None:
    assert not pool([tokens(0)], 3).any()


def test_probabilities_of_one_label_sum_to_one_and_follow_the_scores() -> None:
    head = Head(("a", "b"), np.eye(2, dtype=np.float32), np.zeros(2, np.float32), 1.0)
    p = head.probabilities(np.array([[2.0, 0.0], [1000.0, -1000.0]], np.float32))
    assert p.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert p[0, 0] == pytest.approx(1 / (1 + np.exp(-2)))


def test_a_higher_temperature_is_less_sure() -> None:
    scores = np.array([[1.0, 0.0]], np.float32)
    cold, warm = (
        Head(("a", "b"), np.eye(2, dtype=np.float32), np.zeros(2, np.float32), t) for t in (1.0, 3.0)
    )
    assert cold.probabilities(scores)[0, 0] > warm.probabilities(scores)[0, 0] > 0.5


def test_heads_come_back_as_they_were_saved(tmp_path: Path) -> None:
    head = Head(("a", "b"), np.eye(2, dtype=np.float32), np.array([0.5, -0.5], np.float32), 1.5)
    save_heads(Heads("encoder", "digest", "command", {"act": head}), tmp_path / "heads.npz")
    loaded = load_heads(tmp_path / "heads.npz", "encoder")
    assert (loaded.encoder, loaded.labelled, loaded["act"].labels) == ("encoder", "digest", ("a", "b"))
    assert loaded["act"].probabilities(np.ones((1, 2), np.float32)) == pytest.approx(
        head.probabilities(np.ones((1, 2), np.float32))
    )


def test_heads_of_another_encoder_are_refused(tmp_path: Path) -> None:
    save_heads(Heads("one", "digest", "command", {}), tmp_path / "heads.npz")
    with pytest.raises(EngineError, match="cannot read vectors of two"):
        load_heads(tmp_path / "heads.npz", "two")


def test_a_file_that_holds_no_heads_is_refused(tmp_path: Path) -> None:
    (tmp_path / "heads.npz").write_bytes(b"not an archive")
    with pytest.raises(EngineError, match=r"heads\.npz cannot be read"):
        load_heads(tmp_path / "heads.npz")


def test_marks_are_taken_out_and_spans_hold() -> None:
    text, spans = unmark("The [[OFF|president]] met [[PER|Bo Ro]].")
    assert text == "The president met Bo Ro."
    assert [(text[start:end], tag) for start, end, tag in spans] == [("president", "OFF"), ("Bo Ro", "PER")]


def test_every_labelled_segment_follows_the_guide() -> None:
    seen = set()
    for labelled in labelled_segments():
        segment = labelled.segment
        assert (segment.strength is not None) == (segment.act == "undertaking"), labelled.text
        assert (segment.meeting is not None) == (segment.act == "encounter"), labelled.text
        assert set(segment.pillars) <= set(PILLARS), labelled.text
        assert "[[" not in labelled.text, labelled.text
        assert (labelled.language, labelled.text) not in seen, f"twice: {labelled.text}"
        seen.add((labelled.language, labelled.text))


def test_every_kind_of_the_codebook_is_told_in_four_languages_and_has_a_pillar() -> None:
    for kind in codebook().values():
        assert kind.pillar in PILLARS, kind.code
        assert len({example.language for example in kind.examples}) >= 4, kind.code
