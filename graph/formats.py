"""Names of formats for titles and credits."""

# Names of formats where capital letters or spaces do not follow from the format.
_NAMES = {
    "daily-papers": "Daily Papers",
    "acl-anthology": "ACL Anthology",
    "arxiv": "arXiv",
    "arxiv-snapshot": "arXiv",
    "bibtex": "BibTeX",
    "citation-cff": "CITATION.cff",
    "crossref": "Crossref",
    "csl-json": "CSL-JSON",
    "csv": "CSV",
    "dblp": "DBLP",
    "endnote": "EndNote",
    "jats": "JATS",
    "medline": "PubMed",
    "oai-pmh": "OAI-PMH",
    "openalex": "OpenAlex",
    "opencitations": "OpenCitations",
    "openreview": "OpenReview",
    "papers-with-code": "Papers with Code",
    "pubmed-xml": "PubMed",
    "ris": "RIS",
    "semantic-scholar": "Semantic Scholar",
    "web-of-science": "Web of Science",
}


def format_name(format: str) -> str:
    """Return the name of a format as its service writes it.

    Examples: ``Daily Papers`` for ``daily-papers-api``; ``OpenAlex`` for ``openalex``.

    Args:
        format: The format; one without a name of its own has that of the format it begins with.
    """
    begun = format
    while begun not in _NAMES and "-" in begun:
        begun = begun.rsplit("-", 1)[0]
    return _NAMES.get(begun, format.replace("-", " ").capitalize())
