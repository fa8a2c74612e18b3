# Works with GNU make 4.3 and with the 3.81 of macOS; recipes are plain sh.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: help install install-dev run check test audit docs bench samples lock clean

help:
	@echo "make run      install, index data/ and start the web app on http://127.0.0.1:8501"
	@echo "make install  install into .venv; then: .venv/bin/kb --help"
	@echo "make test     everything that CI runs: lint, types and all tests"
	@echo "make check    lint and types only"
	@echo "make audit    look up known weaknesses of the packages; says so where nobody can be asked"
	@echo "make docs     write the documentation as a web site in build/docs"
	@echo "make bench    measure speed and quality of answers on this machine"
	@echo "make samples  remake the sample collection in data/"
	@echo "make lock     remake requirements.lock from the newest versions that pyproject.toml allows"
	@echo "make clean    remove .venv, caches and build outputs (data/ and index/ are kept)"

# A Python that cannot even read bootstrap.py (3.6, 2.7 or none at all) gets its sentence here.
BOOT = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 7))' 2>/dev/null \
	|| { echo "Python 3.11 eller nyere mangler (Python 3.11 or newer is needed). Installér den, og kør fx »make PYTHON=python3.12 $@«." >&2; exit 1; }; \
	$(PYTHON) kb/bootstrap.py install

install:
	@$(BOOT)

install-dev:
	@$(BOOT) --extra dev

run: install
	@$(BIN)/kb index
	@$(BIN)/kb serve

check: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32

test: check
	@$(BIN)/python tests/tools.py
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

audit: install-dev
	@$(BIN)/python -m tests.supply.audit

docs: install-dev
	@$(BIN)/python -m tests.documentation
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --config-file docs/site/mkdocs.yml
	@echo "The site is in build/docs: open build/docs/index.html"

bench: install-dev
	@for file in $$(grep -l __main__ tests/benchmarks/*.py); do \
		echo "== $$file"; $(BIN)/python -m "tests.benchmarks.$$(basename "$$file" .py)" || exit 1; \
	done

samples: install-dev
	@$(BIN)/python -m tests.collection.build

lock:
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(PYTHON) -m venv "$$folder/venv" \
	&& grep '^torch==' requirements.lock > "$$folder/kept.txt" \
	&& "$$folder/venv/bin/pip" install -q -c "$$folder/kept.txt" -e '.[dev,samples]' \
	&& "$$folder/venv/bin/pip" freeze --exclude-editable > "$$folder/all.txt" \
	&& { sed -n '1{/^#/p;}' requirements.lock; \
	     sed -n 's/^\([A-Za-z0-9._-]*==[^+;@ ]*\).*/\1/p' "$$folder/all.txt" | grep -v '^setuptools=='; } > "$$folder/lock" \
	&& cp "$$folder/lock" requirements.lock && echo "requirements.lock is remade; run make test before it is committed"

clean:
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results
	@find kb tests -name __pycache__ -type d -prune -exec rm -rf {} +
