# Two commands do everything on a machine with Python 3.11 or later, git and make: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := fixtures/workspaces/vox-mini

.PHONY: demo test docs bench clean

# `telint check` ends with 1 because the demo workspace has findings; everything else is a failure.
demo: $(VENV)/.installed
	@echo "$$ cd $(DEMO) && telint check"
	@telint="$$PWD/$(BIN)/telint"; cd $(DEMO) && { "$$telint" check; code=$$?; }; \
	if [ $$code -ne 1 ]; then echo "demo: expected findings (exit code 1), got exit code $$code" >&2; exit 1; fi

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --cov

# Writes what is made from rules and their pages.
docs: $(VENV)/.installed
	$(BIN)/telint rules --output docs/rules

# Times telint against ast-grep and semgrep on a generated workspace, and following content on three sizes of one.
bench: $(VENV)/.installed-bench
	rm -rf build/bench
	$(BIN)/python benchmarks/generate.py build/bench
	$(BIN)/python benchmarks/run.py --workspace build/bench --bin $(BIN)
	$(BIN)/python benchmarks/growth.py

clean:
	rm -rf $(VENV) build dist .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: pyproject.toml | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q checker  # runs where writing bytecode is switched off need not compile it each time
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q checker
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python -m compileall -q checker
	@touch $@ $(VENV)/.installed

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "telint needs Python 3.11 or later; this is $$($(PYTHON) --version 2>&1). Name another with: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make virtual environments (no ensurepip). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
