# Two commands do everything on a fresh machine: `make run` and `make test`.
# Each has an environment of its own: the tools that check the code bring packages (rich) that
# must not be installed where the site is served.

PYTHON ?= python3
PORT ?= 8001
OPERATOR ?= /usr/bin/python3
DATA ?= var-demo
KILLS ?= 200
SEED ?= 1
PIP = -m pip --disable-pip-version-check --quiet

.PHONY: run test check fast bench oracle clean fuzz walk datasette-next seeded offline year kill

run: .venv/installed
	.venv/bin/vacatio demo --data $(DATA) --port $(PORT)

test: .venv-test/installed node_modules/installed
	.venv-test/bin/ruff check .
	.venv-test/bin/ruff format --check .
	.venv-test/bin/mypy
	.venv-test/bin/lint-imports
	.venv-test/bin/pytest -q -n 2

fast: .venv-test/installed
	.venv-test/bin/pytest -q -n 2 -x tests

bench: .venv-test/installed
	.venv-test/bin/python -m benchmarks

# Every page in every language, width and scheme by a real browser; pictures go to build/pictures.
walk: .venv-test/installed node_modules/installed
	VACATIO_WALK=whole .venv-test/bin/pytest -q -n 2 tests/test_browser.py

# Our working days against the package holidays: apart, because it holds python-dateutil back.
oracle: .venv-oracle/installed
	.venv-oracle/bin/pytest -q -p no:cacheprovider --confcutdir=oracles -c /dev/null oracles

# Installed from a folder of wheels, without a network and not as root, as on an operator's machine;
# filling the folder needs the package index.
offline: .venv-test/installed
	rm -rf build/wheelhouse
	PYTHON=$(OPERATOR) deploy/wheelhouse.sh build/wheelhouse
	OPERATOR=$(OPERATOR) .venv-test/bin/pytest -q -p no:cacheprovider --confcutdir=offline -c /dev/null offline

# Ten minutes of broken pages against the reader; too long for `make test`.
fuzz: .venv-test/installed
	.venv-test/bin/python -m fuzzing.readers --minutes 10

# A thousand texts broken on purpose: what is found, and what correct texts raise.
seeded: .venv-test/installed
	.venv-test/bin/python -m seeded --each 12

# A year of nights on the replica, with all that can happen to acts, sources and clocks: 20 minutes.
year: .venv-test/installed
	.venv-test/bin/python -m nights --nights 365

# Two hundred nights killed at random moments, some on a disk that fails: what is left is whole.
kill: .venv-test/installed
	.venv-test/bin/python -m killing --kills $(KILLS) --seed $(SEED)

clean:
	rm -rf .venv .venv-test .venv-oracle .venv-next node_modules build dist var-demo

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/python $(PIP) install --upgrade pip
	.venv/bin/python $(PIP) install --editable .
	touch $@

.venv-test/installed: pyproject.toml
	$(PYTHON) -m venv .venv-test
	.venv-test/bin/python $(PIP) install --upgrade pip
	.venv-test/bin/python $(PIP) install --group dev --editable .
	touch $@

.venv-oracle/installed: pyproject.toml
	$(PYTHON) -m venv .venv-oracle
	.venv-oracle/bin/python $(PIP) install --upgrade pip
	.venv-oracle/bin/python $(PIP) install --group oracle --group test --editable .
	touch $@

# The accessibility checker of the browser tests; they are skipped where there is no npm.
node_modules/installed: package.json package-lock.json
	mkdir -p node_modules
	if command -v npm >/dev/null; then npm ci --no-audit --no-fund --loglevel=error; fi
	touch $@

# The coming Datasette, in an environment of its own; it may fail, and then says what will have to
# change here.
datasette-next: .venv-next/installed
	-.venv-next/bin/pytest -q tests/test_datasette.py tests/test_datasette_hostile.py

.venv-next/installed: pyproject.toml
	$(PYTHON) -m venv .venv-next
	.venv-next/bin/python $(PIP) install --upgrade pip
	.venv-next/bin/python $(PIP) install "datasette>=1.0a41" $$($(PYTHON) -c 'import tomllib; print(*(each.replace(" ", "") for each in tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"] if not each.startswith("datasette")))') --group test
	.venv-next/bin/python $(PIP) install --no-deps --editable .
	touch $@
