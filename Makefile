# sitrep. `make` alone lists the targets. Everything runs in .venv, which is made on first use from requirements.lock.

VENV := .venv
PYTHON := $(VENV)/bin/python
SITREP := $(PYTHON) -m flows.cli
ARTICLES ?= seeds/articles

.DEFAULT_GOAL := help
.PHONY: help setup run test fuzz crash lint bench serve report lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

# The stamp holds the folder and a checksum of what was installed: a moved folder, a changed lock and an interrupted
# setup all show. A virtual environment can't be moved, so there it is made anew.
setup: ## Set up the environment (.venv) with the locked versions; done by the others where needed
	@stamp="$$(pwd -P) $$(cat requirements.lock pyproject.toml | cksum)"; \
	[ "$$(cat $(VENV)/.ready 2>/dev/null)" = "$$stamp" ] && $(PYTHON) -c "" 2>/dev/null && exit 0; \
	[ ! -L $(VENV) ] || { echo "$(VENV) is a link to another folder, whose environment this would take; remove the link and run make again." >&2; exit 1; }; \
	python=; \
	for name in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	  "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { python="$$name"; break; }; \
	done; \
	[ -n "$$python" ] || { echo "sitrep needs Python 3.11 or newer, and none is on the PATH; install one and run make again." >&2; exit 1; }; \
	case "$$(cat $(VENV)/.ready 2>/dev/null)" in "$$(pwd -P) "*) clear= ;; *) clear=--clear ;; esac; \
	echo "Setting up the environment in $(VENV); a minute or two, once ..."; \
	rm -f $(VENV)/.ready; log="$$(mktemp)"; trap 'rm -f "$$log"' EXIT; \
	{ "$$python" -m venv $$clear $(VENV) \
	  && $(PYTHON) -m pip install --no-input --disable-pip-version-check --require-hashes --no-deps -r requirements.lock \
	  && $(PYTHON) -m pip install --no-input --disable-pip-version-check --no-deps --no-build-isolation -e . \
	  && $(PYTHON) -m flows.prefect_schema ; \
	} > "$$log" 2>&1 \
	  || { cat "$$log" >&2; echo "The environment could not be set up; the reason stands above. Mend it and run make again." >&2; exit 1; }; \
	printf '%s\n' "$$stamp" > $(VENV)/.ready

run: setup ## Load the sample articles (ARTICLES=path for others) and say where the results are
	@$(SITREP) run "$(ARTICLES)"

test: setup ## Run the tests
	@$(PYTHON) -m pytest -n auto --maxprocesses 4 --dist loadgroup

fuzz: setup ## Read 24,000 damaged and odd files of every format; some ten minutes, and more with other seeds
	@$(PYTHON) -m tests.fuzz

crash: setup ## Kill 30 runs at moments spread over them, do each again and compare every row; some ten minutes
	@$(PYTHON) -m tests.crash

lint: setup ## Check style, types and who imports whom
	@$(VENV)/bin/python -m ruff check .
	@$(VENV)/bin/python -m ruff format --check .
	@$(VENV)/bin/python -m mypy
	@$(VENV)/bin/python -c 'from importlinter.cli import lint_imports_command as lint; lint()'

bench: setup ## Measure speed and memory; tables, and JSON in data/bench*.json (half an hour, a whole one with SITREP_CORPUS)
	@$(PYTHON) -m flows.bench
	@$(PYTHON) -m flows.bench_sources
	@$(PYTHON) -m flows.bench_merge
	@$(PYTHON) -m flows.bench_speed --if-there

serve: setup ## Run Prefect on loopback with the scheduled deployment until Ctrl-C
	@$(SITREP) serve

report: setup ## Write the situation report anew
	@$(SITREP) report

lock: ## Choose the newest versions that pyproject.toml allows (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv (https://docs.astral.sh/uv); install it and run again." >&2; exit 1; }
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock

clean: ## Remove the environment, the warehouse and all that was made
	@rm -rf $(VENV) data *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
