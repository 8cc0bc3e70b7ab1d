"""凑出来的文件：文字一个不少，都在版心里；页数与断行同 LibreOffice。"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from budgetdocs.finding import Finding
from budgetdocs.pdf import PdfOptions, lay_out

from ..compare import compare_documents
from .mixtures import Mixture

KINDS = ("段落", "表格", "嵌套", "分节")
ALIKE = 0.97
"""断行相同的格与行至少占多少；跨页的合并单元格断在哪一行，有时不同。"""


def written(docx: bytes) -> Counter[str]:
    """文件里的字，空白不算。"""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        body = package.read("word/document.xml").decode()
    return Counter("".join("".join(re.findall(r"<w:t[^>]*>([^<]*)", body)).split()))


@pytest.mark.parametrize("rules", ["word", "libreoffice"])
@pytest.mark.parametrize("kind", KINDS)
def test_all_text_is_printed_where_it_belongs(kind: str, rules: str) -> None:
    options = PdfOptions(line_rules=rules, system_fonts=False)
    for seed in range(12):
        docx, found = Mixture(kind, seed).document(), list[Finding]()
        pages = lay_out(docx, options=options, report=found.append).pages
        texts = [(page, text) for page in pages for text in page.texts if text.piece.text.strip()]
        assert Counter("".join("".join(text.piece.text.split()) for _, text in texts)) == written(docx), seed
        assert all(page.section.top < text.y < page.section.height - page.section.bottom for page, text in texts), seed
        assert not [each for each in found if each.code.startswith("LY")], seed


@pytest.mark.system
def test_pages_and_lines_are_as_libreoffice_has_them(libreoffice: Any, tmp_path: Path) -> None:
    documents = []
    for kind in KINDS:
        for seed in range(4):
            documents.append(tmp_path / f"{kind}-{seed}.docx")
            documents[-1].write_bytes(Mixture(kind, seed).document())
    results = compare_documents(documents, tmp_path / "drawn", libreoffice)
    assert [each.name for each in results if not each.same_pages] == []
    broken = sum(len(each.broken) for each in results)
    assert 1 - broken / sum(each.strips for each in results) >= ALIKE, [each.broken for each in results if each.broken]
