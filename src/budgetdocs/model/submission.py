"""The submission: one department's year, and where in the user's file each value stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import Field, PrivateAttr, field_validator, model_validator

from budgetdocs.model.department import Department, DepartmentTargets
from budgetdocs.model.note import ReviewNotes
from budgetdocs.model.oddity import Oddity
from budgetdocs.model.project import Project
from budgetdocs.model.record import Path, Record


class Place(NamedTuple):
    """Where a value was read: ``path`` (``$.项目[0].指标[2].指标值``) and ``position`` (line, or cell)."""

    path: str
    position: str

    def __str__(self) -> str:
        return f"{self.path}（{self.position}）" if self.position else self.path


def labelled(path: Path) -> str:
    """``path`` under the printed labels, as a place is written: ``$.项目[0].指标[2].指标值``."""
    model: Any = Submission
    typed = "$"
    for step in path:
        if isinstance(step, int):
            typed += f"[{step}]"
            continue
        known = model.model_fields[step]
        typed += f".{known.alias}"
        model = get_args(known.annotation)[0] if get_origin(known.annotation) is tuple else known.annotation
    return typed


def _year(value: object) -> object:
    """``2022``, ``"2022"`` and ``"2022年"`` as the number."""
    if isinstance(value, str):
        figures = value.strip().removesuffix("度").removesuffix("年")
        return int(figures) if figures.isdecimal() else value
    return value


class Submission(Record):
    """One department's year: 部门整体绩效目标 and a 项目绩效目标表 for each budget project."""

    form: str = Field(alias="表样", default="hebei-2022")
    year: Annotated[int, Field(ge=2000, le=2099)] = Field(alias="年度")
    department: Department = Field(alias="部门")
    targets: DepartmentTargets = Field(alias="部门整体绩效目标")
    projects: tuple[Project, ...] = Field(alias="项目")
    review_notes: ReviewNotes = ()

    _places: Mapping[Path, Place] = PrivateAttr(default_factory=dict)
    _oddities: tuple[Oddity, ...] = PrivateAttr(default=())

    @field_validator("year", mode="before")
    @classmethod
    def _year_in_figures(cls, value: object) -> object:
        return _year(value)

    @model_validator(mode="before")
    @classmethod
    def _projects_of_the_department(cls, data: Any) -> Any:
        """A project that names no unit of its own belongs to the department."""
        if not isinstance(data, dict):
            return data
        department = data.get("department", data.get("部门"))
        key = "projects" if "projects" in data else "项目"
        if not isinstance(department, dict) or not isinstance(data.get(key), list | tuple):
            return data
        return data | {key: [_with_unit(project, department) for project in data[key]]}

    def place(self, *path: str | int) -> Place | None:
        """Where the value at ``path`` (see :data:`Path`) was read; None for data made in code."""
        return self._places.get(path)

    def where(self, path: Path) -> Place:
        """The place of the value at ``path``; of one that no file holds, its labels and where its record was read."""
        places = self._places
        place = places.get(path)
        if place is not None or not places:
            return place or Place(labelled(path), "")
        above = path[:-1]
        while above and above not in places:
            above = above[:-1]
        return Place(labelled(path), places[above].position if above else "")

    @property
    def oddities(self) -> tuple[Oddity, ...]:
        """What the reader saw in the file that the data can't say; empty for data made in code."""
        return self._oddities

    def located(self, places: Mapping[Path, Place], oddities: tuple[Oddity, ...] = ()) -> Submission:
        """The same submission, knowing where its values stand and what was odd about the file."""
        copy = self.model_copy()
        copy._places = places
        copy._oddities = oddities
        return copy


def _with_unit(project: Any, department: dict[str, Any]) -> Any:
    if not isinstance(project, dict):
        return project
    inherited = {
        name: department.get(source, department.get(label))
        for name, source, label in (("unit_code", "code", "单位编码"), ("unit_name", "name", "单位名称"))
        if name not in project and label not in project and (source in department or label in department)
    }
    return project | inherited
