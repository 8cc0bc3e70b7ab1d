"""公文里的字体名：哪些是同一个字体，哪一个最像，符号字体的码是什么字。"""

from __future__ import annotations

import pytest

from budgetdocs.pdf.fonts.names import BUNDLED, OFFICIAL, kind, nearest, same, symbol


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("宋体", ("SimSun",)),
        ("SimSun", ("宋体",)),
        ("simsun", ("宋体",)),
        ("@仿宋", ("FangSong",)),
        ("仿宋_GB2312", ("FangSong_GB2312",)),
        ("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "FZXBSJW--GB1-0")),
        ("微软雅黑", ("Microsoft YaHei",)),
        ("宋体-简", ("Songti SC",)),
        ("某某体", ()),
    ],
)
def test_names_of_the_same_font(name: str, others: tuple[str, ...]) -> None:
    assert same(name) == (name, *others)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("仿宋_GB2312", "仿宋"),
        ("仿宋", "仿宋_GB2312"),
        ("楷体_GB2312", "楷体"),
        ("方正小标宋_GBK", "方正小标宋简体"),
        ("宋体", "新宋体"),
        ("SimSun", "新宋体"),
        ("汉仪仿宋", "仿宋_GB2312"),
        ("Times New Roman", "Liberation Serif"),
    ],
)
def test_the_nearest_font(name: str, first: str) -> None:
    assert nearest(name)[0] == first
    assert not {*map(str.casefold, same(name))} & {*map(str.casefold, nearest(name))}


@pytest.mark.parametrize("name", ["某某体", "Georgia", ""])
def test_a_font_of_no_known_kind_has_none_near(name: str) -> None:
    assert nearest(name) == ()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("方正小标宋简体", "BudgetDocsSong-Bold.ttf"),
        ("FZXBSJW--GB1-0", "BudgetDocsSong-Bold.ttf"),
        ("华文仿宋", "BudgetDocsSong-Regular.ttf"),
        ("STKaiti", "BudgetDocsKai-Regular.ttf"),
        ("霞鹜文楷", "BudgetDocsKai-Regular.ttf"),
        ("Microsoft YaHei", "BudgetDocsHei-Regular.ttf"),
        ("思源黑体 CN Medium", "BudgetDocsHei-Regular.ttf"),
        ("思源宋体", "BudgetDocsSong-Regular.ttf"),
        ("Times New Roman", "BudgetDocsSong-Regular.ttf"),
    ],
)
def test_the_shipped_face_of_the_same_kind(name: str, file: str) -> None:
    assert kind(name).regular == file
    assert (BUNDLED / file).is_file()


def test_each_official_font_has_a_kind_and_others_near_it() -> None:
    assert all(nearest(name) for name in OFFICIAL)


@pytest.mark.parametrize(
    ("font", "code", "character"),
    [
        ("Wingdings", 0xF0FE, "☑"),
        ("Wingdings", 0xFE, "☑"),
        ("wingdings 2", 0xF052, "☑"),
        ("Wingdings 2", 0xF0A3, "☐"),
        ("Wingdings", 0xF083, "③"),
        ("Symbol", 0xF0B3, "≥"),
        ("Wingdings", 0xF020, ""),
        ("宋体", 0xF0FE, ""),
    ],
)
def test_symbols(font: str, code: int, character: str) -> None:
    assert symbol(font, code) == character
