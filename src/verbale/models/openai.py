"""Encoders behind an OpenAI-compatible address (`POST {address}/embeddings`)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np

from verbale.errors import EngineError
from verbale.models.check import unit_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from verbale.records.reading import Vectors

BATCH = 64
"""Texts in a request: servers accept from some dozens up to 2,048 (OpenAI)."""

ATTEMPTS = 4
FIRST_WAIT = 0.5
"""Seconds before the second attempt; each further wait is twice as long, or as the server asks."""

LONGEST_WAIT = 30.0
TIMEOUT = 60.0

_TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class OpenAIEncoder:
    """An `Encoder` that asks a server; what it answers is checked before it is believed."""

    def __init__(
        self,
        model: str,
        address: str,
        key: str | None = None,
        *,
        prefix: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Ask nothing yet.

        Args:
            model: name that the server knows the model by.
            address: base address, such as `http://localhost:8000/v1`.
            key: sent as a bearer token when given.
            prefix: put before each text.
            sleep: how to wait between attempts.
        """
        self._model = model
        self._address = address.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._prefix = prefix
        self._sleep = sleep
        self._dimensions: int | None = None

    @property
    def name(self) -> str:
        """Model and address, never the key."""
        return f"openai:{self._model}@{self._address}"

    @property
    def dimensions(self) -> int:
        """Length of a vector; asks the server once when no text has been encoded yet."""
        if self._dimensions is None:
            self.encode(["?"])
        assert self._dimensions is not None  # noqa: S101  set by the first answer
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows in the order of the texts.

        Raises:
            EngineError: when the server cannot be reached, refuses, or answers in the wrong form.
        """
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        with httpx.Client(headers=self._headers, timeout=TIMEOUT) as client:
            parts = [
                self._encode_batch(client, texts[start : start + BATCH])
                for start in range(0, len(texts), BATCH)
            ]
        return np.concatenate(parts)

    def _encode_batch(self, client: httpx.Client, texts: Sequence[str]) -> Vectors:
        # An empty text is refused by some servers.
        inputs = [(self._prefix + text) or " " for text in texts]
        answer = self._ask(client, {"model": self._model, "input": inputs, "encoding_format": "float"})
        rows = unit_rows(_rows(answer, len(texts), self.name), len(texts), self._dimensions, self.name)
        self._dimensions = rows.shape[1]
        return rows

    def _ask(self, client: httpx.Client, request: dict[str, Any]) -> Any:
        """The server's answer, after some attempts when it is busy or out of reach."""
        trouble = ""
        for attempt in range(ATTEMPTS):
            wait = FIRST_WAIT * 2**attempt
            try:
                response = client.post(f"{self._address}/embeddings", json=request)
            except httpx.TransportError as error:
                trouble = str(error) or type(error).__name__
            except (httpx.InvalidURL, httpx.HTTPError) as error:
                raise EngineError(f"{self.name} cannot be asked: {error}") from error
            else:
                if response.is_success:
                    return _json(response, self.name)
                trouble = f"status {response.status_code}: {response.text[:200]}"
                if response.status_code not in _TRY_AGAIN:
                    raise EngineError(f"{self.name} refused: {trouble}")
                wait = max(wait, _asked_wait(response))
            if attempt + 1 < ATTEMPTS:
                self._sleep(min(wait, LONGEST_WAIT))
        raise EngineError(f"{self.name} did not answer after {ATTEMPTS} attempts: {trouble}")


def _asked_wait(response: httpx.Response) -> float:
    """Seconds that the header `Retry-After` asks for; 0 when it names none or a date."""
    asked = response.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else 0.0


def _json(response: httpx.Response, engine: str) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise EngineError(f"{engine} did not answer in JSON: {response.text[:200]!r}") from error


def _rows(answer: Any, texts: int, engine: str) -> np.ndarray[Any, Any]:
    """The vectors of an answer by their `index`."""
    try:
        rows = {int(item["index"]): item["embedding"] for item in answer["data"]}
        if sorted(rows) != list(range(texts)):
            raise EngineError(f"{engine} gave {len(answer['data'])} vectors for {texts} texts")
        return np.array([rows[index] for index in range(texts)], np.float64)
    except (TypeError, KeyError, ValueError) as error:
        raise EngineError(f"{engine} answered in another form than an embeddings server does") from error
