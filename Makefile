# The ways to build, run and prove Tocsin. `make` alone lists them.

MVN  ?= mvn -B --no-transfer-progress
COMMIT = -Dgit.commit=$(shell git describe --always --dirty=+ --abbrev=12 --exclude='*' 2>/dev/null)
JAR  := tocsin/target/tocsin.jar
CODE := $(shell find domain store ping-listener channels alerter dashboard tocsin -path '*/src/main/*' -type f 2>/dev/null) pom.xml $(wildcard */pom.xml)

# Drills and benches are JUnit classes that no ordinary build runs; OPTS passes -D… on to them.
PROVE = $(MVN) -pl drills -am verify -Dspotless.check.skip -Dsurefire.failIfNoSpecifiedTests=false $(OPTS)

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(JAR): $(CODE)
	$(MVN) -q -DskipTests -Dspotless.check.skip $(COMMIT) -pl tocsin -am package
	@touch $(JAR)

.PHONY: run
run: $(JAR) ## build if needed, start everything on http://localhost:8000
	TOCSIN_LISTENER_SMTP_PORT=$${TOCSIN_LISTENER_SMTP_PORT:-auto} exec java -jar $(JAR)

.PHONY: deb
deb: ## build the package for Debian and Ubuntu, tocsin/target/tocsin.deb
	$(MVN) -q -DskipTests -Dspotless.check.skip $(COMMIT) -Pdeb -pl tocsin -am package
	@ls -l tocsin/target/tocsin.deb

.PHONY: check
check: chromium swaks ## everything that must be green: format, static checks, all tests, module rules
	$(MVN) -T 2 verify

.PHONY: chromium swaks clients
chromium swaks clients:
	@.ci/$@

.PHONY: lint
lint: ## lint the Dockerfile and the compose file (needs npm)
	npx --yes dockerfilelint@1.8.0 packaging/docker/Dockerfile
	npx --yes dclint@3.1.0 --max-warnings 0 packaging/docker/compose.yaml

.PHONY: drill
drill: chromium clients deb ## break things under load and check the promises (minutes); one: make drill DRILL=KilledProcessDrill
	$(PROVE) -Dtest='$(or $(DRILL),*Drill)'

.PHONY: bench
bench: ## measure beside a bare server in the same run, and print one table (an hour; needs wrk); one: make bench BENCH=PingBench
	@rm -f drills/target/bench.md
	$(PROVE) -Dtest='$(or $(BENCH),*Bench)'
	@cat drills/target/bench.md

.PHONY: format
format: ## format the code
	$(MVN) -q spotless:apply
