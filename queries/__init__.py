"""Stock questions, each a ``.cypher`` file, and read-only Cypher.

To add a question, add a file to a folder of ``queries/catalogue/``; ``queries/question.py``
describes its head.
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
