"""From accounts of one meeting to statements that are the same, and those that stand alone."""

from verbale.stages.align.accounts import AccountLink, align_accounts
from verbale.stages.align.blocks import Blocks, SpanVectors, encode_blocks, pool_blocks
from verbale.stages.align.documents import group_documents, likeness
from verbale.stages.align.figures import figures_of
from verbale.stages.align.groups import align
from verbale.stages.align.sequences import Link, align_sequences
from verbale.stages.align.types import Account, Facts, Figure

__all__ = [
    "Account",
    "AccountLink",
    "Blocks",
    "Facts",
    "Figure",
    "Link",
    "SpanVectors",
    "align",
    "align_accounts",
    "align_sequences",
    "encode_blocks",
    "figures_of",
    "group_documents",
    "likeness",
    "pool_blocks",
]
