"""`python -m tests.samples [FOLDER]`: write a page with four weeks of drafts for a dozen brands."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.samples.page import page


def main(arguments: list[str]) -> int:
    """Write `index.html` into the folder, `build/samples` unless one is named."""
    folder = Path(arguments[0] if arguments else "build/samples")
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "index.html"
    written.write_text(page(), encoding="utf-8")
    print(written)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
