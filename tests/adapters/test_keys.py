"""Where keys come from, and that they stay with us."""

import base64
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.keys import KEY_BYTES, open_key_ring, parse_keys
from core.errors import Invalid
from core.secret import Secret

OPEN = """
import sys
from pathlib import Path
from adapters.keys import open_key_ring
from core.secret import Secret
ring = open_key_ring(Secret(""), Path(sys.argv[1]))
print(ring.current, ring.keys[ring.current].hex())
"""

NONE = Secret("")


def a_key(fill: int = 7) -> str:
    return base64.b64encode(bytes([fill]) * KEY_BYTES).decode()


def test_the_first_given_key_is_current_and_the_others_still_open() -> None:
    ring = parse_keys(Secret(f"new:{a_key(1)}, old:{a_key(2)}"))
    assert ring.current == "new"
    assert dict(ring.keys) == {"new": bytes([1]) * 32, "old": bytes([2]) * 32}


@pytest.mark.parametrize(
    "given",
    [
        a_key(),
        "no-colon",
        ",",
        "short:c2hvcnQ=",
        "bad:" + "%" * 44,
        f":{a_key()}",
        f"twice:{a_key()},twice:{a_key()}",
        f"two:colons:{a_key()}",
        f"umlaut:{'ä' * 44}",
    ],
)
def test_keys_that_cannot_be_used_get_a_sentence_that_does_not_quote_them(given: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_keys(Secret(given))
    (problem,) = caught.value.problems
    assert problem.what.endswith(".")
    assert problem.fix
    assert not any(piece in problem.sentence() for piece in re.split("[:,]", given) if len(piece) > 5)


def test_given_keys_leave_no_file_behind(tmp_path: Path) -> None:
    open_key_ring(Secret(f"mine:{a_key()}"), tmp_path / "keys.json")
    assert not list(tmp_path.iterdir())


def test_the_first_run_makes_a_file_only_we_can_read(tmp_path: Path) -> None:
    file = tmp_path / "data" / "keys.json"
    ring = open_key_ring(NONE, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [len(key) for key in ring.keys.values()] == [KEY_BYTES]
    assert list(file.parent.iterdir()) == [file]


def test_the_second_run_reads_the_same_ring(tmp_path: Path) -> None:
    first = open_key_ring(NONE, tmp_path / "keys.json")
    assert open_key_ring(NONE, tmp_path / "keys.json") == first


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    one, two = open_key_ring(NONE, tmp_path / "one.json"), open_key_ring(NONE, tmp_path / "two.json")
    assert one.keys[one.current] != two.keys[two.current]


def test_processes_that_start_at_once_get_the_same_ring(tmp_path: Path) -> None:
    file = tmp_path / "data" / "keys.json"
    running = [
        subprocess.Popen([sys.executable, "-c", OPEN, file], stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    answers = {process.communicate(timeout=60)[0] for process in running}
    assert len(answers) == 1
    assert "first " in answers.pop()


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "{}", '{"keys": [{"name": "a"}]}', '{"keys": [{"name": "a", "key": "b"}]}']
)
def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(damage)
    with pytest.raises(Invalid, match=r"keys\.json cannot be used"):
        open_key_ring(NONE, file)
    assert file.read_text() == damage


def test_a_file_others_can_read_is_reported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "keys.json"
    open_key_ring(NONE, file)
    file.chmod(0o644)
    with caplog.at_level(logging.WARNING):
        open_key_ring(NONE, file)
    assert "keys_readable_by_others" in caplog.text


def test_no_key_shows_in_the_ring_or_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ring = open_key_ring(NONE, tmp_path / "keys.json")
    key = ring.keys[ring.current]
    for shown in (repr(ring), caplog.text):
        assert key.hex() not in shown
        assert base64.b64encode(key).decode() not in shown
        assert repr(key) not in shown
