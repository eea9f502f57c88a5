#!/bin/sh
# What the tests need beside Python: Chromium, Firefox, a Java that runs Neo4j, Maven to fetch its
# jars, the jars. Installs what is missing where apt can, says what is missing where it cannot. Run
# by `make test`; the second time it only looks.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=${1:?usage: tests/setup.sh PYTHON}

missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing="$missing firefox-esr"
if [ -z "${CITEGRAPH_TEST_NEO4J:-}" ]; then
  "$python" "$here/servers.py" --java >/dev/null || missing="$missing default-jre-headless"
  command -v mvn >/dev/null || "$python" "$here/servers.py" --cached >/dev/null ||
    missing="$missing maven"
fi

if [ -n "$missing" ]; then
  root=""
  [ "$(id -u)" = 0 ] || root="sudo -n"
  if command -v apt-get >/dev/null && $root true 2>/dev/null; then
    echo "installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    $root apt-get -qq update >/dev/null || echo "could not read the lists of packages" >&2
    for one in $missing; do  # each for itself: where one is not to be had, the others are
      $root apt-get -qq -y --no-install-recommends install "$one" >/dev/null ||
        echo "could not install: $one" >&2
    done
  else
    echo "please install (Debian's names):$missing; what needs them is skipped" >&2
  fi
fi

if [ -z "${CITEGRAPH_TEST_NEO4J:-}" ]; then
  "$python" "$here/servers.py" || echo "tests on Neo4j will be skipped" >&2
fi
