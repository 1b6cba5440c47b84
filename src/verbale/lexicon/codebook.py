"""The codebook: kinds of undertaking, so that what is read in any language can be named and compared."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause that shows a kind."""

    language: str
    text: str


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of undertaking.

    Attributes:
        label: English, an infinitive in plain words.
        pillar: a code of `records.vocabulary.PILLARS`.
        cap: major topic of the Comparative Agendas Project.
        plover: class of the PLOVER ontology for the deed once it is done.
        named: the label with a named thing in the place of `{project}`, `{instrument}` or `{mechanism}`.
        placed: whether its deed has a place, such as that of a bridge.
    """

    code: str
    label: str
    definition: str
    pillar: str
    cap: int
    plover: str
    examples: tuple[Example, ...]
    named: str | None = None
    placed: bool = False


@cache
def codebook_text() -> bytes:
    """The file as it ships."""
    return (files("verbale") / "resources" / "codebook.yaml").read_bytes()


@cache
def codebook() -> dict[str, Kind]:
    """Every kind by its code, in the order of the file."""
    kinds = msgspec.convert(yaml.load(codebook_text(), Loader=yaml.CSafeLoader), tuple[Kind, ...])
    return {kind.code: kind for kind in kinds}
