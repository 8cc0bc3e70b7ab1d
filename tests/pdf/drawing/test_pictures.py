"""图片：各种颜色与透明度印出来是原来的颜色；坏的不出错，画作空框并提示。"""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image as pillow

from budgetdocs.finding import Finding
from budgetdocs.pdf import draw
from budgetdocs.pdf.page import Node

from .layouts import image, layout, page
from .reading import Opened, pixels, string, value

SIZE = (40, 40)


def picture(mode: str, color: Any, form: str = "PNG", **options: Any) -> bytes:
    """A picture of one colour."""
    stream = io.BytesIO()
    pillow.new(mode, SIZE, color).save(stream, form, **options)
    return stream.getvalue()


def palette(transparency: int | None = None) -> bytes:
    """A picture with a palette: green, which ``transparency`` 1 lets through."""
    made = pillow.new("P", SIZE, 1)
    made.putpalette([255, 0, 0, 0, 128, 0])
    stream = io.BytesIO()
    made.save(stream, "PNG", **({} if transparency is None else {"transparency": transparency}))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "color"),
    [
        (picture("1", 0), (0, 0, 0)),
        (picture("L", 100), (100, 100, 100)),
        (picture("RGB", (200, 30, 30)), (200, 30, 30)),
        (picture("I;16", 0x8000), (128, 128, 128)),
        (palette(), (0, 128, 0)),
        (palette(transparency=1), (255, 255, 255)),
        (picture("LA", (0, 128)), (127, 127, 127)),
        (picture("RGBA", (255, 0, 0, 0)), (255, 255, 255)),
        (picture("RGBA", (255, 0, 0, 255)), (255, 0, 0)),
        (picture("RGB", (200, 30, 30), "JPEG", quality=95), (200, 30, 30)),
        (picture("L", 100, "JPEG", quality=95), (100, 100, 100)),
        (picture("CMYK", (0, 255, 255, 0), "JPEG", quality=95), (255, 0, 0)),
        (picture("RGB", (200, 30, 30), "GIF"), (200, 30, 30)),
        (picture("RGB", (200, 30, 30), "BMP"), (200, 30, 30)),
    ],
)
def test_a_picture_keeps_its_colours(data: bytes, color: tuple[int, int, int]) -> None:
    shown = pixels(draw(layout(page(images=[image(data)])))).getpixel((70, 70))
    assert shown == pytest.approx(color, abs=4)


def test_a_jpeg_stays_as_it_is() -> None:
    data = picture("RGB", (200, 30, 30), "JPEG")
    assert data in draw(layout(page(images=[image(data)])))


def test_a_picture_stands_upright_in_its_place() -> None:
    made = pillow.new("RGB", SIZE, "white")
    made.paste("red", (0, 0, 20, 20))
    stream = io.BytesIO()
    made.save(stream, "PNG")
    shown = pixels(draw(layout(page(images=[image(stream.getvalue())]))))
    assert shown.getpixel((30, 30)) == (255, 0, 0) and shown.getpixel((100, 100)) == (255, 255, 255)
    assert shown.getpixel((15, 15)) == (255, 255, 255)


def test_a_picture_that_occurs_often_is_held_once() -> None:
    data = picture("RGBA", (255, 0, 0, 128))
    seal = [image(data)]
    once = draw(layout(page(1, images=seal)))
    opened = Opened(draw(layout(*(page(number, images=seal) for number in range(1, 6)))))
    assert len(value(value(opened.pages[4]["Resources"])["XObject"])) == 1
    assert len(draw(layout(*(page(number, images=seal) for number in range(1, 3))))) < 2 * len(once)


@pytest.mark.parametrize(("alt", "said"), [("财政局印章", "财政局印章"), ("", "图片")])
def test_a_figure_says_what_it_shows(alt: str, said: str) -> None:
    root = Node("Document")
    figure = root.add("P").add("Figure", alt=alt)
    opened = Opened(draw(layout(page(images=[image(picture("L", 0), figure)]), structure=root)))
    *_, element = opened.elements()
    assert string(element["Alt"]) == said and value(element["A"])["BBox"] == [20, 80, 120, 180]
    assert "/Figure<</MCID 0>>BDC" in opened.content()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"no picture", picture("RGB", 0)[:60], picture("RGB", 0, "JPEG")[:300],
        b"\xd7\xcd\xc6\x9a" + bytes(80), b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)  # fmt: skip
def test_a_broken_picture_is_framed_and_reported_once(data: bytes) -> None:
    findings: list[Finding] = []
    broken = [image(data, alt="印章")]
    shown = pixels(draw(layout(page(1, images=broken), page(2, images=broken)), findings.append), 1)
    assert [(each.code, each.where) for each in findings] == [("LY004", "第 1 页")]
    assert "“印章”" in findings[0].message
    assert shown.getpixel((70, 20))[0] < 255 and shown.getpixel((70, 45))[0] == 255  # type: ignore[index]


def test_a_picture_that_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pillow, "MAX_IMAGE_PIXELS", 700)
    findings: list[Finding] = []
    draw(layout(page(images=[image(picture("L", 0))])), findings.append)
    assert [each.code for each in findings] == ["LY004"]
