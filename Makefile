# `make warehouse` builds the warehouse from data/reports, `make test` runs the tests; both install
# everything from requirements.lock (versions and hashes) first.  Needs python3.11, make and git.

PYTHON  ?= $(shell command -v python3.11 || command -v python3)
VENV    ?= .venv
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Installed once for each state of these files.
STAMP   := $(VENV)/.installed
# There while the project is installed compiled; a source that is newer than it has it made anew.
COMPILED := $(VENV)/.compiled
DIST    := dist
WHEEL   := pyproject.toml README.md LICENSE etl models migrations dbt_project data/catalogue data/vocabulary
SOURCES := $(shell find $(WHEEL) -type f -not -path '*/__pycache__/*' -not -path '*/target/*' -not -path '*/logs/*' -not -name '.*')
SUPERSET := .venv-superset
READERS := $(patsubst tests/platform/readers/%.txt,$(VENV)/readers/%/.installed,$(wildcard tests/platform/readers/*.txt))

SQL     := dbt_project
CODE    := etl models migrations tests benchmarks docs bi

.PHONY: help install sources wheel compiled benchmark warehouse pages superset superset-test
.PHONY: test lint format types check clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: sources ## install the locked dependencies and the project into .venv

$(BIN)/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || \
	  { echo "Cần Python 3.11 (make PYTHON=/đường/dẫn/python3.11). / Python 3.11 is needed." >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

$(STAMP): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@rm -f $(COMPILED)
	@touch $@

# Back from a compiled reader to the sources as they stand, which tests are of.
sources: $(STAMP)
	@if [ -e $(COMPILED) ]; then \
	  $(PIP) install --quiet --no-deps --no-build-isolation --editable . && rm $(COMPILED); fi

# Compiled in a copy: a compiled module beside its source would be taken for it, however old.
wheel: $(STAMP) ## dist/: the project as a wheel, its reader compiled; needs a C compiler and some minutes
	@command -v $${CC:-cc} >/dev/null || \
	  { echo "Cần trình biên dịch C (gcc hoặc clang). / A C compiler is needed (gcc or clang)." >&2; exit 1; }
	rm -rf $(DIST)/source $(DIST)/chitieu-*.whl && mkdir -p $(DIST)/source
	tar -cf - --exclude=target --exclude=logs --exclude=__pycache__ $(WHEEL) | tar -xf - -C $(DIST)/source
	HATCH_BUILD_HOOK_ENABLE_MYPYC=1 $(PIP) wheel --quiet --no-deps --no-build-isolation \
	  --wheel-dir $(DIST) $(DIST)/source
	rm -rf $(DIST)/source

$(COMPILED): $(SOURCES) | $(STAMP)
	$(MAKE) --no-print-directory wheel
	$(PIP) install --quiet --no-deps --force-reinstall $(DIST)/chitieu-*.whl
	@touch $@

compiled: $(COMPILED) ## install the project with its reader compiled: reads nearly twice as fast

benchmark: $(COMPILED) ## how fast reports are read, with the reader compiled
	$(BIN)/python benchmarks/reading.py

warehouse: $(STAMP) $(wildcard $(COMPILED)) ## build and publish the warehouse from data/reports
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

superset-test: sources $(SUPERSET)/.installed ## ask a real Superset for every chart while a build publishes
	$(BIN)/python -m pytest tests/bi

test: sources $(READERS) ## run the tests
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
	rm -rf $(DIST) warehouse/work dbt_project/target dbt_project/logs .pytest_cache .mypy_cache .ruff_cache
