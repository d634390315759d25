# Each target works from a fresh clone: all it needs is Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
IN_VENV := $(VENV)/bin/python
# Nothing is installed whose archive has not the hash that the lock names.
INSTALL := -m pip install --quiet --disable-pip-version-check --no-warn-script-location --require-hashes --requirement
# Rung itself is not built, it runs from where it lies: so no build tool is fetched either.
REACH := -c 'import pathlib, site; pathlib.Path(site.getsitepackages()[0], "rung.pth").write_text(str(pathlib.Path.cwd()))'

# Tools that look at the product from outside live apart, so that they never change what it runs with.
TOOLS := .tools
LOCK := $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

# Where the commands among the proofs find the product, and helpers that they share with tests.
PROOFS := .:tests/proofs:tests/journeys

.DEFAULT_GOAL := help
.PHONY: help demo run test torture mutants fuzz keys bench check screenshots lock audit advisories sbom

help:
	@echo "make demo    try it in the browser, against a local stand-in for Slack"
	@echo "make run     the bot against Slack, with the tokens in .env"
	@echo "make test    the whole test suite"
	@echo "make bench   speed, each against a reference; some 10 minutes"
	@echo "make torture ten minutes of failing Slack and dying workers: nothing lost, nothing doubled"
	@echo "make mutants take guards out one by one; the tests must notice each"
	@echo "make fuzz    ten minutes of whatever may come in; ARGS=--seconds N, --cases N, --seed N"
	@echo "make keys    take the workspace out of one query after another; the tests must notice each"
	@echo "make check   linter, formatter, types"
	@echo "make audit   is installed exactly what is locked, unchanged, under licences we accept? Offline"
	@echo "make advisories  known holes in what is locked; asks the package index"
	@echo "make sbom    what the container installs, as CycloneDX, in build/sbom.cdx.json"
	@echo "make lock    requirements/*.lock anew, after a change of pyproject.toml or constraints.txt"
	@echo "make screenshots  the README's pictures, taken again; needs Chromium"

demo: $(VENV)/.sandbox
	@$(IN_VENV) app.py demo

run: $(VENV)/.sandbox
	@$(IN_VENV) app.py migrate
	@$(IN_VENV) app.py

test: $(VENV)/.dev
	@$(IN_VENV) -m pytest -n 2 --dist loadgroup

screenshots: $(VENV)/.dev
	@$(IN_VENV) tests/browser/screenshots.py

bench: $(VENV)/.dev
	@for each in submit tick deliver close start; do $(IN_VENV) -m benchmarks.$$each || exit 1; done

torture: $(VENV)/.dev
	@PYTHONPATH=$(PROOFS) $(IN_VENV) tests/proofs/torture.py $(ARGS)

mutants: $(VENV)/.dev
	@PYTHONPATH=$(PROOFS) $(IN_VENV) tests/proofs/mutants.py $(ARGS)

fuzz: $(VENV)/.dev
	@PYTHONPATH=.:tests/fuzz:tests/journeys $(IN_VENV) tests/fuzz/fuzz.py $(ARGS)

keys: $(VENV)/.dev
	@PYTHONPATH=$(PROOFS) $(IN_VENV) tests/proofs/keys.py $(ARGS)

check: $(VENV)/.dev
	@$(IN_VENV) -m ruff check --quiet
	@$(IN_VENV) -m ruff format --check --quiet
	@$(IN_VENV) -m mypy

audit: $(VENV)/.dev
	@$(IN_VENV) -m tools.audit

# A package that cannot be asked about fails it: silence is not a clean bill of health.
advisories: $(TOOLS)/.ready
	@$(TOOLS)/bin/pip-audit --strict --disable-pip --no-deps --require-hashes --requirement requirements/run.lock

# Asks pip what the Dockerfile's command would install here, and checks the answer against the lock.
sbom: $(VENV)/.dev
	@mkdir -p build
	@$(IN_VENV) $(INSTALL) requirements/run.lock --only-binary :all: \
		--dry-run --ignore-installed --report build/report.json
	@$(IN_VENV) -m tools.sbom build/report.json requirements/run.lock > build/sbom.cdx.json
	@echo "build/sbom.cdx.json"

lock: $(TOOLS)/.ready
	@$(LOCK) pyproject.toml --constraint constraints.txt --output-file requirements/run.lock
	@$(LOCK) pyproject.toml --extra sandbox --constraint constraints.txt --output-file requirements/sandbox.lock
	@$(LOCK) pyproject.toml --extra dev --constraint constraints.txt --output-file requirements/dev.lock
	@$(LOCK) requirements/tools.txt --output-file requirements/tools.lock

# The stamps are renewed when what is to be installed has changed.
$(VENV)/.sandbox: requirements/sandbox.lock | $(VENV)/bin/pip
	@echo "Installing what the bot and its demo need …"
	@$(IN_VENV) $(INSTALL) $<
	@$(IN_VENV) $(REACH)
	@touch $@

$(VENV)/.dev: requirements/dev.lock | $(VENV)/bin/pip
	@echo "Installing what the tests and checks need …"
	@$(IN_VENV) $(INSTALL) $<
	@$(IN_VENV) $(REACH)
	@touch $@ $(VENV)/.sandbox

$(TOOLS)/.ready: requirements/tools.lock
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python $(INSTALL) $<
	@touch $@

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Rung needs Python 3.11 or newer: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
