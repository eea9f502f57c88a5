"""Organizations are one node by ROR or by name and country, and count papers of their authors."""

import json
from pathlib import Path

import pytest

from citegraph import loaders, queries
from citegraph.graph import Organization, Store
from citegraph.graph.identity.node_ids import organization_id

MIT = "Massachusetts Institute of Technology"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Organization(name=MIT), Organization(name=f"{MIT} (MIT)"), True),
        (
            Organization(name="Korea Advanced Institute of Science and Technology (KAIST)"),
            Organization(name="Korea Advanced Institute of Science & Technology"),
            True,
        ),
        (
            Organization(name="National University", country="US"),
            Organization(name="National University", country="PH"),
            False,
        ),
        (Organization(name="Google (United States)"), Organization(name="Google"), False),
        (
            Organization(name="Max Planck Institute (Bonn)"),
            Organization(name="Max Planck Institute"),
            False,
        ),
        (
            Organization(name=MIT, ror="https://ror.org/042nb2s44"),
            Organization(name="M.I.T.", ror="042nb2s44"),
            True,
        ),
    ],
)
def test_one_organization(one: Organization, other: Organization, same: bool) -> None:
    assert (organization_id(one) == organization_id(other)) == same


def test_institutions_of_authors_count_and_meet_by_ror(store: Store, tmp_path: Path) -> None:
    work = {
        "id": "https://openalex.org/W1001",
        "doi": "https://doi.org/10.5555/a",
        "title": "A paper of an institute",
        "publication_year": 2020,
        "authorships": [
            {
                "author": {"id": "https://openalex.org/A5001001001", "display_name": "Ada Lind"},
                "institutions": [
                    {
                        "id": "https://openalex.org/I63966007",
                        "display_name": MIT,
                        "ror": "https://ror.org/042nb2s44",
                        "country_code": "US",
                    }
                ],
            }
        ],
    }
    other = {
        "DOI": "10.5555/b",
        "prefix": "10.5555",
        "member": "1",
        "title": ["Another paper of that institute"],
        "type": "journal-article",
        "reference-count": 0,
        "is-referenced-by-count": 0,
        "author": [
            {
                "given": "Bo",
                "family": "Chen",
                "affiliation": [
                    {
                        "name": "MIT, Cambridge",
                        "id": [{"id": "https://ror.org/042nb2s44", "id-type": "ROR"}],
                    }
                ],
            }
        ],
    }
    for name, entry in (("work.json", work), ("crossref.json", {"message": other})):
        (tmp_path / name).write_text(json.dumps(entry), "utf-8")
        loaders.load(store, [str(tmp_path / name)])
    rows = queries.run(store, "organizations").rows
    assert [(row["id"], row["papers"], row["authors"]) for row in rows] == [("ror:042nb2s44", 2, 2)]
