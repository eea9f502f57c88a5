"""How each kind of node looks. Shape and colour both tell it, so that neither is needed alone.

The colours keep apart under the common forms of colour blindness (after the palettes of
Okabe and Ito, and of Tol) and have a contrast of 3:1 to both backgrounds.
"""

from dataclasses import dataclass

__all__ = ["COMMUNITY_COLORS", "KINDS", "OTHER", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of node on the page.

    ``shape`` is vis-network's name. ``color`` serves the light page, ``dark`` the dark one.
    """

    label: str
    plural: str
    shape: str
    color: str
    dark: str


KINDS: tuple[Kind, ...] = (
    Kind("Paper", "Papers", "dot", "#2f6db3", "#6aa8ea"),
    Kind("Topic", "Topics", "diamond", "#b86e00", "#f0b040"),
    Kind("Repository", "Repositories", "square", "#12805c", "#3fc095"),
    Kind("Organization", "Organisations", "hexagon", "#a8447f", "#e08ac0"),
    Kind("Author", "Authors", "triangle", "#7a5c3e", "#c9a27e"),
    Kind("Venue", "Venues", "star", "#0b7c94", "#55c4dc"),
    Kind("Listing", "Listings", "triangleDown", "#5b6472", "#a3adba"),
)
OTHER = Kind("Other", "Others", "dot", "#5b6472", "#a3adba")

COMMUNITY_COLORS: tuple[str, ...] = (
    "#4e79a7",
    "#e0a040",
    "#59a14f",
    "#b07aa1",
    "#d37263",
    "#499894",
    "#b6992d",
    "#86608e",
    "#6b8fb5",
    "#8a9a3b",
    "#c98bb0",
    "#7c7f86",
)
