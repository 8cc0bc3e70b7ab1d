"""The library that packs what is written: deflate (RFC 1951) is most of the work of writing a file."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from functools import cache, partial
from typing import Final, NamedTuple

from budgetdocs.errors import RenderError

SETTING: Final = "BUDGETDOCS_DEFLATE"
"""The environment variable that chooses the library (see :func:`deflater`)."""

_RAW: Final = -zlib.MAX_WBITS  # deflate without a header of its own
_ZLIB_LEVEL: Final = 3
"""Of the XML of Word files it makes as little as level 6, to within a tenth, in a quarter of the time."""


class Deflater(NamedTuple):
    """The library ``name``: ``raw`` gives a bare stream, as in a zip, ``wrapped`` one with the header and check sum of
    zlib (RFC 1950), as in a PDF, and ``crc32`` the check sum of a zip."""

    name: str
    raw: Callable[[bytes], bytes]
    wrapped: Callable[[bytes], bytes]
    crc32: Callable[[bytes], int]


@cache
def deflater() -> Deflater:
    """zlib, or isal (``budgetdocs[fast]``) if ``BUDGETDOCS_DEFLATE=isal``.

    What is unpacked is the same. isal is many times as fast, but now and then it packs the same content into other
    bytes in another process (seen with 1.9.1, in one of about twenty), so it is for those who do not compare files.
    The bytes of zlib are the same on any machine (but for zlib-ng, which some builds of Python use instead). Asked once
    for each process.

    Raises :class:`RenderError` if ``BUDGETDOCS_DEFLATE`` names another library, or isal where it is not installed.
    """
    wanted = os.environ.get(SETTING, "")
    if wanted not in ("", "isal", "zlib"):
        raise RenderError("", "", f"环境变量 {SETTING} 只能是 isal 或 zlib，而现在是“{wanted}”")
    if wanted == "isal":
        try:
            from isal import isal_zlib
        except ImportError as fault:
            raise RenderError("", "", f"环境变量 {SETTING} 要用 isal，但没有安装：pip install isal") from fault
        packed = isal_zlib.compress
        return Deflater("isal", partial(packed, level=1, wbits=_RAW), partial(packed, level=1), isal_zlib.crc32)
    raw = partial(zlib.compress, level=_ZLIB_LEVEL, wbits=_RAW)
    return Deflater("zlib", raw, partial(zlib.compress, level=1), zlib.crc32)
