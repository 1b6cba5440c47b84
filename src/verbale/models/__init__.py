"""Engines behind protocols: encoders, token encoders, heads learned from labelled segments.

Importing this package loads no engine: those are loaded when they are first asked for.
"""

from verbale.models.protocols import (
    Classifier,
    Encoded,
    Encoder,
    Progress,
    TokenEncoder,
    TokenVectors,
    Translator,
)

__all__ = [
    "Classifier",
    "Encoded",
    "Encoder",
    "Progress",
    "TokenEncoder",
    "TokenVectors",
    "Translator",
]
