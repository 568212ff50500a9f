# juesuan: everything from a bare machine with python3 and make. `make help` lists the targets.

PYTHON ?= python3
PORT ?= 8501
# A folder of reports of the user's own; empty means the generated samples.
REPORTS ?=
# Handed to the recipes through the environment, so that a quote or a space in a path does no harm.
export REPORTS LIBRARY

BIN := .venv/bin
STAMP := .venv/.installed

# The real reports, where they are: JUESUAN_CORPUS, else the neighbouring folder (tests/conftest.py looks in the same places).
CORPUS := $(or $(JUESUAN_CORPUS),$(wildcard ../shared/corpus))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install run test lint types unit engines eval browser chromium postgresql fuzz bench faults lock clean

help:  ## 列出全部目标
	@grep -hE '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:[^#]*## */\t/' \
	  | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-9s %s\n' "$$name" "$$text"; done

install: $(STAMP)  ## 建立 .venv 并按 requirements.lock 安装（锁文件或 pyproject.toml 变了才重装）

# The stamp lies inside .venv: whoever deletes .venv deletes it too. A half-finished install leaves no stamp.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo '需要 Python 3.11 或更高版本；可用 make PYTHON=python3.12 指定。' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
	  || { echo '无法建立虚拟环境；Debian/Ubuntu 请先安装 python3-venv。' >&2; exit 1; }
	@echo '正在安装依赖（首次约需几分钟）……'
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@# hatchling is in the lock: nothing else is fetched to build the project itself.
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# JUESUAN_LIBRARY may stand in .env as well as in the environment: ask the program itself.
CONFIGURED := $(BIN)/python -c 'from rag.settings import read_settings; print(read_settings().library)'

# Reports of the user's own get a library of their own, named by the folder's full path, so that loading one folder never
# mixes with another or with the samples. Exit code 1 of `ingest` means that some files could not be read; the page is
# still worth opening for the others. out/.loading outlives a killed load of the samples, so that the next run finishes it.
run: install  ## 启动网页；REPORTS=目录 载入自己的报告，PORT=端口 改端口
	@set -eu; if [ -n "$$REPORTS" ]; then \
	  [ -d "$$REPORTS" ] || { echo "找不到 REPORTS 所指的目录：$$REPORTS" >&2; exit 2; }; \
	  library="$${LIBRARY:-out/library-$$(cd "$$REPORTS" && pwd -P | cksum | cut -d ' ' -f 1)}"; \
	  $(BIN)/juesuan ingest "$$REPORTS" --library "$$library" || { code=$$?; [ $$code -eq 1 ] || exit $$code; \
	    echo '有文件未能载入，原因见上；其余报告照常可用。' >&2; }; \
	else \
	  library="$${LIBRARY:-$$($(CONFIGURED) 2>/dev/null || echo library)}"; \
	  if [ -z "$$(ls -A "$$library" 2>/dev/null)" ] || [ "$$(cat out/.loading 2>/dev/null)" = "$$library" ]; then \
	    echo '首次运行：生成示例报告并建库……'; mkdir -p out; echo "$$library" >out/.loading; \
	    $(BIN)/juesuan samples --out samples; $(BIN)/juesuan ingest samples --library "$$library"; rm -f out/.loading; \
	  fi; \
	fi; \
	exec $(BIN)/juesuan serve --port $(PORT) --library "$$library"

test: install lint types unit engines eval browser  ## 全部检查：规范、类型、单元测试、服务器、评测、浏览器测试

lint: install  ## 代码规范与分层（ruff、import-linter）
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: install  ## 类型检查（mypy）
	$(BIN)/mypy

unit: install  ## 单元测试（不含浏览器测试）
	$(BIN)/pytest -m 'not browser and not servers'

# The tests of store, library and questions once more, with every library on a PostgreSQL server and its vectors on a Chroma
# server. Both run only meanwhile, in a temporary folder. Without PostgreSQL this is told, and is a failure where
# JUESUAN_REQUIRE_SERVERS is 1 (.ci/run).
SERVED ?= tests/rag
engines: install postgresql  ## 存储与问答的测试，在 PostgreSQL 和 Chroma 服务器上再跑一遍；缺 PostgreSQL 时尽量自动安装
	$(BIN)/python -m tests.servers $(BIN)/pytest -m 'not browser' $(SERVED)

# Besides the questions as they are: each in two other ways, and the benchmark of four groups of reports.
EVALUATED := --paraphrase 2 --benchmark 4
eval: install  ## 评测：答案准确率低于门槛即失败
	@if [ -d '$(CORPUS)' ]; then set -x; $(BIN)/juesuan eval --corpus '$(CORPUS)' $(EVALUATED); \
	elif [ -n '$(CORPUS)' ] || [ "$$JUESUAN_REQUIRE_CORPUS" = 1 ]; then \
	  echo '缺少真实报告：JUESUAN_CORPUS=$(JUESUAN_CORPUS) 不是目录。' >&2; exit 1; \
	else \
	  echo '没有真实报告（未设 JUESUAN_CORPUS），只评测示例报告。'; set -x; $(BIN)/juesuan eval $(EVALUATED); \
	fi

browser: install chromium  ## 浏览器测试；缺 Chromium 时尽量自动安装（Debian/Ubuntu）
	@if command -v chromium >/dev/null; then set -x; $(BIN)/pytest -m browser; \
	elif [ "$$CI" = true ] || [ "$$JUESUAN_REQUIRE_BROWSER" = 1 ]; then \
	  echo '浏览器测试失败：没有 chromium，也无法自动安装。' >&2; exit 1; \
	else echo '浏览器测试未运行：没有 chromium，也无法自动安装（需 root 或免密 sudo 的 Debian/Ubuntu）。'; fi

# Atheris is no part of the lock: it is for Linux alone, and nothing but this needs it.
FUZZ_SECONDS ?= 600
fuzz: install  ## 模糊测试 FUZZ_SECONDS 秒（默认600）：读取、核对、提问、批量输入；结果在 out/fuzz
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/pip install -q 'atheris>=3,<4'
	nice $(BIN)/python -m tests.fuzz.run --seconds $(FUZZ_SECONDS) --out out/fuzz

bench: install  ## 基准：各格式的读取，导入，提问，与 pdfplumber、llama-index 对比（不是测试）
	$(BIN)/python -m eval.bench

faults: install  ## 500 次随机 kill -9：什么也没丢、没重（约半小时，不是测试）
	$(BIN)/python -m tests.rag.killing --kills 500 --seed 0

# Installs without ever asking: as root, or by sudo where it needs no password. Its failure is judged by `browser`.
chromium:
	@command -v chromium >/dev/null || ! command -v apt-get >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo='sudo -n'; else exit 0; fi; \
	  echo '正在安装 chromium 与中文字体……'; \
	  { $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; } </dev/null >/dev/null || true; }

# As `chromium`. Debian's package would start a server of its own: it is told not to before it comes.
postgresql:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	  ! command -v apt-get >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo='sudo -n'; else exit 0; fi; \
	  echo '正在安装 PostgreSQL……'; \
	  { $$sudo apt-get update -qq && \
	    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-common && \
	    $$sudo sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf && \
	    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; \
	  } </dev/null >/dev/null || true; }

# The lock must not depend on who makes it: pip's own configuration (mirrors, local wheels) is left out, and Python is the
# oldest supported one. UPGRADE=1 takes the newest versions; otherwise pins stay where they still fit.
LOCKER := build/locker
lock:  ## 重新生成 requirements.lock（UPGRADE=1 升级全部依赖）
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo '锁文件须用 Python 3.11（支持的最低版本）生成：make lock PYTHON=python3.11' >&2; exit 1; }
	$(PYTHON) -m venv $(LOCKER)
	@env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	  $(LOCKER)/bin/python -m pip install --quiet 'pip-tools>=7.5,<8'
	@env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND='make lock' \
	  $(LOCKER)/bin/pip-compile --quiet --no-config --extra dev --generate-hashes --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(if $(UPGRADE),--upgrade) \
	  --output-file requirements.lock pyproject.toml
	@! grep -nE '^--|://|^[^#]* @ ' requirements.lock || { echo '锁文件含有地址或选项，不可提交。' >&2; exit 1; }

clean:  ## 删除 .venv 与各种缓存（报告库不动）
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
