# Each target works from a fresh clone: all it needs is Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
IN_VENV := $(VENV)/bin/python
PIP := $(IN_VENV) -m pip install --quiet --disable-pip-version-check --no-warn-script-location \
	--constraint constraints.txt

# Where the commands among the proofs find the product, and helpers that they share with tests.
PROOFS := .:tests/proofs:tests/journeys

.DEFAULT_GOAL := help
.PHONY: help demo run test torture mutants bench check screenshots

help:
	@echo "make demo    try it in the browser, against a local stand-in for Slack"
	@echo "make run     the bot against Slack, with the tokens in .env"
	@echo "make test    the whole test suite"
	@echo "make bench   speed, each against a reference; some 10 minutes"
	@echo "make torture ten minutes of failing Slack and dying workers: nothing lost, nothing doubled"
	@echo "make mutants take guards out one by one; the tests must notice each"
	@echo "make check   linter, formatter, types"
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

check: $(VENV)/.dev
	@$(IN_VENV) -m ruff check --quiet
	@$(IN_VENV) -m ruff format --check --quiet
	@$(IN_VENV) -m mypy

# The stamps are renewed when what is to be installed has changed.
$(VENV)/.sandbox: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing what the bot and its demo need …"
	@$(PIP) --editable '.[sandbox]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing what the tests and checks need …"
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.sandbox

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Rung needs Python 3.11 or newer: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
