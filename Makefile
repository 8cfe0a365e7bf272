# One word a job. Each one sets up what it needs in .venv first; a second time that takes no time.
#   make run     the app in the browser            make test    everything CI checks (tests, browser journeys, lint, format)
#   make demo    a workspace with the demo seller  make check   lint and format only
#   make bench   speed, as ratios within one run

VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
BENCH_READY := $(VENV)/.bench-ready
WORKERS ?= 2

.PHONY: run demo test check bench setup

run: $(RUN_READY)
	$(BIN)/streamlit run app.py

demo: $(RUN_READY)
	$(BIN)/python -m core demo

# The system's packages come beside Python's, and what they lack, from Playwright, beside the engine's compilation: once, not by every
# process of the tests.
test:
	.ci/setup-venv $(VENV)
	.ci/setup-browser $(VENV) & browser=$$!; $(MAKE) --no-print-directory $(DEV_READY) && wait $$browser
	.ci/setup-browser $(VENV) & browser=$$!; $(BIN)/python -m core.clearance.compiled && wait $$browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

bench: $(BENCH_READY)
	$(BIN)/python -m tests.bench

setup: $(DEV_READY)

$(RUN_READY): requirements.txt
	.ci/setup-venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_READY): $(RUN_READY) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(BENCH_READY): $(DEV_READY) requirements-bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@
