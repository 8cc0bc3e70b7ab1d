"""Texts of the form as messages quote them: on one line, and not longer than they can be recognised by."""

from __future__ import annotations

_LONGEST = 30


def quoted(text: str) -> str:
    """``text`` in quotation marks, on one line and shortened; nothing for a blank."""
    line = shortened(text)
    return f"“{line}”" if line else ""


def shortened(text: str, longest: int = _LONGEST) -> str:
    """The words of ``text`` on one line; what is beyond ``longest`` characters is replaced by ``……``."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}……"
