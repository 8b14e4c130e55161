# Everything starts here. `make` alone lists the commands.
PYTHON ?= python3
ENV := .venv/ready
RUN := PYTHONPATH=hooks NO_MKDOCS_2_WARNING=1 .venv/bin/python

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

serve: $(ENV) ## build and serve all languages, or one with live reload: make serve LANGUAGE=fr
ifeq ($(origin LANGUAGE),command line)
	@echo "The preview of $(LANGUAGE) is at http://127.0.0.1:8000/ in a moment, and is built again whenever you save a file. Stop with Ctrl+C."
	@LANGUAGE=$(LANGUAGE) PYTHONPATH=hooks NO_MKDOCS_2_WARNING=1 .venv/bin/python -m mkdocs serve --quiet
else
	@$(RUN) -m guide serve
endif

site: $(ENV) ## write the complete site to site/
	@$(RUN) -m guide site

check: $(ENV) ## check all content in seconds, without building
	@$(RUN) -m guide check
	@.venv/bin/ruff check --quiet hooks tests

status: $(ENV) ## say what is translated, outdated or missing
	@$(RUN) -m guide status

test: $(ENV) .venv/browser .venv/tools ## run every test
	@$(RUN) -m pytest

bench: $(ENV) .venv/browser ## measure speed and weight beside a stock site of the same pages
	@$(RUN) tests/bench.py

vendor: .venv/tools ## update the browser libraries by their lock
	@PATH="$(CURDIR)/.venv/bin:$$PATH" vendor/vendor.sh

$(ENV): requirements.lock
	@echo "Setting up (once, about a minute) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; PYTHON=… names another one.")'
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/browser: $(ENV)
	@.venv/bin/python tests/browser.py
	@touch $@

# What checks the scripts of the pages: Node comes with the Python packages, the rest by the lock in vendor/.
.venv/tools: $(ENV) vendor/package-lock.json
	@PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --prefix vendor --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.PHONY: help serve site check status test bench vendor
