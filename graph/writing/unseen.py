"""Which nodes cannot be in a graph that was empty when a load began.

A hint that spares a look at what is certainly new, half of what a first load asks for. It need
not be right: what another process has written meanwhile is refused by the uniqueness of ``id``,
and the batch is tried again without the hint (``graph.store``).
"""

__all__ = ["Unseen"]

_BITS = 1 << 26  # 8 MB, however long the load; of a million names 1.5 % are looked up in vain


class Unseen:
    """Remembers what was asked for, in a Bloom filter of one hash.

    Args:
        empty: whether the graph holds no node. Where it does, nothing is certainly new.
    """

    def __init__(self, *, empty: bool) -> None:
        self._bits = bytearray(_BITS // 8) if empty else None

    def take(self, label: str, id: str) -> bool:
        """Whether the node is certainly new. From now on it is not."""
        if self._bits is None:
            return False
        byte, bit = divmod(hash((label, id)) % _BITS, 8)
        seen = self._bits[byte] >> bit & 1
        self._bits[byte] |= 1 << bit
        return not seen
