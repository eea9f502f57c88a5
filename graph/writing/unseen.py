"""Track which nodes are certainly new, in a graph that was empty when a load began.

The hint saves reading nodes that are certainly new, half of the reads of a first load. It may be
wrong if another process writes: the uniqueness of ``id`` then refuses the batch, and it is tried
again without the hint (``graph.store``).
"""

_BITS = 1 << 26  # 8 MB for any load; of a million names, 1.5% are read in vain


class Unseen:
    """A Bloom filter with one hash, which contains the nodes of this load.

    Args:
        empty: whether the graph contains no node. Otherwise no node is certainly new.
    """

    def __init__(self, *, empty: bool) -> None:
        self._bits = bytearray(_BITS // 8) if empty else None

    def take(self, label: str, id: str) -> bool:
        """Report whether a node is certainly new, and add it."""
        if self._bits is None:
            return False
        byte, bit = divmod(hash((label, id)) % _BITS, 8)
        seen = self._bits[byte] >> bit & 1
        self._bits[byte] |= 1 << bit
        return not seen
