#!/bin/sh
# Do in a plain shell, in a folder that is thrown away, what the image does: build, start, be well, stop.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
product=
finish() {
    [ -z "$product" ] || kill -KILL "$product" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

echo "build: the files Docker would see, into a folder of their own"
mkdir "$work/src"
tar --create --exclude-from=.dockerignore . | tar --extract --directory "$work/src"
"$work/src/docker/build.sh" "$work/greenlight"

echo "compare: every file of the product is in the installation"
files() { (cd "$1" && find bot core adapters -type f ! -name '*.pyc' | sort); }
files "$work/src" >"$work/wanted"
files "$("$work/greenlight/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" >"$work/installed"
diff "$work/wanted" "$work/installed"
rm -rf "$work/src"

echo "start: as the image does, from an empty environment"
"$work/greenlight/docker/data.sh" "$work/data"
port=$("$work/greenlight/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$work/data"
in_image() {
    exec env -i PATH="$work/greenlight/bin:/usr/bin:/bin" HOME="$work" PYTHONUNBUFFERED=1 \
        GREENLIGHT_HOME="$work/data/greenlight" GREENLIGHT_HOST=127.0.0.1 GREENLIGHT_PORT="$port" "$@"
}
(in_image "$work/greenlight/docker/start.sh") >"$work/log" 2>&1 &
product=$!
well() { (in_image "$work/greenlight/docker/health.sh") 2>/dev/null; }
tries=0
until well; do
    tries=$((tries + 1))
    if [ "$tries" -gt 120 ] || ! kill -0 "$product" 2>/dev/null; then
        cat "$work/log" >&2
        echo "It did not become well." >&2
        exit 1
    fi
    sleep 0.25
done

echo "stop: on SIGTERM, by itself"
kill -TERM "$product"
tries=0
while kill -0 "$product" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -le 40 ] || { cat "$work/log" >&2; echo "It did not stop within 10 seconds." >&2; exit 1; }
    sleep 0.25
done
status=0
wait "$product" || status=$?
product=
[ "$status" -eq 0 ] || [ "$status" -eq 143 ] || { cat "$work/log" >&2; echo "It stopped with status $status." >&2; exit 1; }
echo "The image's steps work: built, started, well, stopped."
