# "make help" lists the targets. Everything is done by the go command; the rest is what it cannot do.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

GO       ?= go
FUZZTIME ?= 10s
PACKAGES ?= ./...
# The race detector needs a C compiler; without one the tests run without it, and say so.
RACE     = $(shell command -v cc >/dev/null && echo -race)
SPEC     = bin/oauthspec

.PHONY: help setup build verify test verify-oidc-provider verify-clients verify-resources prove proof-full bench bench-peers lint fuzz clean postman docs

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-22s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what is missing, or name the command that would
	@.ci/setup

build: ## Build bin/oauthspec
	@mkdir -p bin out
	$(GO) build -o $(SPEC) ./cmd/oauthspec

verify: setup build ## Judge the built-in servers, browser included; HTML report
	@$(SPEC) verify --report text --report html=out/verify.html --report json=out/verify.json && s=0 || s=$$?; \
	echo; echo "report: $(CURDIR)/out/verify.html"; exit $$s

test: setup ## Run all tests, with the race detector
	@[ -n "$(RACE)" ] || echo "no C compiler: the tests run without the race detector"
	$(GO) vet $(PACKAGES)
	$(GO) test $(RACE) -timeout 40m $(PACKAGES)
	@[ -z "$(RACE)" ] || $(GO) test -run 'HostileTarget|HostileApplication|OnesOwn|CanFail' .

verify-oidc-provider: setup build ## Judge oidc-provider, twice: forms, browser
	@s=0; for driver in auto rod; do \
		echo "== --driver $$driver"; \
		$(SPEC) verify --target oidc-provider --driver $$driver \
			--report text --report html=out/oidc-provider-$$driver.html --report json=out/oidc-provider-$$driver.json || s=$$?; \
		echo; echo "report: $(CURDIR)/out/oidc-provider-$$driver.html"; \
	done; exit $$s

verify-clients: setup build ## Judge oauth2-proxy and an application on openid-client
	@$(call judge,oauth2-proxy openid-client)

verify-resources: setup build ## Judge APIs behind express-oauth2-jwt-bearer and Authlib
	@$(call judge,express-oauth2-jwt-bearer authlib)

# judge runs the suite on each target of a list and fails where one does.
judge = s=0; for t in $(1); do \
		echo "== $$t"; \
		$(SPEC) verify --target $$t --wait 10m --report text --report html=out/$$t.html --report json=out/$$t.json || s=$$?; \
		echo; echo "report: $(CURDIR)/out/$$t.html"; \
	done; exit $$s

prove: setup build ## Prove that each check is able to fail
	@$(SPEC) prove

proof-full: setup build ## The same with every fault against every scenario
	@$(SPEC) prove --full

postman: build ## Run the Postman collection of "serve" with newman (npm)
	@.ci/newman

docs: setup ## Make the pictures of docs/learn.md
	OAUTHSPEC_DOCS=1 $(GO) test -count=1 -run '^TestWalk$$' ./servers/learn

bench: build ## Measure: figures per operation, and ratios of the same run
	$(GO) test -run '^$$' -bench . -benchmem $(PACKAGES)
	@.ci/peers -servers

bench-peers: build ## Measure our load generator beside wrk, vegeta, hey and k6
	@.ci/peers

lint: ## Run vet, gofmt, staticcheck, and govulncheck where it can
	$(GO) vet $(PACKAGES)
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$unformatted" ] || { echo "gofmt these:"; echo "$$unformatted"; exit 1; }
	$(GO) tool staticcheck $(PACKAGES)
	@.ci/vulnerabilities

fuzz: ## Fuzz every parser for FUZZTIME (10s) each
	@grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n1 dirname | sort -u | while read -r dir; do \
		grep -hoE '^func Fuzz[A-Za-z0-9_]*' "$$dir"/*_test.go | cut -d' ' -f2 | while read -r f; do \
			echo "== $$dir $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) "$$dir" </dev/null; \
		done; \
	done

clean: ## Remove what was built
	rm -rf bin out
