"""How the statistics that ship with citegraph are learned and judged; not in the wheel."""
