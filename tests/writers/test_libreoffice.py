"""在 LibreOffice 里另存一遍的工作簿：格里的东西、下拉框、保护都还在。"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from libreoffice import LibreOffice

from budgetdocs.model import Submission
from budgetdocs.readers import read
from budgetdocs.writers import write_xlsx
from budgetdocs.writers.layout import SHEETS

from .rebuilt import rebuilt
from .submissions import ODD
from .test_text import EXAMPLES, small
from .test_xlsx import stored, validations

pytestmark = [pytest.mark.system, pytest.mark.slow]


def odd() -> Submission:
    """每种刁钻的文字一行指标、一段话。"""
    data = small().dump()
    (project,) = data["项目"]
    (indicator,) = project["指标"]
    project["指标"] = [indicator | {"三级指标": text, "绩效指标描述": f"前{text}后\n第二行"} for text in ODD]
    project["资金用途"] = list(ODD)
    project["预算数"] = "82800.920000000013"
    project["资金支出计划"] = dict(
        zip(("3月底", "6月底", "10月底", "12月底"), ("0%", "33.3333%", "66.67%", "250%"), strict=True)
    )
    project["审核说明"] = [{"规则": "IN033", "理由": "=1+1"}]
    data["部门整体绩效目标"]["总体绩效目标"] = list(ODD)
    return Submission.model_validate(data)


SAMPLE = {"小": small, "刁钻": odd} | {path.stem: (lambda path=path: read(path)) for path in EXAMPLES}


@pytest.fixture(scope="module")
def saved(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice 另存的几个工作簿所在的文件夹；原来的在旁边的“原件”里。"""
    folder = tmp_path_factory.mktemp("另存")
    originals = folder / "原件"
    originals.mkdir()
    files = {name: originals / f"{name}.xlsx" for name in (*SAMPLE, "空表")}
    for name, make in SAMPLE.items():
        files[name].write_bytes(write_xlsx(make()))
    files["空表"].write_bytes(write_xlsx())
    libreoffice.convert_all(files.values(), "xlsx", folder)
    return folder


@pytest.mark.parametrize("name", SAMPLE)
def test_cells_say_the_same(name: str, saved: Path) -> None:
    before, after = ((folder / f"{name}.xlsx").read_bytes() for folder in (saved / "原件", saved))
    for sheet in SHEETS:
        assert stored(after, sheet.name) == stored(before, sheet.name)
    assert rebuilt(after) == SAMPLE[name]()


def test_the_empty_workbook_is_still_one_to_fill_in(saved: Path) -> None:
    before, after = (openpyxl.load_workbook(folder / "空表.xlsx") for folder in (saved / "原件", saved))
    assert after.sheetnames == before.sheetnames
    assert after.defined_names.keys() >= before.defined_names.keys()
    for sheet in SHEETS:
        old, new = before[sheet.name], after[sheet.name]
        assert new.protection.sheet
        assert [cell.comment.text for cell in new[1] if cell.comment] == [cell.comment.text for cell in old[1]]
        assert [rule.type for rule in validations(new).values()] == [rule.type for rule in validations(old).values()]
        kept = [(cell.number_format, cell.protection.locked, cell.value) for row in old for cell in row]
        assert [(cell.number_format, cell.protection.locked, cell.value) for row in new for cell in row][
            : len(kept)
        ] == kept
