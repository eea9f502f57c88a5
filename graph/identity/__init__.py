"""Normalize identifiers, and decide which records describe the same thing.

==================  ==============================================================================
canonical forms     ``folding`` (text); ``ids`` (identifiers, titles, names); ``author_ids``,
                    ``repository_ids``, ``organization_names``, ``topic_ids``
nodes of a record   ``node_ids``; ``keywords`` (topics that only one paper has)
papers              ``works`` decides about two papers, ``changed_titles`` about their titles,
                    ``resolve`` about all papers of a batch
people              ``entries`` divides places in author lists into parts; ``people`` clusters a
                    part by ``names`` (found by ``agreeing``) and ``evidence`` (``affiliations``)
judgements          ``judgements`` reads the file, ``judged`` groups the identifiers in it
reasons             ``explain`` (people), ``explain_papers`` (other nodes)
==================  ==============================================================================

``graph.writing`` reads what these need, and writes what they decide.
"""
