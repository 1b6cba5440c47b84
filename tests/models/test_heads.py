"""The heads: what they were learned from, and that they read what nobody prepared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from verbale.errors import EngineError
from verbale.lexicon.codebook import codebook, codebook_text
from verbale.lexicon.labelled import labelled_digest, labelled_segments, unmark
from verbale.models.heads import LONGEST, Group, Head, Heads, Network, Stacked, load_heads, save_heads
from verbale.models.protocols import TokenVectors
from verbale.records.vocabulary import ACTS, PILLARS
from verbale.stages.classify.classify import NO_PILLAR

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt


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
    assert heads["pillar"].labels == (*PILLARS, NO_PILLAR)
    assert set(heads["kind"].labels) == set(codebook())


@pytest.fixture
def network() -> Network:
    """Two features, width two, one query, three labels; weights that differ and are the same each time."""
    random = np.random.default_rng(4)

    def weights(*shape: int) -> npt.NDArray[np.float32]:
        return random.normal(size=shape).astype(np.float32)

    return Network(
        inward=weights(3, 2),
        inward_bias=weights(2),
        around=weights(3, 2, 2),
        around_bias=weights(2),
        scale=weights(2),
        shift=weights(2),
        queries=weights(2, 1),
        outward=weights(6, 3),
        outward_bias=weights(3),
    )


def noise(rows: int) -> TokenVectors:
    """Tokens with vectors of no order."""
    vectors = np.random.default_rng(rows).normal(size=(rows, 3)).astype(np.float32)
    return TokenVectors(offsets=np.zeros((rows, 2), np.int32), vectors=vectors)


def test_the_network_is_the_one_that_is_learned(network: Network) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is needed to learn, not to read")
    module = pytest.importorskip("bench.heads_network").as_module(network, {"act": 2, "strength": 1}).eval()
    text = noise(7)
    mask = torch.ones(1, 7)
    told = module(torch.from_numpy(np.asarray(text.vectors))[None], mask)
    expected = np.concatenate([told["act"].detach().numpy(), told["strength"].detach().numpy()], axis=1)
    assert network.scores(Stacked.of([text])) == pytest.approx(expected, abs=1e-4)


def test_the_order_of_words_counts_but_not_the_company_of_other_texts(network: Network) -> None:
    text, other = noise(7), noise(30)
    turned = TokenVectors(offsets=text.offsets, vectors=text.vectors[::-1].copy())
    alone = network.scores(Stacked.of([text]))
    assert network.scores(Stacked.of([other, text]))[1] == pytest.approx(alone[0], abs=1e-5)
    assert not np.allclose(network.scores(Stacked.of([turned])), alone, atol=1e-3)


def test_a_text_without_tokens_and_one_without_end_are_told(network: Network) -> None:
    none, long = tokens(0), noise(LONGEST + 50)
    cut = TokenVectors(offsets=long.offsets[:LONGEST], vectors=long.vectors[:LONGEST])
    assert network.scores(Stacked.of([none]))[0] == pytest.approx(network.outward_bias)
    assert network.scores(Stacked.of([long])) == pytest.approx(network.scores(Stacked.of([cut])))


def test_each_head_shares_out_a_text_and_a_higher_temperature_is_less_sure(network: Network) -> None:
    sure = Head(("c",), 1.0)
    cold, warm = (
        Group({"two": Head(("a", "b"), temperature), "one": sure}, (network,)) for temperature in (1.0, 4.0)
    )
    texts = Stacked.of([noise(5), noise(9)])
    p = cold.probabilities(texts)
    assert p["two"].sum(axis=1) == pytest.approx([1.0, 1.0])
    assert p["one"] == pytest.approx(np.ones((2, 1)))
    assert (warm.probabilities(texts)["two"].max(axis=1) < p["two"].max(axis=1)).all()


def test_heads_come_back_as_they_were_saved(tmp_path: Path, network: Network) -> None:
    groups = (Group({"act": Head(("a", "b", "c"), 1.5)}, (network, network)),)
    heads = Heads("encoder", "digest", "command", groups)
    save_heads(heads, tmp_path / "heads.npz")
    loaded = load_heads(tmp_path / "heads.npz", "encoder")
    assert (loaded.encoder, loaded.labelled, loaded["act"].labels) == ("encoder", "digest", ("a", "b", "c"))
    text = [noise(6)]
    assert loaded.probabilities(text)["act"] == pytest.approx(heads.probabilities(text)["act"], abs=0.01)


def test_heads_of_another_encoder_are_refused(tmp_path: Path) -> None:
    save_heads(Heads("one", "digest", "command", ()), tmp_path / "heads.npz")
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
