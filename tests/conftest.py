"""各处测试都用的：LibreOffice，以及在 CI 里不许跳过 system 测试的规矩。"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path

import libreoffice as office
import pytest
import verapdf as judge
from hypothesis import settings

os.environ["BUDGETDOCS_SYSTEM_FONTS"] = ""  # 测试不看机器上装了什么字体，子进程也一样
IN_CI = os.environ.get("CI", "").lower() in ("true", "1")
settings.register_profile("ci", derandomize=True, deadline=None)  # CI 里每次试同样的例子，机器忙闲不论
settings.register_profile("quick", max_examples=30, deadline=None)  # 平时随机，少试一些；新找到的反例写成用例
settings.load_profile("ci" if IN_CI else "quick")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """项目的根文件夹。"""
    return ROOT


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> office.LibreOffice:
    """一个只看得见随包字体的 LibreOffice；没有装则跳过。"""
    program = office.find()
    if program is None:
        pytest.skip("没有装 LibreOffice（soffice）")
    return office.LibreOffice(tmp_path_factory.mktemp("libreoffice"), program)


@pytest.fixture(scope="session")
def verapdf() -> Callable[..., dict[Path, list[judge.Fault]]]:
    """veraPDF：给它一些 PDF，答每个的过失（tests/verapdf.py 的 judged）；没有装则跳过。"""
    missing = judge.missing()
    if missing:
        pytest.skip(missing)
    return judge.judged


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """环境变量 CI=true 时，跳过了的 system 测试算失败：CI 上该装的都要装。"""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("system"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CI 里不许跳过 system 测试：{reason}"
    return report
