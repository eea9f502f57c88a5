"""Train oblivious trees with ``catboost``."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.trees import Trees

Array = NDArray[Any]
TREES, DEPTH, RATE, L2 = 300, 5, 0.06, 10


def boost(values: Array, truth: Array) -> Trees:
    """Train trees.

    Args:
        values: shape (features, rows).
        truth: of each row.
    """
    from catboost import CatBoostClassifier  # noqa: PLC0415 - only training needs it

    model = CatBoostClassifier(
        depth=DEPTH,
        iterations=TREES,
        learning_rate=RATE,
        l2_leaf_reg=L2,
        rsm=0.5,
        verbose=0,
        border_count=64,
        boosting_type="Plain",
        allow_writing_files=False,
        random_seed=1,
        thread_count=2,
    )
    model.fit(values.T, truth)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        model.save_model(str(path), format="json")
        saved = json.loads(path.read_text())
    trees = saved["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    feature = np.zeros((len(trees), depth), np.int32)
    border = np.full((len(trees), depth), np.inf, np.float32)
    leaf = np.zeros((len(trees), 2**depth), np.float32)
    for number, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            feature[number, level] = split["float_feature_index"]
            border[number, level] = split["border"]
        leaf[number, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, bias = saved["scale_and_bias"]
    return Trees(feature, border, leaf * np.float32(scale), float(bias[0]))


def save_trees(path: Path, trees: Trees, names: Sequence[str]) -> None:
    """Write trees with the names of the features that they were trained on."""
    np.savez_compressed(
        path,
        feature=trees.feature.astype(np.uint8),
        border=trees.border,
        leaf=trees.leaf,
        bias=trees.bias,
        names=np.array(names),
    )
