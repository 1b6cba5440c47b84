"""What the graph and the encoder that runs it agree on."""

TOKEN_LAYERS = (4, 8, 12)
"""Low, middle and top layer of 12; the names tagger is trained on them."""

EMBEDDINGS = "embeddings"
"""Input 0: word embeddings, float32 (texts, tokens, hidden)."""

MASK = "mask"
"""Input 1: float32 (texts, tokens) of ones and, at the end of each row, zeros."""

MEAN, TOKENS = 0, 1
"""Outputs: the mean of the last layer over the tokens, float32 (texts, hidden), not of unit length; and
`TOKEN_LAYERS` side by side, float16 (texts, tokens, features)."""
