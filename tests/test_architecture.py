"""房子的规矩：异常过得了进程，导入是轻的，生成的文件与脚本一致，术语表是全的。导入方向由 lint-imports 检查。"""

from __future__ import annotations

import inspect
import pickle
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import budgetdocs
from budgetdocs import errors, model
from budgetdocs.model import IndicatorValue, Record
from budgetdocs.review import GROUPS, RULES

HEAVY = ("docx", "docxtpl", "lxml", "reportlab", "yaml", "fontTools", "openpyxl", "jinja2", "rich", "ruamel")

EXCEPTIONS = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.BudgetDocsError)
]
RECORDS = [
    kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Record) and kind is not Record
]


def python(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", *arguments], cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("kind", EXCEPTIONS, ids=lambda kind: kind.__name__)
def test_exception_survives_pickling(kind: type[errors.BudgetDocsError]) -> None:
    parameters = [] if "__init__" not in vars(kind) else [*inspect.signature(kind).parameters]
    given = {name: (errors.Problem("$.项目[0]", "缺"),) if name == "problems" else f"{name}之值" for name in parameters}
    error = kind(*given.values()) if given else kind("说明")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert again.args == error.args
    assert str(again) == str(error)
    assert {name: getattr(again, name) for name in given} == given


def test_every_exception_of_the_package_is_of_the_one_tree() -> None:
    exported = [getattr(budgetdocs, name) for name in budgetdocs.__all__]
    assert {kind for kind in exported if isinstance(kind, type) and issubclass(kind, Exception)} == set(EXCEPTIONS)


@pytest.mark.parametrize("module", ["budgetdocs", "budgetdocs.model", "budgetdocs.errors", "budgetdocs.cli"])
def test_import_is_light(module: str, root: Path) -> None:
    script = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    loaded = python("-c", script, cwd=root).split()
    assert not set(loaded) & set(HEAVY)


def test_the_command_line_loads_no_model_before_it_works(root: Path) -> None:
    script = "import sys, budgetdocs.cli; print(*sys.modules)"
    loaded = set(python("-c", script, cwd=root).split())
    assert "click" in loaded
    assert not loaded & {"pydantic", "budgetdocs.model", "budgetdocs.readers", "budgetdocs.review"}


def test_every_exported_name_is_there() -> None:
    for name in budgetdocs.__all__:
        assert getattr(budgetdocs, name) is not None


def test_template_is_what_its_script_makes(root: Path) -> None:
    python("tools/build_templates.py", "--check", cwd=root)


def test_the_page_of_rules_is_what_the_rules_say(root: Path) -> None:
    python("tools/build_rules.py", "--check", cwd=root)


def test_a_stale_page_of_rules_is_noticed(root: Path, tmp_path: Path) -> None:
    stale = tmp_path / "docs" / "rules.md"
    stale.parent.mkdir()
    stale.write_text((root / "docs" / "rules.md").read_text("utf-8").replace("IV003", "IV000", 1), encoding="utf-8")
    script = shutil.copytree(root / "tools", tmp_path / "tools") / "build_rules.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "python tools/build_rules.py" in done.stderr


@pytest.mark.parametrize(
    "file",
    ["README.md", "README.en.md", "CHANGELOG.md", "docs/pipeline.md", "docs/report.md", "src/budgetdocs/cli/*.py"],
)
def test_every_rule_that_is_spoken_of_exists(file: str, root: Path) -> None:
    codes = re.compile(rf"\b(?:{'|'.join(GROUPS)})\d{{3}}\b")
    named = {code for path in root.glob(file) for code in codes.findall(path.read_text("utf-8"))}
    assert named <= RULES.keys()


def glossary(root: Path) -> dict[str, dict[str, str]]:
    """docs/glossary.md：每个类的表，英文名对中文标签。"""
    tables: dict[str, dict[str, str]] = {}
    rows: dict[str, str] = {}
    for line in (root / "docs" / "glossary.md").read_text("utf-8").splitlines():
        if heading := re.match(r"## .*`(\w+)`", line):
            rows = tables.setdefault(heading[1], {})
        elif row := re.match(r"\| `(\w+)` \| ([^|]+?) \|", line):
            rows[row[1]] = row[2]
    return tables


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_glossary_has_every_field_with_its_label(record: type[Record], root: Path) -> None:
    labels = {name: field.alias for name, field in record.model_fields.items()}
    assert glossary(root)[record.__name__] == labels


def test_glossary_has_every_part_of_a_value(root: Path) -> None:
    assert list(glossary(root)["IndicatorValue"]) == [field.name for field in fields(IndicatorValue)]
