"""机器上有哪些字体：各系统的字体文件夹，文件里写的名字、粗细、斜体，同名的里面挑哪一个。"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from budgetdocs.errors import FontError
from budgetdocs.pdf.fonts import installed
from budgetdocs.pdf.fonts.installed import Catalogue, FaceFile, catalogue, system_catalogue, system_folders

from .made import built, collected, saved


def test_faces_go_by_all_their_names(tmp_path: Path) -> None:
    saved(built({"en": "SimSun", "zh": "宋体"}), tmp_path / "a" / "simsun.ttf")
    collected([built("One"), built({"en": "Two", "zh": "乙体"})], tmp_path / "b.TTC")
    found = catalogue(tmp_path)
    for name in ("SimSun", "simsun", "宋体", "@宋体", " 宋体 ", "SimSun-Regular"):
        assert [face.path.name for face in found.named(name)] == ["simsun.ttf"], name
    assert [(face.path.name, face.number) for face in found.named("乙体")] == [("b.TTC", 1)]
    assert found.faults == ()


@pytest.mark.parametrize("name", ["宋", "宋体-简", "新宋体", "SimSun-ExtB", "Sim Sun", ""])
def test_names_that_are_only_like_it_are_no_match(tmp_path: Path, name: str) -> None:
    saved(built({"en": "SimSun", "zh": "宋体"}), tmp_path / "simsun.ttf")
    assert catalogue(tmp_path).named(name) == []


def test_files_that_are_no_fonts_are_named(tmp_path: Path) -> None:
    saved(built("Good"), tmp_path / "good.ttf")
    (tmp_path / "bad.ttf").write_bytes(b"\0\1\0\0\0\7short")
    (tmp_path / "empty.otf").write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"not looked at")
    found = catalogue(tmp_path)
    assert [fault.font for fault in found.faults] == ["bad.ttf", "empty.otf"]
    assert len(found.faces) == 1


def test_a_single_file_will_do(tmp_path: Path) -> None:
    assert catalogue(saved(built("Good"), tmp_path / "good.ttf")).named("Good")


def test_a_folder_is_where_it_is_not_what_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        saved(built(name), tmp_path / name / "字体" / "f.ttf")
        monkeypatch.chdir(tmp_path / name)
        assert catalogue(Path("字体")).named(name)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FontError, match="没有这个字体文件夹"):
        catalogue(tmp_path / "无")
    assert system_catalogue((tmp_path / "无",)).faces == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")
def test_links_are_followed_but_not_for_ever(tmp_path: Path) -> None:
    saved(built("Good"), tmp_path / "real" / "good.ttf")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "fonts").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "again").symlink_to(tmp_path / "real")
    assert len(catalogue(tmp_path / "linked").faces) == 1


# ------------------------------------------------------------------------------------------------------------- styles


def face(name: str, weight: int = 400, italic: bool = False, width: int = 5) -> FaceFile:
    return FaceFile(Path(name), 0, frozenset({"f"}), weight, width, italic, False)


LIGHT, REGULAR, MEDIUM = face("light", 300), face("regular"), face("medium", 500)
BOLD, BLACK, NARROW = face("bold", 700), face("black", 900), face("narrow", width=3)
ITALIC, BOLD_ITALIC = face("italic", italic=True), face("bold italic", 700, italic=True)


@pytest.mark.parametrize(
    ("faces", "bold", "italic", "best"),
    [
        ((LIGHT, REGULAR, BOLD), False, False, REGULAR),
        ((BOLD, ITALIC, NARROW, REGULAR), False, False, REGULAR),
        ((LIGHT, MEDIUM), False, False, LIGHT),
        ((REGULAR, MEDIUM, BOLD, BLACK), True, False, BOLD),
        ((REGULAR, BLACK), True, False, BLACK),
        ((LIGHT, REGULAR, MEDIUM), True, False, REGULAR),
        ((REGULAR, ITALIC, BOLD, BOLD_ITALIC), False, True, ITALIC),
        ((REGULAR, ITALIC, BOLD, BOLD_ITALIC), True, True, BOLD_ITALIC),
        ((REGULAR, ITALIC, BOLD), True, True, BOLD),
        ((REGULAR, BOLD), False, True, REGULAR),
        ((ITALIC, BOLD), False, False, BOLD),
        ((ITALIC,), False, False, ITALIC),
        ((NARROW, BOLD), False, False, BOLD),
    ],
)
def test_the_best_face_of_a_family(faces: tuple[FaceFile, ...], bold: bool, italic: bool, best: FaceFile) -> None:
    assert Catalogue(faces).named("F", bold, italic)[0] is best


def test_weight_and_slope_are_read_from_the_file(tmp_path: Path) -> None:
    saved(built("F", weight=300), tmp_path / "1.ttf")
    saved(built("F", weight=700), tmp_path / "2.ttf")
    saved(built("F", italic=True), tmp_path / "3.ttf")
    old = built("F", weight=400)
    old["OS/2"].usWeightClass = 5
    saved(old, tmp_path / "4.ttf")
    flagged = built("F", weight=400)
    flagged["OS/2"].fsSelection = 1 << 5
    saved(flagged, tmp_path / "5.ttf")
    bare = built("F")
    del bare["OS/2"]
    bare["head"].macStyle = 0b11
    saved(bare, tmp_path / "6.ttf")
    found = [(face.weight, face.italic) for face in catalogue(tmp_path).faces]
    assert found == [(300, False), (700, False), (400, True), (500, False), (700, False), (700, True)]


# ------------------------------------------------------------------------------------------------------------ folders


def folders(platform: str, home: Path, **environment: str) -> list[str]:
    return [each.as_posix() for each in installed._folders_of(platform, environment, home)]


def test_folders_of_linux() -> None:
    home = Path("/home/w")
    usual = ["/home/w/.local/share/fonts", "/usr/local/share/fonts", "/usr/share/fonts", "/home/w/.fonts"]
    assert list(dict.fromkeys(folders("linux", home))) == usual
    found = folders("linux", home, XDG_DATA_DIRS="/opt/share:", XDG_DATA_HOME="/data")
    assert found[:2] == ["/data/fonts", "/opt/share/fonts"]
    assert "/usr/share/fonts" in found


def test_folders_of_macos() -> None:
    found = folders("darwin", Path("/Users/w"))
    assert found[:3] == ["/System/Library/Fonts", "/Library/Fonts", "/Users/w/Library/Fonts"]


def test_folders_of_windows_and_the_files_of_its_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    values: Mapping[str, list[str]] = {"machine": ["simsun.ttc", "D:/Fonts/fzxbs.ttf"], "user": ["C:/Users/w/kai.ttf"]}

    class Key:
        def __init__(self, root: str, path: str) -> None:
            assert path.endswith(r"Windows NT\CurrentVersion\Fonts")
            self.values = values[root]

        def __enter__(self) -> Key:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    registry = SimpleNamespace(
        HKEY_LOCAL_MACHINE="machine",
        HKEY_CURRENT_USER="user",
        OpenKey=Key,
        QueryInfoKey=lambda key: (0, len(key.values), 0),
        EnumValue=lambda key, number: (f"font {number}", key.values[number], 1),
    )
    monkeypatch.setitem(sys.modules, "winreg", registry)
    found = folders("win32", Path("C:/Users/w"), WINDIR="C:/Windows", LOCALAPPDATA="C:/Users/w/AppData/Local")
    assert found[:2] == ["C:/Windows/Fonts", "C:/Users/w/AppData/Local/Microsoft/Windows/Fonts"]
    assert [each.rpartition("/")[2] for each in found[2:]] == ["fzxbs.ttf", "kai.ttf"]


def test_the_environment_may_name_the_folders_instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BUDGETDOCS_SYSTEM_FONTS", os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")]))
    assert system_folders() == (tmp_path / "a", tmp_path / "b")
    monkeypatch.setenv("BUDGETDOCS_SYSTEM_FONTS", "")
    assert system_folders() == ()
    monkeypatch.delenv("BUDGETDOCS_SYSTEM_FONTS")
    assert system_folders() != ()


def test_files_among_the_folders_of_the_system_are_read_too(tmp_path: Path) -> None:
    path = saved(built("Good"), tmp_path / "good.ttf")
    assert len(system_catalogue((tmp_path, path, tmp_path / "gone.ttf")).faces) == 1
