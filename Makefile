# Everything from a fresh clone: needs Python 3.11 and make, nothing else.
# A stamp file stands for a finished step, so that a second run costs nothing.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock'

# One thread of linear algebra a process: the workers are what runs side by side.
export OPENBLAS_NUM_THREADS := 1

.PHONY: install demo test lint lock clean

install: $(STAMPS)/gazetteer ## .venv with the command dateline

demo: install ## a real Kafka, articles in, records out, one of them shown
	$(BIN)/python -m pipeline.sandbox.demo

test: install ## the whole suite, on a real broker too
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: install
	$(BIN)/ruff check .
	$(BIN)/mypy

lock: install ## newest versions that fit pyproject.toml
	$(COMPILE) --upgrade pyproject.toml -o requirements/runtime.txt
	$(COMPILE) --upgrade pyproject.toml --extra gazetteer -c requirements/runtime.txt -o requirements/gazetteer.txt
	$(COMPILE) --upgrade pyproject.toml --all-extras -c requirements/runtime.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV)

$(STAMPS)/venv:
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/requirements: requirements/dev.txt $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/requirements
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/gazetteer: $(STAMPS)/package $(wildcard pipeline/places/build*.py pipeline/places/data/*.tsv)
	$(BIN)/python -m pipeline.places.build
	@touch $@
