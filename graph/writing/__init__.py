"""Write records to the graph: rows, combination with stored records, difference.

A batch is one transaction (``merge``):

1. ``conversion`` makes rows of the records, with ``values``, ``observations`` and ``further``;
2. ``candidates`` finds stored papers that may be the same, ``graph.identity.resolve`` decides, and
   ``carry`` and ``renaming`` merge stored nodes;
3. ``reading`` reads what is stored of the rows, and ``authors`` assigns their author lists;
4. ``difference`` writes what ``combine`` changes; ``counts``, ``marks`` and ``keywords`` note what
   follows from it, and ``titled`` names papers without an identifier.

The end of a load (``deriving``) applies judgements (``judging``), decides who the authors are
(``people``, with ``closure`` and ``people_difference``), and derives topics and counts.

In all modules ``run`` runs a statement in the transaction, ``rows`` are those of the batch,
``stored`` those of them that are in the graph, ``made`` is provenance, ``load`` the time of the
load, ``identify`` returns the ID of another paper's node, and ``changes`` receives the counts.
"""
