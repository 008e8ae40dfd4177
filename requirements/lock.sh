#!/bin/sh
# Resolve pyproject.toml into the hashed sets beside this file, or into the folder given: ./lock.sh [FOLDER]
# The locks name packages, versions and hashes, never an address, so any mirror can serve them.
set -eu
cd "$(dirname "$0")/.."
into=${1:-requirements}
uv=.venv/bin/uv
[ -x "$uv" ] || uv=uv

lock() {
    name=$1
    shift
    "$uv" pip compile "$@" --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --output-file "$into/$name.txt" > /dev/null
}

lock installer --group pyproject.toml:installer
lock base pyproject.toml
lock demo pyproject.toml --extra embedded
lock dev pyproject.toml --extra embedded --group dev
lock cluster pyproject.toml --extra embedded --group cluster
