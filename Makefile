# Every target installs what it needs in .venv. Set PYTHON to choose the interpreter, VENV to choose the folder.

VENV ?= .venv
# Debian's own Python lacks ensurepip, and so venv, until python3-venv is installed: skip it.
PYTHON ?= $(shell for candidate in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$candidate -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$candidate && break; done)
VERSION_OF = -c 'import sys; print(*sys.version_info[:2], sep=".")'

# A checkout changes the times of files but not their contents, so a checksum says what is installed.
BOT_INSTALLED = $(VENV)/installed-bot-$(shell cksum < requirements/local.txt | tr ' ' -)
DEV_INSTALLED = $(VENV)/installed-dev-$(shell cksum < requirements/dev.txt | tr ' ' -)
SITE_INSTALLED = $(VENV)/installed-site-$(shell cksum < requirements/site.txt | tr ' ' -)
# The libraries we compare with have their own folder, so that their dependencies can't affect the tests.
BENCH_VENV = $(VENV)/bench
BENCH_INSTALLED = $(BENCH_VENV)/installed-$(shell cksum < requirements/bench.txt | tr ' ' -)
FUZZ_INSTALLED = $(VENV)/with-fuzz-$(shell cksum < requirements/fuzz.txt | tr ' ' -)

# Two processes for each core, because tests spend half their time waiting; the tests of a file stay together,
# because they share what is slow to set up.
PARALLEL = --numprocesses $(shell expr 2 \* $$(getconf _NPROCESSORS_ONLN)) --dist loadfile --no-loadscope-reorder
# Tests start hundreds of processes, each of which would otherwise compile all of its modules again.
export PYTHONDONTWRITEBYTECODE =
# What runs in one process, so that testmon sees which lines a test reaches.
FAST_TESTS = tests/core tests/bot tests/docs tests/release tests/test_check.py tests/test_english.py \
	tests/test_house.py tests/test_imports.py tests/test_support.py
# How long those may take in `make check`, where starting and collecting them takes as long again.
CHECK_SECONDS = 50
NO_TESTS_RAN = 5

# The locks name everything; without --no-deps, the pip of Python 3.11 still asks for newer releases of what
# another package wants with an extra, and finds no hash for them.
PIP_OPTIONS = --quiet --disable-pip-version-check --require-hashes --no-deps
PIP_INSTALL = $(VENV)/bin/python -m pip install $(PIP_OPTIONS)
# Takes a third of the time, and uses both cores. It ignores pip's own settings, such as another index: if it
# can't install something, pip does.
UV_INSTALL = $(VENV)/bin/uv pip install --quiet --python $(VENV)/bin/python --require-hashes --no-deps --compile-bytecode
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: help installed run check test pytest format texts picture systems evening bench many fuzz lint lock screenshots site site-serve visits image release-rehearsal clean

help:
	@echo "make run          start the bot: with DISCORD_TOKEN on Discord, without it on a local Discord in your browser"
	@echo "make check        lint, types, and the tests that your change reaches (two minutes)"
	@echo "make test         lint, types, import rules and all tests (five minutes on two cores)"
	@echo "make pytest       all tests, and nothing else"
	@echo "make format       format the code, and fix what ruff can fix"
	@echo "make evening      an evening of 2,000 rolls and everything that can go wrong, on both databases (15 minutes)"
	@echo "make bench        compare us with other libraries, in bench/results (FILE=rolling for one benchmark)"
	@echo "make many         kill, upgrade and stop processes that share 40,000 servers, into bench/results (15 minutes)"
	@echo "make fuzz         fuzz the notation with atheris (FUZZ_SECONDS=1800)"
	@echo "make lint         only lint, types and import rules"
	@echo "make picture      draw the picture in docs/architecture.md from the import contracts"
	@echo "make systems      write the index of the included game systems"
	@echo "make texts        write the catalog of all texts for translators (bot/locale/dicewright.pot)"
	@echo "make lock         pin the newest allowed dependencies in requirements/"
	@echo "make screenshots  take the pictures in docs/images again (needs chromium)"
	@echo "make site         build the website into public/: the guides, and pages that roll in the browser"
	@echo "make site-serve   build the website and serve it on this machine"
	@echo "make visits       measure first rolls on the website, into bench/results (needs chromium)"
	@echo "make image        build the container image dicewright:latest (needs buildah, podman or docker)"
	@echo "make release-rehearsal"
	@echo "                  release to a stand-in for PyPI and run the image, all on this machine (needs Debian and root)"
	@echo "make clean        remove .venv and every cache"

run: $(BOT_INSTALLED)
	@exec $(VENV)/bin/python -m bot

# testmon stores in .testmondata which lines each test ran; it selects all that have not run yet.
check: lint
	$(VENV)/bin/python -m pytest --numprocesses $$(getconf _NPROCESSORS_ONLN) --dist loadfile --testmon \
		--testmon-forceselect -p tests.support.check.within --within $(CHECK_SECONDS) $(FAST_TESTS) $(PYTEST_OPTIONS); \
		status=$$?; test $$status -eq 0 -o $$status -eq $(NO_TESTS_RAN)

# The environment that all other targets for developers use.
installed: $(DEV_INSTALLED)

test: lint pytest

pytest: $(DEV_INSTALLED)
	$(VENV)/bin/python -m pytest $(PARALLEL) $(PYTEST_OPTIONS)

format: $(DEV_INSTALLED)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

texts: $(DEV_INSTALLED)
	$(VENV)/bin/python -m release.texts

picture: $(DEV_INSTALLED)
	$(VENV)/bin/python -m release.picture

systems: $(DEV_INSTALLED)
	$(VENV)/bin/python -m release.systems_index

evening: $(DEV_INSTALLED)
	$(VENV)/bin/python -m pytest -m evening tests/e2e/evening $(PYTEST_OPTIONS)

lint: $(DEV_INSTALLED)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

lock: $(DEV_INSTALLED)
	$(COMPILE) --upgrade --group bot --output-file requirements/bot.txt
	for group in local release publish site dev; do \
		$(COMPILE) --upgrade --group $$group --constraint requirements/bot.txt \
			--output-file requirements/$$group.txt || exit 1; done
	for group in bench fuzz; do \
		$(COMPILE) --upgrade --group $$group --constraint requirements/dev.txt \
			--output-file requirements/$$group.txt || exit 1; done

bench: $(BENCH_INSTALLED)
	for file in $(or $(FILE),rolling odds systems goodness hostile importing bot hosting.fair hosting.database hosting.disk); do \
		$(BENCH_VENV)/bin/python -m bench.$$file || exit 1; done

# SECONDS=100 RATE=100 for a shorter one; bench/many/page.py has all sizes.
many: $(DEV_INSTALLED)
	$(VENV)/bin/python -m bench.many

fuzz: $(FUZZ_INSTALLED)
	mkdir -p .fuzz
	cd .fuzz && PYTHONPATH=.. ../$(VENV)/bin/python ../fuzz/fuzz_notation.py \
		-max_total_time=$(or $(FUZZ_SECONDS),1800) -max_len=300 .

screenshots: $(DEV_INSTALLED)
	$(VENV)/bin/python -m release.screenshots
	WRITE_SCREENSHOTS=1 $(VENV)/bin/python -m pytest tests/e2e/test_browser.py tests/docs/test_chart_images.py tests/docs/test_avatar.py

site: $(SITE_INSTALLED)
	$(VENV)/bin/python -m website

site-serve: site
	$(VENV)/bin/python -m website.serve

visits: $(DEV_INSTALLED)
	$(VENV)/bin/python -m bench.website

image:
	@builder=$$(command -v buildah || command -v podman || command -v docker) || { \
		echo "Building an image takes buildah, podman or docker. Install one of them." >&2; exit 1; }; \
	$$builder build $$(case $$builder in *docker) ;; *) echo --format docker ;; esac) --tag dicewright:latest .

release-rehearsal: $(DEV_INSTALLED)
	@.ci/rehearsal-tools $(VENV)
	@test -n "$(REHEARSAL_SKIP_IMAGE)" || $(MAKE) --no-print-directory $(VENV)/python-image.tar
	PATH="$(abspath $(VENV))/node_modules/.bin:$$PATH" $(VENV)/bin/python -m pytest -m rehearsal -v tests/rehearsal

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# If PYTHON names an interpreter and $(VENV) has a different one, stop and say so.
ifneq ($(filter command environment,$(firstword $(origin PYTHON))),)
ifneq ($(wildcard $(VENV)/bin/python),)
ifneq ($(shell $(VENV)/bin/python $(VERSION_OF)),$(shell $(PYTHON) $(VERSION_OF)))
$(error $(VENV) has Python $(shell $(VENV)/bin/python $(VERSION_OF)), not the version of $(PYTHON). \
	Add VENV=.venv-other to use another folder, or run make clean first)
endif
endif
endif

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { \
		echo "Dicewright needs Python 3.11 or newer, and none was found. Install it, or say where it is: make PYTHON=/path/to/python3" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Dicewright needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) --version)." >&2; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(BOT_INSTALLED): | $(VENV)/bin/python
	@echo "Installing the bot and the local Discord (requirements/local.txt). This takes a minute or two, once."
	@$(VENV)/bin/python -m release.installing requirements/local.txt
	@rm -f $(VENV)/installed-bot-* && touch $@

$(DEV_INSTALLED): | $(VENV)/bin/python
	@echo "Installing the development tools (requirements/dev.txt)"
	@{ $(PIP_INSTALL) --requirement requirements/publish.txt && \
		$(UV_INSTALL) --requirement requirements/dev.txt; } || \
		$(PIP_INSTALL) --requirement requirements/dev.txt
	@rm -f $(VENV)/installed-* && touch $@ $(BOT_INSTALLED) $(SITE_INSTALLED)

$(SITE_INSTALLED): | $(VENV)/bin/python
	@echo "Installing the website tools (requirements/site.txt)"
	@$(PIP_INSTALL) --requirement requirements/site.txt
	@rm -f $(VENV)/installed-site-* && touch $@

$(VENV)/python-image.tar: .ci/rehearsal-base
	@echo "Building a stand-in for the Python image"
	@.ci/rehearsal-base $@

$(BENCH_INSTALLED): | $(VENV)/bin/python
	@echo "Installing the libraries to compare with (requirements/bench.txt)"
	@$(VENV)/bin/python -m venv --clear $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install $(PIP_OPTIONS) --requirement requirements/bench.txt
	@touch $@

$(FUZZ_INSTALLED): $(DEV_INSTALLED)
	@echo "Installing the fuzzer (requirements/fuzz.txt)"
	@$(PIP_INSTALL) --requirement requirements/fuzz.txt
	@rm -f $(VENV)/with-fuzz-* && touch $@
