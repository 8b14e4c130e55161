"""The one computation of the scoring sheets. Page, paper and office file show its result; the browser has the same rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Total:
    """The weighted sum of an option and its place; equal sums share the better place (1, 2, 2, 4)."""

    total: int
    rank: int


def totals(weights: Sequence[int], scores: Sequence[Sequence[int]]) -> list[Total]:
    """Weighted sums and ranks.

    `weights`: one per criterion. `scores`: one row per option, one number per criterion.
    total = sum of score × weight (the weighted form of the decision matrix); rank 1 is the highest total.
    Raises ValueError if a row has another length than the weights.
    """
    sums = [sum(score * weight for score, weight in zip(row, weights, strict=True)) for row in scores]
    return [Total(value, 1 + sum(other > value for other in sums)) for value in sums]
