#!/usr/bin/env bash
# Starts the proxy in the foreground for harnesses written by others: every supported API's upstream is one address, any
# model name is approved at tier T2, one key is accepted, and the policy profile is `restore` (everything found is
# replaced and restored wherever it comes back; nothing is held or blocked for its content; what cannot be scanned is
# still refused). The audit database lies in a temporary folder. When it listens, one line on standard output says so.
#
#   bench/harness.sh --upstream http://127.0.0.1:8765 --port 4000 --key sk-bench
set -euo pipefail

upstream=http://127.0.0.1:8765 port=4000 key=sk-bench
while [ $# -gt 0 ]; do
  case "$1" in
    --upstream) upstream=${2:?--upstream needs an address}; shift 2 ;;
    --port) port=${2:?--port needs a number}; shift 2 ;;
    --key) key=${2:?--key needs a value}; shift 2 ;;
    -h | --help) sed -n '2,8p' "$0" | sed 's/^# \{0,1\}//'; exit 0 ;;
    *) echo "unknown option $1; known: --upstream URL --port N --key KEY" >&2; exit 2 ;;
  esac
done

here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
[ -x "$python" ] || python=python3
folder=$(mktemp -d)
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; [ -z "$server" ] || wait "$server" 2>/dev/null || true; rm -rf "$folder"; }
trap finish EXIT
trap 'exit 0' INT TERM

hash=$(CHAPERONE_KEY=$key "$python" -c 'import os; from proxy.callers.keys import hash_key; print(hash_key(os.environ["CHAPERONE_KEY"]))')
cat > "$folder/chaperone.yaml" <<YAML
tenant: {id: bench, name: Bench}
bench: true
listen: {host: 127.0.0.1, port: $port}
data_dir: $folder/data
providers:
  - id: bench-openai
    dialect: openai
    base_url: ${upstream%/}/v1
    api_key: sk-upstream-of-the-bench
    models: ["*"]
    approval: {by: bench, on: 2026-01-01, expires: 2099-12-31, reference: bench, tier: T2}
callers:
  - {id: bench, key_hash: "$hash", expires: 2099-12-31, role: staff}
policy: {profile: restore}
limits: {calls_per_minute: 1000000, concurrent_calls: 1000}
log: {level: warning}
YAML
"$python" -m proxy serve --config "$folder/chaperone.yaml" &
server=$!
wait "$server"
