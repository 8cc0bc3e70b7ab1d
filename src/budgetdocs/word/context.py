"""What stands where in the values that a template is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType


def leaves(context: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Each value in ``context`` that holds no others, with its path, such as ``项目[0].名称``; in their order.

    Mappings, lists, tuples and plain objects hold others. One that stands in several places is entered at the first.
    """
    entered: set[int] = set()
    waiting: list[tuple[str, object]] = [("", context)]
    while waiting:
        path, value = waiting.pop()
        steps = _steps(value)
        if steps is None:
            yield path, value
        elif id(value) not in entered:
            entered.add(id(value))
            waiting += reversed([((path + step).removeprefix("."), inner) for step, inner in steps])


def _steps(value: object) -> list[tuple[str, object]] | None:
    """What ``value`` holds, with the step that leads there: ``.key`` or ``[number]``; None if it is a leaf."""
    if isinstance(value, Mapping):
        return [(f".{key}", inner) for key, inner in value.items()]
    if isinstance(value, list | tuple):
        return [(f"[{number}]", inner) for number, inner in enumerate(value)]
    if hasattr(value, "__html__") or callable(value) or isinstance(value, str | ModuleType):
        return None
    if hasattr(value, "__dict__"):
        return [(f".{name}", inner) for name, inner in vars(value).items()]
    return None
