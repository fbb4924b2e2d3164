# make run   set up in .venv and print the guide on the embedded defaults
# make test  the test suite        make check  lint, types, quality floors        make bench  speed and memory
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev

.PHONY: run test check audit bench browser servers lock clean

run: $(STAMP)
	$(BIN)/airdate demo

test: $(DEV)
	$(BIN)/python -m pytest

check: $(DEV)
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench
	$(BIN)/mypy
	$(BIN)/python -m bench.gate

bench: $(DEV)
	$(BIN)/python -m bench.all

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(DEV): $(STAMP) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

# Known holes in what is locked; needs the network. The tool stands outside the locks, in an environment of its own.
# Strict: what cannot be looked up fails, for without that a missing network would pass as no holes at all.
AUDIT := build/audit/bin/pip-audit
audit:
	test -x $(AUDIT) || ($(PYTHON) -m venv build/audit && build/audit/bin/python -m pip install --quiet pip-audit==2.10.1)
	@for lock in requirements.lock requirements-image.lock requirements-dev.lock; do \
	  $(AUDIT) --strict --progress-spinner off --require-hashes --disable-pip -r $$lock || { \
	    echo "audit: $$lock has a known hole, or the advisories could not be asked (no network?); it does not count as audited" >&2; \
	    exit 1; }; \
	done

# What the browser tests need (Debian, as root); they skip without it.
browser:
	command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium >/dev/null)
	test -d build/axe/node_modules/axe-core || npm install --silent --prefix build/axe axe-core

# The PostgreSQL server that the ledger's tests start (Debian, as root); they skip without it.
servers:
	command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || (apt-get update -qq && apt-get install -y -qq postgresql >/dev/null)

# Needs uv; the files record no index address.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 pyproject.toml requirements-build.in --extra mcp --extra postgresql -o requirements-image.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 pyproject.toml requirements-build.in --extra dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
