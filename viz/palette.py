"""Colors of regions: each once; neighbors differ as much as possible, also for color-blind people.

No 24 colors are distinguishable under every form of color blindness. So colors are assigned by
place: the nearer two regions are, the more their colors must differ as people with normal vision,
deuteranopia and protanopia see them (matrices of G. Machado et al., "A physiologically-based model
for simulation of color vision deficiency", 2009). Beyond that, the name on a region identifies it.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Twelve hues in a darker and a lighter shade.
COLORS: tuple[str, ...] = (
    *("#3b6fb0", "#c2711c", "#3f8a46", "#b2476b", "#7d5bb0", "#1f8a86"),
    *("#8a6a3c", "#b04a3a", "#5d7f1f", "#4a58b8", "#a0529e", "#5f6f7f"),
    *("#7aa9e0", "#eda85a", "#7cc47f", "#e58aa6", "#b39ae0", "#5cc4be"),
    *("#c9a876", "#e88f7d", "#a5c056", "#93a0ee", "#d697d4", "#a3b1bf"),
)
_VISIONS = np.array(
    [
        np.eye(3),
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    ]
)


def assigned(position: Floats, group: NDArray[np.int64], count: int) -> list[str]:
    """Assign a color to each region.

    Args:
        position: ``(n, 2)`` coordinates of the nodes.
        group: ``(n,)`` region of each node, -1 for none.
        count: Number of regions; more than the colors repeat them.
    """
    middle = np.array(
        [
            np.median(position[group == c], axis=0) if (group == c).any() else (0.0, 0.0)
            for c in range(count)
        ]
    ).reshape(-1, 2)
    seen = _seen()
    apart = np.sqrt(((seen[:, :, None] - seen[:, None]) ** 2).sum(axis=-1)).min(axis=0)
    reach = float(np.median(np.hypot(*(middle - middle.mean(axis=0)).T))) if count else 1.0
    chosen: list[int] = []
    for c in range(count):
        free = [k for k in range(len(COLORS)) if k not in chosen[c - c % len(COLORS) :]]
        if not chosen:
            chosen.append(free[0])
            continue
        gap = np.hypot(*(middle[: len(chosen)] - middle[c]).T) / (reach or 1.0)
        need = 1.0 / (0.15 + gap)  # near regions need different colors
        badness = [(need / (0.02 + apart[k, chosen])).max() + 1e-6 * k for k in free]
        chosen.append(free[int(np.argmin(badness))])
    return [COLORS[k] for k in chosen]


def _seen() -> Floats:
    """Return the colors in Oklab under each vision (B. Ottosson, 2020)."""
    raw = np.array([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in COLORS]) / 255
    linear = np.where(raw <= 0.04045, raw / 12.92, ((raw + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.einsum("vij,kj->vki", _VISIONS, linear), 0, 1)
    cones = seen @ np.array(
        [[0.4122, 0.2119, 0.0883], [0.5363, 0.6807, 0.2817], [0.0514, 0.1074, 0.6300]]
    )
    lab: Floats = np.cbrt(cones) @ np.array(
        [[0.2105, 1.9780, 0.0259], [0.7936, -2.4286, 0.7828], [-0.0041, 0.4506, -0.8087]]
    )
    return lab
