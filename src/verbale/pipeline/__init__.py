"""The way of the data: which stage follows which.

`read` takes one page through the stages of a single source; `update` takes what has changed in a record through
the stages that look at many sources, and `build` all readings at once.
"""

from verbale.pipeline.build import BUILD_VERSION, build, update
from verbale.pipeline.read import PIPELINE_VERSION, PageReader, ReadSource, make_reader
from verbale.stages.ingest import ingest

__all__ = [
    "BUILD_VERSION",
    "PIPELINE_VERSION",
    "PageReader",
    "ReadSource",
    "build",
    "ingest",
    "make_reader",
    "update",
]
