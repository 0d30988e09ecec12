"""`make demo`: the product with every platform on this machine."""

from __future__ import annotations

import signal
import subprocess
import sys

from bot.settings import Settings
from tests.fakes.platform.addresses import settings_for
from tests.fakes.platform.stages import STAGES


def test_every_platform_is_led_to_its_server_by_settings_that_exist() -> None:
    for platform in STAGES:
        assert set(settings_for(platform, "http://127.0.0.1:1")) <= set(Settings.model_fields), platform


def test_it_starts_with_all_of_them_and_ends_when_told_to() -> None:
    command = [sys.executable, "-m", "tests.fakes.platform"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:
        assert demo.stdout is not None
        said = []
        for line in demo.stdout:
            said.append(line)
            if "is ready" in line:
                demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=30) == 0, said
    assert [line.split()[1] for line in said if line.startswith("/connect ")] == [*STAGES]
