"""Public files of a feed that are there whole or not at all. All of this blocks: call it in a thread."""

from __future__ import annotations

import os
from pathlib import Path

from adapters.durable import sync_folder


def replace_file(path: Path, data: bytes, *, sync: bool = True, sync_names: bool = True) -> None:
    """Write a public file so that readers see the old or the new one, and the new one survives a power cut.

    Its folder must exist, and the caller must hold the lock of the feed: a draft left by a killed process is then
    overwritten, never piled up. Unlike `adapters.durable`, the web server of another user may read the file.
    Without `sync` the bytes, without `sync_names` the new name may be lost in a power cut; for what can be made
    again, and for what a later file of the same folder brings to disk with it.
    """
    draft = path.with_name(f".{path.name}.tmp")
    with draft.open("wb") as file:
        file.write(data)
        if sync:
            file.flush()
            os.fsync(file.fileno())
    draft.replace(path)
    if sync_names:
        sync_folder(path.parent)
