"""Pictures in the line (20.4.2.8 inline, 19.1.2.11 VML imagedata) and floating ones (20.4.2.3 anchor): the file, the
printed size, the alternative text."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from PIL import Image

from budgetdocs.pdf.blocks import Floating, Picture, Position
from budgetdocs.pdf.docx.names import MAX_POINTS, PIC, WP, A, O, V, number, w, whole
from budgetdocs.pdf.docx.package import Package, relation_id

ReportUndrawn = Callable[[str], None]

EMU: Final = 12700.0
"""English metric units in a point (20.1.2.1)."""
MAX_PIXELS: Final = 100_000_000
_READABLE: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
_CROP: Final = ("l", "t", "r", "b")
_LENGTH: Final = re.compile(r"(?:^|;)\s*(position|width|height)\s*:\s*([^;]+)")


_ACROSS: Final = frozenset(("page", "margin", "column", "leftMargin", "rightMargin", "insideMargin", "outsideMargin"))
_DOWN: Final = frozenset(("page", "margin", "paragraph", "topMargin", "bottomMargin"))
_IN_CELL: Final = frozenset(("column", "paragraph"))
_ALIGNED: Final = frozenset(("left", "center", "right", "inside", "outside", "top", "bottom"))
"""Where floating pictures may stand; not by a line or a character, and in a cell by nothing but what is in it."""


def drawn_picture(element: Any, part: str, package: Package, undrawn: ReportUndrawn) -> Picture | Floating | None:
    """The picture of a ``w:drawing``; None, and reported, for anything that is none, and for one that text flows round
    or whose place is not known."""
    inline, anchor = element.find(WP + "inline"), element.find(WP + "anchor")
    if inline is not None:
        return _pictured(inline, part, package, undrawn)
    place = None if anchor is None else _place(anchor)
    if place is None:
        undrawn("w:drawing" if anchor is None else "wp:anchor")
        return None
    picture = _pictured(anchor, part, package, undrawn)
    return None if picture is None else Floating(picture, *place)


def _place(anchor: Any) -> tuple[Position, Position, bool] | None:
    """Where a floating picture stands, and whether under the text; None if that can't be told, or text flows round."""
    if anchor.find(WP + "wrapNone") is None:
        return None
    across = _position(anchor.find(WP + "positionH"), _ACROSS)
    down = _position(anchor.find(WP + "positionV"), _DOWN)
    simple = anchor.find(WP + "simplePos")
    if _is_true(anchor.get("simplePos")) and simple is not None:
        across = Position("page", whole(simple.get("x")) / EMU)
        down = Position("page", whole(simple.get("y")) / EMU)
    if across is None or down is None:
        return None
    if next(anchor.iterancestors(w("tc")), None) is not None and not {across.base, down.base} <= _IN_CELL:
        return None
    return across, down, _is_true(anchor.get("behindDoc"))


def _position(element: Any, bases: frozenset[str]) -> Position | None:
    """A ``wp:positionH`` or ``wp:positionV`` (20.4.2.10, 20.4.2.11)."""
    base = "" if element is None else element.get("relativeFrom", "")
    if base not in bases:
        return None
    align, offset = element.findtext(WP + "align", "").strip(), element.find(WP + "posOffset")
    if align in _ALIGNED:
        return Position(base, align=align) if base != "paragraph" else None
    return None if offset is None else Position(base, whole(offset.text) / EMU)


def _is_true(text: str | None) -> bool:
    return text in {"1", "true"}


def _pictured(frame: Any, part: str, package: Package, undrawn: ReportUndrawn) -> Picture | None:
    """What a ``wp:inline`` or ``wp:anchor`` holds, if it is to be seen; None, and reported, if it is no picture."""
    named = frame.find(WP + "docPr")
    described = {} if named is None else named.attrib
    if _is_true(described.get("hidden")):
        return None
    pictures = list(frame.iter(PIC + "pic"))
    if len(pictures) != 1:
        undrawn("a:graphicData")
        return None
    blip, turn = pictures[0].find(f"{PIC}blipFill/{A}blip"), pictures[0].find(f"{PIC}spPr/{A}xfrm")
    if turn is not None and any(turn.get(name, "0") not in {"0", "false"} for name in ("rot", "flipH", "flipV")):
        undrawn("a:xfrm")
    extent = frame.find(WP + "extent")
    if blip is None or extent is None:
        undrawn("w:drawing")
        return None
    crop = pictures[0].find(f"{PIC}blipFill/{A}srcRect")
    shares = tuple(0.0 if crop is None else _share(crop.get(side)) for side in _CROP)
    size = whole(extent.get("cx")) / EMU, whole(extent.get("cy")) / EMU
    data = _data(relation_id(blip, "embed"), part, package)
    if data is None:
        undrawn("a:blip" if relation_id(blip, "link") else "w:drawing")
        return None
    return _picture(data, shares, size, described.get("descr") or described.get("title", ""), undrawn)


def vml_picture(element: Any, part: str, package: Package, undrawn: ReportUndrawn) -> Picture | None:
    """The picture of a ``w:pict`` or ``w:object``; None, and reported, for anything but a picture in the line."""
    name = "w:" + str(element.tag).rpartition("}")[2]
    shape = next((each for each in element if each.find(V + "imagedata") is not None), None)
    style = dict(_LENGTH.findall("" if shape is None else shape.get("style", "")))
    size = _length(style.get("width", "")), _length(style.get("height", ""))
    if shape is None or style.get("position", "static").strip() in {"absolute", "relative"} or not all(size):
        undrawn(name)
        return None
    image = shape.find(V + "imagedata")
    data = _data(relation_id(image), part, package)
    if data is None:
        undrawn(name)
        return None
    shares = tuple(_fraction(image.get("crop" + side, "")) for side in ("left", "top", "right", "bottom"))
    return _picture(data, shares, size, shape.get("alt") or image.get(O + "title", ""), undrawn)


def _share(text: str | None) -> float:
    """An edge to be cut off (20.1.10.40): thousandths of a percent; below 0 it would add a margin."""
    share = number(text) if (text or "").endswith("%") else number(text) / 100_000
    return max(0.0, share)


def _fraction(text: str) -> float:
    """An edge to be cut off as VML writes it: a fraction, or 65536ths of the whole."""
    return max(0.0, number(text[:-1]) / 65536 if text.endswith("f") else number(text))


def _length(text: str) -> float:
    """A CSS length in points; 0 if it is none."""
    match = re.fullmatch(r"\s*(\d*\.?\d+)\s*(pt|in|cm|mm|pc|px|)\s*", text)
    units = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75, "": 0.75}
    return float(match[1]) * units[match[2]] if match else 0.0


def _data(relation: str, part: str, package: Package) -> bytes | None:
    target = package.relations(part).get(relation)
    return None if target is None or target.external else package.read(target.target)


def _picture(
    data: bytes, crop: tuple[float, ...], size: tuple[float, float], alt: str, undrawn: ReportUndrawn
) -> Picture | None:
    drawable = _drawable(data, crop)
    if drawable is None or not all(side > 0 for side in size):
        undrawn("pic:pic")
        return None
    width, height = (min(side, MAX_POINTS) for side in size)
    return Picture(drawable, width, height, alt.strip())


@lru_cache(64)
def _drawable(data: bytes, crop: tuple[float, ...]) -> bytes | None:
    """The bytes of a PNG or JPEG file that shows the picture within its cut edges; None if there is none to show.

    A PNG or JPEG file that is whole stays as it is; anything else becomes a PNG file, pixel by pixel.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow thinks of odd metadata is no business of the printed page
            with Image.open(io.BytesIO(data), formats=_READABLE) as image:
                if image.width * image.height > MAX_PIXELS:
                    return None
                image.load()
                left, top, right, bottom = crop
                if image.format in {"PNG", "JPEG"} and not any(crop):
                    return data
                across, down = image.size
                edges = round(left * across), round(top * down), round((1 - right) * across), round((1 - bottom) * down)
                if edges[0] >= edges[2] or edges[1] >= edges[3]:
                    return None
                return _png(image.crop(edges))
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, Image.DecompressionBombError):
        return None


def _png(image: Image.Image) -> bytes:
    if image.mode not in {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}:
        image = image.convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
