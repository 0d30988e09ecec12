#!/bin/sh
# Make the folder the volume is mounted on. As with /tmp, everyone may add an entry and nobody can touch another's.
#
#   docker/data.sh FOLDER
set -eu
mkdir -p "$1"
chmod 1777 "$1"
