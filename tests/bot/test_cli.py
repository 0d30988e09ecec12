"""The command line, as somebody in front of it sees it."""

import argparse
import asyncio
import json
import logging
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import httpx
import pytest
import structlog

from bot.__main__ import main
from bot.cli.shell import INTERRUPTED, NOT_WELL, WELL, run_command
from bot.settings import Settings, read_settings, variable
from bot.web.sessions import exchange
from bot.wiring.build import build
from core.errors import Invalid, Problem, Unavailable
from core.moves import PartState
from core.store import PostFilter
from core.workspace import Role
from tests.builders import a_brand, a_chat, a_deed, a_post, a_publication, a_workspace, an_account

ROOT = Path(__file__).parents[2]

HEAVY = {
    "asyncio",
    "core",
    "dataclasses",
    "imageio_ffmpeg",
    "importlib.metadata",
    "pydantic",
    "sqlalchemy",
    "ssl",
    "structlog",
    "uvicorn",
}

COMMANDS = ["run", "migrate", "doctor", "run-due", "backup", "restore", "link", "audit", "keys"]

LOADED = """
import sys
from bot.__main__ import main
try:
    main(["--help"])
except SystemExit:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working directory of its own, nothing set, and logging given back as it was."""
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    monkeypatch.setenv("GREENLIGHT_PORT", str(a_free_port()))
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield tmp_path
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def started(*words: str) -> subprocess.Popen[str]:
    """The command as a process of its own, in this working directory."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until_it_answers(process: subprocess.Popen[str], client: httpx.Client) -> None:
    """Ask again and again; the process must not end meanwhile."""
    for _ in range(600):
        try:
            client.get("/healthz").raise_for_status()
            return
        except httpx.TransportError:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.05)
    raise AssertionError("it does not answer")


def test_help_loads_nothing_heavy() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", LOADED], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert "greenlight" in answer.stdout
    assert set(answer.stderr.split()) & HEAVY == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == WELL
    assert f"greenlight {command}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["fly"], ["audit"], ["backup"], ["doctor", "--fast"]])
def test_a_command_nobody_knows_is_a_mistake_of_the_second_kind(words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_body(command: str) -> None:
    assert callable(import_module(f"bot.cli.{command.replace('-', '_')}").main)


@pytest.mark.parametrize(
    "words",
    [["run"], ["migrate"], ["run-due"], ["link"], ["audit", "verify"], ["backup", "x"], ["restore", "x"]],
    ids=str,
)
def test_a_wrong_setting_stops_a_command_with_a_sentence(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENLIGHT_LOG_LEVEL", "loud")
    assert main(words) == NOT_WELL
    said = capsys.readouterr()
    assert said.err.startswith("GREENLIGHT_LOG_LEVEL cannot be used")
    assert said.out == ""


@pytest.mark.parametrize("words", [["run-due"], ["link"], ["audit", "verify"], ["backup", "x.tar.gz"]], ids=str)
def test_without_a_database_a_command_says_how_to_get_one(
    room: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == NOT_WELL
    assert "greenlight migrate" in capsys.readouterr().err
    assert not (room / "data" / "greenlight.db").exists()


def test_migrate_makes_everything_and_may_be_repeated(room: Path) -> None:
    assert main(["migrate"]) == WELL
    assert main(["migrate"]) == WELL
    assert (room / "data").stat().st_mode & 0o777 == 0o700
    assert (room / "data" / "greenlight.db").exists()


def test_a_link_lets_in_once(capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    capsys.readouterr()
    assert main(["link"]) == WELL
    address, _, token = capsys.readouterr().out.strip().rpartition("/enter/")
    settings = read_settings()
    assert address == settings.base_url

    async def twice() -> tuple[str | None, str | None]:
        async with build(settings) as app:
            first = await exchange(app.store, app.clock, app.ids, token)
            return first, await exchange(app.store, app.clock, app.ids, token)

    cookie, again = asyncio.run(twice())
    assert cookie
    assert again is None


def test_two_links_are_for_the_same_person(capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    assert main(["link"]) == main(["link"]) == WELL

    async def people() -> int:
        async with build(read_settings()) as app, app.store.read() as tx:
            return sum([len(await tx.members.of(one.id)) for one in await tx.workspaces.all()])

    assert asyncio.run(people()) == 1


def test_words_for_slack_make_whoever_says_them_the_owner(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["migrate"])
    capsys.readouterr()
    assert main(["link", "slack"]) == NOT_WELL
    assert "Set GREENLIGHT_SLACK_BOT_TOKEN" in capsys.readouterr().err
    monkeypatch.setenv(variable("slack_bot_token"), "xoxb-1")
    monkeypatch.setenv(variable("slack_app_token"), "xapp-1")
    assert main(["link", "slack"]) == WELL
    said, _, code = capsys.readouterr().out.strip().rpartition(" ")
    assert said == "/greenlight link"

    async def join() -> Role:
        async with build(read_settings()) as app:
            return (await app.actions.enter.by_code(code, front_end="slack", person="T1:U1", chat="T1:D1")).role

    assert asyncio.run(join()) is Role.OWNER


def test_run_due_counts_what_became_of_the_posts(capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    capsys.readouterr()
    assert main(["run-due", "--json"]) == WELL
    counts = json.loads(capsys.readouterr().out)
    assert counts == dict.fromkeys(("live", "later", "failed", "checking", "voided", "settled", "overtaken"), 0)


async def deeds_were_done() -> None:
    workspace = a_workspace("Corner Bakery")
    async with build(read_settings()) as app, app.store.begin() as tx:
        await tx.workspaces.add(workspace)
        await tx.audit.append(*(a_deed(workspace) for _ in range(5)))


def test_a_rotation_brings_a_fresh_key_to_the_front_and_keeps_the_old_one(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    asyncio.run(deeds_were_done())
    assert main(["keys", "rotate"]) == WELL
    assert "boxes are sealed with key-" in (said := capsys.readouterr().out)
    assert "Keep first until what was approved before has gone out" in said
    file = room / "data" / "keys.json"
    names = [one["name"] for one in json.loads(file.read_text())["keys"]]
    assert names[0].startswith("key-")
    assert names[1:] == ["first"]
    assert file.stat().st_mode & 0o077 == 0
    assert main(["keys", "rotate"]) == WELL
    assert [one["name"] for one in json.loads(file.read_text())["keys"]] == names


def test_an_untouched_audit_log_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    asyncio.run(deeds_were_done())
    assert main(["audit", "verify"]) == WELL
    assert "Corner Bakery" in (said := capsys.readouterr().out)
    assert "5 entries, all in order" in said


@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE audit SET what = 'post_rejected' WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET number = 9 WHERE number = 3",
    ],
)
def test_a_changed_audit_log_is_found_out(room: Path, crime: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    asyncio.run(deeds_were_done())
    with closing(sqlite3.connect(room / "data" / "greenlight.db")) as connection, connection:
        assert connection.execute(crime).rowcount == 1
    assert main(["audit", "verify"]) == NOT_WELL
    assert "altered or moved" in capsys.readouterr().err


def test_the_doctor_finds_a_fresh_installation_well(capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    capsys.readouterr()
    status = main(["doctor", "--json"])
    report = json.loads(capsys.readouterr().out)
    assert [one for one in report["checks"] if one["weight"] == "wrong"] == []
    assert (status, report["well"]) == (WELL, True)


def test_the_doctor_shows_every_wrong_setting_and_no_value_of_a_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENLIGHT_SECRET_KEYS", "hunter2")
    monkeypatch.setenv("GREENLIGHT_TICK_SECONDS", "often")
    assert main(["doctor"]) == NOT_WELL
    said = capsys.readouterr().out
    assert "✗ GREENLIGHT_SECRET_KEYS" in said
    assert "✗ GREENLIGHT_TICK_SECONDS" in said
    assert "hunter2" not in said


def test_the_doctor_wants_more_for_production(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == WELL
    assert main(["doctor", "--production"]) == NOT_WELL
    assert "GREENLIGHT_PUBLIC_URL" in capsys.readouterr().out


async def a_post_is_due(text: str) -> None:
    """A published-to-be post whose time has come, in a workspace somebody is told in."""
    workspace = a_workspace()
    brand = a_brand(workspace)
    account = an_account(brand)
    async with build(read_settings()) as app, app.store.begin() as tx:
        post = a_post(brand, text=text, instant=app.clock.now().replace(microsecond=0))
        await tx.workspaces.add(workspace)
        await tx.chats.add(a_chat(workspace))
        await tx.brands.add(brand)
        await tx.accounts.add(account)
        await tx.posts.add(post)
        await tx.publications.add(a_publication(post, account, fire_at=post.moment.instant))


async def part_states() -> list[PartState]:
    async with build(read_settings()) as app, app.store.read() as tx:
        posts = await tx.posts.find(PostFilter())
        found = await tx.publications.of(*(post.id for post in posts))
        return [part.state for publication in found for part in publication.parts]


def a_backup(room: Path) -> Path:
    """A backup of an installation with a post that is due and a picture."""
    main(["migrate"])
    asyncio.run(a_post_is_due("The oven is on."))
    picture = room / "data" / "blobs" / "ab" / "cdef"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    assert main(["backup", "backup.tar.gz"]) == WELL
    return room / "backup.tar.gz"


def test_a_backup_says_that_the_keys_are_not_in_it(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_backup(room)
    said = capsys.readouterr().out
    assert "backup.tar.gz" in said
    assert "The keys are not in it" in said
    assert str(room / "data" / "keys.json") in said


def test_a_backup_into_a_folder_gets_a_name_with_its_time(room: Path) -> None:
    main(["migrate"])
    (room / "backups").mkdir()
    assert main(["backup", "backups"]) == WELL
    (file,) = (room / "backups").iterdir()
    assert file.name.startswith("greenlight-")


def test_a_backup_never_overwrites_a_file(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    (room / "mine").write_text("mine")
    assert main(["backup", "mine"]) == NOT_WELL
    assert "exists already" in capsys.readouterr().err
    assert (room / "mine").read_text() == "mine"


def test_a_backup_comes_back_with_everything_due_in_a_persons_hands(
    room: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = a_backup(room)
    monkeypatch.setenv("GREENLIGHT_HOME", str(room / "elsewhere"))
    assert main(["restore", str(backup)]) == WELL
    assert "1 post was due" in (said := capsys.readouterr().out)
    assert "There are no keys" in said
    assert asyncio.run(part_states()) == [PartState.ASK]
    assert (room / "elsewhere" / "blobs" / "ab" / "cdef").read_bytes() == b"a picture"
    left = {path.name for path in (room / "elsewhere").iterdir()}
    assert left <= {"blobs", "feeds", "demo", "greenlight.db", "in-use.lock", "keys.json"}


def test_restoring_over_a_database_needs_force_and_loses_nothing(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = a_backup(room)
    keys = (room / "data" / "keys.json").read_bytes()
    later = room / "data" / "blobs" / "later"
    later.write_bytes(b"a later picture")
    assert main(["restore", str(backup)]) == NOT_WELL
    assert "--force" in capsys.readouterr().err
    assert asyncio.run(part_states()) == [PartState.SCHEDULED]
    assert main(["restore", str(backup), "--force"]) == WELL
    assert asyncio.run(part_states()) == [PartState.ASK]
    (aside,) = (room / "data").glob("before-restore-*")
    assert (aside / "greenlight.db").exists()
    assert (aside / "blobs" / "later").read_bytes() == b"a later picture"
    assert not later.exists()
    assert (room / "data" / "keys.json").read_bytes() == keys


def test_what_is_no_backup_changes_nothing(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (room / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    assert main(["restore", "picture.jpg", "--force"]) == NOT_WELL
    assert "not a backup" in capsys.readouterr().err
    assert not (room / "data").exists()


def test_a_backup_of_another_kind_of_database_is_refused(
    room: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = a_backup(room)
    monkeypatch.setenv("GREENLIGHT_DATABASE_URL", "postgresql://u:p@127.0.0.1:1/n")
    assert main(["restore", str(backup)]) == NOT_WELL
    assert "holds a sqlite database" in capsys.readouterr().err


def test_it_runs_from_nothing_and_ends_in_time_with_a_page_open(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    process = started("run")
    try:
        with httpx.Client(base_url=read_settings().base_url, timeout=5, trust_env=False) as client:
            until_it_answers(process, client)
            main(["link"])
            entered = client.post(capsys.readouterr().out.strip(), headers={"Origin": str(client.base_url)})
            assert entered.status_code == 303
            with client.stream("GET", "/api/stream") as page:
                assert next(page.iter_lines()) == ": welcome"
                process.send_signal(signal.SIGTERM)
                assert process.wait(10) == WELL
    finally:
        process.kill()
        said, _ = process.communicate()
    assert "started" in said
    assert "stopped" in said
    assert "Traceback" not in said
    assert (room / "data" / "keys.json").stat().st_mode & 0o777 == 0o600


def test_a_taken_port_ends_the_start_with_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", read_settings().port)):
        process = started("run")
        said, _ = process.communicate(timeout=60)
    assert process.returncode == NOT_WELL
    assert f"Port {read_settings().port}" in said
    assert "Traceback" not in said


def nothing_wanted() -> argparse.Namespace:
    return argparse.Namespace()


def test_every_broken_rule_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def body(_: argparse.Namespace) -> int:
        raise Invalid(Problem(field="a", what="One.", fix="Do this."), Problem(field="b", what="Two."))

    assert run_command(body, nothing_wanted()) == NOT_WELL
    assert capsys.readouterr().err == "One. Do this.\nTwo.\n"


def test_what_a_port_could_not_do_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def body(_: argparse.Namespace) -> int:
        raise Unavailable("disk_full")

    assert run_command(body, nothing_wanted()) == NOT_WELL
    assert capsys.readouterr().err == "That did not work: disk_full.\n"


def test_an_error_nobody_foresaw_is_shown_without_its_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    def body(_: argparse.Namespace) -> int:
        raise RuntimeError("Bearer hunter2")

    assert run_command(body, nothing_wanted()) == NOT_WELL
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "greenlight doctor" in said
    assert "hunter2" not in said


def test_an_interrupted_command_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def body(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    assert run_command(body, nothing_wanted()) == INTERRUPTED
    assert capsys.readouterr().err == ""
