"""The guide to the API, made from its own description."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One address of the API with what can be asked of it."""

    address: str
    summary: str
    parameters: tuple[tuple[str, str], ...]


def guide_page(schema: dict[str, Any]) -> tuple[Call, ...]:
    """Return the addresses that an OpenAPI description names, in its order."""
    return tuple(
        Call(
            address=f"{method.upper()} {path}",
            summary=operation.get("summary", ""),
            parameters=tuple((p["name"], p.get("description", "")) for p in operation.get("parameters", ())),
        )
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    )
