"""造申报数据：hypothesis 的策略，文字刁钻，数目各异。别处的测试也可用。

``submissions()`` 造的都是工作簿写得下的；写不下的（见 ``budgetdocs.writers.rows``、``cells``）另有用例。
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from budgetdocs.model import Submission

ODD = (
    "=1+1", "+86", "-5%", "@SUM(A1)", "{=A1}", "'978001", '"引号"', "“引号”", "逗,号;", "a: b", "甲：乙",
    "# 注", "- 项", "&锚", "*别名", "!标", "%YAML", "`", "|", ">", "[x]", "{y}", "null", "~", "no", "true",
    "0978001", "12:30", "1_000", "1e5", "0x1F", "2022-12-31", "978001.0", "90%", "0.9", "≥90%", "≤450元/平方米",
    "2022年12月底前", "12月", "1/2", "#REF!", "#N/A", "TRUE", "例：", "　", "\u00a0", "😀", "𠮷", "é",
    "e\u0301", "\u200b", "\u202e", "\ufeff", "\ue000", "_x0041_", "_x005F_", "_X000D_", "__x0041__", "<b>&amp;",
    "<r>", "]]>", "\\n", "\\", "/", "C:\\表", "\t", " ", "  ", "\x01", "\x1b", "\x7f", "\x80", "…", "—",
    "〔2022〕7号", "【2022】", "（万元）", "单位编码", "指标值", "项目编码", "{{ 7*7 }}", "{% if x %}", "{#",
    "１２３％", " 前后有空格 ", "𬂩", "👨‍👩‍👧", "項目名稱", "项目名称：甲", "单位：元", "绩效目标表", "0.25",
    "3月底：10%",
)  # fmt: skip
"""表格、YAML、JSON、XML 和 Word 各自会当成别的东西的文字。"""
BREAKS = ("\n", "\n\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")

_CHARACTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff")
_ONE_LINE = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffe\uffff")


def _storable(text: str) -> bool:
    return not (text.startswith("<r>") and text.endswith("</r>"))


def _pieces(breaks: bool) -> st.SearchStrategy[str]:
    """几小段拼成的文字；breaks 为真时可有换行。"""
    bits = [
        st.sampled_from(ODD),
        st.text(_CHARACTERS if breaks else _ONE_LINE, max_size=6),
        st.sampled_from("产出质量合格率"),
    ]
    if breaks:
        bits.append(st.sampled_from(BREAKS))
    return st.lists(st.one_of(bits), max_size=4).map("".join).filter(_storable)


texts = st.one_of(st.just(""), st.sampled_from(ODD), _pieces(breaks=True))
"""表上一格的文字。"""
long_texts = st.builds(
    lambda unit, times: (unit * times)[:9_000], _pieces(breaks=True).filter(bool), st.integers(500, 9_000)
)
"""很长的文字，仍在工作簿一格的上限之内。"""
paragraphs = st.lists(st.one_of(_pieces(breaks=True), st.sampled_from(ODD)), max_size=3)
"""一格或一节里的几段；模型会把一段里的换行拆成几段。"""
codes = st.one_of(
    st.sampled_from(("978001", "0978001", "13073022P00825110002X", "123456789012345678901", "=1", "1e5", "00")),
    _pieces(breaks=False).filter(lambda text: text.strip() and not text.strip().startswith("例：")),
)
amounts = st.one_of(
    st.sampled_from(
        [
            Decimal(text)
            for text in (
                "0",
                "350",
                "350.00",
                "0.1",
                "8.10000000000001",
                "82800.920000000013",
                "-12.5",
                "999999999999.99",
            )
        ]
    ),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**12),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**24), max_value=10**24, places=9),
)
percents = st.one_of(
    st.sampled_from(
        [
            Decimal(text)
            for text in ("0", "25", "33.33", "100", "100.0", "33.333333333333333333", "7.0000000000001", "-5", "250")
        ]
    ),
    st.decimals(0, 100, places=2),
)
notes = st.lists(
    st.fixed_dictionaries({"规则": st.sampled_from(("IN033", "IV011", "=1")), "理由": codes}), max_size=2
)  # fmt: skip

_indicators = st.fixed_dictionaries(
    {
        "一级指标": st.one_of(st.sampled_from(("产出指标", "效益指标", "")), texts),
        "二级指标": texts,
        "三级指标": st.one_of(st.sampled_from(("合格率", "")), texts, long_texts),
        "绩效指标描述": texts,
        "指标值": st.one_of(st.sampled_from(("≥90%", "90%", "0.9", "12月底前")), texts),
        "指标值确定依据": texts,
        "审核说明": notes,
    }
)


@st.composite
def _projects(draw: st.DrawFn, code: str) -> dict[str, Any]:
    months = ("3月底", "6月底", "10月底", "12月底")
    return {
        "项目编码": code,
        "项目名称": draw(texts),
        "预算数": draw(amounts),
        "财政资金": draw(st.none() | amounts),
        "其他资金": draw(st.none() | amounts),
        "资金用途": draw(paragraphs),
        "资金支出计划": {month: draw(percents) for month in months},
        "绩效目标": draw(paragraphs),
        "指标": draw(st.lists(_indicators, max_size=4)),
        "审核说明": draw(notes),
    } | draw(st.sampled_from(({}, {"单位编码": draw(codes), "单位名称": draw(texts)})))


@st.composite
def submissions(draw: st.DrawFn) -> Submission:
    """一份申报：几个项目，编码各不相同；可以什么都空着。"""
    specific = draw(st.lists(st.fixed_dictionaries({"标题": texts, "内容": paragraphs}), max_size=3))
    for index, target in enumerate(specific):
        if index and not target["标题"].strip():
            target["标题"] = f"{index + 1}、"
    used = draw(st.lists(codes, max_size=3, unique_by=str.strip))
    return Submission.model_validate(
        {
            "表样": draw(st.sampled_from(("hebei-2022", "本地 2025", "0978001"))),
            "年度": draw(st.integers(2000, 2099)),
            "部门": {"单位编码": draw(codes), "单位名称": draw(texts)},
            "部门整体绩效目标": {
                "总体绩效目标": draw(paragraphs),
                "分项绩效目标": specific,
                "工作保障措施": draw(paragraphs),
            },
            "项目": [draw(_projects(code)) for code in used],
            "审核说明": draw(notes),
        }
    )
