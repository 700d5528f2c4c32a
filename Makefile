PYTHON ?= python3
BIN := .venv/bin
RUN_STAMP := .venv/.run
DEV_STAMP := .venv/.dev

.PHONY: run test test-fast lint corpus bench bench-repair lock clean

run: $(RUN_STAMP)          ## import both editions of the shipped corpus and compare them
	$(BIN)/python -m corpus.tour

test: $(DEV_STAMP)         ## the whole suite, with coverage
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term-missing:skip-covered --cov-fail-under=90

test-fast: $(DEV_STAMP)    ## without what takes more than a few seconds
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

lint: $(DEV_STAMP)         ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

corpus: $(DEV_STAMP)       ## typeset the corpus anew and derive its damaged forms and gold files
	$(BIN)/python -m corpus.build

bench: $(DEV_STAMP)        ## benchmarks of speed, memory and quality
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only --benchmark-enable

bench-repair: $(DEV_STAMP) ## the repair of damaged German, measured beside other tools
	$(BIN)/python -m pipeline.repair.benchmark

lock: $(DEV_STAMP)         ## pin all dependencies anew, with hashes
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group dev -o requirements-dev.lock

$(RUN_STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . 
	touch $@

$(DEV_STAMP): requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .coverage .hypothesis .benchmarks
