# ruff: noqa: T201 - run as a program, it says what it fetched
"""Real Neo4j Community servers for the tests, made from their Maven jars.

``python tests/servers.py`` fetches the jars of every version that a Java here can run into the
user's cache (``make test`` does it first); the fixtures in conftest.py start and stop servers.
``CITEGRAPH_TEST_NEO4J=bolt://user:password@host:port`` names a server to use instead.
"""

import contextlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import neo4j

from citegraph.graph.cache_folder import cache_folder
from citegraph.graph.engines.processes import end_with_parent

# version: the Java versions that run it. 5.26 is the long-term release.
VERSIONS = {"5.26.30": (17, 21), "2026.08.1": (21, 25)}
GIVEN = "CITEGRAPH_TEST_NEO4J"
APOC = "5.26.19"  # the newest on Maven Central; both servers load it
POMS = Path(__file__).parent / "neo4j-server"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
ENTRIES = ("org/neo4j/server/CommunityEntryPoint.class", "org/neo4j/server/Neo4jCommunity.class")
WAIT = 180.0  # seconds for a server to come up

JVM = (
    "-Xms256m",
    "-Xmx768m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-OmitStackTraceInFastThrow",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--enable-native-access=ALL-UNNAMED",
    *(
        f"--add-opens=java.base/{name}=ALL-UNNAMED"
        for name in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
    ),
)

CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.security.allow_csv_import_from_file_urls=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
dbms.security.procedures.unrestricted=apoc.*
db.tx_log.rotation.retention_policy=1 files
"""
CLOSED = "advertised_address=127.0.0.1:1"
TLS = """\
server.bolt.tls_level=REQUIRED
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.base_directory=certificates/bolt
dbms.ssl.policy.bolt.private_key=private.key
dbms.ssl.policy.bolt.public_certificate=public.crt
dbms.ssl.policy.bolt.client_auth=NONE
"""


class UnavailableError(Exception):
    """No server can be had; the message says why and what would help."""


@dataclass(frozen=True)
class Server:
    """How to reach a running server."""

    uri: str
    user: str
    password: str
    version: str


def java_homes() -> dict[int, Path]:
    """A Java home for every major version that is installed here."""
    places = [Path(os.environ[name]) for name in ("JAVA_HOME",) if os.environ.get(name)]
    if found := shutil.which("java"):
        places.append(Path(found).resolve().parents[1])
    for folder in ("/usr/lib/jvm", "/Library/Java/JavaVirtualMachines"):
        places += sorted(Path(folder).glob("*")) + sorted(Path(folder).glob("*/Contents/Home"))
    homes: dict[int, Path] = {}
    for home in places:
        with contextlib.suppress(OSError):
            release = (home / "release").read_text("utf-8", "replace")
            version = re.search(r'JAVA_VERSION="(?:1\.)?(\d+)', release)
            if version and (home / "bin" / "java").exists():
                homes.setdefault(int(version[1]), home)
    return homes


def java_for(version: str) -> Path | None:
    """The Java that runs this version: the newest that fits."""
    oldest, newest = VERSIONS[version]
    fitting = {major: home for major, home in java_homes().items() if oldest <= major <= newest}
    return fitting[max(fitting)] if fitting else None


def versions() -> list[str]:
    """The versions that can be tested here, the long-term release first."""
    if os.environ.get(GIVEN):
        return [GIVEN]
    return [version for version in VERSIONS if java_for(version)]


def jars(version: str) -> Path:
    """The folder with the jars of a version, fetched where they are not in the cache yet.

    Raises:
        UnavailableError: they cannot be fetched.
    """
    return _fetched(f"neo4j-{version}", "pom.xml", f"-Dneo4j.version={version}")


def apoc() -> Path:
    """The folder with APOC's jar and the libraries it needs, fetched like :func:`jars`.

    Raises:
        UnavailableError: they cannot be fetched.
    """
    return _fetched(f"apoc-{APOC}", "apoc.xml", f"-Dapoc.version={APOC}")


def _fetched(name: str, pom: str, version: str) -> Path:
    folder = cache_folder() / name
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise UnavailableError(f"no Maven to fetch {name} with; install the package maven")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        fresh = Path(scratch) / "lib"
        run = subprocess.run(
            [
                maven,
                "-B",
                "-q",
                "-f",
                str(POMS / pom),
                version,
                COPY,
                "-DincludeScope=runtime",
                f"-DoutputDirectory={fresh}",
            ],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if run.returncode or not fresh.is_dir():
            last = (run.stdout + run.stderr).strip().splitlines()[-1:]
            raise UnavailableError(f"Maven could not fetch {name}: {''.join(last)[:300]}")
        with contextlib.suppress(OSError):  # somebody else was quicker
            fresh.rename(folder)
    return folder


def entry(lib: Path) -> str:
    """The server's main class; its name changed in 2025."""
    for jar in sorted(lib.glob("*.jar")):
        with zipfile.ZipFile(jar) as archive:
            for name in ENTRIES:
                if name in archive.namelist():
                    return name.removesuffix(".class").replace("/", ".")
    raise UnavailableError(f"no Neo4j in {lib}: remove that folder and try again")


def free_port() -> int:
    """A port below those that systems give to clients, so that none takes it before the server."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


class Neo4j:
    """A server of one version in a scratch folder. A context manager that gives a ``Server``."""

    def __init__(self, version: str, *, tls: bool = False) -> None:
        self.version = version
        self.tls = tls  # only TLS, with a certificate of its own; advertises a closed port
        self.home = Path(tempfile.mkdtemp(prefix="citegraph-neo4j-"))
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        try:
            return self._start()
        except BaseException:
            self._stop()
            raise

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _start(self) -> Server:
        java = java_for(self.version)
        if java is None:
            oldest, newest = VERSIONS[self.version]
            raise UnavailableError(f"Neo4j {self.version} wants Java {oldest} to {newest}")
        lib = jars(self.version)
        main, port, password = entry(lib), free_port(), secrets.token_hex(16)
        for name in ("conf", "data", "logs", "run", "plugins", "import"):
            (self.home / name).mkdir()
        (self.home / "lib").symlink_to(lib)
        path = f"{lib}/*"
        with contextlib.suppress(UnavailableError):  # tests that need it look for its procedures
            plugin = apoc()
            for jar in plugin.glob("apoc-*.jar"):
                (self.home / "plugins" / jar.name).symlink_to(jar)
            path += f":{plugin}/*"
        conf = self.home / "conf"
        settings = CONF.format(bolt=port)
        if self.tls:
            self._certificate()
            settings = settings.replace(f"advertised_address=127.0.0.1:{port}", CLOSED) + TLS
        (conf / "neo4j.conf").write_text(settings)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")},
            "NEO4J_HOME": str(self.home),
            "NEO4J_CONF": str(conf),
        }
        program = str(java / "bin" / "java")
        with (self.home / "logs" / "console.log").open("wb") as console:
            self.process = subprocess.Popen(
                [
                    program,
                    *JVM,
                    "-cp",
                    f"{conf}:{path}",
                    main,
                    f"--home-dir={self.home}",
                    f"--config-dir={conf}",
                    "--console-mode",
                ],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
                preexec_fn=end_with_parent if sys.platform == "linux" else None,
            )
        uri = f"bolt{'+ssc' if self.tls else ''}://127.0.0.1:{port}"
        self._wait()
        # The first password must be changed, and so it stands on no command line.
        with neo4j.GraphDatabase.driver(uri, auth=("neo4j", "neo4j")) as driver:
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new",
                new=password,
                database_="system",
            )
        return Server(uri, "neo4j", password, self.version)

    def _certificate(self) -> None:
        """A self-signed certificate for 127.0.0.1."""
        folder = self.home / "certificates" / "bolt"
        folder.mkdir(parents=True)
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=citegraph test",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                str(folder / "private.key"),
                "-out",
                str(folder / "public.crt"),
            ],
            check=True,
            capture_output=True,
        )

    def _wait(self) -> None:
        """Until the server says that it has started: its port answers earlier than it can."""
        assert self.process is not None
        console = self.home / "logs" / "console.log"
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline and self.process.poll() is None:
            if "Started." in console.read_text("utf-8", "replace"):
                return
            time.sleep(0.1)
        log = console.read_text("utf-8", "replace")
        raise UnavailableError(f"Neo4j {self.version} did not start: {log[-800:]}")

    def _stop(self) -> None:
        if self.process is not None:
            self.process.kill()  # its data is thrown away: no need to wait for a checkpoint
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def given() -> Server:
    """The server that the environment names."""
    parts = urlsplit(os.environ[GIVEN])
    if not parts.hostname or parts.password is None:
        raise UnavailableError(f"{GIVEN} is not of the form bolt://user:password@host:port")
    return Server(
        f"{parts.scheme}://{parts.hostname}:{parts.port or 7687}",
        unquote(parts.username or "neo4j"),
        unquote(parts.password),
        "given",
    )


def running(version: str) -> contextlib.AbstractContextManager[Server]:
    """A running server of a version; the one that the environment names, where it does."""
    return contextlib.nullcontext(given()) if version == GIVEN else Neo4j(version)


def main(arguments: list[str]) -> int:
    """``--java``: is there one? ``--cached``: are the jars here? Else fetch the jars."""
    wanted = [version for version in VERSIONS if java_for(version)]
    if arguments == ["--java"]:
        return 0 if wanted else 1
    if arguments == ["--cached"]:
        return 0 if wanted and all((cache_folder() / f"neo4j-{v}").is_dir() for v in wanted) else 1
    try:
        for version in wanted:
            print(f"Neo4j {version}: {jars(version)}")
        if wanted:
            print(f"APOC {APOC}: {apoc()}")
    except UnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
