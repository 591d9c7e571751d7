# Every target sets up what it needs in .venv. Set PYTHON to choose the interpreter, VENV to choose the folder.

VENV ?= .venv
# Debian's own Python lacks ensurepip, and then venv, until python3-venv is installed: it is passed over.
PYTHON ?= $(shell for candidate in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$candidate -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$candidate && break; done)
VERSION_OF = -c 'import sys; print(*sys.version_info[:2], sep=".")'

# A checkout changes the times of files but not what is in them, so what is installed is known by content.
BOT_INSTALLED = $(VENV)/installed-bot-$(shell cksum < requirements/local.txt | tr ' ' -)
DEV_INSTALLED = $(VENV)/installed-dev-$(shell cksum < requirements/dev.txt | tr ' ' -)
SITE_INSTALLED = $(VENV)/installed-site-$(shell cksum < requirements/site.txt | tr ' ' -)
# Our peers have a folder of their own, so that what they bring along can't change what the tests run with.
BENCH_VENV = $(VENV)/bench
BENCH_INSTALLED = $(BENCH_VENV)/installed-$(shell cksum < requirements/bench.txt | tr ' ' -)
FUZZ_INSTALLED = $(VENV)/with-fuzz-$(shell cksum < requirements/fuzz.txt | tr ' ' -)

# Two processes for each core, as tests wait half their time; a file's tests stay together, as they share what
# is slow to make.
PARALLEL = --numprocesses $(shell expr 2 \* $$(getconf _NPROCESSORS_ONLN)) --dist loadfile --no-loadscope-reorder
# Tests start hundreds of processes, each of which would compile all of its modules again.
export PYTHONDONTWRITEBYTECODE =
# What runs in one process, so that testmon sees which lines a test reaches.
FAST_TESTS = tests/core tests/bot tests/docs tests/test_imports.py tests/test_support.py
NO_TESTS_RAN = 5

# The locks name everything; without --no-deps, the pip of Python 3.11 still asks for newer releases of what
# another package wants with an extra, and finds no hash for them.
PIP_OPTIONS = --quiet --disable-pip-version-check --require-hashes --no-deps
PIP_INSTALL = $(VENV)/bin/python -m pip install $(PIP_OPTIONS)
# In a third of the time, and with both cores. It knows nothing of pip's own settings, such as another index:
# where it can't install, pip does.
UV_INSTALL = $(VENV)/bin/uv pip install --quiet --python $(VENV)/bin/python --require-hashes --no-deps --compile-bytecode
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: help installed run check test format texts picture systems evening bench fuzz lint lock screenshots site site-serve image release-rehearsal clean

help:
	@echo "make run          start the bot: with DISCORD_TOKEN on Discord, without it on a local Discord in your browser"
	@echo "make check        lint, types, and the tests that your change reaches (two minutes)"
	@echo "make test         lint, types, import rules and all tests (five minutes on two cores)"
	@echo "make format       format the code, and mend what ruff can mend"
	@echo "make evening      an evening of 2,000 rolls with all that can go wrong, on both databases (15 minutes)"
	@echo "make bench        measure us beside our peers, into bench/results (FILE=rolling for one of them)"
	@echo "make fuzz         feed the notation with what atheris makes up (FUZZ_SECONDS=1800)"
	@echo "make lint         only lint, types and import rules"
	@echo "make picture      draw the picture of the rooms in docs/architecture.md from the import contracts"
	@echo "make systems      write the index of the game systems that are shipped"
	@echo "make texts        write the catalog of all texts for translators (bot/locale/dicewright.pot)"
	@echo "make lock         pin the newest allowed dependencies in requirements/"
	@echo "make screenshots  draw docs/images anew (needs chromium)"
	@echo "make site         build the website into public/: the guides, and pages that roll in the browser"
	@echo "make site-serve   build the website, and show it on this machine"
	@echo "make image        build the container image dicewright:latest (needs buildah, podman or docker)"
	@echo "make release-rehearsal"
	@echo "                  release to a stand-in for PyPI and run the image, all on this machine (needs Debian and root)"
	@echo "make clean        remove .venv and every cache"

run: $(BOT_INSTALLED)
	@exec $(VENV)/bin/python -m bot

# testmon remembers in .testmondata which lines each test ran; the first run has to run them all.
check: lint
	$(VENV)/bin/python -m pytest $(PARALLEL) --testmon --testmon-forceselect $(FAST_TESTS) $(PYTEST_OPTIONS); \
		status=$$?; test $$status -eq 0 -o $$status -eq $(NO_TESTS_RAN)

# What all the other targets for developers run in.
installed: $(DEV_INSTALLED)

test: lint
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
	for file in $(or $(FILE),rolling odds systems goodness hostile importing bot hosting.fair); do \
		$(BENCH_VENV)/bin/python -m bench.$$file || exit 1; done

fuzz: $(FUZZ_INSTALLED)
	mkdir -p .fuzz
	cd .fuzz && PYTHONPATH=.. ../$(VENV)/bin/python ../fuzz/fuzz_notation.py \
		-max_total_time=$(or $(FUZZ_SECONDS),1800) -max_len=300 .

screenshots: $(DEV_INSTALLED)
	WRITE_SCREENSHOTS=1 $(VENV)/bin/python -m pytest tests/e2e/test_browser.py tests/docs/test_chart_images.py tests/docs/test_avatar.py

site: $(SITE_INSTALLED)
	$(VENV)/bin/python -m website

site-serve: site
	$(VENV)/bin/python -m website.serve

image:
	@builder=$$(command -v buildah || command -v podman || command -v docker) || { \
		echo "An image is built by buildah, podman or docker, and none was found." >&2; exit 1; }; \
	$$builder build $$(case $$builder in *docker) ;; *) echo --format docker ;; esac) --tag dicewright:latest .

release-rehearsal: $(DEV_INSTALLED)
	@.ci/rehearsal-tools $(VENV)
	@test -n "$(REHEARSAL_SKIP_IMAGE)" || $(MAKE) --no-print-directory $(VENV)/python-image.tar
	PATH="$(abspath $(VENV))/node_modules/.bin:$$PATH" $(VENV)/bin/python -m pytest -m rehearsal -v tests/rehearsal

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# An interpreter that is named is used; where $(VENV) has another one, make stops and says so.
ifneq ($(filter command environment,$(firstword $(origin PYTHON))),)
ifneq ($(wildcard $(VENV)/bin/python),)
ifneq ($(shell $(VENV)/bin/python $(VERSION_OF)),$(shell $(PYTHON) $(VERSION_OF)))
$(error $(VENV) has Python $(shell $(VENV)/bin/python $(VERSION_OF)), not that of $(PYTHON). \
	Add VENV=.venv-other to use another folder, or run make clean first)
endif
endif
endif

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { \
		echo "Dicewright needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Dicewright needs Python 3.11 or newer, and $(PYTHON) is not that." >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(BOT_INSTALLED): | $(VENV)/bin/python
	@echo "Installing what the bot and the local Discord need (requirements/local.txt): a minute or two, once"
	@$(VENV)/bin/python -m release.installing requirements/local.txt
	@rm -f $(VENV)/installed-bot-* && touch $@

$(DEV_INSTALLED): | $(VENV)/bin/python
	@echo "Installing what the tests need (requirements/dev.txt)"
	@{ $(PIP_INSTALL) --requirement requirements/publish.txt && \
		$(UV_INSTALL) --requirement requirements/dev.txt; } || \
		$(PIP_INSTALL) --requirement requirements/dev.txt
	@rm -f $(VENV)/installed-* && touch $@ $(BOT_INSTALLED) $(SITE_INSTALLED)

$(SITE_INSTALLED): | $(VENV)/bin/python
	@echo "Installing what builds the website (requirements/site.txt)"
	@$(PIP_INSTALL) --requirement requirements/site.txt
	@rm -f $(VENV)/installed-site-* && touch $@

$(VENV)/python-image.tar: .ci/rehearsal-base
	@echo "Making a stand-in for the Python image"
	@.ci/rehearsal-base $@

$(BENCH_INSTALLED): | $(VENV)/bin/python
	@echo "Installing our peers (requirements/bench.txt)"
	@$(VENV)/bin/python -m venv --clear $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install $(PIP_OPTIONS) --requirement requirements/bench.txt
	@touch $@

$(FUZZ_INSTALLED): $(DEV_INSTALLED)
	@echo "Installing the fuzzer (requirements/fuzz.txt)"
	@$(PIP_INSTALL) --requirement requirements/fuzz.txt
	@rm -f $(VENV)/with-fuzz-* && touch $@
