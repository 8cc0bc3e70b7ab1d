"""审核说明: why a finding of the review is no fault here, said by the person who fills in the form."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from budgetdocs.model.record import NOTES_LABEL, Code, Record


class ReviewNote(Record):
    """One 审核说明: the code of a rule that does not apply to the record in which the note stands, and the reason."""

    rule: Code = Field(alias="规则")
    reason: Code = Field(alias="理由")


ReviewNotes = Annotated[tuple[ReviewNote, ...], Field(alias=NOTES_LABEL)]
"""The notes of a record; they hold for everything in it and are not printed."""
