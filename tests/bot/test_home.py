"""One folder, and who is using it."""

from pathlib import Path

import pytest

from bot.home import alone, in_use, is_in_use, make_home, missing
from core.errors import Invalid


def test_the_folder_is_made_for_this_user_alone(tmp_path: Path) -> None:
    make_home(tmp_path / "a" / "data")
    assert (tmp_path / "a" / "data").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    make_home(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o755


def test_a_folder_that_cannot_be_made_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Invalid, match="GREENLIGHT_HOME"):
        make_home(tmp_path / "file" / "data")


def test_it_is_in_use_only_while_somebody_uses_it(tmp_path: Path) -> None:
    assert not is_in_use(tmp_path)
    with in_use(tmp_path):
        assert is_in_use(tmp_path)
    assert not is_in_use(tmp_path)


def test_several_may_use_it_at_once(tmp_path: Path) -> None:
    with in_use(tmp_path), in_use(tmp_path):
        assert is_in_use(tmp_path)


def test_nobody_is_alone_while_it_is_in_use(tmp_path: Path) -> None:
    with in_use(tmp_path), pytest.raises(Invalid, match="Stop it first"), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass


def test_nobody_starts_while_somebody_is_alone(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Invalid, match="being restored"), in_use(tmp_path):
        pass


def test_a_database_is_missing_only_where_it_is_a_file(tmp_path: Path) -> None:
    assert missing(tmp_path / "greenlight.db")
    assert not missing(tmp_path)
    assert not missing(None)
