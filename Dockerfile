# Builds the program with its dictionaries, the page assets and, for those who run it without a ClickHouse server, the engine library.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /out/huisheng ./cmd/huisheng && mkdir -p /out/dict \
 && cp -r "$(go list -m -f '{{.Dir}}' github.com/yanyiwu/gojieba)"/deps/cppjieba/dict/* /out/dict/

FROM node:22-bookworm-slim AS assets
WORKDIR /src
COPY package.json ./
RUN npm install --no-audit --no-fund --no-package-lock --omit=optional

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tzdata && rm -rf /var/lib/apt/lists/*
COPY --from=build /out /usr/local/lib/huisheng
COPY --from=assets /src/node_modules /usr/local/lib/huisheng/node_modules
RUN ln -s /usr/local/lib/huisheng/huisheng /usr/local/bin/huisheng
WORKDIR /data
ENTRYPOINT ["huisheng"]
CMD ["serve"]
