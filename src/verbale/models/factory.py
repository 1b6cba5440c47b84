"""Encoders by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verbale.errors import EngineError

if TYPE_CHECKING:
    from verbale.models.protocols import Encoder

BUILTIN = "builtin"
FORMS = f"{BUILTIN}, sentence-transformers:NAME or openai:MODEL@ADDRESS"


def make_encoder(
    spec: str, *, threads: int | None = None, key: str | None = None, prefix: str = ""
) -> Encoder:
    """The encoder that `spec` names; nothing is loaded or asked before it is used.

    Args:
        spec: `builtin`, `sentence-transformers:NAME` (a path is a name) or `openai:MODEL@ADDRESS`.
        threads: for the built-in encoder; None is one for each core.
        key: for the address.
        prefix: put before each text, for other models than the built-in one.

    Raises:
        EngineError: when `spec` has another form.
    """
    kind, _, rest = spec.partition(":")
    if spec == BUILTIN:
        from verbale.models.e5 import E5Encoder  # noqa: PLC0415  each kind loads only what it needs

        return E5Encoder(threads)
    if kind == "sentence-transformers" and rest:
        from verbale.models.sentence_transformers import SentenceTransformersEncoder  # noqa: PLC0415

        return SentenceTransformersEncoder(rest, prefix)
    model, _, address = rest.partition("@")
    if kind == "openai" and model and address.startswith(("http://", "https://")):
        from verbale.models.openai import OpenAIEncoder  # noqa: PLC0415

        return OpenAIEncoder(model, address, key, prefix=prefix)
    raise EngineError(f"no encoder is called {spec!r}: write {FORMS}")
