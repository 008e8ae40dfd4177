#!/bin/sh
# Make .venv hold one of the locked sets: ./bootstrap.sh [base|demo|dev|cluster]. A second call costs nothing.
set -eu
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }
fail() { say "bootstrap: $*"; exit 1; }

# Each set contains the one before it, so a larger one that is there already will do.
at_least() {
    case $1 in
        base) echo base demo dev cluster ;;
        demo) echo demo dev cluster ;;
        dev) echo dev cluster ;;
        cluster) echo cluster ;;
        *) fail "there is no set '$1'; choose base, demo, dev or cluster." ;;
    esac
}

# Scripts inside .venv know where they stand, so a moved or copied checkout needs a new one.
stamp() { printf '%s %s %s' "$1" "$(cksum < "requirements/$1.txt")" "$PWD"; }
held() { cat .venv/.holds 2> /dev/null || true; }

is_ready() {
    for set in $(at_least "$1"); do
        [ "$(held)" = "$(stamp "$set")" ] && [ -x .venv/bin/python ] && return 0
    done
    return 1
}

# A new lock must not take the developer's tools away when only the demo was asked for.
never_less_than_now() {
    now=$(held | cut -d' ' -f1)
    case " $(at_least "$1") " in
        *" $now "*) echo "$now" ;;
        *) echo "$1" ;;
    esac
}

is_python() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.14 python3.11 \
        "${HOME:-/}"/.pyenv/versions/3.1[1-4].*/bin/python; do
        is_python "$candidate" && echo "$candidate" && return 0
    done
    return 1
}

has_here() {
    case $(held) in
        *" $PWD") .venv/bin/python -c '' 2> /dev/null ;;
        *) return 1 ;;
    esac
}

make_venv() {
    rm -rf .venv
    if python=$(find_python); then
        "$python" -m venv .venv
    elif command -v uv > /dev/null 2>&1; then
        uv venv --quiet --seed --python '>=3.11' .venv
    else
        fail "Python 3.11 or newer with venv is needed. On Debian and Ubuntu: apt install python3-venv. \
Or name one: PYTHON=/path/to/python make demo"
    fi
}

# uv takes seconds where pip takes a minute; pip alone is enough where uv cannot be had.
find_uv() {
    command -v uv > /dev/null 2>&1 && echo uv && return 0
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r requirements/installer.txt >&2 2> /dev/null && echo .venv/bin/uv
}

install() {
    if uv=$(find_uv) &&
        "$uv" pip sync --quiet --python .venv/bin/python --require-hashes "requirements/$1.txt"; then
        return 0
    fi
    say "bootstrap: uv could not install the packages; trying pip."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$1.txt"
}

wanted=${1:-dev}
is_ready "$wanted" && exit 0

# Two targets of make may arrive here at once.
exec 9> .bootstrap.lock
if command -v flock > /dev/null 2>&1; then flock 9; fi
is_ready "$wanted" && exit 0

wanted=$(never_less_than_now "$wanted")
say "Installing the locked packages ($wanted) into .venv ..."
has_here || make_venv
printf 'nothing 0 0 %s' "$PWD" > .venv/.holds
install "$wanted" || fail "the packages could not be installed; is a package index reachable?"
stamp "$wanted" > .venv/.holds
