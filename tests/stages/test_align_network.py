import numpy as np
import numpy.typing as npt
import pytest

from verbale.stages.align import Account, align_accounts, group_documents
from verbale.stages.align.accounts import link_probabilities
from verbale.stages.align.network import pair_network
from verbale.stages.align.tables import feature_table, turn

TEXTS = (
    "Trade of 5 billion",
    "They met in Helsinki",
    "Thanks",
    "A long sentence on schools, ferries and fish",
)


def said(seed: int, count: int, near: float = 0.5) -> npt.NDArray[np.float32]:
    """Sentences around the direction that the encoder's vectors share."""
    centre = pair_network().centre / np.linalg.norm(pair_network().centre)
    rows = centre + near * np.random.default_rng(seed).normal(size=(count, len(centre))) / len(centre) ** 0.5
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def account(source: str, rows: npt.NDArray[np.float32], texts: tuple[str, ...]) -> Account:
    return Account("m", source, tuple(f"{source}{i}" for i in range(len(rows))), texts, rows)


def test_the_same_sentences_are_linked_and_others_are_not() -> None:
    rows = said(1, 8)
    a = account("a", rows[:4], TEXTS)
    b = account("b", rows[[0, 5, 2, 3]], (TEXTS[0], "Something quite different", *TEXTS[2:]))
    assert {(link.a, link.b) for link in align_accounts(a, b)} == {(0, 0), (2, 2), (3, 3)}


def test_it_does_not_matter_which_account_comes_first() -> None:
    a, b = account("a", said(1, 4), TEXTS), account("b", said(2, 3), TEXTS[1:])
    assert np.allclose(link_probabilities(a, b), link_probabilities(b, a).T, atol=1e-5)
    tables = [
        feature_table(
            (x.vectors, y.vectors), (x.vectors.astype(float), y.vectors.astype(float)), (x.texts, y.texts)
        )
        for x, y in ((a, b), (b, a))
    ]
    assert np.allclose(turn(tables[0]), tables[1], atol=1e-4)


@pytest.mark.parametrize("rows", [np.eye(4, 64), np.eye(4, 384), -said(1, 4)])
def test_vectors_of_another_encoder_are_left_to_the_regression(rows: npt.NDArray[np.float32]) -> None:
    assert pair_network().knows(said(1, 4))
    assert not pair_network().knows(np.asarray(rows, np.float32))


def test_documents_are_grouped_by_what_they_say_not_by_language() -> None:
    """Two languages that lie further apart than documents do."""
    languages = [4 * said(90 + k, 1, 1.0) for k in range(2)]
    topics = [said(k, 8, 1.0) for k in range(3)]
    documents = [
        np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
        for language in languages
        for rows in (topic + language for topic in topics)
    ]
    assert group_documents(documents) == [[0, 3], [1, 4], [2, 5]]
    assert group_documents([documents[0], documents[3][:2], documents[1]], [(0, 1), (0, 2)]) == [
        [0],
        [1],
        [2],
    ]
