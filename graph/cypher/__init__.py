"""Cypher derived from the schema: read and write rows of nodes and edges.

Labels, relationship types and property names cannot be parameters in Cypher, so they come from
``graph.schema`` only; all other values are parameters. The statements are Cypher 5 that both Neo4j
and ArcadeDB run. This package has the names of all its modules.
"""

# ruff: noqa: F403 - a list of all names here would repeat those of the modules

from citegraph.graph.cypher.administration import *
from citegraph.graph.cypher.edges import *
from citegraph.graph.cypher.foreign import *
from citegraph.graph.cypher.fragments import *
from citegraph.graph.cypher.lookups import *
from citegraph.graph.cypher.marks import *
from citegraph.graph.cypher.nodes import *
