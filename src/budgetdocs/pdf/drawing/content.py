"""What is printed on a page, as content operators (ISO 32000-1, 7.8.2), and what of it is marked as what (14.6).

Coordinates of the operators are points, y runs upwards from the bottom of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from budgetdocs.pdf.drawing.embedding import Fonts
from budgetdocs.pdf.drawing.links import Area, Links
from budgetdocs.pdf.drawing.pictures import Pictures
from budgetdocs.pdf.drawing.strokes import Stroke, color, decorations, draw_strokes
from budgetdocs.pdf.drawing.tagging import Tags
from budgetdocs.pdf.drawing.writing import SLANT, codes, look_of, written
from budgetdocs.pdf.page import Image, Node, Page, Printed

_FRAME: Final = "808080"  # the colour of the frame where a picture can't be read
_ARTIFACT: Final = "/Artifact BMC"


class Painter:
    """Turns pages into content; what they have in common is kept with the file."""

    def __init__(self, fonts: Fonts, pictures: Pictures, tags: Tags, links: Links) -> None:
        self._fonts, self._pictures, self._tags, self._links = fonts, pictures, tags, links

    def content(self, page: Page) -> bytes:
        """The content stream of ``page``: what lies behind, pictures, text, rules and decorations, more pictures."""
        text, decorated = self._texts(page)
        code = [
            *_artifact(_fills(page, decorated)),
            *self._images(page, over=False),
            *text,
            *_artifact(draw_strokes(_strokes(page, decorated))),
            *self._images(page, over=True),
        ]
        return "\n".join(code).encode("ascii")

    # ---------------------------------------------------------------------------------------------------------- text

    def _texts(self, page: Page) -> tuple[list[str], list[Printed]]:
        """One text object with all texts; those in a row that belong together are a marked-content sequence. And what
        of them has strokes or shades.

        Pen, position and ``Tc`` are 0 between paragraphs, but for the ink.
        """
        height, mark, use = page.section.height, self._tags.mark, self._fonts.use
        code = ["BT"]
        decorated: list[Printed] = []
        owner: Node | None = None
        last, open_ = "", False
        for printed in page.printed:
            x, y, lines, node = printed
            content = written(lines)
            if content is None:
                continue
            right, below, first, end, operators, strokes, characters = content
            use(characters)
            if strokes:
                decorated.append(printed)
            if operators is None:
                if open_:
                    code.append("EMC")
                code += self._apart(printed, page)
                last, open_ = "", False
                continue
            if node is not owner or not open_:
                if open_:
                    code.append("EMC")
                if node is not None:
                    code.append(f"/{node.kind}<</MCID {mark(node)}>>BDC")
                else:
                    code.append(_furniture(page, y + below))
                owner, open_ = node, True
            if first != last:
                code.append(first)
            last = end
            code.append(f"1 0 0 1 {x + right:.2f} {height - y - below:.2f} Tm {operators}")
        if open_:
            code.append("EMC")
        return ([*code, "ET"] if len(code) > 1 else []), decorated

    def _apart(self, printed: Printed, page: Page) -> Iterator[str]:
        """Lines of which something is clicked or leans, piece by piece, in sequences of their own."""
        height = page.section.height
        area: Area | None = None
        done: str | None = None
        last, spacing = "", 0.0
        for text, blank in printed.said:
            x, y, piece, node = text
            ink = piece.ink
            action = self._links.action(text, page) if ink.link or ink.url else ""
            if action != done:
                if area:
                    self._links.add(area, height)
                area = Area(self._tags.link(node), action) if node and action else None
                if done is not None:
                    yield "EMC"
                owner = area.node if area else node
                yield _furniture(page, y) if owner is None else f"/{owner.kind}<</MCID {self._tags.mark(owner)}>>BDC"
                done = action
            if area:
                area.cover(text, blank)
            operators = look_of(ink).operators
            if operators != last:
                last = operators
                yield operators
            if piece.spacing / ink.scale != spacing:
                spacing = piece.spacing / ink.scale
                yield f"{spacing:.4g} Tc"
            slant = SLANT if ink.italic else "0"
            yield f"1 0 {slant} 1 {x:.2f} {height - y:.2f} Tm<{codes(ink.face, piece.text + blank)}>Tj"
        if area:
            self._links.add(area, height)
        if spacing:
            yield "0 Tc"
        yield "EMC"

    # ------------------------------------------------------------------------------------------------------ pictures

    def _images(self, page: Page, *, over: bool) -> Iterator[str]:
        for image in page.images:
            if image.over is over:
                yield from self._image(image, page)

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


def _furniture(page: Page, y: float) -> str:
    """The beginning of content that belongs to no element: furniture of the page (14.8.2.2), its baseline at ``y``."""
    margin = page.margin(y)
    return f"/Artifact<</Type/Pagination{f'/Subtype/{margin}' if margin else ''}>>BDC"


def _fills(page: Page, decorated: Sequence[Printed]) -> Iterator[str]:
    """The fills of the page, and those behind shaded text."""
    height = page.section.height
    for x, y, width, extent, rgb in page.fills:
        yield f"{color(rgb)} rg {x:.2f} {height - y - extent:.2f} {width:.2f} {extent:.2f} re f"
    for x, y, piece, _ in (text for printed in decorated for text in printed.texts):
        ink = piece.ink
        if ink.shading:
            bottom, extent = height - y - ink.descent, ink.ascent + ink.descent
            yield f"{color(ink.shading)} rg {x:.2f} {bottom:.2f} {piece.width:.2f} {extent:.2f} re f"


def _strokes(page: Page, decorated: Sequence[Printed]) -> Iterator[Stroke]:
    """The rules of the page, and the lines below and through its text."""
    height = page.section.height
    for x0, y0, x1, y1, border in page.rules:
        yield Stroke(x0, height - y0, x1, height - y1, border.width, border.color, border.style)
    for x, y, piece, _ in (text for printed in decorated for text in printed.texts):
        ink = piece.ink
        if ink.underline or ink.strike or ink.double_strike:
            yield from decorations(x, height - y, piece)
