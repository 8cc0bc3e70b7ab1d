"""An empty submission as YAML, with a comment for each entry."""

from __future__ import annotations

_TEXT = """\
# 预算绩效目标。把引号里的空白填上，不用的行留着；# 后面是说明，不会读进去。
# 填好以后：budgetdocs check 这个文件；budgetdocs render 这个文件 --out 成果
表样: {form}
年度:                                # 四位年份，如 2022

部门:
  单位编码: ""                       # 放在引号里，前面的 0 才不会丢
  单位名称: ""

部门整体绩效目标:
  总体绩效目标:                      # 一段一行，前面有“- ”
    - ""
  分项绩效目标:
    - 标题: ""                       # 连同编号，如 1、保障机关运转
      内容:
        - ""
  工作保障措施:
    - ""

项目:                                # 几个项目，就把下面从“- 项目编码”起抄几份
  - 项目编码: ""                     # 21 位，照批复文件
    项目名称: ""
    预算数:                          # 万元，如 350.00
    财政资金:                        # 万元，没有就空着
    其他资金:
    资金用途:
      - ""
    资金支出计划:                    # 到月底累计支出占预算的百分比
      3月底: 25%
      6月底: 50%
      10月底: 75%
      12月底: 100%
    绩效目标:
      - ""
    指标:                            # 一行一个指标，抄够为止；没有的二级指标删去
{rows}\
"""
_ROW = """\
      - 一级指标: {level1}
        二级指标: {level2}
        三级指标: ""
        绩效指标描述: ""
        指标值: ""{remark}
        指标值确定依据: ""
"""
_ROWS = (
    ("产出指标", "数量指标", "≥12次：符号、数、单位都要写"),
    ("产出指标", "质量指标", "≥95%"),
    ("产出指标", "时效指标", "2022年12月底前"),
    ("产出指标", "成本指标", "≤350万元：成本不写 ≥"),
    ("效益指标", "经济效益指标", ""),
    ("效益指标", "社会效益指标", ""),
    ("效益指标", "生态效益指标", ""),
    ("效益指标", "可持续影响指标", ""),
    ("满意度指标", "服务对象满意度指标", "≥90%"),
)


def skeleton(form: str) -> bytes:
    """The file to be filled in for ``form``. What has to be filled in is blank, and reading says so line by line."""
    rows = (
        _ROW.format(level1=level1, level2=level2, remark=f"                     # 如 {example}" if example else "")
        for level1, level2, example in _ROWS
    )
    return _TEXT.format(form=form, rows="".join(rows)).encode()
