"""正文的标题：去掉编号再比。"""

from __future__ import annotations

import pytest

from budgetdocs.readers.word.prose import named


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("一、总体绩效目标", "总体绩效目标"),
        ("（二）分项绩效目标：", "分项绩效目标"),
        ("第一部分\n部门整体绩效目标", "部门整体绩效目标"),
        ("三. 工作 保障措施", "工作保障措施"),
        ("二分项绩效目标", "二分项绩效目标"),
    ],
)
def test_a_heading_without_its_number(written: str, name: str) -> None:
    assert named(written) == name
