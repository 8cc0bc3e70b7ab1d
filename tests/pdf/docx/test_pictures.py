"""图片：嵌入型的、不绕排的 PNG、JPEG 原样取出，裁剪、换格式按像素做；其余报告。"""

import io

import pytest
from PIL import Image

from budgetdocs.pdf.blocks import Floating, Paragraph, Picture, Position, Table

from .reading import XMLNS, first, named, read

RED, BLUE = (255, 0, 0), (0, 0, 255)


def image(form: str = "PNG", size: tuple[int, int] = (4, 2)) -> bytes:
    """左半红、右半蓝。"""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    buffer = io.BytesIO()
    picture.save(buffer, form)
    return buffer.getvalue()


def drawing(
    inner: str = "", *, blip: str = '<a:blip r:embed="pic"/>', named_as: str = 'descr="公章"', frame: str = "",
    place: str = "inline", extent: str = '<wp:extent cx="1270000" cy="635000"/>', more: str = "",
) -> str:  # fmt: skip
    return (
        f'<w:p><w:r><w:drawing><wp:{place} {more}>{extent}<wp:docPr id="1" name="图片 1" {named_as}/><a:graphic>'
        f"<a:graphicData><pic:pic><pic:blipFill>{blip}{inner}</pic:blipFill><pic:spPr>{frame}</pic:spPr></pic:pic></a:graphicData>"
        f"</a:graphic></wp:{place}></w:drawing></w:r></w:p>"
    )


def vml(style: str = "width:100pt;height:2in", more: str = "", name: str = "pict") -> str:
    return (
        f'<w:p><w:r><w:{name}><v:shapetype/><v:shape style="{style}" alt="标志"><v:imagedata r:id="pic" {more}/>'
        f"</v:shape></w:{name}></w:r></w:p>"
    )


def shown(body: str, data: bytes | None = None) -> tuple[Picture | None, list[str]]:
    """第一张图与报告的元素。"""
    parts: dict[str, str | bytes] = {"word/media/a.bin": image() if data is None else data}
    document, findings = read(body, relations={"pic": ("image", "media/a.bin")}, parts=parts)
    spans = document.sections[0].blocks[0].spans  # type: ignore[union-attr]
    pictures = [span.picture for span in spans]
    assert [span.text for span in spans] == ["\ufffc"] * len(pictures)
    return (pictures[0] if pictures else None), named(findings)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_in_the_line(form: str) -> None:
    data = image(form)
    assert shown(drawing(), data) == (Picture(data, 100.0, 50.0, "公章"), [])


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF"])
def test_other_bitmaps_become_png(form: str) -> None:
    picture, names = shown(drawing(), image(form))
    assert names == []
    assert picture is not None
    with Image.open(io.BytesIO(picture.data)) as opened:
        assert (opened.format, opened.convert("RGB").getpixel((0, 0)), opened.convert("RGB").getpixel((3, 1))) == (
            "PNG",
            RED,
            BLUE,
        )


@pytest.mark.parametrize(
    ("crop", "size", "corner"),
    [
        ('<a:srcRect r="50000"/>', (2, 2), RED),
        ('<a:srcRect l="50000" b="50000"/>', (2, 1), BLUE),
        ('<a:srcRect l="50%"/>', (2, 2), BLUE),
        ('<a:srcRect l="-50000"/>', (4, 2), RED),
        ("<a:srcRect/>", (4, 2), RED),
    ],
)
def test_cut_edges(crop: str, size: tuple[int, int], corner: tuple[int, int, int]) -> None:
    picture, names = shown(drawing(crop))
    assert names == []
    assert picture is not None
    with Image.open(io.BytesIO(picture.data)) as opened:
        assert (opened.size, opened.getpixel((0, 0))) == (size, corner)
    assert (picture.width, picture.height) == (100.0, 50.0)


def test_a_picture_of_vml() -> None:
    assert shown(vml()) == (Picture(image(), 100.0, 144.0, "标志"), [])
    assert shown(vml(name="object")) == (Picture(image(), 100.0, 144.0, "标志"), [])
    cropped, _ = shown(vml(more='cropleft="32768f"'))
    assert cropped is not None
    with Image.open(io.BytesIO(cropped.data)) as opened:
        assert (opened.size, opened.getpixel((0, 0))) == ((2, 2), BLUE)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (drawing(place="anchor"), ["wp:anchor"]),
        ("<w:p><w:r><w:drawing/></w:r></w:p>", ["w:drawing"]),
        (drawing(blip='<a:blip r:embed="none"/>'), ["w:drawing"]),
        (drawing(blip='<a:blip r:link="pic"/>'), ["a:blip"]),
        (drawing(blip=""), ["w:drawing"]),
        (drawing(extent=""), ["w:drawing"]),
        (drawing(extent="<wp:extent/>"), ["pic:pic"]),
        (drawing('<a:srcRect l="60000" r="60000"/>'), ["pic:pic"]),
        (drawing(named_as='hidden="1"'), []),
        ("<w:p><w:r><w:drawing><wp:inline><a:graphic/></wp:inline></w:drawing></w:r></w:p>", ["a:graphicData"]),
        (vml("position:absolute;width:1pt;height:1pt"), ["w:pict"]),
        (vml("width:auto"), ["w:pict"]),
        ("<w:p><w:r><w:pict><v:rect o:hr='t'/></w:pict></w:r></w:p>", ["w:pict"]),
        ("<w:p><w:r><w:object/></w:r></w:p>", ["w:object"]),
        ("<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:shape></w:pict>"
         "</w:r></w:p>", ["w:txbxContent"]),
    ],
)  # fmt: skip
def test_what_is_no_picture_in_the_line_is_reported(body: str, names: list[str]) -> None:
    assert shown(body) == (None, names)


BY, AT = 'relativeFrom="{}"><wp:posOffset>{}</wp:posOffset>', 'relativeFrom="{}"><wp:align>{}</wp:align>'
COLUMN, LINE = BY.format("column", 0), BY.format("paragraph", 0)
CELL = "<w:tbl><w:tblGrid><w:gridCol w:w='2000'/></w:tblGrid><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"


def anchored(across: str, down: str, more: str = "", wrap: str = "wrapNone") -> str:
    """浮动的公章。"""
    places = f"<wp:positionH {across}</wp:positionH><wp:positionV {down}</wp:positionV>"
    extent = f'<wp:simplePos x="127000" y="254000"/>{places}<wp:extent cx="1270000" cy="635000"/><wp:{wrap}/>'
    return drawing(place="anchor", extent=extent, more=more)


def floating(body: str) -> tuple[tuple[Floating, ...], list[str]]:
    """浮动的图与报告的元素。"""
    document, findings = read(body, relations={"pic": ("image", "media/a.bin")}, parts={"word/media/a.bin": image()})
    (block,) = document.sections[0].blocks[:1]
    if isinstance(block, Table):
        (block,) = block.rows[0].cells[0].blocks[:1]
    assert isinstance(block, Paragraph)
    return block.floating, named(findings)


@pytest.mark.parametrize(
    ("across", "down", "more", "places"),
    [
        (BY.format("column", 127000), BY.format("paragraph", -63500), "",
         (Position("column", 10), Position("paragraph", -5))),
        (AT.format("page", "right"), AT.format("margin", "bottom"), "",
         (Position("page", 0, "right"), Position("margin", 0, "bottom"))),
        (AT.format("outsideMargin", "center"), BY.format("topMargin", 12700), "",
         (Position("outsideMargin", 0, "center"), Position("topMargin", 1))),
        (BY.format("character", 1), BY.format("line", 1), 'simplePos="1"',
         (Position("page", 10), Position("page", 20))),
    ],
)  # fmt: skip
@pytest.mark.parametrize("behind", [False, True])
def test_a_floating_picture(across: str, down: str, more: str, places: tuple[Position, Position], behind: bool) -> None:
    body = anchored(across, down, f'{more} behindDoc="{behind:d}"')
    assert floating(body) == ((Floating(Picture(image(), 100.0, 50.0, "公章"), *places, behind),), [])


@pytest.mark.parametrize(
    "body",
    [
        anchored(COLUMN, LINE, wrap="wrapSquare"),
        anchored(COLUMN, LINE, wrap="wrapTopAndBottom"),
        anchored(BY.format("character", 0), LINE),
        anchored(COLUMN, BY.format("line", 0)),
        anchored(COLUMN, AT.format("paragraph", "top")),
        anchored('relativeFrom="column">', LINE),
        anchored(COLUMN, LINE).replace("positionH", "positionX"),
        CELL.format(anchored(BY.format("page", 0), LINE)),
    ],
)
def test_a_floating_picture_whose_place_is_not_known_is_reported(body: str) -> None:
    assert floating(body) == ((), ["wp:anchor"])


def test_a_floating_picture_in_a_cell() -> None:
    (found,), names = floating(CELL.format(anchored(COLUMN, LINE)))
    assert (found.across, found.down, names) == (Position("column"), Position("paragraph"), [])


def test_a_floating_picture_of_a_deleted_paragraph_mark_goes_to_the_next() -> None:
    mark = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    found, _ = floating(anchored(COLUMN, LINE).replace("<w:p>", mark, 1) + "<w:p><w:r><w:t>盖章</w:t></w:r></w:p>")
    assert [each.picture.alt for each in found] == ["公章"]


@pytest.mark.parametrize("data", [b"", b"\x01\x00\x00\x00 EMF", b"<svg/>", image()[:40], image("JPEG")[:-60]])
def test_a_file_that_is_no_whole_picture_is_reported(data: bytes) -> None:
    assert shown(drawing(), data) == (None, ["pic:pic"])


def test_too_many_pixels_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetdocs.pdf.docx.pictures.MAX_PIXELS", 7)
    assert shown(drawing(), image(size=(8, 8))) == (None, ["pic:pic"])


def test_a_turned_picture_is_drawn_as_it_is_and_reported() -> None:
    picture, names = shown(drawing(frame='<a:xfrm rot="5400000"/>'))
    assert picture is not None
    assert names == ["a:xfrm"]


def test_a_picture_may_lead_somewhere_and_stand_in_a_header() -> None:
    linked = drawing().replace("<w:r>", '<w:hyperlink w:anchor="甲"><w:r>').replace("</w:r>", "</w:r></w:hyperlink>")
    parts: dict[str, str | bytes] = {"word/media/a.bin": image()}
    block = first(linked, relations={"pic": ("image", "media/a.bin")}, parts=parts)
    assert [(span.link, span.picture is None) for span in block.spans] == [("甲", False)]
    header = f"<w:hdr {XMLNS}>{drawing()}</w:hdr>"
    owned = '<Relationships><Relationship Id="pic" Type="image" Target="media/a.bin"/></Relationships>'
    document, findings = read(
        "", relations={"h": ("header", "h.xml")}, section='<w:headerReference r:id="h"/>',
        parts=parts | {"word/h.xml": header, "word/_rels/h.xml.rels": owned},
    )  # fmt: skip
    (shown_above,) = document.sections[0].headers["default"]
    assert isinstance(shown_above, Paragraph)
    assert [span.picture is None for span in shown_above.spans] == [False]
    assert findings == []


def test_hidden_pictures_are_not_drawn() -> None:
    assert shown(drawing().replace("<w:drawing>", "<w:rPr><w:vanish/></w:rPr><w:drawing>")) == (None, [])
