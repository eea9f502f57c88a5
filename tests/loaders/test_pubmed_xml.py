"""PubMed's XML and JATS: fields, people, references, retractions, hostile documents."""

from functools import partial

from citegraph.graph.records import Organization, Paper, Reference
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders import reading

read = partial(reading.read, name="a.xml")


def pubmed(article: str, more: str = "", data: str = "") -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>12</PMID><Article>{article}</Article>{more}"
        f"</MedlineCitation><PubmedData>{data}</PubmedData></PubmedArticle>"
    )


def test_a_set_of_books():
    (book,), rejected, _ = read(
        "<PubmedBookArticleSet><PubmedBookArticle><BookDocument><PMID>12</PMID><Book><BookTitle>"
        "Examples</BookTitle><PubDate><Year>2009</Year><Month>02</Month></PubDate></Book>"
        "</BookDocument></PubmedBookArticle></PubmedBookArticleSet>",
        "pubmed-xml",
    )
    assert not rejected
    assert (book.title, book.pmid, book.published, book.type) == (
        "Examples",
        "12",
        "2009-02",
        "book",
    )


def test_a_chapter_has_its_own_title_and_day():
    (chapter,), _, _ = read(
        "<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>12</PMID><Book><BookTitle>Book of "
        "examples</BookTitle><PubDate><Year>1993</Year></PubDate><AuthorList Type='editors'><Author>"
        "<LastName>Editor</LastName></Author></AuthorList></Book><ArticleTitle>A chapter"
        "</ArticleTitle><AuthorList Type='authors'><Author><LastName>Doe</LastName></Author>"
        "</AuthorList><ContributionDate><Year>2006</Year><Month>2</Month><Day>3</Day>"
        "</ContributionDate></BookDocument></PubmedBookArticle></PubmedArticleSet>",
        "pubmed-xml",
    )
    assert (chapter.title, chapter.published) == ("A chapter", "2006-02-03")
    assert chapter.venue is not None
    assert chapter.venue.name == "Book of examples"
    assert [one.name for one in chapter.authors] == ["Doe"]


def test_an_original_title_where_none_is_available_in_english():
    original = "<VernacularTitle>Un exemple.</VernacularTitle>"
    title = "<ArticleTitle>[Not Available].</ArticleTitle>"
    papers, rejected, _ = read(
        f"<PubmedArticleSet>{pubmed(title + original)}{pubmed(title)}</PubmedArticleSet>",
        "pubmed-xml",
    )
    assert not rejected
    assert [one.title for one in papers] == ["Un exemple", None]


def test_a_ror_beside_several_affiliations_is_that_of_none():
    (paper,), _, _ = read(
        "<PubmedArticleSet>"
        + pubmed(
            "<ArticleTitle>Examples</ArticleTitle><AuthorList><Author><LastName>King</LastName>"
            "<AffiliationInfo><Affiliation>One Lab</Affiliation><Affiliation>Two Labs"
            '</Affiliation><Identifier Source="ROR">03vek6s52</Identifier></AffiliationInfo>'
            "</Author></AuthorList>"
        )
        + "</PubmedArticleSet>",
        "pubmed-xml",
    )
    assert paper.authors[0].organizations == (
        Organization(name="One Lab"),
        Organization(name="Two Labs"),
    )


def test_every_field_of_pubmed_is_read():
    (paper,), rejected, _ = read(
        "<PubmedArticleSet>"
        + pubmed(
            "<Journal><ISSN>1234-567X</ISSN><JournalIssue><PubDate><MedlineDate>2019 Jul-Aug"
            "</MedlineDate></PubDate></JournalIssue><Title>Journal of examples</Title></Journal>"
            "<ArticleTitle>Effects on <i>E. coli</i> &amp; more<!-- x -->.</ArticleTitle>"
            '<ELocationID EIdType="doi" ValidYN="Y">10.1234/A</ELocationID>'
            '<Abstract><AbstractText Label="AIM">To H<sub>2</sub>O.</AbstractText><AbstractText'
            ' Label="UNLABELLED">Done.</AbstractText></Abstract><AuthorList CompleteYN="N">'
            "<Author><LastName>King</LastName><ForeName>Martin Luther</ForeName><Initials>ML"
            '</Initials><Suffix>Jr</Suffix><Identifier Source="ORCID">0000-0002-1825-0097'
            "</Identifier><AffiliationInfo><Affiliation>Lab, Oslo. a@b.org.</Affiliation><Identifier"
            ' Source="GRID">grid.1.2</Identifier><Identifier Source="ROR">https://ror.org/03VEK6s52'
            "</Identifier></AffiliationInfo><AffiliationInfo><Affiliation>Two Labs</Affiliation>"
            '<Identifier Source="ROR">03vek6s52</Identifier><Identifier Source="ROR">01an7q238'
            "</Identifier>"
            '</AffiliationInfo></Author><Author ValidYN="N"><LastName>Wrong</LastName></Author>'
            "<Author><CollectiveName>The Group</CollectiveName></Author></AuthorList>"
            "<Language>fre</Language><PublicationTypeList><PublicationType>Journal Article"
            "</PublicationType></PublicationTypeList><ArticleDate><Year>2019</Year><Month>06"
            "</Month><Day>03</Day></ArticleDate>",
            '<MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN="N">Aging</DescriptorName>'
            '<QualifierName MajorTopicYN="Y">genetics</QualifierName></MeshHeading>'
            "</MeshHeadingList><KeywordList><Keyword>kernels</Keyword></KeywordList>",
            '<ArticleIdList><ArticleId IdType="pmc">PMC5</ArticleId></ArticleIdList><ReferenceList>'
            "<Reference><Citation>J Ex. 1992 Dec 11;71(6):1</Citation><ArticleIdList><ArticleId"
            ' IdType="pubmed">1333888</ArticleId><ArticleId IdType="doi">10.1234/r</ArticleId>'
            "</ArticleIdList></Reference><Reference><Citation>A book.</Citation></Reference>"
            "</ReferenceList>",
        )
        + "<DeleteCitation><PMID>1</PMID></DeleteCitation></PubmedArticleSet>",
        "pubmed-xml",
    )
    assert not rejected
    assert paper.title == "Effects on E. coli & more"
    assert paper.abstract == "AIM: To H2O. Done."
    assert (paper.pmid, paper.pmcid, paper.doi) == ("12", "PMC5", "10.1234/a")
    assert (paper.published, paper.language, paper.type) == ("2019-06-03", "fr", "article")
    king, group = paper.authors
    assert (king.name, king.names) == ("Martin Luther King Jr", ("M L King Jr",))
    assert king.orcid == "0000-0002-1825-0097"
    assert king.organizations == (  # of two RORs, either may be meant
        Organization(name="Lab, Oslo", ror="03vek6s52"),
        Organization(name="Two Labs"),
    )
    assert group.name == "The Group"
    assert paper.authors_partial
    assert [(one.name, one.surface) for one in paper.topics] == [
        ("Aging", "Aging/*genetics"),
        ("kernels", None),
    ]
    assert paper.references == (Reference(id="pmid:1333888", doi="10.1234/r", year=1992),)
    assert paper.text_references == 1


def test_retractions_in_pubmed():
    retracted = pubmed(
        "<ArticleTitle>One</ArticleTitle>",
        '<CommentsCorrections RefType="RetractionIn"><RefSource>J Ex. 2010 Aug 2;1:2</RefSource>'
        "<PMID>99</PMID></CommentsCorrections>",
    )
    notice = pubmed(
        "<ArticleTitle>Retraction</ArticleTitle>",
        '<CommentsCorrections RefType="RetractionOf"><PMID>7</PMID></CommentsCorrections>',
    )
    papers, _, _ = read(f"<PubmedArticleSet>{retracted}{notice}</PubmedArticleSet>", "pubmed-xml")
    assert (papers[0].retracted, papers[0].retracted_on) == (True, "2010-08-02")
    assert papers[0].retraction == ("Retraction, pmid:99 (pubmed)",)
    assert (papers[1].retracted, papers[2].pmid, papers[2].retracted) == (None, "7", True)


def test_entities_are_neither_fetched_nor_expanded():
    bomb = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">'
    text = f"<PubmedArticleSet>{pubmed('<ArticleTitle>One &b; &c; &uuml;</ArticleTitle>')}"
    (paper,), _, _ = read(f"{text}</PubmedArticleSet>", "pubmed-xml")
    assert (paper.title or "").startswith("One")
    document = Document("a.xml", f"<!DOCTYPE x [{bomb}]>{text}</PubmedArticleSet>".encode())
    (paper,) = (p for p in formats.source("pubmed-xml").read(document) if isinstance(p, Paper))
    assert paper.title == "One &b; &c; ü"


def test_every_field_of_jats_is_read():
    (paper, retracted), rejected, _ = read(
        '<!DOCTYPE article><article xmlns:xlink="http://www.w3.org/1999/xlink" xml:lang="en"'
        ' article-type="retraction"><front><journal-meta><journal-title>J of Examples'
        '</journal-title><issn>1234-567X</issn></journal-meta><article-meta><article-id pub-id-type="pmc">'
        '5</article-id><article-id pub-id-type="pmid">12</article-id><title-group><article-title>A'
        ' <italic>title</italic><xref ref-type="fn">*</xref></article-title><subtitle>a subtitle'
        '</subtitle></title-group><contrib-group><contrib contrib-type="author"><contrib-id'
        ' contrib-id-type="orcid">https://orcid.org/0000-0002-1825-0097</contrib-id><name><surname>'
        'King</surname><given-names>Martin</given-names><suffix>Jr</suffix></name><xref ref-type="aff"'
        ' rid="a1 a2">1</xref></contrib><contrib contrib-type="editor"><name><surname>No</surname>'
        "</name></contrib><contrib><collab>The Group<contrib-group><contrib><name><surname>X</surname>"
        '</name></contrib></contrib-group></collab></contrib></contrib-group><aff id="a1"><label>1'
        '</label>Lab A</aff><aff id="a2">Lab B</aff><pub-date pub-type="collection"><year>2020</year>'
        '</pub-date><pub-date pub-type="epub"><day>5</day><month>3</month><year>2020</year></pub-date>'
        '<related-article related-article-type="retracted-article" ext-link-type="doi"'
        ' xlink:href="10.1234/bad"/><abstract><title>Abstract</title><sec><title>Aim</title><p>To see.'
        "</p></sec></abstract><kwd-group><kwd>kernels</kwd></kwd-group></article-meta></front><back>"
        "<ref-list><ref><element-citation><article-title>One cited work</article-title><year>2012</year>"
        '<pub-id pub-id-type="pmid">77</pub-id></element-citation></ref><ref><mixed-citation>B (2019).'
        " arXiv preprint arXiv:1706.03762.</mixed-citation></ref><ref><mixed-citation>Private."
        "</mixed-citation></ref></ref-list></back></article>",
        "jats",
    )
    assert not rejected
    assert paper.title == "A title: a subtitle"
    assert (paper.pmid, paper.pmcid, paper.published) == ("12", "PMC5", "2020-03-05")
    king, group = paper.authors
    assert (king.name, king.orcid, group.name) == (
        "Martin King Jr",
        "0000-0002-1825-0097",
        "The Group",
    )
    assert [one.name for one in king.organizations] == ["Lab A", "Lab B"]
    assert paper.abstract == "Aim: To see."
    assert paper.references == (
        Reference(id="pmid:77", title="One cited work", year=2012),
        Reference(arxiv_id="1706.03762"),
    )
    assert paper.text_references == 1
    assert (retracted.doi, retracted.retracted) == ("10.1234/bad", True)


def test_parts_of_an_address_without_text_between_them():
    (paper,), _, _ = read(
        "<article><front><article-meta><title-group><article-title>T</article-title></title-group>"
        "<contrib-group><contrib contrib-type='group'><collab>Example Group</collab>"
        "<xref ref-type='aff' rid='a1'/><xref ref-type='aff' rid='a2'/></contrib></contrib-group>"
        "<aff id='a1'><label>1</label><institution-wrap><institution-id institution-id-type='ror'>"
        "https://ror.org/03vek6s52</institution-id><institution>Example University</institution>"
        "</institution-wrap>\n<addr-line><named-content>Oslo</named-content></addr-line>"
        "<country>Norway</country></aff>"
        "<aff id='a2'><label>2</label>Lab, <country>Peru</country></aff>"
        "</article-meta></front></article>",
        "jats",
    )
    (group,) = paper.authors
    assert group.organizations == (
        Organization(name="Example University, Oslo, Norway", ror="03vek6s52"),
        Organization(name="Lab, Peru"),
    )
