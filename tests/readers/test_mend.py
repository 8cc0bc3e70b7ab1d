"""Single values changed in a file: only their own characters differ, and reading gives exactly what was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdocs.errors import BudgetDocsError, ReadError
from budgetdocs.model import Path as DataPath
from budgetdocs.model import Submission
from budgetdocs.readers import Mended, mend, read
from budgetdocs.readers.labels import find

PROJECT: DataPath = ("projects", 0)
ROW: DataPath = (*PROJECT, "indicators", 0)
NAME, GOALS, PURPOSE, VALUE = (*PROJECT, "name"), (*PROJECT, "goals"), (*PROJECT, "purpose"), (*ROW, "value")
FLOW_ROW = "{一级指标: 产出, 二级指标: 数量, 三级指标: 次数, 绩效指标描述: '', 指标值: ≥90, 指标值确定依据: 文件}"


def _mend(directory: Path, content: str | bytes, edits: dict[DataPath, str], name: str = "输入.yaml") -> Mended:
    path = directory / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return mend(path, edits)


def _read(directory: Path, content: bytes, name: str = "读回.yaml") -> Submission:
    path = directory / name
    path.write_bytes(content)
    return read(path)


def _value(submission: Submission, path: DataPath) -> str:
    value: Any = submission
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return str(getattr(value, "raw", value))


# 每例：小输入里的一处写法，换成什么写法来改；要改的值、改成的文字；改后那一处应是什么样。
VALUE_LINE = "指标值: ≥90%"
NAME_LINE = "项目名称: 12:30"
GOALS_LINE = "绩效目标: [目标]"
PURPOSE_LINE = "资金用途: 用于办公。"
YAML_CASES = [
    # plain stays plain where it can
    (VALUE_LINE, "指标值: ≥90", VALUE, "≥90%", "指标值: ≥90%"),
    (VALUE_LINE, "指标值:   ≥90   # 原表如此", VALUE, "≥90%", "指标值:   ≥90%   # 原表如此"),
    (VALUE_LINE, "指标值: ≥90\t", VALUE, "≥90%", "指标值: ≥90%\t"),
    (VALUE_LINE, "指 标　值 : ≥90", VALUE, "≥90%", "指 标　值 : ≥90%"),
    (VALUE_LINE, "value: ＞= 90 ％", VALUE, "≥90%", "value: ≥90%"),
    (VALUE_LINE, "指标值: !!str 90", VALUE, "=90个", "指标值: !!str =90个"),
    (VALUE_LINE, "指标值: 2.90%", VALUE, "＝90%", "指标值: ＝90%"),
    (VALUE_LINE, "指标值: 90", VALUE, "-90", "指标值: -90"),
    (NAME_LINE, "项目名称: 某😀【2022】7号", NAME, "某😀〔2022〕7号", "项目名称: 某😀〔2022〕7号"),
    (NAME_LINE, "项目名称: a b", NAME, "甲：乙#丙", "项目名称: 甲：乙#丙"),
    # plain that no longer can
    (NAME_LINE, "项目名称: 甲", NAME, "甲: 乙", "项目名称: '甲: 乙'"),
    (NAME_LINE, "项目名称: 甲", NAME, "甲 #乙", "项目名称: '甲 #乙'"),
    (NAME_LINE, "项目名称: 甲", NAME, "*甲", "项目名称: '*甲'"),
    (NAME_LINE, "项目名称: 甲", NAME, "&甲's", "项目名称: '&甲''s'"),
    (NAME_LINE, "项目名称: 甲", NAME, "%甲", "项目名称: '%甲'"),
    (NAME_LINE, "项目名称: 甲", NAME, "@甲", "项目名称: '@甲'"),
    (NAME_LINE, "项目名称: 甲", NAME, "- 甲", "项目名称: '- 甲'"),
    (NAME_LINE, "项目名称: 甲", NAME, "null", "项目名称: 'null'"),
    (NAME_LINE, "项目名称: 甲", NAME, "", "项目名称: ''"),
    (NAME_LINE, "项目名称: 甲", NAME, " 甲 ", "项目名称: ' 甲 '"),
    (NAME_LINE, "项目名称: 甲", NAME, "甲\n乙", '项目名称: "甲\\n乙"'),
    (NAME_LINE, "项目名称: 甲", NAME, "甲\x07", '项目名称: "甲\\a"'),
    # quoted stays quoted, the same way
    (VALUE_LINE, "指标值: '≥90'", VALUE, "≥90%", "指标值: '≥90%'"),
    (VALUE_LINE, 'value: "≥90"', VALUE, "≥90%", 'value: "≥90%"'),
    (VALUE_LINE, 'value: ""', VALUE, "≥90%", 'value: "≥90%"'),
    (NAME_LINE, "项目名称: '它''s 甲'", NAME, "它's '乙'", "项目名称: '它''s ''乙'''"),
    (NAME_LINE, '项目名称: "甲\\t乙"', NAME, '甲\t"丙"', '项目名称: "甲\\t\\"丙\\""'),
    (NAME_LINE, '项目名称: "甲"', NAME, '乙"\\', '项目名称: "乙\\"\\\\"'),
    (NAME_LINE, "项目名称: '甲'", NAME, "甲\n乙", '项目名称: "甲\\n乙"'),
    (NAME_LINE, '项目名称: "甲乙\n      丙丁"', NAME, "甲乙 丙戊", '项目名称: "甲乙\n      丙戊"'),
    # plain over several lines: only the words that change
    (PURPOSE_LINE, "资金用途: 用于\n      办公【1】\n      等", (*PURPOSE, 0), "用于 办公〔1〕 等",
     "资金用途: 用于\n      办公〔1〕\n      等"),
    (PURPOSE_LINE, "资金用途: 用于\n      办公", (*PURPOSE, 0), "购置", "资金用途: 购置"),
    # block scalars, and texts that hold several paragraphs
    (PURPOSE_LINE, "资金用途: |\n      一。\n\n      二。\n      三。", (*PURPOSE, 1), "二改。",
     "资金用途: |\n      一。\n\n      二改。\n      三。"),
    (PURPOSE_LINE, "资金用途: |- # 注\n        一: #\n        二\n", (*PURPOSE, 0), "首: #",
     "资金用途: |- # 注\n        首: #\n        二\n"),
    (PURPOSE_LINE, "资金用途: |2\n        一\n      二", (*PURPOSE, 0), "  首", "资金用途: |2\n        首\n      二"),
    (PURPOSE_LINE, "资金用途: |+\n      一\n\n    # 注", (*PURPOSE, 0), "首", "资金用途: |+\n      首\n\n    # 注"),
    (PURPOSE_LINE, "资金用途: >\n      一\n      续\n\n      二\n      续", (*PURPOSE, 1), "二 改",
     "资金用途: >\n      一\n      续\n\n      二\n      改"),
    (PURPOSE_LINE, "资金用途: >-\n      一\n      续\n\n      二", (*PURPOSE, 0), "全新",
     "资金用途: >-\n      全新\n\n      二"),
    (NAME_LINE, "项目名称: |\n      甲\n\n    # 注", NAME, "乙", "项目名称: |-\n      乙\n\n    # 注"),
    (NAME_LINE, "项目名称: | # 注\n      甲", NAME, "乙\x85", '项目名称: "乙\\N" # 注'),
    (PURPOSE_LINE, '资金用途: "一\\n二\\n\\n三"', (*PURPOSE, 2), "叁", '资金用途: "一\\n二\\n\\n叁"'),
    (PURPOSE_LINE, "资金用途:\n    - 一\n    - |-\n      二\n      三\n    - 四", (*PURPOSE, 2), "叁",
     "资金用途:\n    - 一\n    - |-\n      二\n      叁\n    - 四"),
    (PURPOSE_LINE, "资金用途:\n    # 前\n    -   一   # 后\n    - '二'", (*PURPOSE, 0), "- 首",
     "资金用途:\n    # 前\n    -   '- 首'   # 后\n    - '二'"),
    # flow
    (GOALS_LINE, "绩效目标: [一, '二', 三]", (*GOALS, 2), "三, 四", "绩效目标: [一, '二', '三, 四']"),
    (GOALS_LINE, "绩效目标: [一，, 二 ]", (*GOALS, 1), "二]", "绩效目标: [一，, '二]' ]"),
    ("12月底: 100%", "12月底: 99%", (*PROJECT, "payment_plan", "december"), "100%", "12月底: 100%"),
    ("财政资金: 350", "财政资金:", (*PROJECT, "fiscal_funds"), "350.00", "财政资金: 350.00"),
    ("财政资金: 350", "财政资金:   # 空", (*PROJECT, "fiscal_funds"), "350", "财政资金: 350   # 空"),
    ("财政资金: 350", "财政资金: ~", (*PROJECT, "fiscal_funds"), "350.00", "财政资金: 350.00"),
    ("预算数: 350.00", "预算数（万元）: 350万元", (*PROJECT, "budget"), "350.00", "预算数（万元）: 350.00"),
    ("年度: 2022", "年度: 2022年", ("year",), "2023", "年度: 2023"),
    # an anchor that has no alias
    (VALUE_LINE, "指标值: &v ≥90", VALUE, "≥90%", "指标值: &v ≥90%"),
]  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("line", "typed", "path", "text", "mended"), YAML_CASES)
def test_only_the_characters_of_the_value_change(
    small: str, tmp_path: Path, line: str, typed: str, path: DataPath, text: str, mended: str, newline: str
) -> None:
    assert small.count(line) == 1
    before, after = (small.replace(line, lines).replace("\n", newline) for lines in (typed, mended))
    result = _mend(tmp_path, before, {path: text})
    assert (result.before, result.after, result.undone) == (before, after, {})
    assert result.content == after.encode()
    if path[-1] not in ("year", "budget", "fiscal_funds", "december"):
        assert _value(_read(tmp_path, result.content), path) == text


def test_a_flow_mapping_and_its_neighbours(small: str, tmp_path: Path) -> None:
    head = small.partition("      - 一级指标")[0]
    before = head + f"      - {FLOW_ROW}  # 行\n"
    result = _mend(tmp_path, before, {VALUE: "≥90%", (*ROW, "basis"): "文件, 记录", (*ROW, "description"): "每次"})
    after = FLOW_ROW.replace("≥90", "≥90%").replace("文件", "'文件, 记录'").replace("''", "'每次'")
    assert result.after == head + f"      - {after}  # 行\n"


def test_the_end_of_a_file_without_a_line_break(small: str, tmp_path: Path) -> None:
    assert small.endswith("指标值确定依据: 文件\n")
    before = small.removesuffix("文件\n")
    assert _mend(tmp_path, before + "文件", {(*ROW, "basis"): "办法"}).after == before + "办法"
    block = before + "|-\n          文件"
    assert _mend(tmp_path, block, {(*ROW, "basis"): "办法"}).after == before + "|-\n          办法"
    assert _mend(tmp_path, block, {(*ROW, "basis"): "甲 \n 乙"}).undone == {}


def test_many_edits_at_once(small: str, tmp_path: Path) -> None:
    edits: dict[DataPath, str] = {
        ("targets", "safeguards", 1): "保障贰",
        ("targets", "safeguards", 0): "保障壹",
        ("targets", "specific", 0, "paragraphs", 0): "分项壹",
        ("department", "code"): "978001",
        VALUE: "≥95%",
        NAME: "12:30",
    }
    result = _mend(tmp_path, small, edits)
    after = small.replace("保障一", "保障壹").replace("保障二", "保障贰").replace("- 分项一", "- 分项壹")
    assert result.after == after.replace("0978001", "978001").replace("≥90%", "≥95%")
    assert result.undone == {}


def test_no_edit_changes_nothing(small: str, tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + small.replace("\n", "\r\n").encode()
    assert _mend(tmp_path, content, {}).content == content
    assert _mend(tmp_path, content, {VALUE: "≥90%"}).content == content


@pytest.mark.parametrize("name", ["a.yml", "a.json"])
def test_the_byte_order_mark_and_the_line_breaks_stay(small: str, tmp_path: Path, name: str) -> None:
    text = small
    if name.endswith("json"):
        text = json.dumps(_read(tmp_path, small.encode()).dump(), ensure_ascii=False, indent=2)
    text = text.replace("\n", "\r\n")
    result = _mend(tmp_path, b"\xef\xbb\xbf" + text.encode(), {VALUE: "≥80%"}, name)
    assert result.after == text.replace("≥90%", "≥80%")
    assert result.content == b"\xef\xbb\xbf" + result.after.encode()


JSON_CASES = [
    ('"指标值": "≥90"', VALUE, "≥90%", '"指标值": "≥90%"'),
    ('"指标值" :90', VALUE, "≥90%", '"指标值" :"≥90%"'),
    ('"指标值": 90', VALUE, "95.50", '"指标值": 95.50'),
    ('"value": "\\u226590"', VALUE, "≥90人", '"value": "\\u226590\\u4eba"'),
    ('"指标值": "≥90\\n"', VALUE, '"甲"\\\t\n/', '"指标值": "\\"甲\\"\\\\\\t\\n/"'),
]


@pytest.mark.parametrize(("typed", "path", "text", "mended"), JSON_CASES)
def test_json(small: str, tmp_path: Path, typed: str, path: DataPath, text: str, mended: str) -> None:
    whole = json.dumps(_read(tmp_path, small.encode()).dump(), ensure_ascii=False, indent="\t")
    before = whole.replace('"指标值": "≥90%"', typed)
    result = _mend(tmp_path, before, {path: text}, "a.json")
    assert result.after == whole.replace('"指标值": "≥90%"', mended)
    assert _value(_read(tmp_path, result.content, "b.json"), path) == text


def test_json_blanks_and_paragraphs(small: str, tmp_path: Path) -> None:
    data = _read(tmp_path, small.encode()).dump()
    data["项目"][0] |= {"其他资金": None, "资金用途": "一\n\n二", "绩效目标": ["甲\n乙", "丙"]}
    before = json.dumps(data, ensure_ascii=False)
    edits: dict[DataPath, str] = {
        (*PROJECT, "other_funds"): "0.00",
        (*PURPOSE, 1): "贰",
        (*GOALS, 1): "己",
        (*GOALS, 2): "庚",
    }
    result = _mend(tmp_path, before, edits, "a.json")
    after = before.replace("null", "0.00").replace("一\\n\\n二", "一\\n\\n贰")
    assert result.after == after.replace("甲\\n乙", "甲\\n己").replace('"丙"', '"庚"')


# -- what can't be done in place ---------------------------------------------------------------------------------------

TWO_ROWS = "\n      - {一级指标: 效益, 二级指标: 社会, 三级指标: 率, 绩效指标描述: '', 指标值: *v, 指标值确定依据: x}\n"
SECOND = (*PROJECT, "indicators", 1, "value")


def test_a_value_used_twice_changes_for_all_or_not_at_all(small: str, tmp_path: Path) -> None:
    before = small.replace("≥90%", "&v ≥90").rstrip("\n") + TWO_ROWS
    alone = _mend(tmp_path, before, {SECOND: "≥90%", NAME: "名"})
    assert alone.after == before.replace("12:30", "名")
    assert list(alone.undone) == [SECOND]
    assert "$.项目[0].指标[0].指标值、$.项目[0].指标[1].指标值" in alone.undone[SECOND]
    both = _mend(tmp_path, before, {VALUE: "≥90%", SECOND: "≥90%"})
    assert (both.after, both.undone) == (before.replace("&v ≥90", "&v ≥90%"), {})
    differing = _mend(tmp_path, before, {VALUE: "≥90%", SECOND: "≥91%"})
    assert (differing.after, set(differing.undone)) == (before, {VALUE, SECOND})


def test_a_group_used_twice(small: str, tmp_path: Path) -> None:
    before = small.replace("      - 一级指标", "      - &row\n        一级指标") + "      - *row\n"
    assert _mend(tmp_path, before, {VALUE: "≥91%"}).after == before
    assert _mend(tmp_path, before, {VALUE: "≥91%", SECOND: "≥91%"}).after == before.replace("≥90%", "≥91%")


def test_a_value_that_is_also_a_key(small: str, tmp_path: Path) -> None:
    as_key = small.replace("绩效指标描述:", "*key :").replace("三级指标: 次数", "三级指标: &key 绩效指标描述")
    assert "键" in _mend(tmp_path, as_key, {(*ROW, "level3"): "次数"}).undone[*ROW, "level3"]
    from_key = small.replace("        三级指标: 次数", "        &key 三级指标 : *key")
    assert "键" in _mend(tmp_path, from_key, {(*ROW, "level3"): "次数"}).undone[*ROW, "level3"]


def test_what_the_department_says_is_changed_there(small: str, tmp_path: Path) -> None:
    inherited, source = (*PROJECT, "unit_name"), ("department", "name")
    alone = _mend(tmp_path, small, {inherited: "乙局"})
    assert (alone.after, list(alone.undone)) == (small, [inherited])
    assert "部门" in alone.undone[inherited]
    both = _mend(tmp_path, small, {inherited: "乙局", source: "乙局"})
    assert (both.after, both.undone) == (small.replace("某局", "乙局"), {})
    assert _read(tmp_path, both.content).projects[0].unit_name == "乙局"


def test_what_no_file_can_hold_there_is_left_undone(small: str, tmp_path: Path) -> None:
    edits: dict[DataPath, str] = {
        (*PROJECT, "other_funds"): "0",
        (*PROJECT, "indicators"): "无",
        (*GOALS, 0): "一\n二",
        (*PURPOSE, 0): " ",
        ("projects", 7, "name"): "名",
        PURPOSE: "整段",
    }
    result = _mend(tmp_path, small, edits)
    assert (result.after, list(result.undone)) == (small, list(edits))
    assert all(any("\u4e00" <= character <= "\u9fff" for character in reason) for reason in result.undone.values())


def test_an_odd_line_break_does_not_shift_the_places(small: str, tmp_path: Path) -> None:
    before = small.replace("12:30", "甲\u2028      乙")
    assert _mend(tmp_path, before, {VALUE: "≥80%"}).after == before.replace("≥90%", "≥80%")


def test_a_text_that_the_model_refuses_is_an_error(small: str, tmp_path: Path) -> None:
    with pytest.raises(BudgetDocsError, match="金额"):
        _mend(tmp_path, small, {(*PROJECT, "budget"): "很多"})
    with pytest.raises(BudgetDocsError, match="不能为空"):
        _mend(tmp_path, small, {(*PROJECT, "code"): ""})


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("a.xlsx", b"PK", "还不能修改“.xlsx”"), ("a.yaml", "年度：2022".encode(), "全角“：”"), ("b.yaml", None, "不存在")],
)
def test_what_can_not_be_mended(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match=said):
        mend(tmp_path / name, {})


def test_the_example_keeps_its_comments(example: Path) -> None:
    edits: dict[DataPath, str] = {
        NAME: "怀财字〔2022〕7号 定额公用经费",
        VALUE: "≥90%",
        ("targets", "safeguards", 4): "四是考核问效。",
        (*GOALS, 0): "完成: 招商",
    }
    result = mend(example, edits)
    assert result.undone == {}
    before, after = result.before.splitlines(), result.after.splitlines()
    changed = [(old.strip(), new.strip()) for old, new in zip(before, after, strict=True) if old != new]
    assert [new for _, new in changed] == [
        "- 四是考核问效。",
        "项目名称: 怀财字〔2022〕7号 定额公用经费",
        "- '完成: 招商'",
        "指标值: ≥90%",
    ]
    assert [line for line in after if line.startswith("#")] == [line for line in before if line.startswith("#")]


# -- any submission, any edit ------------------------------------------------------------------------------------------

# U+0085 stays out of what PyYAML writes itself: it does not read it back.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85"), max_size=24)
LINES = st.lists(TEXTS, max_size=3)
INDICATOR = st.fixed_dictionaries(dict.fromkeys(("level1", "level2", "level3", "description", "value", "basis"), TEXTS))
PROJECTS = st.fixed_dictionaries(
    {
        "unit_code": st.just("1"),
        "unit_name": TEXTS,
        "code": st.text("0123456789XP", min_size=1),
        "name": TEXTS,
        "budget": st.decimals(0, 10**9, places=2).map(str),
        "purpose": LINES,
        "payment_plan": st.just({"march": "25%", "june": "50%", "october": "75%", "december": "100%"}),
        "goals": LINES,
        "indicators": st.lists(INDICATOR, max_size=3),
    }
)
SUBMISSIONS = st.fixed_dictionaries(
    {
        "year": st.integers(2000, 2099),
        "department": st.fixed_dictionaries({"code": st.just("1"), "name": TEXTS}),
        "targets": st.fixed_dictionaries({"overall": LINES, "specific": st.just([]), "safeguards": LINES}),
        "projects": st.lists(PROJECTS, min_size=1, max_size=2),
    }
).map(Submission.model_validate)
TRICKY = st.text(st.sampled_from("≥90%％ ：:#*&@-=＝'\"\\\n\t,[]{}|>!?年甲\u2028\x85\x07"), max_size=12)
NEW_TEXTS = TRICKY | st.text(st.characters(exclude_categories=["Cs"]), max_size=24)
PROSE = ("overall", "safeguards", "purpose", "goals")
WORDS = ("name", "unit_name", "level1", "level2", "level3", "description", "value", "basis")


def _editable(data: Any, path: DataPath = ()) -> list[DataPath]:
    """The paths of words and paragraphs in ``data``, a submission under its English names."""
    if not isinstance(data, dict | list):
        prose = isinstance(path[-1], int) and path[-2] in PROSE
        return [path] if prose or path[-1] in WORDS else []
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    return [found for key, item in inner for found in _editable(item, (*path, key))]


def _edited(submission: Submission, edits: dict[DataPath, str]) -> Submission:
    data = submission.model_dump(by_alias=False, mode="json")
    for path, text in edits.items():
        within = data
        for step in path[:-1]:
            within = within[step]
        within[path[-1]] = text
    return Submission.model_validate(data)


def _lines_concerned(text: str, path: DataPath) -> range:
    """The lines of the YAML (or JSON) ``text`` on which the value at ``path`` stands, as PyYAML composes it."""
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    model: Any = Submission
    for step in path:
        if isinstance(step, int):
            node = node.value[step] if isinstance(node, yaml.SequenceNode) else node
            continue
        node = next(value for key, value in node.value if (field := find(model, key.value)) and field.name == step)
        annotation = model.model_fields[step].annotation
        model = getattr(annotation, "__args__", (annotation,))[0]
    return range(node.start_mark.line, node.end_mark.line + 1)


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Submission, dict[DataPath, str]]:
    submission = draw(SUBMISSIONS)
    paths = _editable(submission.model_dump(by_alias=False, mode="json"))
    edits: dict[DataPath, str] = {}
    for path in draw(st.lists(st.sampled_from(paths), unique=True, max_size=4)):
        text = draw(NEW_TEXTS)
        if isinstance(path[-1], int):
            text = "".join(text.splitlines())
            text = text if text.strip() else "段"
        edits[path] = text
    return submission, edits


@settings(max_examples=150, deadline=None)
@given(
    case=_cases(),
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    width=st.sampled_from([20, 80, 10**6]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_any_edit_of_any_submission(
    case: tuple[Submission, dict[DataPath, str]],
    style: str | None,
    width: int,
    newline: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    submission, edits = case
    directory = tmp_path_factory.mktemp("修改")
    data, expected = submission.dump(), _edited(submission, edits)
    for name, before in (
        ("块.yaml", yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=width, default_style=style)),
        ("流.yaml", yaml.safe_dump(data, allow_unicode=True, width=width, default_flow_style=True)),
        ("行.json", json.dumps(data, ensure_ascii=False, indent=1)),
        ("一行.json", json.dumps(data)),
    ):
        result = _mend(directory, before.replace("\n", newline), edits, name)
        assert result.undone == {}, name
        assert _read(directory, result.content, f"后-{name}") == expected, name
        if name == "块.yaml":
            _require_the_rest(before, result.after.replace(newline, "\n"), edits)


def _require_the_rest(before: str, after: str, edits: dict[DataPath, str]) -> None:
    """Every run of lines that no edit concerns stands in ``after``, in the same order."""
    concerned = {line for path in edits for line in _lines_concerned(before, path)}
    runs: list[str] = [""]
    for number, line in enumerate(before.splitlines(keepends=True)):
        if number in concerned:
            runs.append("")
        else:
            runs[-1] += line
    assert after.startswith(runs[0])
    assert after.endswith(runs[-1])
    at = 0
    for run in runs:
        at = after.find(run, at)
        assert at >= 0, run
        at += len(run)
