"""What is known of every document of a template without making one."""

from __future__ import annotations

import pytest

from budgetdocs.word.environment import WordEnvironment
from budgetdocs.word.structure import structure_of

SOUND_AND_EVEN, SOUND, NEITHER = (True, 0, True), (True, 0, False), (False, 0, False)
""":class:`Structure`, of ``filled`` the number."""
IF_FILLED, IF_BOTH_FILLED = (True, 1, True), (True, 2, True)


def cell(content: str = "<w:p/>", span: str = "") -> str:
    properties = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>' if span else "<w:tcPr/>"
    return f"<w:tc>{properties}{content}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str, columns: int = 2) -> str:
    return f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


HEAD = row(cell(), cell())
FOR, END = "{% for 甲 in 乙 %}", "{% endfor %}"
IF, ELSE, FI = "{% if 甲 %}", "{% else %}", "{% endif %}"


@pytest.mark.parametrize(
    ("source", "structure"),
    [
        ("<w:p>甲{{ 乙 }}</w:p>", SOUND_AND_EVEN),
        (f"{FOR}<w:p/>{END}", SOUND_AND_EVEN),
        (f"<w:p>{IF}甲</w:p><w:p>{ELSE}乙{FI}</w:p>", SOUND_AND_EVEN),
        (f"<w:p>{FOR}甲</w:p><w:p>{END}</w:p>", SOUND_AND_EVEN),
        ('<w:shd w:fill="{{ 甲 }}"/>', SOUND_AND_EVEN),
        (f'<w:vMerge w:val="{IF}restart{ELSE}continue{FI}"/>', SOUND_AND_EVEN),
        ("{% set 甲 = 1 %}<w:p/>", SOUND_AND_EVEN),
        ('<?xml version="1.0"?><!-- 注 --><w:p/>', SOUND_AND_EVEN),
        # not the same elements open after each branch
        (f"<w:p>{IF}甲</w:p>{FI}", NEITHER),
        (f"<w:p>{FOR}</w:p>{END}", NEITHER),
        (f"{FOR}<w:p>{END}</w:p>", NEITHER),
        ("<w:p><w:r></w:p></w:r>", NEITHER),
        ("<w:p>", NEITHER),
        # values where they could be more than text
        ("<w:p {{ 甲 }}/>", NEITHER),
        ("<{{ 甲 }}/>", NEITHER),
        (f"<w:p {IF}a='<'{FI}/>", NEITHER),
        # not looked into
        ("{% macro 甲() %}<w:p>{% endmacro %}", NEITHER),
        ("{% for 甲 in 乙 recursive %}<w:p/>{% endfor %}", NEITHER),
        # tables
        (table(HEAD, FOR, HEAD, END), SOUND_AND_EVEN),
        (table(HEAD, f"{IF}{HEAD}{ELSE}{row(cell(span='2'))}{FI}"), SOUND_AND_EVEN),
        (table(FOR, HEAD, END), IF_FILLED),
        (table(FOR, FOR, HEAD, END, END), IF_BOTH_FILLED),
        (table("{% for 甲 in 乙 if 甲 %}", HEAD, END), NEITHER),
        (table(FOR, IF, HEAD, FI, END), NEITHER),
        (table(FOR, HEAD, "{% else %}", HEAD, END), SOUND_AND_EVEN),
        (table(), NEITHER),
        (table(row()), NEITHER),
        (table(row(FOR, cell(), END)), (True, 1, False)),
        (table(row(cell(), FOR, cell(), END)), SOUND),
        (table(row(cell(), cell(span="{{ 甲 }}"))), SOUND),
        (table(HEAD, row(cell())), SOUND),
        (table(HEAD, row(cell(), cell(), cell())), SOUND),
        (table(row(cell(), cell(table(HEAD) + "<w:p/>"))), SOUND),
        (table(row(cell(), cell(table(HEAD)))), NEITHER),
        (table(row(cell(), cell(f"{FOR}<w:p/>{END}"))), IF_FILLED),
        (table(row(cell(), cell(f"<w:p/>{FOR}<w:p/>{END}"))), SOUND_AND_EVEN),
        (table(row(cell(), cell(f"{FOR}<w:p/>{END}<w:p/>"))), SOUND_AND_EVEN),
        (table(row(cell(), cell(f"{FOR}{FOR}<w:p/>{END}{END}"))), IF_BOTH_FILLED),
        (table(row(cell(f"{FOR}<w:p/>{END}"), cell(f"{FOR}<w:p/>{END}"))), IF_BOTH_FILLED),
        (table(row(cell(), cell(f"{FOR}<w:p/>{table(HEAD)}{END}"))), NEITHER),
        (table(row(cell(), cell(f"{IF}{FOR}<w:p/>{END}{ELSE}<w:p/>{FI}"))), IF_FILLED),
        (table(row(cell(), cell(f"{IF}<w:p/>{ELSE}<w:p/>{FI}"))), SOUND_AND_EVEN),
        (table(row(cell(), cell('<w:p/><w:bookmarkEnd w:id="0"/>'))), SOUND_AND_EVEN),
        (table(row(cell(""), cell())), NEITHER),
        # a loop that closes a cell and opens the next: what holds at its start must hold after each turn
        (table(row(cell(), f"<w:tc><w:tcPr/><w:p/>{FOR}</w:tc><w:tc>{END}</w:tc>")), NEITHER),
        (table(row(cell(), f"<w:tc><w:p/>{FOR}</w:tc><w:tc><w:p/>{END}</w:tc>")), SOUND),
    ],
)
def test_structure(source, structure):
    sound, filled, even = structure_of(WordEnvironment({}).parse(source))
    assert (sound, len(filled), even) == structure
