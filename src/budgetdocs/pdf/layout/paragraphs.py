"""A paragraph laid out: its lines, the space and the box around them, and where it may be cut. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from budgetdocs.pdf.blocks import Border, Paragraph, ParagraphStyle, Span
from budgetdocs.pdf.layout.borders import thickness
from budgetdocs.pdf.lines import Composer, Line, Lines
from budgetdocs.pdf.page import SLACK, Node


@dataclass(slots=True)
class LaidParagraph:
    """``lines`` yet to be printed; ``height`` is theirs and that of the box around them (17.3.1.24).

    ``gap`` is the space above within its column, of which ``owed`` is that of the block above; ``before`` and ``after``
    are what its style asks for. ``above`` and ``below`` are the room that the box takes over and under the lines, for
    ``upper`` and ``lower`` and the space within them; ``joined``: it goes on from the paragraph above, ``shared``: and
    in the one below. ``opens`` is False for the rest behind a page break. ``ending`` is what the height has beyond the
    last line.
    """

    paragraph: Paragraph
    lines: Lines
    width: float
    node: Node | None
    before: float
    after: float
    height: float
    gap: float = 0.0
    owed: float = 0.0
    above: float = 0.0
    below: float = 0.0
    upper: Border | None = None
    lower: Border | None = None
    joined: bool = False
    shared: bool = False
    opens: bool = True
    ending: float = 0.0
    plain: bool = False
    """Whether it is printed as its lines and nothing else."""

    def cut(self, count: int) -> tuple[LaidParagraph, LaidParagraph]:
        """The first ``count`` lines, and the others; a box is closed around either.

        What line spacing adds below the last of the first takes no room.
        """
        head, tail = Lines(self.lines[:count]), Lines(self.lines[count:])
        around = self.above + self.below
        ending = self._needed(head[-1]) - head[-1].height if head else 0.0
        first = replace(self, lines=head, after=0.0, height=height_of(head) + around + ending, ending=ending)
        height = height_of(tail) + around + self.ending
        rest = replace(self, lines=tail, before=0.0, height=height, gap=0.0, opens=False)
        first.close()
        rest.part()
        return first, rest

    def part(self) -> None:
        """Begin a box of its own, above which a page begins."""
        if self.paragraph.style.borders:
            _box(self, edge_of(self.paragraph.style, "top"), self.lower)
        self.joined = False

    def close(self) -> None:
        """End the box, below which a page ends."""
        if self.paragraph.style.borders:
            _box(self, self.upper, edge_of(self.paragraph.style, "bottom"))
        self.shared = False

    def fitting(self, room: float) -> int:
        """How many lines fit in ``room``, with the box that must be closed below them; what line spacing adds below the
        last of them need not."""
        room -= self.above - SLACK
        if self.paragraph.style.borders:
            room -= room_of(edge_of(self.paragraph.style, "bottom"))
        for count, line in enumerate(self.lines):
            if line.height > room and self._needed(line) > room:
                return count
            room -= line.height
        return len(self.lines)

    def _needed(self, line: Line) -> float:
        """The height of ``line`` without what a factor of line spacing adds below it (17.3.1.33)."""
        style = self.paragraph.style
        if style.line_rule != "auto" or style.line <= 1 or not line.pieces:
            return line.height
        return min(line.height, line.baseline + max(piece.ink.descent for piece in line.pieces))


def lay_out_paragraph(
    paragraph: Paragraph, width: float, composer: Composer, node: Node | None, *, splits_breaks: bool
) -> LaidParagraph:
    """``paragraph`` in a column ``width`` points wide, in the box that it has when it stands alone.

    A page break at its end takes the paragraph's mark with it, unless the document ``splits_breaks``.
    """
    return _laid(paragraph, composer.lines(paragraph, width), width, node, splits_breaks)


def laid_alone(paragraph: Paragraph, width: float, composer: Composer, *, splits_breaks: bool) -> tuple[LaidParagraph]:
    """``paragraph`` as all that a cell holds: no node of its own, and never changed, so that its lines keep it."""
    composed = composer.composed(paragraph, width)
    found: tuple[LaidParagraph] | None = composed.laid
    if found is None:
        laid = _laid(paragraph, composed.lines, width, None, splits_breaks)
        laid.gap = laid.before
        found = (laid,)
        if laid.plain and "\f" not in paragraph.text:  # else it may hang on the document how it is laid out
            composed.laid = found
    return found


def _laid(paragraph: Paragraph, lines: Lines, width: float, node: Node | None, splits_breaks: bool) -> LaidParagraph:
    style = paragraph.style
    if len(lines) > 1 and lines[-2].page_break and not lines[-1].pieces and not splits_breaks:
        lines = Lines(lines[:-1])
    laid = LaidParagraph(paragraph, lines, width, node, style.before, style.after, height_of(lines))
    extras = paragraph.bookmarks or paragraph.floating
    laid.plain = style.plain and not extras and all(map(_is_text, paragraph.spans))
    if style.borders:
        _box(laid, edge_of(style, "top"), edge_of(style, "bottom"))
    return laid


def _is_text(span: Span) -> bool:
    return not (span.field or span.picture or span.link or span.url)


def height_of(lines: Sequence[Line]) -> float:
    return lines[0].height if len(lines) == 1 else sum([line.height for line in lines])


def end(laid: LaidParagraph, height: float) -> None:
    """Reckon what a factor of line spacing adds below the last line from ``height``."""
    style = laid.paragraph.style
    if style.line_rule == "auto" and style.line > 1 and height and not laid.lines[-1].has_picture:
        laid.height -= laid.ending
        laid.ending = (height - laid.lines[-1].height / style.line) * (style.line - 1)
        laid.height += laid.ending


def _box(laid: LaidParagraph, upper: Border | None, lower: Border | None) -> None:
    """Put the rules ``upper`` and ``lower`` around ``laid``."""
    laid.height -= laid.above + laid.below
    laid.upper, laid.lower = upper, lower
    laid.above, laid.below = room_of(upper), room_of(lower)
    laid.height += laid.above + laid.below


def edge_of(style: ParagraphStyle, side: str) -> Border | None:
    """The border that a paragraph has at ``side`` (or ``between``), if any."""
    return next((border for name, border in style.borders if name == side), None)


def room_of(edge: Border | None) -> float:
    """The room that a rule takes, with the space between it and the text."""
    return thickness(edge) + edge.space if edge else 0.0


def join(upper: LaidParagraph, lower: LaidParagraph) -> None:
    """Put neighbours with the same borders and indents in one box, with the rule ``between`` them if they have one."""
    one, other = upper.paragraph.style, lower.paragraph.style
    if (one.borders, one.left, one.right) != (other.borders, other.left, other.right):
        return
    between = edge_of(one, "between")
    _box(upper, upper.upper, replace(between, width=0.0) if between else None)
    _box(lower, between, edge_of(one, "bottom"))
    upper.shared = lower.joined = True


def space_between(upper: ParagraphStyle, lower: ParagraphStyle, *, added: bool) -> float:
    """The space between neighbours: the larger of what both ask for, their sum where it is ``added``.

    With contextual spacing neighbours of one style ask for nothing (17.3.1.9). The larger is what Word takes unless
    the document says doNotUseHTMLParagraphAutoSpacing (17.15.3.21).
    """
    same = upper.style == lower.style
    after = 0.0 if same and upper.contextual else upper.after
    before = 0.0 if same and lower.contextual else lower.before
    return after + before if added else max(after, before)
