"""A server on loopback with the interfaces of the scholarly services, over made-up works."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

KEYS = {
    "OPENALEX_API_KEY": "secret-openalex-7c1",
    "S2_API_KEY": "secret-s2-7c2",
    "OPENCITATIONS_ACCESS_TOKEN": "secret-oc-7c3",
    "OPENREVIEW_TOKEN": "secret-openreview-7c4",
    "CITEGRAPH_MAILTO": "secret-reader@example.org",
}


OPENALEX = 1_000_000  # plus the number of a work is its number there


class Scholar:
    """Works by DOI, the calls that came, and failures to reply with first."""

    def __init__(self) -> None:
        self.works: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str, dict[str, str]]] = []  # path, body, headers
        self.failures: list[tuple[int, dict[str, str], bytes]] = []
        self.refused = ""  # a PubMed ID with which OpenAlex refuses a batch
        self.delay = 0.0
        self.page = 2  # entries of a page of a search
        self._scrolled = 0  # entries that a search of Crossref has returned
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self, "")

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                outer.answer(self, self.rfile.read(length).decode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.bases = {
            "CITEGRAPH_OPENALEX_URL": f"{self.url}/openalex",
            "CITEGRAPH_S2_URL": self.url,
            "CITEGRAPH_CROSSREF_URL": f"{self.url}/crossref",
            "CITEGRAPH_OPENCITATIONS_URL": f"{self.url}/opencitations",
            "CITEGRAPH_ARXIV_URL": f"{self.url}/arxiv",
            "CITEGRAPH_OAI_URL": f"{self.url}/oai",
            "CITEGRAPH_OPENREVIEW_URL": f"{self.url}/openreview",
        }

    def add(self, number: int, title: str, *, cites: tuple[int, ...] = (), **more: Any) -> None:
        """Add a work; ``arxiv`` is its arXiv ID, where it has one."""
        doi = f"10.48550/arxiv.{more['arxiv']}" if "arxiv" in more else f"10.1000/w{number}"
        self.works[doi] = {
            "number": number, "doi": doi, "title": title, "year": 2024, "author": "Ada Lovelace",
            "cites": cites, **more,
        }  # fmt: skip

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, body: str) -> None:
        self.calls.append((handler.path, body, dict(handler.headers)))
        time.sleep(self.delay)
        if self.failures:
            status, headers, data = self.failures.pop(0)
        else:
            status, headers, data = self._reply(handler.path, body)
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            handler.send_header(name, value)
        with suppress(OSError):  # the client was stopped
            handler.end_headers()
            handler.wfile.write(data)

    def _reply(self, address: str, body: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        service, _, rest = parts.path.lstrip("/").partition("/")
        value = getattr(self, f"_{service}")(rest, asked, body)
        limits = {"X-RateLimit-Limit-USD": "1", "X-RateLimit-Remaining-USD": "0.9"}
        if isinstance(value, str):
            return 200, {"Content-Type": "application/atom+xml"}, value.encode()
        status = value.pop("status", 200) if isinstance(value, dict) else 200
        return status, {"Content-Type": "application/json", **limits}, json.dumps(value).encode()

    def _openalex(self, path: str, asked: dict[str, str], body: str) -> Any:
        kind, _, values = asked.get("filter", "").partition(":")
        if kind == "title.search":
            found = [w for w in self.works.values() if _words(w) == _fold(values)]
        elif kind in ("openalex", "doi", "pmid"):
            # In another order than asked for, and in other letters.
            if kind == "pmid" and self.refused in values.split("|"):
                return {"status": 400, "error": "Invalid query parameters error."}
            found = [self._find(one) for one in reversed(values.split("|"))]
            found = [one for one in found if one]
        else:
            found = list(self.works.values())
        meta: dict[str, Any] = {"count": len(found)}
        if "cursor" in asked:
            start = 0 if asked["cursor"] == "*" else int(asked["cursor"].removeprefix("c+/="))
            found = found[start : start + self.page]
            meta["next_cursor"] = f"c+/={start + self.page}"
        return {"meta": meta, "results": [self._work(one) for one in found]}

    def _find(self, key: str) -> dict[str, Any] | None:
        key = unquote(key).lower()
        for work in self.works.values():
            if key in (work["doi"], f"w{OPENALEX + work['number']}", work.get("pmid")):
                return work
        return None

    def _work(self, one: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": f"https://openalex.org/W{OPENALEX + one['number']}",
            "doi": f"https://doi.org/{one['doi'].upper()}",
            "ids": {"pmid": f"https://pubmed.ncbi.nlm.nih.gov/{one['pmid']}"}
            if "pmid" in one
            else {},
            "title": one["title"],
            "publication_date": f"{one['year']}-03-01",
            "authorships": [
                {
                    "author": {
                        "id": f"https://openalex.org/A{OPENALEX + one['number']}",
                        "display_name": one["author"],
                    }
                }
            ],
            "referenced_works": [f"https://openalex.org/W{OPENALEX + n}" for n in one["cites"]],
            "is_retracted": one.get("retracted", False),
            "primary_location": {"source": {"display_name": "Journal of Made-up Works"}},
        }

    def _graph(self, path: str, asked: dict[str, str], body: str) -> Any:
        if path.endswith("/batch"):
            names = json.loads(body)["ids"]
            found = [self._find(_doi(one)) for one in names]
            if not any(found):
                return {"status": 400, "error": "No valid paper ids given"}
            return [self._s2(one) if one else None for one in found]
        if path.endswith("/match"):
            for one in self.works.values():
                if _words(one) == _fold(asked["query"]):
                    return {"data": [{**self._s2(one), "matchScore": 100.0}]}
            return {"status": 404, "error": "Title match not found"}
        offset = int(asked.get("offset", "0"))
        every = list(self.works.values())
        page = {"total": len(every), "offset": offset, "data": []}
        if offset + self.page < len(every):
            page["next"] = offset + self.page
        page["data"] = [self._s2(one) for one in every[offset : offset + self.page]]
        return page

    def _s2(self, one: dict[str, Any]) -> dict[str, Any]:
        cited = [w for w in self.works.values() if w["number"] in one["cites"]]
        external = {"ArXiv": one["arxiv"]} if "arxiv" in one else {"DOI": one["doi"]}
        return {
            "paperId": f"{one['number']:040x}",
            "externalIds": external,
            "title": one["title"],
            "year": one["year"],
            "authors": [{"authorId": str(one["number"]), "name": one["author"]}],
            "references": [
                {"paperId": f"{w['number']:040x}", "title": w["title"], "year": w["year"]}
                for w in cited
            ],
        }

    def _crossref(self, path: str, asked: dict[str, str], body: str) -> Any:
        if path != "works":
            one = self._find(path.removeprefix("works/"))
            return _message("work", self._csl(one)) if one else {"status": 404}
        if "filter" in asked:
            names = [one.removeprefix("doi:") for one in asked["filter"].split(",")]
            found = [one for name in names if (one := self._find(name))]
            total = len(found)
        elif "query.title" in asked:
            found = [w for w in self.works.values() if _words(w) == _fold(asked["query.title"])]
            total = len(found)
        else:
            # The cursor is the same in each reply; the server knows how far it was read.
            start = 0 if asked["cursor"] == "*" else self._scrolled
            self._scrolled = start + self.page
            total = len(self.works)
            found = list(self.works.values())[start : start + self.page]
            return _message(
                "work-list",
                {
                    "total-results": total,
                    "next-cursor": "A+/=",
                    "items": [self._csl(one) for one in found],
                },
            )
        return _message(
            "work-list", {"total-results": total, "items": [self._csl(one) for one in found]}
        )

    def _csl(self, one: dict[str, Any]) -> dict[str, Any]:
        given, _, family = one["author"].partition(" ")
        cited = [w for w in self.works.values() if w["number"] in one["cites"]]
        return {
            "DOI": one["doi"],
            "title": [one["title"]],
            "issued": {"date-parts": [[one["year"], 3, 1]]},
            "author": [{"given": given, "family": family}],
            "reference": [{"key": w["doi"], "DOI": w["doi"]} for w in cited],
        }

    def _opencitations(self, path: str, asked: dict[str, str], body: str) -> Any:
        kind, _, names = path.removeprefix("meta/v1/").removeprefix("index/v2/").partition("/")
        found = [w for name in names.split("__") if (w := self._find(unquote(name)[4:]))]
        if kind == "metadata":
            return [
                {
                    "id": f"doi:{w['doi']} omid:br/06{w['number']}",
                    "title": w["title"],
                    "author": f"Lovelace, Ada [omid:ra/06{w['number']}]",
                    "pub_date": str(w["year"]),
                    "venue": "",
                }
                for w in found
            ]
        return [
            {"oci": f"{w['number']}-{n}", "citing": f"doi:{w['doi']}", "cited": f"doi:10.1000/w{n}"}
            for w in found
            for n in w["cites"]
        ]

    def _arxiv(self, path: str, asked: dict[str, str], body: str) -> str:
        every = [w for w in self.works.values() if "arxiv" in w]
        if names := asked.get("id_list"):
            found = [w for w in every if w["arxiv"] in names.split(",")]
        elif "ti:" in asked["search_query"]:
            found = [w for w in every if _words(w) == _fold(asked["search_query"][3:])]
        else:
            start = int(asked["start"])
            found = every[start : start + self.page]
        entries = "".join(
            f"<entry><id>http://arxiv.org/abs/{w['arxiv']}v1</id><title>{w['title']}</title>"
            f"<summary>We make things up.</summary><published>{w['year']}-03-01T00:00:00Z</published>"
            f"<author><name>{w['author']}</name></author></entry>"
            for w in found
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
            'xmlns:arxiv="http://arxiv.org/schemas/atom"><updated>2026-10-27T00:00:00Z</updated>'
            f"<opensearch:totalResults>{len(every)}</opensearch:totalResults>{entries}</feed>"
        )

    def _oai(self, path: str, asked: dict[str, str], body: str) -> str:
        """Reply to GetRecord and ListRecords; a token is of one use, and contains escapes."""
        every = [w for w in self.works.values() if "arxiv" in w]
        token = ""
        if "identifier" in asked:
            found = [w for w in every if asked["identifier"].endswith(w["arxiv"])]
            if not found:
                return _oai_reply('<error code="idDoesNotExist">No such item</error>')
        else:
            start = 0
            if "resumptionToken" in asked:
                start = int(asked["resumptionToken"].partition("%26skip%3D")[2])
                assert asked.keys() == {"verb", "resumptionToken"}
            found = every[start : start + self.page]
            if start + self.page < len(every):
                token = f"verb%3DListRecords%26skip%3D{start + self.page}"
        records = "".join(
            f"<record><header><identifier>oai:arXiv.org:{w['arxiv']}</identifier>"
            f"<datestamp>2026-10-27</datestamp></header><metadata><arXivRaw><id>{w['arxiv']}</id>"
            f"<title>{w['title']}</title><authors>{w['author']}</authors></arXivRaw></metadata></record>"
            for w in found
        )
        return _oai_reply(
            f"<ListRecords>{records}<resumptionToken expires='2026-10-28'>{token}"
            f"</resumptionToken></ListRecords>"
        )

    def _openreview(self, path: str, asked: dict[str, str], body: str) -> Any:
        every = list(self.works.values())
        if "id" in asked:
            every = [w for w in every if asked["id"] == f"NOTE{w['number']:06}"]
        start = int(asked.get("offset", "0"))
        found = every[start : start + min(self.page, int(asked.get("limit", "1000")))]
        notes = [
            {
                "id": f"NOTE{w['number']:06}",
                "forum": f"NOTE{w['number']:06}",
                "invitations": ["Tests.cc/2026/Conference/-/Submission"],
                "content": {
                    "title": {"value": w["title"]},
                    "authors": {"value": [w["author"]]},
                    "venue": {"value": "Tests 2026 poster"},
                    "venueid": {"value": "Tests.cc/2026/Conference"},
                },
            }
            for w in found
        ]
        # The number of notes is stated in version 1 and by searches only.
        return {"notes": notes} | ({} if "content.venueid" in asked else {"count": len(every)})


def _oai_reply(inner: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<responseDate>2026-10-27T00:00:00Z</responseDate>{inner}</OAI-PMH>"
    )


def _message(kind: str, message: dict[str, Any]) -> dict[str, Any]:
    return {"status_": "ok", "message-type": kind, "message": message}


def _doi(name: str) -> str:
    scheme, _, value = name.partition(":")
    return f"10.48550/arxiv.{value}" if scheme == "ARXIV" else value


def _fold(text: str) -> str:
    return " ".join(text.replace('"', "").replace(":", " ").casefold().split())


def _words(work: dict[str, Any]) -> str:
    return _fold(work["title"])


@contextmanager
def scholar() -> Iterator[Scholar]:
    """Run the server, with its addresses and made-up keys in the environment."""
    made = Scholar()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**made.bases, **KEYS}.items():
            patch.setenv(name, value)
        yield made
    made.close()
