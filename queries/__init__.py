"""Questions that the graph answers, each a ``.cypher`` file, and free Cypher that only reads.

To add a question, add one file to ``queries/catalogue/``; ``queries/question.py`` says how.
"""

from citegraph.queries.answer import Answer
from citegraph.queries.coverage import coverage_rows
from citegraph.queries.guard import cypher
from citegraph.queries.question import Question
from citegraph.queries.run import catalogue, find, parameters, run, subgraph, themes

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
    "themes",
]
