"""三个在 LibreOffice 里画的文件（drawn/）：页数、断行、表格线与 LibreOffice 排的一样。

源文件是 .fodt，由 LibreOffice 另存为 .docx（soffice --convert-to docx）：不是本项目的模板做的，排版手段用得随意。
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .compare import Comparison, compare_documents

pytestmark = pytest.mark.system

DRAWN = Path(__file__).parent / "drawn"
NEAR = 0.5
"""表格线的位置最多差多少磅。"""
ENOUGH = 0.985
"""断行相同的格与行至少占多少。"""
NAMES = ("notice", "forms", "report")


@pytest.fixture(scope="module")
def comparisons(libreoffice: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Comparison]:
    documents = [DRAWN / f"{name}.docx" for name in NAMES]
    found = compare_documents(documents, tmp_path_factory.mktemp("drawn"), libreoffice)
    return dict(zip(NAMES, found, strict=True))


@pytest.fixture(params=NAMES)
def comparison(request: pytest.FixtureRequest, comparisons: dict[str, Comparison]) -> Comparison:
    return comparisons[request.param]


def test_same_pages(comparison: Comparison) -> None:
    assert comparison.same_pages
    assert comparison.pages[0] == 6


def test_same_lines(comparison: Comparison) -> None:
    assert len(comparison.broken) <= (1 - ENOUGH) * comparison.strips, "\n".join(comparison.report())
    assert not comparison.moved, "\n".join(comparison.report())


def test_same_rules(comparison: Comparison) -> None:
    assert comparison.rules > 5
    assert comparison.worst <= NEAR, "\n".join(comparison.report())
