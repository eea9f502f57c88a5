"""Gradient-boosted oblivious trees, evaluated with numpy alone.

In an oblivious tree every node of a level asks the same question, so a leaf's number is the
answers' bits: Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features",
NeurIPS 2018. Trees are learnt offline; here they are only read.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Trees"]

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Trees:
    """Some trees of equal depth.

    Attributes:
        feature: which column a level asks for, shape (trees, depth).
        border: the answer is ``value > border``, shape (trees, depth).
        leaf: what a leaf adds to the log-odds, shape (trees, 2 ** depth).
        bias: added once.
    """

    feature: Array
    border: Array
    leaf: Array
    bias: float

    def log_odds(self, columns: Array) -> Array:
        """The sum over all trees for each row.

        Args:
            columns: float32, shape (features, rows): a feature's values lie together.
        """
        total: Array = np.full(columns.shape[1], self.bias)
        for feature, border, leaf in zip(self.feature, self.border, self.leaf, strict=True):
            number = (columns[feature[0]] > border[0]).astype(np.uint8)
            for level in range(1, len(feature)):
                number |= (columns[feature[level]] > border[level]).view(np.uint8) << np.uint8(
                    level
                )
            total += leaf[number]
        return total
