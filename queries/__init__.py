"""Questions that the graph answers, each a ``.cypher`` file, and free Cypher that only reads."""

from queries.question import Question
from queries.run import Answer, catalogue, parameters, run, subgraph

__all__ = ["Answer", "Question", "catalogue", "parameters", "run", "subgraph"]
