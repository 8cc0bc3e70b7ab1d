"""A finding: one thing that a person should know about the data or the document made from it.

It stands at the bottom of the house because every step may have something to report: a reader a damaged code, the
review a wrong value, the Word step a control character, the PDF step a font that it had to replace.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

_log = logging.getLogger("budgetdocs")


class Severity(StrEnum):
    """How much a finding weighs; the printed word is the value."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"


class Finding(NamedTuple):
    """``code`` is stable for ever; ``where`` is the place in the user's own file or in the document.

    ``fix`` is the text that may stand instead of the value at ``path``, None where none can be proposed. A ``safe`` fix
    changes the writing only; any other proposes a meaning, and a person has to agree. ``path`` is English field names
    and indexes down to the value in the submission, empty for a finding about a document.
    """

    code: str
    severity: Severity
    message: str
    where: str = ""
    fix: str | None = None
    safe: bool = False
    path: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        return " ".join(part for part in (self.severity, self.code, self.message, self.where) if part)


Report = Callable[[Finding], None]
"""Takes each finding as it is made."""


def log(finding: Finding) -> None:
    """The default :data:`Report`: a warning of the logger ``budgetdocs``, so that nothing is lost silently."""
    _log.warning("%s", finding)
