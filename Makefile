# One entry for everything. Each target prepares what it needs; a second run starts at once.
PYTHON ?= python3
SEEDS ?= 1000
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
CODE := bot core adapters tests benchmarks
INSTALL := requirements/install requirements/bootstrap.lock requirements/build.lock pyproject.toml
COMPILE := cd requirements && ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: help run dev demo test check bench chaos gallery lock image-steps clean
.DEFAULT_GOAL := help

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

run: $(VENV)/runtime.stamp ## start Greenlight
	@exec $(BIN)/greenlight run $(ARGS)

dev: $(VENV)/dev.stamp ## start Greenlight with the development tools installed
	@exec $(BIN)/greenlight run $(ARGS)

demo: $(VENV)/dev.stamp ## start it with every platform on this machine, to connect and publish without an account
	@exec $(BIN)/python -m tests.fakes.platform

test: $(VENV)/dev.stamp ## run the tests; ARGS="-k feed -n0" picks some
	@GREENLIGHT_TEST_CHROMIUM="$$(.ci/chromium)" $(BIN)/python -m pytest $(ARGS)

check: $(VENV)/dev.stamp ## formatting, lint, types and who may import whom
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict $(CODE)
	@$(BIN)/lint-imports --no-logo

bench: $(VENV)/dev.stamp ## measure
	@$(BIN)/python -m benchmarks $(ARGS)

chaos: $(VENV)/dev.stamp ## kill it at every point; SEEDS=10000 says how often
	@$(BIN)/python -m tests.chaos --seeds $(SEEDS) $(ARGS)

gallery: $(VENV)/dev.stamp ## write drafts, pictures and screenshots to build/, for eyes
	@$(BIN)/python -m tests.samples build/samples
	@$(BIN)/python -m tests.gallery.pictures build/gallery/pictures
	@GREENLIGHT_TEST_CHROMIUM="$$(.ci/chromium)" $(BIN)/python -m tests.gallery.screens build/gallery/screens
	@GREENLIGHT_TEST_CHROMIUM="$$(.ci/chromium)" $(BIN)/python -m tests.gallery.telegram build/gallery/telegram

lock: ## pin the requirements again; UPGRADE=1 moves them to the newest versions
	@PYTHON="$(PYTHON)" requirements/install $(VENV)
	@$(COMPILE) bootstrap.in -o bootstrap.lock
	@$(COMPILE) build.in -o build.lock
	@$(COMPILE) runtime.in -o runtime.lock
	@$(COMPILE) runtime.in dev.in -c runtime.lock -o dev.lock

image-steps: ## do in plain shell what the image does, and see it live and stop
	@PYTHON="$(PYTHON)" docker/try.sh

clean: ## remove what was made here; your data stays
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/runtime.stamp: requirements/runtime.lock $(INSTALL)
	@echo "Preparing $(VENV); this happens once and takes some seconds."
	@PYTHON="$(PYTHON)" requirements/install $(VENV) requirements/runtime.lock editable
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock $(VENV)/runtime.stamp
	@echo "Adding the development tools."
	@PYTHON="$(PYTHON)" requirements/install $(VENV) requirements/dev.lock
	@touch $@
