# Everything that a person or a machine does with this repository. `make help` lists it.
SHELL := /usr/bin/env bash
.DEFAULT_GOAL := help
BIN := bin/huisheng
# gojieba is C++; its dictionaries are found in the module cache, so the build keeps the paths as they are.
export CGO_ENABLED := 1

.PHONY: help setup setup-test build demo test test-short fuzz bench compose clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what the program needs: the ClickHouse library and ECharts, by npm
	@scripts/setup.sh run

setup-test: ## install what the tests need besides: Chromium with a Chinese font, Java with Maven, PostgreSQL
	@scripts/setup.sh test

build: ## compile bin/huisheng
	go build -o $(BIN) ./cmd/huisheng

demo: setup build ## two years of generated complaints on one screen, in the browser
	$(BIN) demo

test: setup setup-test build ## the whole suite, on the embedded parts and on real servers
	@scripts/test.sh

test-short: ## the suite without the slow ones and without outside servers
	go test -short ./...

fuzz: ## every parser for a minute each
	@scripts/fuzz.sh 60s

bench: build ## the ratios of the hot paths
	$(BIN) bench ingest
	$(BIN) bench enrich

compose: ## the server size with Docker; passwords come from .env
	docker compose up --build

clean: ## remove what was built; data folders are left alone
	rm -rf bin
