"""PubMed's XML: replies of efetch, the baseline and the update files.

https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
"""

import re
from collections.abc import Iterator

from lxml import etree

from citegraph.graph.counted import counted
from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Paper, Reference, Rejected, Topic
from citegraph.loaders.documents.document import MOST_NOTES, Document
from citegraph.loaders.documents.xml_stream import children, elements, name, root
from citegraph.loaders.sources import cited_text
from citegraph.loaders.sources import pubmed_fields as pubmed
from citegraph.loaders.sources.dates import fullest
from citegraph.loaders.sources.fields import language, seen, words
from citegraph.loaders.sources.parts import checked, first_of, reference, topics, venue
from citegraph.loaders.sources.xml_fields import first, text, under

FORMAT = "pubmed-xml"
_ROOTS = words(
    "PubmedArticleSet PubmedArticle PubmedBookArticleSet PubmedBookArticle MedlineCitationSet"
)
_RETRACTED_IN = frozenset({"RetractionIn", "RetractedandRepublishedIn"})
_RETRACTED_OF = frozenset({"RetractionOf", "RetractedandRepublishedFrom"})


def recognizes(document: Document) -> float:
    """Certain for the roots of PubMed's XML."""
    return 1.0 if root(document) in _ROOTS else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each article or book as a paper, streamed; a retraction notice also marks a paper.

    An article without a title or an identifier is rejected with its place; deleted citations are
    counted in a note.
    """
    rank = deleted = 0
    damaged = False
    bare = root(document) == "MedlineCitationSet"  # older files, without identifiers and references
    names = ("MedlineCitation",) if bare else ("PubmedArticle", "PubmedBookArticle")
    for element in elements(document, *names, "DeleteCitation"):
        if isinstance(element, Rejected):
            damaged = True
            yield element
            continue
        if name(element) == "DeleteCitation":
            deleted += len(children(element, "PMID"))
            continue
        rank += 1
        paper = _paper(element, document, rank)
        yield checked(paper, document, f"entry {rank}", lambda: text(element)[:200])  # noqa: B023 - called at once
        yield from _retracted(element, paper, document)
    if deleted:
        document.notes.append(f"skipped {counted(deleted, 'citation')} marked as deleted")
    if not rank and not deleted and not damaged:
        yield Rejected(reason="no article", where=document.name)


def _paper(element: etree._Element, document: Document, rank: int) -> Paper:
    """Return an article as a paper."""
    place = f"entry {rank}"
    titles, books, originals = (
        [found for one in under(element, name) if (found := pubmed.title(text(one)))]
        for name in ("ArticleTitle", "BookTitle", "VernacularTitle")
    )
    numbers = _numbers(element)
    lists = [one for one in under(element, "AuthorList") if one.get("Type") != "editors"]
    authors = tuple(one for each in lists for person in each if (one := _author(person)))
    partial = any(one.get("CompleteYN") == "N" for one in lists)
    types = [text(one).lower() for one in under(element, "PublicationType")]
    comments = under(element, "CommentsCorrections")
    notices = [one for one in comments if one.get("RefType") in _RETRACTED_IN]
    cited = [_reference(one) for one in under(element, "Reference")]
    journal = next(
        (first(one, "Title", "ISOAbbreviation") for one in under(element, "Journal")),
        books[0] if titles and books else "",
    )
    return Paper(
        title=next(iter([*titles, *books, *originals]), None),
        abstract=_abstract(element),
        published=_published(element),
        authors=authors,
        author_count=None if partial else len(authors) or None,
        authors_partial=partial,
        topics=tuple(_topics(element)),
        references=tuple(dict.fromkeys(one for one in cited if one)),
        text_references=cited.count(None) or None,
        venue=venue(journal, map(text, under(element, "ISSN", "ISSNLinking"))),
        arxiv_id=first_of(ids.arxiv, numbers.values()),
        doi=ids.doi(numbers.get("doi")),
        pmid=ids.pmid(numbers.get("pubmed")),
        pmcid=ids.pmcid(numbers.get("pmc")),
        language=language(next((text(one) for one in under(element, "Language")), None)),
        type=pubmed.kind(types) or ("book" if name(element) == "PubmedBookArticle" else None),
        retracted=True if "retracted publication" in types or notices else None,
        retracted_on=min(
            filter(None, (pubmed.date_in(first(one, "RefSource")) for one in notices)), default=None
        ),
        retraction=tuple(_notice(one) for one in notices),
        **seen(document, FORMAT, rank, place),
    )


def _numbers(element: etree._Element) -> dict[str, str]:
    """Return the identifiers of an article by their type, without those of its references."""
    found = {"pubmed": next((text(one) for one in under(element, "PMID")), "")}
    for one in under(element, "ELocationID"):
        if one.get("EIdType") == "doi" and one.get("ValidYN") != "N":
            found.setdefault("doi", text(one))
    for data in under(element, "PubmedData", "PubmedBookData", "BookDocument"):
        for each in children(data, "ArticleIdList"):
            for one in children(each, "ArticleId"):
                if text(one):
                    found[one.get("IdType") or ""] = text(one)
    for one in under(element, "OtherID"):
        if text(one).startswith("PMC"):
            found.setdefault("pmc", text(one).split()[0])
    return found


def _abstract(element: etree._Element) -> str | None:
    """Return the abstract; the label of a section precedes its text, as PubMed shows it."""
    abstracts = under(element, "Abstract") or under(element, "OtherAbstract")[:1]
    parts = []
    for one in (part for each in abstracts for part in children(each, "AbstractText")):
        label = one.get("Label") or ""
        label = "" if label.upper() in {"UNLABELLED", "UNASSIGNED"} else label
        if found := text(one):
            parts.append(f"{label}: {found}" if label else found)
    return " ".join(parts) or None


def _author(element: etree._Element) -> Author | None:
    """Return a person or a group; ``None`` without a name, or if it is marked as invalid."""
    family, suffix, stated = (first(element, tag) for tag in ("LastName", "Suffix", "Initials"))
    initials = re.findall(r"\w[a-z]*", stated)  # "LIa" is L. Ia., transliterated
    given = first(element, "ForeName", "FirstName") or " ".join(initials)
    full = " ".join(one for one in (given, family, suffix) if one) or first(
        element, "CollectiveName"
    )
    if not full or element.get("ValidYN") == "N":
        return None
    short = " ".join([*initials, family, *([suffix] if suffix else [])]) if family else full
    places = []
    for info in dict.fromkeys(one.getparent() for one in under(element, "Affiliation")):
        named = children(info, "Affiliation")
        numbers = children(info, "Identifier") if len(named) == 1 else []
        places += [pubmed.organization(text(one), map(text, numbers)) for one in named]
    numbers = [
        one for one in children(element, "Identifier") if one.get("Source", "").upper() == "ORCID"
    ]
    return Author(
        name=full,
        names=(short,) if initials and short != full else (),
        orcid=first_of(ids.orcid, map(text, numbers)),
        organizations=tuple(dict.fromkeys(filter(None, places))),
    )


def _topics(element: etree._Element) -> Iterator[Topic]:
    """Yield MeSH headings with their qualifiers as evidence, and the keywords of the authors."""
    known: set[str] = set()
    for one in under(element, "MeshHeading"):
        parts = [
            ("*" if each.get("MajorTopicYN") == "Y" else "") + text(each)
            for each in children(one, "DescriptorName", "QualifierName")
        ]
        topic = pubmed.heading("/".join(parts))
        if topic and topic.name not in known:
            known.add(topic.name)
            yield topic
    yield from topics(map(text, under(element, "Keyword")))


def _published(element: etree._Element) -> str | None:
    """Return the date of the issue; that of the publication online if it is fuller.

    A chapter of a book has a date of its own.
    """
    dates = [
        found
        for one in under(element, "ContributionDate") or under(element, "PubDate", "ArticleDate")
        if (found := pubmed.date_in(_date(one)))
    ]
    return fullest(dates)


def _date(element: etree._Element) -> str:
    parts = [text(one) for one in children(element, "Year", "Month", "Day")]
    return " ".join(parts) or first(element, "MedlineDate")


def _reference(element: etree._Element) -> Reference | None:
    """Return a cited work by its identifiers; ``None`` if it has none."""
    numbers = {one.get("IdType"): text(one) for one in under(element, "ArticleId")}
    citation = " ".join(text(one) for one in children(element, "Citation"))
    return reference(
        year=pubmed.date_in(citation),
        doi=ids.doi(numbers.get("doi")) or cited_text.doi(citation),
        arxiv_id=ids.arxiv(numbers.get("doi")) or cited_text.arxiv(citation),
        pmid=ids.pmid(numbers.get("pubmed")),
        pmcid=ids.pmcid(numbers.get("pmc")),
    )


def _notice(element: etree._Element) -> str:
    """Describe the notice that retracts an article."""
    number = first(element, "PMID")
    known = f"pmid:{number}" if ids.pmid(number) else first(element, "RefSource")[:200]
    return f"Retraction, {known} (pubmed)" if known else "Retraction (pubmed)"


def _retracted(element: etree._Element, notice: Paper, document: Document) -> Iterator[Paper]:
    """Yield the papers that an article, a retraction notice, retracts."""
    for one in under(element, "CommentsCorrections"):
        if one.get("RefType") not in _RETRACTED_OF:
            continue
        pmid = ids.pmid(first(one, "PMID"))
        doi = cited_text.doi(first(one, "RefSource"))
        if pmid or doi:
            yield pubmed.retracted(pmid, doi, notice)
        elif len(document.notes) < MOST_NOTES:
            stated = first(one, "RefSource")[:100]
            document.notes.append(
                f"{notice.origin}: the retracted paper has no identifier: {stated!r}"
            )
