"""A file → its grids: what it is is told by how it begins, whatever its suffix says."""

from __future__ import annotations

from pathlib import Path

from budgetdocs.errors import ReadError
from budgetdocs.readers.sheets.biff import read_biff
from budgetdocs.readers.sheets.delimited import read_delimited
from budgetdocs.readers.sheets.grid import Book
from budgetdocs.readers.sheets.ooxml import read_ooxml
from budgetdocs.readers.sheets.package import Refused

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")


def open_book(path: Path, shown: str) -> Book:
    """The workbook at ``path``; raises :class:`ReadError`, naming it ``shown``, if it can't be read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
        return _opened(path, head)
    except Refused as refused:
        raise ReadError(shown, "", refused.reason) from None
    except OSError as error:
        cause = "没有读取权限" if isinstance(error, PermissionError) else f"系统错误 {error.errno}"
        raise ReadError(shown, "", f"文件无法读取（{cause}）") from None


def _opened(path: Path, head: bytes) -> Book:
    if not head:
        raise Refused("文件是空的（0 字节），请重新拷贝")
    if head.startswith(_ZIP):
        return read_ooxml(path)
    if head.startswith(_OLE):
        if path.suffix.lower() != ".xls" and _is_encrypted(path):
            raise Refused("文件有密码，读不出来；请先取消密码，另存一份")
        return read_biff(path)
    if path.suffix.lower() == ".csv" and not head.startswith(_EMPTY_ZIP):
        return read_delimited(path)
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if beginning.startswith(_MARKUP):
        raise Refused(f"其实是网页，只是扩展名叫 {path.suffix}；请用 Excel 或 WPS 打开后另存为 .xlsx")
    if beginning.startswith(b"<?xml"):
        raise Refused(f"其实是 XML 文件，只是扩展名叫 {path.suffix}；请用 Excel 或 WPS 打开后另存为 .xlsx")
    if b"\0" not in head and any(mark in head for mark in (b",", b"\t")):
        raise Refused(f"其实是文本，只是扩展名叫 {path.suffix}；请把扩展名改成 .csv，或用 Excel 打开后另存为 .xlsx")
    raise Refused("不是 Excel 工作簿，或文件已损坏；请重新拷贝，或用 Excel、WPS 打开后另存为 .xlsx")


def _is_encrypted(path: Path) -> bool:
    """Whether an OLE file holds an encrypted package ([MS-OFFCRYPTO] 2.3.4)."""
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            if _ENCRYPTED in block:
                return True
    return False
