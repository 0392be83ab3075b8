PY := .venv/bin/python
UV := .venv/bin/uv

# What `make eval` evaluates; each can be given on the command line: make eval SYSTEMS=workflow TAGS=
DATASET := articles
TAGS := quick
SYSTEMS := single_shot workflow
EVAL_LOGS := logs/eval
EVAL_ARGS :=

.PHONY: env demo eval test lint format studio lock prices
.DEFAULT_GOAL := env

env: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(PY) --no-deps --editable .
	@touch $@

demo: env
	.venv/bin/transcreate demo || test $$? -eq 3

eval: env
	for system in $(SYSTEMS); do \
	  .venv/bin/inspect eval evals/article.py --model none --log-dir $(EVAL_LOGS) \
	    -T dataset=$(DATASET) -T tags=$(TAGS) -T system=$$system $(EVAL_ARGS) || exit 1; \
	done
	@set -- $(SYSTEMS); [ $$# -lt 2 ] || \
	  .venv/bin/transcreate compare $(EVAL_LOGS) $(EVAL_LOGS) --base-system $$1 --system $$2
	@.venv/bin/transcreate report $(EVAL_LOGS) --out $(EVAL_LOGS)/evaluation.html
	@echo "Open $(EVAL_LOGS)/evaluation.html in a browser: which system is better, where, and every article."
	@echo "inspect's own viewer: .venv/bin/inspect view --log-dir $(EVAL_LOGS)"

test: env
	$(PY) -m pytest

lint: env
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: env
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

studio: env
	LANGGRAPH_CLI_NO_ANALYTICS=1 LANGGRAPH_NO_VERSION_CHECK=1 \
	.venv/bin/langgraph dev --no-browser --n-jobs-per-worker 10

prices: env
	$(PY) -m tests.agents.models.price_list

lock:
	$(UV) pip compile --quiet --universal --python-version 3.11 --extra embedded --extra postgres --extra dev \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
