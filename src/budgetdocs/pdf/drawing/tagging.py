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
    """The elements of a document, and which content belongs to each.

    Pages are drawn one after the other: :meth:`open_page`, for each piece of content :meth:`mark`, :meth:`close_page`.
    """

    def __init__(self, file: File, structure: Node, pages: int) -> None:
        self._file = file
        self._first = file.reserve()
        self._nodes: list[tuple[Node, int]] = []
        self._numbers: dict[Node, int] = {}
        self._number(structure)
        file.reserve(len(self._nodes))
        self._root = self._first + len(self._nodes)
        self._added: list[tuple[Node, int]] = []
        self._page_of: dict[int, int] = {}
        self._held: dict[int, int | str] = {}
        self._boxes: dict[Node, str] = {}
        self._parents: list[str] = []
        self._annotations: list[str] = []
        self._next_key = pages

    def _number(self, structure: Node) -> None:
        """Number ``structure`` and all below it, parents first, in the order of reading.

        The only paragraph of a cell is no element of its own: the cell holds its text.
        """
        nodes, numbers = self._nodes, self._numbers
        waiting = [(structure, 0)]
        while waiting:
            node, parent = waiting.pop()
            number = numbers[node] = self._first + len(nodes)
            nodes.append((node, parent))
            children = node.children
            if len(children) == 1 and node.kind in _CELLS:
                only = children[0]
                if only.kind == "P" and not only.children:
                    numbers[only] = number
                    continue
            if children:
                waiting += [(child, number) for child in reversed(children)]

    # ------------------------------------------------------------------------------------------------------- content

    def open_page(self, page: int) -> None:
        """What is marked from now on stands on the page with the object number ``page``."""
        self._page = page
        self._marked: list[int] = []

    def mark(self, node: Node) -> int:
        """The identifier of a new marked-content sequence of ``node`` on this page (14.7.4.4)."""
        identifier, number = len(self._marked), self._numbers[node]
        self._marked.append(number)
        if number not in self._held:
            self._held[number], self._page_of[number] = identifier, self._page
        elif self._page_of.setdefault(number, self._page) == self._page:
            self._hold(number, identifier)
        else:
            self._hold(number, f"<</Type/MCR/Pg {self._page} 0 R/MCID {identifier}>>")
        return identifier

    def link(self, node: Node) -> Node:
        """A new Link element at this place of ``node``; in a line of the contents within a Reference (14.8.4.4)."""
        return self._add(self._add(node, "Reference") if node.kind == "TOCI" else node, "Link")

    def annotate(self, node: Node, annotation: int) -> int:
        """Make the annotation with the object number ``annotation`` part of the Link ``node``; its StructParent."""
        number = self._numbers[node]
        self._hold(number, f"<</Type/OBJR/Obj {annotation} 0 R>>")
        key, self._next_key = self._next_key, self._next_key + 1
        self._annotations.append(f"{key} {number} 0 R")
        return key

    def place(self, node: Node, box: str) -> None:
        """Say where the Figure ``node`` stands (14.8.5.4.3 BBox)."""
        self._boxes[node] = box

    def close_page(self) -> int:
        """The StructParents of the page."""
        key = len(self._parents)
        parents = " ".join([f"{number} 0 R" for number in self._marked])
        self._parents.append(f"{key} {self._file.add(f'[{parents}]')} 0 R")
        return key

    def _hold(self, number: int, kid: int | str) -> None:
        """Put ``kid`` behind what the element ``number`` holds."""
        held = self._held.get(number)
        self._held[number] = kid if held is None else f"{held} {kid}"

    def _add(self, parent: Node, kind: str) -> Node:
        """A new element behind what ``parent`` holds so far; the layout's own tree stays as it is."""
        node, above = Node(kind), self._numbers[parent]
        number = self._numbers[node] = self._file.reserve()
        self._added.append((node, above))
        self._hold(above, f"{number} 0 R")
        return node

    # ------------------------------------------------------------------------------------------------------ elements

    def finish(self) -> int:
        """Write the tree; the number of its root (14.7.2)."""
        file = self._file
        tree = file.add(f"<</Nums[{' '.join(self._parents + self._annotations)}]>>")
        root = f"<</Type/StructTreeRoot/K {self._first} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {self._next_key}>>"
        file.put_all(self._first, [*self._bodies(), root])
        for node, parent in self._added:
            file.put(self._numbers[node], self._body(node, self._numbers[node], parent))
        return self._root

    def _bodies(self) -> Iterator[str]:
        """The elements of the tree as the layout made it, by their numbers."""
        held, page_of, root = self._held, self._page_of, self._root
        for number, (node, parent) in enumerate(self._nodes, self._first):
            if node.kind == "TD" and number in page_of and node.columns == node.rows == 1 and not node.children:
                yield f"<</S/TD/P {parent} 0 R/Pg {page_of[number]} 0 R/K[{held[number]}]>>"  # as most are
            else:
                yield self._body(node, number, parent or root)

    def _body(self, node: Node, number: int, parent: int) -> str:
        """The element ``number``, that of ``node``, below the one with the number ``parent``."""
        numbers = self._numbers
        kids = self._held.get(number, "")
        if node.children:
            children = " ".join([f"{numbers[child]} 0 R" for child in node.children if numbers[child] != number])
            kids = f"{kids} {children}" if kids != "" and children else children or kids
        page = self._page_of.get(number)
        on_page = f"/Pg {page} 0 R" if page else ""
        attributes = _attributes(node, self._boxes.get(node)) if node.kind in _WITH_ATTRIBUTES else ""
        return f"<</S/{node.kind}/P {parent} 0 R{on_page}/K[{kids}]{attributes}>>"


def _attributes(node: Node, box: str | None) -> str:
    """What a cell or a picture, which stands in ``box``, says of itself."""
    if node.kind == "Figure":
        placed = f"/A<</O/Layout/Placement/Inline/BBox[{box}]>>" if box else ""
        return f"/Alt{text_string(node.alt or UNTOLD)}{placed}"
    scope = f"/Scope/{node.scope}" if node.kind == "TH" else ""
    rows = f"/RowSpan {node.rows}" if node.rows > 1 else ""
    columns = f"/ColSpan {node.columns}" if node.columns > 1 else ""
    return f"/A<</O/Table{scope}{rows}{columns}>>" if scope or rows or columns else ""
