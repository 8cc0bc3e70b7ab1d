"""A file's bytes as text: UTF-8, and a clear word about anything else."""

from __future__ import annotations

from pathlib import Path

from budgetdocs.errors import ReadError

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def require_file(path: Path, shown: str) -> None:
    """Raises :class:`ReadError` (naming the file as ``shown``) unless ``path`` is a file."""
    try:
        if path.is_dir():
            raise ReadError(shown, "", "这是文件夹，不是文件；请给出其中一个文件")
        if not path.exists():
            raise ReadError(shown, "", "文件不存在，请检查路径和文件名")
        if not path.is_file():
            raise ReadError(shown, "", "这不是普通文件")
    except (OSError, ValueError) as error:
        raise ReadError(shown, "", f"路径无法使用（{_cause(error)}）") from None


def read_utf8(path: Path, shown: str) -> str:
    """The text of the UTF-8 file at ``path``, without a byte order mark; raises :class:`ReadError` naming ``shown``."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(error, shown) from None
    return utf8_text(data, shown)


def unreadable(error: OSError, shown: str) -> ReadError:
    """The error that says why the system does not let ``shown`` be read."""
    return ReadError(shown, "", f"文件无法读取（{_cause(error)}）")


def utf8_text(data: bytes, shown: str) -> str:
    """``data`` as text, without a byte order mark; raises :class:`ReadError` if it is no UTF-8 or says nothing."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(shown, "", _not_utf8(data, error.start)) from None
    if data.startswith((_ZIP, _OLE)) or "\0" in text:
        raise ReadError(shown, "", _not_utf8(data, text.find("\0")))
    if not text.strip():
        raise ReadError(shown, "", "文件是空的")
    return text


def _cause(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "没有读取权限"
    if isinstance(error, FileNotFoundError):
        return "文件不存在"
    if isinstance(error, ValueError):
        return "文件名含有不能用的字符"
    return f"系统错误 {error.errno}" if error.errno else "系统错误"


def _not_utf8(data: bytes, offset: int) -> str:
    if data.startswith((_ZIP, _OLE)):
        return "内容是 Office 文件或压缩包，不是文本；请改回原来的扩展名（如 .xlsx、.docx）"
    if data.startswith(_UTF16):
        return "编码是 UTF-16（记事本的“Unicode”），请另存为 UTF-8"
    if b"\0" in data:
        return "不是文本文件（含有二进制内容）"
    line = data.count(b"\n", 0, max(offset, 0)) + 1
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return f"不是 UTF-8 文本（第 {line} 行起无法识别），请另存为 UTF-8"
    return f"编码看来是 GBK/GB18030，不是 UTF-8（第 {line} 行起），请在记事本里“另存为”，编码选 UTF-8"
