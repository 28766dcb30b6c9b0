#!/bin/bash
# Installs those of the named Debian packages that are missing. Says and does nothing when none is.
set -euo pipefail

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: please see that the counterparts of these are installed: $*" >&2
    exit 0
fi

missing=()
for package in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo "Please install as root: apt-get install ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
echo "Installing ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
