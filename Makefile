# make run and make test set everything up by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MAP := artefacts/map.html

.PHONY: run test test-services lint bench dashboard clean

run: $(STAMP)
	@mkdir -p artefacts
	$(BIN)/geo verify seeds --exit-zero
	$(BIN)/geo journey seeds --quiet
	$(BIN)/geo map seeds --quiet --output $(MAP)
	@echo "The map is in $(CURDIR)/$(MAP): open it in a browser. 'make dashboard' starts the dashboard."

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 run"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

test: $(STAMP)
	$(BIN)/python -m pytest

# A real Nominatim: half a minute, some minutes the first time. As root it installs Debian packages.
test-services: $(STAMP)
	GEO_SERVICES=1 $(BIN)/python -m pytest -n0 tests/services

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --editable '.[dev,bench]'
	$(BIN)/python -m benchmarks

dashboard: $(STAMP)
	$(BIN)/geo dashboard

clean:
	rm -rf artefacts build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find cache -mindepth 1 ! -name README.md ! -name CACHEDIR.TAG -delete
