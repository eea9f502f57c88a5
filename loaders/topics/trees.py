"""Gradient-boosted oblivious trees, evaluated with numpy alone.

All nodes of a level of an oblivious tree test the same condition, so the results of the tests are
the bits of the leaf's number: Prokhorenkova et al., "CatBoost: unbiased boosting with categorical
features", NeurIPS 2018.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees of equal depth.

    Attributes:
        feature: the feature that a level tests, shape (trees, depth).
        border: the test is ``value > border``, shape (trees, depth).
        leaf: what a leaf adds to the log-odds, shape (trees, 2 ** depth).
        bias: added once.
    """

    feature: Array
    border: Array
    leaf: Array
    bias: float

    def log_odds(self, features: Array) -> Array:
        """Return the sum over all trees for each row.

        Args:
            features: float32, shape (features, rows).
        """
        total: Array = np.full(features.shape[1], self.bias)
        for feature, border, leaf in zip(self.feature, self.border, self.leaf, strict=True):
            number = (features[feature[0]] > border[0]).astype(np.uint8)
            for level in range(1, len(feature)):
                test = (features[feature[level]] > border[level]).view(np.uint8)
                number |= test << np.uint8(level)
            total += leaf[number]
        return total


def load_trees(path: Path) -> tuple[Trees, list[str]]:
    """Read trees and the names of the features that they were trained on."""
    with np.load(path) as saved:
        trees = Trees(saved["feature"], saved["border"], saved["leaf"], float(saved["bias"]))
        return trees, [str(name) for name in saved["names"]]
