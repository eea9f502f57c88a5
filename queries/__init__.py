"""Questions that the graph answers, each a ``.cypher`` file, and free Cypher that only reads.

To add a question, add one file to ``queries/catalogue/``; ``queries/question.py`` says how.
"""

from queries.coverage import coverage_rows
from queries.guard import cypher
from queries.question import Question
from queries.run import Answer, catalogue, find, parameters, run, subgraph

__all__ = [
    "Answer",
    "Question",
    "catalogue",
    "coverage_rows",
    "cypher",
    "find",
    "parameters",
    "run",
    "subgraph",
]
