"""行表读成申报：键的种种写法，pandas、polars 一类的值，认不准的与读不了的。"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from writers.submissions import submissions

from budgetdocs.errors import ReadError
from budgetdocs.model import Department, OddityKind, Project, Submission
from budgetdocs.readers.rows import from_dataframe, from_rows

UNIT = {"单位编码": "0978001", "单位名称": "某局"}
PROJECT = {
    "项目编码": "13073022P00825110002X",
    "项目名称": "公用经费",
    "预算数": "350.00",
    "资金用途": "办公\n差旅",
    "3月底": "25%",
    "6月底": 50,
    "10月底": 75.0,
    "12月底": Decimal(100),
    "绩效目标": ["保障运转", "按时支付"],
}
ROW = {
    "一级指标": "产出指标",
    "二级指标": "质量指标",
    "三级指标": "合格率",
    "绩效指标描述": "合格的比例",
    "指标值": "≥90%",
    "指标值确定依据": "标准",
}
NAN, NOTHING = math.nan, None


def read(*rows: Mapping[Any, Any], **given: Any) -> Submission:
    return from_rows(rows, **({"year": 2022, "department": UNIT} | given))


def kinds(submission: Submission) -> list[OddityKind]:
    return [oddity.kind for oddity in submission.oddities]


def refused(*rows: Any, **given: Any) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(*rows, **given)
    assert str(caught.value).startswith("行数据：")
    return caught.value


def without(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


# -- flat rows ---------------------------------------------------------------------------------------------------------


def test_flat_rows_are_the_indicators_of_their_projects() -> None:
    other = PROJECT | {"项目编码": "13073022P00825110003X", "项目名称": "维修"}
    submission = read(
        PROJECT | ROW,
        PROJECT | ROW | {"三级指标": "及时率"},
        other | ROW,
        PROJECT | ROW | {"三级指标": "覆盖率"},
    )
    assert submission.department == Department(code="0978001", name="某局")
    assert [project.name for project in submission.projects] == ["公用经费", "维修"]
    assert [each.level3 for each in submission.projects[0].indicators] == ["合格率", "及时率", "覆盖率"]
    project = submission.projects[0]
    assert (project.purpose, project.goals) == (("办公", "差旅"), ("保障运转", "按时支付"))
    assert [*dict(project.payment_plan).values()] == [25, 50, 75, 100]
    assert submission.oddities == ()


def test_cells_left_blank_below_the_first_are_those_above() -> None:
    blank = dict.fromkeys((*PROJECT, "一级指标", "二级指标"), NAN)
    submission = read(
        PROJECT | ROW,
        blank | without(ROW, "一级指标", "二级指标") | {"三级指标": "及时率"},
        blank | ROW | {"一级指标": "效益指标", "二级指标": NOTHING},
    )
    assert len(submission.projects) == 1
    levels = [(each.level1, each.level2) for each in submission.projects[0].indicators]
    assert levels == [("产出指标", "质量指标"), ("产出指标", "质量指标"), ("效益指标", "")]
    assert [oddity[:3] for oddity in submission.oddities] == [
        (OddityKind.AMBIGUOUS, ("projects", 0, "indicators", 1, level), "第 2 行") for level in ("level1", "level2")
    ]


def test_rows_that_say_nothing_are_passed_over() -> None:
    submission = read({}, PROJECT | ROW, dict.fromkeys((*PROJECT, *ROW), NAN), {"三级指标": "  "})
    assert len(submission.projects[0].indicators) == 1
    assert submission.place("projects", 0, "indicators", 0, "value") == (
        "$.项目[0].指标[0].指标值",
        "第 2 行“指标值”",
    )


@pytest.mark.parametrize(
    ("key", "value", "path", "expected"),
    [
        ("预算数（万元）", 350, ("budget",), 350),
        ("预算数（元）", 3500000, ("budget",), 350),
        ("预算数(元)", "3,500,000.00", ("budget",), 350),
        ("budget", 82800.920000000013, ("budget",), Decimal("82800.92")),
        ("其中：财政拨款", 1.5, ("fiscal_funds",), Decimal("1.5")),
        ("项目代码", "X1", ("code",), "X1"),
        ("code", "X1", ("code",), "X1"),
        (" 项 目 名 称 ", "甲", ("name",), "甲"),
        ("name", "甲", ("name",), "甲"),
        ("年度绩效目标", "甲", ("goals",), ("甲",)),
        ("3月末", 0, ("payment_plan", "march"), 0),
        ("december", "100％", ("payment_plan", "december"), 100),
        ("目标值", "≤5天", ("indicators", 0, "value"), "≤5天"),
        ("目标值", 0.9, ("indicators", 0, "value"), "0.9"),
        ("指标名称", "甲", ("indicators", 0, "level3"), "甲"),
        ("level3", "甲", ("indicators", 0, "level3"), "甲"),
        ("目标值（个）", 12, ("indicators", 0, "value"), "12个"),
        (("绩效指标", "三级指标"), "甲", ("indicators", 0, "level3"), "甲"),
        (("项目名称", "Unnamed: 1_level_1"), "甲", ("name",), "甲"),
    ],
)
def test_keys_as_workbooks_have_them(key: Any, value: Any, path: tuple[str | int, ...], expected: object) -> None:
    labels = {"budget": "预算数", "code": "项目编码", "name": "项目名称", "goals": "绩效目标", "march": "3月底",
              "december": "12月底", "value": "指标值", "level3": "三级指标"}  # fmt: skip
    submission = read({key: value} | without(PROJECT | ROW, labels.get(str(path[-1]), "")))
    found: Any = submission.projects[0]
    for step in path:
        found = found[step] if isinstance(step, int) else getattr(found, step)
    assert getattr(found, "raw", found) == expected
    shown = key if isinstance(key, str) else next(part for part in reversed(key) if "Unnamed" not in part)
    place = submission.place("projects", 0, *path)
    assert place is not None
    assert place.position == f"第 1 行“{' '.join(shown.split())}”"


@pytest.mark.parametrize(
    ("columns", "raw"),
    [
        ({"计算符号": "≥", "指标值": 90, "度量单位": "%"}, "≥90%"),
        ({"计算符号": "≤", "指标值": 5.0, "计量单位": "天"}, "≤5天"),
        ({"计算符号": "定性", "指标值": "良好", "度量单位": "/"}, "良好"),
        ({"计算符号": "≥", "指标值": "≥90%", "度量单位": "%"}, "≥90%"),
        ({"计算符号": NAN, "指标值": "12", "度量单位": "个"}, "12个"),
    ],
)
def test_sign_number_and_unit_in_keys_of_their_own(columns: dict[str, Any], raw: str) -> None:
    assert read(PROJECT | ROW | columns).projects[0].indicators[0].value.raw == raw


def test_a_row_may_say_year_form_and_unit_itself() -> None:
    row = {"年度": "2023年", "表样": "hebei-2022", **UNIT, **PROJECT, **ROW}
    submission = from_rows([row, row])
    assert (submission.year, submission.form, submission.department.code) == (2023, "hebei-2022", "0978001")
    assert submission.where(("year",)).position == "第 1 行“年度”"
    assert submission.where(("department", "code")).position == "第 1 行“单位编码”"
    assert submission.projects[0].unit_code == "0978001"


# -- nested rows -------------------------------------------------------------------------------------------------------


def test_nested_rows_are_projects() -> None:
    plan = {"3月底": "25%", "june": 50, "10月底": 75, "12月底": 100}
    bare = without(PROJECT, "3月底", "6月底", "10月底", "12月底")
    submission = read(bare | {"资金支出计划": plan, "指标": [ROW, {"level3": "次数", "value": 3}]})
    second = submission.projects[0].indicators[1]
    assert (second.level1, second.level3, second.value.raw) == ("", "次数", "3")
    assert submission.where(("projects", 0, "indicators", 1, "value")).position == "第 1 行“指标”第 2 项“value”"
    assert submission.where(("projects", 0, "payment_plan", "june")).position == "第 1 行“资金支出计划”的“june”"
    assert submission.oddities == ()


def test_review_notes_come_along() -> None:
    note = {"规则": "IV003", "理由": "上级表样如此"}
    project = PROJECT | {"指标": [ROW | {"审核说明": [note]}], "review_notes": [note]}
    [read_project] = read(project).projects
    assert read_project.review_notes == read_project.indicators[0].review_notes
    assert read_project.review_notes[0].rule == "IV003"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(submissions())
def test_projects_as_rows_are_the_same_projects(submission: Submission) -> None:
    """项目写成行、读回来，还是那些项目；只有空格的格读成空白。"""
    whole = [_without_white_space(project.dump()) for project in submission.projects]
    assume(whole)
    for project in whole:
        project["单位名称"] = project["单位名称"] or "某局"
        project |= {key: f"X{project[key]}" for key in ("单位编码", "项目编码")}  # 不像被表格软件改坏的
    expected = Submission.model_validate(submission.dump() | {"项目": whole, "审核说明": []})
    found = from_rows(
        [Project.model_validate(project) for project in whole],
        form=submission.form,
        year=submission.year,
        department=submission.department,
        targets=submission.targets,
    )
    assert found == expected


def _without_white_space(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_white_space(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_white_space(item) for item in data]
    return data if not isinstance(data, str) or data.strip() else ""


# -- values of data frames ---------------------------------------------------------------------------------------------


class Scalar:
    """像 numpy 的标量。"""

    def __init__(self, value: object) -> None:
        self.value = value

    def tolist(self) -> object:
        return self.value


class NAType:
    """像 pandas.NA：不能当真假用。"""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other: object) -> bool:
        raise TypeError("NA")

    __hash__ = None  # type: ignore[assignment]


class Level(StrEnum):
    OUTPUT = "产出指标"


@pytest.mark.parametrize("blank", [None, NAN, Scalar(NAN), NAType(), Decimal("NaN"), "", " \n"])
def test_what_stands_for_nothing(blank: object) -> None:
    submission = read(PROJECT | ROW | {"财政资金": blank, "指标值确定依据": blank, "备注": blank})
    assert submission.projects[0].fiscal_funds is None
    assert submission.projects[0].indicators[0].basis == ""
    assert submission.oddities == ()


@pytest.mark.parametrize(
    ("value", "raw"),
    [(Scalar(12), "12"), (Scalar(0.5), "0.5"), (3.0, "3"), (Decimal("1.50"), "1.5"), (10**20, "1" + "0" * 20)],
)
def test_numbers_are_plain_decimals(value: object, raw: str) -> None:
    assert read(PROJECT | ROW | {"指标值": value}).projects[0].indicators[0].value.raw == raw


def test_an_enumeration_is_its_value() -> None:
    assert read(PROJECT | ROW | {"一级指标": Level.OUTPUT}).projects[0].indicators[0].level1 == "产出指标"


@pytest.mark.parametrize("value", [date(2022, 3, 5), datetime(2022, 3, 5, 0, 0), Scalar(datetime(2022, 3, 5))])
def test_a_date_is_read_and_told(value: object) -> None:
    submission = read(PROJECT | ROW | {"指标值": value})
    assert submission.projects[0].indicators[0].value.raw == "2022年3月5日"
    [oddity] = submission.oddities
    assert (oddity.kind, oddity.position) == (OddityKind.DATE, "第 1 行“指标值”")
    assert oddity.path == ("projects", 0, "indicators", 0, "value")


class Frame:
    """像 pandas 的 DataFrame。"""

    class Index:
        names = (None,)

    index: Any = Index()

    def __init__(self, rows: list[dict[Any, Any]], columns: list[Any] | None = None) -> None:
        self.rows = rows
        self.columns = columns or list(rows[0])

    def to_dict(self, orient: str) -> list[dict[Any, Any]]:
        assert orient == "records"
        return self.rows


class Indexed(Frame):
    """有索引名的 DataFrame。"""

    class Index:
        names = ("项目编码",)

    index = Index()

    def reset_index(self) -> Frame:
        return Frame([{"项目编码": "X1"} | row for row in self.rows])


class Polars:
    """像 polars 的 DataFrame。"""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows, self.columns = rows, list(rows[0])

    def to_dicts(self) -> list[dict[str, Any]]:
        return self.rows


@pytest.mark.parametrize("kind", [Frame, Polars])
def test_a_data_frame(kind: Any) -> None:
    submission = from_dataframe(kind([PROJECT | ROW]), year=2022, department=UNIT)
    assert submission == read(PROJECT | ROW)


def test_a_named_index_counts_as_a_column() -> None:
    frame = Indexed([without(PROJECT, "项目编码") | ROW])
    assert from_dataframe(frame, year=2022, department=UNIT).projects[0].code == "X1"


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (Frame([PROJECT | ROW], [*PROJECT, *ROW, "指标值"]), "有同名的列：“指标值”"),
        ([PROJECT], "应为 DataFrame"),
        (3, "应为 DataFrame（pandas、polars 等），而给的是 int"),
    ],
)
def test_what_is_no_data_frame(frame: object, said: str) -> None:
    with pytest.raises(ReadError, match=said.replace("（", ".").replace("）", ".")):
        from_dataframe(frame, year=2022, department=UNIT)


# -- oddities ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "kind", "position", "path", "said"),
    [
        ({"项目编码": 978001.0}, OddityKind.DAMAGED_CODE, "第 1 行“项目编码”", ("projects", 0, "code"), "978001"),
        (
            {"单位编码": Scalar(978001.0)},
            OddityKind.DAMAGED_CODE,
            "第 1 行“单位编码”",
            ("projects", 0, "unit_code"),
            "0",
        ),
        ({"备注": "待定"}, OddityKind.UNPLACED, "第 1 行“备注”", (), "“备注”认不出是哪一项，1 行有内容"),
        ({"value": "≥80%"}, OddityKind.AMBIGUOUS, "第 1 行“value”", (), "“≥80%”与“≥90%”"),
        ({"指标值": True}, OddityKind.AMBIGUOUS, "第 1 行“指标值”", ("projects", 0, "indicators", 0, "value"), "是"),
    ],
)
def test_what_is_odd(
    change: dict[str, Any], kind: OddityKind, position: str, path: tuple[str | int, ...], said: str
) -> None:
    [oddity] = read(PROJECT | ROW | change).oddities
    assert oddity[:3] == (kind, path, position)
    assert said in oddity.detail


def test_an_integer_is_a_whole_code_unless_others_begin_with_0() -> None:
    submission = read(PROJECT | ROW | {"项目编码": 130730220082511000212})
    assert submission.projects[0].code == "130730220082511000212"
    assert submission.oddities == ()
    submission = read(PROJECT | ROW | {"项目编码": "0002"}, PROJECT | ROW | {"项目编码": 3})
    assert [project.code for project in submission.projects] == ["0002", "3"]
    [oddity] = submission.oddities
    assert (oddity.kind, oddity.position) == (OddityKind.DAMAGED_CODE, "第 2 行“项目编码”")


def test_a_code_of_the_department_that_is_a_float_is_odd() -> None:
    submission = read(PROJECT | ROW, department={"单位编码": 978001.0, "单位名称": "某局"})
    assert submission.department.code == "978001"
    [oddity] = submission.oddities
    assert oddity[:3] == (OddityKind.DAMAGED_CODE, ("department", "code"), "参数 department")


def test_two_words_about_a_project() -> None:
    submission = read(PROJECT | ROW, PROJECT | ROW | {"预算数": 400})
    assert submission.projects[0].budget == 350
    [oddity] = submission.oddities
    assert oddity[:3] == (OddityKind.AMBIGUOUS, ("projects", 0, "budget"), "第 2 行“预算数”")
    assert oddity.detail == "写的是“400”，而第 1 行“预算数”写的是“350.00”，取了后者"


def test_shares_that_are_parts_of_one() -> None:
    shares = {"3月底": 0.25, "6月底": 0.5, "10月底": 0.75, "12月底": 1.0}
    submission = read(PROJECT | ROW | shares)
    assert [*dict(submission.projects[0].payment_plan).values()] == [25, 50, 75, 100]
    assert kinds(submission) == [OddityKind.AMBIGUOUS]


# -- what can't be read ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "given", "said"),
    [
        ((), {}, "没有任何有内容的行"),
        (({},), {}, "没有任何有内容的行"),
        ((7,), {}, "第 1 行：应为字典，而给的是 int"),
        (({"备注": 1},), {}, "没有“项目编码”、“项目名称”、“预算数”"),
        ((without(PROJECT, "预算数") | ROW | {"预算": 3, "费": 3},), {}, "没有“预算数”这一项；认不出的有“预算”、“费”"),
        ((PROJECT | without(ROW, "指标值"),), {}, "没有“指标值”这一项"),
        ((PROJECT | ROW,), {"year": None}, "没有年度，请写 year=2022，或加“年度”一列"),
        ((PROJECT | ROW | {"年度": 2021},), {}, "参数 year 是 2022，而“年度”一列写的是 2021，请核对"),
        ((PROJECT | ROW | {"年度": 2021}, PROJECT | ROW | {"年度": 2022}), {}, "有 2 个年度（2021、2022）"),
        ((PROJECT | ROW,), {"department": None}, "没有部门，请加“单位编码”“单位名称”两列"),
        (
            (PROJECT | ROW | UNIT, PROJECT | ROW | UNIT | {"项目编码": "X", "单位编码": "2"}),
            {"department": None},
            "这些行有 2 个单位（0978001 某局、2 某局），请写明部门",
        ),
        ((PROJECT | ROW | {"预算数": "三"},), {}, "$.项目[0].预算数（第 1 行“预算数”）：应为金额"),
        ((PROJECT | {"预算数": None}, PROJECT | {"项目编码": "2"}), {}, "$.项目[0]（第 1 行）：缺少“预算数”"),
        ((PROJECT | ROW | {"指标值": {1}},), {}, "第 1 行“指标值”：应为文字或数字，而给的是 set"),
        ((PROJECT | {"指标": [ROW, 5]},), {}, "第 1 行“指标”第 2 项：应为字典，而给的是 int"),
        ((PROJECT | ROW,), {"year": "去年"}, "$.年度（参数 year）：应为年份"),
        ((PROJECT | ROW,), {"department": {"单位编码": "1"}}, "$.部门（参数 department）：缺少“单位名称”"),
        ((PROJECT | ROW,), {"targets": {"总体": "甲"}}, "不认识的键“总体”"),
    ],
)  # fmt: skip
def test_what_can_not_be_read(rows: tuple[Any, ...], given: dict[str, Any], said: str) -> None:
    assert said in str(refused(*rows, **given))


@pytest.mark.parametrize(
    ("rows", "said"),
    [("甲", "而给的是 str"), ({"a": 1}, "而给的是 dict"), (5, "而给的是 int"), (Frame([ROW]), "请用 from_dataframe")],
)
def test_what_is_no_list_of_rows(rows: Any, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        from_rows(rows, year=2022)


def test_every_problem_is_told_at_once() -> None:
    error = refused(PROJECT | ROW | {"预算数": "三"}, PROJECT | ROW | {"项目编码": "2", "3月底": "多"})
    assert [problem.where for problem in error.problems] == [
        "$.项目[0].预算数（第 1 行“预算数”）",
        "$.项目[1].资金支出计划.3月底（第 2 行“3月底”）",
    ]
