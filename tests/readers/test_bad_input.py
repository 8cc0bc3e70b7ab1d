"""What the readers refuse: one line a problem, in Chinese, saying where, what, and what to do."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.errors import ReadError
from budgetdocs.readers import read

Refused = Callable[..., ReadError]

EDITS = [
    # one change of the small input: what is replaced, by what, where the fault stands, what is said
    ("年度: 2022", "年度：2022", "第 2 行第 3 列", "全角“：”"),
    ("年度: 2022", "年度:2022", "第 2 行第 3 列", "冒号后面缺空格"),
    ("  单位编码: 0", "\t单位编码: 0", "第 4 行第 1 列", "制表符"),
    ("  单位编码: 0", "  单位编码：0", "第 4 行第 7 列", "全角“：”"),
    ("  单位编码: 0978001\n  单位名称: 某局", "  单位编码：0", "$.部门（第 4 行第 3 列）", "全角“：”"),
    ("  单位编码: 0978001\n  单位名称: 某局", "  单位编码:0", "$.部门（第 4 行第 3 列）", "缺空格"),
    ("  单位名称", "   单位名称", "第 5 行第 8 列", "检查缩进"),
    ("    - 总体二", "   - 总体二", "第 9 行第 4 列", "缩进不齐"),
    ("    - 总体二", "    总体二", "第 9 行第 5 列", "“- ”开头"),
    ("- 总体二", "- 总体: 二", "$.部门整体绩效目标.总体绩效目标[1]（第 9 行第 7 列）", "用引号括起来"),
    ("- 总体二", "-", "$.部门整体绩效目标.总体绩效目标[1]", '缺内容；表上若是空白，请写 ""'),
    ("- 总体二", "- [二]", "$.部门整体绩效目标.总体绩效目标[1]（第 9 行第 7 列）", "应为文字，而写的是列表"),
    ("- 总体二", '- "总体二', "第 9 行第 7 列", "引号没有配对"),
    ("- 总体二", "- '总体'二", "第 9 行第 11 列", "引号后面还有文字"),
    ("- 总体二", "- @总体", "第 9 行第 7 列", "不能以“@”开头"),
    ("- 总体二", "- *总体", "第 9 行第 8 列", "以“*”开头"),
    ("- 总体二", "- !总体 a", "第 9 行第 8 列", "以“!”开头"),
    ("- 总体二", "- |总体", "第 9 行第 8 列", "“|”"),
    ("- 总体二", '- "a\\q"', "第 9 行", "转义"),
    ("- 总体二", "- !!python/object:os.system a", "第 9 行第 7 列", "不接受标记“!!python/object:os.system”"),
    ("- 总体二", "- !!binary YQ==", "第 9 行第 7 列", "不接受标记“!!binary”"),
    ("- 总体二", "- \x07", "第 9 行第 7 列", "控制字符 U+0007"),
    ("[目标]", "[目标", "第 25 行第 7 列", "方括号"),
    ("100%}", "100%", "第 24 行第 9 列", "花括号"),
    ("年度: 2022", "? [a]\n: b\n年度: 2022", "第 2 行第 3 列", "键应为文字"),
    ("年度: 2022\n", "", "$（第 2 行第 1 列）", "缺少“年度”"),
    ("年度: 2022", "年度:", "$.年度", "2000 至 2099，如 2022），而这里是空的"),
    ("年度: 2022", "年度: 1999", "$.年度（第 2 行第 5 列）", "写的是“1999”"),
    ("年度: 2022", "年度: 二〇二二", "$.年度（第 2 行第 5 列）", "应为年份"),
    ("年度: 2022", "年度: " + "9" * 5000, "$.年度（第 2 行第 5 列）", "应为年份"),
    ("  单位编码: 0978001\n", "", "$.部门（第 4 行第 3 列）", "缺少“单位编码”"),
    ("单位编码: 0978001", '单位编码: ""', "$.部门.单位编码（第 4 行第 9 列）", "不能为空"),
    ("单位编码: 0978001", "单位编码: ~", "$.部门.单位编码（第 4 行第 9 列）", "不能为空"),
    ("  - 项目编码: 13073022\n    ", "  - ", "$.项目[0]（第 18 行第 5 列）", "缺少“项目编码”"),
    ("单位名称: 某局", "单位名称:", "$.部门.单位名称", '缺内容；表上若是空白，请写 ""'),
    ("350.00", "350元", "$.项目[0].预算数（第 20 行第 10 列）", "应为金额（万元，如 350.00），而写的是“350元”"),
    ("350.00", "", "$.项目[0].预算数", "应为金额（万元，如 350.00），而这里是空的"),
    ("350.00", "[350]", "$.项目[0].预算数（第 20 行第 10 列）", "应为一个值，而写的是列表"),
    ("350.00", "a\n\n      " + "长" * 500, "$.项目[0].预算数（第 20 行第 10 列）", "应为金额"),
    ("25%", "百", "$.项目[0].资金支出计划.3月底（第 23 行第 19 列）", "应为百分数（如 25%），而写的是“百”"),
    ("25%", "", "$.项目[0].资金支出计划.3月底", "应为百分数（如 25%），而这里是空的"),
    ("≥90%", "", "$.项目[0].指标[0].指标值", '缺内容；表上若是空白，请写 ""'),
    ("≥90%", "{a: b}", "$.项目[0].指标[0].指标值（第 30 行第 14 列）", "应为文字，而写的是一组键和值"),
    ("用于办公。", "{a: b}", "$.项目[0].资金用途（第 22 行第 11 列）", "应为文字，或文字的列表"),
    ("用于办公。", "", "$.项目[0].资金用途", '缺内容；表上若是空白，请写 ""'),
    (
        "指标值:",
        "指标直:",
        "$.项目[0].指标[0].指标直（第 30 行第 9 列）",
        "不认识的键“指标直”，是不是“指标值”？可用的键：一级指标、",
    ),
    ("部门:\n", "部们:\n", "$.部们（第 3 行第 1 列）", "是不是“部门”？"),
    ("年度: 2022", "年度: 2022\nfoo: 1", "$.foo（第 3 行第 1 列）", "不认识的键“foo”。可用的键：表样、年度"),
    (
        "预算数",
        "预算数（元）",
        "$.项目[0].预算数（元）（第 20 行第 5 列）",
        "不认识的键“预算数（元）”，是不是“预算数”？",
    ),
    (
        "    项目名称",
        "    项目编码: 2\n    项目名称",
        "$.项目[0].项目编码（第 19 行第 5 列）",
        "第 18 行第 5 列已经写过",
    ),
    (
        "    项目名称",
        "    code: 2\n    项目名称",
        "$.项目[0].code（第 19 行第 5 列）",
        "第 18 行第 5 列的“项目编码”是同一项",
    ),
    ("项目:\n", "项目: {}\n#", "$.项目", "应为列表"),
    (
        "{3月底: 25%, 6月底: 50%, 10月底: 75%, 12月底: 100%}",
        "[25%]",
        "$.项目[0].资金支出计划（第 23 行第 13 列）",
        "一组键和值",
    ),
]


@pytest.mark.parametrize(("old", "new", "where", "reason"), EDITS)
def test_one_slip(small: str, refused: Refused, old: str, new: str, where: str, reason: str) -> None:
    assert old in small
    text = small.replace(old, new, 1)
    if new.endswith("#"):
        text = text.partition("#" + "  - 项目编码")[0]
    error = refused(text)
    assert error.where.startswith(where)
    assert reason in error.reason
    assert len(error.problems) == 1
    assert len(str(error)) < 500


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

WHOLE_FILES: list[tuple[str, str | bytes, str, str]] = [
    ("空.yaml", "", "", "文件是空的"),
    ("空.json", " \n", "", "文件是空的"),
    ("注释.yaml", "# 无\n", "", "没有内容"),
    ("null.yaml", "null", "", "没有内容"),
    ("null.json", "null", "第 1 行第 1 列", "最外层应为一组键和值"),
    ("列表.yaml", "- a", "第 1 行第 1 列", "最外层应为一组键和值"),
    ("列表.json", "\n []", "第 2 行第 2 列", "最外层应为一组键和值"),
    ("话.yaml", "你好", "第 1 行第 1 列", "而写的是“你好”"),
    ("全角.yaml", "年度：2022\n部门：某局", "第 1 行第 1 列", "全角“：”"),
    ("表.yaml", b"PK\x03\x04\0\0", "", "Office"),
    ("旧表.yaml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "Office"),
    ("图.yaml", b"a\0b", "", "不是文本文件"),
    ("乱.yaml", b"a\n\xff\xff\xff", "", "第 2 行起无法识别"),
    ("国标.yaml", "年度: 2022\n部门: 某局".encode("gb18030"), "", "GB18030"),
    ("国标.json", '{"年度": 2022}'.encode("gb18030"), "", "另存为"),
    ("统一码.yaml", "年度: 2022".encode("utf-16"), "", "UTF-16"),
    ("两份.yaml", "a: 1\n---\nb: 1\n", "第 2 行第 1 列", "只能有一份数据"),
    ("炸弹.yaml", BOMB, "第 5 行", "展开后过大"),
    ("自指.yaml", "a: &a [*a]", "第 1 行第 8 列", "不存在，或正是它自己"),
    ("无锚.yaml", "a: *b", "第 1 行第 4 列", "不存在"),
    ("深.yaml", "- " * 100_000 + "a", "第 1 行", "嵌套超过"),
    ("深括号.yaml", "[" * 5000, "第 1 行", "嵌套超过"),
    ("深.json", "[" * 5000, "第 1 行第 66 列", "嵌套超过"),
    ("a.json", "{", "第 1 行第 2 列", "文件到此结束"),
    ("a.json", '{"a" 1}', "第 1 行第 6 列", "缺半角冒号"),
    ("a.json", '{"a":}', "第 1 行第 6 列", "此处应有值"),
    ("a.json", '{"a": 1', "第 1 行第 8 列", "缺逗号，或缺“}”"),
    ("a.json", '{"a": 1,\n}', "第 1 行第 8 列", "多了一个逗号"),
    ("a.json", "[1,]", "第 1 行第 3 列", "多了一个逗号"),
    ("a.json", '{"a": 1 "b": 2}', "第 1 行第 9 列", "缺逗号"),
    ("a.json", '{"a"：1}', "第 1 行第 5 列", "全角符号 ： ，请改成半角的 :"),
    ("a.json", "{“a”:1}", "第 1 行第 2 列", "全角符号 “"),
    ("a.json", "{'a':1}", "第 1 行第 2 列", "不能用单引号"),
    ("a.json", "// a\n{}", "第 1 行第 1 列", "不能写注释"),
    ("a.json", "{} x", "第 1 行第 4 列", "多余的内容"),
    ("a.json", '{"a": "b', "第 1 行第 7 列", "引号没有配对"),
    ("a.json", '{"a": "\n"}', "第 1 行第 8 列", "不能直接换行"),
    ("a.json", '{"a": "\\q"}', "第 1 行", "转义"),
    ("a.json", '{"a": "\\ud800"}', "第 1 行第 7 列", "半个字符"),
    ("a.json", '{"年度": 02022}', "第 1 行第 8 列", "以 0 开头的数字请用双引号"),
    ("a.json", '{"a": NaN}', "第 1 行第 7 列", "此处应有值"),
    ("a.txt", "年度: 2022", "", "不能读取“.txt”；可读取：.yaml、.yml、.json"),
    ("a", "年度: 2022", "", "没有扩展名"),
]


@pytest.mark.parametrize(("name", "content", "where", "reason"), WHOLE_FILES)
def test_a_file_that_is_no_submission(
    refused: Refused, name: str, content: str | bytes, where: str, reason: str
) -> None:
    error = refused(content, name)
    assert error.where.startswith(where)
    assert reason in error.reason
    assert len(error.problems) == 1


def test_a_path_that_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(path: Path | str) -> str:
        with pytest.raises(ReadError) as caught:
            read(path)
        return str(caught.value)

    assert said(tmp_path) == f"{tmp_path}：这是文件夹，不是文件；请给出其中一个文件"
    assert said(tmp_path / "无.yaml") == f"{tmp_path / '无.yaml'}：文件不存在，请检查路径和文件名"
    assert "路径无法使用" in said("长" * 5000 + ".yaml")
    assert "a\0" in said("a\0.yaml")
    locked = tmp_path / "锁.yaml"
    locked.write_text("a: 1", "utf-8")
    monkeypatch.setattr(Path, "read_bytes", _locked)
    assert said(locked) == f"{locked}：文件无法读取（没有读取权限）"


def _locked(path: Path) -> bytes:
    raise PermissionError(13, "Permission denied", str(path))


def test_all_problems_at_once_in_the_order_of_the_file(small: str, refused: Refused) -> None:
    text = small.replace("2022", "22").replace("350.00", "三百").replace("12月底: 100%", "12月: 百").replace("≥90%", "")
    error = refused(text.replace("    项目名称: 12:30\n", ""))
    assert [(problem.where.split("（")[0], problem.reason[:6]) for problem in error.problems] == [
        ("$.年度", "应为年份（2"),
        ("$.项目[0]", "缺少“项目名"),
        ("$.项目[0].预算数", "应为金额（万"),
        ("$.项目[0].资金支出计划.12月", "不认识的键“"),
        ("$.项目[0].资金支出计划.12月", "应为百分数（"),
        ("$.项目[0].指标[0].指标值", "缺内容；表上"),
    ]
    assert str(error).count(error.path) == 6


def test_a_fault_of_the_department_is_not_repeated_for_its_projects(refused: Refused) -> None:
    error = refused('{"部门": {"单位名称": "a"}, "项目": [{}, true], "年度": false}', "a.json")
    reasons = [problem.reason for problem in error.problems]
    assert reasons.count("缺少“单位编码”") == 1
    assert "应为一组键和值，而写的是“true”" in reasons
    assert "应为文字或数字，而写的是“false”" in reasons
    assert reasons.count("缺少“项目编码”") == 1


def test_a_file_in_english_is_answered_in_its_own_keys(refused: Refused) -> None:
    error = refused('{"year": 2022, "projcts": [{"budget": "x"}]}', "a.json")
    said = {problem.where: problem.reason for problem in error.problems}
    assert said["$.projcts（第 1 行第 16 列）"].startswith(
        "不认识的键“projcts”，是不是“projects”？可用的键：form、year"
    )
    assert "应为金额" in said["$.projcts[0].budget（第 1 行第 39 列）"]


def test_the_error_survives_pickling(small: str, refused: Refused) -> None:
    error = refused(small.replace("2022", "22").replace("350.00", "三百"))
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert again.problems == error.problems
    assert len(again.problems) == 2
