"""硬凑的短段落：中西文、数、标点混杂，栏宽各异；断行要与 LibreOffice 的一样。"""

import random
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from ..compare import compare_documents
from ..word_files import XMLNS

PARAGRAPHS = 1500
ENOUGH = 0.995


def columns(parts: list[str], template: Path, target: Path) -> None:
    """Write a Word file of paragraphs in columns of 40 to 160 pt, which their right indents make; styled as a table."""
    source = random.Random(2022)
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="TableProse"/><w:ind w:right="{source.randint(0, 2400)}"/></w:pPr>'
        f"<w:r><w:t>{escape(''.join(source.choices(parts, k=source.randint(4, 14))))}</w:t></w:r></w:p>"
        for _ in range(PARAGRAPHS)
    )
    page = '<w:pgSz w:w="4000" w:h="28000"/><w:pgMar w:top="400" w:right="400" w:bottom="400" w:left="400"/>'
    document = f"<w:document {XMLNS}><w:body>{body}<w:sectPr>{page}</w:sectPr></w:body></w:document>"
    with zipfile.ZipFile(template) as shipped, zipfile.ZipFile(target, "w") as written:
        for name in shipped.namelist():
            written.writestr(name, document if name == "word/document.xml" else shipped.read(name))


@pytest.mark.system
@pytest.mark.slow
def test_lines_end_where_libreoffice_ends_them(root: Path, libreoffice: Any, tmp_path: Path) -> None:
    parts = (root / "tests" / "cases" / "pages" / "mixed.txt").read_text("utf-8").split()
    docx = tmp_path / "columns.docx"
    columns(parts, root / "templates" / "hebei-2022" / "book.docx", docx)
    (result,) = compare_documents([docx], tmp_path / "pdf", libreoffice)
    assert result.strips > 3 * PARAGRAPHS
    assert len(result.broken) <= (1 - ENOUGH) * result.strips, "\n".join(result.report())
