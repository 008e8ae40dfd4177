# What a developer does here; `make` alone lists it. Every target installs what it needs, once.

RUN = .venv/bin/python
WITH_SERVERS = $(RUN) -m pmm_workspace.embedded.run
# It only indents: a formatter that breaks lines adds spaces that people can see.
INDENTED = $(RUN) -m djhtml --tabwidth 2 -b partialdef,endpartialdef templates

# A test run starts a hundred processes, and each would compile every module again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL = help
.PHONY: help demo demo-reset test check lint contracts templates django api locks bench openapi format lock vendor clean demo-set dev-set cluster-set

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 14

demo: demo-set ## run the whole product here, with sample data; PORT=8123 chooses the port
	@exec $(RUN) -m pmm_workspace.embedded.demo

demo-reset: demo-set ## delete the demo's data
	@exec $(RUN) -m pmm_workspace.embedded.reset

check: lint contracts templates django api locks ## everything that can be said without running the tests

test: cluster-set ## all tests, on servers of their own
	@exec $(RUN) -m tests.run

bench: dev-set ## the benchmarks
	@exec $(WITH_SERVERS) --durable --migrated -- $(RUN) -m benchmarks

lint: dev-set
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --check --quiet .

contracts: dev-set
	@said=$$(.venv/bin/lint-imports --no-cache 2>&1) || { echo "$$said"; exit 1; }

templates: dev-set
	@said=$$($(INDENTED) --check 2>&1) || { echo "$$said"; exit 1; }
	@said=$$($(RUN) -m djlint templates --lint) || { echo "$$said"; exit 1; }

django: dev-set
	@$(WITH_SERVERS) -- .ci/django

api: dev-set
	@$(WITH_SERVERS) -- .ci/api

locks: dev-set
	@.ci/locks

format: dev-set ## put code and templates into their form
	@$(RUN) -m ruff check --select I --fix --quiet .
	@$(RUN) -m ruff format --quiet .
	@$(INDENTED) 2> /dev/null || true

openapi: dev-set ## write docs/openapi.yaml again
	@$(WITH_SERVERS) -- .ci/api --write

lock: dev-set ## resolve pyproject.toml into requirements/*.txt again
	@requirements/lock.sh

vendor: ## build the editor's bundle again, from frontend/; needs Node
	@cd frontend && npm ci --silent && npm run --silent build

clean: ## delete what was installed and made, but not the demo's data
	rm -rf .venv .bootstrap.lock .ruff_cache .hypothesis .pytest_cache htmlcov .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

demo-set:
	@./bootstrap.sh demo

dev-set:
	@./bootstrap.sh dev

cluster-set:
	@./bootstrap.sh cluster
