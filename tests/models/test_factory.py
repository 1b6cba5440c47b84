from __future__ import annotations

import sys

import pytest

from verbale.errors import EngineError
from verbale.models import Encoder, TokenEncoder
from verbale.models.factory import make_encoder


def test_the_built_in_encoder_also_encodes_tokens() -> None:
    assert isinstance(make_encoder("builtin", threads=1), TokenEncoder)


@pytest.mark.parametrize(
    "spec", ["sentence-transformers:./models/any", "openai:text-embedding-3-small@http://localhost:1/v1"]
)
def test_an_encoder_is_named_as_it_was_asked_for(spec: str) -> None:
    assert make_encoder(spec).name == spec


@pytest.mark.parametrize(
    "spec",
    ["", "e5", "builtin:x", "sentence-transformers:", "openai:model", "openai:@http://h", "openai:m@h"],
)
def test_another_form_is_refused_and_the_forms_are_told(spec: str) -> None:
    with pytest.raises(EngineError, match="openai:MODEL@ADDRESS"):
        make_encoder(spec)


def test_a_missing_package_is_told_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    encoder: Encoder = make_encoder("sentence-transformers:any")
    with pytest.raises(EngineError, match=r"verbale\[sentence-transformers\]"):
        encoder.encode(["text"])
