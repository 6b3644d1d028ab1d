#!/bin/sh
# Make a folder from which vacatio is installed without a network. Run it in a checkout, on a
# machine with a network and with the very system of the one it is for: a package may want 3.11.5
# where Debian 12 has 3.11.2, and then the wheel before it is taken:
#
#     deploy/wheelhouse.sh wheelhouse
#
# The folder then holds a wheel of vacatio and of each package it needs, and requirements.txt with
# the hash of each; docs/runbook.md shows how it is installed. PYTHON chooses another Python,
# EXTRA=dask adds the extra of that name.
set -eu
folder=${1:?usage: deploy/wheelhouse.sh FOLDER}
python=${PYTHON:-python3}
if [ -n "$(ls -A "$folder" 2>/dev/null)" ]; then
    echo "$0: $folder is not empty, and an older wheel in it would be installed too" >&2
    exit 2
fi
mkdir -p "$folder"
apart=$(mktemp -d)
trap 'rm -rf "$apart"' EXIT
"$python" -m venv "$apart"  # Debian has a pip only in there
"$apart/bin/pip" --disable-pip-version-check wheel --quiet --wheel-dir "$folder" \
    "$(dirname "$0")/..${EXTRA:+[$EXTRA]}"
for path in "$folder"/*.whl; do
    wheel=${path##*/}
    rest=${wheel#*-}
    hash=$(sha256sum "$path")
    printf '%s==%s --hash=sha256:%s\n' "${wheel%%-*}" "${rest%%-*}" "${hash%% *}"
done >"$folder/requirements.txt"
system=$("$python" -c 'import platform; print(platform.python_version(), platform.machine())')
echo "$(wc -l <"$folder/requirements.txt") wheels in $folder, for Python $system"
