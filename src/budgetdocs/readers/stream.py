"""Files of many submissions, read one at a time: JSON lines, and YAML with several documents.

However long the file, no more of it is held than one submission.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from budgetdocs.errors import ReadError
from budgetdocs.model import Submission
from budgetdocs.readers.json_tree import parse_json
from budgetdocs.readers.plain import plain_json, plain_yaml
from budgetdocs.readers.source import require_file, unreadable, utf8_text
from budgetdocs.readers.text import submission_in
from budgetdocs.readers.yaml_tree import parse_yaml

LINES = (".jsonl", ".ndjson")
DOCUMENTS = (".yaml", ".yml")
SUFFIXES = LINES + DOCUMENTS
"""The kinds of file that :func:`read_stream` takes."""

_MARKER = re.compile(rb"(?:---|\.\.\.)(?=[\s]|$)")  # YAML 1.2.2, 9.1.2: at the start of a line, wherever it stands
_SAYS_NOTHING = re.compile(rb"(?:---|\.\.\.)?[ \t\r]*(?:#.*)?|%.*|\xef\xbb\xbf")


class Entry(NamedTuple):
    """One submission of a file, or why it can't be read."""

    part: str
    """Which of the file's it is (``第 3 行``, ``第 3 份``); "" for the only one."""
    end: int
    """Bytes of the file up to here."""
    submission: Submission | ReadError


def read_stream(path: str | os.PathLike[str]) -> Iterator[Entry]:
    """Each submission of the file at ``path`` in turn; one that is at fault leaves the others as they are.

    Raises :class:`ReadError` for a file that can't be opened, or in which nothing is written.
    """
    file, shown = Path(path), os.fspath(path)
    require_file(file, shown)
    entries = _lines(file, shown) if file.suffix.lower() in LINES else _documents(file, shown)
    try:
        yield from entries
    except OSError as error:
        raise unreadable(error, shown) from None


def _lines(file: Path, shown: str) -> Iterator[Entry]:
    end = 0
    empty = True
    with file.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            end += len(line)
            if number == 1 and b"\0" in line:  # not a text at all, or UTF-16
                utf8_text(line, shown)
            if line.strip(b" \t\r\n\xef\xbb\xbf"):
                empty = False
                yield Entry(f"第 {number} 行", end, _line(line, shown, number))
    if empty:
        raise ReadError(shown, "", "文件是空的")


def _line(line: bytes, shown: str, number: int) -> Submission | ReadError:
    try:
        text = utf8_text(line.rstrip(b"\r\n"), shown)
        return plain_json(text) or submission_in(text, parse_json, shown, number)
    except ReadError as error:
        return error if error.where else ReadError(shown, f"第 {number} 行", error.reason)


def _documents(file: Path, shown: str) -> Iterator[Entry]:
    number = 0
    held: Entry | None = None  # the first is the only one unless a second follows
    for first_line, end, text in _split(file):
        number += 1
        entry = Entry(f"第 {number} 份", end, _document(text, shown, first_line))
        if number == 1:
            held = entry
            continue
        if held:
            yield held
            held = None
        yield entry
    if held:
        yield held._replace(part="")
    if not number:
        raise ReadError(shown, "", "文件里没有内容（是空的，或只有注释）")


def _document(text: bytes, shown: str, first_line: int) -> Submission | ReadError:
    try:
        decoded = utf8_text(text, shown)
        plain = plain_yaml(decoded) if first_line > 1 else None  # of a file with one the places are wanted
        return plain or submission_in(decoded, parse_yaml, shown, first_line)
    except ReadError as error:
        return error


def _split(file: Path) -> Iterator[tuple[int, int, bytes]]:
    """The documents in which something is written: first line, bytes up to its end, text."""
    lines: list[bytes] = []
    end, says, first = 0, False, 1
    with file.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if _MARKER.match(line) and lines:
                if says:
                    yield first, end, b"".join(lines)
                lines, says, first = [], False, number
            lines.append(line)
            end += len(line)
            says = says or not _SAYS_NOTHING.fullmatch(line.rstrip(b"\n"))
    if says:
        yield first, end, b"".join(lines)
