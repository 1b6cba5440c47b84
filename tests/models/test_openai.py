"""Against a small server on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from verbale.errors import EngineError
from verbale.models.openai import ATTEMPTS, BATCH, OpenAIEncoder

Answer = Callable[[dict[str, Any]], tuple[int, str]]


def vector(text: str) -> list[float]:
    return [float(len(text)), 1.0, 0.0]


def embeddings(request: dict[str, Any]) -> tuple[int, str]:
    """What a real server answers, in another order than it was asked."""
    rows = [{"index": index, "embedding": vector(text)} for index, text in enumerate(request["input"])]
    return 200, json.dumps({"data": rows[::-1]})


class Server(ThreadingHTTPServer):
    """Answers as it is told to; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Answer = embeddings
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.busy = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        self.server.keys.append(self.headers.get("Authorization"))
        status, body = (200, "") if self.path == "/v1/embeddings" else (404, "no such path")
        if status == 200:
            status, body = self.server.answer(request)
        if self.server.busy:
            self.server.busy -= 1
            status, body = 429, "busy"
        self.send_response(status)
        self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def encoder(server: Server, waits: list[float] | None = None, key: str | None = None) -> OpenAIEncoder:
    return OpenAIEncoder("m", server.address, key, sleep=(waits if waits is not None else []).append)


def test_unit_rows_in_the_order_of_the_texts(server: Server) -> None:
    texts = ["a" * length for length in range(1, BATCH + 3)]
    rows = encoder(server).encode(texts)
    expected = np.array([vector(text) for text in texts], np.float32)
    np.testing.assert_allclose(rows, expected / np.linalg.norm(expected, axis=1, keepdims=True), rtol=1e-6)
    assert [len(request["input"]) for request in server.requests] == [BATCH, 2]


def test_nothing_gives_no_rows_of_the_right_length(server: Server) -> None:
    assert encoder(server).encode([]).shape == (0, 3)


def test_the_key_is_sent_and_not_told(server: Server) -> None:
    with_key = encoder(server, key="secret")
    with_key.encode(["a"])
    assert server.keys == ["Bearer secret"]
    assert "secret" not in with_key.name


def test_a_busy_server_is_asked_again_after_the_wait_it_asks_for(server: Server) -> None:
    waits: list[float] = []
    server.busy = 2
    assert len(encoder(server, waits).encode(["a"])) == 1
    assert waits == [7, 7]


def test_a_server_that_stays_busy_is_given_up(server: Server) -> None:
    server.busy = ATTEMPTS
    with pytest.raises(EngineError, match="429"):
        encoder(server).encode(["a"])


def test_a_refusal_is_not_repeated(server: Server) -> None:
    server.answer = lambda _: (401, "bad key")
    with pytest.raises(EngineError, match="bad key"):
        encoder(server).encode(["a"])
    assert len(server.requests) == 1


def test_a_server_out_of_reach_is_told() -> None:
    waits: list[float] = []
    with pytest.raises(EngineError, match="did not answer"):
        OpenAIEncoder("m", "http://127.0.0.1:9", sleep=waits.append).encode(["a"])
    assert waits == sorted(waits)
    assert len(waits) == ATTEMPTS - 1


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        "[]",
        '{"data": [{"index": 0}]}',
        '{"data": [{"index": 0, "embedding": [1, 2]}]}',
        '{"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1, 2]}]}',
        '{"data": [{"index": 0, "embedding": [0, 0]}, {"index": 1, "embedding": [1, 2]}]}',
        '{"data": [{"index": 0, "embedding": [NaN, 0]}, {"index": 1, "embedding": [1, 2]}]}',
        '{"data": [{"index": 0, "embedding": []}, {"index": 1, "embedding": []}]}',
    ],
)
def test_answers_of_the_wrong_form_are_refused(server: Server, body: str) -> None:
    server.answer = lambda _: (200, body)
    with pytest.raises(EngineError):
        encoder(server).encode(["a", "b"])


def test_a_change_of_dimensions_is_refused(server: Server) -> None:
    changing = encoder(server)
    changing.encode(["a"])
    server.answer = lambda _: (200, '{"data": [{"index": 0, "embedding": [1, 2]}]}')
    with pytest.raises(EngineError, match="2 dimensions instead of 3"):
        changing.encode(["a"])
