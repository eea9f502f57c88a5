"""Questions that the graph answers, each a ``.cypher`` file, and free Cypher that only reads.

To add a question, add one file to ``queries/catalogue/``; ``queries/question.py`` says how.
"""

from queries.guard import cypher
from queries.question import Question
from queries.run import Answer, catalogue, parameters, run, subgraph

__all__ = ["Answer", "Question", "catalogue", "cypher", "parameters", "run", "subgraph"]
