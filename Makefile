PY := .venv/bin/python
UV := .venv/bin/uv

.PHONY: env demo test lint format studio lock
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

lock:
	$(UV) pip compile --quiet --universal --python-version 3.11 --extra embedded --extra postgres --extra dev \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
