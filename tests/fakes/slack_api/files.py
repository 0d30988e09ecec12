"""Files: an address to upload to, completion, and processing that takes its time.

https://docs.slack.dev/messaging/working-with-files (read 2026-11)
"""

from __future__ import annotations

import mimetypes
from typing import Any

from tests.fakes.slack_api.call import Call
from tests.fakes.slack_api.chat import said, thread
from tests.fakes.slack_api.checks import Check, Refused, anything, many, thing, whole, words
from tests.fakes.slack_api.records import File
from tests.fakes.slack_api.world import World

BYTES = 1024**3  # unverified

BEGINS: dict[str, Check] = {"filename_": words(), "length_": whole(1, BYTES), "alt_txt": words(1000)}
COMPLETES: dict[str, Check] = {
    "files_": many(thing(id_=words(), title=words())),
    "channel_id": words(),
    "thread_ts": words(),
    "initial_comment": words(),
    "blocks": many(anything, least=0),
}


def begin(call: Call) -> dict[str, Any]:
    """files.getUploadURLExternal"""
    file = keep(call.world, call.team.id, call.team.bot_user, call.given["filename"], b"", call.given["length"])
    file.alt = call.given.get("alt_txt", "")
    return {"upload_url": f"{call.url}/upload/v1/{file.id}", "file_id": file.id}


def complete(call: Call) -> dict[str, Any]:
    """files.completeUploadExternal"""
    files = [_own(call, one["id"]) for one in call.given["files"]]
    if not all(one.uploaded for one in files):
        raise Refused("file_not_found")
    for one, given in zip(files, call.given["files"], strict=True):
        one.title, one.complete = given.get("title", one.name), True
    if "channel_id" in call.given:
        _share(call, files)
    elif set(call.given) & {"thread_ts", "initial_comment", "blocks"}:
        raise Refused("invalid_arguments", broken=["a comment, blocks or a thread need a channel_id"])
    return {"files": [file_json(call.url, one) for one in files]}


def info(call: Call) -> dict[str, Any]:
    """files.info"""
    file = _own(call, call.given["file"])
    if not file.complete:
        raise Refused("file_not_found")
    shown = file_json(call.url, file)
    file.looks = max(0, file.looks - 1)
    return {"file": shown, "comments": [], "content": None}


def keep(world: World, team: str, owner: str, name: str, data: bytes, length: int = 0) -> File:
    """A file of the workspace; with bytes it is there at once."""
    file = File(world.next("F"), team, name, length or len(data), owner, 0 if data else world.looks, data=data)
    file.title, file.uploaded, file.complete = name, bool(data), bool(data)
    world.files[file.id] = file
    return file


def file_json(url: str, file: File) -> dict[str, Any]:
    """A file on the wire; what is not processed yet has no type."""
    mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    private = f"{url}/files-pri/{file.team}/{file.id}/{file.name}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": "" if file.looks else mime,
        "filetype": "" if file.looks else file.name.rsplit(".", 1)[-1],
        "user": file.owner,
        "size": file.length,
        "url_private": private,
        "url_private_download": f"{private}?download",
        "channels": file.channels,
        **({"alt_txt": file.alt} if file.alt else {}),
    }


def _share(call: Call, files: list[File]) -> None:
    channel = call.channel(call.given["channel_id"])
    if call.team.bot_user not in channel.members:
        raise Refused("not_in_channel")
    if {"initial_comment", "blocks"} <= set(call.given):
        raise Refused("invalid_arguments", broken=["blocks are ignored beside an initial_comment"])
    data: dict[str, Any] = {"text": call.given.get("initial_comment", "")}
    if "blocks" in call.given:
        data = said(call.world, {"text": "files", "blocks": call.given["blocks"]}) | {"text": ""}
    data |= thread(channel, call.given)
    for one in files:
        one.channels.append(channel.id)
    data["files"] = [file_json(call.url, one) for one in files]
    call.world.hang(channel, call.team.bot_user, call.now, data)


def _own(call: Call, id: str) -> File:
    file = call.world.files.get(id)
    if file is None or file.team != call.team.id:
        raise Refused("file_not_found")
    return file
