"""The folder of models, made where it is missing."""

from __future__ import annotations

from pathlib import Path

from huying.domain.errors import Invalid
from huying.domain.system_faults import reason_of
from huying.learning.queries.files import models_folder


class ModelsFolderUnusable(Invalid):
    """The folder of models cannot be made or written."""

    code = "models_folder_unusable"


def require_folder() -> Path:
    """Return the folder; raises ``ModelsFolderUnusable``."""
    folder = models_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        said = f"模型文件夹「{folder}」无法建立（{reason_of(fault)}），请核对 HUYING_MODELS 和它的权限。"
        raise ModelsFolderUnusable(said) from fault
    return folder
