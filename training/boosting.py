"""Learns oblivious trees with ``catboost`` (only to learn the rankers anew)."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.trees import Trees

__all__ = ["Boosting", "boost", "save_trees"]

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Boosting:
    """How trees are learnt: fewer papers want slower learning and more restraint."""

    trees: int
    depth: int
    rate: float
    restraint: float  # L2 on the leaves


def boost(values: Array, truth: Array, how: Boosting) -> Trees:
    """Learn oblivious trees; values of shape (features, rows)."""
    from catboost import CatBoostClassifier  # noqa: PLC0415 - only learning needs it

    model = CatBoostClassifier(
        depth=how.depth,
        iterations=how.trees,
        learning_rate=how.rate,
        l2_leaf_reg=how.restraint,
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
    trees_ = saved["oblivious_trees"]
    most = max(len(t["splits"]) for t in trees_)
    feature = np.zeros((len(trees_), most), np.int32)
    border = np.full((len(trees_), most), np.inf, np.float32)
    leaf = np.zeros((len(trees_), 2**most), np.float32)
    for i, tree in enumerate(trees_):
        for level, split in enumerate(tree["splits"]):
            feature[i, level] = split["float_feature_index"]
            border[i, level] = split["border"]
        leaf[i, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, bias = saved["scale_and_bias"]
    return Trees(feature, border, leaf * np.float32(scale), float(bias[0]))


def save_trees(path: Path, model: Trees, names: Sequence[str]) -> None:
    """Write trees with the names of the features that they were learnt on."""
    np.savez_compressed(
        path,
        feature=model.feature.astype(np.uint8),
        border=model.border,
        leaf=model.leaf,
        bias=model.bias,
        names=np.array(names),
    )
