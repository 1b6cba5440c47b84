"""Telling the state of an outlet by the address of its pages."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from verbale.lexicon.data import table

STATE_DOMAIN = 2
"""Letters of a top-level domain that is the code of a state."""


class OutletState(NamedTuple):
    """A state (ISO 3166-1 alpha-2, or EU), and what tells it.

    Attributes:
        by: `outlet` when the outlet is known, `address` when its top-level domain tells.
        surely: False for a domain that is sold to anyone.
    """

    country: str
    by: str
    surely: bool


def host_of(url: str | None) -> str:
    """The host of an address, or of text that is a bare host; empty when there is none."""
    if not url:
        return ""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".") if "." in host and " " not in host else ""


@lru_cache(maxsize=10_000)
def outlet_state(url: str | None) -> OutletState | None:
    """The state of the outlet at an address; None where nothing tells it."""
    host = host_of(url)
    known = _known()
    names = host.split(".")
    for at in range(len(names) - 1):
        found = known.get(".".join(names[at:]))
        if found is not None:
            return OutletState(found, "outlet", surely=True)
    domain = _ascii(names[-1])
    if domain in table("outlets")["domains"]:
        return OutletState(table("outlets")["domains"][domain], "address", surely=True)
    if len(domain) != STATE_DOMAIN or not domain.isalpha():
        return None
    return OutletState(domain.upper(), "address", surely=domain not in table("outlets")["open"])


def _ascii(domain: str) -> str:
    """A top-level domain in other scripts as it is registered."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {host: state for state, hosts in table("outlets")["outlets"].items() for host in hosts}
