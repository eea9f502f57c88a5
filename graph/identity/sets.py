"""Disjoint sets of numbers, such as papers or entries that are one."""

from collections import defaultdict


class Sets:
    """Disjoint sets of numbers (union-find); the least number of a set represents it."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, i: int) -> int:
        """Return the least number of the set that contains a number."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Join the sets of two numbers."""
        a, b = sorted((self.find(i), self.find(j)))
        self._parent[b] = a

    def all(self) -> list[list[int]]:
        """Return all sets."""
        found: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._parent)):
            found[self.find(i)].append(i)
        return list(found.values())
