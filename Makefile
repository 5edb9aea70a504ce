# `make warehouse` builds the warehouse from data/reports, `make test` runs the tests; both install
# everything from requirements.lock (versions and hashes) first.  Needs python3.11, make and git.

PYTHON  ?= $(shell command -v python3.11 || command -v python3)
VENV    ?= .venv
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Installed once for each state of these files.
STAMP   := $(VENV)/.installed
SUPERSET := .venv-superset
READERS := $(patsubst tests/platform/readers/%.txt,$(VENV)/readers/%/.installed,$(wildcard tests/platform/readers/*.txt))

SQL     := dbt_project
CODE    := etl models migrations tests benchmarks docs bi

.PHONY: help install warehouse pages superset superset-test test lint format types check clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(STAMP) ## install the locked dependencies and the project into .venv

$(BIN)/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || \
	  { echo "Cần Python 3.11 (make PYTHON=/đường/dẫn/python3.11). / Python 3.11 is needed." >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

$(STAMP): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

warehouse: $(STAMP) ## build and publish the warehouse from data/reports
	$(BIN)/chitieu build --reports data/reports

pages: $(STAMP) ## write the answers in the READMEs and the page of rules anew, from the built warehouse
	$(BIN)/python docs/pages.py write warehouse

# Older DuckDB versions, which must be able to read what we publish.
$(VENV)/readers/%/.installed: tests/platform/readers/%.txt | $(STAMP)
	$(PIP) install --quiet --no-deps --require-hashes --upgrade --target $(@D) -r $<
	@touch $@

# Superset needs older libraries than the product: an environment of its own.
$(SUPERSET)/.installed: bi/superset/requirements.lock | $(BIN)/python
	"$(PYTHON)" -m venv $(SUPERSET)
	$(SUPERSET)/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes -r $<
	@touch $@

superset: $(SUPERSET)/.installed ## start Apache Superset with our dashboard over the built warehouse
	$(SUPERSET)/bin/python bi/superset/serve.py warehouse

superset-test: $(STAMP) $(SUPERSET)/.installed ## ask a real Superset for every chart while a build publishes
	$(BIN)/python -m pytest tests/bi

test: $(STAMP) $(READERS) ## run the tests
	$(BIN)/python -m pytest

lint: $(STAMP) types ## ruff, sqlfluff and mypy
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/sqlfluff lint --disable-progress-bar $(SQL)

types: $(STAMP)
	$(BIN)/mypy

format: $(STAMP) ## format the code
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

check: lint test ## everything that must pass before a change is taken in

clean: ## remove what builds and tools leave behind (releases are kept)
	rm -rf warehouse/work dbt_project/target dbt_project/logs .pytest_cache .mypy_cache .ruff_cache
