"""What came of each document, as ``render_batch`` yields it and the manifest keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from budgetdocs.finding import Finding, Severity


class File(NamedTuple):
    """A file that was written: its path below the output folder (with ``/``), hash and size; ``pages`` of a PDF."""

    path: str
    sha256: str
    size: int
    pages: int | None = None


class Origin(NamedTuple):
    """Where a document comes from: the input as it was named, and which part of it (``第 3 行``, "" for all of it)."""

    input: str
    part: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, self))


class Identity(NamedTuple):
    """What decides whether a document has to be made anew: hashes (SHA-256) of all that it is made from."""

    data: str
    """Of what the form says."""
    submission: str
    """Of the whole submission, by which the review judges."""
    recipe: str
    """Of template, form, options, fonts and version together."""
    form: str
    template: str
    version: str


@dataclass(frozen=True, slots=True)
class Done:
    """A document that stands in the output folder."""

    origin: Origin
    name: str
    """Its path below the output folder without suffix, with ``/``; no two documents have the same."""
    unit: tuple[str, str]
    """单位编码 and 单位名称."""
    project: tuple[str, str] | None
    """项目编码 and 项目名称; None for the book of the unit."""
    identity: Identity
    files: tuple[File, ...]
    findings: Mapping[str, int] = field(default_factory=dict)
    """How often the review has found what, by code; empty if it was not asked."""
    remarks: tuple[Finding, ...] = ()
    """What there was to report about the document itself: a replaced font, an element not drawn."""
    seconds: float = 0.0
    """Time of making it; of the run in which it was made."""
    unchanged: bool = False
    """Whether an earlier run had made it already."""

    def line(self) -> bytes:
        """The line of the manifest, with ``seconds``, all that differs from run to run, at its end."""
        fields = {
            "status": "ok",
            "name": self.name,
            "input": self.origin.input,
            "part": self.origin.part,
            "unit": self.unit,
            "project": self.project,
            "form": self.identity.form,
            "version": self.identity.version,
            "template_sha256": self.identity.template,
            "recipe_sha256": self.identity.recipe,
            "submission_sha256": self.identity.submission,
            "input_sha256": self.identity.data,
            "files": [each._asdict() for each in self.files],
            "findings": self.findings,
            "remarks": [(each.code, each.severity, each.message, each.where) for each in self.remarks],
            "seconds": self.seconds,
        }
        return _line(fields)

    def kept(self) -> Done:
        """The same, found standing by a later run."""
        return replace(self, unchanged=True)


@dataclass(frozen=True, slots=True)
class Failed:
    """An input that could not be read, or a document that could not be made; the others go on."""

    origin: Origin
    reason: str
    """Why, in one line."""
    name: str = ""
    """As in :class:`Done`; "" where it was not read so far."""
    problems: tuple[str, ...] = ()
    """Every fault of an input that has several, a line each, with its place."""

    def line(self) -> bytes:
        """The line of the manifest."""
        name = {"name": self.name} if self.name else {}
        return _line(
            {"status": "failed"} | name | {"input": self.origin.input, "part": self.origin.part, "reason": self.reason}
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come."""

    made: int = 0
    """Documents made in this run."""
    unchanged: int = 0
    """Documents that stood there already."""
    failed: int = 0
    share: float | None = None
    """The part of the inputs that is done with, 0 to 1; None where their size is not known."""
    seconds: float = 0.0
    """Since the run began."""

    @property
    def rate(self) -> float:
        """Documents a second."""
        return (self.made + self.unchanged) / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None where that can't be told."""
        return self.seconds / self.share - self.seconds if self.share else None


def _line(fields: Mapping[str, Any]) -> bytes:
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="backslashreplace") + b"\n"


def read_line(line: bytes) -> Done | Failed:
    """The outcome that a line of a manifest tells; raises :class:`ValueError` for any other line."""
    try:
        fields = json.loads(line)
        origin = Origin(fields["input"], fields["part"])
        if fields["status"] == "failed":
            return Failed(origin, fields["reason"], fields.get("name", ""))
        return Done(
            origin,
            fields["name"],
            tuple(fields["unit"]),
            fields["project"] and tuple(fields["project"]),
            Identity(
                *(
                    fields[each]
                    for each in (
                        "input_sha256",
                        "submission_sha256",
                        "recipe_sha256",
                        "form",
                        "template_sha256",
                        "version",
                    )
                )
            ),
            tuple(File(**each) for each in fields["files"]),
            fields["findings"],
            tuple(Finding(code, Severity(severity), *said) for code, severity, *said in fields["remarks"]),
            fields["seconds"],
        )
    except (KeyError, TypeError, IndexError) as fault:
        raise ValueError(f"no line of a manifest: {fault!r}") from None
