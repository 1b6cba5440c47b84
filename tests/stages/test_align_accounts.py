import numpy as np
import pytest

from verbale.stages.align import Account, align, align_accounts, figures_of
from verbale.stages.align.groups import HUBS

DIMENSIONS = 64
NOISE = 0.25


def statement(topic: int, source: str) -> np.ndarray:
    """A vector of a topic as one source words it, near all others as sentences of one subject are."""
    noise = np.random.default_rng([topic, sum(map(ord, source))]).normal(size=DIMENSIONS) * NOISE / 8
    row = np.full(DIMENSIONS, 0.35) + noise
    row[topic] += 1.0
    return row / np.linalg.norm(row)


def account(
    source: str, topics: list[int], texts: dict[int, str] | None = None, meeting: str = "m"
) -> Account:
    return Account(
        meeting,
        source,
        tuple(f"{source}{topic}" for topic in topics),
        tuple((texts or {}).get(topic, "a statement of about this length") for topic in topics),
        np.array([statement(topic, source) for topic in topics], dtype=np.float32).reshape(-1, DIMENSIONS),
    )


def groups(accounts: list[Account]) -> set[frozenset[str]]:
    return {frozenset(item.segments) for item in align(accounts)}


def test_shared_statements_are_linked_and_the_rest_is_not() -> None:
    a, b = account("a", [0, 1, 2, 3, 4, 5]), account("b", [0, 8, 2, 9, 4, 5])
    assert [(link.a, link.b) for link in align_accounts(a, b)] == [(0, 0), (2, 2), (4, 4), (5, 5)]


def test_links_may_cross() -> None:
    a, b = account("a", [0, 1, 2, 3, 4, 5]), account("b", [3, 4, 5, 0, 1, 2])
    links = {(link.a, link.b) for link in align_accounts(a, b)}
    assert links == {(i, (i + 3) % 6) for i in range(6)}


def test_probabilities_are_kept_so_that_the_threshold_can_move() -> None:
    a, b = account("a", [0, 1, 2, 3]), account("b", [0, 1, 2, 7])
    loose, strict = align_accounts(a, b, 0.01), align_accounts(a, b, 0.9)
    assert set(strict) <= set(loose)
    assert all(0 <= link.p <= 1 for link in loose)


def test_figures_decide_between_two_statements_alike() -> None:
    texts = {0: "trade of 5 billion", 1: "trade of 10 billion"}
    a, b = account("a", [0, 1, 2, 3], texts), account("b", [0, 2, 3], texts)
    with_figures = {(link.a, link.b): link.p for link in align_accounts(a, b, 0.0)}
    without = {(link.a, link.b): link.p for link in align_accounts(account("a", [0, 1, 2, 3]), b, 0.0)}
    assert with_figures[0, 0] > without[0, 0]
    assert with_figures[1, 0] < with_figures[0, 0]


def test_three_accounts_make_one_group_a_statement() -> None:
    found = groups([account("a", [0, 1, 2, 3]), account("b", [0, 1, 2, 5]), account("c", [0, 1, 6, 3])])
    assert frozenset({"a0", "b0", "c0"}) in found
    assert frozenset({"a1", "b1", "c1"}) in found
    assert {frozenset({"b5"}), frozenset({"c6"})} <= found


def test_many_accounts_make_one_group_a_statement_though_not_all_are_compared() -> None:
    names = [f"outlet{number:02}" for number in range(HUBS + 4)]
    found = groups([account(name, [0, 1, 2, 3]) for name in names])
    assert found == {frozenset(f"{name}{topic}" for name in names) for topic in range(4)}


def test_every_segment_stands_in_one_group() -> None:
    accounts = [account("a", [0, 1, 2]), account("b", [2, 1, 7]), account("c", [])]
    named = [name for item in align(accounts) for name in item.segments]
    assert sorted(named) == ["a0", "a1", "a2", "b1", "b2", "b7"]


def test_one_account_alone_has_only_statements_of_its_own() -> None:
    assert {item.relation for item in align([account("a", [0, 1])])} == {"only"}
    assert align([]) == ()


def test_the_order_of_accounts_does_not_matter() -> None:
    accounts = [
        account(name, topics)
        for name, topics in zip("abcd", ([0, 1, 2], [2, 0], [1, 2, 5], [0]), strict=True)
    ]
    expected = align(accounts)
    for seed in range(10):
        rng = np.random.default_rng(seed)
        accounts = [accounts[k] for k in rng.permutation(len(accounts))]
        assert align(accounts) == expected


def test_accounts_of_two_meetings_are_refused() -> None:
    with pytest.raises(ValueError, match="one meeting"):
        align([account("a", [0]), account("b", [0], meeting="other")])


def test_figures_are_read_in_any_script() -> None:
    assert figures_of("5 tỷ, 1.500, ١٢ and 2.5") == {"5", "1500", "12", "25"}
