"""What is told of a segment by networks learned from the labelled segments: acts, strengths, performers and more."""

from verbale.models.heads.heads import Group, Head, Heads, load_heads, save_heads, softmax
from verbale.models.heads.network import LONGEST, Network, Stacked

__all__ = ["LONGEST", "Group", "Head", "Heads", "Network", "Stacked", "load_heads", "save_heads", "softmax"]
