# Two commands: `make run` shows the product, `make test` proves it. The rest is for those who work on it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
INSTALLED_FOR_TESTS := $(VENV)/installed-for-tests

.PHONY: run fresh test check bench faults fuzz load mutants year audit docs pictures

run: $(INSTALLED)
	@$(BIN)/dotted-line run

fresh:
	rm -rf $${DATA_DIR:-data}

test: $(INSTALLED_FOR_TESTS)
	$(BIN)/python -m tests.browser_install
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(INSTALLED_FOR_TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(INSTALLED_FOR_TESTS)
	$(BIN)/python -m benchmarks

faults: $(INSTALLED_FOR_TESTS)
	$(BIN)/python -m tests.faults.kills --kills 1000
	$(BIN)/python -m tests.faults --full
	$(BIN)/python -m tests.faults --seconds 300 --store sqlite
	$(BIN)/python -m tests.faults.pairs --pairs 10000

load: $(INSTALLED_FOR_TESTS)
	$(BIN)/python -m benchmarks.steady --seconds $(or $(SECONDS),600)

fuzz: $(INSTALLED_FOR_TESTS)
	$(BIN)/python -m tests.fuzz

mutants: $(INSTALLED_FOR_TESTS) # MOST=50 tries fifty changes to each module, chosen by a seed
	$(BIN)/python -m tests.mutants --most $(or $(MOST),0) --hands $(or $(HANDS),4)

audit: # of what we depend on, in a place of its own; asks the advisories' database
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	$(VENV)-audit/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip

year: $(INSTALLED_FOR_TESTS)
	$(BIN)/python -m tests.year

docs: $(INSTALLED)
	$(BIN)/dotted-line docs

pictures: $(INSTALLED_FOR_TESTS)
	$(BIN)/python -m pytest tests/browser
	$(BIN)/python -m tests.browser.film

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(INSTALLED_FOR_TESTS): $(INSTALLED)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@
