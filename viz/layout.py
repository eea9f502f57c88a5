"""Positions of nodes in the plane, computed once: a page opens at rest.

The method is a force model with bounded, t-distributed forces (F. Zhong et al., "Force-directed
graph layouts revisited: a new force based on the t-distribution", IEEE TVCG 2023), which keeps
graph neighbors closer together than springs do. It starts from pivot MDS (U. Brandes and
C. Pich, "Eigensolver methods for progressive multidimensional scaling of large data", GD 2006).
All pairs repel each other with ``d / (1 + d^2)^2``, the slope of ``1 / (2 (1 + d^2))``. The sum of
this potential is a convolution, computed on a grid by the fast Fourier transform, in
``O(n + g log g)`` per step for ``g`` grid cells instead of ``O(n^2)``.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SIZES = (64, 96, 128, 160, 192, 256, 320, 384, 512, 640, 768, 1024, 1280, 1536)
_LINEAR = 0.02  # linear part of the attraction
_BOUNDED, _BOUNDED_LAST = 30.0, 4.0
_ROOM = 7.0  # area of the layout in areas of all marks; more for small graphs, for their labels
_SMALL = 200  # nodes
_EVEN = 0.08  # extent of density equalization, as a share of the layout's size
_PIVOTS = 50
_GATHER = 0.15  # attraction to the center of a node's community
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_MOST_ROUNDS = 30  # of separation
_ROUNDS = 3  # of separation with the same pairs
_SMALL_PART = 12  # nodes; smaller components are placed around the core
_FEW = 0.02  # share of the core's nodes; fewer nodes of small components are placed in the core


def positions(
    n: int,
    edges: Ints,
    seed: int = 0,
    *,
    communities: Ints | None = None,
    radii: Floats | None = None,
    steps: int = 300,
) -> Floats:
    """Lay out a graph.

    Args:
        n: Number of nodes.
        edges: ``(m, 2)`` node indices of both ends of each edge.
        seed: Random seed; the same seed gives the same positions.
        communities: ``(n,)`` community of each node, -1 for none; communities are drawn apart.
        radii: ``(n,)`` radius of each node's mark, in units of the result; overlapping marks are
            moved apart. Default 8.
        steps: Number of iterations; more are slower and slightly better.

    Returns:
        ``(n, 2)`` coordinates around 0, in the unit of ``radii``.
    """
    if n == 0:
        return np.zeros((0, 2))
    random = np.random.default_rng(seed)
    edges = _simple(n, edges)
    radii = np.full(n, 8.0) if radii is None else radii
    part = _components(n, edges)
    size = np.bincount(part)
    core = size[part] >= min(_SMALL_PART, size.max())
    place = np.zeros((n, 2))
    number = np.cumsum(core) - 1
    inner = number[edges[core[edges[:, 0]]]]
    place[core] = _core(
        inner, radii[core], None if communities is None else communities[core], steps, random
    )
    if core.all():
        return place
    if (~core).sum() <= _FEW * core.sum():
        _insert(place, core, part, communities)
    else:
        _surround(place, core, part, radii)
    return separate(place, radii, random)


def _core(
    edges: Ints, radii: Floats, communities: Ints | None, steps: int, random: np.random.Generator
) -> Floats:
    """Lay out the larger components."""
    n = len(radii)
    place = _pivot_mds(n, edges, random)
    place = _move(place, edges, _weights(n, edges, communities), communities, steps)
    place -= np.median(place, axis=0)
    # Scale the layout so that the marks cover a fixed share of its area.
    reach = float(np.quantile(np.hypot(place[:, 0], place[:, 1]), 0.95)) or 1.0
    room = _ROOM * max(1.0, _SMALL / n) ** 0.6
    place *= np.sqrt(room * np.sum(radii**2)) / reach
    return separate(_spread(place, radii**2, _EVEN), radii, random)


def _components(n: int, edges: Ints) -> Ints:
    """Label each node's component by propagating the smallest index until nothing changes."""
    part = np.arange(n)
    while len(edges):
        least = part.copy()
        np.minimum.at(least, edges[:, 0], part[edges[:, 1]])
        np.minimum.at(least, edges[:, 1], part[edges[:, 0]])
        least = least[least]
        if np.array_equal(least, part):
            break
        part = least
    return np.unique(part, return_inverse=True)[1]


def _small(core: NDArray[np.bool_], part: Ints) -> list[Ints]:
    """Return the nodes of each small component, larger ones first."""
    order = np.argsort(part, kind="stable")
    order = order[~core[order]]
    cuts = np.flatnonzero(np.diff(part[order])) + 1
    return sorted(np.split(order, cuts), key=lambda group: (-len(group), group[0]))


def _insert(place: Floats, core: NDArray[np.bool_], part: Ints, communities: Ints | None) -> None:
    """Place small components in the core, each in its community; a few nodes need no ring."""
    for turn, group in enumerate(_small(core, part)):
        own = core
        if communities is not None and communities[group[0]] >= 0:
            own = core & (communities == communities[group[0]])
        own = own if own.any() else core
        middle = np.median(place[own], axis=0)
        reach = 0.8 * np.quantile(np.hypot(*(place[own] - middle).T), 0.9)
        angle = turn * GOLDEN_ANGLE
        goal = middle + reach * np.array([np.cos(angle), np.sin(angle)])
        gap = np.where(own, ((place - goal) ** 2).sum(axis=1), np.inf)
        place[group] = place[int(gap.argmin())]


def _surround(place: Floats, core: NDArray[np.bool_], part: Ints, radii: Floats) -> None:
    """Place small components around the core on a sunflower spiral, larger ones first."""
    groups = _small(core, part)
    far = np.hypot(place[core, 0], place[core, 1])
    reach = float(np.quantile(far, 0.99)) if core.any() else 0.0  # ignore outliers
    # The spacing is about that of the nodes in the core.
    spacing = np.sqrt(np.pi / max(1, core.sum())) * reach * 0.85
    area = np.pi * (reach + spacing) ** 2
    for turn, group in enumerate(groups):
        space = float(radii[group].max())
        # The first node of a component is in its center, the others around it.
        crowd = np.sin(np.pi / max(2, len(group) - 1))
        own = 0.0 if len(group) == 1 else max(2.1 * space, 1.05 * space / crowd)
        need = max(2.4 * (own + space), spacing)
        area += need**2
        angle = turn * GOLDEN_ANGLE
        place[group] = np.sqrt(area / np.pi) * np.array([np.cos(angle), np.sin(angle)])
        around = np.linspace(0, 2 * np.pi, len(group) - 1, endpoint=False) + angle
        place[group[1:]] += own * np.column_stack((np.cos(around), np.sin(around)))


def _simple(n: int, edges: Ints) -> Ints:
    """Remove duplicate undirected edges."""
    edges = np.asarray(edges, dtype=np.int64).reshape(-1, 2)
    if len(edges) == 0:
        return edges
    ends = np.sort(edges, axis=1)
    code = np.unique(ends[:, 0] * n + ends[:, 1])
    return np.stack((code // n, code % n), axis=1)


def _weights(n: int, edges: Ints, communities: Ints | None) -> Floats:
    """Weight each edge's attraction: less at hubs and between communities."""
    degree = np.maximum(np.bincount(edges.ravel(), minlength=n), 1).astype(float)
    weight = (degree[edges[:, 0]] * degree[edges[:, 1]]) ** -0.25
    if communities is not None:
        weight[communities[edges[:, 0]] != communities[edges[:, 1]]] *= 0.3
    return np.asarray(weight)


def _csr(n: int, edges: Ints) -> tuple[Ints, Ints]:
    """Build adjacency lists: node ``i`` has the neighbors ``flat[start[i]:start[i + 1]]``."""
    both = np.concatenate((edges, edges[:, ::-1]))
    both = both[np.argsort(both[:, 0], kind="stable")]
    start = np.concatenate(([0], np.cumsum(np.bincount(both[:, 0], minlength=n))))
    return start.astype(np.int64), both[:, 1]


def _distances(source: int, start: Ints, flat: Ints) -> Floats:
    """Compute the distance from ``source`` to every node; infinite if unreachable."""
    distance = np.full(len(start) - 1, np.inf)
    distance[source] = 0
    front = np.array([source])
    step = 0.0
    while len(front):
        step += 1
        count = start[front + 1] - start[front]
        offset = np.repeat(start[front] - np.concatenate(([0], np.cumsum(count)[:-1])), count)
        reached = flat[np.arange(count.sum()) + offset]
        distance[reached[np.isinf(distance[reached])]] = step
        front = np.flatnonzero(distance == step)
    return distance


def _pivot_mds(n: int, edges: Ints, random: np.random.Generator) -> Floats:
    """Compute initial positions: principal axes of the distances to a few distant pivots."""
    noise = random.normal(size=(n, 2))
    if len(edges) == 0:
        return np.asarray(noise * np.sqrt(n))
    start, flat = _csr(n, edges)
    pivot = int(np.argmax(np.diff(start)))
    nearest = np.full(n, np.inf)
    columns = []
    for _ in range(min(_PIVOTS, n)):
        column = _distances(pivot, start, flat)
        columns.append(column)
        nearest = np.minimum(nearest, column)
        pivot = int(np.argmax(np.where(np.isinf(nearest), -1, nearest)))
    matrix = np.stack(columns, axis=1)
    reached = np.isfinite(matrix)
    matrix[~reached] = matrix[reached].max() + 1
    square = matrix**2
    square -= square.mean(axis=0)
    square -= square.mean(axis=1, keepdims=True)
    values, vectors = np.linalg.eigh(square.T @ square)
    place = square @ vectors[:, np.argsort(values)[::-1][:2]]
    if place.shape[1] < 2:  # fewer than two pivots
        place = np.column_stack((place, noise[:, 0]))
    place = place / (np.abs(place).max() or 1.0)
    # The sign of an eigenvector is arbitrary; fix it, so that every machine gives the same result.
    place *= np.where(np.abs(place.min(axis=0)) > place.max(axis=0), -1.0, 1.0)
    return np.asarray(place * np.sqrt(n) * 0.5 + noise * 0.5)


def _move(
    place: Floats, edges: Ints, weight: Floats, communities: Ints | None, steps: int
) -> Floats:
    """Move nodes along the forces with decreasing step size."""
    n = len(place)
    source, target = (np.ascontiguousarray(edges[:, end]) for end in (0, 1))
    place = np.ascontiguousarray(place.T)  # one row for each axis, which is faster to read
    velocity = np.zeros_like(place)
    inside, own, members = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    if communities is not None:
        inside = np.flatnonzero(communities >= 0)
        own = communities[inside]
        members = np.maximum(np.bincount(own), 1)
    for step in range(steps):
        heat = 1.0 - step / steps
        # Strong attraction first brings neighbors together; weaker attraction then spreads them.
        bounded = _BOUNDED_LAST + (_BOUNDED - _BOUNDED_LAST) * min(1.0, max(0.0, 2 * heat - 0.2))
        gap = place.take(target, axis=1) - place.take(source, axis=1)
        gap *= weight * (_LINEAR + bounded / (1.0 + gap[0] * gap[0] + gap[1] * gap[1]))
        force = _repulsion(place.T, 0.8 if heat > 0.25 else 0.5).T
        for axis in (0, 1):
            force[axis] += np.bincount(source, gap[axis], n) - np.bincount(target, gap[axis], n)
        force -= place * (0.1 / np.sqrt(n))  # weak gravity keeps components together
        for axis in (0, 1) if len(inside) else ():
            here = place[axis].take(inside)
            middle = np.bincount(own, here) / members
            force[axis, inside] += _GATHER * (middle.take(own) - here)
        velocity = 0.6 * velocity + 0.3 * force
        length = np.sqrt(velocity[0] * velocity[0] + velocity[1] * velocity[1])
        velocity *= np.minimum(1.0, (0.05 + 1.5 * heat) / np.maximum(length, 1e-9))
        place += velocity
    return np.ascontiguousarray(place.T)


def _spread(place: Floats, mass: Floats, extent: float) -> Floats:
    """Equalize density: widen dense areas and shrink empty ones, keeping neighborhoods.

    Mass diffuses and carries the nodes along (M. Gastner and M. Newman, "Diffusion-based method
    for producing density-equalizing maps", PNAS 2004). Diffusion stops early, at ``extent`` times
    the size of the layout, so that communities stay apart.
    """
    if len(place) < 10:
        return place
    size = 256 if len(place) < 20_000 else 512
    middle = np.median(place, axis=0)
    far = np.hypot(*(place - middle).T)
    half = 1.5 * float(np.quantile(far, 0.98))
    wave_number = 2 * np.pi * np.fft.fftfreq(size)
    square = wave_number[:, None] ** 2 + wave_number[None, : size // 2 + 1] ** 2
    scaled = np.clip((place - middle) / half, -0.98, 0.98) * (size / 2) + size / 2
    outside = place - (middle + (scaled - size / 2) * (half / (size / 2)))
    density, _, _ = _deposit(scaled[:, 0], scaled[:, 1], mass, size)
    density += density.mean()  # background density, so that flow at the border stays slow
    wave = np.fft.rfft2(density.reshape(size, size))
    time, end = 0.5, (extent * size) ** 2
    growth = (end / time) ** (1 / 40)
    while time < end:
        now = np.fft.irfft2(wave * np.exp(-square * time), s=(size, size)).ravel()
        _, cells, share = _deposit(scaled[:, 0], scaled[:, 1], mass, size)
        pace = time * (growth - 1)
        for axis, shift in enumerate((size, 1)):
            flow = np.zeros(len(place))
            for at, part in zip(cells, share, strict=True):
                flow += part * (now[at - shift] - now[at + shift]) / (2 * now[at])
            scaled[:, axis] += np.clip(flow * pace, -3, 3)
        scaled = np.clip(scaled, 1, size - 3)
        time *= growth
    return np.asarray(middle + (scaled - size / 2) * (half / (size / 2)) + outside)


def _deposit(
    x: Floats, y: Floats, mass: Floats | None, size: int
) -> tuple[Floats, tuple[Ints, ...], tuple[Floats, ...]]:
    """Distribute mass bilinearly on a grid; return the grid, the cells and their shares."""
    column, row = x.astype(np.int64), y.astype(np.int64)
    right, upper = x - column, y - row
    both = right * upper
    index = column * size + row
    cells = (index, index + 1, index + size, index + size + 1)
    share = (1 - right - upper + both, upper - both, right - both, both)
    grid = np.zeros(size * size)
    for at, part in zip(cells, share, strict=True):
        grid += np.bincount(at, part if mass is None else part * mass, size * size)
    return grid, cells, share


@lru_cache(maxsize=8)
def _kernel(size: int, cell: float) -> NDArray[np.complex64]:
    """Compute the Fourier transform of ``1 / (2 (1 + d^2))`` on a periodic grid."""
    offset = (np.minimum(np.arange(size), size - np.arange(size)) * cell) ** 2
    potential = 0.5 / (1.0 + offset[:, None] + offset[None, :])
    return np.asarray(np.fft.rfft2(potential.astype(np.float32)))


def _repulsion(place: Floats, cell: float) -> Floats:
    """Compute the repulsion of each node by all others from a potential on a grid."""
    low = place.min(axis=0)
    extent = float((place.max(axis=0) - low).max())
    needed = int(extent / cell * 1.15) + 8  # a margin, because the grid is periodic
    size = next((size for size in _SIZES if size >= needed), _SIZES[-1])
    if size < needed:  # exceeds the finest grid: use larger cells
        cell = extent * 1.15 / (size - 8)
    x, y = ((place[:, axis] - low[axis]) / cell + 2 for axis in (0, 1))
    mass, cells, share = _deposit(x, y, None, size)
    wave = np.fft.rfft2(mass.reshape(size, size).astype(np.float32))
    wave *= _kernel(size, cell)
    potential = np.fft.irfft2(wave, s=(size, size)).ravel()
    force = np.zeros_like(place)
    for axis, shift in enumerate((size, 1)):
        slope = np.zeros(size * size)
        slope[shift:-shift] = (potential[: -2 * shift] - potential[2 * shift :]) / (2 * cell)
        for at, part in zip(cells, share, strict=True):
            force[:, axis] += part * slope.take(at)
    return force


def separate(place: Floats, radii: Floats, random: np.random.Generator) -> Floats:
    """Move overlapping marks apart, each of a pair by half, in at most 30 rounds."""
    place = place + random.normal(scale=1e-3, size=place.shape)
    renew = 0
    for turn in range(_MOST_ROUNDS):
        if turn >= renew:  # pairs that are near now are most of those that touch soon
            one, two = _near(place, 2 * float(radii.max()))
            gap = place.take(two, axis=0) - place.take(one, axis=0)
            reach = radii.take(one) + radii.take(two)
            near = np.flatnonzero(np.einsum("ij,ij->i", gap, gap) < (1.2 * reach) ** 2)
            one, two, reach = one[near], two[near], reach[near]
            renew = turn + _ROUNDS
        gap = place.take(two, axis=0) - place.take(one, axis=0)
        distance = np.maximum(np.hypot(gap[:, 0], gap[:, 1]), 1e-9)
        missing = reach - distance
        touch = np.flatnonzero(missing > 0)
        if not len(touch):
            if renew == turn + _ROUNDS:
                break
            renew = turn + 1
            continue
        ones, twos = one[touch], two[touch]
        shift = gap[touch] * (missing[touch] / distance[touch] * 0.5)[:, None]
        for axis in (0, 1):
            place[:, axis] += np.bincount(twos, shift[:, axis], len(place))
            place[:, axis] -= np.bincount(ones, shift[:, axis], len(place))
    return place


def _near(place: Floats, reach: float) -> tuple[Ints, Ints]:
    """Find pairs that may be closer than ``reach``: nodes in the same or adjacent cells."""
    cell = np.floor((place - place.min(axis=0)) / reach).astype(np.int64) + 1
    width = int(cell[:, 1].max()) + 2
    code = cell[:, 0] * width + cell[:, 1]
    order = np.argsort(code, kind="stable")
    code = code[order]
    ones: list[Any] = []
    twos: list[Any] = []
    for shift in (0, 1, width - 1, width, width + 1):
        first = np.searchsorted(code, code + shift, "left")
        last = np.searchsorted(code, code + shift, "right")
        if shift == 0:
            first = np.arange(len(code)) + 1
        count = np.maximum(last - first, 0)
        offset = np.repeat(first - np.concatenate(([0], np.cumsum(count)[:-1])), count)
        ones.append(order[np.repeat(np.arange(len(code)), count)])
        twos.append(order[np.arange(count.sum()) + offset])
    return np.concatenate(ones), np.concatenate(twos)


def sums_of_neighbors(
    place: Floats, edges: Ints, own: NDArray[np.bool_], others: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Add up the positions of neighbors.

    Args:
        place: ``(n, 2)`` positions.
        edges: ``(m, 2)`` node indices of both ends of each edge.
        own: ``(n,)`` nodes whose neighbors count.
        others: ``(n,)`` neighbors that count.

    Returns:
        ``(n, 2)`` sums, and ``(n, 1)`` numbers of neighbors, at least 1.
    """
    total, count = np.zeros_like(place), np.zeros(len(place))
    for one, other in ((0, 1), (1, 0)):
        ends = edges[own[edges[:, one]] & others[edges[:, other]]]
        np.add.at(total, ends[:, one], place[ends[:, other]])
        np.add.at(count, ends[:, one], 1)
    return total, np.maximum(count, 1)[:, None]
