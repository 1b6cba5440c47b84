"""Writes multilingual-e5-small as an ONNX graph, in float32, without PyTorch.

The model is a BERT encoder (Devlin et al. 2019) with learned positions. The graph begins after the look-up
of word embeddings and gives the mean of the last layer over the tokens, and the layers that the tagger reads.
Attention, layer norm and GELU are the fused operators of ONNX Runtime (domain `com.microsoft`); they compute
what the plain ones do and are faster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from verbale.models.e5.layout import EMBEDDINGS, LAYER_OUTPUTS, MASK, MEAN

if TYPE_CHECKING:
    import numpy.typing as npt

    from verbale.models.e5.weights import Weights

_FUSED = "com.microsoft"
_OPSETS = {"": 20, _FUSED: 1}
_IR_VERSION = 10


class _Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.add_many(operator, inputs, [output], **attributes)
        return output

    def add_many(self, operator: str, inputs: list[str], outputs: list[str], **attributes: Any) -> None:
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=outputs[0], **attributes))


def build_graph(weights: Weights) -> onnx.ModelProto:
    """The model as a graph; its inputs and outputs are told in `layout`."""
    graph = _Graph()
    hidden = _add_embeddings(graph, weights)
    graph.add("Cast", [MASK], "int_mask", to=TensorProto.INT32)
    for layer in range(weights.sizes.layers):
        output = f"layer{layer + 1}"
        hidden = _add_layer(graph, weights, layer, hidden, output)
    _add_mean(graph, hidden)
    return _finish(graph, weights.sizes.hidden)


def _add_embeddings(graph: _Graph, weights: Weights) -> str:
    size = weights.sizes
    kind = weights.floats("emb.type").reshape(-1, size.hidden)[0]
    positions = weights.floats("emb.pos").reshape(-1, size.hidden) + kind
    graph.add("Shape", [EMBEDDINGS], "length", start=1, end=2)
    zero = graph.constant("zero", np.array([0], np.int64))
    sliced = graph.add("Slice", [graph.constant("positions", positions), zero, "length", zero], "position")
    summed = graph.add("Add", [EMBEDDINGS, sliced], "embedded")
    norm = [graph.constant(name, weights.floats(name)) for name in ("emb.ln.w", "emb.ln.b")]
    return graph.add("LayerNormalization", [summed, *norm], "layer0", axis=-1, epsilon=size.epsilon)


def _add_layer(graph: _Graph, weights: Weights, layer: int, hidden: str, output: str) -> str:
    """One layer: attention, then the feed-forward part, each added to its input and normalised."""
    size = weights.sizes

    def name(part: str) -> str:
        return f"l{layer}.{part}"

    def matrix(parts: str, inputs: int) -> str:
        names = [name(part) + ".w" for part in parts.split()]
        return graph.constant(name(parts) + ".w", weights.matrix(names, inputs))

    def bias(parts: str) -> str:
        values = [weights.floats(name(part) + ".b") for part in parts.split()]
        return graph.constant(name(parts) + ".b", np.concatenate(values))

    def add_and_norm(part: str, added: str, residual: str, norm: str, result: str) -> str:
        scale = graph.constant(name(norm) + ".w", weights.floats(name(norm) + ".w"))
        inputs = [added, residual, scale, bias(norm), bias(part)]
        return graph.add("SkipLayerNormalization", inputs, result, domain=_FUSED, epsilon=size.epsilon)

    projected = graph.add("MatMul", [hidden, matrix("q k v", size.hidden)], name("qkv"))
    query_key_value = [name("query"), name("key"), name("value")]
    graph.add_many("Split", [projected], query_key_value, axis=-1, num_outputs=3)
    context = graph.add(
        "MultiHeadAttention",
        [*query_key_value, bias("q k v"), "int_mask"],
        name("context"),
        domain=_FUSED,
        num_heads=size.heads,
    )
    attended = graph.add("MatMul", [context, matrix("ao", size.hidden)], name("attended"))
    middle = add_and_norm("ao", attended, hidden, "aln", name("middle"))
    widened = graph.add("MatMul", [middle, matrix("fi", size.hidden)], name("widened"))
    activated = graph.add("BiasGelu", [widened, bias("fi")], name("activated"), domain=_FUSED)
    narrowed = graph.add("MatMul", [activated, matrix("fo", size.feed_forward)], name("narrowed"))
    return add_and_norm("fo", narrowed, middle, "oln", output)


def _add_mean(graph: _Graph, hidden: str) -> None:
    first, last = (graph.constant(f"axis{axis}", np.array([axis], np.int64)) for axis in (1, 2))
    column = graph.add("Unsqueeze", [MASK, last], "mask_column")
    summed = graph.add("ReduceSum", [graph.add("Mul", [hidden, column], "masked"), first], "sum", keepdims=0)
    count = graph.add("ReduceSum", [MASK, first], "count", keepdims=1)
    graph.add("Div", [summed, count], MEAN)


def _finish(graph: _Graph, hidden: int) -> onnx.ModelProto:
    def value(name: str, shape: list[str | int]) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    per_token: list[str | int] = ["texts", "tokens", hidden]
    outputs = [value(MEAN, ["texts", hidden]), *(value(name, per_token) for name in LAYER_OUTPUTS)]
    inputs = [value(EMBEDDINGS, per_token), value(MASK, ["texts", "tokens"])]
    made = helper.make_graph(graph.nodes, "multilingual-e5-small", inputs, outputs, graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid(*pair) for pair in _OPSETS.items()])
    model.ir_version = _IR_VERSION
    return model
