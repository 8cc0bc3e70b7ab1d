"""轮子里该有的都有，不该大的不大，解开就能用。"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

MOST_BYTES = 15_000_000
NEEDED = (
    "budgetdocs/py.typed",
    "budgetdocs/templates/hebei-2022/book.docx",
    "budgetdocs/pdf/bundled/BudgetDocsSong-Regular.ttf",
    "budgetdocs/pdf/bundled/BudgetDocsSong-Bold.ttf",
    "budgetdocs/pdf/bundled/BudgetDocsHei-Regular.ttf",
    "budgetdocs/pdf/bundled/BudgetDocsKai-Regular.ttf",
    "budgetdocs/pdf/bundled/OFL-NotoCJK.txt",
    "budgetdocs/pdf/bundled/OFL-LXGWWenKai.txt",
    "budgetdocs/review/reporters/page/report.html",
    "budgetdocs/review/reporters/page/report.css",
    "budgetdocs/review/reporters/page/report.js",
)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """照 pyproject.toml 做出的轮子；要联网取 hatchling 而取不到时跳过，在 CI 里算失败。"""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", str(root), "--no-deps", "--wheel-dir", str(folder), *isolation],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    no_network = "No matching distribution found for hatchling" in done.stderr
    if no_network and not os.environ.get("CI"):
        pytest.skip("取不到构建工具 hatchling（没有网络）")
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_wheel_holds_what_is_needed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert [name for name in NEEDED if name not in names] == []
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"budgetdocs"}
    licences = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert {"LICENSE", "OFL-NotoCJK.txt", "OFL-LXGWWenKai.txt"} <= licences


def test_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < MOST_BYTES


def test_wheel_renders_the_example(wheel: Path, root: Path, tmp_path: Path) -> None:
    """只用轮子里的文件：解开，从别的文件夹运行。"""
    site, out = tmp_path / "site", tmp_path / "out"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONUTF8": "1"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    assert run("-c", "import budgetdocs; print(budgetdocs.__file__)").stdout.startswith(str(site))
    example = root / "examples" / "shacheng-2022.yaml"
    done = run("-m", "budgetdocs", "render", str(example), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert sorted(path.suffix for path in out.iterdir()) == [".docx", ".docx", ".jsonl", ".pdf", ".pdf", ".xlsx"]
