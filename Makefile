# 呼应: every command. `make` lists them; `make run` and `make test` set everything up themselves.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
VENDOR := src/huying/web/static/vendor
STAMP := $(VENV)/.set-up
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help setup run test test-long lint docs migrations bench bench-core clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: $(STAMP) ## build .venv with the command .venv/bin/huying (run and test do it themselves)

$(STAMP): requirements-dev.lock requirements-node.lock pyproject.toml package-lock.json
	@test -n "$(PYTHON)" || { echo '需要 Python 3.11 或更新的版本：apt-get install python3 python3-venv'; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo '缺少 Python 的 venv 模块：apt-get install python3-venv'; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@node -e 'process.exit(process.versions.node.split(".")[0] < 18)' 2>/dev/null && command -v npm >/dev/null \
		|| $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	mkdir -p $(VENDOR)
	cp node_modules/@tabler/core/dist/css/tabler.min.css node_modules/htmx.org/dist/htmx.min.js $(VENDOR)/
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
		if [ "$$(id -u)" = 0 ]; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; \
		else echo '浏览器测试需要 Chromium 和中文字体：sudo apt-get install chromium fonts-noto-cjk'; fi; }
	@fc-list :lang=zh 2>/dev/null | grep -q . || { [ "$$(id -u)" != 0 ] \
		|| DEBIAN_FRONTEND=noninteractive apt-get install -y -qq fonts-noto-cjk fontconfig >/dev/null; }
	touch $(STAMP)

run: setup ## start everything at http://127.0.0.1:8000/ (embedded PostgreSQL, invented city)
	exec $(BIN)/huying up

test: setup ## all tests, lint, types, contracts and the browser
	$(BIN)/python -m tests.groups

test-long: setup ## the thousands: the tests that take minutes
	$(BIN)/python -m pytest -m long -n 2

lint: setup ## lint, format, import contracts and types only
	$(BIN)/python -m tests.groups lint

docs: setup ## write the documents that are read off the code
	$(BIN)/python -m huying.config.documents

migrations: setup ## write the migrations that changed models need
	DJANGO_SETTINGS_MODULE=huying.config.settings $(BIN)/django-admin makemigrations

bench: setup ## every benchmark
	$(BIN)/python -m benchmarks.core

bench-core: setup ## register, queue, order page and search; figures in build/bench/core.json
	$(BIN)/python -m benchmarks.core

clean: ## forget what was built, not the data
	rm -rf build node_modules $(VENV) $(VENDOR)
