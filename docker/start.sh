#!/bin/sh
# Bring the database up to date, then become the product, so that it receives the signals itself.
set -eu
umask 077
greenlight migrate
exec greenlight run
