# make demo   sets up and shows the record made from the example pages
# make test   sets up and runs the tests
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := out/demo.db

.PHONY: demo test install lint types imports check bench clean

demo: install
	@mkdir -p out
	@$(BIN)/verbale read examples/pages --record $(DEMO)
	@$(BIN)/verbale show $(DEMO)
	@echo
	@echo "To open the page:  $(BIN)/verbale serve $(DEMO)"

test: install
	$(BIN)/pytest $(ARGS)

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Python 3.11 or newer is needed; say where it is: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports

check: lint types imports test

bench: install
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) out
