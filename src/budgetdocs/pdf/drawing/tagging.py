"""The structure tree of a tagged PDF (ISO 32000-1, 14.7; ISO 14289-1): what is read aloud, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from budgetdocs.pdf.drawing.file import File, text_string
from budgetdocs.pdf.page import Node

_CELLS: Final = frozenset(("TH", "TD"))
_WITH_ATTRIBUTES: Final = _CELLS | {"Figure"}
UNTOLD: Final = "图片"
"""The alternative text of a picture that has none; a Figure must have one (ISO 14289-1, 7.3)."""


class Tags:
    """The elements of a document, and which content belongs to each; each node notes its number, and what it holds.

    Pages are drawn one after the other: :meth:`open_page`, for each piece of content :meth:`mark`, :meth:`close_page`.
    """

    def __init__(self, file: File) -> None:
        self._file = file
        self._added: list[tuple[Node, Node]] = []
        self._boxes: dict[Node, str] = {}
        self._keys: list[Node | list[Node]] = []

    # ------------------------------------------------------------------------------------------------------- content

    def open_page(self, page: int) -> None:
        """What is marked from now on stands on the page with the object number ``page``."""
        self._page = page
        self._marked: list[Node] = []

    def mark(self, node: Node) -> int:
        """The identifier of a new marked-content sequence of ``node`` on this page (14.7.4.4)."""
        identifier = len(self._marked)
        self._marked.append(node)
        if node.held == "" and not node.page:
            node.held, node.page = identifier, self._page
        elif (node.page or self._page) == self._page:
            node.page = self._page
            node.held = f"{node.held} {identifier}"
        else:
            node.held = f"{node.held} <</Type/MCR/Pg {self._page} 0 R/MCID {identifier}>>"
        return identifier

    def link(self, node: Node) -> Node:
        """A new Link element at this place of ``node``; in a line of the contents within a Reference (14.8.4.4)."""
        return self._add(self._add(node, "Reference") if node.kind == "TOCI" else node, "Link")

    def annotate(self, node: Node, annotation: int) -> int:
        """Make the annotation with the object number ``annotation`` part of the Link ``node``; its StructParent."""
        node.held = f"{node.held} <</Type/OBJR/Obj {annotation} 0 R>>"
        self._keys.append(node)
        return len(self._keys) - 1

    def place(self, node: Node, box: str) -> None:
        """Say where the Figure ``node`` stands (14.8.5.4.3 BBox)."""
        self._boxes[node] = box

    def close_page(self) -> int:
        """The StructParents of the page."""
        self._keys.append(self._marked)
        return len(self._keys) - 1

    def _add(self, parent: Node, kind: str) -> Node:
        """A new element behind what ``parent`` holds so far; the layout's own tree stays as it is."""
        node = Node(kind, number=self._file.reserve())
        self._added.append((node, parent))
        parent.held = f"{parent.held} {node.number} 0 R"
        return node

    # ------------------------------------------------------------------------------------------------------ elements

    def finish(self, structure: Node) -> int:
        """Write the tree of ``structure``; the number of its root (14.7.2)."""
        file = self._file
        root = file.reserve()
        top = self._write(structure, root)
        for node, parent in self._added:
            file.put(node.number, self._body(node, parent.number, ""))
        tree = file.add(f"<</Nums[{' '.join(self._parents())}]>>")
        file.put(
            root,
            f"<</Type/StructTreeRoot/K {top} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {len(self._keys)}>>",
        )
        return root

    def _write(self, node: Node, above: int) -> int:
        """Write the element of ``node``, and those below it; ``above`` and what is returned are numbers of elements."""
        reserve, put = self._file.reserve, self._file.put
        number = node.number = reserve()
        only = _own_text(node) if node.children else None
        kids = []
        if only is not None:
            only.number, node.page, node.held = number, only.page, only.held
        else:
            for child in node.children:
                if child.kind == "TD" and child.page and not child.children and child.columns == child.rows == 1:
                    its = child.number = reserve()  # as most are
                    put(its, f"<</S/TD/P {number} 0 R/Pg {child.page} 0 R/K[{child.held}]>>")
                else:
                    its = self._write(child, number)
                kids.append(f"{its} 0 R")
        put(number, self._body(node, above, " ".join(kids)))
        return number

    def _parents(self) -> Iterator[str]:
        """The entries of the parent tree (14.7.4.4): the element of an annotation, those of the content of a page."""
        for key, held in enumerate(self._keys):
            if isinstance(held, list):
                listed = " ".join([f"{node.number} 0 R" for node in held])
                yield f"{key} {self._file.add(f'[{listed}]')} 0 R"
            else:
                yield f"{key} {held.number} 0 R"

    def _body(self, node: Node, parent: int, children: str) -> str:
        """The element of ``node`` below the one with the number ``parent``; ``children`` come behind what it holds."""
        on_page = f"/Pg {node.page} 0 R" if node.page else ""
        attributes = _attributes(node, self._boxes.get(node)) if node.kind in _WITH_ATTRIBUTES else ""
        kids = f"{node.held} {children}".strip() if children else node.held
        return f"<</S/{node.kind}/P {parent} 0 R{on_page}/K[{kids}]{attributes}>>"


def forget(structure: Node) -> None:
    """Have the nodes forget what was drawn of them."""
    waiting = [structure]
    while waiting:
        node = waiting.pop()
        node.page, node.held = 0, ""
        waiting += node.children


def _own_text(node: Node) -> Node | None:
    """The only paragraph of a cell, whose text is the cell's own."""
    if len(node.children) == 1 and node.kind in _CELLS:
        only = node.children[0]
        if only.kind == "P" and not only.children:
            return only
    return None


def _attributes(node: Node, box: str | None) -> str:
    """What a cell or a picture, which stands in ``box``, says of itself."""
    if node.kind == "Figure":
        placed = f"/A<</O/Layout/Placement/Inline/BBox[{box}]>>" if box else ""
        return f"/Alt{text_string(node.alt or UNTOLD)}{placed}"
    scope = f"/Scope/{node.scope}" if node.kind == "TH" else ""
    rows = f"/RowSpan {node.rows}" if node.rows > 1 else ""
    columns = f"/ColSpan {node.columns}" if node.columns > 1 else ""
    return f"/A<</O/Table{scope}{rows}{columns}>>" if scope or rows or columns else ""
