SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Where the output of the last `make test` stays.
TEST_LOG := target/test.log

# What the programs below src/test need besides our own classes; Maven writes it.
CLASSPATH_FILE := target/test-classpath

# Passed on to the program that demo or bench starts, such as ARGS=--once.
ARGS ?=

# They say what went wrong themselves; the operator's own log stays out of the way.
RUN_TEST_MAIN = exec "$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -Xmx512m -Dlogback.configurationFile=logback.xml -DLOG_LEVEL=WARN \
  -cp "target/test-classes:target/classes:$$(cat $(CLASSPATH_FILE))"

.PHONY: help tools build test demo bench crds chart reference image-check fmt clean jdk maven programs runnable

help: ## List what make can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

tools: ## Build the programs that tests run against once, unless KUBEBUILDER_ASSETS has them
	@tools/build

build: jdk maven ## Compile and package target/identity-center-operator.jar, without tests
	@mvn -B package -DskipTests

test: jdk maven tools ## Run every test, including those on the real API server and of the image
	@mkdir -p target
	@mvn -B verify | tee $(TEST_LOG)
	@echo
	@tools/image-check
	@# Packaging comes after the tests and says much; what matters is repeated.
	@echo
	@grep -E 'Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$$' $(TEST_LOG) | tail -n 1

crds: jdk maven ## Write crds/, and the chart's copy, from the Java types
	@tools/crds

chart: jdk maven ## Write the table of values in the chart's README, and its copies of crds/ and config/monitoring/
	@tools/chart

reference: jdk maven ## Write the generated parts of docs/reference/
	@tools/reference

image-check: build ## Check what the images contain, without a container engine
	@tools/image-check

demo: jdk maven programs runnable ## Show the operator at work; ARGS=--once ends by itself
	@$(RUN_TEST_MAIN) dev.identitycenter.operator.demo.Demo $(ARGS)

bench: jdk maven programs runnable ## Measure the operator beside scripts; ARGS=--write updates docs/benchmarks.md
	@$(RUN_TEST_MAIN) dev.identitycenter.operator.bench.Bench $(ARGS)

fmt: jdk maven ## Format the Java sources
	@mvn -B -q spotless:apply

clean: ## Remove what the build made, except the cached tools
	@rm -rf target

programs:
	@tools/build kube-apiserver etcd kubectl >/dev/null

# The first time Maven downloads libraries, which takes a while and should not look like standing still.
runnable:
	@quiet=; if [[ -f target/identity-center-operator.jar ]]; then quiet=-q; fi; \
	echo "Building the operator …"; \
	mvn -B -ntp -Dstyle.color=never $$quiet -DskipTests package dependency:build-classpath \
	  -Dmdep.includeScope=test -Dmdep.outputFile=$(CLASSPATH_FILE)

jdk:
	@javac="$${JAVA_HOME:+$$JAVA_HOME/bin/}javac"; \
	version=$$("$$javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p' || true); \
	if (( $${version:-0} < 17 )); then \
	  echo "Missing JDK 17 or newer: install one, or point JAVA_HOME at it ($$javac is $${version:-not there})." >&2; \
	  exit 1; \
	fi

maven:
	@if ! command -v mvn >/dev/null; then \
	  echo "Missing Maven 3.8 or newer: install it, so that mvn is on the PATH." >&2; \
	  exit 1; \
	fi
