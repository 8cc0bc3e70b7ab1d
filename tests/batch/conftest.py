"""给批量测试用的：在新开的 Python 里改一处，像是那里的机器不同。"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """把一段代码放进此后启动的每个 Python（sitecustomize）。"""

    def install(code: str) -> None:
        folder = tmp_path_factory.mktemp("site")
        (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH")))))

    return install
