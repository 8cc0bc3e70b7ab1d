"""Which rules run."""

from __future__ import annotations

import pickle

import pytest

from budgetdocs.errors import BudgetDocsError
from budgetdocs.review import GROUPS, RULES, CheckOptions
from budgetdocs.review.selection import chosen, grouped, rules_beginning


@pytest.mark.parametrize(
    ("select", "ignore", "code", "runs"),
    [
        ((), (), "IV003", True),
        (("IV",), (), "IV003", True),
        (("IV",), (), "RV001", False),
        (("IV", "RV001"), (), "RV001", True),
        (("IV0",), (), "IV003", True),
        ((), ("IV",), "IV003", False),
        ((), ("IV",), "RV001", True),
        ((), ("IV003",), "IV003", False),
        ((), ("IV003",), "IV005", True),
        (("IV",), ("IV003",), "IV003", False),
        (("IV",), ("IV003",), "IV005", True),
        (("IV003",), ("IV",), "IV003", True),
        (("IV003",), ("IV",), "IV005", False),
        (("IV003",), ("IV003",), "IV003", False),
        (("IV", "IV003"), ("IV0",), "IV003", True),
        (("IV", "IV003"), ("IV0",), "IV005", False),
        (("iv003",), (), "IV003", True),
        ((" Iv ",), (), "IV003", True),
    ],
)
def test_the_longest_prefix_decides(select: tuple[str, ...], ignore: tuple[str, ...], code: str, runs: bool) -> None:
    options = CheckOptions(select, ignore)
    assert options.wants(code) is runs
    assert (code in {rule.code for rule in chosen(options)}) is runs


def test_nothing_selected_is_everything() -> None:
    assert chosen(CheckOptions()) == list(RULES.values())


@pytest.mark.parametrize(
    ("prefix", "nearest"),
    [("IV03", "IV003"), ("VI003", "IV003"), ("IVV", "IV"), ("指标", None), ("", None), ("  ", None)],
)
@pytest.mark.parametrize("field", ["select", "ignore"])
def test_a_prefix_of_no_rule_is_refused(field: str, prefix: str, nearest: str | None) -> None:
    with pytest.raises(BudgetDocsError) as caught:
        CheckOptions(**{field: (prefix,)})
    said = str(caught.value)
    assert f"没有以“{prefix.strip()}”开头的规则" in said
    assert (f"是不是要写 {nearest}；" in said) if nearest else ("是不是" not in said)


def test_an_unknown_option_and_a_bare_text_are_type_errors() -> None:
    with pytest.raises(TypeError):
        CheckOptions(selected=("IV",))  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        CheckOptions(select="IV")  # type: ignore[arg-type]


def test_options_are_values() -> None:
    options = CheckOptions(("iv",), ("IV003",))
    assert options == CheckOptions(("IV",), ("iv003",))
    assert hash(options) == hash(pickle.loads(pickle.dumps(options)))


def test_rules_by_the_beginning_of_their_code() -> None:
    assert [rule.code for rule in rules_beginning("rv001")] == ["RV001"]
    assert {rule.code for rule in rules_beginning("RV")} == {code for code in RULES if code.startswith("RV")}


def test_groups_come_in_the_order_of_the_documentation() -> None:
    groups = grouped(reversed(RULES.values()))
    assert list(groups) == [letters for letters in GROUPS if letters in groups]
    codes = [rule.code for group in groups.values() for rule in group]
    assert sorted(codes) == sorted(RULES)
    assert all([rule.code for rule in group] == sorted(rule.code for rule in group) for group in groups.values())
    assert grouped(()) == {}
