# Every command here sets the program up on first use: Python 3.11 or newer, its venv module, and make
# are all that must be there. A copy of the lock inside .venv is the stamp of a finished set-up.

PYTHON ?= python3
MSP ?=
PDF ?=
WHAT ?=
PLACE ?=
FILE ?=
OTHER ?=
AFTER ?=
# Taken as typed, so that a "$" or a quotation mark in the words looked for stays what it is.
override WHAT := $(value WHAT)
override PLACE := $(value PLACE)
override FILE := $(value FILE)
override OTHER := $(value OTHER)
export WHAT PLACE FILE OTHER AFTER MSP PYTHON

RUN := .venv/bin/python
STAMP := .venv/installed.lock

.DEFAULT_GOAL := help
.PHONY: help setup report check new windows-bundle why refresh verify changes submit test golden lint types format bench fuzz demo-inputs demo-messy templates clean

help:
	@echo 'The commands:'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

report: setup ## build or refresh the papers: all meetings, or MSP=13msp; PDF=yes, SOURCES=yes and PACK=yes add to them
	@$(RUN) -m pipeline report $(MSP) $(if $(PDF),--pdf) $(if $(SOURCES),--sources) $(if $(PACK),--pack)

check: setup ## say what is missing or unclear, and write nothing: all meetings, or MSP=13msp
	@$(RUN) -m pipeline check $(MSP)

new: setup ## the folder of a new meeting with workbooks to fill in: MSP=14msp (and AFTER=13msp)
	@if [ -z "$$MSP" ]; then echo 'Say how the meeting is called: make new MSP=14msp'; exit 2; fi
	@$(RUN) -m pipeline new $${AFTER:+--after "$$AFTER"} -- "$$MSP"

why: setup ## where words, a paragraph or a file come from or went: WHAT="..." (and PLACE="Sheet!C14", MSP=13msp, OPEN=1)
	@if [ -z "$$WHAT" ]; then echo 'Say what to look up, for example: make why WHAT="words of the paper"'; exit 2; fi
	@$(RUN) -m pipeline why $(if $(MSP),--meeting $(MSP)) $(if $(OPEN),--open) -- "$$WHAT" $${PLACE:+"$$PLACE"}

refresh: setup ## bring the new facts into any copy of a paper: FILE="rev2.docx" (and OTHER="rev3.docx", TRACK=yes, CONFIRM=yes)
	@$(RUN) -m pipeline refresh $(if $(MSP),--meeting $(MSP)) $(if $(TRACK),--track) $(if $(CONFIRM),--confirm) -- "$$FILE" $${OTHER:+"$$OTHER"}

verify: setup ## hold each paragraph of a paper against the facts of today: FILE="rev2.docx" (and OTHER="rev3.docx")
	@$(RUN) -m pipeline verify $(if $(MSP),--meeting $(MSP)) -- "$$FILE" $${OTHER:+"$$OTHER"}

changes: setup ## what moved since the last run, and why: MSP=13msp (and SINCE=run, CORRIGENDUM=yes)
	@$(RUN) -m pipeline changes --meeting "$(MSP)" --since "$(SINCE)" $(if $(CORRIGENDUM),--corrigendum)

submit: setup ## a clean copy of a paper in share/: PAPER=progress-report MSP=13msp (and REJECT=yes)
	@$(RUN) -m pipeline submit $(if $(MSP),--meeting $(MSP)) $(if $(REJECT),--reject) -- "$(PAPER)"

test: setup ## run the tests and measure what they reach
	@$(RUN) -m pytest --cov -n auto --dist worksteal

golden: setup ## keep what the program writes now in tests/golden, and say what differs from before: read it
	@$(RUN) -m tests.makers.golden --write

lint: setup ## check the style of the code
	@$(RUN) -m ruff check
	@$(RUN) -m ruff format --check

types: setup ## check the types
	@$(RUN) -m mypy

format: setup ## put the code into its standard form
	@$(RUN) -m ruff format
	@$(RUN) -m ruff check --fix

bench: setup ## measure how long the program takes
	@$(RUN) -m benchmarks

fuzz: setup ## read 500 corrupted reports of each kind, and hundreds of strange files; build 500 changed meetings; edit and refresh papers in 500 ways
	@FUZZ=500 $(RUN) -m pytest -q -s tests/normalise/forms/test_reports_fuzz.py
	@SETS=500 $(RUN) -m pytest -q tests/whole/test_conservation.py
	@SEQUENCES=500 $(RUN) -m pytest -q tests/refresh/test_sequences.py tests/refresh/test_papers.py

demo-inputs: setup ## write the inputs of the demonstration meeting again
	@PYTHONPATH=. $(RUN) inputs/make_demo.py

demo-messy: setup ## write the demonstration meeting as offices keep it, with every fault, to inputs/demo-messy
	@PYTHONPATH=. $(RUN) inputs/make_demo_messy.py

templates: setup ## write the Word templates again
	@PYTHONPATH=. $(RUN) templates/make_templates.py

windows-bundle: setup ## the program, its libraries and the meetings as one zip for Windows without a network: dist/
	@$(RUN) windows/bundle.py

clean: ## remove caches; outputs/ and .venv stay
	@rm -rf .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov build dist *.egg-info
	@find . \( -path ./.git -o -path ./.venv -o -path ./outputs \) -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

# "import pip" fails where the system's Python was replaced by a newer one under a finished .venv.
setup:
	@if cmp -s requirements.lock $(STAMP) && $(RUN) -c 'import pip' 2>/dev/null; then exit 0; fi; \
	if [ -L .venv ]; then \
		echo 'The folder .venv is a link to another one, and its libraries are not those of requirements.lock.'; \
		echo 'It is left as it is, for others may use it: renew it where it lies, or remove the link and run this again.'; \
		exit 1; \
	fi; \
	if ! "$$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "Python 3.11 or newer is needed, and \"$$PYTHON\" is not that."; \
		echo 'On Debian or Ubuntu: sudo apt install python3 python3-venv'; \
		echo 'Where a newer one stands under another name: make report PYTHON=python3.12'; \
		exit 1; \
	fi; \
	if ! "$$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "The venv module of \"$$PYTHON\" is missing."; \
		echo 'On Debian or Ubuntu: sudo apt install python3-venv'; \
		exit 1; \
	fi; \
	echo 'Setting up, once: the libraries go into .venv (a minute or two).'; \
	rm -f $(STAMP); \
	if ! "$$PYTHON" -m venv --clear .venv; then \
		echo 'The folder .venv could not be made. Is there room on the disk, and may you write here?'; \
		exit 1; \
	fi; \
	if ! $(RUN) -m pip install --quiet --no-input --disable-pip-version-check --no-deps --require-hashes -r requirements.lock; then \
		echo 'The libraries could not be installed; the lines above say why. Most often the connection to the'; \
		echo 'internet is missing: run the same command again once it is there.'; \
		exit 1; \
	fi; \
	cp requirements.lock $(STAMP)
