"""What is printed on a page, as content operators (ISO 32000-1, 7.8.2), and what of it is marked as what (14.6).

Coordinates of the operators are points, y runs upwards from the bottom of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from budgetdocs.pdf.drawing.embedding import Fonts
from budgetdocs.pdf.drawing.links import Area, Links
from budgetdocs.pdf.drawing.pictures import Pictures
from budgetdocs.pdf.drawing.strokes import Stroke, color, decorations, draw_strokes
from budgetdocs.pdf.drawing.tagging import Tags
from budgetdocs.pdf.fonts import Face
from budgetdocs.pdf.lines import Ink
from budgetdocs.pdf.page import Image, Node, Page

_SLANT: Final = "0.2126"  # tan 12°: an italic made from an upright face
_BOLD_STROKE: Final = 1 / 30  # of the size: a bold made from a regular face
_FRAME: Final = "808080"  # the colour of the frame where a picture can't be read
_ARTIFACT: Final = "/Artifact BMC"
_DIGITS: Final = 4
"""Of the code of a glyph: two bytes in hexadecimal."""


class _Setting(NamedTuple):
    """The operators that set an ink, and how far its letters lean."""

    operators: str
    slant: str


class Painter:
    """Turns pages into content; what they have in common is kept with the file."""

    def __init__(self, fonts: Fonts, pictures: Pictures, tags: Tags, links: Links) -> None:
        self._fonts, self._pictures, self._tags, self._links = fonts, pictures, tags, links
        self._settings: dict[Ink, _Setting] = {}

    def content(self, page: Page) -> bytes:
        """The content stream of ``page``: what lies behind, pictures, text, rules and decorations."""
        code = [
            *_artifact(_fills(page)),
            *(operators for image in page.images for operators in self._image(image, page)),
            *self._texts(page),
            *_artifact(draw_strokes(_strokes(page))),
        ]
        return "\n".join(code).encode("ascii")

    # ---------------------------------------------------------------------------------------------------------- text

    def _texts(self, page: Page) -> list[str]:
        """One text object with all texts; those in a row that belong together are a marked-content sequence."""
        height = page.section.height
        code = ["BT"]
        owner: Node | None = None
        area: Area | None = None
        last: Ink | None = None
        done, operators, spacing = "", "", 0.0
        for text, codes in zip(page.texts, self._codes(page), strict=True):
            x, y, piece, node = text
            ink = piece.ink
            action = self._links.action(text, page) if ink.link or ink.url else ""
            if node is not owner or action != done or len(code) == 1:
                if area:
                    self._links.add(area, height)
                area = Area(self._tags.link(node), action) if node and action else None
                if len(code) > 1:
                    code.append("EMC")
                code.append(self._begin(area.node if area else node, y, page))
                owner, done = node, action
            if area:
                area.cover(text)
            if ink is not last:
                setting = self._settings.get(ink) or self._set(ink)
                if setting.operators != operators:
                    operators = setting.operators
                    code.append(operators)
                last = ink
            if piece.spacing / ink.scale != spacing:
                spacing = piece.spacing / ink.scale  # Tz widens it, too
                code.append(f"{spacing:.4g} Tc")
            code.append(f"1 0 {setting.slant} 1 {x:.2f} {height - y:.2f} Tm<{codes}>Tj")
        if area:
            self._links.add(area, height)
        return [*code, "EMC", "ET"] if page.texts else []

    def _codes(self, page: Page) -> Iterator[str]:
        """The texts of ``page`` as the codes of their glyphs, in hexadecimal; those of a face are encoded in one go."""
        texts = [(piece.ink.face, piece.text) for _, _, piece, _ in page.texts]
        whole: dict[Face, str] = {}
        for face in dict.fromkeys(face for face, _ in texts):
            characters = "".join([text for its, text in texts if its is face])
            whole[face] = characters.translate(self._fonts.named(face)[1]).encode("utf-16-be").hex()
        begun = dict.fromkeys(whole, 0)
        for face, text in texts:
            start = begun[face]
            end = begun[face] = start + _DIGITS * len(text)
            yield whole[face][start:end]

    def _begin(self, node: Node | None, y: float, page: Page) -> str:
        """The beginning of the content of ``node``; what belongs to none is furniture of the page (14.8.2.2)."""
        if node is not None:
            return f"/{node.kind}<</MCID {self._tags.mark(node)}>>BDC"
        margin = page.margin(y)
        return f"/Artifact<</Type/Pagination{f'/Subtype/{margin}' if margin else ''}>>BDC"

    def _set(self, ink: Ink) -> _Setting:
        name, _ = self._fonts.named(ink.face)
        fill = color(ink.color)
        bold = f"2 Tr {ink.size * _BOLD_STROKE:.3g} w {fill} RG" if ink.embolden else "0 Tr"
        operators = f"/{name} {ink.size:.6g} Tf {fill} rg {bold} {100 * ink.scale:.6g} Tz"
        setting = self._settings[ink] = _Setting(operators, _SLANT if ink.italic else "0")
        return setting

    # ------------------------------------------------------------------------------------------------------ pictures

    def _image(self, image: Image, page: Page) -> Iterator[str]:
        picture = image.picture
        left, bottom = image.x, page.section.height - image.y - picture.height
        right, top = left + picture.width, bottom + picture.height
        if image.node is not None:
            self._tags.place(image.node, f"{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}")
            yield f"/{image.node.kind}<</MCID {self._tags.mark(image.node)}>>BDC"
        else:
            yield _ARTIFACT
        name = self._pictures.named(image, page)
        if name:
            yield f"q {picture.width:.2f} 0 0 {picture.height:.2f} {left:.2f} {bottom:.2f} cm/{name} Do Q"
        else:
            corners = (left, bottom), (right, bottom), (right, top), (left, top), (left, bottom), (right, top)
            yield from draw_strokes(Stroke(*start, *end, 0.5, _FRAME) for start, end in pairwise(corners))
        yield "EMC"


# -------------------------------------------------------------------------------------------------- behind and above


def _artifact(operators: Iterator[str]) -> Iterator[str]:
    """``operators`` marked as what is not read aloud; nothing for none."""
    first = next(operators, None)
    if first is not None:
        yield _ARTIFACT
        yield first
        yield from operators
        yield "EMC"


def _fills(page: Page) -> Iterator[str]:
    """The fills of the page, and those behind shaded text."""
    height = page.section.height
    for x, y, width, extent, rgb in page.fills:
        yield f"{color(rgb)} rg {x:.2f} {height - y - extent:.2f} {width:.2f} {extent:.2f} re f"
    for x, y, piece, _ in page.texts:
        ink = piece.ink
        if ink.shading:
            bottom, extent = height - y - ink.descent, ink.ascent + ink.descent
            yield f"{color(ink.shading)} rg {x:.2f} {bottom:.2f} {piece.width:.2f} {extent:.2f} re f"


def _strokes(page: Page) -> Iterator[Stroke]:
    """The rules of the page, and the lines below and through its text."""
    height = page.section.height
    for x0, y0, x1, y1, border in page.rules:
        yield Stroke(x0, height - y0, x1, height - y1, border.width, border.color, border.style)
    for x, y, piece, _ in page.texts:
        ink = piece.ink
        if ink.underline or ink.strike or ink.double_strike:
            yield from decorations(x, height - y, piece)
