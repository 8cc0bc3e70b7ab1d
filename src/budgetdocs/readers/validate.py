"""Plain data → submission; what pydantic refuses, in Chinese and at the place where it was typed."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import ValidationError

from budgetdocs.model import Path, Record, Submission, labelled
from budgetdocs.readers.bind import Bound, Fault, Spot
from budgetdocs.readers.labels import find
from budgetdocs.readers.tree import START, shortened

_INHERITED = {"unit_code": ("department", "code"), "unit_name": ("department", "name")}
_REASONS = {
    "string_too_short": "不能为空",
    "string_type": "应为文字",
}


def submission_of(bound: Bound) -> tuple[Submission | None, list[Fault]]:
    """The submission that ``bound`` says, or None, with all its faults in the order of the file."""
    faults = list(bound.faults)
    try:
        submission = Submission.model_validate(bound.data)
    except ValidationError as error:
        submission = None
        faults += _translated(error, bound)
        if not faults:
            faults.append(Fault(START, "$", "内容不合要求"))
    if submission is None or faults:
        return None, sorted(faults, key=lambda fault: (fault.mark.order, fault.mark))
    _inherit_spots(bound, len(submission.projects))
    return submission.located(bound.places(), tuple(bound.oddities)), []


def _inherit_spots(bound: Bound, projects: int) -> None:
    """A project that names no unit has it from the department, and that is where it stands."""
    for index in range(projects):
        for name, source in _INHERITED.items():
            spot = bound.spots[source]
            bound.spots.setdefault(("projects", index, name), spot._replace(typed=spot.typed or labelled(source)))


def _translated(error: ValidationError, bound: Bound) -> list[Fault]:
    faults: dict[tuple[Path, str], Fault] = {}
    for detail in error.errors(include_url=False):
        path, label = _english(detail["loc"])
        if _known(path, bound) or (path not in bound.spots and path[-1] in _INHERITED):
            continue
        if detail["type"] == "missing":
            above = _nearest(path[:-1], bound)
            faults[path, "missing"] = Fault(above.mark, above.typed, f"缺少“{label}”")
        else:
            spot = _nearest(path, bound)
            faults.setdefault((path, ""), Fault(spot.mark, spot.typed, _reason(path, detail, spot)))
    return list(faults.values())


def _english(loc: tuple[int | str, ...]) -> tuple[Path, str]:
    """The English path of a pydantic location (that may hold labels and its own inner steps), and the last label."""
    path: list[str | int] = []
    label = ""
    model: Any = Submission
    for step in loc:
        if isinstance(step, int):
            path.append(step)
            continue
        known = find(model, step) if isinstance(model, type) and issubclass(model, Record) else None
        if known is None:
            break
        path.append(known.name)
        label = known.label
        model = known.info.annotation
        if get_origin(model) is tuple:
            model = get_args(model)[0]
    return tuple(path), label


def _known(path: Path, bound: Bound) -> bool:
    """Whether a fault of ``path``, or of what holds it, has been reported already."""
    return any(path[:length] in bound.faulty for length in range(1, len(path) + 1))


def _nearest(path: Path, bound: Bound) -> Spot:
    while path and path not in bound.spots:
        path = path[:-1]
    spot = bound.spots.get(path, Spot("$", START))
    return spot if spot.typed else spot._replace(typed=labelled(path))


def _reason(path: Path, detail: Any, spot: Spot) -> str:
    if path == ("year",):
        typed = f"写的是“{shortened(spot.text)}”" if detail["input"] is not None else "这里是空的"
        return f"应为年份（2000 至 2099，如 2022），而{typed}"
    if detail["type"] == "value_error":
        said = str(detail["ctx"]["error"])
        if not any("\u4e00" <= character <= "\u9fff" for character in said):
            return "写法无法识别"
        return f"{said}，而这里是空的" if detail["input"] is None and "空" not in said else shortened(said, 100)
    return _REASONS.get(detail["type"], "内容不合要求")
