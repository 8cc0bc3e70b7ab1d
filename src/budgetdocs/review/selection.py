"""Which rules run: by the longest prefix of their code that was selected or ignored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from budgetdocs.errors import BudgetDocsError
from budgetdocs.review.registry import GROUPS, RULES, Rule


@dataclass(frozen=True)
class CheckOptions:
    """How to check: prefixes of codes (``IV``, ``IN0``, ``GO003``), in capitals or not. Nothing selected is everything.

    The longest prefix that fits a code decides; of two equally long ones, ``ignore``. Raises :class:`BudgetDocsError`
    for a prefix with which no code begins.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "select", _known(self.select))
        object.__setattr__(self, "ignore", _known(self.ignore))

    def wants(self, code: str) -> bool:
        """Whether the rule ``code`` runs."""
        selected = _longest(code, self.select) if self.select else 0
        if selected is None:
            return False
        ignored = _longest(code, self.ignore)
        return ignored is None or selected > ignored


def chosen(options: CheckOptions) -> list[Rule]:
    """The rules that run, in the order of the registry."""
    return [rule for code, rule in RULES.items() if options.wants(code)]


def rules_beginning(prefix: str) -> list[Rule]:
    """The rules whose code begins with ``prefix``, in capitals or not; raises :class:`BudgetDocsError` if none does."""
    start = prefix.strip().upper()
    fitting = [rule for code, rule in RULES.items() if code.startswith(start)] if start else []
    if not fitting:
        near = _nearest(start)
        guess = f"，是不是要写 {near}" if near else ""
        raise BudgetDocsError(f"没有以“{prefix.strip()}”开头的规则{guess}；全部规则见 budgetdocs rules")
    return fitting


def grouped(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """``rules`` by the letters of their group, in the order of the documentation; no group is empty."""
    ordered = sorted(rules, key=lambda rule: rule.code)
    groups = {letters: [rule for rule in ordered if rule.code.startswith(letters)] for letters in GROUPS}
    return {letters: group for letters, group in groups.items() if group}


def _nearest(start: str) -> str:
    """The code that is written nearly so, else the letters of the group; "" where nothing comes near."""
    likeness = {code: (SequenceMatcher(None, start, code).ratio(), code[:3] == start[:3]) for code in RULES}
    best = max(likeness, key=likeness.__getitem__)
    if likeness[best][0] >= 0.75:
        return best
    groups = dict.fromkeys(code[:2] for code in RULES)
    return next(iter(get_close_matches(start[:2], groups, n=1, cutoff=0.5)), "")


def _longest(code: str, prefixes: Iterable[str]) -> int | None:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=None)


def _known(prefixes: Iterable[str]) -> tuple[str, ...]:
    """``prefixes`` in capitals; raises :class:`BudgetDocsError` for one that no rule begins with."""
    if isinstance(prefixes, str):
        raise TypeError(f"a tuple of prefixes is needed, not the text {prefixes!r}")
    for prefix in prefixes:
        rules_beginning(prefix)
    return tuple(prefix.strip().upper() for prefix in prefixes)
