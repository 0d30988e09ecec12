"""Where the keys that sign approvals and seal tokens come from: the settings, or a file made on the first run."""

from __future__ import annotations

import base64
import json
import logging
import secrets
from pathlib import Path

from adapters.durable import create_file, make_folder, replace_file
from core.errors import Invalid, Problem
from core.secret import KeyRing, Secret

log = logging.getLogger(__name__)

KEY_BYTES = 32
_FIRST_NAME = "first"


def open_key_ring(given: Secret, file: Path) -> KeyRing:
    """The ring of `given` ("name:base64,name2:base64", the first is current), else the one in the file.

    A missing file is made with a fresh key and mode 0600; processes that start at once get the same ring.

    Raises:
        Invalid: the keys cannot be read. No key is quoted.
    """
    if given:
        return parse_keys(given)
    made = False
    if not file.exists():
        made = _make(file)
    ring = _read(file)
    if made:
        log.info("keys_made file=%s", file)
    elif file.stat().st_mode & 0o077:
        log.warning("keys_readable_by_others file=%s", file)
    return ring


def add_key(file: Path, name: str) -> KeyRing:
    """Put a fresh key of that name in front of those in the file, and answer the new ring. Repeating changes nothing.

    Raises:
        Invalid: the file cannot be read or written.
    """
    ring = _read(file)
    if name in ring.keys:
        return ring
    fresh = {name: secrets.token_bytes(KEY_BYTES), **ring.keys}
    listed = [{"name": one, "key": base64.b64encode(key).decode()} for one, key in fresh.items()]
    try:
        replace_file(file, json.dumps({"keys": listed}, indent=2).encode())
    except OSError as error:
        raise _unreadable(str(file), "it cannot be written", "Check the permissions of its folder.") from error
    return _read(file)


def parse_keys(given: Secret) -> KeyRing:
    """Read "name:base64,name2:base64"; each key is 32 bytes, the first is current.

    Raises:
        Invalid: a name is missing or twice, or a key is not 32 bytes in base64.
    """
    pairs = [item.strip().partition(":") for item in given.reveal().split(",") if item.strip()]
    return _ring([(name.strip(), value.strip()) for name, _, value in pairs], "GREENLIGHT_SECRET_KEYS")


def _make(file: Path) -> bool:
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    text = json.dumps({"keys": [{"name": _FIRST_NAME, "key": key}]}, indent=2)
    try:
        make_folder(file.parent)
        return create_file(file, text.encode())
    except OSError as error:
        raise _unreadable(str(file), "it cannot be written", "Check the permissions of its folder.") from error


def _read(file: Path) -> KeyRing:
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))["keys"]
        pairs = [(str(one["name"]), str(one["key"])) for one in listed]
    except (OSError, ValueError, KeyError, TypeError):
        # Not chained: the lower error may quote the file, and with it a key.
        pairs = None
    if pairs is None:
        raise _unreadable(str(file), "it is damaged or not ours to read", "Bring it back from where you keep a copy.")
    return _ring(pairs, str(file))


def _ring(pairs: list[tuple[str, str]], source: str) -> KeyRing:
    keys: dict[str, bytes] = {}
    for number, (name, value) in enumerate(pairs, start=1):
        # Names are not quoted: whoever forgot the name has put the key in its place.
        if not name or name in keys:
            raise _unreadable(source, f"key number {number} has no name of its own", "Write name:base64.")
        keys[name] = _decoded(value)
        if len(keys[name]) != KEY_BYTES:
            why = f"key number {number} is not 32 bytes in base64 behind its name"
            raise _unreadable(source, why, "Make one with: openssl rand -base64 32")
    if not keys:
        raise _unreadable(source, "it holds no key", "Write name:base64.")
    return KeyRing(current=pairs[0][0], keys=keys)


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        return b""


def _unreadable(source: str, why: str, fix: str) -> Invalid:
    return Invalid(Problem(field="secret_keys", what=f"The keys in {source} cannot be used: {why}.", fix=fix))
