"""Shape and color of each kind of node; of those with a line, either one identifies the kind.

The colors are distinguishable under the common forms of color blindness (after the palettes of
Okabe and Ito, and of Tol) and have a contrast of at least 3:1 with both backgrounds.
"""

from dataclasses import dataclass, replace

from citegraph.graph.schema import NODES


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of node: its label and plural, vis-network shape, and light and dark color."""

    label: str
    plural: str
    shape: str
    color: str
    dark: str


OTHER = Kind("Other", "Others", "dot", "#5b6472", "#a3adba")
# Labels that the graph keeps for itself: pages leave their nodes out.
BOOKKEEPING = frozenset({"Identifier"})
_KINDS: tuple[Kind, ...] = (
    Kind("Paper", "Papers", "dot", "#2f6db3", "#6aa8ea"),
    Kind("Topic", "Topics", "diamond", "#b86e00", "#f0b040"),
    Kind("Repository", "Repositories", "square", "#12805c", "#3fc095"),
    Kind("Organization", "Organizations", "hexagon", "#a8447f", "#e08ac0"),
    Kind("Author", "Authors", "triangle", "#7a5c3e", "#c9a27e"),
    Kind("Venue", "Venues", "star", "#0b7c94", "#55c4dc"),
    Kind("Listing", "Listings", "triangleDown", "#5b6472", "#a3adba"),
)
# A label of the schema without a line above looks like a node of a foreign graph.
KINDS: tuple[Kind, ...] = (
    *_KINDS,
    *(
        replace(OTHER, label=node.label, plural=f"{node.label}s")
        for node in NODES
        if node.label not in BOOKKEEPING.union(kind.label for kind in _KINDS)
    ),
)
