"""文件名：每个系统都收，长短合适，各不相同；样式写错了一句话说清。"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch.county import book, submission
from budgetdocs.batch.manifest import Index
from budgetdocs.batch.names import LONGEST_NAME, LONGEST_PATH, FileNames, file_name, folded
from budgetdocs.batch.pattern import BOOK, FLAT, TREE, UNKNOWN_REGION, Pattern, region_of
from budgetdocs.errors import BudgetDocsError

RESERVED = ("CON", "prn", "Aux", "NUL", "COM1", "lpt9", "COM¹", "CONIN$", "con.txt", "nul .x")


@pytest.mark.parametrize("stem", RESERVED)
def test_reserved_names_are_replaced(stem: str) -> None:
    assert file_name(stem).startswith("_")


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("a/b\\c", "a_b_c"),
        ("..", "_"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("名. . ", "名"),
        ("\u202e甲\u200b", "_甲_"),
        ("\ud800甲", "_甲"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_what_no_name_may_hold(stem: str, name: str) -> None:
    assert file_name(stem) == name


@given(st.lists(st.text(min_size=0, max_size=300), max_size=8), st.booleans())
def test_any_names_are_legal_and_differ(stems: list[str], on_disk: bool) -> None:
    index = Index()
    names = FileNames(index if on_disk else None)
    given_names = [names.unique(stem) for stem in stems]
    assert len({folded(name) for name in given_names}) == len(stems)
    for name in given_names:
        full = f"{name}.docx"
        assert len(full) <= LONGEST_NAME
        assert len(full.encode()) <= 255
        assert not set(full) & set('<>:"/\\|?*')
        assert full == unicodedata.normalize("NFC", full)
        assert full.strip(" .") == full or name.startswith(".")
    again = FileNames()
    assert [again.unique(stem) for stem in stems] == given_names
    index.close()


def test_many_of_one_name_are_numbered_in_their_order() -> None:
    names = FileNames()
    given_names = [names.unique("表") for _ in range(2000)]
    assert given_names[:3] == ["表", "表_2", "表_3"]
    assert given_names[-1] == "表_2000"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{单位}", "{单位} 不认识，可用的有：{区划}"),
        ("{项目名称!r}", "不认识"),
        ("{项目名称:>9}", "不认识"),
        ("{}", "不认识"),
        ("{项目名称", "没有配对"),
        ("项目名称}", "没有配对"),
        ("/{项目名称}", "不能以 / 或盘符开头"),
        ("C:/{项目名称}", "不能以 / 或盘符开头"),
        ("../{项目名称}", ".."),
        ("甲/ /{项目名称}", "空的一段"),
        ("甲//{项目名称}", "空的一段"),
        ("", "不能以 / 或盘符开头"),
        ("甲?{项目名称}", "不能用的字符"),
    ],
)
def test_a_pattern_that_can_not_be_used(pattern: str, said: str) -> None:
    with pytest.raises(BudgetDocsError) as caught:
        Pattern(pattern)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "table", "of_book"),
    [
        (FLAT, ("", "13073022P00000000007X_第7号公路改造绩效目标表"), ""),
        (TREE, ("130730/348007清源县第7局/", "13073022P00000000007X_第7号公路改造"), "130730/348007清源县第7局/"),
        (
            TREE + ".docx",
            ("130730/348007清源县第7局/", "13073022P00000000007X_第7号公路改造"),
            "130730/348007清源县第7局/",
        ),
        ("{年度}\\{项目名称}/表", ("2022/第7号公路改造/", "表"), "2022/"),
    ],
)
def test_where_documents_go(pattern: str, table: tuple[str, str], of_book: str) -> None:
    form = submission(7)
    place = Pattern(pattern)
    folder, name = table
    assert place.place(form, form.projects[0], region_of(form.projects)) == (name, folder)
    stem, folder = place.place(form, None, region_of(form.projects))
    assert (stem, folder) == ("348007清源县第7局_2022年部门预算绩效目标", of_book)
    assert BOOK.startswith("{单位编码}")


def test_a_value_opens_no_folder_and_leaves_none() -> None:
    form = submission(7, 项目名称="../../甲/乙", 单位名称="..")
    stem, folder = Pattern("{项目名称}/{项目名称}").place(form, form.projects[0], "130730")
    assert folder.count("/") == 1
    assert "/" not in FileNames().unique(stem)
    assert ".." not in folder.split("/")


def test_long_paths_are_kept_short() -> None:
    form = submission(7, 项目名称="很长的名字" * 100)
    stem, folder = Pattern("/".join(["{项目名称}"] * 6)).place(form, form.projects[0], "130730")
    assert len(FileNames().unique(stem, folder) + ".docx") <= LONGEST_PATH


@pytest.mark.parametrize(
    ("codes", "region"),
    [
        (("13073022P00825110002X",), "130730"),
        (("13073022P00825110002X", "13073122P00825110002X", "13073122P00825110003X"), "130731"),
        (("13073022P00825110002X", "13073122P00825110002X"), "130730"),
        (("99073022P00825110002X",), UNKNOWN_REGION),
        (("13073022",), UNKNOWN_REGION),
        ((), UNKNOWN_REGION),
    ],
)
def test_the_region_is_that_of_most_codes(codes: tuple[str, ...], region: str) -> None:
    projects = [
        project.model_copy(update={"code": code})
        for project, code in zip(book(1, len(codes)).projects, codes, strict=True)
    ]
    assert region_of(projects) == region
