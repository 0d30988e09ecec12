"""The pictures taken in with Pillow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.media.photos import FittedPhotos
from core.pictures import Photos
from tests.contracts.photos import PhotosContract

ROOT = Path(__file__).parents[3]


@pytest.fixture
def photos() -> Photos:
    return FittedPhotos()


class TestFittedPhotos(PhotosContract):
    """Pillow keeps the promises of the port."""


def test_pillow_waits_for_the_first_photo() -> None:
    question = "import sys; from adapters.media.photos import FittedPhotos; FittedPhotos(); print('PIL' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
