"""LibreOffice 打开批注过、改过的工作簿，另存一遍：什么都还在。"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from libreoffice import LibreOffice

from budgetdocs.finding import Severity
from budgetdocs.writers.workbook import Remark, annotate, mend_workbook
from budgetdocs.writers.workbook.comments import HEADING

from .samples import opened, parts, rich, values

pytestmark = pytest.mark.system

REMARKS = [
    Remark("指标!C3", "IV003", Severity.ERROR, "指标值缺少百分号", "≥90%"),
    Remark("指标!B3", "IN002", Severity.WARNING, "像一句话"),
    Remark("它的'表'!!C2", "IN003", Severity.HINT, "说明"),
]


@pytest.fixture(scope="module")
def saved(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("工作簿")
    target = folder / "另存"
    target.mkdir()
    made = {
        "原件": rich(),
        "批注": annotate(rich(), REMARKS),
        "修正": mend_workbook(rich(), {"指标!C3": "≥90%", "指标!C4": "95%", "指标!A3": "效益指标"}).content,
    }
    files: list[Path] = []
    for name, data in made.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(data)
    return {file.stem: file.read_bytes() for file in libreoffice.convert_all(files, "xlsx", target)}


def test_annotated(saved: dict[str, bytes]) -> None:
    found = values(saved["批注"])
    assert {place: value for place, value in found.items() if place[0] != "检查结果"} == values(saved["原件"])
    book = opened(saved["批注"])
    sheet = book["指标"]
    assert sheet["C3"].fill.fgColor.rgb == "FFFF9C9C"
    assert sheet["C3"].comment.text == f"{HEADING}\n[错误 IV003] 指标值缺少百分号\n建议：≥90%"
    assert sheet["B3"].comment.text.startswith("请核对口径\n张三")
    assert sheet["B3"].comment.text.endswith("[警告 IN002] 像一句话")
    assert sheet["E5"].comment.text == "保留"
    assert book["它的'表'!"]["C2"].comment.text == f"{HEADING}\n[提示 IN003] 说明"
    assert len(sheet._charts) == 1
    assert len(sheet._images) == 1
    assert book["检查结果"]["D2"].hyperlink is not None


def test_annotated_again_after_libreoffice(saved: dict[str, bytes]) -> None:
    """LibreOffice 另存过的批注，再审一遍时照样认得出、去得掉。"""
    book = opened(annotate(saved["批注"], []))
    assert [name for name in book.sheetnames if name.startswith("检查结果")] == ["检查结果"]
    cell = book["指标"]["C3"]
    assert cell.comment is None
    assert cell.fill.fill_type is None
    assert book["指标"]["B3"].comment.text == "请核对口径\n张三"


def test_nothing_drawn_is_lost(saved: dict[str, bytes]) -> None:
    def drawn(data: bytes) -> list[str]:
        kinds = ("xl/charts/chart", "xl/media", "xl/tables")
        return sorted(re.sub(r"[0-9]+", "", name) for name in parts(data) if name.startswith(kinds))

    assert drawn(saved["批注"]) == drawn(saved["原件"]) == drawn(saved["修正"])


def test_mended(saved: dict[str, bytes]) -> None:
    before, after = values(saved["原件"]), values(saved["修正"])
    changed = {place: value for place, value in after.items() if before.get(place) != value}
    assert changed == {("指标", "C3"): "≥90%", ("指标", "C4"): 0.95, ("指标", "A3"): "效益指标"}
    assert before.keys() == after.keys()
