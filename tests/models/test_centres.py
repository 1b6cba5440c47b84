"""Centres of languages: what is left of a vector compares across languages."""

import numpy as np

from verbale.models.centres import Centres, load_centres


def test_a_vector_of_another_encoder_is_left_as_it_is() -> None:
    centre = np.eye(4, dtype=np.float32)[0]
    centres = Centres({"sv": centre}, centre)
    other = np.eye(4, dtype=np.float32)[1]
    assert centres.centred(other, "sv") is other
    assert centres.centred(np.ones(3, dtype=np.float32), "sv").tolist() == [1.0, 1.0, 1.0]
    own = np.array([0.8, 0.6, 0.0, 0.0], dtype=np.float32)
    assert np.allclose(centres.centred(own, "sv"), own - centre)


def test_a_language_without_a_centre_has_that_of_all() -> None:
    centres = load_centres()
    vector = centres.other / np.linalg.norm(centres.other)
    assert np.allclose(centres.centred(vector, "xx"), vector - centres.other)
    assert not np.allclose(centres.by_language["vi"], centres.other, atol=1e-2)
