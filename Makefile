# citegraph: `make demo` runs a tour, `make test` the tests. Both install what they need, once.
.PHONY: demo test lint bench docs release lock clean
.DELETE_ON_ERROR:

# The first of these that is Python 3.11 or newer; override it with PYTHON=...
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,\
  $(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
SELF := $(PIP) install --no-build-isolation --no-deps --editable .
DEMO := --db demo/citegraph.db
JS := tests/viz/js
LINT_JS = @if command -v npm >/dev/null; then npm --prefix $(JS) ci --silent && \
  cd $(JS) && node_modules/.bin/biome lint . ../../../viz/assets/js; \
  else echo "Node is not installed: the page's scripts were not linted" >&2; fi

demo: .venv/installed
	@mkdir -p demo
	$(BIN)/citegraph load loaders/samples/daily-papers.txt $(DEMO) --format table
	$(BIN)/citegraph query topics --limit 10 $(DEMO) --format table
	$(BIN)/citegraph related 'Attention Is All You Need' --limit 5 $(DEMO) --format table
	$(BIN)/citegraph query path 'Attention Is All You Need' 'Deep Residual Learning' $(DEMO) --format table
	$(BIN)/citegraph view -o demo/graph.html $(DEMO)
	@echo "Open demo/graph.html in a browser."

test: .venv/installed-dev
	@tests/setup.sh $(BIN)/python
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(LINT_JS)

bench: .venv/installed-dev
	for program in benchmarks/cold.py benchmarks/engine.py; do $(BIN)/python $$program || exit 1; done

# The reference, the output of examples, the pictures, and the site in build/site, strict about links.
docs: .venv/installed-docs
	$(BIN)/python -m citegraph.reference
	$(BIN)/python docs/examples.py
	$(BIN)/python docs/pictures.py
	$(BIN)/python -m sphinx -q -W --keep-going -c docs -d build/doctrees . build/site
	@echo "Open build/site/docs/index.html in a browser."

# Builds dist/ and runs the demo from each package in a new environment.
release: .venv/installed-dev
	.ci/release $(BIN)/python

# Newer versions within pyproject's ranges; hashes of every platform, no address of any host.
lock: .venv/installed-dev
	$(PIP) install 'uv>=0.9'
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --upgrade --group build pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --upgrade --group build --group dev --extra py2neo pyproject.toml \
	  --constraint requirements.lock --output-file requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --upgrade --group docs --constraint requirements-dev.lock --output-file requirements-docs.lock
	@! grep -n '://' requirements.lock requirements-dev.lock requirements-docs.lock

clean:
	rm -rf .venv demo dist

.venv/made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer not found; install it, or name it: make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made requirements.lock pyproject.toml
	$(PIP) install --require-hashes --requirement requirements.lock
	$(SELF)
	@touch $@

.venv/installed-dev: .venv/made requirements-dev.lock pyproject.toml
	$(PIP) install --require-hashes --requirement requirements-dev.lock
	$(SELF)
	@touch $@ .venv/installed

.venv/installed-docs: .venv/installed-dev requirements-docs.lock
	$(PIP) install --require-hashes --requirement requirements-docs.lock
	@touch $@
