"""The doctor sees what is wrong, says how to mend it, and shows no secret."""

import asyncio
import base64
import json
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor import checks
from bot.doctor.database import database
from bot.doctor.findings import Finding, Report, SettingRow, Weight
from bot.doctor.production import production
from bot.doctor.settings_table import given_values, rows, unknown_names
from bot.home import in_use
from bot.settings import Settings, variable
from core.errors import Problem
from core.secret import Secret

KEY = base64.b64encode(b"k" * 32).decode()


@pytest.fixture(autouse=True)
def empty_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory without `.env` and an environment without our variables."""
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    monkeypatch.chdir(tmp_path)


def some_settings(**values: object) -> Settings:
    return Settings.model_validate(values)


def a_row(**values: object) -> SettingRow:
    plain = {"name": "GREENLIGHT_PORT", "given": True, "valid": True, "value": "8080", "gives": "The port.", "fix": ""}
    return SettingRow(**{**plain, **values})  # type: ignore[arg-type]  # values of the right types, by name


def a_finding(weight: Weight = Weight.WELL) -> Finding:
    return Finding(
        about="disk", weight=weight, says="There is room.", fix="" if weight is Weight.WELL else "Make room."
    )


@pytest.mark.parametrize(
    ("row", "finding", "well"),
    [
        (a_row(), a_finding(), True),
        (a_row(given=False), a_finding(Weight.NOTE), True),
        (a_row(valid=False), a_finding(), False),
        (a_row(), a_finding(Weight.WRONG), False),
    ],
)
def test_all_is_well_unless_something_is_in_the_way(row: SettingRow, finding: Finding, well: bool) -> None:
    assert Report(settings=(row,), findings=(finding,)).well is well


def test_the_text_marks_what_is_wrong_and_says_what_to_do() -> None:
    text = Report(settings=(a_row(valid=False, fix="Set it."),), findings=(a_finding(Weight.WRONG),)).as_text()
    assert "✗ GREENLIGHT_PORT" in text
    assert "→ Set it." in text
    assert "✗ disk" in text
    assert "→ Make room." in text
    assert text.endswith("2 things need you: see ✗ above.")


def test_the_text_fits_a_terminal() -> None:
    report = Report(settings=rows({}, ()), findings=(a_finding(), a_finding(Weight.WRONG)))
    assert max(map(len, report.as_text().splitlines())) <= 100


def test_the_json_says_the_same() -> None:
    answer = json.loads(Report(settings=(a_row(),), findings=(a_finding(Weight.NOTE),)).as_json())
    assert answer["well"] is True
    assert answer["settings"][0]["name"] == "GREENLIGHT_PORT"
    assert answer["checks"] == [{"about": "disk", "weight": "note", "says": "There is room.", "fix": "Make room."}]


def test_every_setting_has_a_row() -> None:
    assert [row.name for row in rows({}, ())] == [variable(name) for name in Settings.model_fields]
    assert not any(row.given for row in rows({}, ()))


def test_what_is_given_is_found_in_the_file_and_the_environment(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GREENLIGHT_PORT=1\nGREENLIGHT_HOST=::1\nOTHER=2\nGREENLIGHT_METRICS=\n")
    assert given_values(tmp_path, {"GREENLIGHT_PORT": "3", "HOME": "/root"}) == {
        "GREENLIGHT_PORT": "3",
        "GREENLIGHT_HOST": "::1",
    }


def test_a_wrong_setting_is_marked_with_the_way_out() -> None:
    problem = Problem(field="port", what="", fix="")
    (row,) = [row for row in rows({"GREENLIGHT_PORT": "x"}, (problem,)) if not row.valid]
    assert row.name == "GREENLIGHT_PORT"
    assert "from 1 to 65535" in row.fix


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GREENLIGHT_DATABASE_URL", "postgresql://greenlight:hunter2@database/greenlight?sslpassword=hunter2"),
        ("GREENLIGHT_DATABASE_URL", "postgresql://database/greenlight?password=hunter2"),
        ("GREENLIGHT_DATABASE_URL", "postgresql://greenlight:hun/ter2:hunter2@database/greenlight"),
        ("GREENLIGHT_DATABASE_URL", "mysql:hunter2"),
        ("GREENLIGHT_SECRET_KEYS", "name:hunter2"),
        ("GREENLIGHT_SENTRY_DSN", "https://hunter2@sentry.example.com/1"),
        ("GREENLIGHT_PUBLIC_URL", "https://u:hunter2@example.com"),
    ],
)
def test_no_row_shows_a_secret(name: str, value: str) -> None:
    table = rows({name: value}, ())
    report = Report(settings=table, findings=())
    assert "hunter2" not in report.as_text() + report.as_json()
    assert "ter2" not in report.as_text()


def test_a_database_address_shows_everything_but_its_password() -> None:
    (row,) = [row for row in rows({"GREENLIGHT_DATABASE_URL": "postgresql://me:pw@db/green"}, ()) if row.given]
    assert row.value == "postgresql://***@db/green"


def test_a_misspelt_setting_is_noticed() -> None:
    (finding,) = unknown_names({"GREENLIGHT_PROT": "1", "GREENLIGHT_PORT": "1", "GREENLIGHT_TEST_STRICT": "1"})
    assert finding.weight is Weight.NOTE
    assert finding.fix == "Did you mean GREENLIGHT_PORT?"


def test_a_folder_that_will_be_made_is_well(tmp_path: Path) -> None:
    finding = checks.folder(tmp_path / "a" / "data")
    assert finding.weight is Weight.WELL
    assert not (tmp_path / "a").exists()


def test_a_file_in_the_place_of_the_folder_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    assert checks.folder(tmp_path / "data").weight is Weight.WRONG


def test_the_disk_of_a_folder_to_come_is_looked_at(tmp_path: Path) -> None:
    assert checks.disk(tmp_path / "a" / "b").about == "disk"


def test_a_taken_port_is_wrong_unless_it_is_ours(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = some_settings(home=tmp_path, port=taken.getsockname()[1])
        assert checks.port(settings).weight is Weight.WRONG
        with in_use(tmp_path):
            finding = checks.port(settings)
    assert finding.weight is Weight.WELL
    assert "is running" in finding.says


def test_an_address_of_another_machine_is_wrong(tmp_path: Path) -> None:
    assert checks.port(some_settings(home=tmp_path, host="192.0.2.1", port=18080)).weight is Weight.WRONG


def test_keys_others_can_read_are_wrong_and_the_command_is_given(tmp_path: Path) -> None:
    settings = some_settings(home=tmp_path)
    settings.keys_file.write_text("{}")
    settings.keys_file.chmod(0o640)
    finding = checks.keys(settings)
    assert finding.weight is Weight.WRONG
    assert finding.fix == f"Run: chmod 600 '{settings.keys_file}'"
    settings.keys_file.chmod(0o600)
    assert checks.keys(settings).weight is Weight.WELL


def test_keys_from_the_settings_need_no_file(tmp_path: Path) -> None:
    finding = checks.keys(some_settings(home=tmp_path, secret_keys=f"a:{KEY}"))
    assert "GREENLIGHT_SECRET_KEYS" in finding.says


def test_the_fonts_are_where_the_doctor_looks(tmp_path: Path) -> None:
    assert checks.fonts(lambda: {"": 10_156})[0].weight is Weight.WELL
    (finding,) = checks.fonts(dict, tmp_path)
    assert finding.weight is Weight.WRONG


def test_without_a_spare_font_the_doctor_says_how_to_get_rare_characters() -> None:
    _, finding = checks.fonts(lambda: {"": 10_156})
    assert finding.weight is Weight.NOTE
    assert finding.says.startswith("10,156 Chinese, Japanese and Korean characters")
    assert "fonts-noto-cjk" in finding.fix


def test_a_spare_font_is_named_with_what_it_can_draw() -> None:
    _, finding = checks.fonts(lambda: {"": 10_156, "/fonts/NotoSansCJK-Regular.ttc": 43_127})
    assert finding.weight is Weight.WELL
    assert finding.says.endswith("with our own fonts, 43,127 with /fonts/NotoSansCJK-Regular.ttc.")


@pytest.mark.parametrize(
    ("year", "weight"), [(1970, Weight.WRONG), (2025, Weight.WRONG), (2027, Weight.WELL), (2090, Weight.WRONG)]
)
def test_a_clock_that_cannot_be_right_is_wrong(year: int, weight: Weight) -> None:
    assert checks.clock(datetime(year, 3, 1, tzinfo=UTC)).weight is weight


def answers(*values: str) -> Callable[[], Awaitable[tuple[str, ...]]]:
    async def answer() -> tuple[str, ...]:
        return values

    return answer


def shape(problem: str = "") -> Callable[[], Awaitable[str]]:
    async def answer() -> str:
        return problem

    return answer


async def test_a_database_that_will_be_made_is_not_touched(tmp_path: Path) -> None:
    async def never() -> str:
        raise AssertionError("nobody asked for it")

    file = tmp_path / "greenlight.db"
    (finding,) = await database(file, schema_problem=never, durability_problems=answers())
    assert finding.weight is Weight.WELL
    assert not file.exists()


async def test_a_database_that_forgets_is_wrong() -> None:
    findings = await database(None, schema_problem=shape(), durability_problems=answers("fsync is off."))
    assert [one.weight for one in findings] == [Weight.WELL, Weight.WRONG, Weight.WELL]
    assert findings[1].says == "fsync is off."


async def test_an_old_shape_is_wrong_and_says_the_command() -> None:
    findings = await database(
        None, schema_problem=shape("Run `greenlight migrate` once."), durability_problems=answers()
    )
    assert findings[-1].weight is Weight.WRONG
    assert "greenlight migrate" in findings[-1].says


async def test_a_silent_database_is_wrong_and_its_words_stay_inside() -> None:
    async def fail() -> str:
        raise ConnectionError("password hunter2 rejected")

    (finding,) = await database(None, schema_problem=fail, durability_problems=answers())
    assert finding.weight is Weight.WRONG
    assert "ConnectionError" in finding.says
    assert "hunter2" not in finding.says + finding.fix


async def test_the_doctor_does_not_swallow_being_cancelled() -> None:
    async def cancelled() -> str:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await database(None, schema_problem=cancelled, durability_problems=answers())


def weights(settings: Settings) -> dict[str, Weight]:
    return {one.about: one.weight for one in production(settings)}


def test_a_trial_is_not_fit_for_production(tmp_path: Path) -> None:
    found = weights(some_settings(home=tmp_path))
    assert found["address"] is Weight.WRONG
    assert found["keys"] is Weight.WRONG
    assert found["backup"] is Weight.NOTE
    assert "door" not in found


def test_a_careful_installation_is_fit_for_production(tmp_path: Path) -> None:
    settings = some_settings(
        home=tmp_path,
        host="0.0.0.0",
        public_url="https://greenlight.example.com",
        secret_keys=Secret(f"a:{KEY}"),
        database_url=Secret("postgresql://u:p@h/n"),
        log_format="json",
    )
    found = weights(settings)
    assert Weight.WRONG not in found.values()
    assert found["door"] is Weight.NOTE


@pytest.mark.parametrize("url", ["http://greenlight.example.com", ""])
def test_an_address_without_https_is_not_fit(tmp_path: Path, url: str) -> None:
    assert weights(some_settings(home=tmp_path, public_url=url))["address"] is Weight.WRONG
