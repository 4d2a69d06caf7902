# Everything a person does with this project, on a fresh machine with Python 3.11 or newer and make.
#
#   make app             open the app in a browser         (PORT=8600 for another port)
#   make test            ruff, mypy, import directions, doctests, unit, page and browser tests
#   make lint            the first three of these
#   make messages        bring the catalogues of translations up to the code, and compile them
#   make samples         make the sample studies again, from their seeds
#   make train           train the cascade                 (DATA=folder of labelled films)
#   make evaluate        measure the shipped weights       (DATA=folder of labelled films)
#   make venv            only install

PORT ?= 8501
DATA ?= ../shared/data
RUN ?= runs/base
PYTHON ?= python3
BIN := .venv/bin
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

# PyTorch's plain Linux package carries gigabytes of CUDA. A Linux machine without an NVIDIA driver takes
# the CPU build, where its index can be reached; name a file with REQUIREMENTS= to decide otherwise.
CPU_BUILDS := https://download.pytorch.org/whl/cpu/
REQUIREMENTS = $(shell [ "$$(uname)" = Linux ] && ! command -v nvidia-smi >/dev/null \
    && $(PYTHON) -c 'from urllib.request import urlopen; urlopen("$(CPU_BUILDS)", timeout=5)' 2>/dev/null \
    && echo requirements-cpu.txt || echo requirements.txt)

PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/pip install --quiet

.PHONY: app test lint venv train evaluate samples messages browser
.DELETE_ON_ERROR:

app: $(BIN)/.installed
	@echo "R2MF Spine opens at http://127.0.0.1:$(PORT)   (Ctrl-C stops it)"
	@$(BIN)/streamlit run app.py --server.port $(PORT)

# Two processes with one thread each: half the time on two cores. Tests of one file share what they analysed.
test: lint browser
	@OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses 2 --dist loadfile

lint: $(BIN)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

venv: $(BIN)/.installed-dev

train: $(BIN)/.installed
	$(BIN)/python -m sample_data.training_set runs/phantoms/phantom --count 600
	$(BIN)/python -m r2mf.train $(DATA) runs/phantoms --run $(RUN)

evaluate: $(BIN)/.installed
	$(BIN)/python -m r2mf.evaluate $(DATA)

messages: $(BIN)/.installed-dev
	@$(BIN)/python -m languages.messages

samples: $(BIN)/.installed
	$(BIN)/python -m sample_data.generate

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; name one with PYTHON=, e.g. make app PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	    { rm -rf .venv; echo "Install Python's venv module first: sudo apt-get install python3-venv"; exit 1; }

$(BIN)/.installed: requirements.txt requirements-cpu.txt | $(BIN)/python
	@echo "Installing what the app needs, once ..."
	@$(PIP) -r $(REQUIREMENTS)
	@touch $@

$(BIN)/.installed-dev: requirements-dev.txt $(BIN)/.installed
	@echo "Installing what the tests need, once ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

# Browser tests skip, saying so, where there is no Chromium and none can be installed.
browser:
ifeq ($(CHROMIUM),)
	@as_root=$$([ "$$(id -u)" = 0 ] || echo "sudo -n"); \
	if command -v apt-get >/dev/null && $$as_root true 2>/dev/null; then \
	    echo "Installing Chromium for the browser tests, once ..."; \
	    { $$as_root apt-get update && $$as_root apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1 \
	        || echo "Chromium could not be installed: the browser tests will be skipped"; \
	fi
endif
