"""Semantic Scholar papers: replies of the Academic Graph API, its data sets, and S2ORC.

https://api.semanticscholar.org/api-docs/graph (paper, batch, search, citations, references,
recommendations, authors with their papers, snippets), https://api.semanticscholar.org/api-docs/datasets
(papers, abstracts, citations, paper-ids and s2orc, JSON Lines) and
https://github.com/allenai/s2orc (release of 2020).
"""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from citegraph.graph.errors import SourceError
from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import normalized
from citegraph.graph.records import Author, Paper, Reference, Rejected, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.dates import iso_date, partial_date
from citegraph.loaders.sources.fields import (
    count,
    mapping,
    plain,
    preview,
    seen,
    sequence,
    string,
    words,
)
from citegraph.loaders.sources.parts import (
    checked,
    first_of,
    organizations,
    reference,
    rejected,
    topics,
)

FORMAT = "semantic-scholar"
_LISTS = ("data", "recommendedPapers")
_OWN_KEYS = words(  # arxivId: in replies of the API before 2022
    "paperId corpusId corpusid externalIds externalids citingPaper citedPaper matchScore"
    " influentialCitationCount influentialcitationcount s2FieldsOfStudy s2fieldsofstudy s2_url"
    " has_pdf_parse outbound_citations citingcorpusid citedcorpusid authorId papers arxivId"
    " publicationVenue tldr snippet isInfluential citingPaperInfo citedPaperInfo"
)
_HEADS = {"citingPaperInfo", "citedPaperInfo"}
_NAMELESS = re.compile(r'"(citing|cited)Paper"\s*:')
_ASKED = re.compile(
    r"/paper/(?P<paper>[^/?]+(?:/[^/?]+)?)/(?P<what>citations|references|authors)(?:\?|$)"
)
_ERRORS = re.compile(r"Title match|(?:Paper|Author) with id|Unrecognized or unsupported fields")


def recognizes(document: Document) -> float:
    """Certain for two keys that only Semantic Scholar has, or a paper ID of 40 hex digits."""
    entry = document.first_entry(*_LISTS)
    if not isinstance(entry, dict):
        return 0.0
    inner = _inner(entry)
    own = len(_OWN_KEYS & {*entry, *inner})
    if own > 1 or ids.s2(string(inner.get("paperId"))):
        return 1.0
    if entry.keys() == {"error"} and _ERRORS.match(str(entry["error"])):
        return 0.5
    return 0.4 if own else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each paper; papers of a list of citations or references with the citation.

    Raises:
        SourceError: the reply is an error.
    """
    asked = _asked(document)
    people: list[Author] = []
    rank = 0
    for place, entry in document.entries(*_LISTS):
        if isinstance(entry, Rejected):
            yield entry
            continue
        given = mapping(entry)
        if place == "entry 1" and (
            error := string(given.get("error")) or string(given.get("message"))
        ):
            raise SourceError(f"{document.name}: the service replied with an error: {error[:300]}")
        rank += 1
        if reason := _no_paper(entry):
            yield rejected(document, place, reason, entry and preview(given))
            continue
        if "citedcorpusid" in given:
            yield _citation(given, document, place)
            continue
        if _is_author(given) and asked and "papers" not in given:
            people += filter(None, [_author(given)])
            continue
        if _is_author(given):
            yield from _papers_of(given, document, place, rank)
            continue
        inner = _inner(given)
        found = checked(
            _paper(inner, document, place, rank), document, place, partial(preview, inner)
        )
        if isinstance(found, Rejected):
            yield found
            continue
        yield from _cited(found, asked, citing="citingPaper" in given)
        yield from _linked(inner, found, document, place, rank)
    if asked and people:
        more = '"next"' in document.head
        yield msgspec.structs.replace(
            asked[0],
            authors=tuple(people),
            author_count=None if more else len(people),
            authors_partial=more,
        )
    if asked is None and (nameless := _NAMELESS.search(document.head)):
        other = "cited" if nameless[1] == "citing" else "citing"
        document.notes.append(
            f"the reply does not name the {other} paper, so its citations are unknown; "
            "load the reply from its address, or load the papers with their references"
        )


def _no_paper(entry: Any) -> str | None:
    """Return why an entry describes no paper, by its keys; ``None`` if it may."""
    keys = mapping(entry).keys()
    if entry is None:
        return "no paper has the requested identifier; check it"
    if {"corpusid", "model"} <= keys:
        return "a summary (tldr) or an embedding, which is not stored; load papers or abstracts"
    if keys & _HEADS:  # in place of a list
        return "the list is empty, or its publisher withholds it; try another service"
    return None


def _inner(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the paper of an entry of a list of citations, of references or of snippets."""
    snippet = entry.get("paper") if "snippet" in entry else None
    return mapping(entry.get("citingPaper") or entry.get("citedPaper") or snippet) or entry


def _linked(
    given: dict[str, Any], cited: Paper, document: Document, place: str, rank: int
) -> Iterator[Paper | Rejected]:
    """Yield the papers in the field ``citations`` of a paper, and cited ones with their authors."""
    citing = [(mapping(one), _as_reference(cited)) for one in sequence(given.get("citations"))]
    of_paper = map(mapping, sequence(given.get("references")))
    described = [(one, tuple[Reference, ...]()) for one in of_paper if one.get("authors")]
    for number, (one, references) in enumerate([*citing, *described], 1):
        here = f"{place}, result {number}"
        found = checked(_paper(one, document, here, rank), document, here, partial(preview, one))
        if isinstance(found, Paper):
            yield msgspec.structs.replace(
                found, references=(*found.references, *references), listings=()
            )
        elif references:
            yield found


def _is_author(given: dict[str, Any]) -> bool:
    """Report whether an entry is an author, of the API or of the data set ``authors``."""
    return not given.keys() & {"paperId", "corpusId", "corpusid", "title"} and bool(
        given.keys() & {"authorId", "authorid"}
    )


def _papers_of(
    given: dict[str, Any], document: Document, place: str, rank: int
) -> Iterator[Paper | Rejected]:
    """Yield the papers of an author; one without an author list has this author at least."""
    person = _author(given)
    papers = [mapping(one) for one in sequence(given.get("papers"))]
    if not papers:
        yield rejected(document, place, "an author without papers", preview(given))
    for number, one in enumerate(papers, 1):
        here = f"{place}, result {number}"
        found = _paper(one, document, here, rank)
        if person and not found.authors:
            found = msgspec.structs.replace(found, authors=(person,), authors_partial=True)
        yield checked(found, document, here, partial(preview, one))


def _citation(given: dict[str, Any], document: Document, place: str) -> Paper | Rejected:
    """Return a row of the data set ``citations`` as its citing paper."""
    citing, cited = (string(given.get(key)) for key in ("citingcorpusid", "citedcorpusid"))
    if not citing or not cited:  # a work outside of Semantic Scholar
        reason = "a citation without the corpus ID of both papers"
        return rejected(document, place, reason, preview(given))
    return Paper(
        corpus_id=citing,
        references=(Reference(id=f"corpusid:{cited}"),),
        sources=(FORMAT,),
        observed=document.captured.isoformat() if document.captured else None,
        origin=place,
    )


def _title(given: dict[str, Any]) -> str | None:
    """Return the title; in S2ORC since 2023 the first span of the text that is marked as one."""
    if title := string(given.get("title")):
        return plain(title)
    content = mapping(given.get("content"))
    text: Any = content.get("text")
    spans: Any = mapping(content.get("annotations")).get("title")
    try:
        span = sequence(json.loads(spans))[0]
        return plain(text[int(span["start"]) : int(span["end"])])
    except (ValueError, TypeError, LookupError):  # no text, no title, or damaged ones
        return None


def _paper(given: dict[str, Any], document: Document, place: str, rank: int) -> Paper:
    opened = mapping(given.get("openaccessinfo"))  # in the data set "abstracts"
    stated = given.get("externalIds") or given.get("externalids") or opened.get("externalids")
    external = {k.lower(): string(v) for k, v in mapping(stated).items()}
    corpus = _corpus(given, external)
    title = _title(given)
    s2_id = ids.s2(string(given.get("paperId") or (given.get("primary") and given.get("sha"))))
    doi = ids.doi(external.get("doi") or string(given.get("doi")))
    arxiv_id = (
        ids.arxiv(external.get("arxiv") or _arxiv(given))
        or ids.arxiv(external.get("doi"))
        or ids.arxiv(string(mapping(given.get("openAccessPdf")).get("url")))
    )
    authors = [a for one in sequence(given.get("authors")) if (a := _author(one))]
    abstract = string(given.get("abstract"))
    kinds = sequence(given.get("publicationTypes") or given.get("publicationtypes"))
    categories = sequence(given.get("s2FieldsOfStudy") or given.get("s2fieldsofstudy"))
    fields = [
        *sequence(given.get("fieldsOfStudy")),
        *sequence(given.get("mag_field_of_study")),
        *(mapping(one).get("category") for one in categories),
        *(mapping(one).get("topic") for one in sequence(given.get("topics"))),
    ]
    references = [
        *(_reference(mapping(one)) for one in sequence(given.get("references"))),
        *(Reference(id=f"corpusid:{one}") for one in sequence(given.get("outbound_citations"))),
    ]
    return Paper(
        title=title,
        abstract=plain(abstract),
        raw_abstract=abstract if plain(abstract) != abstract else None,
        published=partial_date(string(given.get("publicationDate") or given.get("publicationdate")))
        or iso_date([given.get("year")]),
        authors=tuple(authors),
        author_count=len(authors) or None,
        topics=topics(map(string, fields), "field", FORMAT),
        references=tuple(dict.fromkeys(one for one in references if one)),
        text_references=references.count(None) or None,
        venue=_venue(given),
        arxiv_id=arxiv_id,
        doi=doi,
        s2_id=s2_id,
        pmid=external.get("pubmed") or string(given.get("pubmed_id")),
        pmcid=(value := external.get("pubmedcentral")) and f"pmcid:{value}",
        acl_id=external.get("acl") or string(given.get("acl_id")),
        corpus_id=corpus,
        url=string(given.get("url")),
        cited_by_count=count(given.get("citationCount", given.get("citationcount"))),
        type=first_of(string, kinds),
        **seen(document, FORMAT, rank, place),
    )


def _arxiv(given: dict[str, Any]) -> str | None:
    """Return the arXiv ID of S2ORC and of the API before 2022."""
    return string(given.get("arxiv_id") or given.get("arxivId"))


def _corpus(given: dict[str, Any], external: dict[str, str | None]) -> str | None:
    """Return the corpus ID, by which the data sets name papers and citations."""
    number = given.get("corpusId") or given.get("corpusid") or external.get("corpusid")
    if number is None and "s2_url" in given:
        number = given.get("paper_id")
    text = string(number)
    return text if text and text.isdigit() else None


def _author(one: Any) -> Author | None:
    """Return an author from an object, or from a name, as snippets have it."""
    given = mapping(one)
    name = string(given.get("name")) or (string(one) if isinstance(one, str) else None)
    if not name and given.get("last"):
        parts = [
            given.get("first"),
            *sequence(given.get("middle")),
            given.get("last"),
            given.get("suffix"),
        ]
        name = " ".join(text for one in parts if (text := string(one)))
    external = mapping(given.get("externalIds") or given.get("externalids"))
    aliases = map(string, sequence(given.get("aliases")))
    places = map(string, sequence(given.get("affiliations")))
    if not name:
        return None
    number = string(given.get("authorId") or given.get("authorid"))
    return Author(
        name=name,
        orcid=ids.orcid(string(external.get("ORCID"))),
        s2_id=number if number and number.isdecimal() else None,
        identifiers=tuple(
            normalized(f"dblp-name:{one}" for one in sequence(external.get("DBLP")) if string(one))
        ),
        names=tuple(dict.fromkeys(one for one in aliases if one and one != name)),
        organizations=organizations(places),
    )


def _reference(given: dict[str, Any]) -> Reference | None:
    external = {k.lower(): string(v) for k, v in mapping(given.get("externalIds")).items()}
    return reference(
        plain(string(given.get("title"))),
        count(given.get("year")),
        ids.doi(external.get("doi") or string(given.get("doi"))),
        ids.arxiv(external.get("arxiv") or _arxiv(given) or external.get("doi")),
        s2_id=ids.s2(string(given.get("paperId"))),
        corpusid=_corpus(given, external),
        pmid=external.get("pubmed"),
        acl=external.get("acl"),
    )


def _venue(given: dict[str, Any]) -> Venue | None:
    venue, journal = mapping(given.get("publicationVenue")), given.get("journal")
    name = (
        string(venue.get("name"))
        or string(given.get("venue"))
        or string(mapping(journal).get("name"))
        or string(journal)
    )
    return (
        Venue(name=name, issn=string(venue.get("issn")), kind=string(venue.get("type")))
        if name
        else None
    )


def _asked(document: Document) -> tuple[Paper, Reference] | None:
    """Return the paper that a reply about citations or references is about, by its address."""
    found = _ASKED.search(document.name)
    if not found:
        return None
    scheme, value = ids.parse(
        re.sub(r"(?i)^(?:arxiv|doi|corpusid):", lambda m: m[0].lower(), found["paper"])
    )
    if scheme == "own":
        scheme, value = ("s2", value) if ids.s2(value) else ("own", value)
    key = {"arxiv": "arxiv_id", "doi": "doi", "s2": "s2_id"}.get(scheme, "id")
    known: dict[str, Any] = {key: value}
    return Paper(**known, sources=(FORMAT,)), Reference(**known)


def _cited(found: Paper, asked: tuple[Paper, Reference] | None, *, citing: bool) -> Iterator[Paper]:
    """Yield a paper of a list with the citation that the list states."""
    if asked is None:
        yield found
        return
    paper, reference = asked
    if citing:
        yield msgspec.structs.replace(found, references=(*found.references, reference))
        return
    yield found
    yield msgspec.structs.replace(paper, references=_as_reference(found), origin=found.origin)


def _as_reference(paper: Paper) -> tuple[Reference, ...]:
    """Return a paper as the reference to it."""
    known = reference(
        paper.title, None, paper.doi, paper.arxiv_id, s2_id=paper.s2_id, corpusid=paper.corpus_id
    )
    return (known,) if known else ()
