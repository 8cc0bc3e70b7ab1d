"""docs/pdf.md 与代码一致：读的每个元素都写在里面，里面写的每个元素都真的读。"""

import re
from pathlib import Path

from budgetdocs.pdf.docx import (
    content,
    document,
    paragraph_properties,
    paragraphs,
    run_properties,
    sections,
    table_properties,
    table_styles,
    undrawn,
)
from budgetdocs.pdf.docx.names import qualified

PAGE = Path(__file__).parents[3] / "docs" / "pdf.md"
HANDLED = {
    qualified(tag)
    for tags in (
        document.BLOCKS,
        paragraphs.CONTENT,
        paragraphs.RUN_CONTENT,
        content.IGNORED_CONTENT,
        run_properties.RUN_PROPERTIES,
        run_properties.IGNORED,
        paragraph_properties.PARAGRAPH_PROPERTIES,
        paragraph_properties.IGNORED,
        table_properties.DRAWN_TABLE,
        table_properties.IGNORED_TABLE,
        table_properties.DRAWN_ROW,
        table_properties.IGNORED_ROW,
        table_styles.DRAWN_CELL,
        table_styles.IGNORED_CELL,
        table_properties.IGNORED_IN_TABLE,
        sections.DRAWN_SECTION,
        sections.IGNORED_SECTION,
    )
    for tag in tags
} | set(undrawn.HINTS)
READ_BY_NAME = {
    "w:p", "w:r", "w:t", "w:evenAndOddHeaders", "w:defaultTabStop", "w:compatSetting", "w:themeFontLang",
    "w:clrSchemeMapping", "w:rtlGutter",
}  # fmt: skip
"""不在表里、由代码直接找的元素。"""


def documented() -> set[str]:
    """逐个元素说明的那些表的第一列。"""
    tables = re.findall(r"^\| 元素 \| 处理 \|.*\n(?:\|.*\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    columns = [row.split("|")[1] for table in tables for row in table.splitlines()]
    return {name for column in columns for name in re.findall(r"`(\w+:\w+)`", column)}


def test_every_element_that_is_read_is_documented() -> None:
    assert sorted(HANDLED - documented()) == []


def test_every_element_that_is_documented_is_read() -> None:
    assert sorted(documented() - HANDLED - READ_BY_NAME) == []


def test_every_hint_says_what_it_is_and_what_to_do() -> None:
    assert [name for name, (what, remedy) in undrawn.HINTS.items() if not what or not remedy.startswith("请")] == []
