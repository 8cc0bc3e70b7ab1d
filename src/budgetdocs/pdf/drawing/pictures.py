"""Pictures as image XObjects (ISO 32000-1, 8.9): a JPEG as it is, all else unpacked, transparency as a soft mask."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Final

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.drawing.file import File
from budgetdocs.pdf.page import Image, Page

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

_SPACES: Final = {"L": "DeviceGray", "RGB": "DeviceRGB"}
"""Pillow's modes that a file in the colours of sRGB can hold, and their colour spaces."""


class Pictures:
    """The pictures of a file, each kept once; what can't be read is reported and has no name."""

    def __init__(self, file: File, report: Report) -> None:
        self._file, self._report = file, report
        self._names: dict[bytes, str] = {}
        self._numbers: list[int] = []

    def named(self, image: Image, page: Page) -> str:
        """The resource name of the picture of ``image``, which stands on ``page``; "" if it can't be read."""
        data = image.picture.data
        if data not in self._names:
            self._names[data] = ""
            number = self._embed(image, page)
            if number is not None:
                self._numbers.append(number)
                self._names[data] = f"P{len(self._numbers)}"
        return self._names[data]

    @property
    def resources(self) -> str:
        """The resource dictionary that names them."""
        return f"<<{''.join(f'/P{i} {number} 0 R' for i, number in enumerate(self._numbers, 1))}>>"

    def _embed(self, image: Image, page: Page) -> int | None:
        from PIL import Image as pillow

        data = image.picture.data
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # odd metadata is no business of the printed page
                with pillow.open(io.BytesIO(data)) as opened:
                    opened.load()
                    return self._xobject(opened, data)
        except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, pillow.DecompressionBombError):
            name = f"“{image.picture.alt}”" if image.picture.alt else ""
            message = f"PDF 未绘出图片{name}：不是 PNG、JPEG 等图片，或已损坏，画作空框；请在 Word 中重新插入"
            self._report(Finding("LY004", Severity.WARNING, message, f"第 {page.number} 页"))
            return None

    def _xobject(self, opened: Pixels, data: bytes) -> int:
        if opened.format == "JPEG" and opened.mode in _SPACES:
            return self._image(data, opened, _SPACES[opened.mode], "/Filter/DCTDecode", compressed=False)
        mask = ""
        if opened.has_transparency_data:
            opened = opened.convert("RGBA")
            alpha = opened.getchannel("A")
            mask = f"/SMask {self._image(alpha.tobytes(), alpha, 'DeviceGray')} 0 R"
        elif opened.mode.startswith("I"):  # 16 bits; Pillow's own conversion cuts off all but the darkest
            opened = opened.convert("I").point([value >> 8 for value in range(0x10000)], "L")
        pixels = opened.convert("L" if opened.mode in {"1", "L"} else "RGB")
        return self._image(pixels.tobytes(), pixels, _SPACES[pixels.mode], mask)

    def _image(self, content: bytes, pixels: Pixels, space: str, entries: str = "", *, compressed: bool = True) -> int:
        head = f"/Type/XObject/Subtype/Image/Width {pixels.width}/Height {pixels.height}"
        return self._file.stream(
            content, f"{head}/BitsPerComponent 8/ColorSpace/{space}{entries}", compressed=compressed
        )
