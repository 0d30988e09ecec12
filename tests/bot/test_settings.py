"""What can be set, what happens when it is set wrong, and that the example names all of it."""

import base64
import re
from argparse import Namespace
from pathlib import Path

import pytest

from adapters.keys import parse_keys
from bot.cli import init
from bot.settings import Settings, like, read_settings, variable
from core.errors import Invalid
from core.secret import Secret

EXAMPLE = Path(__file__).parents[2] / ".env.example"
KEY = base64.b64encode(b"k" * 32).decode()


@pytest.fixture(autouse=True)
def empty_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without `.env` and an environment without our variables."""
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    settings = read_settings()
    assert settings.home == tmp_path / "data"
    assert settings.database.reveal() == f"sqlite:///{tmp_path}/data/greenlight.db"
    assert settings.database_file == tmp_path / "data" / "greenlight.db"
    assert settings.base_url == "http://127.0.0.1:8080"


def test_the_environment_overrules_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("GREENLIGHT_PORT=1234\nGREENLIGHT_HOST=::1\n")
    monkeypatch.setenv("GREENLIGHT_PORT", "4321")
    assert read_settings().base_url == "http://[::1]:4321"


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_PORT", "")
    assert read_settings().port == 8080


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = read_settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1


def test_the_public_address_is_how_people_reach_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_PUBLIC_URL", "https://greenlight.example.com/")
    assert read_settings().base_url == "https://greenlight.example.com"


def test_listening_everywhere_is_reached_through_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_HOST", "0.0.0.0")
    assert read_settings().base_url == "http://127.0.0.1:8080"


@pytest.mark.parametrize("url", ["postgresql://u:p@h/n", "postgresql+psycopg://u:p@h/n"])
def test_postgresql_has_no_file(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("GREENLIGHT_DATABASE_URL", url)
    settings = read_settings()
    assert settings.database.reveal() == url
    assert settings.database_file is None


@pytest.mark.parametrize(
    ("url", "file"), [("sqlite:////srv/green.db", "/srv/green.db"), ("sqlite+aiosqlite:////a/b.db?x=1", "/a/b.db")]
)
def test_a_sqlite_file_may_lie_elsewhere(monkeypatch: pytest.MonkeyPatch, url: str, file: str) -> None:
    monkeypatch.setenv("GREENLIGHT_DATABASE_URL", url)
    assert read_settings().database_file == Path(file)


WRONG = [
    ("GREENLIGHT_PORT", "eighty"),
    ("GREENLIGHT_PORT", "0"),
    ("GREENLIGHT_PORT", "65536"),
    ("GREENLIGHT_HOST", "two words"),
    ("GREENLIGHT_PUBLIC_URL", "greenlight.example.com"),
    ("GREENLIGHT_PUBLIC_URL", "https://example.com/path"),
    ("GREENLIGHT_PUBLIC_URL", "https://user:hunter2@example.com"),
    ("GREENLIGHT_PUBLIC_URL", "http://[::1"),
    ("GREENLIGHT_DATABASE_URL", "mysql://root:hunter2@localhost/db"),
    ("GREENLIGHT_DATABASE_URL", "sqlite://"),
    ("GREENLIGHT_DATABASE_URL", "postgresql"),
    ("GREENLIGHT_SECRET_KEYS", "hunter2"),
    ("GREENLIGHT_SECRET_KEYS", "name:hunter2"),
    ("GREENLIGHT_SECRET_KEYS", ","),
    ("GREENLIGHT_SECRET_KEYS", "name:ä"),
    ("GREENLIGHT_TICK_SECONDS", "61"),
    ("GREENLIGHT_TICK_SECONDS", "0.5"),
    ("GREENLIGHT_GRACE_HOURS", "0"),
    ("GREENLIGHT_GRACE_HOURS", "nan"),
    ("GREENLIGHT_LOG_FORMAT", "xml"),
    ("GREENLIGHT_LOG_LEVEL", "loud"),
    ("GREENLIGHT_SENTRY_DSN", "hunter2"),
    ("GREENLIGHT_METRICS", "perhaps"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_value_that_cannot_be_used_gets_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Invalid) as caught:
        read_settings()
    (problem,) = caught.value.problems
    assert name in problem.what
    assert problem.fix.startswith("It should be ")
    assert "hunter2" not in problem.sentence()


def test_no_error_in_the_chain_quotes_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_SECRET_KEYS", "hunter2")
    with pytest.raises(Invalid) as caught:
        read_settings()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PORT": "x", "METRICS": "x", "LOG_LEVEL": "x"}.items():
        monkeypatch.setenv(f"GREENLIGHT_{name}", value)
    with pytest.raises(Invalid) as caught:
        read_settings()
    assert [problem.field for problem in caught.value.problems] == ["port", "log_level", "metrics"]


def test_a_file_that_is_no_text_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"GREENLIGHT_PORT=\xff\xfe")
    with pytest.raises(Invalid, match="not UTF-8"):
        read_settings()


def test_secrets_print_as_stars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_DATABASE_URL", "postgresql://u:hunter2@h/n")
    monkeypatch.setenv("GREENLIGHT_SECRET_KEYS", f"hunter2:{KEY}")
    monkeypatch.setenv("GREENLIGHT_SENTRY_DSN", "https://hunter2@sentry.example.com/1")
    settings = read_settings()
    for shown in (repr(settings), str(settings), str(settings.model_dump())):
        assert "hunter2" not in shown
        assert KEY not in shown


@pytest.mark.parametrize("given", [f"one:{KEY}", f"one:{KEY},two:{KEY}", f" one:{KEY} , two:{KEY} ,"])
def test_keys_that_are_accepted_here_make_a_ring(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("GREENLIGHT_SECRET_KEYS", given)
    assert parse_keys(read_settings().secret_keys).current == "one"


@pytest.mark.parametrize("given", ["hunter2", "a:b", f"one:{KEY},one:{KEY}", f":{KEY}", f"one:{KEY}A", KEY, "ä:ä"])
def test_keys_that_make_no_ring_are_refused_here(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("GREENLIGHT_SECRET_KEYS", given)
    with pytest.raises(Invalid):
        parse_keys(Secret(given))
    with pytest.raises(Invalid):
        read_settings()


def test_the_example_names_every_setting_and_nothing_else() -> None:
    named = re.findall(r"^#?\s*(GREENLIGHT_[A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert named == [variable(name) for name in Settings.model_fields]


def test_the_example_as_it_stands_changes_nothing(tmp_path: Path) -> None:
    plain = read_settings()
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"))
    assert read_settings() == plain


def test_the_values_of_the_example_are_the_defaults(tmp_path: Path) -> None:
    plain = read_settings()
    switched_on = re.sub(r"^#(?=GREENLIGHT_)", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(switched_on)
    assert read_settings() == plain


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_does_and_what_it_looks_like(name: str) -> None:
    field = Settings.model_fields[name]
    assert field.description
    assert field.description.endswith(".")
    assert like(field)


def test_the_example_is_what_init_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    init.main(Namespace())
    written = tmp_path / ".env"
    assert written.read_text(encoding="utf-8") == EXAMPLE.read_text(encoding="utf-8")
    assert written.stat().st_mode & 0o777 == 0o600


def test_init_never_touches_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("mine")
    with pytest.raises(Invalid):
        init.main(Namespace())
    assert (tmp_path / ".env").read_text() == "mine"
