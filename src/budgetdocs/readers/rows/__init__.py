"""Rows of a script → submission: lists of dicts and data frames, under labels, English names or what workbooks print.

A flat row is one 指标 with the columns of its project repeated, or left blank below the first, as merged cells come out
of a spreadsheet. A nested row is a whole project, its 指标 a list of dicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from budgetdocs.errors import Problem, ReadError
from budgetdocs.model import Department, DepartmentTargets, OddityKind, Path, Place, Record, Submission
from budgetdocs.readers.bind import bind
from budgetdocs.readers.rows.python_values import plain_value
from budgetdocs.readers.rows.table import RowMark, RowTable, Told
from budgetdocs.readers.rows.tree import NOTHING_SAID, listing, node
from budgetdocs.readers.tree import Group, Scalar
from budgetdocs.readers.validate import submission_of
from budgetdocs.readers.values import Notes

_SHOWN = "行数据"
_GIVEN_FIRST = ("to_dicts", "to_pylist")
"""How polars and pyarrow give their rows; pandas has ``to_dict("records")``."""
_PARAMETERS = {"表样": "form", "年度": "year", "部门": "department", "部门整体绩效目标": "targets"}


def from_rows(
    rows: Iterable[Mapping[Any, Any]],
    *,
    form: str | None = None,
    year: int | str | None = None,
    department: Department | Mapping[str, Any] | None = None,
    targets: DepartmentTargets | Mapping[str, Any] | None = None,
) -> Submission:
    """The submission that ``rows`` say, each value with its place (``第 3 行“指标值”``).

    A row's keys are printed labels, English names, or what workbooks write instead (``预算数（元）``, ``目标值``);
    sign and unit may have keys of their own. ``form``, ``year`` and ``department`` may stand in the rows; without a
    department the rows must be of one unit. ``targets`` is 部门整体绩效目标, blank if it is not given: rows don't tell
    of it, and the review says so (GO002), whatever the ``form``. None, NaN, NaT and white space are blank; in flat rows
    a blank 一级 or 二级指标 is that of the row above. What is read with doubt, or not at all, is an oddity of the
    submission (group RD of the review).

    Raises :class:`ReadError` holding every problem.
    """
    table = RowTable()
    for number, row in enumerate(_mappings(rows), start=1):
        table.add(number, row)
    if table.faults:
        raise _refused(table.faults)
    lacking = table.lacking() if table.sheets or table.strange else "没有任何有内容的行"
    if lacking:
        raise ReadError(_SHOWN, "", lacking)
    given = {
        "表样": form if form is not None else _the_one(table, "form", "表样"),
        "年度": _year(year, table),
        "部门": _department(department, table),
        "部门整体绩效目标": NOTHING_SAID if targets is None else targets,
    }
    return _submission(table, {label: value for label, value in given.items() if value is not None})


def from_dataframe(
    frame: Any,
    *,
    form: str | None = None,
    year: int | str | None = None,
    department: Department | Mapping[str, Any] | None = None,
    targets: DepartmentTargets | Mapping[str, Any] | None = None,
) -> Submission:
    """The submission that a data frame says, of pandas, polars or anything else that gives its rows as dicts.

    See :func:`from_rows`. A named index counts as columns. Raises :class:`ReadError`, for two columns of one name too.
    """
    return from_rows(_records(frame), form=form, year=year, department=department, targets=targets)


def _refused(problems: Iterable[Problem]) -> ReadError:
    found = tuple(problems)
    return ReadError(_SHOWN, *found[0], found)


# -- rows --------------------------------------------------------------------------------------------------------------


def _mappings(rows: Any) -> Iterator[Mapping[Any, Any]]:
    if hasattr(rows, "columns"):
        raise ReadError(_SHOWN, "", "这是 DataFrame，请用 from_dataframe")
    if isinstance(rows, str | bytes | Mapping) or not isinstance(rows, Iterable):
        raise ReadError(_SHOWN, "", f"应为一组行，每行一个字典，而给的是 {type(rows).__name__}")
    for number, row in enumerate(rows, start=1):
        mapping = row.dump() if isinstance(row, Record) else row
        if not isinstance(mapping, Mapping):
            raise ReadError(_SHOWN, f"第 {number} 行", f"应为字典，而给的是 {type(row).__name__}")
        yield mapping


def _records(frame: Any) -> list[Mapping[Any, Any]]:
    columns = list(getattr(frame, "columns", ()))
    twice = dict.fromkeys(str(column) for column in columns if columns.count(column) > 1)
    if twice:
        raise ReadError(_SHOWN, "", f"有同名的列：{'、'.join(f'“{name}”' for name in twice)}，请改成不同的名字")
    for name in _GIVEN_FIRST:
        if callable(getattr(frame, name, None)):
            return list(getattr(frame, name)())
    if not callable(getattr(frame, "to_dict", None)):
        raise ReadError(_SHOWN, "", f"应为 DataFrame（pandas、polars 等），而给的是 {type(frame).__name__}")
    if any(name is not None for name in getattr(getattr(frame, "index", None), "names", ())):
        frame = frame.reset_index()
    return list(frame.to_dict("records"))


# -- what is said of the whole -----------------------------------------------------------------------------------------


def _the_one(table: RowTable, name: str, label: str) -> Told | None:
    """What the rows say of ``name``, None if nothing; raises :class:`ReadError` if they say several things."""
    said = {told.text: told for told in reversed(table.whole[name])}
    if len(said) > 1:
        listed = "、".join(sorted(said)[:5])
        raise ReadError(_SHOWN, "", f"这些行有 {len(said)} 个{label}（{listed}），一次只能读一个，请先分开")
    return next(iter(said.values()), None)


def _year(year: int | str | None, table: RowTable) -> str | Told:
    said = _the_one(table, "year", "年度")
    given = None if plain_value(year) is None else str(plain_value(year)).removesuffix("年")
    if given is None and said is None:
        raise ReadError(_SHOWN, "", "没有年度，请写 year=2022，或加“年度”一列")
    if given is not None and said is not None and said.text != given:
        raise ReadError(_SHOWN, "", f"参数 year 是 {given}，而“年度”一列写的是 {said.text}，请核对")
    return said or given or ""


def _department(department: Any, table: RowTable) -> Any:
    """The department: as given, or the one unit of the rows, with the cells that name it."""
    if department is not None:
        return department
    units = {
        (code.text, name.text): {"单位编码": code, "单位名称": name}
        for sheet in table.sheets
        if (code := sheet.cells.get("unit_code")) and (name := sheet.cells.get("unit_name"))
    }
    if len(units) == 1:
        return next(iter(units.values()))
    if units:
        listed = "、".join(" ".join(unit) for unit in list(units)[:5])
        reason = f"这些行有 {len(units)} 个单位（{listed}），请写明部门，如 "
    else:
        reason = "没有部门，请加“单位编码”“单位名称”两列，或写 "
    raise ReadError(_SHOWN, "", f'{reason}department={{"单位编码": "978001", "单位名称": "某局"}}')


# -- the submission ----------------------------------------------------------------------------------------------------


def _submission(table: RowTable, given: Mapping[str, Any]) -> Submission:
    notes = Notes()
    for doubt in table.doubts:
        path: Path = ("projects", doubt.number, *_steps(doubt.field)) if doubt.number >= 0 else ()
        notes.add(OddityKind.AMBIGUOUS, path, doubt.mark, doubt.detail)
    for key, marks in table.strange.items():
        notes.add(OddityKind.UNPLACED, (), marks[0], f"“{key}”认不出是哪一项，{len(marks)} 行有内容")
    entries = []
    for label, value in given.items():
        mark = RowMark(0, 0, f"参数 {_PARAMETERS[label]}")
        dumped = value.dump() if isinstance(value, Record) else value
        entries.append((Scalar(label, mark), node(dumped, mark, notes)))
    entries.append((Scalar("项目", RowMark(1, 0)), listing(table.sheets, notes)))
    bound = bind(Group(tuple(entries), RowMark(0, 0)), Submission)
    bound.oddities += notes.in_order()
    submission, faults = submission_of(bound)
    if submission is None:
        raise _refused(Problem(str(Place(fault.typed, str(fault.mark))), fault.reason) for fault in faults)
    return submission


def _steps(name: str) -> Path:
    return ("payment_plan", name) if name in ("march", "june", "october", "december") else (name,)
