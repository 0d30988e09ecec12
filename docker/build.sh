#!/bin/sh
# Install the product with everything it needs into one folder, then drop the tools only the installation needed.
#
#   docker/build.sh PREFIX
set -eu
prefix=$1
cd "$(dirname "$0")/.."
requirements/install "$prefix" requirements/runtime.lock copied
"$prefix/bin/python" -m pip uninstall --yes --quiet uv setuptools
mkdir -p "$prefix/docker"
cp docker/data.sh docker/start.sh docker/health.sh "$prefix/docker"
chmod -R a+rX "$prefix"  # the product runs as somebody else, whatever the umask of this checkout was
