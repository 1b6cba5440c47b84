"""The network that aligns accounts in PyTorch, and how it is learned from tables."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import torch  # type: ignore[import-not-found, unused-ignore]
from torch import nn  # type: ignore[import-not-found, unused-ignore]

from verbale.stages.align.network import PairNetwork
from verbale.stages.align.tables import turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Table: TypeAlias = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
"""Features of two accounts, (n, m, features), and 1 where a link is right, (n, m)."""

Projection: TypeAlias = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
"""A mean, and the matrix that vectors less that mean are multiplied with."""

SEED = 2022

WIDTH, BLOCKS, EPOCHS, RATE, DECAY, BATCH = 32, 4, 5, 4e-3, 1e-2, 24

_DESCRIBED = 3000
"""Tables from which mean and spread of the features are taken."""


class Net(nn.Module):  # type: ignore[misc, unused-ignore]
    """`PairNetwork` in PyTorch, on padded batches of tables."""

    def __init__(self, tables: Sequence[Table]) -> None:
        """Take the mean and the spread of the features from tables."""
        super().__init__()
        features = tables[0][0].shape[-1]
        flat = np.concatenate([table.reshape(-1, features) for table, _ in tables[:_DESCRIBED]])
        self.mean, self.spread = torch.tensor(flat.mean(axis=0)), torch.tensor(flat.std(axis=0) + 1e-3)
        self.inward = nn.Linear(features, WIDTH)
        self.around = nn.ModuleList(nn.Linear(9 * WIDTH, WIDTH, bias=False) for _ in range(BLOCKS))
        self.beside = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in range(BLOCKS))
        self.norm = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(BLOCKS))
        self.outward = nn.Linear(WIDTH, 1)

    def forward(self, tables: Any, mask: Any) -> Any:
        """Log-odds, shape (batch, n, m); `mask` is 1 inside each table."""
        inside = mask[..., None]
        hidden = torch.relu(self.inward((tables - self.mean) / self.spread)) * inside
        outside = (1 - inside) * -1e4
        rows, columns = tables.shape[1:3]
        for around, beside, norm in zip(self.around, self.beside, self.norm, strict=True):
            padded = nn.functional.pad(hidden, (0, 0, 1, 1, 1, 1))
            near = [padded[:, x : x + rows, y : y + columns] for x in range(3) for y in range(3)]
            own, by_row, by_column = beside.weight.split(WIDTH, dim=1)
            told = hidden @ own.T + around(torch.cat(near, -1)) + beside.bias
            told = told + ((hidden + outside).amax(2) @ by_row.T)[:, :, None]
            told = told + ((hidden + outside).amax(1) @ by_column.T)[:, None]
            hidden = norm(hidden + torch.relu(told)) * inside
        return self.outward(hidden)[..., 0]

    def arrays(self, projection: Projection) -> PairNetwork:
        """The same for NumPy."""

        def stack(parts: Any) -> npt.NDArray[np.float32]:
            return np.stack([part.detach().numpy() for part in parts])

        weight = (self.inward.weight / self.spread).T
        bias = self.inward.bias - (self.mean / self.spread) @ self.inward.weight.T
        return PairNetwork(
            *projection,
            inward=torch.cat([weight, bias[None]]).detach().numpy(),
            around=stack(layer.weight.T for layer in self.around),
            beside=stack(layer.weight.T for layer in self.beside),
            bias=stack(layer.bias for layer in self.beside),
            scale=stack(layer.weight for layer in self.norm),
            shift=stack(layer.bias for layer in self.norm),
            outward=self.outward.weight[0].detach().numpy(),
            offset=self.outward.bias[0].detach().numpy(),
        )


def learn_network(tables: Sequence[Table]) -> Net:
    """Learn from tables, each read from either side by turns."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)  # noqa: S311
    net = Net(tables)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(tables) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    for epoch in range(EPOCHS):
        total = 0.0
        for read, right, mask in _batches(tables, rng):
            loss = nn.functional.binary_cross_entropy_with_logits(
                net(read, mask), right, weight=mask, reduction="sum"
            )
            loss = loss / mask.sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: {total * EPOCHS / steps:.4f}", flush=True)
    return net


def _batches(tables: Sequence[Table], rng: random.Random) -> Iterator[tuple[Any, Any, Any]]:
    """Tables of about one size together, padded; every second one turned."""
    order = sorted(range(len(tables)), key=lambda at: tables[at][1].size + 30 * rng.random())
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    rng.shuffle(batches)
    for batch in batches:
        chosen = [(turn(t), r.T) if rng.random() < 0.5 else (t, r) for t, r in (tables[at] for at in batch)]
        n, m = (max(right.shape[axis] for _, right in chosen) for axis in (0, 1))
        read = np.zeros((len(batch), n, m, tables[0][0].shape[-1]), np.float32)
        wanted, mask = np.zeros((2, len(batch), n, m), np.float32)
        for at, (table, right) in enumerate(chosen):
            inside = at, slice(right.shape[0]), slice(right.shape[1])
            read[inside], wanted[inside], mask[inside] = table, right, 1
        yield torch.tensor(read), torch.tensor(wanted), torch.tensor(mask)
