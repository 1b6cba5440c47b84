"""People and bodies that somebody outside the record knows, with their ids in Wikidata."""

from typing import Literal, TypeAlias

import msgspec

GazetteerKind: TypeAlias = Literal["person", "body"]


class GazetteerEntry(msgspec.Struct, frozen=True, array_like=True):
    """A person or body with its names.

    Attributes:
        wikidata: such as `Q42`.
        name: the one to show.
        names: every name, the one to show too, with the code of its language (`und` where that is not known).
        country: ISO 3166-1 alpha-2; None where it is not known or there are several.
        keys: by which the names are looked up; worked out when the entry is taken in, as it takes time.
    """

    wikidata: str
    name: str
    names: tuple[tuple[str, str], ...]
    country: str | None
    kind: GazetteerKind = "person"
    keys: tuple[str, ...] = ()
