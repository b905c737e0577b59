# A fresh machine needs Python 3.11 or newer and a package index; everything else is set up here.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
COVERAGE ?= 90
WORKERS ?= auto
COMPARE ?= # such as: --before COMMAND --checkov COMMAND --tree FOLDER

.PHONY: demo test check fix benchmark clean

demo: $(VENV)/.installed ## set up, and lint the examples
	@$(BIN)/assumelint check examples; code=$$?; \
	if [ $$code -eq 1 ]; then echo; echo "Exit code 1: the broken examples were found, as they should be."; \
	else echo "Exit code $$code, but the examples hold faults."; exit 1; fi

test: check ## set up, lint, type-check and test, with the coverage gate
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE)

check: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: $(VENV)/.developing ## repair what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: $(VENV)/benchmark/.made $(VENV)/.developing ## in an environment as a user has it: a wheel, nothing else
	rm -rf build
	$(VENV)/benchmark/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps .
	$(VENV)/benchmark/bin/python -m benchmarks.run --cfn-lint $(BIN)/cfn-lint $(COMPARE)
	$(VENV)/benchmark/bin/python -m benchmarks.scaling

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developing: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

$(VENV)/benchmark/.made: $(VENV)/bin/python pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)/benchmark
	$(VENV)/benchmark/bin/python -m pip install --quiet --disable-pip-version-check .
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .coverage htmlcov .mypy_cache .pytest_cache .ruff_cache
