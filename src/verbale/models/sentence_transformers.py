"""Any encoder of the package sentence-transformers, by name or path."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from verbale.errors import EngineError
from verbale.models.cache import CACHE_VARIABLE
from verbale.models.check import unit_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.reading import Vectors

EXTRA = "sentence-transformers"


class SentenceTransformersEncoder:
    """An `Encoder`; the model is loaded when it is first used."""

    def __init__(self, model: str, prefix: str = "") -> None:
        """Load nothing yet.

        Args:
            model: name on the Hugging Face hub, or a path.
            prefix: put before each text, for models that were trained with one, such as `query: `.
        """
        self._model_name = model
        self._prefix = prefix

    @property
    def name(self) -> str:
        """The name that the model was asked for by."""
        return f"sentence-transformers:{self._model_name}"

    @cached_property
    def dimensions(self) -> int:
        """Length of a vector; loads the model."""
        return int(self._model.get_sentence_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows in the order of the texts.

        Raises:
            EngineError: when the package is missing, the model cannot be loaded, or a vector is no vector.
        """
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        rows = self._model.encode([self._prefix + text for text in texts], show_progress_bar=False)
        return unit_rows(np.asarray(rows), len(texts), self.dimensions, self.name)

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415  loads PyTorch
        except ImportError as error:
            raise EngineError(f"{self.name} needs another package: pip install 'verbale[{EXTRA}]'") from error
        try:
            return SentenceTransformer(self._model_name, cache_folder=os.environ.get(CACHE_VARIABLE) or None)
        except (OSError, ValueError) as error:
            raise EngineError(f"cannot load the encoder {self.name}: {error}") from error
