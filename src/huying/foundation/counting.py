"""Where the processes of a data directory count; imported before the library, which looks once where to."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def count_into(folder: Path) -> None:
    """Count into files of ``folder``, as all processes there do; forget what processes that have ended counted."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        if not Path(f"/proc/{file.stem.rpartition('_')[2]}").exists():
            file.unlink(missing_ok=True)
    os.environ[FOLDER] = str(folder)
