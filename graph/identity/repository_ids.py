"""Canonical addresses of code repositories, so that all spellings identify one node."""

import re
from typing import NamedTuple
from urllib.parse import unquote


class Repo(NamedTuple):
    """A code repository. Its identity is ``host/owner/name`` in lower case."""

    host: str  # lower case
    owner: str  # as written; groups on GitLab may nest: "group/subgroup"
    name: str  # as written
    url: str  # https address for a browser


# Scheme, user (git@, or a name with a password: dropped), host, port, path.
_ADDRESS = re.compile(
    r"(?:(?:git\+)?(?:https?|ssh|git):/{1,2})?(?:[^\s/@]{1,200}@)?(?:www\.)?"
    r"(?P<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})(?::\d{1,5}(?=/))?[/:]+(?P<path>[^?#\s]+)",
    re.IGNORECASE | re.ASCII,
)
_SHORT = re.compile(r"(github|gitlab|bitbucket):(?!/)", re.IGNORECASE)
_WRAPPED = re.compile(r"/\s+")  # "owner/ name": a line was broken there
_OWNER = re.compile(r"[A-Za-z0-9_](?:[\w.-]{0,98}[A-Za-z0-9_-])?", re.ASCII)
# An underscore is in names of managed accounts and in some of before 2010.
_GITHUB_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}", re.ASCII)
_NAME = re.compile(r"[\w.-]{1,100}", re.ASCII)

# First parts of paths on GitHub, GitLab, Bitbucket, ... that are not an owner.
_NO_OWNER = frozenset(
    re.findall(
        r"\S+",
        """about account api apps blog collections contact customer-stories dashboard discover docs
        enterprise events explore features groups help issues join login logout marketplace new
        notifications organizations orgs pages pricing product projects pulls raw readme search
        security sessions settings signup site snippets sponsors stars team terms topics trending
        users workspaces""",
    )
)
# Hosts where a repository is /owner/name, followed by a path inside it.
_FLAT = frozenset(
    {"github.com", "bitbucket.org", "codeberg.org", "gitee.com", "gitcode.com", "gist.github.com"}
)
# Other hosts of GitHub repositories, with the path before owner and name.
_MIRRORS = {
    "raw.githubusercontent.com": (),
    "raw.github.com": (),
    "codeload.github.com": (),
    "github.dev": (),
    "api.github.com": ("repos",),
    "nbviewer.org": ("github",),
    "nbviewer.jupyter.org": ("github",),
    "colab.research.google.com": ("github",),
    "mybinder.org": ("v2", "gh"),
}
_INSIDE = frozenset(
    {"-", "tree", "blob", "raw", "commit", "commits", "tags", "wikis", "issues", "merge_requests"}
)


def repository(url: str) -> Repo | None:
    """Parse the address of a code repository.

    Reads addresses with and without scheme, ``www.``, ``.git``, a trailing slash or full stop,
    ``git@host:owner/name``, ``github:owner/name``, and addresses inside a repository
    (``/tree/main``, ``#readme``, raw files, notebooks opened elsewhere).

    Returns:
        The repository; ``None`` for other addresses, such as ``github.com/owner`` and pages at
        ``owner.github.io``.
    """
    text = _SHORT.sub(
        lambda match: f"{match[1]}.{_TOP[match[1].lower()]}/",
        _WRAPPED.sub("/", url.strip(" <>\"'")),
        1,
    )
    found = _ADDRESS.match(text)
    if not found:
        return None
    host = found["host"].lower()
    parts = [part for part in unquote(found["path"]).split("/") if part and part.strip(".")]
    if host in _MIRRORS:
        before = _MIRRORS[host]
        if tuple(parts[: len(before)]) != before:
            return None
        host, parts = "github.com", parts[len(before) :]
    return _at(host, parts)


def _at(host: str, parts: list[str]) -> Repo | None:
    """Return the repository of a path at a host."""
    repo = None
    if host in _FLAT:
        repo = _repo(host, parts[:1], parts[1:2])
    elif host == "sourceforge.net":  # projects have no owner
        named = parts[1:2] if parts[:1] in (["projects"], ["p"]) else []
        repo = _repo(host, named, named, "projects/{name}")
    elif host == "git.sr.ht" and parts and parts[0].startswith("~"):
        repo = _repo(host, [parts[0][1:]], parts[1:2], "~{owner}/{name}")
    elif host.startswith(("gitlab.", "git.")):
        inside = next((at for at, part in enumerate(parts) if at > 1 and part in _INSIDE), None)
        parts = parts[:inside]
        repo = _repo(host, parts[:-1], parts[-1:])
    return repo


_TOP = {"github": "com", "gitlab": "com", "bitbucket": "org"}


def _repo(
    host: str, owners: list[str], names: list[str], path: str = "{owner}/{name}"
) -> Repo | None:
    if not owners or not names or owners[0].lower() in _NO_OWNER:
        return None
    name = re.sub(r"(?:\.git)?[.,;:!)\]}>'\"*]*$", "", names[0], flags=re.IGNORECASE)
    owner = "/".join(owners)
    pattern = _GITHUB_OWNER if host.endswith("github.com") else _OWNER
    if not all(pattern.fullmatch(part) for part in owners) or not _NAME.fullmatch(name):
        return None
    return Repo(host, owner, name, f"https://{host}/{path.format(owner=owner, name=name)}")
