"""What the graph and the encoder that runs it agree on."""

BUILDER_VERSION = 1
"""Raise it when the graph changes: a new one is then written beside those of older versions."""

TOKEN_LAYERS = (4, 8, 12)
"""Low, middle and top layer of 12; the names tagger is trained on them."""

EMBEDDINGS = "embeddings"
"""Input: word embeddings, float32 (texts, tokens, hidden)."""

MASK = "mask"
"""Input: float32 (texts, tokens) of ones and, at the end of each row, zeros."""

MEAN = "mean"
"""Output: mean of the last layer over the tokens, float32 (texts, hidden), not of unit length."""

LAYER_OUTPUTS = tuple(f"layer{layer}" for layer in TOKEN_LAYERS)
"""Outputs: these layers, float32 (texts, tokens, hidden)."""
