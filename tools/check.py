"""检查整个项目：代码规范、类型、导入方向、模板、规则说明、测试，一条命令全做。

    python tools/check.py                    全做，有一步不过就以 1 退出
    python tools/check.py -k value --lf      多出来的参数交给 pytest

一步不过，后面的照做，好一次看到全部问题。测试排在最后，pytest 的总结就是最后一行。
平时不做标着 slow 的测试，写 -m "" 就全做；有几个处理器就分几份同时做，要一个一个做（如用 --pdb）写 -n0。
环境变量 CI=true 时全做，一个一个做（其中有计时、抢占的测试），要用到 LibreOffice、Chromium、Java 的测试也不许跳过
（见 tests/conftest.py）。
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# import-linter 没有 python -m 的入口，直接调用它的命令行函数，Windows 上也一样能用
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command(prog_name='lint-imports')"

STEPS: dict[str, tuple[str, ...]] = {
    "代码规范 ruff check": ("-m", "ruff", "check", "."),
    "代码格式 ruff format": ("-m", "ruff", "format", "--check", "."),
    "类型 mypy": ("-m", "mypy"),
    "导入方向 lint-imports": ("-c", LINT_IMPORTS),
    "模板与脚本一致 build_templates": ("tools/build_templates.py", "--check"),
    "规则说明与规则一致 build_rules": ("tools/build_rules.py", "--check"),
    "测试 pytest": ("-m", "pytest"),
}


def passes(name: str, arguments: tuple[str, ...]) -> bool:
    """做一步，输出照原样给出；返回这一步过没过。"""
    print(f"\n== {name}", flush=True)
    start = time.monotonic()
    code = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"}, check=False
    ).returncode
    if "pytest" not in arguments:
        print(
            f"-- {'通过' if code == 0 else f'不通过（退出码 {code}）'}，{time.monotonic() - start:.1f} 秒", flush=True
        )
    return code == 0


def main(for_pytest: list[str]) -> int:
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    *checks, tests = STEPS
    failed = [name for name in checks if not passes(name, STEPS[name])]
    if failed:
        print(f"\n不通过的步骤：{'；'.join(failed)}。下面照常测试。", flush=True)
    ci = os.environ.get("CI", "").lower() in ("true", "1")
    quick = () if ci or "-m" in for_pytest else ("-m", "not slow")
    together = () if ci else ("-n", "auto", "--dist", "loadfile")
    tested = passes(tests, (*STEPS[tests], *together, *quick, *for_pytest))
    return 0 if tested and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
