# ruff: noqa: RUF001 - addresses occur between quotation marks and dashes of all scripts
"""Find code repositories and project pages in titles and abstracts.

Addresses there are written for people: without scheme, glued to a full stop, broken over a
line, in brackets, in Markdown or LaTeX. What leads into a repository is one
(:func:`citegraph.graph.identity.repository_ids.repository` decides); others are pages.
"""

import re
from collections.abc import Iterator

from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Repository
from citegraph.loaders.latex import readable

# Top-level domains that make "host.tld/path" an address even without a scheme.
_TOP = (
    "com|org|net|io|ai|edu|dev|co|me|cc|ms|ly|be|app|xyz|site|tech|science|page|gov|info|"
    "cn|de|uk|fr|jp|kr|ch|it|nl|ca|au|in|eu|es|se|dk|fi|no|at|il|hk|sg|tw|br|us|ht"
)
_HINTS = ("http", "www.", "github", "gitlab", "git@")
_BARE = re.compile(rf"\.(?:{_TOP})/")
_URL = re.compile(
    rf"(?:https?:/{{1,2}}(?=[\w\[])|(?<![\w@./-])(?:www\.(?=\w)|git@(?=\w)"
    rf"|(?=(?:[a-z0-9-]{{1,63}}\.){{1,5}}(?:{_TOP})/\w|[a-z0-9-]{{1,63}}\.(?:github|gitlab)\.io\b)))"
    r"[^\s<>\"{}|\\^`“”‘’«»，。；、（）【】]{3,2000}",
    re.IGNORECASE | re.ASCII,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# An address that a line end or a stray space broke, and how it is joined.
_BROKEN = (
    (re.compile(r"(https?)\s?:\s?/\s?(?:/\s?)?(?=[\w-]+\s?\.\s?[\w-]+)", re.IGNORECASE), r"\1://"),
    (
        re.compile(r"\b(git(?:hub|lab)|huggingface)\s?\.\s?(com|io|co)\s?/(?=\w)", re.IGNORECASE),
        r"\1.\2/",
    ),
    (
        re.compile(r"\bgit(hub|lab)\s?\.\s?com\s?/\s(?=[\w-]+/[\w.-]+)", re.IGNORECASE),
        r"git\1.com/",
    ),
    (re.compile(r"\bGitHub - (?=[\w-]+/[\w.-]+:)"), "github.com/"),  # a page's title, pasted
    (re.compile(r"(https?://[\w-]+\.)\s+(github\.io|gitlab\.io)", re.IGNORECASE), r"\1\2"),
    (
        re.compile(
            r"(\b(?i:github\.com)/[\w-]+)(?:\s/\s?|/\s)(?=(?:\w+[-_]\w[\w.-]*|[A-Za-z]*[a-z]+[A-Z0-9]"
            r"[\w.-]*|\w+\.?\s*$))"
        ),
        r"\1/",
    ),
    (re.compile(r"(https?://\S+[-_])\n\s*(?=\w)"), r"\1"),
)
# One of these is in every case-folded text that has one of the above. Each begins with letters that
# are there or not, so that most texts are done with at once.
_MAY_BE_BROKEN = tuple(
    map(
        re.compile,
        (
            r"http(?!s?://\S)",
            r"git(?:hub|lab)\s?\.?\s",
            r"git(?:hub|lab)\.(?:com|io|co)\s?/?\s",
            r"huggingface\s?\.?\s",
            r"huggingface\.(?:com|io|co)\s/",
            r"github\.com/[\w-]+(?:\s/|/\s)",
            r"http\S+\.\s+git(?:hub|lab)\.io",
            r"http\S+[-_]\n",
        ),
    )
)
_SENTENCE_GLUED = re.compile(
    r"\.(?:The|Our|We|Code|Codes|Data|Project|In|This|These|It|All|For|To|Models?|Keywords|http\S*)$"
)
_CLOSERS = {")": "(", "]": "["}
_EVIDENCE_BEFORE, _EVIDENCE_AFTER = 120, 60  # characters


def read(title: str | None, abstract: str | None) -> tuple[list[Repository], list[str]]:
    r"""Return the repositories and pages that a paper names, each once, in order of appearance.

    Args:
        title: the paper's title.
        abstract: its abstract, raw or readable: LaTeX such as ``\url{...}`` is understood.

    Returns:
        Repositories, with their canonical address and the words around it as evidence; and
        other addresses (http or https, without a trailing slash): project pages, models, demos.
    """
    repositories: dict[str, Repository] = {}
    pages: dict[str, str] = {}
    for field, text in (("title", title), ("abstract", abstract)):
        if not text or not _may_hold_address(text):
            continue
        whole = _joined(text)
        for address, start, end in _addresses(whole):
            repo = repository(address)
            if repo is None:
                page = _page(address)
                if page:
                    pages.setdefault(_key(page), page)
                continue
            repositories.setdefault(
                repo.url.lower(),
                Repository(url=repo.url, linked_by=field, evidence=_evidence(whole, start, end)),
            )
    return list(repositories.values()), list(pages.values())


def _may_hold_address(text: str) -> bool:
    folded = text.casefold()
    return any(hint in folded for hint in _HINTS) or bool(_BARE.search(folded))


def _joined(text: str) -> str:
    """Return the text with broken addresses joined."""
    text = readable(_INVISIBLE.sub("", text))
    folded = text.casefold()
    if any(sign.search(folded) for sign in _MAY_BE_BROKEN):
        for pattern, joined in _BROKEN:
            text = pattern.sub(joined, text)
    return text


def _addresses(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield addresses without surrounding punctuation, with their start and end."""
    for match in _URL.finditer(text):
        address = match[0]
        again = re.search(r"(?i)(?<=.)https?://", address)
        if again:  # two addresses glued together: the second is met again where it is alone
            address = address[: again.start()]
        address = re.split(r"\]\(|\)[.,](?=[A-Z])|\*\*|,(?=[A-Z])", address)[0]  # Markdown, prose
        while address:
            last = address[-1]
            if last in ".,;:!?'\"*_~–—-$&/" or (
                last in _CLOSERS and address.count(last) > address.count(_CLOSERS[last])
            ):
                address = address[:-1]
            elif glued := _SENTENCE_GLUED.search(address):
                address = address[: glued.start()]
            else:
                break
        if address:
            yield address, match.start(), match.start() + len(address)
        if again:
            yield from (
                (other, match.start() + again.start() + start, match.start() + again.start() + end)
                for other, start, end in _addresses(match[0][again.start() :])
            )


def _page(address: str) -> str | None:
    """Return the address of a page with its scheme, the host in lower case."""
    found = re.match(r"(?i)(https?):/{1,2}(?=\w)|(?!\w+:|git@)", address)
    if not found:
        return None
    host, slash, path = address[found.end() :].partition("/")
    if not re.fullmatch(r"(?i)(?:[\w-]+\.)+[a-z]{2,24}(?::\d{1,5})?", host):
        return None
    return f"{(found[1] or 'https').lower()}://{host.lower()}{slash}{path}"


def _key(page: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", page).casefold()


def _evidence(text: str, start: int, end: int) -> str:
    """Return the words around an address, at most its sentence."""
    before = text[max(0, start - _EVIDENCE_BEFORE) : start]
    after = text[end : end + _EVIDENCE_AFTER]
    if start > _EVIDENCE_BEFORE:
        before = before.partition(" ")[2]
    before = re.split(r"(?<=[.!?])\s+(?=[A-Z])", before)[-1]
    stop = re.search(r"[.!?](?=\s|$)", after)
    if stop:
        after = after[: stop.end()]
    elif end + _EVIDENCE_AFTER < len(text):
        after = after.rpartition(" ")[0]
    return " ".join(f"{before}{text[start:end]}{after}".split())
