# `make help` lists the targets. They need Python 3.11 to 3.13 and make.
#
# A step that succeeds leaves a stamp, an empty file beside its result, and runs again only when one of
# its sources is newer. The programs are in launch/.

MAKEFLAGS += --no-builtin-rules
.NOTPARALLEL:
.PHONY: help run dev rehearse production build shell test bench lint format schema lock clean port database packages launchable again

# A Python that works, with and without the virtual environment.
PY := sh launch/python.sh
# exec, here and below: make's signals must reach the program, not a shell around it.
STEP := exec $(PY) -m launch.step
NPM := $(PY) -m launch.npm
MANAGE := .venv/bin/python backend/manage.py

# Without this the settings refuse to start, as on a server.
ENVIRONMENT ?= local
export ENVIRONMENT

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: port launchable build var/static/.collected database | var/local ## Build what is out of date and start the site (PORT=4000)
	@exec $(PY) -m launch.run

dev: port .venv/.development packages database | var/local ## Start both servers, which reload on every change
	@exec $(PY) -m launch.run --dev

rehearse: launchable build var/static/.collected ## Start the production set-up on the loopback (LAYOUT=two-domains, HTTPS_PORT=9443)
	@exec $(PY) -m tests.production.rehearsal --layout $(or $(LAYOUT),one-origin) --https-port $(or $(HTTPS_PORT),8443)

production: launchable build var/static/.collected ## Build what a server without containers runs
	@rm -f var/local

build: frontend/.output/.built ## Build the front end

shell: .venv/.development packages ## Open a shell with the tools: python, pytest, mypy, node, npm
	@exec .venv/bin/python -m launch.shell

test: .venv/.development ## Run every check (STEPS="backend browser": some, QUICK=1: in 90 seconds)
	@exec $(PY) -m launch.run_nox noxfile.py $(if $(STEPS),--sessions $(STEPS)) $(if $(QUICK),--tags quick)

bench: .venv/.development build var/static/.collected bench/lighthouse/node_modules/.installed ## Measure (ONLY="load faults": some, QUICK=1: a short trial)
	@exec .venv/bin/python -m bench $(if $(QUICK),--quick) $(ONLY)

lint: .venv/.development packages ## Run the linters, type checkers and the dependency audit
	@exec $(PY) -m launch.run_nox noxfile.py --no-dependencies --sessions lint-python lint-frontend audit

format: .venv/.development packages ## Format the code
	@.venv/bin/python -m ruff check --fix-only .
	@.venv/bin/python -m ruff format .
	@$(NPM) run --silent prepare:types
	@$(NPM) run --silent format

schema: launchable packages ## Write the API's schema and the front end's types
	@$(STEP) "Writing the schema" $(MANAGE) spectacular --validate --format openapi-json --file frontend/shared/api-schema.json
	@$(NPM) run --silent schema

# --- Setting up -----------------------------------------------------------------------------------

# First, so that a port in use is reported before a build.
port:
	@exec $(PY) -m launch.ports

launchable: .venv/.production

# Create it again when its Python has been removed from the machine.
.venv/.created: $(shell test -x .venv/bin/python || echo again)
	@$(STEP) --stamp $@ "Making the virtual environment" $(PY) -m venv --clear --symlinks .venv

# Marks a development checkout: manage.py, mypy and editors need no ENVIRONMENT there.
var/local:
	@mkdir -p var
	@echo "A development checkout: ENVIRONMENT is local unless it is set. 'make production' removes this file." > $@

PIP_INSTALL := .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes

.venv/.production: requirements/production.txt .venv/.created
	@$(STEP) --stamp $@ --downloads "Installing the Python packages" $(PIP_INSTALL) -r $<

.venv/.development: requirements/development.txt .venv/.production | var/local
	@$(STEP) --stamp $@ --downloads "Installing the Python packages for the checks" $(PIP_INSTALL) -r $<

packages: frontend/node_modules/.installed

frontend/node_modules/.installed: frontend/package-lock.json frontend/package.json | .venv/.production
	@$(STEP) --stamp $@ --downloads "Installing the front-end packages" $(NPM) ci

# Lighthouse; only bench needs it.
bench/lighthouse/node_modules/.installed: bench/lighthouse/package-lock.json | .venv/.production
	@$(STEP) --stamp $@ --downloads "Installing the packages for bench" $(NPM) --prefix ../bench/lighthouse ci

# The sources of the build: files, and folders so that a deleted file counts; without what is
# installed, generated or a test.
FRONTEND_SOURCES := $(shell find frontend -mindepth 1 \
	\( -name node_modules -o -name '.*' -o -name tests -o -name coverage \) -prune \
	-o \( -name '*.test.ts' -o -name '*.md' -o -name 'eslint.config.*' -o -name 'vitest.config.*' -o -name knip.json \) \
	-o -print)

frontend/.output/.built: $(FRONTEND_SOURCES) frontend/node_modules/.installed
	@$(STEP) --stamp $@ "Building the front end" $(NPM) run build

var/static/.collected: .venv/.production backend/config/settings.py
	@$(STEP) --stamp $@ "Collecting the static files" $(MANAGE) collectstatic --no-input --clear

define PREPARE_DATABASE
	@$(STEP) "Migrating the database" $(MANAGE) migrate --no-input
	@$(STEP) "Adding the demo data" $(MANAGE) demo
endef

# Prepare var/latchkey.sqlite3 when it is missing or a migration is new; the database of DATABASE_URL
# every time.
ifdef DATABASE_URL
database: .venv/.production
	$(PREPARE_DATABASE)
else
database: var/.migrated

var/.migrated: .venv/.production $(shell find backend -path '*/migrations/*.py' -o -path '*demo*') \
		$(if $(wildcard var/latchkey.sqlite3),,again)
	$(PREPARE_DATABASE)
	@touch $@
endif

# --- Upkeep ---------------------------------------------------------------------------------------

UV_COMPILE := .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command "make lock"

lock: .venv/.development ## Lock the dependencies (UPGRADE=1: newer versions)
	@cd requirements && ../$(UV_COMPILE) $(if $(UPGRADE),--upgrade) production.in -o production.txt
	@cd requirements && ../$(UV_COMPILE) --constraint production.txt api.in -o api.txt
	@cd requirements && ../$(UV_COMPILE) $(if $(UPGRADE),--upgrade) development.in -o development.txt
	@$(NPM) $(if $(UPGRADE),update,install) --package-lock-only --omit-lockfile-registry-resolved
	@$(NPM) --prefix ../bench/lighthouse $(if $(UPGRADE),update,install) --package-lock-only --omit-lockfile-registry-resolved
	@.venv/bin/python -m pytest -q launch/tests/test_lock_files.py

clean: ## Remove everything installed or built; the database in var/ stays
	rm -rf .venv frontend/node_modules frontend/.nuxt frontend/.output frontend/.data
	rm -rf bench/lighthouse/node_modules
	rm -rf var/static var/log test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .schemathesis
