#!/usr/bin/env bash
# Installs what the program (run) or its tests (test) need. What it cannot install it names, with the one line that does.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=0
need() { # need COMMAND "how to install it"
  command -v "$1" >/dev/null 2>&1 && return 0
  echo "缺少 $1。安装：$2" >&2
  missing=1
}

# Debian and Ubuntu packages are installed at once where we may; elsewhere the line is shown.
packages() {
  local want=("$@")
  [ "${#want[@]}" -gt 0 ] || return 0
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "安装软件包：${want[*]}"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${want[@]}" >/dev/null
  elif command -v apt-get >/dev/null 2>&1; then
    echo "缺少软件包。安装：sudo apt-get install ${want[*]}" >&2
    missing=1
  else
    echo "缺少：${want[*]}（Debian 的包名），请用本机的包管理器安装" >&2
    missing=1
  fi
}

run() {
  need go "Go 1.26，见 go.dev/doc/install"
  command -v g++ >/dev/null 2>&1 || command -v clang++ >/dev/null 2>&1 || packages g++
  command -v npm >/dev/null 2>&1 || packages npm
  [ "$missing" = 0 ] || exit 1
  # One stamp a package file, so that a second start does not ask the registry.
  if ! [ node_modules/.huisheng -nt package.json ]; then
    echo "安装 ClickHouse 引擎库与 ECharts（约 180 MB，仅首次）"
    npm install --no-audit --no-fund --no-package-lock --loglevel=error
    touch node_modules/.huisheng
  fi
}

tests() {
  local want=()
  command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || want+=(chromium)
  fc-list 2>/dev/null | grep -i "cjk" >/dev/null || want+=(fontconfig fonts-noto-cjk)
  command -v java >/dev/null 2>&1 || want+=(openjdk-17-jre-headless)
  command -v mvn >/dev/null 2>&1 || want+=(maven)
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want+=(postgresql)
  if [ "${#want[@]}" -gt 0 ]; then
    if [ "${HUISHENG_REQUIRE:-}" = all ]; then packages "${want[@]}"; else (packages "${want[@]}") || true; fi
  fi
  if [ "$missing" != 0 ] && [ "${HUISHENG_REQUIRE:-}" = all ]; then exit 1; fi
}

case "${1:-run}" in
  run) run ;;
  test) tests ;;
  *) echo "usage: setup.sh run|test" >&2; exit 2 ;;
esac
