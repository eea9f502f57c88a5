"""Translate exceptions of the driver into one line with the problem and the remedy."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from neo4j import exceptions as bolt

from citegraph.graph.engines.embedded import Engine
from citegraph.graph.errors import (
    BusyError,
    CitegraphError,
    ConnectionFailed,
    QueryError,
    StoreError,
    TakenError,
)

# Conflicts between transactions, which ArcadeDB reports under general codes.
_CONFLICT = re.compile(
    r"ConcurrentModification|NeedRetry|Concurrent modification|RecordNotFound"
    r"|Record #?[\d:]+ (was )?not found|TransactionException.*retry|Please retry"
)
_DUPLICATE = re.compile(r"DuplicatedKey|Duplicated key|EquivalentSchemaRule")
# Errors of Neo4j when a reader finds what another transaction has deleted.
_VANISHED = re.compile(
    r"EntityNotFound|has been deleted in this transaction|Unable to load (NODE|RELATIONSHIP)"
    r"|(Node|Relationship)\[?.*not found"
)
_MEMORY = re.compile(
    r"OutOfMemory|ran out of memory|Java heap space|MemoryPoolOutOfMemory|GC overhead"
)
_STOPPING = "not expected in state: AUTHENTICATION"
_SPACE = 24 * 1024 * 1024  # bytes: a batch, its log, and pages that are not written yet
_DISK = re.compile(r"No space left on device|disk (is )?full", re.IGNORECASE)

# Errors that a server reports, by code.
_ANSWERS = (
    (
        "Security.Unauthorized",
        "the server refuses the credentials; set NEO4J_USERNAME and NEO4J_PASSWORD",
    ),
    (
        "AuthenticationRateLimit",
        "too many wrong passwords; wait a few seconds, then set NEO4J_USERNAME and NEO4J_PASSWORD",
    ),
    ("CredentialsExpired", "the password must be changed first; use cypher-shell for that"),
    ("DatabaseNotFound", "the server has no database of that name; correct the address"),
    ("DatabaseUnavailable", "the database is offline; start it and try again"),
)
# Why a connection failed, by the texts of the error and its causes; the first match counts.
_REASONS = (
    (
        r"connection towards",
        "the server advertises an address that cannot be reached from here; use {direct}, or "
        "correct server.bolt.advertised_address on the server",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|CertificateError",
        "the server's certificate is not trusted{reason}; add its authority to the trust store "
        "(or name it in SSL_CERT_FILE), or accept any certificate with {insecure}",
    ),
    (
        r"WRONG_VERSION_NUMBER|SSLError|BoltSecurityError|secured connection",
        "the TLS handshake with {host} failed; if the server has no TLS, use {plain}; else check "
        "the server's certificate",
    ),
    (
        r"resolve address|Name or service not known|getaddrinfo|nodename nor servname",
        "host {host} not found; correct the address",
    ),
    (
        r"Connection refused|actively refused|Errno 111",
        "no server answers at {host} (connection refused); start it, or correct the address",
    ),
    (r"(?i)timed out|timeout", "no answer from {host} (timed out); check host, port and firewall"),
    (
        r"",
        "the connection to {host} was closed; check that this is a Bolt port (7687 by default), "
        "whether the server requires TLS ({secure}), and whether the server is still running",
    ),
)


class Failures:
    """Translates the exceptions of the driver; without an engine, those of a server."""

    def __init__(self, name: str, uri: str, *, engine: Engine | None) -> None:
        self.name = name
        self.uri = uri
        self.engine = engine

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Raise a :class:`CitegraphError` in place of each exception of the driver."""
        try:
            yield
        except (bolt.DriverError, bolt.Neo4jError, OSError) as error:
            raise self.error(error) from error
        except ValueError as error:  # raised by the driver if a host cannot be resolved
            if isinstance(error, CitegraphError) or "resolve" not in str(error):
                raise
            raise self._unreachable(str(error)) from error

    def error(self, error: Exception) -> CitegraphError:
        """Return the error to raise in place of a driver's error."""
        chain = " ".join(f"{type(link).__name__} {link}" for link in _chain(error))
        if _DISK.search(chain):
            return StoreError(f"{self.name}: the disk is full; free some space and try again")
        if _MEMORY.search(chain):
            return self._memory()
        # While the embedded engine stops, it refuses all credentials or every message.
        stopping = self.engine and (isinstance(error, bolt.AuthError) or _STOPPING in chain)
        if stopping or isinstance(error, (bolt.ServiceUnavailable, bolt.SessionExpired, OSError)):
            return self._unreachable(chain)
        if isinstance(error, bolt.Neo4jError):
            return self._answered(error)
        if isinstance(error, bolt.ConfigurationError):
            return ConnectionFailed(f"{self.name}: {_flat(str(error))}; correct the address")
        return StoreError(f"{self.name}: {_flat(str(error))}")

    def _memory(self) -> StoreError:
        remedy = (
            "set CITEGRAPH_HEAP to a larger heap, for example 4g"
            if self.engine
            else "raise the server's dbms.memory.transaction.total.max or "
            "server.memory.heap.max_size"
        )
        return StoreError(
            f"{self.name}: the engine ran out of memory; request less (a smaller limit, fewer "
            f"columns), or {remedy}"
        )

    def _answered(self, error: bolt.Neo4jError) -> CitegraphError:
        """Translate an error that the server reported."""
        code, line = error.code or "", _flat(error.message or error.code or "refused")
        known = next((text for part, text in _ANSWERS if part in code), None)
        kind: type[CitegraphError] = StoreError
        if known:
            kind, line = ConnectionFailed, known
        elif isinstance(error, bolt.ConstraintError) or _DUPLICATE.search(f"{code} {line}"):
            kind = TakenError
        elif error.is_retryable() or _CONFLICT.search(line) or _VANISHED.search(f"{code} {line}"):
            kind = BusyError
        elif isinstance(error, bolt.ClientError):
            return QueryError(line)
        if kind is StoreError and (problem := self._lacks_space()):  # the engine does not report it
            line = f"{problem} and try again (the last batch was not written)"
        return kind(f"{self.name}: {line}")

    def _lacks_space(self) -> str | None:
        """Return the problem and the remedy if a batch of the embedded engine has no space."""
        if not self.engine or not hasattr(os, "statvfs"):
            return None
        import resource  # noqa: PLC0415 - not on Windows

        with suppress(OSError):
            disk = os.statvfs(self.name)
            if disk.f_bavail * disk.f_frsize < _SPACE:
                return "the disk is full; free some space"
            limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
            largest = max(p.stat().st_size for p in Path(self.name).rglob("*") if p.is_file())
            if limit != resource.RLIM_INFINITY and largest + _SPACE > limit:
                return (  # the engine keeps the limit until it stops
                    f"files of more than {limit / 1e6:.1f} MB are forbidden; run `citegraph stop`, "
                    "raise the limit of file sizes (`ulimit`)"
                )
        return None

    def _unreachable(self, chain: str) -> StoreError:
        """Translate a failed or broken connection."""
        if self.engine:
            failure = self.engine.failure()
            if failure and _MEMORY.search(failure):
                return StoreError(f"{self.name}: {failure}")
            if failure:  # it was restarted, and the statement can be tried again
                return BusyError(f"{self.name}: {failure}")
            return ConnectionFailed(
                f"{self.name}: the embedded engine stopped while it was in use; run the command "
                f"again, and see its log in {self.name}/log if it stops again"
            )
        scheme, _, host = self.uri.partition("://")
        base = scheme.partition("+")[0]
        found = re.search(r"certificate verify failed: ([^(\]]+)", chain)
        text = next(text for pattern, text in _REASONS if re.search(pattern, chain))
        reason = text.format(
            host=host,
            plain=f"{base}://",
            secure=f"{base}+s://",
            insecure=f"{base}+ssc://",
            direct=f"bolt{scheme.removeprefix(base)}://{host}",
            reason=f" ({found[1].strip()})" if found else "",
        )
        return ConnectionFailed(f"{self.name}: {reason}")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, its causes, and the errors grouped in them."""
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        link = pending.pop()
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        pending += [link.__cause__, link.__context__]
        if isinstance(link, BaseExceptionGroup):
            pending += link.exceptions


def _flat(text: str) -> str:
    """Write a message on one line."""
    return " ".join(text.split())
