"""Heads learned from the labelled segments: acts, strengths, performers, meeting types and pillars."""

from verbale.models.heads.features import PARTS, pool
from verbale.models.heads.heads import Head, Heads, load_heads, save_heads

__all__ = ["PARTS", "Head", "Heads", "load_heads", "pool", "save_heads"]
