"""一份文件的字体：先指定的，再本机的，再随附的，再按字找，最后是〓；每一次代替都说出来。"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from budgetdocs.finding import Finding, Severity
from budgetdocs.pdf.fonts import GETA, FontBook
from budgetdocs.pdf.fonts.book import Origin

from .made import built, of_cff2, saved

Given = Callable[..., FontBook]


@pytest.fixture
def findings() -> list[Finding]:
    return []


@pytest.fixture
def given(tmp_path: Path, findings: list[Finding]) -> Given:
    """A book with a folder of the fonts that are handed in."""

    def make(*fonts: TTFont) -> FontBook:
        for number, font in enumerate(fonts):
            saved(font, tmp_path / "given" / f"{number}.ttf")
        return FontBook([tmp_path / "given"], findings.append)

    return make


@pytest.fixture
def system(tmp_path: Path, findings: list[Finding], monkeypatch: pytest.MonkeyPatch) -> Given:
    """A book on a machine that has the fonts that are handed in."""

    def make(*fonts: TTFont, folders: tuple[Path, ...] = ()) -> FontBook:
        for number, font in enumerate(fonts):
            saved(font, tmp_path / "system" / f"{number}.ttf")
        monkeypatch.setenv("BUDGETDOCS_SYSTEM_FONTS", str(tmp_path / "system"))
        return FontBook(folders, findings.append, system_fonts=True)

    return make


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


# -------------------------------------------------------------------------------------------------------------- names


def test_a_font_of_a_folder_is_the_font_itself(given: Given, findings: list[Finding]) -> None:
    choice = given(built({"en": "SimSun", "zh": "宋体"})).choose("宋体")
    assert (choice.face.path.name, choice.substituted, choice.origin) == ("0.ttf", False, Origin.GIVEN)
    assert findings == []


def test_the_other_name_of_the_same_font_is_the_font_itself(given: Given, findings: list[Finding]) -> None:
    assert not given(built("FangSong_GB2312")).choose("仿宋_GB2312").substituted
    assert findings == []


def test_folders_come_before_the_machine(system: Given, tmp_path: Path) -> None:
    saved(built("Test"), tmp_path / "own" / "own.ttf")
    book = system(built("Test"), built("Other"), folders=(tmp_path / "own",))
    assert [book.choose(name).origin for name in ("Test", "Other", "黑体")] == [*Origin]


def test_the_machine_is_left_out_unless_wanted(system: Given, findings: list[Finding]) -> None:
    system(built("Test"))
    assert FontBook([], findings.append).choose("Test").substituted


def test_the_nearest_installed_font_stands_in_and_that_is_said_once(system: Given, findings: list[Finding]) -> None:
    book = system(built({"en": "FangSong", "zh": "仿宋"}))
    for bold in (False, True, False):
        choice = book.choose("仿宋_GB2312", bold)
        assert (choice.substituted, choice.origin, choice.embolden) == (True, Origin.SYSTEM, bold)
    assert [(each.code, each.severity) for each in findings] == [("FT001", Severity.HINT)]
    assert findings[0].message == "PDF 中字体“仿宋_GB2312”以本机的 FangSong-Regular 代替"


def test_songti_of_macos_is_near_but_not_the_same(system: Given, findings: list[Finding]) -> None:
    assert system(built({"en": "Songti SC", "zh": "宋体-简"})).choose("宋体").substituted
    assert codes(findings) == ["FT001"]


def test_the_shipped_font_of_the_kind_stands_in_last(findings: list[Finding]) -> None:
    choice = FontBook([], findings.append).choose("楷体_GB2312")
    assert (choice.face.name, choice.substituted) == ("BudgetDocsKai-Regular", True)
    assert findings[0].message == "PDF 中字体“楷体_GB2312”以随附的 BudgetDocsKai-Regular 代替"


@pytest.mark.parametrize("name", ["BudgetDocs Kai", "预算文档楷体"])
def test_a_shipped_font_is_known_by_its_own_names(name: str, findings: list[Finding]) -> None:
    choice = FontBook([], findings.append).choose(name)
    assert (choice.face.name, choice.substituted) == ("BudgetDocsKai-Regular", False)
    assert findings == []


def test_a_list_of_names_as_libreoffice_writes_it(given: Given, findings: list[Finding]) -> None:
    assert not given(built("Liberation Serif")).choose("Thorndale;Liberation Serif;Times New Roman").substituted
    assert findings == []


# ------------------------------------------------------------------------------------------------------------- styles


def test_bold_and_italic_faces_are_taken_where_they_are(given: Given) -> None:
    book = given(built("F"), built("F", weight=700), built("F", italic=True))
    styles = [(False, False), (True, False), (False, True), (True, True)]
    chosen = [book.choose("F", bold, italic) for bold, italic in styles]
    assert [each.face.path.name for each in chosen] == ["0.ttf", "1.ttf", "2.ttf", "1.ttf"]
    assert [each.embolden for each in chosen] == [False] * 4
    assert [each.slant for each in chosen] == [False, False, False, True]


def test_bold_and_italic_are_made_where_they_are_not(given: Given) -> None:
    choice = given(built("F")).choose("F", bold=True, italic=True)
    assert (choice.embolden, choice.slant) == (True, True)


@pytest.mark.parametrize(
    ("name", "file", "embolden"),
    [
        ("宋体", "BudgetDocsSong-Bold", False),
        ("小标宋", "BudgetDocsSong-Bold", False),
        ("BudgetDocs Song", "BudgetDocsSong-Bold", False),
        ("黑体", "BudgetDocsHei-Regular", True),
        ("BudgetDocs Hei", "BudgetDocsHei-Regular", True),
    ],
)
def test_bold_of_the_shipped_fonts(name: str, file: str, embolden: bool) -> None:
    choice = FontBook([], lambda _: None).choose(name, bold=True)
    assert (choice.face.name, choice.embolden) == (file, embolden)


# -------------------------------------------------------------------------------------------------------- fonts unfit


def test_a_font_that_must_not_be_embedded_is_passed_over(given: Given, findings: list[Finding]) -> None:
    choice = given(built("宋体", embedding=2), built("新宋体")).choose("宋体")
    assert (choice.face.path.name, choice.substituted) == ("1.ttf", True)
    assert codes(findings) == ["FT004", "FT001"]
    assert findings[0].message == "PDF 不能用字体文件 0.ttf：字体文件禁止嵌入（OS/2 fsType 2）"


def test_another_face_of_the_family_may_be_fit(given: Given, findings: list[Finding]) -> None:
    choice = given(built("F"), built("F", weight=700, embedding=2)).choose("F", bold=True)
    assert (choice.face.path.name, choice.embolden, choice.substituted) == ("0.ttf", True, False)
    assert codes(findings) == ["FT004"]


def test_a_font_of_cff2_is_refused(given: Given, findings: list[Finding]) -> None:
    assert given(of_cff2(built("F"))).choose("F").substituted
    assert codes(findings) == ["FT004", "FT001"]
    assert "CFF2" in findings[0].message


def test_a_variable_font_is_taken_as_it_is_and_that_is_said(given: Given, findings: list[Finding]) -> None:
    font = built("F", weight=100)
    font["fvar"] = DefaultTable("fvar")
    font["fvar"].data = b""
    assert not given(font).choose("F").substituted
    assert [each.message for each in findings] == ["PDF 中字体“F”是可变字体，只用它的默认字重（100）"]


def test_a_broken_file_in_a_folder_is_named(tmp_path: Path, findings: list[Finding]) -> None:
    (tmp_path / "坏.ttf").write_bytes(b"\0\1\0\0")
    FontBook([tmp_path], findings.append)
    assert [(each.code, each.severity) for each in findings] == [("FT004", Severity.WARNING)]
    assert "坏.ttf" in findings[0].message


# --------------------------------------------------------------------------------------------------------- characters


def test_a_character_that_the_font_has_not_comes_from_the_shipped_one_of_the_kind(
    given: Given, findings: list[Finding]
) -> None:
    book = given(built({"en": "KaiTi", "zh": "楷体"}, "甲"))
    for bold in (False, True):
        choice = book.choose("楷体", bold)
        for character in "国䶮国":
            face, printed = book.fallback(character, choice)
            assert (face.name, printed) == ("BudgetDocsKai-Regular", character)
    assert findings == []
    book.report_borrowed()
    assert [(each.code, each.severity) for each in findings] == [("FT003", Severity.WARNING)]
    assert findings[0].message == "PDF 中字体“楷体”没有 2 个字，改用 BudgetDocsKai-Regular：“国”、“䶮”"


def test_a_bold_face_borrows_from_a_bold_face(given: Given) -> None:
    book = given(built("宋体", "甲"), built("宋体", "甲", weight=700))
    assert book.fallback("国", book.choose("宋体", bold=True))[0].name == "BudgetDocsSong-Bold"
    assert book.fallback("国", book.choose("宋体"))[0].name == "BudgetDocsSong-Regular"


def test_then_from_the_folders_then_from_rich_fonts_of_the_machine(system: Given, tmp_path: Path) -> None:
    saved(built("Own", "\U00020021"), tmp_path / "own" / "own.ttf")
    book = system(built("SimSun-ExtB", "\U00020021\U00020022"), built("Any", "\U00020023"), folders=(tmp_path / "own",))
    choice = book.choose("宋体")
    found = [book.fallback(character, choice) for character in "\U00020021\U00020022\U00020023"]
    assert [face.path.parent.name for face, _ in found] == ["own", "system", "bundled"]
    assert [printed for _, printed in found] == ["\U00020021", "\U00020022", GETA]


def test_a_character_that_no_font_has(findings: list[Finding]) -> None:
    book = FontBook([], findings.append)
    choice = book.choose("BudgetDocs Song")
    assert [book.fallback("😀", choice)[1] for _ in range(3)] == [GETA] * 3
    assert [(each.code, each.severity) for each in findings] == [("FT002", Severity.ERROR)]
    assert findings[0].message == "PDF 中缺字“😀”（U+1F600，字体“BudgetDocs Song”），印作“〓”"
    book.fallback("😀", book.choose("BudgetDocs Kai"))
    assert codes(findings) == ["FT002", "FT002"]


@pytest.mark.parametrize(
    ("font", "character", "printed", "shown"),
    [
        ("BudgetDocs Song", "⼀", "一", "“⼀”（印作“一”）"),
        ("BudgetDocs Song", "⾦", "金", "“⾦”（印作“金”）"),
        ("BudgetDocs Song", "\uf967", "不", "“\uf967”（印作“不”）"),
        ("Wingdings 2", "\uf052", "☑", "U+F052（印作“☑”）"),
    ],
)
def test_what_is_written_otherwise_is_printed_alike(
    font: str, character: str, printed: str, shown: str, findings: list[Finding]
) -> None:
    book = FontBook([], findings.append)
    assert book.fallback(character, book.choose(font))[1] == printed
    book.report_borrowed()
    assert "FT002" not in codes(findings)
    assert findings[-1].message.endswith(shown)


@pytest.mark.parametrize("character", ["\u200b", "\ufeff", "\u200e", "\u2061", "\ufe0f", "\u2003", "\u205f"])
def test_what_leaves_no_ink_is_no_lack(character: str, given: Given, findings: list[Finding]) -> None:
    book = given(built("F", "甲"))
    face, printed = book.fallback(character, book.choose("F"))
    assert face.outline(face.cmap[ord(printed)]) == b""
    book.report_borrowed()
    assert findings == []


def test_uses(given: Given) -> None:
    book = given(built("宋体", "甲"))
    book.fallback("国", book.choose("宋体"))
    book.fallback("😀", book.choose("宋体"))
    book.choose("黑体", bold=True, italic=True)
    song, hei = book.uses()
    assert (song.name, song.face, song.origin, song.substituted) == ("宋体", "Regular", Origin.GIVEN, False)
    assert (song.borrowed, song.missing, Path(song.file).name) == ("国", "😀", "0.ttf")
    assert (hei.name, hei.bold, hei.italic, hei.substituted, hei.origin) == ("黑体", True, True, True, Origin.SHIPPED)
