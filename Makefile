# One line a target; the logic stands in scripts/. `make` alone lists the targets.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA ?= instance
INSTALL := $(PY) -m pip --python $(BIN)/python --disable-pip-version-check install -q
OR_SAY := || { echo "The dependencies could not be installed; pip says above why. It needs a package index: connect this machine, or name a mirror (PIP_INDEX_URL) or a folder of wheels (PIP_NO_INDEX=1 PIP_FIND_LINKS=…), and run make again." >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help run simulate test check format bench look pictures trace crosswalk lock vendor clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## Serve the demonstration on http://localhost:$(PORT), data in $(DATA)
	@exec $(BIN)/training serve

simulate: $(VENV)/.run ## Fill the demonstration with a year of simulated history; also while it is served
	@exec $(BIN)/training simulate

run simulate: export NEEDLEWISE_PROFILE := demo
run simulate: export NEEDLEWISE_PORT := $(PORT)
run simulate: export NEEDLEWISE_DATA := $(DATA)

test: $(VENV)/.dev ## Run all tests, on SQLite, PostgreSQL and in a real browser
	@$(BIN)/python -m scripts.test

check: $(VENV)/.dev ## Check formatting, lint, types, import contracts and templates
	@$(BIN)/python scripts/check.py

format: $(VENV)/.dev ## Format the Python files
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

bench: $(VENV)/.dev ## Measure against the floor on this machine
	@$(BIN)/python -m bench

look: $(VENV)/.dev ## Photograph the pages at two widths, light and dark, into build/look
	@$(BIN)/python -m scripts.look

pictures: $(VENV)/.dev ## Photograph the two pages that the README shows
	@$(BIN)/python -m scripts.pictures

trace: $(VENV)/.dev ## Write docs/content-traceability.md from its data
	@$(BIN)/python -m scripts.traceability

crosswalk: $(VENV)/.dev ## Write docs/crosswalk.md from its data
	@$(BIN)/python -m scripts.crosswalk

lock: ## Lock the dependencies anew (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 -o requirements/run.txt requirements/run.in
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 -o requirements/dev.txt requirements/dev.in

vendor: ## Fetch the vendored front-end files again and check them (needs npm)
	@$(PY) -m scripts.vendor

clean: ## Remove the environment and what the tools left, never the data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build

$(VENV)/.run: requirements/run.txt pyproject.toml
	@$(PY) scripts/environment.py $(VENV)
	@echo "Installing the locked dependencies…"
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements/run.txt $(OR_SAY)
	@$(INSTALL) --no-deps --no-build-isolation -e . $(OR_SAY)
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing what checks and tests need…"
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements/dev.txt $(OR_SAY)
	@touch $@
