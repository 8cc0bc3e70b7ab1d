"""What an official form is: a name, a Word template, and its view of the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from budgetdocs.errors import RenderError
from budgetdocs.model import Project, Submission

Context = dict[str, Any]
"""The values of a template, under the Chinese names that stand in its tags."""

TEMPLATE_FILE = "book.docx"


class SheetView(Protocol):
    """Gives the context of one project's table; ``year`` is None where it is not known."""

    def __call__(self, project: Project, year: int | None = None) -> Context: ...


@dataclass(frozen=True)
class Form:
    """One official form of a region and year. ``book`` and ``sheet`` are pure: the same data, the same context."""

    name: str
    title: str
    book: Callable[[Submission], Context]
    sheet: SheetView

    def template_path(self, folder: Path | None = None) -> Path:
        """The template: the shipped one, or that of ``folder`` (``<form>/book.docx``, else ``book.docx``).

        Raises :class:`RenderError` if there is none.
        """
        if folder is None:
            candidates = [templates_folder() / self.name / TEMPLATE_FILE]
        else:
            candidates = [folder / self.name / TEMPLATE_FILE, folder / TEMPLATE_FILE]
        for path in candidates:
            if path.is_file():
                return path
        sought = "、".join(str(path) for path in candidates)
        raise RenderError(self.name, "", f"找不到表样 {self.name} 的模板，找过：{sought}")


@cache
def templates_folder() -> Path:
    """The folder of the shipped templates: inside the installed package, or beside ``src`` in a checkout."""
    package = Path(str(resources.files("budgetdocs")))
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent.parent / "templates"
