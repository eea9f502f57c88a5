"""Sources that state identifiers of authors: they are read, each for the right author."""

import json
from pathlib import Path

import pytest

from citegraph import loaders
from citegraph.graph.records import Paper
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document

SOURCES = {
    "dblp": (
        '<?xml version="1.0"?><dblpperson name="Yang Liu 0001" pid="51/3710-1"><r><article '
        'key="journals/x/1"><author pid="51/3710-1">Yang Liu 0001</author><author pid="65/9612">Ada '
        "Lovelace</author><title>On identifiers.</title><year>2020</year></article></r></dblpperson>",
        [
            ("Yang Liu", ["dblp-name:Yang Liu 0001", "dblp:51/3710-1"]),
            ("Ada Lovelace", ["dblp:65/9612"]),
        ],
    ),
    "semantic-scholar": (
        json.dumps(
            {
                "paperId": "0123456789abcdef0123456789abcdef01234567",
                "title": "On identifiers",
                "authors": [
                    {
                        "authorId": "1714004",
                        "name": "Yang Liu",
                        "externalIds": {"DBLP": ["Yang Liu 0001"]},
                    },
                    {
                        "authorId": None,
                        "name": "Ada Lovelace",
                        "externalIds": {"DBLP": ["Ada Lovelace"]},
                    },
                ],
            }
        ),
        [("Yang Liu", ["dblp-name:Yang Liu 0001", "s2:1714004"]), ("Ada Lovelace", [])],
    ),
    "scopus": (
        "Authors,Author full names,Author(s) ID,Title,Year,Source title,EID\n"
        '"Liu, Y.; Lovelace, A.","Liu, Yang (57200000001); Lovelace, Ada (57200000002)",'
        '"57200000001; 57200000002",On identifiers,2020,J,2-s2.0-85000000001\n'
        '"Liu, Y.; Lovelace, A.",,"57200000001; 57200000002; 57200000003",Unclear,2020,J,'
        "2-s2.0-85000000002\n"
        '"Liu, Y.; Liu, Y.",,"57200000001; 57200000002;",Of one name,2020,J,2-s2.0-85000000003\n',
        [
            ("Yang Liu", ["scopus:57200000001"]),
            ("Ada Lovelace", ["scopus:57200000002"]),
            ("Y. Liu", []),
            ("A. Lovelace", []),
            ("Y. Liu", ["scopus:57200000001"]),
            ("Y. Liu", ["scopus:57200000002"]),
        ],
    ),
    "web-of-science": (
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Liu, Y\n   Lovelace, A\nAF Liu, Yang\n"
        "   Lovelace, Ada\nTI On identifiers\nRI Liu, Yang/a-1234-2010; Lovelace, A/AAB-1234-2020\n"
        "OI Lovelace, Ada/0000-0002-1825-0097\nPY 2020\nUT WOS:000000000000001\nER\n\nEF\n",
        [
            ("Yang Liu", ["researcherid:A-1234-2010"]),
            ("Ada Lovelace", ["orcid:0000-0002-1825-0097", "researcherid:AAB-1234-2020"]),
        ],
    ),
    "acl-anthology": (
        '<?xml version="1.0"?><collection id="2026.tests"><volume id="main"><meta/><paper id="1">'
        '<title>On identifiers</title><author id="yang-liu-ict"><first>Yang</first><last>Liu</last>'
        '</author><author id="ada-lovelace/unverified"><first>Ada</first><last>Lovelace</last></author>'
        "</paper></volume></collection>",
        [("Yang Liu", ["acl:yang-liu-ict"]), ("Ada Lovelace", [])],
    ),
    "openreview": (
        json.dumps(
            {
                "notes": [
                    {
                        "id": "N1",
                        "forum": "N1",
                        "invitations": ["T.cc/2026/Conference/-/Submission"],
                        "signatures": ["T"],
                        "content": {
                            "title": {"value": "On identifiers"},
                            "authors": {"value": ["Yang Liu", "Ada Lovelace"]},
                            "authorids": {"value": ["~Yang_Liu1", "ada@example.org"]},
                        },
                    }
                ],
                "count": 1,
            }
        ),
        [("Yang Liu", ["openreview:~Yang_Liu1"]), ("Ada Lovelace", [])],
    ),
    "jats": (
        '<?xml version="1.0"?><article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>'
        "<title-group><article-title>On identifiers</article-title></title-group><contrib-group>"
        '<contrib contrib-type="author"><contrib-id contrib-id-type="scopus">57200000001</contrib-id>'
        "<name><surname>Liu</surname><given-names>Yang</given-names></name></contrib></contrib-group>"
        "</article-meta></front></article>",
        [("Yang Liu", ["scopus:57200000001"])],
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_identifiers_are_read(name: str) -> None:
    text, expected = SOURCES[name]
    document = Document(f"{name}.txt", text.encode())
    assert formats.recognize(document) == name
    papers = [one for one in formats.source(name).read(document) if isinstance(one, Paper)]
    found = [
        (
            author.name,
            sorted(
                [
                    *(f"orcid:{author.orcid}" for _ in (1,) if author.orcid),
                    *(f"s2:{author.s2_id}" for _ in (1,) if author.s2_id),
                    *author.identifiers,
                ]
            ),
        )
        for paper in papers
        for author in paper.authors
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        (
            "crossref.json",
            json.dumps(
                {
                    "message-type": "work-list",
                    "message": {
                        "items": [
                            {
                                "DOI": f"10.1234/{n}",
                                "author": [
                                    {"family": "Lovelace", "ORCID": f"0000-0002-1825-009{n}"}
                                ],
                            }
                            for n in (7, 8, 9)
                        ]
                    },
                }
            ),
            "entry 2",
        ),
        (
            "own.jsonl",
            "".join(
                f'{{"title": "Paper {n}", "authors": [{{"name": "Ada Lovelace",'
                f' "orcid": "0000-0002-1825-009{n}"}}]}}\n'
                for n in (7, 8, 9)
            ),
            "line 2",
        ),
        (
            "a.bib",
            "".join(
                f"@misc{{k{n}, title={{Paper {n}}}, author={{Lovelace, Ada}},"
                f' author+an:orcid = {{1="0000-0002-1825-009{n}"}}}}\n'
                for n in (7, 8, 9)
            ),
            "line 2",
        ),
    ],
)
def test_a_note_counts_the_orcids_with_a_wrong_check_digit(
    tmp_path: Path, name: str, text: str, place: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    for _ in range(2):  # a load does not count those of another
        summary = loaders.Summary()
        papers = list(loaders.read(path, summary=summary))
        assert len(papers) == 3
        assert summary.notes == [
            f"{path}: 2 ORCIDs with a wrong check digit not read, first 0000-0002-1825-0098 ({place})"
        ]
