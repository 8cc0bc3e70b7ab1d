"""What every part of a form has in common: frozen, strict about its keys, known by its printed labels."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.fields import ComputedFieldInfo, FieldInfo


def _printed_label(name: str, field: FieldInfo | ComputedFieldInfo) -> str:
    return field.alias or name


class Record(BaseModel):
    """A part of a form. Its fields have English names and, as aliases and titles, the labels printed on the form.

    Input may use either; an unknown key is an error. Two records are equal if they say the same: where a value was
    read (private attributes) is no part of the data.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        field_title_generator=_printed_label,
    )

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as little more than its values, in a third of the time: batches send thousands to other processes."""
        private = self.__pydantic_private__
        return _rebuilt, (type(self), self.__dict__) if private is None else (type(self), self.__dict__, private)

    def dump(self) -> dict[str, Any]:
        """The record as plain data under its printed labels, ready for YAML or JSON; what was left blank stays out."""
        data: dict[str, Any] = _without_blank_notes(self.model_dump(mode="json", by_alias=True, exclude_none=True))
        return data


def _rebuilt(kind: type[Record], values: dict[str, Any], private: dict[str, Any] | None = None) -> Record:
    """The record that was pickled; it was sound, and is not looked at again."""
    record = kind.__new__(kind)
    put = object.__setattr__
    put(record, "__dict__", values)
    put(record, "__pydantic_fields_set__", set(values))
    put(record, "__pydantic_extra__", None)
    put(record, "__pydantic_private__", private)
    return record


Path = tuple[str | int, ...]
"""English field names and indexes down to a value: ``("projects", 0, "indicators", 2, "value")``."""

NOTES_LABEL = "审核说明"
"""The key of the notes to the reviewer, which no form prints and most submissions lack."""


def _without_blank_notes(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_blank_notes(each) for key, each in data.items() if each or key != NOTES_LABEL}
    return [_without_blank_notes(each) for each in data] if isinstance(data, list) else data


def _as_lines(value: object) -> object:
    """A block of text as its lines; a list of texts, each of which may again hold several lines, likewise."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        return value
    return tuple(line for text in texts for line in text.splitlines() if line.strip())


Text = str
"""Words as typed, white space and all. A cell that is blank on the form is written ""."""

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A code: always text, never a number, so that no leading zero or long digit string is lost."""

Paragraphs = Annotated[
    tuple[str, ...], BeforeValidator(_as_lines), Field(json_schema_extra={"description": "每段一项，或一段多行文字"})
]
"""Prose: one entry a printed paragraph. A text of several lines is as many paragraphs; empty lines say nothing."""
